// Load at saturation, a tenth of it hostile and a tenth of it mutations, on a server that nobody else asks.
//
// node load.js PORT PID TOKEN SECONDS WARM
//
// The same goes on for WARM seconds before it is measured: threads and caches come up to their bounds first. Fails where an answer is another than the one intended, where memory grows, or where the document of nested fragments takes long.
import { readFileSync } from 'node:fs';
import { Client, data, now, post, quantile, wait } from './client.js';
import { attacks, bomb, mutations, reads } from './kinds.js';

const [port, pid, token, seconds, warm] = process.argv.slice(2);
const CONNECTIONS = 256;
/** Of these, how many send a body slower than the server waits for one. */
const SLOW = 8;
const BOMB_MS = 5;
const GROWTH = 1.1;

const failures = [];
const fail = (what) => failures.push(what);

async function world() {
  const { agreements, activities } = await data(port, `{ agreements(first: 100) { edges { node { code fields { id } } } }
    activities(first: 100) { edges { node { id key } } } }`);
  return {
    token,
    codes: agreements.edges.filter(({ node }) => node.fields.length <= 8).map(({ node }) => node.code),
    keys: activities.edges.map(({ node }) => node.key),
    activities: activities.edges.map(({ node }) => node.id),
  };
}

/** Numbers that look like chance, the same in each run (mulberry32). */
function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** As many entries as shares, so that one is chosen by its share. */
const weighed = (kinds) => kinds.flatMap((kind) => Array.from({ length: kind.share }, () => Object.assign(kind, { times: [] })));

const sorts = await world().then((it) => ({ reads: weighed(reads(it)), mutations: weighed(mutations(it)), attacks: weighed(attacks()) }));
let sent = 0;

async function attend(seed, from, until) {
  const random = chance(seed);
  const client = new Client(port);
  while (now() < until) {
    const dice = random();
    const sort = dice < 0.1 ? sorts.attacks : dice < 0.2 ? sorts.mutations : sorts.reads;
    const kind = sort[Math.floor(random() * sort.length)];
    const request = kind.make((sent += 1));
    const begun = now();
    try {
      const answer = await client.ask(request);
      if (begun > from) kind.times.push(now() - begun);
      const wrong = kind.wrong(answer);
      if (wrong) fail(`${kind.name}: ${wrong} is not as intended: ${answer.status} ${answer.body.toString().slice(0, 300)}`);
    } catch (error) {
      fail(`${kind.name}: ${error.message}, after ${client.last}`);
    }
    client.last = kind.name;
  }
  client.close();
}

const slow = { name: 'hostile: slow body', times: [] };

/** Sends a byte of a body each second, until the server has enough of it. */
async function trickle(until) {
  while (now() < until) {
    const client = new Client(port);
    const begun = now();
    const answer = client.ask(post('{').replace('content-length: 1', 'content-length: 100'));
    const drops = setInterval(() => client.socket.write(' '), 1000);
    const left = await Promise.race([answer.then(({ status }) => status, ({ message }) => message), wait(until - now())]);
    clearInterval(drops);
    client.close();
    if (left === undefined) return;
    slow.times.push(now() - begun);
    if (left !== 408) fail(`${slow.name}: ${left}`);
  }
}

const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
const mean = (all) => all.reduce((sum, it) => sum + it, 0) / all.length;

async function watch(from, until) {
  const sizes = [];
  await wait(from - now());
  while (now() < until) {
    sizes.push(resident());
    await wait(1000);
  }
  return sizes;
}

const show = (time) => (time < 10 ? time.toFixed(2) : time.toFixed(0));
function tell(kinds) {
  console.log('| | answers | p50, ms | p99, ms | worst |\n|---|---:|---:|---:|---:|');
  for (const { name, times } of kinds) {
    console.log(`| ${name} | ${times.length} | ${show(quantile(times, 0.5))} | ${show(quantile(times, 0.99))} | ${show(quantile(times, 1))} |`);
    if (times.length === 0) fail(`${name}: not one answer`);
  }
}

async function storm() {
  const begun = now() + warm * 1000;
  const until = begun + seconds * 1000;
  const all = [watch(begun, until)];
  for (let n = 0; n < CONNECTIONS; n += 1) all.push(n < SLOW ? trickle(until) : attend(n, begun, until));
  await wait(begun - now());
  const before = process.cpuUsage();
  const [sizes] = await Promise.all(all);
  const took = (now() - begun) / 1000;
  const { user, system } = process.cpuUsage(before);

  const kinds = [...new Set([...sorts.reads, ...sorts.mutations, ...sorts.attacks]), slow];
  tell(kinds);
  const times = [...new Set(sorts.reads)].flatMap((kind) => kind.times);
  const answers = kinds.reduce((sum, kind) => sum + kind.times.length, 0);
  console.log(`\n${Math.round(answers / took)} answers a second to ${CONNECTIONS} connections for ${seconds} s`);
  console.log(`honest reads: p50 ${show(quantile(times, 0.5))} ms, p99 ${show(quantile(times, 0.99))} ms`);
  console.log(`the generator took ${((user + system) / 1e6 / took).toFixed(2)} of a core`);

  const third = Math.floor(sizes.length / 3);
  const [middle, last] = [mean(sizes.slice(third, 2 * third)), mean(sizes.slice(2 * third))];
  console.log(`memory: ${sizes[0].toFixed(0)} MiB at first, ${middle.toFixed(0)} in the second third, ${last.toFixed(0)} in the last`);
  if (last > middle * GROWTH) fail(`memory grew by ${((last / middle - 1) * 100).toFixed(0)} %`);
}

/** The document of nested fragments, each time another one, on a server at rest. */
async function defuse() {
  const client = new Client(port);
  const times = [];
  for (let n = 1000; n < 1200; n += 1) {
    const begun = now();
    const { status } = await client.ask(post(JSON.stringify({ query: bomb(n) }), { accept: 'application/graphql-response+json' }));
    times.push(now() - begun);
    if (status !== 400) fail(`nested fragments: ${status}`);
  }
  client.close();
  const nine = quantile(times, 0.9);
  console.log(`${bomb(1000).length} bytes of nested fragments: refused in ${quantile(times, 0.5).toFixed(2)} ms, nine of ten in ${nine.toFixed(2)} ms`);
  if (nine > BOMB_MS) fail(`nested fragments took ${nine.toFixed(2)} ms, more than ${BOMB_MS}`);
}

await storm();
await defuse();
const told = new Map();
for (const failure of failures) {
  const name = /^(hostile: )?[^:]*/.exec(failure)[0];
  told.set(name, [...(told.get(name) ?? []), failure]);
}
for (const [name, all] of told) console.log(`\nFAILED ${all.length} times: ${name}\n  ${[...new Set(all)].slice(0, 3).join('\n  ')}`);
console.log(failures.length ? `\n${failures.length} failures` : '\nno answer but the intended ones, memory flat');
process.exitCode = failures.length ? 1 : 0;
