// Asks all servers the same, and fails unless they answer with the same objects and values, in the same order.
//
// node same.js FOLDER NAME=PORT…
//
// Reads `QUERY.graphql` beside this file, or `QUERY.NAME.graphql` where a server has names of its own. Leaves in FOLDER what is
// posted to each server (`QUERY.NAME.json`), what the first of them answers (`QUERY.answer`), and of how many bytes.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const [folder, ...servers] = process.argv.slice(2);
const LEAST = { nested: 156, point: 1 };

function text(query, name) {
  const own = new URL(`${query}.${name}.graphql`, import.meta.url);
  return readFileSync(existsSync(own) ? own : new URL(`${query}.graphql`, import.meta.url), 'utf8');
}

/** The content alone: pages are lists, however they are wrapped. */
function content(value) {
  if (Array.isArray(value)) return value.map(content);
  if (value === null || typeof value !== 'object') return value;
  const entries = value.nodes ?? value.edges?.map(({ node }) => node);
  if (entries) return entries.map(content);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, content(inner)]));
}

/** How many records an answer holds: what has a key or a code. */
function count(value) {
  if (value === null || typeof value !== 'object') return 0;
  const own = 'key' in value || 'code' in value ? 1 : 0;
  return Object.values(value).reduce((sum, inner) => sum + count(inner), own);
}

for (const [query, least] of Object.entries(LEAST)) {
  let expected;
  for (const server of servers) {
    const [name, port] = server.split('=');
    const body = JSON.stringify({ query: text(query, name) });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST', headers, body });
    const answer = await response.text();
    const { data, errors } = JSON.parse(answer);
    assert.equal(response.status, 200, answer);
    assert.equal(errors, undefined, answer);
    const got = content(data);
    if (expected === undefined) {
      expected = got;
      assert.equal(count(got), least, `${query} of ${name} has ${count(got)} records`);
      writeFileSync(`${folder}/${query}.answer`, answer);
    }
    assert.deepEqual(got, expected, `${name} answers ${query} otherwise`);
    writeFileSync(`${folder}/${query}.${name}.json`, body);
  }
  console.log(`${query}: ${servers.length} servers, the same ${count(expected)} records`);
}
