// The pages in a real browser, against a running server with the built-in record:
// HOPTAC_URL=http://127.0.0.1:8080 HOPTAC_TOKEN=hoptac_… npm test
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { addressesOf } from './addresses.js';
import { base, launch, strangers, violations } from './browser.js';
import { ask, at, faults, openPage, settle } from './pages.js';

/** Bytes of a page's first load, as compressed. */
const FIRST_LOAD_MAX = 150_000;

/** Time for another client's change to be seen. */
const SEEN_MS = 1_000;

const PAGES = await addressesOf(ask);

const READERS = [
  { lang: 'vi', width: 1400, colorScheme: 'light' },
  { lang: 'en', width: 1400, colorScheme: 'dark' },
  { lang: 'vi', width: 400, colorScheme: 'light' },
  { lang: 'en', width: 400, colorScheme: 'dark' },
];

/** axe takes a second for a page: both widths, languages and colours are with one of these. */
const EXAMINED = [READERS[0], READERS[3]];

describe('pages', { timeout: 300_000 }, () => {
  let browser;

  before(async () => {
    browser = await launch();
  });

  after(() => browser?.close());

  const open = (path, reader) => openPage(browser, path, reader);

  for (const reader of READERS) {
    test(`each page for ${Object.values(reader).join(', ')}`, async () => {
      const { context, page, seen } = await open(PAGES[0], reader);
      for (const path of PAGES) {
        await page.goto(at(path));
        await settle(page);
        assert.equal(await page.locator('html').getAttribute('lang'), reader.lang, path);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${path} is ${overflow} pixels too wide`);
        if (EXAMINED.includes(reader)) assert.deepEqual(await faults(page), [], path);
        assert.deepEqual(await violations(page), [], path);
      }
      assert.deepEqual(strangers(seen), []);
      assert.deepEqual(seen.complaints, []);
      await context.close();
    });
  }

  test('the first load of a page is small', async () => {
    for (const path of PAGES) {
      const context = await browser.newContext();
      const page = await context.newPage();
      const requests = [];
      page.on('requestfinished', (request) => {
        if (!request.url().endsWith('/graphql')) requests.push(request);
      });
      await page.goto(at(path));
      await settle(page);
      const sizes = await Promise.all(requests.map((request) => request.sizes()));
      const sum = sizes.reduce((total, { responseBodySize }) => total + responseBodySize, 0);
      console.log(`# ${path}: ${sum} bytes`);
      assert.ok(sum <= FIRST_LOAD_MAX, `${path} loads ${sum} bytes`);
      await context.close();
    }
  });

  test('the figures of the review are the reconciliation of the API', async () => {
    const { context, page } = await open('/');
    const { agreement: it } = await ask(
      '{ agreement(by: {code: "tt-2022"}) { reconciliation { claim { value } recorded } } }',
    );
    const counted = it.reconciliation.filter(({ claim, recorded }) => claim.value !== null && recorded !== null);
    const marks = async (name) =>
      (await page.locator(`.figures [data-mark=${name}]`).allTextContents()).map((text) => Number(text.replace(/[^\d.]/g, '')));
    const published = await marks('published');
    assert.equal(published.length, 4);
    const shown = published.map((value, nth) => [value, nth]);
    const recorded = await marks('recorded');
    for (const [value, nth] of shown) {
      assert.ok(
        counted.some(({ claim, recorded: count }) => Number(claim.value) === value && Number(count) === recorded[nth]),
        `${value} beside ${recorded[nth]}`,
      );
    }
    await context.close();
  });

  test('the cells of the matrix are those of the API', async () => {
    const { context, page } = await open('/matrix');
    const { cooperationMatrix: matrix } = await ask(
      `{ cooperationMatrix(boundaries: {kind: TODAY}) {
        cells(first: 100) { nodes { a { key } b { key } tally { activities flows { aToB bToA } } } }
      } }`,
    );
    const read = () =>
      page.locator('[data-mark=cell]').evaluateAll((cells) => cells.map(({ dataset: { a, b, value } }) => [a, b, Number(value)]));
    const sorted = (cells) => cells.map((cell) => cell.join(' ')).sort();
    const nodes = matrix.cells.nodes;
    const both = (there, back) => nodes.flatMap((it) => [[it.a.key, it.b.key, there(it)], [it.b.key, it.a.key, back(it)]]);
    const sum = (it) => it.tally.activities;
    assert.deepEqual(sorted(await read()), sorted(both(sum, sum)));
    await page.getByLabel('Figure').selectOption('gave');
    assert.ok(page.url().endsWith('?figure=gave'), page.url());
    assert.deepEqual(sorted(await read()), sorted(both((it) => it.tally.flows.aToB, (it) => it.tally.flows.bToA)));
    await context.close();
  });

  test('the bar of a pair and the stack of an agreement are drawn to the figures of the API', async () => {
    const { cooperation, agreement: it } = await ask(`{
      cooperation(between: {a: {key: "lam-dong-2025"}, b: {key: "ho-chi-minh-2025"}}, boundaries: {kind: TODAY}) {
        tally { flows { oneWayAToB oneWayBToA mutual } }
      }
      agreement(by: {code: "tt-2022"}) { progress { completed ongoing planned suspended cancelled unknown lateCount noReportCount } }
    }`);
    const read = (page, selector) =>
      page.locator(selector).evaluateAll((marks) => marks.map((mark) => [Number(mark.dataset.value), mark.width.baseVal.value]));
    const proportional = (marks) => {
      const [sum, width] = marks.reduce(([a, b], [x, y]) => [a + x, b + y], [0, 0]);
      for (const [value, drawn] of marks) assert.ok(Math.abs(drawn - (value / sum) * width) < 0.01, `${value}: ${drawn}`);
    };
    const { flows } = cooperation.tally;
    const pair = await open('/pair/lam-dong-2025/ho-chi-minh-2025');
    const bar = await read(pair.page, '.direction rect[data-mark]');
    assert.deepEqual(bar.slice(0, 3).map(([value]) => value), [flows.oneWayAToB, flows.oneWayBToA, flows.mutual]);
    proportional(bar);
    await pair.context.close();
    const page = await open('/agreement/tt-2022');
    const stack = await read(page.page, '.stack rect[data-status]');
    const { completed, ongoing, planned, suspended, cancelled, unknown, lateCount, noReportCount } = it.progress;
    assert.deepEqual(stack.map(([value]) => value), [completed, ongoing, planned, suspended, cancelled, unknown]);
    proportional(stack);
    // On the timeline, late and without a report stand apart.
    await page.page.locator('.timeline [data-mark=planned]').first().waitFor();
    const kinds = await page.page.locator('.timeline [data-lateness]').evaluateAll((marks) => marks.map(({ dataset }) => dataset.lateness));
    assert.deepEqual(['LATE', 'NO_REPORT'].map((kind) => kinds.filter((it) => it === kind).length), [lateCount, noReportCount]);
    await page.context.close();
  });

  test('the keyboard alone leads from the first page to a pair', async () => {
    const { context, page } = await open('/');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the content');
    await page.getByRole('link', { name: 'Matrix' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Cooperation matrix' }).waitFor();
    await page.locator('[data-mark=cell] a').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/pair\//);
    await page.getByRole('button', { name: 'Status' }).first().focus();
    await page.keyboard.press('Space');
    assert.equal(await page.locator('th[aria-sort]').count(), 1);
    await context.close();
  });

  test('language and colours are the choice of the reader and stay', async () => {
    const { context, page } = await open('/agreements');
    await page.getByRole('button', { name: 'Tiếng Việt' }).click();
    await page.getByRole('heading', { level: 1, name: 'Thỏa thuận' }).waitFor();
    await page.getByLabel('Màu').selectOption('dark');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Thỏa thuận' }).waitFor();
    assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
    await context.close();
  });

  test('a search shows what was found while one types, and can be shared', async () => {
    const { context, page } = await open('/search');
    await page.getByRole('searchbox').pressSequentially('dam rong');
    await page.locator('.found mark').first().waitFor();
    await page.waitForURL(/q=dam\+rong/);
    await context.close();
  });

  test('on paper there is no control and all is light, and nothing moves for whoever asks for that', async () => {
    const { context, page } = await open('/agreement/tt-2022', { colorScheme: 'dark' });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.notEqual(await ground(), 'rgb(255, 255, 255)');
    await page.emulateMedia({ media: 'print' });
    assert.equal(await ground(), 'rgb(255, 255, 255)');
    for (const control of ['header', '.filters', '.files', '.query']) {
      assert.ok((await page.locator(control).count()) > 0, control);
      assert.equal(await page.locator(control).first().isVisible(), false, control);
    }
    await page.emulateMedia({ media: 'screen', reducedMotion: 'reduce' });
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')].map((it) => getComputedStyle(it)).filter((it) => it.animationName !== 'none' || it.transitionDuration.split(', ').some((time) => parseFloat(time) > 0)).length,
    );
    assert.equal(moving, 0);
    await context.close();
  });

  test('a mistyped address says so as a page, and leads on', async () => {
    for (const path of ['/matrx', '/agreement/tt-2022/fields']) {
      const { context, page } = await open('/');
      const answer = await page.goto(at(path));
      assert.equal(answer.status(), 404, path);
      await page.getByRole('heading', { name: 'No such page' }).waitFor();
      await page.getByRole('link', { name: 'Matrix' }).click();
      await page.waitForURL(at('/matrix'));
      await context.close();
    }
  });

  test('the query behind a page opens in GraphiQL', async () => {
    const { context, page } = await open('/matrix');
    await page.getByText('Show query').click();
    const [graphiql] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Open in GraphiQL' }).click(),
    ]);
    await graphiql.locator('.graphiql-tab-button', { hasText: 'Matrix' }).waitFor();
    assert.equal(new URL(graphiql.url()).hash, '');
    await context.close();
  });

  test("another client's change is seen within a second", async () => {
    assert.ok(process.env.HOPTAC_TOKEN, 'HOPTAC_TOKEN must be the token of an administrator');
    const { context, page, seen } = await open('/');
    await page.getByText('Following changes').waitFor({ state: 'attached' });
    const name = `Ngành thử ${process.pid}`;
    const { addSector } = await ask(
      'mutation Add($input: AddSectorInput!) { addSector(input: $input) { errors { message } change { seq } } }',
      { input: { code: `TRY_${process.pid}`, name: { vi: name } } },
      { authorization: `Bearer ${process.env.HOPTAC_TOKEN}` },
    );
    assert.deepEqual(addSector.errors, []);
    await page.locator(`.changes [data-seq="${addSector.change.seq}"]`, { hasText: `Add a sector · New · Sector: ${name}` }).waitFor({ timeout: SEEN_MS });
    assert.deepEqual(seen.complaints, []);
    await context.close();
  });

  test('an answer that does not come is told, and the shell stays', async () => {
    const context = await browser.newContext({ locale: 'en' });
    const page = await context.newPage();
    await page.route('**/graphql', (route) => route.abort());
    await page.routeWebSocket(/\/graphql$/, () => {});
    await page.goto(at('/agreements'));
    await page.getByRole('alert').waitFor();
    await page.getByRole('link', { name: 'Matrix' }).waitFor();
    await page.unroute('**/graphql');
    await page.goto(at('/agreement/no-such-agreement'));
    await page.getByText('Not found').waitFor();
    await context.close();
  });
});
