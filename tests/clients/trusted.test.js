// Hashes in place of documents, as docs/frontend.md tells: by automatic persisted queries, and of trusted documents alone.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { Client, fetchExchange } from '@urql/core';
import { createClient } from 'graphql-ws';
import { Environment, Network, RecordSource, Store, commitMutation, fetchQuery } from 'relay-runtime';
import WebSocket from 'ws';
import { persisted as apolloPersisted } from './guide/out/apollo-persisted.js';
import { trusted as apolloTrusted } from './guide/out/apollo-trusted.js';
import { Activities, Changes, Suspend } from './guide/out/documents.js';
import { follow } from './guide/out/follow-trusted.js';
import * as relayDocuments from './guide/out/relay/activities.js';
import { trusted as relayTrusted } from './guide/out/relay/trusted.js';
import { hashOf } from './guide/out/trusted.js';
import { persisted as urqlPersisted } from './guide/out/urql-persisted.js';
import { trusted as urqlTrusted } from './guide/out/urql-trusted.js';
import { Program, bearer } from './program.js';

const code = 'tt-2022';
const guide = join(import.meta.dirname, 'guide');

/** What goes over HTTP: the method, and the parameters. */
let requests = [];
const { fetch } = globalThis;
globalThis.fetch = (url, init) => {
  const { searchParams } = new URL(url);
  const parameters = init.body ? JSON.parse(init.body) : Object.fromEntries(searchParams);
  const extensions = typeof parameters.extensions === 'string' ? JSON.parse(parameters.extensions) : parameters.extensions;
  requests.push({ method: init.method ?? 'GET', ...parameters, extensions });
  return fetch(url, init);
};
/** Each request by how it says what is asked: by a hash, an id, the document, or by more than one. */
const forms = () =>
  requests.map(({ method, query, documentId, extensions }) =>
    [method, extensions?.persistedQuery && 'hash', documentId && 'id', query && 'document'].filter(Boolean).join(' '));

const urql = (url, secret, ...exchanges) =>
  new Client({ url, exchanges: [...exchanges, fetchExchange], preferGetMethod: false, fetchOptions: { headers: bearer(secret) } });
const apollo = (url, secret, ...links) =>
  new ApolloClient({ cache: new InMemoryCache(), link: ApolloLink.from([...links, new HttpLink({ uri: url, headers: bearer(secret) })]) });

/** Asks by each client for the activities of an agreement, past any cache of its own. */
const ask = {
  urql: async (client, first) => {
    const { data, error } = await client.query(Activities, { code, first }, { requestPolicy: 'network-only' });
    if (error) throw error;
    return data;
  },
  apollo: async (client, first) =>
    (await client.query({ query: Activities, variables: { code, first }, fetchPolicy: 'network-only' })).data,
};
const shown = ({ agreement }) => agreement.activities.edges.length;

describe('automatic persisted queries', () => {
  for (const [name, connect] of [
    ['urql', (url) => urql(url, undefined, urqlPersisted)],
    ['apollo', (url) => apollo(url, undefined, apolloPersisted)],
  ]) {
    test(`send the document once by ${name}, then its hash`, async () => {
      const program = await Program.start();
      try {
        const client = connect(program.url);
        requests = [];
        assert.equal(shown(await ask[name](client, 2)), 2);
        const [first, second, ...more] = forms();
        assert.deepEqual([first, more], ['GET hash', []]);
        // A short document may go by GET too.
        assert.match(second, /^(GET|POST) hash document$/);
        requests = [];
        assert.equal(shown(await ask[name](client, 3)), 3);
        assert.deepEqual(forms(), ['GET hash']);
      } finally {
        await program.remove();
      }
    });
  }
});

