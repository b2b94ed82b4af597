// See `run`: what live queries are told, and how soon, while the registry is written.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Client, post } from '../load/client.js';
import { record, serve } from '../load/server.js';

const number = (name, otherwise) => Number(process.env[name] ?? otherwise);
const [seconds, queries, kinds, sockets] = [number('SECONDS_EACH', 20), number('QUERIES', 1_000), number('KINDS', 100), number('SOCKETS', 200)];
const rates = (process.env.RATES ?? '0 10 100').split(' ').map(Number);
const patch = process.env.PATCH === '1';
/** How long the last answers may take to arrive, in milliseconds. */
const SETTLED = 30_000;

async function data(client, { token }, query) {
  const answer = JSON.parse((await client.ask(post(JSON.stringify({ query }), { authorization: `Bearer ${token}` }))).body);
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
}

/** The questions, each of another kind: records, pages, figures, counts. */
async function questions(client, server) {
  const ids = 'nodes { id }';
  const found = await data(client, server, `{ activities(first: 60) { ${ids} } provinces(first: 60) { ${ids} } sectors { ${ids} } }`);
  const pick = (list, at) => found[list].nodes[at % found[list].nodes.length].id;
  const shapes = [
    (at) => `{ node(id: "${pick('activities', at)}") { ... on Activity { title status sector { code } events(first: 5) { nodes { title } }
      outcomes(last: 5) { totalCount nodes { id title status } } agreement { code title } } } }`,
    (at) => `{ province(by: {id: "${pick('provinces', at)}"}) { name activities(first: 10) { totalCount nodes { title status
      outcomes(last: 3) { totalCount nodes { title } } } } } }`,
    (at) => `{ activities(first: ${10 + at}, filter: {sector: "${pick('sectors', at)}"}) { totalCount nodes { id title status } } }`,
    (at) => `{ outcomes(last: ${5 + at}, filter: {activity: "${pick('activities', at)}"}) { totalCount edges { cursor node { id title status } } } }`,
    (at) => `{ events(first: ${5 + at}) { totalCount nodes { title startsOn host { name } } } }`,
  ];
  return Array.from({ length: kinds }, (_, at) => shapes[at % shapes.length](Math.floor(at / shapes.length)));
}

/** RFC 6902, as far as the server speaks it. */
function apply(document, operations) {
  for (const { op, path, value } of operations) {
    const parts = path.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = parts.pop();
    const target = parts.reduce((it, part) => it[part], document);
    if (Array.isArray(target)) target.splice(Number(last), op === 'add' ? 0 : 1, ...(op === 'remove' ? [] : [value]));
    else if (op === 'remove') delete target[last];
    else target[last] = value;
  }
}

/** One WebSocket, and the live queries that it asks. */
class Onlooker {
  constructor({ port, token }, asked, arrivals) {
    this.seen = asked.map(() => ({ data: undefined, seq: 0, names: new Set() }));
    this.pushed = 0;
    this.bytes = 0;
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
    this.ready = new Promise((resolve, reject) => {
      this.socket.onopen = () => this.socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
      this.socket.onclose = ({ code, reason }) => reject(new Error(`closed with ${code}: ${reason}`));
      let left = asked.length;
      this.socket.onmessage = ({ data: text }) => {
        const now = performance.now();
        const { type, id, payload } = JSON.parse(text);
        if (type === 'connection_ack') {
          for (const [at, { query }] of asked.entries()) {
            const extensions = { live: { patch } };
            this.socket.send(JSON.stringify({ type: 'subscribe', id: String(at), payload: { query: `query @live ${query}`, extensions } }));
          }
        } else if (type === 'next' && !payload.errors) {
          const seen = this.seen[id];
          if (payload.patch) apply(seen.data, payload.patch);
          else seen.data = payload.data;
          const before = seen.seq;
          seen.seq = payload.extensions.live.seq;
          this.bytes += text.length;
          if (before === 0) {
            left -= 1;
            if (left === 0) resolve();
          } else {
            this.pushed += 1;
            for (const [, name] of text.matchAll(/Tập huấn ([\d-]+)/g)) {
              if (!seen.names.has(name)) arrivals.push([name, now]);
              seen.names.add(name);
            }
          }
        } else if (type !== 'ping') {
          reject(new Error(text));
        }
      };
    });
  }

