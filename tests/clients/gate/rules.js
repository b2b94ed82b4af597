// Requests to a schema of everything, written by hand: each rule of chapter 5 of the specification
// both ways, each coercion of chapter 3 and of 6.1.2.
const INT = ['1', '-1', '0', '-0', '2147483647', '2147483648', '-2147483648', '-2147483649', '1.0', '1e2', '"1"', 'true', 'null', 'A', '[1]', '[]', '{}', '{n: 1}', '$v'];
const MORE = ['"😀"', '"""b\n  c"""', '[[1]]', '[1, null]', '[null]', '[1, "2"]', '[[1, 2], [3]]', '[[[1.5]]]', '[[1], 2]', 'RED', '"RED"', 'GREEN', '[RED, BLUE]', '[RED, PINK]', '{n: 1, n: 2}', '{n: 1, x: 2}', '{n: null}', '{n: "1"}',
  '{n: 1, inner: {n: 2, inner: {n: 3}}}', '{n: 1, inner: {}}', '{n: 1, tags: "x"}', '{n: 1, tags: null}', '{n: 1, tags: [null]}', '{n: 1, w: 1}', '{n: 1, color: "RED"}', '{n: 1, color: null, on: null}', '{n: 1, on: false, id: 7}', '{n: 1, id: 7.0}',
  '[{n: 1}]', '[{n: 1}, {n: 2, label: "l"}]', '[{n: 1}, null]', '{int: 1}', '{int: null}', '{int: 1, text: "t"}', '{text: 1}', '{list: 1}', '{list: [1, 2]}', '{list: [null]}', '{box: {n: 1}}', '{box: {}}', '{color: RED}', '{x: 1}', '[{int: 1}]', '[{int: 1}, {}]',
  '{left: {right: {leaf: 1}}, leaf: 0}', '{leaf: null}', '{a: {b: [1, "c", D, null, 1.5e3, true]}}', '123456789012345678901234567890', '1.7976931348623157e308', '1e400', '0.1', '-1.5E-3', '{n: $v}', '[$v]', '[1, $v]', '{int: $v}', '{a: $v, b: [$v], c: 1}', '{n: 1, inner: {n: $v}}', '{n: 1, any: {a: [$v]}}', '$undefined', '[$undefined]', '{a: $undefined}'];
const POSITIONS = ['int', 'intRequired', 'intDefault', 'intNullDefault', 'float', 'string', 'boolean', 'id', 'idRequired', 'color', 'any', 'anyRequired', 'ints', 'intsRequired', 'grid', 'grids', 'colors', 'box', 'boxes', 'choice', 'choiceRequired', 'choices', 'tree'];
const OBJECTS = new Set(['box', 'boxes']);
const call = (field, literal) => `${field}(it: ${literal})${OBJECTS.has(field) ? ' { n }' : ''}`;

/** Every literal at every position. */
const literals = POSITIONS.flatMap((field) => [...INT, ...MORE].map((literal) => {
  const declared = literal.includes('$v') ? '($v: Int)' : '';
  return { query: `query${declared} { ${call(field, literal)} }`, variables: '{"v":5}' };
}));

const TYPES = ['Int', 'Int!', '[Int]', '[Int!]', '[Int!]!', '[[Int]]', '[[Int!]!]!', '[[[Float!]!]!]', 'Float', 'Float!', 'String', 'String!', 'Boolean!', 'ID', 'ID!', 'Color', 'Color!', '[Color!]', 'Any', 'Any!', '[Any]', 'Box', 'Box!', '[Box!]', 'Choice', 'Choice!', '[Choice!]!', 'Tree', 'Query', 'Shape', 'Thing', 'Missing', '[Missing!]'];

/** A variable of every type at every position, with and without defaults. */
const positions = POSITIONS.flatMap((field) => TYPES.flatMap((type) =>
  ['', ' = null', ' = 1', ' = {n: 1}'].map((value) => (
    { query: `query($v: ${type}${value}) { ${call(field, '$v')} }`, variables: '{}' }))));