describe('trusted documents', () => {
  let program;
  let secret;
  let options;

  before(async () => {
    const line = await readFile(join(guide, 'serve'), 'utf8');
    options = line.trim().replace('hoptac serve ', '').replaceAll('src/', `${guide}/src/`).split(' ');
    program = await Program.start(...options);
    secret = await program.token('--name', 'screen', '--role', 'ADMIN');
  });
  beforeEach(() => (requests = []));
  after(() => program.remove());

  const post = async (url, body, token) => {
    const headers = { accept: 'application/graphql-response+json', 'content-type': 'application/json', ...bearer(token) };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    const { data, errors } = await response.json();
    const { code, reason } = errors?.[0].extensions ?? {};
    return { status: response.status, data, code, reason };
  };

  test('are executed for urql, which sends no document', async () => {
    const client = urql(program.url, secret, urqlTrusted);
    assert.equal(shown(await ask.urql(client, 2)), 2);
    const { data } = await client.mutation(Suspend, { input: { activity: 'none', reason: 'Mưa lũ' } });
    assert.deepEqual(data.suspendActivity.errors.map((it) => it.code), ['ID_INVALID']);
    assert.deepEqual(forms(), ['GET hash', 'POST hash']);
  });

  test('are executed for Apollo Client, which sends no document', async () => {
    const client = apollo(program.url, secret, apolloTrusted);
    assert.equal(shown(await ask.apollo(client, 2)), 2);
    const { data } = await client.mutate({ mutation: Suspend, variables: { input: { activity: 'none', reason: 'Mưa lũ' } } });
    assert.deepEqual(data.suspendActivity.errors.map((it) => it.code), ['ID_INVALID']);
    assert.deepEqual(forms(), ['GET hash', 'POST hash']);
  });

  test('are executed for Relay, which sends their ids', async () => {
    const network = Network.create(relayTrusted(program.url, bearer(secret)));
    const environment = new Environment({ network, store: new Store(new RecordSource()) });
    const { agreement } = await fetchQuery(environment, relayDocuments.query, { code }).toPromise();
    assert.ok(agreement.id);
    const { suspendActivity } = await new Promise((onCompleted, onError) =>
      commitMutation(environment, {
        mutation: relayDocuments.suspend,
        variables: { input: { activity: 'none', reason: 'Mưa lũ' } },
        onCompleted,
        onError,
      }));
    assert.deepEqual(suspendActivity.errors.map((it) => it.code), ['ID_INVALID']);
    assert.deepEqual(forms(), ['POST id', 'POST id']);
  });

  test('are executed by their ids in each manifest, and for strangers', async () => {
    for (const [file, variables] of [
      ['src/gql/persisted-documents.json', { code, first: 1 }],
      ['src/relay/persisted.json', { code }],
    ]) {
      const manifest = JSON.parse(await readFile(join(guide, file), 'utf8'));
      const [documentId] = Object.entries(manifest).find(([, text]) => /query [Aa]ctivities(Query)?\(/.test(text));
      const { status, data } = await post(program.url, { documentId, variables });
      assert.equal(status, 200);
      assert.ok(data.agreement.id);
    }
  });

  test('are executed over a WebSocket', async () => {
    const client = createClient({ url: program.url.replace(/^http/, 'ws'), webSocketImpl: WebSocket, lazyCloseTimeout: 0 });
    try {
      const told = follow(client, Changes, {});
      const next = told.next();
      // The subscription begins with the next change, and nobody tells when it began.
      const screen = urql(program.url, secret, urqlTrusted);
      const { agreement } = await ask.urql(screen, 20);
      for (const { node: { id } } of agreement.activities.edges) {
        const { data } = await screen.mutation(Suspend, { input: { activity: id, reason: 'Mưa lũ' } });
        if (data.suspendActivity.activity && await Promise.race([next, setTimeout(50)])) break;
      }
      const { value } = await next;
      assert.deepEqual(value.data.changes.records.map(({ operation }) => operation), ['UPDATED']);
      await told.return();
      const refused = client.iterate({ query: '{ agreements { totalCount } }' });
      await assert.rejects(refused.next(), ([error]) => error.extensions.code === 'FORBIDDEN');
    } finally {
      await client.dispose();
    }
  });

  test('are all that is executed', async () => {
    const query = `query Activities { agreement(by: { code: "${code}" }) { id } }`;
    for (const token of [undefined, secret]) {
      assert.deepEqual(await post(program.url, { query }, token), {
        status: 403, data: undefined, code: 'FORBIDDEN', reason: 'UNTRUSTED_DOCUMENT',
      });
    }
    const documentId = `sha256:${'0'.repeat(64)}`;
    assert.equal((await post(program.url, { documentId }, secret)).code, 'PERSISTED_QUERY_NOT_FOUND');
  });

  test('are all that clients can send', async () => {
    const refused = ({ extensions }) => [extensions.code, extensions.reason];
    const { error } = await urql(program.url, secret).query(Activities, { code, first: 1 });
    assert.deepEqual(error.graphQLErrors.map(refused), [['FORBIDDEN', 'UNTRUSTED_DOCUMENT']]);
    await assert.rejects(ask.apollo(apollo(program.url, secret), 1), (error) => {
      assert.ok(CombinedGraphQLErrors.is(error));
      assert.deepEqual(error.errors.map(refused), [['FORBIDDEN', 'UNTRUSTED_DOCUMENT']]);
      return true;
    });
    assert.throws(() => hashOf(gql('query Other { __typename }')), /Other is none of our documents/);
  });

  test('are not asked for where the server only warns', async () => {
    const warned = await Program.start(...options.map((it) => (it === 'enforce' ? 'warn' : it)));
    try {
      assert.equal(shown(await ask.urql(urql(warned.url), 2)), 2);
      assert.equal(shown(await ask.urql(urql(warned.url, undefined, urqlTrusted), 2)), 2);
      assert.deepEqual(forms(), ['POST document', 'GET hash']);
    } finally {
      await warned.remove();
    }
  });
});
