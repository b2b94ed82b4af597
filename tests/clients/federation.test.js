// hoptac as one of an agency's subgraphs: composed by @theguild/federation-composition with one of
// the agency's own, and asked by the gateway of @graphql-tools/federation:
// HOPTAC=target/debug/hoptac npm test
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { composeServices } from '@theguild/federation-composition';
import { execute, graphql, parse, print, visit } from 'graphql';
import { bearer, Program } from './program.js';

// A department of health that knows hospitals, and provinces by the keys that hoptac has.
const HOSPITALS = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable"])
  type Query { hospitals: [Hospital!]! }
  type Hospital @key(fields: "code") { code: ID! name: String! province: Province treats: Outcome }
  type Province @key(fields: "key") { key: String hospitals: [Hospital!]! }
  type Outcome @key(fields: "id", resolvable: false) { id: ID! }
  type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
`;

const hospital = (code, name, province, treats) => ({
  __typename: 'Hospital', code, name,
  province: province && { __typename: 'Province', key: province },
  treats: treats && { __typename: 'Outcome', id: treats },
});

let program;
let gateway;
let hospitals;

/** The agency's subgraph, as an executor: what it says of a province are its hospitals. */
function agency() {
  const sdl = HOSPITALS.replace(/extend schema .*\n/, '').replace(/@(key|shareable)(\([^)]*\))?/g, '');
  const schema = makeExecutableSchema({
    typeDefs: `scalar _Any union _Entity = Hospital | Province ${sdl}
      extend type Query { _entities(representations: [_Any!]!): [_Entity]! }`,
    resolvers: {
      Query: {
        hospitals: () => hospitals,
        _entities: (_, { representations }) => representations,
      },
      Province: { hospitals: ({ key }) => hospitals.filter((it) => it.province?.key === key) },
    },
  });
  return ({ document, variables }) => execute({ schema, document, variableValues: variables });
}

/** hoptac over HTTP, as whoever has a token. It finds fault with nothing that the gateway asks. */
const remote = (asked) => async ({ document, variables, context }) => {
  asked.push(print(document));
  const response = await fetch(program.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(context?.secret) },
    body: JSON.stringify({ query: print(document), variables }),
  });
  const answer = await response.json();
  assert.equal(answer.errors, undefined, JSON.stringify(answer));
  return answer;
};

before(async () => {
  program = await Program.start('--federation');
});

after(() => program.remove());

test('the subgraph is what it says, composes with another, and a gateway joins both', async () => {
  const { _service: { sdl } } = await program.ask(null, '{ _service { sdl } }');
  const committed = readFileSync(new URL('../../schema/subgraph.graphql', import.meta.url), 'utf8');
  assert.equal(sorted(sdl), sorted(committed));

  const composed = composeServices([
    { name: 'hoptac', typeDefs: parse(committed), url: program.url },
    { name: 'hospitals', typeDefs: parse(HOSPITALS), url: 'http://127.0.0.1:1/' },
  ]);
  assert.deepEqual(composed.errors ?? [], []);

  const admin = await program.token('--name', 'Sở Y tế', '--role', 'ADMIN');
  const { activity } = await program.ask(null, '{ activity(by: { key: "bl-lamdong-tourism" }) { id } }');
  const draft = await program.act(admin, 'recordOutcome', {
    activity: activity.id, kind: 'OUTPUT', measure: 'UNIT', value: '7', unit: 'persons', title: { vi: 'Nháp' } });
  hospitals = [
    hospital('h1', 'Bệnh viện Lâm Đồng', 'lam-dong', draft.outcome.id),
    hospital('h2', 'Bệnh viện nổi', 'atlantis', 'no-such-id'),
    hospital('h3', 'Bệnh viện lưu động', null, null),
  ];
  const asked = [];
  const executors = { HOPTAC: remote(asked), HOSPITALS: agency() };
  gateway = getStitchedSchemaFromSupergraphSdl({
    supergraphSdl: composed.supergraphSdl,
    onSubschemaConfig: (config) => (config.executor = executors[config.name.toUpperCase()]),
  });
  const source = `{
    hospitals { name province { name(lang: VI) kind } treats { status } }
    province(by: { key: "lam-dong" }) { name(lang: EN) hospitals { code } } }`;
  const seen = async (secret) => graphql({ schema: gateway, source, contextValue: { secret } });

  const anonymous = await seen(null);
  // This gateway tells of entities that are null where it wanted a field of theirs.
  for (const { message } of anonymous.errors) assert.match(message, /Cannot return null/);
  assert.deepEqual(plain(anonymous.data), {
    hospitals: [
      { name: 'Bệnh viện Lâm Đồng', province: { name: 'Lâm Đồng', kind: 'PROVINCE' }, treats: null },
      { name: 'Bệnh viện nổi', province: null, treats: null },
      { name: 'Bệnh viện lưu động', province: null, treats: null },
    ],
    province: { name: 'Lam Dong', hospitals: [{ code: 'h1' }] },
  });
  assert.ok(asked.some((query) => query.includes('_entities')), asked.join('\n'));

  // The gateway hands on who asks, and who may see a draft gets it.
  const owner = await seen(admin);
  assert.deepEqual(plain(owner.data.hospitals[0].treats), { status: 'DRAFT' });
});

const plain = (value) => JSON.parse(JSON.stringify(value));

/** A document with everything in it in the order of its names; what the program serves is not
 * sorted, and says nothing of how scalars are specified. */
function sorted(sdl) {
  const named = (nodes) => nodes && [...nodes].sort((a, b) => (print(a) < print(b) ? -1 : 1));
  const byName = (nodes) => nodes && [...nodes].sort((a, b) => (a.name.value < b.name.value ? -1 : 1));
  const order = {
    leave: (node) => ({
      ...node,
      ...(node.fields && { fields: byName(node.fields) }),
      ...(node.arguments && { arguments: byName(node.arguments) }),
      ...(node.values && node.kind.startsWith('Enum') && { values: byName(node.values) }),
      ...(node.kind === 'ScalarTypeDefinition' && { directives: [] }),
      ...(node.description && { description: { ...node.description, block: true } }),
    }),
  };
  const document = visit(parse(sdl, { noLocation: true }), order);
  const known = document.definitions.filter(({ name }) => name?.value !== 'specifiedBy');
  return named(known).map(print).join('\n');
}
