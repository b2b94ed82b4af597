// The committed schema by other people's rules: graphql-eslint's, Relay's among them, and what
// graphql-inspector calls breaking since the last release.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import graphqlEslint from '@graphql-eslint/eslint-plugin';
import { ESLint } from 'eslint';
import { buildSchema, isObjectType } from 'graphql';
import { breaking } from './breaking.js';

const file = (name) => new URL(`../../schema/${name}`, import.meta.url).pathname;

/** What breaks clients of the last release on purpose: the changelog says why. A release empties the list. */
const MEANT = [
  // The metric of a claim became a term with a definition; as a string it hid what can be compared.
  "Field 'Claim.metric' changed type from 'String!' to 'Metric!'",
  "Input field 'ClaimFilter.metric' changed type from '[String!]' to '[Metric!]'",
  "Input field 'RecordClaimInput.metric' changed type from 'String!' to 'Metric!'",
  // A figure is about several provinces; one alone made metrics that named places.
  "Input field 'province' was removed from input object type 'ClaimScopeInput'",
];

/** The rules that hold otherwise than their makers propose. */
const RULES = {
  // The program writes the file: a description of one line stands on one, and names sort by their bytes.
  'description-style': 'off',
  alphabetize: 'off',
  // What has an identity implements Node, which has the id; what has none is a value of its parent.
  'strict-id-in-types': 'off',
  // The registry is written to, and followed.
  'no-root-type': 'off',
  // A payload holds the record that was changed, from which the rest of the graph is reached.
  'require-field-of-type-query-in-mutation-result': 'off',
  // The feed and a history are read one way.
  'relay-arguments': ['error', { includeBoth: false }],
  // Short lists that are always read whole have no pages.
  'relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],
  // All of it is described, but for the arguments of the directives that GraphQL itself brings.
  'require-description': ['error', {
    types: true,
    rootField: true,
    FieldDefinition: true,
    InputValueDefinition: true,
    EnumValueDefinition: true,
    DirectiveDefinition: true,
    ignoredSelectors: ['DirectiveDefinition > InputValueDefinition'],
  }],
};

/** What a rule is right to find elsewhere, and not here. */
const EXCEPTIONS = [
  // An entry of the feed is found by its cursor, and tells each caller something else.
  'relay-edge-types: ChangeEdge',
  // A version of a record is told by the record's id and its number.
  'relay-edge-types: RevisionEdge',
  // Figures are values of a question: what was asked tells them apart, and the records behind them have ids.
  'relay-edge-types: CooperationEdge',
  'relay-edge-types: OverdueActivityEdge',
  'relay-edge-types: OverdueDirectiveEdge',
  'relay-edge-types: ProvinceStandingEdge',
  // Who asks is known before anything is read: there is nothing in it that fails.
  'require-nullable-result-in-root: Query.viewer',
];

/** What the rules find, each as the rule and the place. */
async function findings(path, schema = path) {
  const prefixed = (rules) => Object.fromEntries(
    Object.entries(rules).map(([name, level]) => [`@graphql-eslint/${name}`, level]));
  const { 'flat/schema-all': all, 'flat/schema-relay': relay } = graphqlEslint.configs;
  const eslint = new ESLint({
    overrideConfigFile: true,
    cwd: file('.'),
    overrideConfig: {
      files: ['**/*.graphql'],
      plugins: { '@graphql-eslint': graphqlEslint },
      languageOptions: { parser: graphqlEslint.parser, parserOptions: { graphQLConfig: { schema } } },
      rules: { ...all.rules, ...relay.rules, ...prefixed(RULES) },
    },
  });
  const [{ messages, source }] = await eslint.lintFiles([path]);
  const lines = source.split('\n');
  return messages.map(({ ruleId, line, message }) => {
    if (ruleId === null) return message;
    const told = lines.slice(0, line).reverse();
    const [, type] = told.map((it) => /^(?:type|interface|input|enum|scalar|union) (\w+)/.exec(it)).find(Boolean);
    const [, field] = /^ {2}(\w+)/.exec(lines[line - 1]) ?? [];
    return `${ruleId.split('/')[1]}: ${[type, field].filter(Boolean).join('.')}`;
  });
}

describe('the schema', () => {
  test('keeps the rules of graphql-eslint and Relay', async () => {
    assert.deepEqual((await findings(file('schema.graphql'))).sort(), [...EXCEPTIONS].sort());
  });

  test('has an `id` only on what has an identity, which caches keep by it', async () => {
    const schema = buildSchema(await readFile(file('schema.graphql'), 'utf8'));
    const node = schema.getType('Node');
    const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && type.getFields().id);
    assert.ok(types.length > 0);
    assert.deepEqual(types.filter((type) => !type.getInterfaces().includes(node)).map(String), []);
  });

  test('breaks no client of the last release without a deprecation first', async () => {
    const [released, present] = await Promise.all(
      ['released.graphql', 'schema.graphql'].map((name) => readFile(file(name), 'utf8')));
    assert.deepEqual((await breaking(released, present)).sort(), MEANT);
  });
});

describe('what breaks a client', () => {
  const released = `
    type Query { node(id: ID!): Node now: A! old: B @deprecated(reason: "now") }
    interface Node { id: ID! }
    type A { size(unit: Unit, scale: Int @deprecated(reason: "unit")): Int weight: Int }
    type B { of: C }
    type C { name: String! }
    type D implements Node { id: ID! }
    enum Unit { M KM @deprecated(reason: "M") }`;
  const cases = [
    ['is not an addition', ['type C', 'type More { a: Int } type C'], []],
    ['is not the end of what was deprecated, and of what only that led to',
      [/ old: B .*\)|type [BC] .*|, scale.*\)(?=\))| KM .*\)/g, ''], []],
    ['is a field that ends', [' weight: Int', ''], ["Field 'weight' was removed from object type 'A'"]],
    ['is a type that the interface led to', [/type D .*/, ''], ["Type 'D' was removed"]],
    ['is a value that ends', ['M KM', 'KM'], ["Enum value 'M' was removed from enum 'Unit'"]],
    ['is an argument that is asked for', ['unit: Unit', 'unit: Unit!'],
      ["Type for argument 'unit' on field 'A.size' changed from 'Unit' to 'Unit!'"]],
    ['is a field that may be null', ['now: A!', 'now: A'], ["Field 'Query.now' changed type from 'A!' to 'A'"]],
  ];
  for (const [name, [from, to], expected] of cases) {
    test(name, async () => {
      const present = released.replace(from, to);
      assert.notEqual(present, released);
      assert.deepEqual(await breaking(released, present), expected);
    });
  }
});