const VALUES = ['null', '1', '1.0', '-0.0', '1e2', '1.5', '3000000000', '"1"', '""', '"RED"', '"PINK"', 'true', '[]', '[1]', '[1.0,2e0]', '[null]', '[[1]]', '[[1,2],[3]]', '[[1],2]', '[[[1.5]]]', '["RED"]', '["1",2]', '{}', '{"n":1}', '{"n":1.0,"w":2,"tags":"x"}', '{"n":null}', '{"n":"1"}', '{"n":1,"x":2}', '{"n":1,"color":"RED","inner":{"n":2}}', '{"n":1,"color":null,"on":null}', '{"n":1,"on":false,"id":7,"label":null}', '{"n":1,"inners":{"n":2}}', '{"n":1,"inners":[{"n":2},{}]}', '{"n":1,"any":{"a":[1,null,{"b":"c"}]}}', '{"n":1,"choice":{"int":1}}', '{"n":1,"choice":{}}', '[{"n":1},{"n":2}]', '[{"n":1},null]', '{"int":1}', '{"int":1.0}', '{"int":null}', '{"int":1,"text":"t"}', '{"int":1,"text":null}', '{"list":1}', '{"list":[1,null]}', '{"box":{"n":1}}', '{"box":{}}', '{"x":1}', '[{"int":1},{"text":"t"}]', '{"left":{"leaf":1},"leaf":2}', '{"leaf":null}', '{"left":{"left":{"x":1}}}', '{"é":{"":1},"__proto__x":2}'];
const HOME = { Int: 'int', 'Int!': 'intRequired', Float: 'float', String: 'string', 'Boolean!': 'boolean', ID: 'id', 'ID!': 'idRequired', 'Color!': 'color', Any: 'any', 'Any!': 'anyRequired', '[Int]': 'ints', '[Int!]!': 'intsRequired', '[[Int]]': 'grid', '[[[Float!]!]!]': 'grids', '[Color!]': 'colors', Box: 'box', '[Box!]': 'boxes', Choice: 'choice', '[Choice!]!': 'choices', Tree: 'tree' };

/** Every value at a variable of every type; and no value, with a default and without. */
const values = Object.entries(HOME).flatMap(([type, field]) => [
  ...VALUES.map((value) => `{"v":${value}}`), '{}', '{"V":1}',
].map((variables) => ({ query: `query($v: ${type}) { ${call(field, '$v')} }`, variables })));
const defaults = [
  'Int = 1', 'Float = 1', 'String = """a\n b"""', 'ID = 1', 'ID = "x"', 'Color = RED', 'Any = {a: [1, RED]}', '[Int] = 1', '[Int] = [1, null]', '[[Int]] = 1', 'Box = {n: 1}', 'Box = {n: 1, inner: {n: 2}}', '[Box!] = {n: 1}', 'Choice = {int: 1}', 'Tree = {left: {}}', 'Choice = {}', 'Int! = 1', 'Int = "1"', 'Color = "RED"', 'Box = {}', 'Box = {n: 1, n: 2}', 'Any! = null', 'Int = 1.0', '[Int!] = [null]',
].flatMap((declared) => ['any', 'int', 'ints', 'box', 'choice', 'tree', 'color', 'string', 'id', 'grid', 'boxes', 'float'].flatMap((field) =>
  ['{}', '{"v":null}'].map((variables) => ({ query: `query($v: ${declared}) { ${call(field, '$v')} }`, variables }))));

