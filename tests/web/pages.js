// The pages of a running server, and its API, as the tests use them.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { base, watch, watchPolicy } from './browser.js';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const at = (path, top = base) => new URL(path.replace(/^\//, ''), top).href;

/** The top of a program that a test has started, with a slash. */
export const topOf = ({ url }) => new URL('/', url).href;

/** Asks the API as any client does. */
export async function ask(query, variables = {}, headers = {}, top = base) {
  const response = await fetch(at('/graphql', top), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

/** Waits until nothing on the page is loading, and it follows the registry. */
export async function settle(page) {
  await page.locator('h1').waitFor();
  await page.waitForFunction(() => {
    const states = [...document.querySelectorAll('p.state[role=status]')];
    return states.length === 0 && document.querySelector('header p[role=status]').textContent !== '';
  });
}

/** Opens a page in a context of its own, and watches it. */
export async function openPage(browser, path, { lang = 'en', width = 1400, colorScheme = 'light', top = base } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: lang, colorScheme });
  await watchPolicy(context);
  const page = await context.newPage();
  const seen = watch(page);
  await page.goto(at(path, top));
  await settle(page);
  return { context, page, seen };
}

/** What axe finds on a page. */
export async function faults(page) {
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return found.map(({ id, nodes }) => `${id}: ${nodes[0].html} ${nodes[0].failureSummary}`);
}
