// Strange but well-formed requests, made up from the schema by schemathesis, against the real program:
// HOPTAC=target/debug/hoptac SCHEMATHESIS=target/fuzz/bin/schemathesis node --test tests/fuzz/fuzz.test.mjs
// EXAMPLES is how many are made up of each operation.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { bearer, Program } from '../clients/program.js';

const schemathesis = process.env.SCHEMATHESIS;
assert.ok(schemathesis, 'SCHEMATHESIS must name the program, like target/fuzz/bin/schemathesis');
const EXAMPLES = { anybody: 5, 'an administrator': 10 };

/** One record of each noun, of those that have any. */
const IDS = `{ ${[
  'activities', 'agreements', 'claims', 'directives', 'documents', 'events', 'fields', 'indicators', 'organizations', 'outcomes',
  'provinces', 'sectors', 'successions',
].map((list) => `${list}(first: 2) { edges { node { id } } }`).join(' ')} }`;

for (const [who, few] of Object.entries(EXAMPLES)) {
  const examples = Number(process.env.EXAMPLES ?? few);
  describe(`whatever ${who} asks`, () => {
    let program;
    let secret;

    before(async () => {
      program = await Program.start();
      if (who !== 'anybody') secret = await program.token('--name', 'fuzz', '--role', 'ADMIN');
    });

    after(() => program.remove());

    test('is answered without a fault', async () => {
      const lists = Object.values(await program.ask(secret, IDS));
      const tally = join(program.folder, 'tally.json');
      const options = {
        checks: 'no_fault', mode: 'positive', phases: 'fuzzing', workers: 1, seed: 20221229, 'max-examples': examples,
        'generation-database': 'none', 'suppress-health-check': 'all', 'request-timeout': 20, warnings: 'off',
      };
      const headers = Object.entries(bearer(secret)).flatMap(([name, value]) => ['--header', `${name}: ${value}`]);
      const running = spawn(schemathesis, [
        'run', program.url, '--no-color', '--continue-on-failure', ...headers,
        ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
      ], {
        cwd: program.folder,
        timeout: examples * 60_000,
        env: {
          ...process.env,
          SCHEMATHESIS_HOOKS: join(import.meta.dirname, 'hooks.py'),
          HOPTAC_IDS: lists.flatMap(({ edges }) => edges.map(({ node }) => node.id)).join(),
          HOPTAC_TALLY: tally,
        },
      });
      let output = '';
      for (const stream of [running.stdout, running.stderr]) stream.on('data', (text) => (output += text));
      const [code] = await once(running, 'close');
      assert.equal(code, 0, output);
      const [, operations] = /Tested: (\d+)/.exec(output);
      const { answers, told } = JSON.parse(await readFile(tally, 'utf8'));
      console.log(`${operations} operations, ${answers} answers, ${told} with data`);
      assert.ok(answers >= (operations * examples) / 2, output);
      assert.ok(told >= answers / 20, `only ${told} of ${answers} answers have data`);
    });

    test('leaves the registry whole', async () => {
      await program.stop('SIGTERM');
      await program.run('verify');
    });
  });
}