const DOCUMENTS = `
query { int } query { int }
query A { int } query A { id }
query A { int } mutation A { clear }
{ nope }
{ shape { radius } }
{ shape { name area ... on Circle { radius } } }
{ thing { name } }
{ thing { __typename ... on Circle { radius } ... on Cat { meow } ... on Color2 { of } } }
{ thing { ... on Dog { bark } } }
{ thing { ... on Named { name } } }
{ thing { ... on Shape { area } } }
{ thing { ... on Square { side } } }
{ named { ... on Cat { meow } ... on Shape { area } ... on Thing { __typename } } }
{ cat { ... on Dog { bark } } }
{ cat { ... on Named { name } ... on Thing { __typename } ... on Cat { meow } } }
{ cat { ... on Shape { area } } }
{ cat { ... on Int { x } } }
{ cat { ... on Color { x } } }
{ cat { ... on Box { n } } }
{ cat { ... on Nope { n } } }
{ cat { ... on Query { int } } }
{ cat { ... { meow } ... @include(if: true) { lives } } }
{ cat }
{ cat { kin } }
{ int { x } }
{ color { x } }
{ int {} }
{ cat { meow meow } }
{ cat { a: meow a: lives } }
{ cat { a: meow a: meow } }
{ cat { meow(x: 1) } }
{ int(it: 1) int(it: 1) }
{ int(it: 1) int(it: 2) }
{ int(it: 1) int }
{ int(it: 1) a: int(it: 2) }
{ ints(it: [1]) ints(it: [1, 2]) }
{ ints(it: [1, 2]) ints(it: [1]) }
{ ints(it: [1, 2]) ints(it: [1, 2]) }
{ ints(it: [1, 2]) ints(it: [2, 1]) }
{ ints(it: []) ints(it: [2, 1]) }
{ ints(it: 1) ints(it: [1]) }
{ grid(it: [[1], [2]]) grid(it: [[1], [2, 3]]) }
{ box(it: {n: 1, tags: ["a"]}) { n } box(it: {n: 1, tags: ["a", "b"]}) { label } }
{ box(it: {n: 1, label: "a"}) { n } box(it: {label: "a", n: 1}) { label } }
{ box(it: {n: 1}) { n } box(it: {n: 1}) { n(of: 1) } }
{ box(it: {n: 1}) { n } box(it: {n: 2}) { n } }
{ float(it: 1) float(it: 1.0) }
{ string(it: "a") string(it: """a""") }
{ many(a: 1, b: "x") many(b: "x", a: 1) }
query($v: Int) { int(it: $v) int(it: $v) }
query($v: Int, $w: Int) { int(it: $v) int(it: $w) }
{ shape { ... on Circle { x: radius } ... on Square { x: side } } }
{ shape { ... on Circle { x: label } ... on Square { x: label } } }
{ shape { ... on Circle { x: size } ... on Square { x: size } } }
{ shape { ... on Circle { x: area } ... on Square { x: side } } }
{ shape { ... on Circle { area: sides } ... on Square { area } } }
{ shape { area ... on Circle { area: radius } } }
{ shape { name(long: true) ... on Circle { name(long: false) } } }
{ shape { ... on Square { name(long: true) } ... on Circle { name(long: false) } } }
{ shape { ... on Circle { x: sides } ... on Square { x: label } } }
{ shape { ... on Circle { friend { x: meow } } ... on Square { friend { x: bark } } } }
{ shape { ... on Circle { friend { x: lives } } ... on Square { friend { x: lives } } } }
{ shape { ... on Circle { friend { kin { name } } } ... on Square { friend { kin { name } } } } }
{ shape { ... on Circle { x: friend { name } } ... on Square { x: sides } } }
{ named { ... on Cat { x: lives } ... on Dog { x: lives } } }
{ thing { ... on Color2 { x: hue(it: [1]) } ... on Cat { x: lives } } }
{ thing { ... on Color2 { x: hue(it: [1]) x: hue(it: [1, 2]) } } }
{ ...F } fragment F on Query { int }
{ ...F ...F } fragment F on Query { int }
{ ...F }
{ int } fragment F on Query { int }
{ ...F } fragment F on Query { int } fragment F on Query { id }
{ ...F } fragment F on Query { ...F }
{ ...F } fragment F on Query { ...G } fragment G on Query { ...F }
{ ...F } fragment F on Query { int ...G } fragment G on Query { id ...H } fragment H on Query { ...G }
{ cat { ...F } } fragment F on Cat { kin { ...F } }
{ cat { ...F } } fragment F on Cat { meow ...G } fragment G on Cat { kin { meow } }
{ cat { ...F } } fragment F on Dog { bark }
{ cat { ...F } } fragment F on Named { name ...G } fragment G on Dog { bark }
{ cat { ...F } } fragment F on Int { x }
{ cat { ...F } } fragment F on Box { n }
{ cat { ...F } } fragment F on Nope { n }
{ cat { ...F } } fragment F on Cat { nope }
{ cat { meow ...F } } fragment F on Cat { meow: lives }
{ cat { ...F ...G } } fragment F on Cat { x: meow } fragment G on Cat { x: lives }
{ cat { ...F ...G } } fragment F on Cat { x: lives } fragment G on Cat { x: lives }
{ shapes { ...F ...G } } fragment F on Circle { x: radius } fragment G on Square { x: label }
fragment F on Query { int }
{ ...F } fragment F on Query { intRequired(it: $v) }
query($v: Int!) { ...F } fragment F on Query { intRequired(it: $v) }
query($v: Int) { ...F } fragment F on Query { intRequired(it: $v) }
query($v: Int) { int(it: $v) intDefault(it: $v) }
query($v: Int) { intRequired(it: $v) }
query($v: Int, $v: Int) { int(it: $v) }
query($v: Int) { id }
query($v: Int) { ...F } fragment F on Query { id }
query($v: Boolean!) { ...F @include(if: $v) } fragment F on Query { id }
query($v: Boolean!) { id ... @skip(if: $v) { int } }
query($v: Int) @note(again: [$v]) { id }
query($v: Int!) @note(again: [$v]) { id }
query($v: Int @note(text: "x")) { int(it: $v) }
query($v: Int @nope) { int(it: $v) }
query($v: Int @once) { int(it: $v) }
query($v: Int @note(again: $v)) { int(it: $v) }
query($v: Query) { id }
query($v: Missing) { any(it: $v) }
query($v: Any) { any(it: {a: $v, b: [$v]}) }
query($v: Any) { any(it: {a: $w}) }
{ any(it: [[$w]]) }
query($v: Query) { any(it: $v) }
{ int @nope }
{ int @skip }
{ int @skip(if: null) }
{ int @skip(if: 1) }
{ int @skip(unless: true) }
{ int @skip(if: true, if: true) }
{ int @skip(if: true) @skip(if: false) }
{ int @skip(if: false) @include(if: true) id @include(if: false) }
{ int @once @once }
{ int @once(if: null) }
{ int @note @note(text: "a") @note(text: "b", weight: 1) }
{ int @note(weight: null) }
{ int @deprecated }
{ cat @oneOf { meow } }
query @skip(if: true) { int }
query @once { int }
mutation @once { clear }
{ ...F @note } fragment F on Query @note { int }
{ ...F @once } fragment F on Query { int }
{ ... @note(text: 1) { int } }
query($b: Boolean) { int @skip(if: $b) }
query($b: Boolean = null) { int @skip(if: $b) }
query($b: Boolean = true) { int @skip(if: $b) }
query($b: String!) { int @skip(if: $b) }
{ int(nope: 1) }
{ int(it: 1, it: 1) }
{ int(it: 1, nope: 2) }
{ intRequired }
{ intRequired(it: null) }
{ intDefault }
{ intDefault(it: null) }
{ many }
{ many(a: null, b: null, c: null, d: null) }
{ many(e: null) }
{ cat { name(long: null) } }
mutation { set(it: {n: 1}) { n } }
mutation { set { n } }
mutation { clear again: clear }
mutation { set(it: {n: 1}, dry: true) { n inner { n(of: 2) inner { label } } } }
mutation { int }
subscription { ticks }
subscription { ticks shape { name } }
subscription { ticks ticks }
subscription { a: ticks b: ticks }
subscription { __typename }
subscription { ticks __typename }
subscription { ...F } fragment F on Subscription { ticks }
subscription { ...F } fragment F on Subscription { ticks shape { name } }
subscription { ... { ticks } ... on Subscription { ticks } }
subscription { ...F ticks } fragment F on Subscription { ticks }
subscription A { ticks } subscription B { ticks shape { name } }
subscription { ticks @skip(if: true) }
subscription { ticks @include(if: true) shape @skip(if: true) { name } }
subscription($b: Boolean!) { ticks @include(if: $b) }
subscription { ... @include(if: true) { ticks } }
subscription { ...F @skip(if: false) } fragment F on Subscription { ticks }
subscription { shape { name @skip(if: true) area } }
subscription { ticks(every: null) }
subscription { ticks(every: 1) }
query { __schema { types { name } } __typename }
mutation { __schema { types { name } } }
mutation { __typename }
{ cat { __schema { types { name } } } }
{ cat { __typename a: __typename } }
{ __type(name: 1) { name } }
{ __type(name: "A", nope: 1) { name } }
{ __schema { types { fields(includeDeprecated: true) { args(includeDeprecated: false) { name } isDeprecated } specifiedByURL isOneOf inputFields { isDeprecated } } directives { isRepeatable locations } description } }
{ __schema { nope } }
{ __schema }
{ cat { __nope } }
{ __typename { x } }
{ int @defer }
{ ... @defer { int } }
{ ... @defer(label: "a") { int } }
{ ints @stream(initialCount: 1) }
{ cat { kin @note { kin @note(again: 1) { meow } } } }
`;

const documents = DOCUMENTS.trim().split('\n').flatMap((query) => {
  const sets = query.includes('$b') ? ['{}', '{"b":true}', '{"b":false}', '{"b":null}'] : query.includes('$v') ? ['{}', '{"v":3}', '{"v":null}'] : ['{}'];
  return sets.map((variables) => ({ query, variables }));
});

export const rules = [...literals, ...positions, ...values, ...defaults, ...documents];