  close() {
    this.socket.onclose = null;
    this.socket.close();
  }
}

/** How long after its acknowledgement each outcome was first shown by each live query that shows it; 0 where it was before. */
function delays(arrivals, acknowledged) {
  const took = arrivals.filter(([name]) => acknowledged.has(name)).map(([name, now]) => now - acknowledged.get(name));
  return took.map((it) => Math.max(0, it)).sort((one, other) => one - other);
}

async function measure(server, asked, activities, rate, name) {
  const arrivals = [];
  const acknowledged = new Map();
  const each = Math.ceil(queries / sockets);
  const onlookers = [];
  for (let at = 0; at < sockets; at += 1) {
    const mine = Array.from({ length: Math.min(each, queries - at * each) }, (_, it) => asked[(at * each + it) % asked.length]);
    if (mine.length) onlookers.push(new Onlooker(server, mine, arrivals));
  }
  await Promise.all(onlookers.map(({ ready }) => ready));
  const cpu = () => readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(' ').slice(13, 15).reduce((sum, it) => sum + Number(it), 0) * 10;
  const [before, begun] = [cpu(), performance.now()];
  const until = begun + seconds * 1_000;
  const ended = () => performance.now() >= until;
  const writes = rate > 0 ? await record(server, rate, name, ended,
    (number) => ({ activity: activities[number % activities.length], title: { vi: `Tập huấn ${name}-${number}` } }),
    (number) => acknowledged.set(`${name}-${number}`, performance.now())) : 0;
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, until - performance.now())));
  const used = cpu() - before;
  const pushed = onlookers.reduce((sum, it) => sum + it.pushed, 0);
  const bytes = onlookers.reduce((sum, it) => sum + it.bytes, 0);
  const memory = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) / 1_024;
  await settle(server, onlookers, asked);
  for (const onlooker of onlookers) onlooker.close();
  const took = delays(arrivals, acknowledged);
  const at = (share) => took[Math.floor(took.length * share)] ?? 0;
  return { writes: writes / seconds, pushed: pushed / seconds, bytes: bytes / 1_024 / seconds, p50: at(0.5), p99: at(0.99), cpu: used / seconds / 10, memory };
}

/** Waits until the last answer of each client is the one that is given to who asks anew. */
async function settle(server, onlookers, asked) {
  const client = new Client(server.port);
  const fresh = new Map();
  for (const { query } of asked) fresh.set(query, JSON.stringify(sorted(await data(client, server, query))));
  client.socket.destroy();
  const each = Math.ceil(queries / sockets);
  const behind = () => onlookers.flatMap((it, at) => it.seen.filter((seen, nth) =>
    JSON.stringify(sorted(seen.data)) !== fresh.get(asked[(at * each + nth) % asked.length].query)));
  const until = performance.now() + SETTLED;
  while (behind().length > 0) {
    if (performance.now() > until) throw new Error(`${behind().length} last answers are not the fresh ones`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The same with the members of objects in order: a patch adds at the end. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

console.log(`${queries} live queries of ${kinds} kinds on ${sockets} sockets, ${seconds} s each${patch ? ', by patches' : ''}`);
console.log('program  writes/s  answers/s     KiB/s  p50 ms  p99 ms  CPU %  memory MiB');
for (const [at, program] of process.argv.slice(2).entries()) {
  const server = await serve(program, '--connections', String(sockets + 1_000));
  try {
    const client = new Client(server.port);
    const asked = (await questions(client, server)).map((query) => ({ query }));
    const activities = (await data(client, server, '{ activities(first: 60) { nodes { id } } }')).activities.nodes.map(({ id }) => id);
    client.socket.destroy();
    for (const rate of rates) {
      const it = await measure(server, asked, activities, rate, `${rate}`);
      console.log([String(at + 1).padStart(7), it.writes.toFixed(0).padStart(9), it.pushed.toFixed(0).padStart(10), it.bytes.toFixed(0).padStart(9),
        it.p50.toFixed(1).padStart(7), it.p99.toFixed(1).padStart(7), it.cpu.toFixed(0).padStart(6), it.memory.toFixed(0).padStart(11)].join(' '));
    }
  } finally {
    await server.end();
  }
}
