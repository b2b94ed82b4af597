// Live queries by the npm clients graphql-ws and graphql-sse, with the client of the live query proposal for patches, and by urql:
// HOPTAC=target/debug/hoptac npm test
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { applyLiveQueryJSONPatch } from '@n1ru4l/graphql-live-query-patch-json-patch';
import { Client, cacheExchange, subscriptionExchange } from '@urql/core';
import { createClient as createSocketClient } from 'graphql-ws';
import { createClient as createEventsClient } from 'graphql-sse';
import WebSocket from 'ws';
import { Program } from './program.js';

const QUESTION = `($activity: ID!) $live {
  node(id: $activity) { ... on Activity { id title outcomes(last: 50) { totalCount edges { cursor node { id status value } } } } } }`;
const LIVE = `query Outcomes${QUESTION.replace('$live', '@live')}`;
const ONCE = `query Outcomes${QUESTION.replace('$live', '')}`;

const transports = {
  'graphql-ws': (url) => createSocketClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket }),
  'graphql-sse': (url) => createEventsClient({ url }),
};

describe('live queries', () => {
  let program;
  let recorder;
  let approver;
  let activity;

  before(async () => {
    program = await Program.start();
    ({ recorder, approver, activity } = await program.agencies());
  });

  after(() => program.remove());

  /** An outcome that everybody sees: its recording is none of the public's business, its approval is. */
  async function approve(value) {
    const input = { activity, kind: 'OUTPUT', measure: 'UNIT', value, unit: 'persons', title: { vi: 'Học viên' }, submit: true };
    const { outcome } = await program.act(recorder, 'recordOutcome', input);
    return program.act(approver, 'approveOutcomes', { outcomes: [{ outcome: outcome.id }] });
  }

  const fresh = () => program.ask(null, ONCE, { activity });

  for (const [name, connect] of Object.entries(transports)) {
    for (const patch of [false, true]) {
      test(`over ${name}, ${patch ? 'by patches' : 'as a whole'}`, async () => {
        const client = connect(program.url);
        const payload = { query: LIVE, variables: { activity }, extensions: { live: { patch } } };
        const told = client.iterate(payload);
        const answers = (patch ? applyLiveQueryJSONPatch(told) : told)[Symbol.asyncIterator]();
        const first = (await answers.next()).value;
        assert.deepEqual(first.data, await fresh());
        let last;
        for (const value of ['1', '2', '3']) {
          const { change } = await approve(value);
          last = (await answers.next()).value;
          // The order of members is not part of an answer that is patched.
          assert.deepEqual(last.data, await fresh());
          assert.equal(last.extensions.live.seq, change.seq);
          if (!patch) assert.equal(last.isLive, true);
        }
        await answers.return();

        // Who has the last answer is told the one after it.
        const resumed = client.iterate({ ...payload, extensions: { live: { patch, after: last.extensions.live.cursor } } });
        const next = resumed.next();
        const { change } = await approve('4');
        const { value } = await next;
        assert.deepEqual([value.data, value.extensions.live.seq], [await fresh(), change.seq]);
        await resumed.return();
        client.dispose();
      });
    }
  }

  test('by urql, as any other query of a page', async () => {
    const sockets = transports['graphql-ws'](program.url);
    const isLive = ({ query }) => query.definitions.some((it) => it.directives?.some(({ name }) => name.value === 'live'));
    const urql = new Client({
      url: program.url,
      exchanges: [
        cacheExchange,
        subscriptionExchange({
          isSubscriptionOperation: isLive,
          forwardSubscription: ({ query, variables }) => ({
            subscribe(sink) {
              const told = sockets.iterate({ query, variables, extensions: { live: { patch: true } } });
              (async () => {
                for await (const answer of applyLiveQueryJSONPatch(told)) sink.next(answer);
                sink.complete();
              })().catch(sink.error);
              return { unsubscribe: () => told.return() };
            },
          }),
        }),
      ],
    });
    const shown = [];
    let news;
    const { unsubscribe } = urql.query(LIVE, { activity }, { requestPolicy: 'network-only' }).subscribe(({ data, error }) => {
      assert.equal(error, undefined);
      shown.push(data);
      news?.();
    });
    const comes = async (count) => {
      while (shown.length < count) await new Promise((resolve) => (news = resolve));
    };
    await comes(1);
    const before = await fresh();
    await approve('5');
    await comes(2);
    const outcomes = (data) => data.node.outcomes;
    assert.equal(outcomes(shown[0]).totalCount, before.node.outcomes.totalCount);
    assert.equal(outcomes(shown[1]).totalCount, before.node.outcomes.totalCount + 1);
    assert.equal(outcomes(shown[1]).edges.length, outcomes(shown[0]).edges.length + 1);
    unsubscribe();
    await sockets.dispose();
  });
});
