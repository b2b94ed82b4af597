// The Rust packages graphql_client and graphql-ws-client against the real program. RUST_CLIENT names the program that rust/ builds.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { Program } from './program.js';

const client = process.env.RUST_CLIENT;
assert.ok(client, 'RUST_CLIENT must name the program, like target/debug/hoptac-client-tests');

describe('a client in Rust', () => {
  let program;

  before(async () => {
    program = await Program.start();
  });

  after(() => program.remove());

  test('asks, writes and follows with types from the committed schema', async () => {
    const secret = await program.token('--name', 'service', '--role', 'ADMIN');
    const { activity } = await program.ask(
      null, '{ activity(by: { key: "bl-lamdong-tourism" }) { id title(lang: EN) status planned { start end } } }');
    const { stdout } = await promisify(execFile)(client, [program.url, secret, activity.id]);
    const { found, written, told } = JSON.parse(stdout);
    assert.deepEqual(found.activity, activity);
    const { outcome, change, errors } = written.recordOutcome;
    assert.deepEqual([outcome.title, outcome.status, outcome.value, errors], ['Teachers 👩‍🏫 trained', 'DRAFT', '12', []]);
    assert.equal(told.changes.seq, change.seq);
    const node = { __typename: 'Outcome', value: '12' };
    assert.deepEqual(told.changes.records, [{ operation: 'CREATED', recordId: outcome.id, node }]);
  });
});
