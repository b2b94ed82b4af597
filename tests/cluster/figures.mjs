// What several machines cost beside one: `tests/cluster/run --figures`. Three members of etcd and three machines on loopback, and a machine
// alone, one after the other in each round. HOPTAC names the program, which ought to be a release build; ETCD that of etcd. Needs wrk, which
// leaves more of the processors to what is measured than a client of ours would.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Program } from '../clients/program.js';

const ROUNDS = Number(process.env.ROUNDS ?? 3);
const SECONDS = Number(process.env.SECONDS ?? 5);
const CLIENTS = 64;
const READS = 1_200;
const COMMON = ['--budget-points', '0', '--address-connections', '0'];
const NAMES = ['one', 'two', 'three'];
const SCRIPT = fileURLToPath(new URL('../../benches/writes/record.lua', import.meta.url));
/** Hundredths of a second, in which Linux tells processor time. */
const TICK = 10;

const sum = (all) => all.reduce((total, it) => total + it, 0);
const at = (times, share) => [...times].sort((a, b) => a - b)[Math.floor((times.length - 1) * share)] ?? NaN;
const told = (number) => number.toFixed(number < 10 ? 1 : 0);

async function ports(number) {
  const servers = await Promise.all(Array.from({ length: number }, async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  }));
  const found = servers.map((server) => server.address().port);
  for (const server of servers) server.close();
  return found;
}

/** A client with one connection. */
class Connection {
  constructor(address, secret) {
    const [host, port] = address.split(':');
    this.options = {
      host, port, method: 'POST', path: '/graphql', agent: new Agent({ keepAlive: true, maxSockets: 1 }),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    };
  }

  async ask(body, headers = {}) {
    const options = { ...this.options, headers: { ...this.options.headers, ...headers } };
    const sent = request(options);
    sent.setTimeout(15_000, () => sent.destroy(new Error('no answer')));
    sent.end(JSON.stringify(body));
    const [answer] = await once(sent, 'response');
    let text = '';
    for await (const part of answer.setEncoding('utf8')) text += part;
    return { status: answer.statusCode, headers: answer.headers, body: JSON.parse(text) };
  }

  close() {
    this.options.agent.destroy();
  }
}

let number = 0;
const mutation = `mutation ($input: RecordOutcomeInput!) { recordOutcome(input: $input) { outcome { id } change { seq } errors { message } } }`;
function recording(activity) {
  number += 1;
  const title = { vi: `Kết quả ${number}` };
  const input = { kind: 'OUTPUT', title, activity, measure: 'UNIT', value: '1', unit: 'persons', idempotencyKey: `figure-${number}` };
  return { query: mutation, variables: { input } };
}
/** The seq at which a command was written; undefined where it is to be sent again. */
const seqOf = ({ body }) => {
  assert.deepEqual(body.data?.recordOutcome?.errors ?? [], []);
  return body.data?.recordOutcome?.change?.seq;
};

/** Writes from so many clients, for a while: commands a second, and the milliseconds that an answer took. */
async function write(address, secret, activity, clients, seconds = SECONDS) {
  number += 1;
  const load = ['-t', Math.min(clients, 2), '-c', clients, '-d', `${seconds}s`, '--timeout', '15s', '--latency', '-s', SCRIPT];
  const arguments_ = [...load, `http://${address}/graphql`, '--', secret, activity, `figure-${number}`];
  const { stdout } = await promisify(execFile)('wrk', arguments_);
  assert.match(stdout, /refused 0$/m, stdout);
  const found = (pattern) => pattern.exec(stdout)?.slice(1) ?? assert.fail(stdout);
  const milliseconds = (share) => {
    const [time, unit] = found(new RegExp(`^ *${share}% +([0-9.]+)(us|ms|s)$`, 'm'));
    return Number(time) * { us: 0.001, ms: 1, s: 1_000 }[unit];
  };
  return { rate: Number(found(/^Requests\/sec: +([0-9.]+)$/m)[0]), p50: milliseconds(50), p99: milliseconds(99) };
}

/** Milliseconds of processor time of a program for each answer to a nested query, each of which is computed. */
async function read(program, secret) {
  const spent = async () => {
    const [, after] = (await readFile(`/proc/${program.process.pid}/stat`, 'utf8')).split(') ');
    return sum(after.split(' ').slice(11, 13).map(Number)) * TICK;
  };
  const ask = async (many) => {
    const connection = new Connection(program.address, secret);
    for (let nth = 0; nth < many; nth += 1) {
      number += 1;
      const query = `{ a${number}: activities(first: 20) { nodes { id title status events(first: 5) { nodes { id title } } participants { role province { name } } } } }`;
      assert.equal((await connection.ask({ query })).status, 200);
    }
    connection.close();
  };
  await ask(50);
  const before = await spent();
  await Promise.all(Array.from({ length: 4 }, () => ask(READS / 4)));
  return (await spent() - before) / READS;
}

