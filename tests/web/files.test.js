// What is shown, taken along as CSV and as a workbook: each table of each page, against a running server with the built-in
// record. PDF_PYTHON names a Python with python/requirements.txt.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { launch } from './browser.js';
import { ask, openPage } from './pages.js';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));

assert.ok(process.env.PDF_PYTHON, 'PDF_PYTHON must name a Python with tests/web/python/requirements.txt');

/** Pages, and the tables that each offers, by the names of their files. */
const FILES = {
  '/': ['tt-2022-review'],
  '/agreements': ['agreements'],
  '/agreement/tt-2022': ['tt-2022-activities', 'tt-2022-reconciliation', 'tt-2022-fields', 'tt-2022-directives', 'tt-2022-agreements'],
  '/map?of=lam-dong-2025': ['map-*'],
  '/matrix': ['matrix'],
  '/pair/lam-dong-2025/ho-chi-minh-2025': ['lam-dong-2025-ho-chi-minh-2025-*'],
  '/provinces': ['provinces-*'],
  '/province/lam-dong': ['lam-dong-partners', 'lam-dong-activities', 'lam-dong-events-hosted', 'lam-dong-events'],
  '/search?q=ho%20tro': ['search'],
  '/report/agreement/tt-2022': ['tt-2022-report'],
};

/** The cells of a CSV file by RFC 4180. */
function cellsOf(text) {
  assert.ok(text.startsWith('\ufeff'));
  const rows = [[]];
  for (const [, quoted, plain, end] of text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') rows.push([]);
  }
  assert.deepEqual(rows.pop(), []);
  return rows;
}

/** What a cell of a workbook is in a CSV file. */
const asText = (cell) => (cell === null ? '' : String(cell).replace(/^day /, ''));

/** Without the mark that keeps a spreadsheet from reading a text as a formula. */
const asRead = (text) => (/^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text);

describe('files', { timeout: 300_000 }, () => {
  let browser;

  before(async () => {
    browser = await launch();
  });

  after(() => browser?.close());

  async function taken(page, button) {
    const [file] = await Promise.all([page.waitForEvent('download'), button.click()]);
    return { name: file.suggestedFilename(), path: await file.path() };
  }

  /** Both files of each table of a page, by their name; the cells are those of the workbook. */
  async function tables(path, lang) {
    const { context, page, seen } = await openPage(browser, path, { lang });
    // The activities of a report come after its head.
    await page.locator('.files').first().waitFor();
    const found = [];
    const offers = page.locator('.files');
    for (let nth = 0; nth < (await offers.count()); nth += 1) {
      const [csv, xlsx] = [await taken(page, offers.nth(nth).getByRole('button').nth(0)), await taken(page, offers.nth(nth).getByRole('button').nth(1))];
      const name = csv.name.replace(/\.csv$/, '');
      assert.equal(xlsx.name, `${name}.xlsx`);
      found.push({ name, csv: csv.path, xlsx: xlsx.path });
    }
    const { stdout } = await run(process.env.PDF_PYTHON, [join(here, 'python/sheet.py'), ...found.map(({ xlsx }) => xlsx)], { maxBuffer: 1 << 26 });
    const sheets = JSON.parse(stdout);
    for (const [nth, { name, csv }] of found.entries()) {
      const { frozen, rows } = sheets[nth];
      assert.equal(frozen, 'A2', name);
      const text = cellsOf(await readFile(csv, 'utf8')).map((row) => row.map(asRead));
      assert.deepEqual(rows.map((row) => row.map(asText)), text, name);
    }
    assert.deepEqual(seen.complaints, []);
    await context.close();
    return new Map(found.map(({ name }, nth) => [name, sheets[nth].rows]));
  }

  test('each table of each page is in both files, with the same cells', async () => {
    for (const [nth, [path, names]] of Object.entries(FILES).entries()) {
      const found = [...(await tables(path, nth % 2 ? 'vi' : 'en')).entries()];
      for (const name of names) {
        const matched = found.filter(([it]) => (name.endsWith('*') ? it.startsWith(name.slice(0, -1)) : it === name));
        assert.ok(matched.length > 0 && matched.every(([, rows]) => rows.length > 1), `${path}: ${name} among ${found.map(([it]) => it)}`);
      }
      assert.ok(found.length >= names.length, path);
    }
  });

  const api = (query) => ask(query, {}, { 'accept-language': 'en' });
  const sorted = (rows) => rows.map((row) => JSON.stringify(row)).sort();
  const columns = ([head, ...rows], ...names) => rows.map((row) => names.map((name) => row[head.indexOf(name)]));

  test('agreements have the days and counts of the API, as days and numbers', async () => {
    const rows = (await tables('/agreements', 'en')).get('agreements');
    const { agreements } = await api('{ agreements(first: 100) { nodes { title signedOn activities(first: 0) { totalCount } } } }');
    const wanted = agreements.nodes.map(({ title, signedOn, activities }) => [title, signedOn && (/^.{10}$/.test(signedOn) ? `day ${signedOn}` : signedOn), activities.totalCount]);
    assert.deepEqual(sorted(columns(rows, 'Title', 'Signed on', 'Activities')), sorted(wanted));
    assert.ok(wanted.some(([, day]) => day?.startsWith('day ')) && wanted.every(([, , count]) => Number.isInteger(count)));
  });

  test('the pairs of the matrix have the figures of the API', async () => {
    const rows = (await tables('/matrix?boundaries=recorded', 'en')).get('matrix');
    const { cooperationMatrix: matrix } = await api(`{ cooperationMatrix(boundaries: {kind: AS_RECORDED}) { cells(first: 500) { nodes {
      a { name } b { name } tally { activities flows { oneWayAToB oneWayBToA mutual unspecified } events { count } outcomes { count } }
    } } } }`);
    const wanted = matrix.cells.nodes.map(({ a, b, tally: { activities, flows, events, outcomes } }) =>
      [a.name, b.name, activities, flows.oneWayAToB, flows.oneWayBToA, flows.mutual, flows.unspecified, events.count, outcomes.count]);
    assert.deepEqual(sorted(rows.slice(1)), sorted(wanted));
  });

  test('a review has what was published and what is recorded, and activities their due days', async () => {
    const found = await tables('/agreement/tt-2022?on=2024-04-04', 'en');
    const { agreement } = await api(`{ agreement(by: {code: "tt-2022"}) {
      reconciliation { claim { value } recorded }
      progress(on: "2024-04-04") { contributors(figure: AGREED, first: 100) { nodes { title dueOn } } }
    } }`);
    const figures = columns(found.get('tt-2022-reconciliation'), 'Published', 'Recorded');
    assert.deepEqual(sorted(figures), sorted(agreement.reconciliation.map(({ claim, recorded }) => [claim.value === null ? null : Number(claim.value), recorded === null ? null : Number(recorded)])));
    const due = columns(found.get('tt-2022-activities'), 'Activity', 'Due');
    assert.deepEqual(sorted(due), sorted(agreement.progress.contributors.nodes.map(({ title, dueOn }) => [title, dueOn && `day ${dueOn}`])));
  });
});
