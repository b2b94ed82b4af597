// Mixed load at a constant rate, and whether the server stays as it is.
//
// node hour.js PORT PID TOKEN FOLDER MINUTES RATE
//
// FOLDER holds the server's data and log. The first quarter of the time is not compared: caches come up to their bounds.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Client, data, now, quantile, wait } from '../load/client.js';
import { attacks, mutations, reads } from '../load/kinds.js';

const [port, pid, token, folder, minutes, rate] = process.argv.slice(2);
const CLIENTS = 32;
const SUBSCRIBERS = 20;
/** Shares of what is sent, in thousandths; the rest are honest reads. */
const HOSTILE = 100;
const WRITES = 20;
/** A connection is closed and opened anew after so many requests. */
const REQUESTS_EACH = 200;
const seconds = Number(minutes) * 60;
const every = Math.max(0.2, Math.min(5, seconds / 100));
/**
 * How much more the last third of what is compared may have than the one before, and how many beside. Pages of mapped files
 * can be taken back by the system at any time, and there are as many as are read of the index and the program.
 */
const FLAT = { memory: [1.05, 4], mapped: [1.25, 32], descriptors: [1.05, 8], threads: [1.05, 2], files: [1.05, 4] };
const TOLD = { memory: 'anonymous memory, MiB', mapped: 'pages of mapped files, MiB' };

const failures = [];
const fail = (what) => failures.push(what);
let [answers, changes, events, number] = [0, 0, 0, 0];

/** Numbers that look like chance, the same in each run. */
let state = 7;
const chance = () => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) / 0x80000000;
const weighed = (kinds) => kinds.flatMap((kind) => Array.from({ length: kind.share }, () => kind));

const { agreements, activities } = await data(port, `{ agreements(first: 100) { edges { node { code fields { id } } } }
  activities(first: 100) { edges { node { id key } } } }`);
const world = {
  token,
  codes: agreements.edges.filter(({ node }) => node.fields.length <= 8).map(({ node }) => node.code),
  keys: activities.edges.map(({ node }) => node.key),
  activities: activities.edges.map(({ node }) => node.id),
};
const sorts = { reads: weighed(reads(world)), writes: weighed(mutations(world)), hostile: weighed(attacks()) };

const TEXT = 1;
const PING = 9;
const PONG = 10;

/** A frame from a client; a mask of zeros is a mask. */
function frame(kind, content) {
  const length = Buffer.byteLength(content);
  const head = length < 126 ? [0x80 | kind, 0x80 | length] : [0x80 | kind, 0x80 | 126, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), Buffer.from(content)]);
}

/** Takes the whole frames off what a server sent; a frame may come in several pieces, and a piece have several frames. */
function frames(bytes) {
  const whole = [];
  for (;;) {
    const short = bytes[1] & 127;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (bytes.length < 2 || bytes.length < head) return [whole, bytes];
    const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
    if (bytes.length < head + length) return [whole, bytes];
    whole.push([bytes[0] & 15, bytes.subarray(head, head + length)]);
    bytes = bytes.subarray(head + length);
  }
}

