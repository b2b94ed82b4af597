// The page in React of docs/frontend.md against the real program, in jsdom: pages, an optimistic outcome, and what others record.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { JSDOM } from 'jsdom';
import WebSocket from 'ws';
import { Program } from './program.js';

const first = 3;

describe('a page in React', () => {
  let program;
  let secret;
  let activity;
  let end;
  /** What a record waits for before it is sent. */
  let sending;
  const { window } = new JSDOM('<div id="root"></div>', { url: 'http://localhost/' });
  const { document } = window;
  const complaints = [];

  /** Waits until the page shows something. */
  const until = (holds) => new Promise((resolve) => {
    if (holds()) return resolve();
    const watch = new window.MutationObserver(() => holds() && (watch.disconnect(), resolve()));
    watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  const held = () => {
    let send;
    sending = new Promise((resolve) => (send = resolve));
    return send;
  };
  const rows = () => [...document.querySelectorAll('li')].map((row) => row.textContent);
  const heading = () => document.querySelector('h1').textContent;
  const fill = (values) => {
    for (const [name, value] of Object.entries(values)) document.querySelector(`input[name=${name}]`).value = value;
    document.querySelector('form').requestSubmit();
  };
  const input = (nth) => ({ activity, kind: 'OUTPUT', measure: 'UNIT', value: String(nth), unit: 'lớp', title: { vi: `Lớp ${nth}` } });
  const row = (nth) => `Lớp ${nth}: ${nth} lớp`;

  before(async () => {
    program = await Program.start();
    secret = await program.token('--name', 'page', '--role', 'ADMIN');
    activity = (await program.ask(null, '{ activity(by: { key: "bl-lamdong-tourism" }) { id } }')).activity.id;
    for (let nth = 1; nth <= 5; nth += 1) await program.act(secret, 'recordOutcome', input(nth));
    // A page has these; Node.js has some of them.
    globalThis.WebSocket ??= WebSocket;
    globalThis.navigator ??= window.navigator;
    Object.assign(globalThis, { window, document, FormData: window.FormData });
    for (const level of ['warn', 'error']) console[level] = (...words) => complaints.push(words.join(' '));
    const { fetch } = globalThis;
    // What the page records is sent when the test lets it.
    globalThis.fetch = async (url, init) => {
      if (init.body.includes('mutation Record')) await sending;
      return fetch(url, init);
    };
    const { show } = await import('./guide/out/main.js');
    end = show(document.getElementById('root'), program.url, activity, secret, first);
    await until(() => rows().length > 0);
  });

  after(async () => {
    end?.();
    await program.remove();
  });

  test('shows a page of the list, and the next when asked', async () => {
    assert.deepEqual(rows(), [1, 2, 3].map(row));
    assert.match(heading(), /\(5\)$/);
    document.querySelector('ul + button').click();
    await until(() => rows().length === 5);
    assert.deepEqual(rows(), [1, 2, 3, 4, 5].map(row));
    assert.equal(document.querySelector('ul + button'), null);
  });

  test('shows an outcome before the server has answered, and then the record', async () => {
    const send = held();
    fill({ title: 'Lớp 6', value: '6', unit: 'lớp' });
    await until(() => rows().length === 6);
    assert.deepEqual(rows(), [1, 2, 3, 4, 5, 6].map(row));
    assert.match(heading(), /\(6\)$/);
    const reset = new Promise((resolve) => document.querySelector('form').addEventListener('reset', resolve, { once: true }));
    send();
    await reset;
    assert.deepEqual(rows(), [1, 2, 3, 4, 5, 6].map(row));
  });

  test('takes it back where the server refuses it, and says why', async () => {
    const send = held();
    fill({ title: 'Lớp 7', value: '-7', unit: 'lớp' });
    await until(() => rows().length === 7);
    send();
    await until(() => document.querySelectorAll('label')[1].textContent.includes('-7'));
    assert.deepEqual(rows(), [1, 2, 3, 4, 5, 6].map(row));
  });

  test('shows what somebody else records, and what becomes of it', async () => {
    const { outcome } = await program.act(secret, 'recordOutcome', input(8));
    await until(() => rows().length === 7);
    assert.equal(rows().filter((it) => it === row(8)).length, 1);
    assert.match(heading(), /\(7\)$/);
    await program.act(secret, 'correctOutcome', { outcome: outcome.id, value: '9' });
    await until(() => rows().includes('Lớp 8: 9 lớp'));
    assert.equal(rows().length, 7);
  });

  test('gives its client nothing to complain about', () => assert.deepEqual(complaints, []));
});