class Machines {
  static async start() {
    const it = new Machines();
    it.folder = await mkdtemp(join(tmpdir(), 'hoptac-figures-'));
    const [clients, peers] = [await ports(3), await ports(3)];
    const all = peers.map((port, nth) => `m${nth}=http://127.0.0.1:${port}`).join();
    it.members = clients.map((port, nth) => ({ port, options: [
      '--name', `m${nth}`, '--data-dir', join(it.folder, `m${nth}`), '--initial-cluster', all,
      '--listen-client-urls', `http://127.0.0.1:${port}`, '--advertise-client-urls', `http://127.0.0.1:${port}`,
      '--listen-peer-urls', `http://127.0.0.1:${peers[nth]}`, '--initial-advertise-peer-urls', `http://127.0.0.1:${peers[nth]}`,
      '--snapshot-count', '2000', '--logger', 'zap', '--log-level', 'fatal',
    ] }));
    it.machines = [];
    for (const member of it.members) it.run(member);
    it.order = ['--order', `etcd://${clients.map((port) => `127.0.0.1:${port}`).join()}/figures`];
    const first = await Program.start();
    it.machines.push(first);
    await first.stop('SIGTERM');
    for (let tries = 0; ; tries += 1) {
      const founded = await first.run('cluster', 'init', ...it.order, '--node', 'one').catch((error) => error);
      if (!(founded instanceof Error)) break;
      assert.ok(tries < 100, founded.message);
      await pause(100);
    }
    await first.run('backup', 'backup');
    it.secret = (await readFile(join(first.folder, 'data', 'admin-token'), 'utf8')).trim();
    for (const node of NAMES) {
      const machine = node === 'one' ? first : await Program.at();
      machine.options = [...COMMON, ...it.order, '--node', node];
      if (machine !== first) {
        it.machines.push(machine);
        await machine.run('restore', join(first.folder, 'backup'));
      }
      await machine.serve();
    }
    ({ activity: { id: it.activity } } = await first.ask(null, '{ activity(by: { key: "q1-ansinh" }) { id } }'));
    return it;
  }

  run(member) {
    member.process = spawn(process.env.ETCD || 'etcd', member.options, { stdio: 'ignore' });
  }

  async status() {
    const asked = this.machines[0].run('cluster', 'status', '--json', ...this.order).catch((error) => error);
    return JSON.parse((await asked).stdout);
  }

  /** The machine that writes, once all are there and have all. */
  async writer() {
    for (let tries = 0; tries < 300; tries += 1) {
      const { cluster } = await this.status();
      const here = cluster?.machines.filter((it) => it.isHere && it.seq === cluster.seq) ?? [];
      if (cluster?.writer && here.length === 3) return this.machines[NAMES.indexOf(cluster.writer)];
      await pause(200);
    }
    return assert.fail('the machines do not come to rest');
  }

