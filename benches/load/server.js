// A server to be measured, and commands that it does beside.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client, post } from './client.js';

/** A server with the built-in seeds in a folder of its own, below FOLDER, and without limits for each caller. */
export async function serve(program, ...options) {
  const folder = mkdtempSync(join(process.env.FOLDER ?? tmpdir(), 'hoptac-bench-'));
  const all = ['serve', '--listen', '127.0.0.1:0', '--budget-points', '0', '--log-filter', 'off', ...options];
  const child = spawn(program, all, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise((resolve, reject) => {
    let said = '';
    child.on('exit', (code) => reject(new Error(`${program} ended with ${code}`)));
    child.stdout.on('data', (text) => {
      said += text;
      const found = /GraphQL +http:\/\/[^:]+:(\d+)/.exec(said);
      if (found) resolve(Number(found[1]));
    });
  });
  const token = readFileSync(join(folder, 'data/admin-token'), 'utf8').trim();
  const end = async () => {
    child.removeAllListeners('exit');
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  return { program, port, token, pid: child.pid, end };
}

/**
 * Records outcomes at a rate until `ended()`: of each number what `outcome(number)` says, which is told to `acknowledged`.
 * Gives how many were committed.
 */
export async function record({ port, token }, rate, name, ended, outcome, acknowledged = () => {}) {
  const headers = { authorization: `Bearer ${token}` };
  const query = `mutation ($input: RecordOutcomeInput!) { recordOutcome(input: $input) { change { seq } errors { message } } }`;
  const begun = performance.now();
  let [sent, done] = [0, 0];
  await Promise.all(Array.from({ length: Math.min(rate, 32) }, async () => {
    const client = new Client(port);
    while (!ended()) {
      const due = begun + (sent * 1_000) / rate;
      const number = (sent += 1);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
      if (ended()) break;
      const input = { kind: 'OUTPUT', measure: 'UNIT', value: '38', unit: 'persons', idempotencyKey: `${name}-${number}`, ...outcome(number) };
      const answer = await client.ask(post(JSON.stringify({ query, variables: { input } }), headers));
      if (!answer.body.includes('"errors":[]')) throw new Error(answer.body.toString());
      acknowledged(number);
      done += 1;
    }
    client.socket?.destroy();
  }));
  return done;
}
