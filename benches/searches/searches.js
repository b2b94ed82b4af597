// See `run`: what becomes of searches while the registry is written.
import { Client, post } from '../load/client.js';
import { record, serve } from '../load/server.js';

const seconds = Number(process.env.SECONDS_EACH ?? 10);
const rates = (process.env.RATES ?? '0 10 100 500').split(' ').map(Number);
const connections = Number(process.env.CONNECTIONS ?? 8);
const WORDS = ['hop tac', 'du lịch', 'tập huấn', 'y tế', 'cà phê', 'Lâm Đồng', 'xúc tiến', 'nông sản'];

// With a token: what is not approved yet is not shown to everybody.
const search = ({ token }, text, first) => post(JSON.stringify({
  query: `query ($text: String!, $first: Int!) { search(text: $text, first: $first) { edges { node { __typename
    ... on Outcome { title } } } } }`,
  variables: { text, first },
}), { authorization: `Bearer ${token}` });

async function measure(server, activity, rate) {
  const until = performance.now() + seconds * 1_000;
  const ended = () => performance.now() >= until;
  const name = `at ${rate}`;
  let [found, unavailable, late, missed, newest] = [0, 0, 0, 0, 0];
  const took = [];
  // Each outcome has a word of its own.
  const word = (number) => `zz${rate}q${number}`;
  const writing = rate > 0
    ? record(server, rate, name, ended, (number) => ({ activity, title: { vi: `Tập huấn ${word(number)}` } }), (number) => { newest = number; })
    : 0;
  await Promise.all(Array.from({ length: connections }, async (_, nth) => {
    const client = new Client(server.port);
    for (let at = nth; !ended(); at += connections) {
      // Every other one for what was acknowledged just now.
      const own = at % 2 === 1 && newest > 0 ? word(newest) : undefined;
      const begun = performance.now();
      const answer = await client.ask(search(server, own ?? WORDS[at % WORDS.length], 10));
      took.push(performance.now() - begun);
      if (answer.body.includes('"UNAVAILABLE"')) unavailable += 1;
      else if (answer.body.includes('"errors"')) throw new Error(answer.body.toString());
      else if (own !== undefined && !answer.body.includes(own)) missed += 1;
      else found += 1;
      if (took.at(-1) > 1_000) late += 1;
    }
    client.socket?.destroy();
  }));
  const writes = await writing;
  took.sort((one, other) => one - other);
  const at = (share) => took[Math.floor(took.length * share)] ?? 0;
  return [writes / seconds, took.length / seconds, found, unavailable, (100 * unavailable) / took.length, missed, late, at(0.5), at(0.99)];
}

const server = await serve(process.argv[2], '--answers-mb', '0');
try {
  const client = new Client(server.port);
  const query = '{ activity(by: {key: "q1-ansinh"}) { id } }';
  const activity = JSON.parse((await client.ask(post(JSON.stringify({ query })))).body).data.activity.id;
  // The index is built first.
  while ((await client.ask(search(server, 'hop tac', 1))).body.includes('"errors"')) await new Promise((resolve) => setTimeout(resolve, 100));
  client.socket?.destroy();
  console.log('writes/s  searches/s    found  UNAVAILABLE       %  missed  above 1 s  p50 ms  p99 ms');
  const widths = [8, 11, 8, 12, 7, 7, 10, 7, 7];
  const places = [0, 0, 0, 0, 2, 0, 0, 1, 1];
  for (const rate of rates) {
    const cells = await measure(server, activity, rate);
    console.log(cells.map((cell, at) => cell.toFixed(places[at]).padStart(widths[at])).join(' '));
  }
} finally {
  await server.end();
}
