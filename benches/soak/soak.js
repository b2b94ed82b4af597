// Honest requests at a constant rate, alone and beside slow clients, in turn.
//
// node soak.js PORT PHASES SECONDS
//
// Slow clients are WebSockets of graphql-transport-ws that are acknowledged, ping, and ask for nothing, and connections that send
// the headers of a request a byte at a time, and come again when they are cut.
import { connect } from 'node:net';
import { Client, data, now, post, quantile, wait } from '../load/client.js';

const [port, phases, seconds] = process.argv.slice(2).map(Number);
const SOCKETS = 1000;
const TRICKLES = 200;
const RATE = 200;
const CLIENTS = 16;
const PING_MS = 10_000;
const WITHIN = 1.2;

const failures = [];
const fail = (what) => failures.push(what);

/** A frame of text from a client; a mask of zeros is a mask. */
const frame = (text) => Buffer.concat([Buffer.from([0x81, 0x80 | Buffer.byteLength(text), 0, 0, 0, 0]), Buffer.from(text)]);
const INIT = frame('{"type":"connection_init"}');
const PING = frame('{"type":"ping"}');
const PONG = frame('{"type":"pong"}');

/** An idle WebSocket: counts the pongs that it gets, and answers pings. */
class Idle {
  open() {
    this.pongs = 0;
    this.socket = connect({ port, host: '127.0.0.1' });
    this.socket.on('error', () => {});
    this.socket.on('close', () => this.closed ?? fail('a WebSocket was closed'));
    this.socket.write(
      'GET /graphql HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n'
      + 'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n',
    );
    return new Promise((resolve) => {
      this.socket.on('data', (bytes) => {
        const said = bytes.latin1Slice();
        if (said.startsWith('HTTP/1.1 101')) this.socket.write(INIT);
        if (said.includes('"connection_ack"')) resolve();
        if (said.includes('"ping"')) this.socket.write(PONG);
        if (said.includes('"pong"')) this.pongs += 1;
      });
      this.timer = setTimeout(() => {
        this.ping();
        this.timer = setInterval(() => this.ping(), PING_MS);
      }, Math.random() * Math.min(PING_MS, seconds * 500));
    });
  }

  ping() {
    this.socket.write(PING);
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    clearInterval(this.timer);
    this.socket.destroy();
  }
}

/** A request whose headers never end. */
class Trickle {
  open() {
    this.begun = (this.begun ?? 0) + 1;
    this.socket = connect({ port, host: '127.0.0.1' });
    this.socket.on('error', () => {});
    this.socket.on('close', () => this.closed ?? this.open());
    this.socket.write('POST /graphql HTTP/1.1\r\nhost: localhost\r\nx-slow: ');
    clearInterval(this.timer);
    this.timer = setInterval(() => this.socket.write('x'), 1000);
  }

  close() {
    this.closed = true;
    clearInterval(this.timer);
    this.socket.destroy();
  }
}

async function slow() {
  const idle = Array.from({ length: SOCKETS }, () => new Idle());
  // A few at a time, as clients come; the backlog of a listener is short.
  for (let n = 0; n < SOCKETS; n += 50) await Promise.all(idle.slice(n, n + 50).map((it) => it.open()));
  const trickles = Array.from({ length: TRICKLES }, () => new Trickle());
  trickles.forEach((it) => it.open());
  return { idle, trickles };
}

const { activities } = await data(port, '{ activities(first: 100) { edges { node { key } } } }');
const keys = activities.edges.map(({ node }) => node.key);
const POINT = 'query ($key: String!) { activity(by: { key: $key }) { key title status } }';
const PAGE = `{ agreement(by: { code: "tt-2022" }) { title fields { title activities(first: 10) { edges { node { key title status
  events(first: 2) { edges { node { title host { name } } } } } } } } } }`;
// None of them is answered from what is kept: that would leave out half the server.
const COST = { 'x-hoptac-cost': '1' };
const point = (n) => post(JSON.stringify({ query: POINT, variables: { key: keys[n % keys.length] } }), COST);
const page = post(JSON.stringify({ query: PAGE }), COST);

/** The times of honest requests, each sent when it is due, however long others take. */
async function honest() {
  const clients = Array.from({ length: CLIENTS }, () => new Client(port));
  const free = [...clients];
  const times = [];
  const pending = [];
  const begun = now();
  const count = RATE * seconds;
  for (let n = 0; n < count; n += 1) {
    const due = begun + (n * 1000) / RATE;
    if (due > now()) await wait(due - now());
    const client = free.pop() ?? new Client(port);
    const sent = now();
    const answered = client.ask(n % 5 ? point(n) : page).then(({ status, body }) => {
      times.push(now() - sent);
      if (status !== 200 || body.includes('"errors":[{')) fail(`an honest request: ${status} ${body.toString().slice(0, 200)}`);
      free.push(client);
    });
    pending.push(answered.catch((error) => fail(`an honest request: ${error.message}`)));
  }
  await Promise.all(pending);
  free.forEach((client) => client.close());
  return times;
}

const found = { alone: [], beside: [] };
async function phase(name) {
  const times = await honest();
  const it = { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
  found[name].push(it);
  console.log(`  ${name === 'alone' ? 'alone            ' : 'beside slow ones '} p50 ${it.p50.toFixed(2)} ms, p99 ${it.p99.toFixed(2)} ms`);
}

console.log(`${RATE} honest requests a second, ${phases} times ${seconds} s alone and ${seconds} s beside ${SOCKETS} WebSockets and ${TRICKLES} trickles:`);
await honest();
for (let n = 0; n < phases; n += 1) {
  await phase('alone');
  const { idle, trickles } = await slow();
  await phase('beside');
  const pongs = idle.filter((it) => it.pongs > 0).length;
  if (pongs < SOCKETS) fail(`only ${pongs} of ${SOCKETS} WebSockets had their pings answered`);
  const cut = trickles.filter((it) => it.begun > 1).length;
  if (seconds > 12 && cut < TRICKLES) fail(`only ${cut} of ${TRICKLES} trickles were cut`);
  [...idle, ...trickles].forEach((it) => it.close());
  await wait(500);
}

const middle = (name, which) => quantile(found[name].map((it) => it[which]), 0.5);
for (const which of ['p50', 'p99']) {
  const ratio = middle('beside', which) / middle('alone', which);
  console.log(`${which}: ${middle('alone', which).toFixed(2)} ms alone, ${middle('beside', which).toFixed(2)} ms beside: ${ratio.toFixed(2)} times`);
  if (ratio > WITHIN) fail(`${which} is ${ratio.toFixed(2)} times as long beside slow clients`);
}
for (const failure of new Set(failures)) console.log(`FAILED: ${failure}`);
process.exit(failures.length ? 1 : 0);
