// The pages' sources: their queries fit the schema, their types are up to date, and TypeScript finds no fault.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { generate } from './types.js';

const here = dirname(fileURLToPath(import.meta.url));
const run = promisify(execFile);

test('the types of the pages are those of their queries: node tests/clients/types.js writes them', async () => {
  const files = await generate();
  assert.equal(files.length, 2);
  for (const { path, text } of files) assert.equal(await readFile(path, 'utf8'), text, path);
});

test('TypeScript, as strict as it can be, finds no fault in the pages', async () => {
  const web = join(here, '../../web');
  await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], { cwd: web });
  const compiler = join(here, 'node_modules/typescript/bin/tsc');
  await run(process.execPath, [compiler, '-p', web]).catch(({ stdout }) => assert.fail(stdout));
});
