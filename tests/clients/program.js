// The real program, run in a folder of its own on a port that it keeps across restarts.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);

assert.ok(process.env.HOPTAC, 'HOPTAC must name the program, like target/debug/hoptac');
const program = resolve(process.env.HOPTAC);

export class Program {
  /** A program that has the built-in seeds, and is running, with further options. */
  static async start(...options) {
    const it = await Program.at(...options);
    await it.serve();
    return it;
  }

  /** A program that is to run with these options, in an empty folder. */
  static async at(...options) {
    const it = new Program();
    it.options = options;
    it.folder = await mkdtemp(join(tmpdir(), 'hoptac-'));
    it.address = '127.0.0.1:0';
    return it;
  }

  async serve() {
    const options = ['--listen', this.address, '--log-filter', 'warn', ...this.options];
    this.process = spawn(program, ['serve', ...options], {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface({ input: this.process.stdout })) {
      const found = /GraphQL +(http:\/\/(\S+)\/graphql)/.exec(line);
      if (found) {
        [, this.url, this.address] = found;
        return;
      }
    }
    assert.fail('the server did not start');
  }

  /** Stops it by a signal, and waits until it did. */
  async stop(signal) {
    const ended = once(this.process, 'exit');
    this.process.kill(signal);
    await ended;
  }

  async remove() {
    if (this.process?.exitCode === null && this.process.signalCode === null) await this.stop('SIGKILL');
    await rm(this.folder, { recursive: true });
  }

  /** The secret of a new token. */
  async token(...options) {
    const { stdout } = await this.run('token', 'create', ...options);
    return /hoptac_[\w-]+/.exec(stdout)[0];
  }

  /** The secrets of a recorder and of an approver, and an activity in which the provinces of both take part. */
  async agencies() {
    const recorder = await this.token('--name', 'Sở Du lịch', '--role', 'RECORDER', '--province', 'ho-chi-minh');
    const approver = await this.token('--name', 'Lâm Đồng', '--role', 'APPROVER', '--province', 'lam-dong');
    const { activity } = await this.ask(null, '{ activity(by: { key: "bl-lamdong-tourism" }) { id } }');
    return { recorder, approver, activity: activity.id };
  }

  async revoke(name) {
    await this.run('token', 'revoke', name);
  }

  /** Runs a command in the folder of the registry. */
  run(...command) {
    return run(program, command, { cwd: this.folder });
  }

  /** The data of an answer that has no errors. */
  async ask(secret, query, variables = {}) {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(secret) },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await response.json();
    assert.equal(errors, undefined, JSON.stringify(errors));
    return data;
  }

  /** What a mutation made of an input that it must accept. */
  async act(secret, mutation, input) {
    const type = mutation[0].toUpperCase() + mutation.slice(1) + 'Input';
    const shown = mutation === 'approveOutcomes' ? 'outcomes' : 'outcome';
    const query = `mutation ($input: ${type}!) { it: ${mutation}(input: $input) {
      ${shown} { id version status } change { seq } errors { code message field } } }`;
    const { it } = await this.ask(secret, query, { input });
    assert.deepEqual(it.errors, []);
    return it;
  }
}

export const bearer = (secret) => (secret ? { authorization: `Bearer ${secret}` } : {});
