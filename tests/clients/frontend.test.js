// The project of docs/frontend.md against the real program: the same list on a screen three times, by urql, Apollo Client and Relay.
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import WebSocket from 'ws';
import { buttons } from './guide/out/buttons.js';
import { Program } from './program.js';
import * as apollo from './stands/apollo.js';
import * as relay from './stands/relay.js';
import * as urql from './stands/urql.js';

// Browsers have one, and later versions of Node.js.
globalThis.WebSocket ??= WebSocket;

const code = 'kh-2024';
const first = 5;

/** What goes over HTTP. */
const requests = [];
const { fetch } = globalThis;
globalThis.fetch = (url, init) => (requests.push(JSON.parse(init.body)), fetch(url, init));

/** What the clients complain about: most of it is about records that their caches cannot tell apart or find. */
const complaints = [];
for (const level of ['warn', 'error']) console[level] = (...words) => complaints.push(words.join(' '));

for (const [name, { stand }] of Object.entries({ urql, apollo, relay })) {
  describe(`a list kept by ${name}`, () => {
    const news = new EventEmitter();
    let program;
    let secret;
    let all;
    let list;
    const changed = () => news.emit('change');
    const until = async (holds) => {
      while (!holds()) await once(news, 'change');
    };
    const shown = (id) => list.rows().find((row) => row.id === id);
    const ids = () => list.rows().map(({ id }) => id);

    before(async () => {
      program = await Program.start();
      secret = await program.token('--name', 'screen', '--role', 'ADMIN');
      const query = `query ($code: String!) { agreement(by: { code: $code }) {
        activities(first: 100, orderBy: TITLE_ASC) { edges { node { id } } } } }`;
      const { agreement } = await program.ask(secret, query, { code });
      all = agreement.activities.edges.map(({ node }) => node.id);
      assert.ok(all.length > 2 * first);
      list = stand({ url: program.url, secret, code, first, changed });
      await list.open();
      await until(() => list.rows().length > 0);
    });

    after(async () => {
      list.close();
      await program.remove();
    });

    test('grows by pages until its end', async () => {
      for (let length = first; length < all.length; length += first) {
        assert.deepEqual(ids(), all.slice(0, length));
        await list.more();
        await until(() => list.rows().length > length);
      }
      assert.deepEqual(ids(), all);
    });

    if (name === 'relay') {
      test('is asked for anew by the id of the agreement', async () => {
        await list.refetch(3);
        await until(() => list.rows().length === 3);
        assert.deepEqual(ids(), all.slice(0, 3));
        assert.match(requests.at(-1).query, /node\(id: \$id\)/);
        await list.refetch(100);
        await until(() => list.rows().length === all.length);
      });
    }

    test('shows what a mutation did, with the buttons of the new state, and asks for nothing else', async () => {
      const [, id] = all;
      assert.deepEqual(buttons(shown(id)), ['Bắt đầu', 'Tạm dừng']);
      const asked = requests.length;
      assert.deepEqual(await list.suspend(id, 'Thiếu kinh phí'), {});
      await until(() => shown(id).status === 'SUSPENDED');
      assert.deepEqual(buttons(shown(id)), ['Tiếp tục']);
      assert.equal(requests.length, asked + 1);
    });

    test('shows a form what is wrong with it, and stays as it was', async () => {
      const [, , id] = all;
      const before = shown(id);
      assert.deepEqual(Object.keys(await list.suspend(id, '')), ['reason']);
      assert.deepEqual(shown(id), before);
    });

    test('shows what somebody else did, and asks for nothing', async () => {
      const id = all.slice(3).find((it) => shown(it).status === 'PLANNED');
      const { head } = await program.ask(secret, '{ head { cursor } }');
      const told = new Promise((resolve, reject) =>
        list.follow(head.cursor, (changes, error) => (error ? reject(error) : resolve(changes))));
      const suspend = `mutation ($input: SuspendActivityInput!) { suspendActivity(input: $input) { errors { message } } }`;
      const { suspendActivity } = await program.ask(secret, suspend, { input: { activity: id, reason: 'Mưa lũ' } });
      assert.deepEqual(suspendActivity.errors, []);
      const asked = requests.length;
      const { records } = await told;
      assert.deepEqual(records.map((record) => [record.recordId, record.operation]), [[id, 'UPDATED']]);
      await until(() => shown(id).status === 'SUSPENDED');
      assert.equal(requests.length, asked);
    });

    test('is not changed by a look at the past', async () => {
      const [, id] = all;
      const { status } = await list.earlier(id, 1);
      assert.equal(status, 'PLANNED');
      assert.equal(shown(id).status, 'SUSPENDED');
    });

    test('gives its client nothing to complain about', () => {
      assert.deepEqual(complaints, []);
    });
  });
}
