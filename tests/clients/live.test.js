// Two agencies at work while others look on, by the npm clients graphql-ws and graphql-sse:
// HOPTAC=target/debug/hoptac npm test
import assert from 'node:assert/strict';
import { once, EventEmitter } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { createClient as createSocketClient } from 'graphql-ws';
import { createClient as createEventsClient } from 'graphql-sse';
import WebSocket from 'ws';
import { bearer, Program } from './program.js';

const CHANGES = `subscription ($after: String) { changes(after: $after) {
  cursor seq command hash previousHash records { recordId version operation node { ... on Outcome { status value } } } } }`;

const soon = () => new Promise((resolve) => setTimeout(resolve, 100));

/** The two clients, each as a function that subscribes and gives a way to stop. */
const transports = {
  'graphql-ws': (program, secret) => {
    const client = createSocketClient({
      url: program.url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: bearer(secret),
      retryAttempts: 1000,
      retryWait: soon,
      shouldRetry: () => true,
    });
    return (payload, sink) => {
      const closed = new Promise((resolve) => client.on('closed', resolve));
      return [client.subscribe(payload, sink), client, closed];
    };
  },
  'graphql-sse': (program, secret) => {
    const client = createEventsClient({
      url: program.url,
      headers: bearer(secret),
      retryAttempts: 1000,
      retry: soon,
    });
    return (payload, sink) => [client.subscribe(payload, sink), client];
  },
};

/** Somebody who looks on: keeps what comes, and the cursor to resume from. */
class Onlooker {
  constructor(subscribe, after) {
    this.changes = [];
    this.news = new EventEmitter();
    // Both clients send this very object again when they connect anew.
    const payload = { query: CHANGES, variables: { after } };
    const [stop, client, closed] = subscribe(payload, {
      next: ({ data, errors }) => {
        if (errors) return this.end(errors);
        payload.variables.after = data.changes.cursor;
        this.changes.push(data.changes);
        this.news.emit('change');
      },
      error: (error) => this.end(error),
      complete: () => this.end(null),
    });
    this.stop = () => (stop(), client.dispose());
    this.closed = closed;
    this.ended = new Promise((resolve) => (this.end = resolve));
  }

  /** Waits until a change has come. */
  async reaches(seq) {
    while (!(this.changes.at(-1)?.seq >= seq)) await once(this.news, 'change');
  }
}

for (const [name, connect] of Object.entries(transports)) {
  describe(`over ${name}`, () => {
    let program;
    let recorder;
    let approver;
    let activity;

    before(async () => {
      program = await Program.start();
      ({ recorder, approver, activity } = await program.agencies());
    });

    after(() => program.remove());

    test('each change of two agencies is seen once, also across restarts', async () => {
      const { head } = await program.ask(null, '{ head { cursor } }');
      const own = new Onlooker(connect(program, recorder), head.cursor);
      const everybody = new Onlooker(connect(program, null), head.cursor);
      const made = [];
      const act = async (...command) => {
        const { outcome, outcomes, change } = await program.act(...command);
        made.push(change.seq);
        await own.reaches(change.seq);
        return outcome ?? outcomes[0];
      };

      const input = { activity, kind: 'OUTPUT', measure: 'UNIT', value: '120', unit: 'persons', title: { vi: 'Học viên' } };
      const { id: outcome } = await act(recorder, 'recordOutcome', input);
      await act(recorder, 'submitOutcome', { outcome });
      await program.stop('SIGTERM');
      await program.serve();
      await act(approver, 'returnOutcome', { outcome, note: '102?' });
      await act(recorder, 'correctOutcome', { outcome, value: '102' });
      await program.stop('SIGKILL');
      await program.serve();
      await act(recorder, 'submitOutcome', { outcome });
      const approved = await act(approver, 'approveOutcomes', { outcomes: [{ outcome }] });
      assert.equal(approved.status, 'APPROVED');

      assert.deepEqual(own.changes.map(({ seq }) => seq), made);
      for (const [before, change] of own.changes.slice(1).map((it, nth) => [own.changes[nth], it])) {
        assert.equal(change.previousHash, before.hash);
      }
      // Nobody else heard of it before it was approved, and then only of that.
      await everybody.reaches(made.at(-1));
      assert.deepEqual(
        everybody.changes.map(({ seq, command, records }) => [seq, command, records]),
        [[made.at(-1), 'approveOutcomes',
          [{ recordId: outcome, version: approved.version, operation: 'CREATED', node: { status: 'APPROVED', value: '102' } }]]],
      );
      own.stop();
      everybody.stop();
    });

    test('a revoked token ends its stream', async () => {
      const secret = await program.token('--name', 'leaver', '--role', 'READER');
      const { head } = await program.ask(secret, '{ head { cursor } }');
      const leaver = new Onlooker(connect(program, secret), head.cursor);
      const { outcome: { id } } = await program.act(recorder, 'recordOutcome', {
        activity, kind: 'OUTPUT', measure: 'UNIT', value: '1', unit: 'persons', title: { vi: 'Một' } });
      await program.act(recorder, 'submitOutcome', { outcome: id });
      const approval = await program.act(approver, 'approveOutcomes', { outcomes: [{ outcome: id }] });
      await leaver.reaches(approval.change.seq);
      assert.equal(leaver.changes.length, 1);
      await program.revoke('leaver');
      if (name === 'graphql-sse') {
        const [error] = await leaver.ended;
        assert.equal(error.extensions.code, 'UNAUTHENTICATED');
      } else {
        assert.equal((await leaver.closed).code, 4403);
      }
      leaver.stop();
    });
  });
}
