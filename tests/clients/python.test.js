// The Python packages gql and sgqlc against the real program. PYTHON names an interpreter that has python/requirements.txt.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { Program } from './program.js';

const run = promisify(execFile);
const python = process.env.PYTHON;
assert.ok(python, 'PYTHON must name an interpreter, like target/clients/bin/python');
const folder = join(import.meta.dirname, 'python');
const schema = join(import.meta.dirname, '../../schema/schema.graphql');

const title = 'Teachers 👩‍🏫 trained';

describe('a client in Python', () => {
  let program;
  let secret;
  let activity;

  before(async () => {
    program = await Program.start();
    secret = await program.token('--name', 'notebook', '--role', 'ADMIN');
    activity = (await program.ask(null, '{ activity(by: { key: "bl-lamdong-tourism" }) { id title(lang: EN) } }')).activity;
  });

  after(() => program.remove());

  const ask = async (script) => {
    const options = { cwd: program.folder, env: { ...process.env, PYTHONPATH: program.folder, PYTHONDONTWRITEBYTECODE: '1' } };
    const { stdout } = await run(python, [join(folder, script), program.url, secret, activity.id], options);
    return JSON.parse(stdout);
  };

  test('asks, writes and follows by gql over one WebSocket', async () => {
    const { found, written, told, refused } = await ask('with_gql.py');
    assert.deepEqual(found.activity, activity);
    const { outcome, change, errors } = written.recordOutcome;
    assert.deepEqual([outcome.title, outcome.status, errors], [title, 'DRAFT', []]);
    assert.deepEqual(told.changes, { seq: change.seq, records: [{ operation: 'CREATED', recordId: outcome.id }] });
    assert.equal(refused[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED');
  });

  test('asks and writes by sgqlc, with types from the committed schema and an emoji in a literal', async () => {
    const { introspectionFromSchema, buildSchema } = await import('graphql');
    const { readFile, writeFile } = await import('node:fs/promises');
    const introspected = introspectionFromSchema(buildSchema(await readFile(schema, 'utf8')));
    await writeFile(join(program.folder, 'schema.json'), JSON.stringify(introspected));
    const codegen = join(dirname(python), 'sgqlc-codegen');
    await run(codegen, ['schema', 'schema.json', 'registry.py'], { cwd: program.folder });
    const { found, written } = await ask('with_sgqlc.py');
    assert.deepEqual(found.activity, activity);
    assert.deepEqual(written.recordOutcome, { outcome: { title, status: 'DRAFT' }, errors: [] });
  });
});
