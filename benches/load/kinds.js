// What is sent, and what must come back.
//
// A kind has a name, a share of its sort, `make(n)`, which gives the request, and `wrong(answer)`: what is wrong with an answer, if
// something is.
import { get, post } from './client.js';

const json = (query, variables, headers) => post(JSON.stringify({ query, variables }), headers);

/** An honest answer: 200, data that begin so, and no errors. */
const honest = (start) => {
  const wanted = Buffer.from(`{"data":{${start}`);
  const errors = Buffer.from('"errors":[{');
  return ({ status, body }) => {
    if (status !== 200) return 'status';
    if (body.compare(wanted, 0, wanted.length, 0, wanted.length) !== 0) return 'data';
    return body.includes(errors) ? 'errors' : undefined;
  };
};

/** A refusal, with this status and code, and with a reason where one is told. */
const refused = (status, code, reason) => (answer) => {
  if (answer.status !== status) return 'status';
  const [error] = JSON.parse(answer.body).errors ?? [];
  if (error?.extensions?.code !== code) return 'code';
  return reason && error.extensions.reason !== reason ? 'reason' : undefined;
};

/** A search waits for what was written just before it, and may be told to ask again while many write. */
const searched = (answer) => {
  const wrong = honest('"search":{')(answer);
  return wrong && refused(200, 'UNAVAILABLE')(answer) === undefined ? undefined : wrong;
};

const NESTED = `query ($code: String!) { agreement(by: { code: $code }) { code title fields { key title activities(first: 10) { edges { node {
  key title status events(first: 2) { edges { node { key title kind startsOn host { name } } } } } } } } } }`;
const POINT = 'query ($key: String!) { activity(by: { key: $key }) { key title status } }';
const PAGE = `query ($n: Int!) { events(first: $n, orderBy: TITLE_ASC) { totalCount pageInfo { endCursor hasNextPage }
  edges { node { id title startsOn host { name } } } } }`;
const MATRIX = `{ cooperationMatrix { network { oneWayShare reciprocity }
  cells(first: 10) { edges { node { a { name } b { name } tally { flows { aToB bToA mutual } } } } } } }`;
const REVIEW = `{ agreement(by: { code: "tt-2022" }) { progress { agreed completed overdueCount
  overdue(first: 3) { edges { node { daysLate activity { title } } } } } reconciliation { recorded gap verdict } } }`;
const SEARCH = 'query ($text: String!) { search(text: $text, first: 10) { edges { node { __typename } } } }';
const EARLIER = '{ at(moment: { seq: 1 }) { activities(first: 20) { edges { node { key title } } } } }';
const WORDS = ['du lich', 'y te', 'nong san', 'hoi nghi', 'Đắk Lắk', 'hop tac'];

/** Honest reads: of records and of figures, such as are kept until the next change, and such as never are. */
export const reads = ({ codes, keys }) => {
  const one = (all, n) => all[(n * 7919) % all.length];
  return [
    { name: 'nested, the same', share: 15, make: () => json(NESTED, { code: 'tt-2022' }), wrong: honest('"agreement":{') },
    { name: 'nested, of all agreements', share: 10, make: (n) => json(NESTED, { code: one(codes, n) }), wrong: honest('"agreement":{') },
    { name: 'point, the same', share: 15, make: () => json(POINT, { key: keys[0] }), wrong: honest('"activity":{') },
    { name: 'point, of many', share: 20, make: (n) => json(POINT, { key: one(keys, n) }), wrong: honest('"activity":{') },
    { name: 'point, never kept', share: 15, make: (n) => json(POINT, { key: one(keys, n) }, { 'x-hoptac-cost': '1' }), wrong: honest('"activity":{') },
    { name: 'page by title', share: 5, make: (n) => json(PAGE, { n: 10 + (n % 90) }), wrong: honest('"events":{') },
    { name: 'figures of all pairs', share: 5, make: () => json(MATRIX), wrong: honest('"cooperationMatrix":{') },
    { name: 'review of an agreement', share: 5, make: () => json(REVIEW), wrong: honest('"agreement":{') },
    { name: 'search', share: 5, make: (n) => json(SEARCH, { text: one(WORDS, n) }), wrong: searched },
    { name: 'the past, by GET', share: 5, make: () => get(`/graphql?query=${encodeURIComponent(EARLIER)}`), wrong: honest('"at":{') },
  ];
};

const RECORD = `mutation ($input: RecordOutcomeInput!) { recordOutcome(input: $input) { outcome { id version } change { seq }
  errors { code message field } } }`;

export const mutations = ({ token, activities }) => [
  {
    name: 'mutation, recordOutcome',
    share: 1,
    make: (n) => {
      const title = { vi: 'Tập huấn' };
      const activity = activities[n % activities.length];
      const idempotencyKey = `load-${process.pid}-${n}`;
      const input = { kind: 'OUTPUT', title, activity, measure: 'UNIT', value: '38', unit: 'persons', idempotencyKey };
      return json(RECORD, { input }, { authorization: `Bearer ${token}` });
    },
    wrong: (answer) => honest('"recordOutcome":{"outcome":{"id":')(answer) ?? (answer.body.includes('"errors":[]') ? undefined : 'errors'),
  },
];

