// See `run`: answers a second, and how long they take, while the registry is written.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Client, post } from '../load/client.js';
import { record, serve } from '../load/server.js';

const CONNECTIONS = 64;
const QUERIES = 1_000;
const seconds = Number(process.env.SECONDS_EACH ?? 10);
const rounds = Number(process.env.ROUNDS ?? 3);
const rates = (process.env.RATES ?? '0 10 100 500').split(' ').map(Number);
const programs = process.argv.slice(2);

async function data(client, query) {
  const answer = JSON.parse((await client.ask(post(JSON.stringify({ query })))).body);
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
}

/** The queries, each with another answer or another question. */
async function questions(client) {
  const ids = 'nodes { id }';
  const found = await data(client, `{ activities(first: 60) { ${ids} } provinces(first: 60) { ${ids} } sectors { ${ids} } }`);
  const pick = (list, at) => found[list].nodes[at % found[list].nodes.length].id;
  const orders = ['DATE_ASC', 'DATE_DESC', 'TITLE_ASC', 'REGISTERED_DESC'];
  const kinds = [
    (at, size) => `{ node(id: "${pick('activities', at)}") { ... on Activity { title status sector { code }
      participants { role province { name } } events(first: ${size}) { nodes { title } }
      outcomes(first: ${size}) { totalCount nodes { title status } } agreement { code title } } } }`,
    (at, size) => `{ province(by: {id: "${pick('provinces', at)}"}) { name activities(first: ${size}) { totalCount
      nodes { title status events(first: 3) { totalCount nodes { title host { name } } } } } } }`,
    (at, size) => `{ agreement(by: {code: "tt-2022"}) { title fields { sector { code }
      activities(first: ${size}, orderBy: ${orders[at % 4]}) { nodes { title participants { province { name } } } } } } }`,
    (at, size) => `{ activities(first: ${size}, orderBy: ${orders[at % 4]}, filter: {sector: "${pick('sectors', at)}"}) {
      totalCount nodes { title planned { edtf } participants { role province { name } } } } }`,
    (at, size) => `{ events(first: ${size}, orderBy: ${orders[at % 4]}, filter: {host: "${pick('provinces', at)}"}) {
      totalCount nodes { title startsOn activity { title sector { name } } } } }`,
  ];
  // The next kind each time, so that every kind is among those that are asked often.
  return Array.from({ length: QUERIES }, (_, at) => post(JSON.stringify({
    query: kinds[at % kinds.length](Math.floor(at / kinds.length), 5 + (at % 45)),
  })));
}

/** Places of queries, as often as Zipf's law with exponent 1 says. */
function zipf() {
  const sums = [];
  let sum = 0;
  for (let at = 1; at <= QUERIES; at += 1) sums.push((sum += 1 / at));
  // The same chance for every program.
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    const wanted = (state / 2_147_483_647) * sum;
    let [low, high] = [0, QUERIES - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

async function measure(server, queries, activity, rate, name) {
  const until = performance.now() + seconds * 1_000;
  const ended = () => performance.now() >= until;
  const [next, took] = [zipf(), []];
  const cpu = () => readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(' ').slice(13, 15).reduce((sum, it) => sum + Number(it), 0) * 10;
  const before = cpu();
  const writing = rate > 0 ? record(server, rate, name, ended, () => ({ activity, title: { vi: 'Tập huấn' } })) : 0;
  await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
    const client = new Client(server.port);
    while (!ended()) {
      const begun = performance.now();
      const answer = await client.ask(queries[next()]);
      if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.body}`);
      took.push(performance.now() - begun);
    }
    client.socket?.destroy();
  }));
  const writes = await writing;
  took.sort((one, other) => one - other);
  const at = (share) => took[Math.floor(took.length * share)];
  const memory = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) / 1_024;
  return { rate: took.length / seconds, p50: at(0.5), p99: at(0.99), writes: writes / seconds, cpu: ((cpu() - before) * 1_000) / took.length, memory };
}

const servers = await Promise.all(programs.map((it) => serve(it)));
try {
  const asked = await Promise.all(servers.map(async (server) => {
    const client = new Client(server.port);
    const queries = await questions(client);
    const { activity } = await data(client, '{ activity(by: {key: "q1-ansinh"}) { id } }');
    for (const query of queries) {
      const answer = await client.ask(query);
      if (answer.body.includes('"errors"')) throw new Error(`${query}\n${answer.body}`);
    }
    client.socket.destroy();
    return { server, queries, activity: activity.id };
  }));
  console.log('writes/s  program  answers/s  p50 ms  p99 ms  CPU µs/answer  memory MiB  (medians)');
  for (const rate of rates) {
    const found = asked.map(() => []);
    for (let round = 0; round < rounds; round += 1) {
      for (const [at, { server, queries, activity }] of asked.entries()) {
        found[at].push(await measure(server, queries, activity, rate, `${rate}-${round}`));
      }
    }
    for (const [at, results] of found.entries()) {
      const median = (name) => results.map((it) => it[name]).sort((one, other) => one - other)[Math.floor(rounds / 2)];
      const cells = [median('writes').toFixed(0).padStart(8), String(at + 1).padStart(8), median('rate').toFixed(0).padStart(10),
        median('p50').toFixed(2).padStart(7), median('p99').toFixed(1).padStart(7), median('cpu').toFixed(0).padStart(14), median('memory').toFixed(0).padStart(11)];
      console.log(cells.join(' '));
    }
  }
} finally {
  await Promise.all(servers.map((server) => server.end()));
}
