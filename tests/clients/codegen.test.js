// What GraphQL Code Generator made of the documents of docs/frontend.md: types that find mistakes, and a manifest.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildSchema, parse, validate } from 'graphql';
import * as documents from './guide/out/documents.js';

const guide = join(import.meta.dirname, 'guide');
const read = (name) => readFile(join(guide, name), 'utf8');

const WRONG = `
import type { ActivitiesQuery } from '../src/gql/graphql';
declare const data: ActivitiesQuery;
data.agreement.id;
data.agreement?.parties;
data.agreement?.activities?.edges[0]?.node.status === 'DONE';
data.agreement?.activities?.edges[0]?.node.viewerCan.includes('APPROVE_OUTCOMES');
`;

test('the types find what may be null, was not asked for, or is no value', async () => {
  await mkdir(join(guide, 'wrong'), { recursive: true });
  await writeFile(join(guide, 'wrong/wrong.ts'), WRONG);
  await writeFile(join(guide, 'wrong/tsconfig.json'), '{ "extends": "../tsconfig.json", "include": ["."] }');
  const tsc = join(import.meta.dirname, 'node_modules/.bin/tsc');
  const { stdout } = spawnSync(tsc, ['--pretty', 'false'], { cwd: join(guide, 'wrong'), encoding: 'utf8' });
  const found = [...stdout.matchAll(/wrong\.ts\((\d+),.*error (TS\d+)/g)].map(([, line, code]) => [Number(line), code]);
  assert.deepEqual(found, [[4, 'TS18047'], [5, 'TS2339'], [6, 'TS2367']], stdout);
});

test('the manifest holds each document under its hash, as the schema allows it', async () => {
  const manifest = JSON.parse(await read('src/gql/persisted-documents.json'));
  const schema = buildSchema(await read('schema.graphql'));
  for (const [hash, text] of Object.entries(manifest)) {
    assert.equal(hash, `sha256:${createHash('sha256').update(text).digest('hex')}`);
    assert.deepEqual(validate(schema, parse(text)), []);
  }
  const operations = Object.values(documents).filter(({ definitions }) => definitions[0].kind === 'OperationDefinition');
  assert.deepEqual(operations.map(({ __meta__ }) => __meta__.hash).sort(), Object.keys(manifest).sort());
});