/** A document of nested fragments, each of which spreads the next one twice: 584 bytes that stand for 2¹⁵ fields. */
export function bomb(n) {
  const count = 15;
  const spread = (it) => `fragment F${it} on Viewer{...F${it + 1}...F${it + 1}}`;
  const fragments = Array.from({ length: count }, (_, it) => spread(it)).join('');
  return `query Q${n}{viewer{...F0}}${fragments}fragment F${count} on Viewer{name}`.padEnd(584, ' ');
}

const repeat = (text, count) => text.repeat(count);
const strict = { accept: 'application/graphql-response+json' };
const limit = (reason) => refused(400, 'LIMIT_EXCEEDED', reason);
const EVENTS = (first) => `{ events(first: ${first}) { edges { node { id } } } }`;
const refusedField = refused(200, 'BAD_USER_INPUT');

/** Hostile requests; each must be refused as it is documented, and no otherwise. */
export const attacks = () => [
  { name: 'deep', make: () => json(`{ agreement(by: { code: "a" }) ${repeat('{ parent ', 30)}{ id }${repeat(' }', 31)}`, {}, strict), wrong: limit('DEPTH') },
  { name: 'wide', make: () => json(`{ ${repeat('__typename ', 3000)}}`, {}, strict), wrong: limit('TOKENS') },
  { name: 'nested fragments', make: (n) => json(bomb(n), {}, strict), wrong: limit('SELECTIONS') },
  { name: 'fragment cycle', make: () => json('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }', {}, strict), wrong: limit('FRAGMENT_CYCLE') },
  { name: 'aliases', make: () => json(`{ ${Array.from({ length: 100 }, (_, n) => `a${n}: __typename`).join(' ')} }`, {}, strict), wrong: limit() },
  { name: 'directives', make: () => json(`{ __typename ${repeat('@skip(if: false) ', 200)}}`, {}, strict), wrong: limit() },
  { name: 'brackets', make: () => json(`{ a(b: ${repeat('[', 5000)}`, {}, strict), wrong: limit() },
  { name: 'huge document', make: () => json(`{ __typename } ${repeat('#', 80_000)}`, {}, strict), wrong: limit('DOCUMENT_BYTES') },
  { name: 'huge first', make: () => json(EVENTS(2_000_000_000)), wrong: refusedField },
  { name: 'negative first', make: () => json(EVENTS(-1)), wrong: refusedField },
  {
    name: 'costly',
    make: () => json('{ events(first: 100) { edges { node { activity { events(first: 100) { edges { node { activity { events(first: 100) { edges { node { id } } } } } } } } } } } }', {}, strict),
    wrong: limit('COST'),
  },
  { name: 'deep variables', make: () => post(`{"query": "{ __typename }", "variables": {"a": ${repeat('[', 100)}${repeat(']', 100)}}}`, strict), wrong: limit('VARIABLES_DEPTH') },
  { name: 'deeper JSON', make: () => post(`{"query": "{ __typename }", "variables": ${repeat('[', 9000)}`), wrong: limit('JSON_DEPTH') },
  { name: 'broken JSON', make: () => post('{"query": "{ __typename }", }'), wrong: refused(400, 'BAD_REQUEST') },
  { name: 'batch', make: () => post('[{"query": "{ __typename }"}]'), wrong: refused(400, 'BAD_REQUEST') },
  { name: 'broken GraphQL', make: () => json('{ agreement(by: ', {}, strict), wrong: refused(400, 'GRAPHQL_PARSE_FAILED') },
  { name: 'unknown field', make: (n) => json(`{ nothing${n} }`, {}, strict), wrong: refused(400, 'GRAPHQL_VALIDATION_FAILED') },
  { name: 'unknown hash', make: () => post(JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: repeat('0', 64) } } }), strict), wrong: refused(400, 'PERSISTED_QUERY_NOT_FOUND') },
  { name: 'oversized body', make: () => post(`{"query": "${repeat('x', 300 << 10)}"}`), wrong: refused(413, 'PAYLOAD_TOO_LARGE') },
  { name: 'wrong media type', make: () => post('{ __typename }', { 'content-type': 'text/plain' }), wrong: refused(415, 'UNSUPPORTED_MEDIA_TYPE') },
  { name: 'mutation by GET', make: () => get(`/graphql?query=${encodeURIComponent('mutation { __typename }')}`), wrong: refused(405, 'METHOD_NOT_ALLOWED') },
  { name: 'long address', make: () => get(`/graphql?query=${repeat('x', 9000)}`), wrong: refused(414, 'URI_TOO_LONG') },
  { name: 'from a page elsewhere', make: () => get('/graphql?query=%7B__typename%7D', { origin: 'http://elsewhere.example', 'user-agent': 'Mozilla/5.0' }), wrong: refused(403, 'CSRF_PREVENTED') },
  { name: 'unknown token', make: () => json('{ __typename }', {}, { authorization: `Bearer hoptac_${repeat('A', 43)}` }), wrong: refused(401, 'UNAUTHENTICATED') },
].map((kind) => ({ share: 1, ...kind, name: `hostile: ${kind.name}` }));
