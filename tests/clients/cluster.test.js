// Clients in front of several machines, each request to another one: each reads what it wrote, by the function of docs/cluster.md.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { Client, fetchExchange } from '@urql/core';
import { createClient as createEventsClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { Network } from 'relay-runtime';
import WebSocket from 'ws';
import { Cluster } from './cluster.js';
import { bearer } from './program.js';

const ROUNDS = 12;
const RECORD = `mutation Record($input: RecordOutcomeInput!) {
  recordOutcome(input: $input) { outcome { id } errors { message } } }`;
const READ = 'query Read($id: ID!) { node(id: $id) { id } }';

const page = await readFile(new URL('../../docs/cluster.md', import.meta.url), 'utf8');
const [, source] = /```js following\.js\n(.*?)```/s.exec(page);
const { following } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

/** The data of an answer that has no errors. */
const whole = ({ data, error, errors }) => {
  assert.equal(error ?? errors, undefined, JSON.stringify(error ?? errors));
  return data;
};
const once = (client, query, variables, extensions) => new Promise((resolve, reject) => {
  let result;
  client.subscribe({ query, variables, extensions }, {
    next: (it) => (result = it), error: (error) => reject(error instanceof Error ? error : new Error(error.reason ?? JSON.stringify(error))), complete: () => resolve(result),
  });
});

const socket = (url, secret, more = () => ({})) => createSocketClient({
  url: url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0, lazyCloseTimeout: 10_000,
  connectionParams: () => ({ ...bearer(secret), ...more() }),
});

/** A way to ask, of a fetch that follows: by it each client is told what was written before. */
const CLIENTS = {
  urql: (url, secret, fetch) => {
    const client = new Client({ url, fetch, exchanges: [fetchExchange], preferGetMethod: false, fetchOptions: { headers: bearer(secret) } });
    return {
      write: (query, variables) => client.mutation(query, variables).toPromise(),
      read: (query, variables) => client.query(query, variables, { requestPolicy: 'network-only' }).toPromise(),
    };
  },
  apollo: (uri, secret, fetch) => {
    const client = new ApolloClient({ cache: new InMemoryCache(), link: new HttpLink({ uri, fetch, headers: bearer(secret) }) });
    return {
      write: (query, variables) => client.mutate({ mutation: gql(query), variables }),
      read: (query, variables) => client.query({ query: gql(query), variables, fetchPolicy: 'no-cache' }),
    };
  },
  relay: (url, secret, fetch) => {
    const network = Network.create(async ({ text }, variables) => {
      const headers = { 'content-type': 'application/json', ...bearer(secret) };
      return (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query: text, variables }) })).json();
    });
    const ask = (text, variables) => network.execute({ text, name: 'it', operationKind: 'query', metadata: {} }, variables, { force: true }).toPromise();
    return { write: ask, read: ask };
  },
  // A connection stays at its machine, so each operation has its own.
  'graphql-ws': (url, secret, fetch) => {
    const ask = async (query, variables) => {
      const client = socket(url, secret, () => ({ minSeq: fetch.seq() }));
      const result = fetch.saw(await once(client, query, variables));
      await client.dispose();
      return result;
    };
    return { write: ask, read: ask };
  },
  'graphql-sse': (url, secret, fetch) => {
    const client = createEventsClient({ url, fetchFn: fetch, headers: bearer(secret), retryAttempts: 0 });
    const ask = (query, variables) => once(client, query, variables);
    return { write: ask, read: ask };
  },
};

describe('behind a balancer of three machines', () => {
  let cluster;
  let activity;
  before(async () => {
    cluster = await Cluster.start();
    const [first] = cluster.machines;
    ({ activity: { id: activity } } = await first.ask(null, '{ activity(by: { key: "q1-ansinh" }) { id } }'));
  });
  after(() => cluster.remove());

  /** Writes an outcome, reads it, and sees that it is there. */
  const writeAndRead = async (name, round, { write, read }) => {
    const input = {
      kind: 'OUTPUT', title: { en: `${name} ${round}` }, activity, measure: 'UNIT', value: '1', unit: 'persons',
      idempotencyKey: `${name}-${round}`,
    };
    const { recordOutcome } = whole(await write(RECORD, { input }));
    assert.deepEqual(recordOutcome.errors, []);
    const { id } = recordOutcome.outcome;
    const { node } = whole(await read(READ, { id }));
    assert.equal(node?.id, id, `round ${round}`);
  };

  for (const [name, connect] of Object.entries(CLIENTS)) {
    test(`${name} reads what it wrote`, async () => {
      cluster.asked.clear();
      const client = connect(cluster.url, cluster.secret, following(fetch));
      for (let round = 0; round < ROUNDS; round += 1) await writeAndRead(name, round, client);
      assert.equal(cluster.asked.size, 3);
    });
  }

  test('over one WebSocket to each machine, what was written over another is read', async () => {
    const sockets = cluster.machines.map(({ url }) => socket(url, cluster.secret));
    const follow = following(fetch);
    const ask = (nth) => async (query, variables) => follow.saw(await once(
      sockets[nth % sockets.length], query, variables, { minSeq: nth % 2 ? follow.seq() : 'now' },
    ));
    for (let round = 0; round < ROUNDS; round += 1) {
      await writeAndRead('sockets', round, { write: ask(round), read: ask(round + 1) });
    }
    const ahead = once(sockets[0], READ, { id: 'x' }, { minSeq: follow.seq() + 1_000_000 });
    await assert.rejects(ahead, /NOT_CAUGHT_UP/);
    await Promise.all(sockets.map((it) => it.dispose()));
  });
});
