// Every answer of the gate against graphql-js: where a request is refused, and the arguments that
// arrive where it is not. Requests are written by hand (`gate/found.js`, `gate/rules.js`) and made
// up from a seed. GATE_REQUESTS and GATE_SEED try more of them.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { differences } from './gate/compare.js';
import { found } from './gate/found.js';
import { generate } from './gate/generate.js';
import { judge } from './gate/judge.js';
import { reference } from './gate/reference.js';
import { rules } from './gate/rules.js';

const file = (name) => new URL(name, import.meta.url).pathname;
const REGISTRY = file('../../schema/schema.graphql');
const EVERYTHING = file('../../crates/gate/tests/everything.graphql');
const COUNT = Number(process.env.GATE_REQUESTS ?? 1_500);
const SEED = Number(process.env.GATE_SEED ?? 12);

/** Where the gate is right to differ: what it says then, of which requests, and why. */
const ALLOWED = [
  {
    reason: 'A variable in a OneOf input object must be non-null (5.8.5); graphql-js 16 overlooks it where the object itself is.',
    says: /^Variable "\$\w+" of type "(.+)" used in position expecting type "\1!"\.$/,
    of: /\{\s*\w+:\s*\$\w+/,
  },
  {
    reason: 'With a default that is not null a nullable variable may stand there (5.8.5); graphql-js 16 knows no exception.',
    says: null,
    of: /\$\w+: [\w[\]!]+ = [^]*\{\s*\w+:\s*\$\w+/,
    they: /must be non-nullable to be used for OneOf Input Object/,
  },
  {
    reason: 'No @skip or @include at the top of a subscription (5.2.4.1, since 2025); graphql-js 16 evaluates them without variables.',
    says: /^(Anonymous )?Subscription .*(can not specify @skip or @include on root fields|must select only one top level field|must not select an introspection top level field)\.$/,
    of: /subscription[^]*@(skip|include)/,
  },
  {
    reason: '`__typename` is a String! where it is merged with other fields (5.3.2); graphql-js knows no type of it there.',
    says: /^Fields "\w+" conflict because they return conflicting types .*"String!"/,
    of: /:\s*__typename/,
  },
  {
    reason: 'A number that no double holds is refused (3.5.2); graphql-js takes it for Infinity, which JSON does not have.',
    says: /^(The number \S+ is too large\.|Float cannot represent non numeric value: \S+)$/,
    of: /\de\d{3}/,
  },
  {
    reason: 'Any number of digits may stand in `\\u{…}` (2.9.4); graphql-js takes eight.',
    says: null,
    of: /\\u\{0{3}[0-9a-f]{6,}\}/,
  },
  {
    reason: 'A string and a block string of one value are one argument (5.3.2); graphql-js compares how they are written.',
    says: null,
    of: /"a".*"""a"""/,
  },
  {
    reason: 'The library refuses null in a list at a custom scalar that is non-null. No scalar of the registry takes lists.',
    says: /^Any cannot represent value: null$/,
    of: /anyRequired\(it: \[/,
  },
];

const allowed = ({ query, ours, theirs }) => ALLOWED.some(({ says, of, they }) => of.test(query)
  && (says === null
    ? ours.phase !== 'validation'
    : ours.phase === 'validation' && ours.errors.every(({ message }) => says.test(message)))
  && (!they || theirs.errors.every(({ message }) => they.test(message))));

async function hold(path, requests) {
  const sdl = await readFile(path, 'utf8');
  const cases = typeof requests === 'function' ? requests(sdl) : requests;
  const found = differences(cases, await judge(path, cases), cases.map(reference(sdl)));
  const wrong = found.filter((it) => !allowed(it));
  console.log(`${cases.length} requests, ${found.length} differences, ${wrong.length} of them not allowed`);
  assert.deepEqual(wrong.slice(0, 10), []);
}

describe('the gate judges as graphql-js does', () => {
  test('what was once treated otherwise', () => hold(REGISTRY, found));
  test('each rule both ways, each coercion', () => hold(EVERYTHING, rules));
  test('requests made up from the schema', () => hold(REGISTRY, (sdl) => generate(sdl, SEED, COUNT)));
  test('requests made up from a schema of everything', () => hold(EVERYTHING, (sdl) => generate(sdl, SEED, COUNT)));
});