  async remove() {
    await Promise.all(this.machines.map((machine) => machine.remove()));
    for (const { process } of this.members) process.kill('SIGKILL');
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** From an answer of the writer until another machine shows it, with the request that asks. */
async function lag(machines) {
  const writer = await machines.writer();
  const other = machines.machines.find((it) => it !== writer);
  const [there, here] = [writer, other].map(({ address }) => new Connection(address, machines.secret));
  const times = [];
  for (let round = 0; round < 300; round += 1) {
    const seq = seqOf(await there.ask(recording(machines.activity)));
    const begun = performance.now();
    const { status } = await here.ask({ query: '{ __typename }' }, { 'hoptac-min-seq': String(seq) });
    assert.equal(status, 200);
    times.push(performance.now() - begun);
  }
  [there, here].forEach((it) => it.close());
  return `p50 ${told(at(times, 0.5))} ms, p99 ${told(at(times, 0.99))} ms`;
}

/** What a read that must show all takes, beside one that need not, at a machine that follows. */
async function current(machines) {
  const writer = await machines.writer();
  const here = new Connection(machines.machines.find((it) => it !== writer).address, machines.secret);
  const times = { plain: [], now: [] };
  for (let round = 0; round < 300; round += 1) {
    for (const [name, headers] of [['plain', {}], ['now', { 'hoptac-min-seq': 'now' }]]) {
      const begun = performance.now();
      assert.equal((await here.ask({ query: '{ __typename }' }, headers)).status, 200);
      times[name].push(performance.now() - begun);
    }
  }
  here.close();
  return Object.entries(times).map(([name, all]) => `${name} p50 ${at(all, 0.5).toFixed(2)} ms, p99 ${at(all, 0.99).toFixed(2)} ms`).join('; ');
}

/** The longest time without an answer around a fault, of clients of the machines that stay. */
async function gap(machines, fault) {
  const writer = await machines.writer();
  const others = machines.machines.filter((it) => it !== writer);
  const answered = [];
  let ended = false;
  const clients = Array.from({ length: 8 }, async (_, nth) => {
    while (!ended) {
      const connection = new Connection(others[nth % others.length].address, machines.secret);
      const body = recording(machines.activity);
      for (let seq; !seq && !ended; ) {
        seq = seqOf(await connection.ask(body).catch(() => ({ body: {} })));
        if (seq) answered.push(performance.now());
        else await pause(10);
      }
      connection.close();
    }
  });
  await pause(1_000);
  const since = performance.now();
  await fault(writer);
  await pause(8_000);
  ended = true;
  await Promise.all(clients);
  const gaps = answered.slice(1).map((time, nth) => [time, time - answered[nth]]).filter(([time]) => time > since);
  return `${(Math.max(...gaps.map(([, it]) => it)) / 1_000).toFixed(2)} s`;
}

/** Entries a second that a machine takes which was away. */
async function catchUp(machines) {
  const writer = await machines.writer();
  const away = machines.machines.find((it) => it !== writer);
  const behind = (await machines.status()).cluster.seq;
  await away.stop('SIGTERM');
  await write(writer.address, machines.secret, machines.activity, CLIENTS);
  const { seq } = (await machines.status()).cluster;
  const begun = performance.now();
  await away.serve();
  const { data } = (await new Connection(away.address, machines.secret).ask({ query: '{ head { seq } }' }, { 'hoptac-min-seq': 'now' })).body;
  assert.ok(data.head.seq >= seq, 'it has not caught up');
  const seconds = (performance.now() - begun) / 1_000;
  return `${told((seq - behind) / seconds)} entries/s with the start (${seq - behind} in ${seconds.toFixed(2)} s)`;
}

const alone = await Program.start(...COMMON);
const secret = (await readFile(join(alone.folder, 'data', 'admin-token'), 'utf8')).trim();
const { activity: { id: activity } } = await alone.ask(null, '{ activity(by: { key: "q1-ansinh" }) { id } }');
const machines = await Machines.start();
try {
  const rows = { alone: [], cluster: [] };
  const reads = { alone: [], ...Object.fromEntries(NAMES.map((name) => [name, []])) };
  for (let round = 0; round < ROUNDS; round += 1) {
    reads.alone.push(await read(alone, secret));
    for (const [nth, name] of NAMES.entries()) reads[name].push(await read(machines.machines[nth], machines.secret));
    const writer = await machines.writer();
    for (const [name, ...where] of [['alone', alone.address, secret, activity], ['cluster', writer.address, machines.secret, machines.activity]]) {
      rows[name].push({ single: await write(...where, 1), many: await write(...where, CLIENTS) });
    }
  }
  for (const [name, all] of Object.entries(rows)) {
    const mean = (of) => told(sum(all.map(of)) / all.length);
    console.log(`${name}: one client ${mean((it) => it.single.rate)}/s; ${CLIENTS} clients ${mean((it) => it.many.rate)}/s, ` +
      `p50 ${mean((it) => it.many.p50)} ms, p99 ${mean((it) => it.many.p99)} ms`);
  }
  const cost = ([name, all]) => `${name} ${(sum(all) / all.length).toFixed(3)}`;
  console.log(`processor time of an answer, ms: ${Object.entries(reads).map(cost).join(', ')}`);
  console.log(`shown elsewhere after: ${await lag(machines)}`);
  console.log(`reads: ${await current(machines)}`);
  console.log(`no answer while the writer is killed: ${await gap(machines, async (writer) => {
    await writer.stop('SIGKILL');
    await pause(3_000);
    await writer.serve();
  })}`);
  console.log(`no answer while etcd's leader is killed: ${await gap(machines, async () => {
    const { etcd } = await machines.status();
    const leader = machines.members.find(({ port }) => etcd.find((it) => it.isLeader).endpoint.endsWith(`:${port}`));
    leader.process.kill('SIGKILL');
    await pause(3_000);
    machines.run(leader);
  })}`);
  console.log(`catching up: ${await catchUp(machines)}`);
} finally {
  await Promise.all([alone.remove(), machines.remove()]);
}