/** A subscriber that reads what it is told. */
class Subscriber {
  open() {
    const socket = connect({ port, host: '127.0.0.1' });
    this.socket = socket;
    socket.on('error', () => {});
    socket.on('close', () => this.done ?? fail('a subscriber was cut'));
    socket.write('GET /graphql HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n'
      + 'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n');
    let rest = Buffer.alloc(0);
    let isOpen = false;
    socket.on('data', (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      if (!isOpen) {
        const end = rest.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (!rest.latin1Slice().startsWith('HTTP/1.1 101')) fail(`a subscriber was refused: ${rest.latin1Slice(0, 200)}`);
        [isOpen, rest] = [true, rest.subarray(end + 4)];
        this.say({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
      }
      let whole;
      [whole, rest] = frames(rest);
      for (const [kind, content] of whole) {
        if (kind === PING) socket.write(frame(PONG, content));
        if (kind === TEXT) this.hear(JSON.parse(content));
      }
    });
  }

  say(message) {
    this.socket.write(frame(TEXT, JSON.stringify(message)));
  }

  hear(message) {
    if (message.type === 'connection_ack') this.say({ id: '1', type: 'subscribe', payload: { query: 'subscription { changes { seq } }' } });
    if (message.type === 'ping') this.say({ type: 'pong' });
    if (message.type === 'next') events += 1;
    if (message.type === 'error') fail(`a subscriber was refused: ${JSON.stringify(message).slice(0, 200)}`);
  }

  close() {
    this.done = true;
    this.socket.destroy();
  }
}

/** Sends its share of the rate, each request when it is due. */
async function attend(index, until) {
  let client = new Client(port);
  const pause = (1000 * CLIENTS) / Number(rate);
  let due = now() + (index * pause) / CLIENTS;
  for (let asked = 1; due < until; asked += 1, due += pause) {
    if (due > now()) await wait(due - now());
    const dice = Math.floor(chance() * 1000);
    const [sort, writes] = dice < HOSTILE ? [sorts.hostile, false] : dice < HOSTILE + WRITES ? [sorts.writes, true] : [sorts.reads, false];
    const kind = sort[Math.floor(chance() * sort.length)];
    const begun = now();
    try {
      const answer = await client.ask(kind.make((number += 1)));
      times.push(now() - begun);
      answers += 1;
      changes += writes ? 1 : 0;
      const wrong = kind.wrong(answer);
      if (wrong) fail(`${kind.name}: ${wrong} is not as intended: ${answer.status} ${answer.body.toString().slice(0, 200)}`);
    } catch (error) {
      fail(`${kind.name}: ${error.message}`);
    }
    if (asked % REQUESTS_EACH === 0) {
      client.close();
      client = new Client(port);
    }
  }
  client.close();
}
const times = [];

/** Files below a folder; those that come and go while it is read do not count. */
function files(path) {
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch {
    return 0;
  }
  return entries.reduce((sum, entry) => sum + (entry.isDirectory() ? files(join(path, entry.name)) : 1), 0);
}

function sample() {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]);
  return {
    memory: of('RssAnon') / 1024,
    mapped: (of('RssFile') + of('RssShmem')) / 1024,
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    threads: of('Threads'),
    files: files(join(folder, 'data')),
    at: answers,
  };
}

async function watch(until) {
  const samples = [];
  while (now() < until) {
    samples.push(sample());
    await wait(every * 1000);
  }
  return samples;
}

const mean = (all) => all.reduce((sum, it) => sum + it, 0) / all.length;
const lines = (text) => text.split('\n').length - 1;

const logged = statSync(join(folder, 'log')).size;
const until = now() + seconds * 1000;
const subscribers = Array.from({ length: SUBSCRIBERS }, () => new Subscriber());
subscribers.forEach((it) => it.open());
const [samples] = await Promise.all([watch(until), ...Array.from({ length: CLIENTS }, (_, index) => attend(index, until))]);
subscribers.forEach((it) => it.close());

console.log(`${minutes} minutes: ${answers} answers (${Math.round(answers / seconds)} a second), ${changes} changes, ${events} events to ${SUBSCRIBERS} subscribers`);
console.log(`p50 ${quantile(times, 0.5).toFixed(1)} ms, p99 ${quantile(times, 0.99).toFixed(1)} ms`);
if (answers < Number(rate) * seconds * 0.9) fail(`${answers} answers are too few for ${rate} a second: the machine is too slow for this rate`);
if (changes > 0 && events === 0) fail('no subscriber was told a change');

const compared = samples.slice(Math.floor(samples.length / 4));
const third = Math.floor(compared.length / 3);
console.log(`\n| of ${samples.length} samples | first | most | before | last | |\n|---|---:|---:|---:|---:|---|`);
for (const [name, [times, beside]] of Object.entries(FLAT)) {
  const of = (some) => some.map((it) => it[name]);
  const [before, last] = [mean(of(compared.slice(third, 2 * third))), mean(of(compared.slice(2 * third)))];
  const isFlat = last <= before * times + beside;
  console.log(`| ${TOLD[name] ?? name} | ${samples[0][name].toFixed(0)} | ${Math.max(...of(samples)).toFixed(0)} | ${before.toFixed(1)} | ${last.toFixed(1)} | ${isFlat ? 'flat' : 'NOT FLAT'} |`);
  if (!isFlat) fail(`${name} grew from ${before.toFixed(1)} to ${last.toFixed(1)}`);
}

const log = readFileSync(join(folder, 'log')).subarray(logged);
console.log(`\nlog: ${(log.length / answers).toFixed(0)} bytes and ${(lines(log.latin1Slice()) / answers).toFixed(2)} lines for each request`);
for (const failure of [...new Set(failures)].slice(0, 20)) console.log(`FAILED: ${failure}`);
console.log(failures.length ? `${failures.length} failures` : 'no answer but the intended ones, all flat');
process.exitCode = failures.length ? 1 : 0;
