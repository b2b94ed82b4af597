// The console in a real browser, against a running server: HOPTAC_URL=http://127.0.0.1:8080 npm test
// CHROMIUM names the browser, /usr/bin/chromium by default.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { base, launch, origin, strangers, violations, watch, watchPolicy } from './browser.js';
import { faults } from './pages.js';

const EXAMPLES = [
  'TheReviewBesideTheRecord',
  'TheAgreedItems',
  'TwoProvinces',
  'TheCityAndEachProvince',
  'BeforeAndAfter',
  'WhoHostedWhat',
];

/** What people look for, and one of the first places that must be found. */
const LOOKED_FOR = {
  'one way': 'Directions.oneWay',
  'một chiều': 'Directions.oneWay',
  late: 'Activity.lateness',
  trễ: 'Activity.lateness',
  support: 'Directions',
  'hỗ trợ': 'Directions',
  'HO TRO': 'Directions',
};

/** What axe finds and the page cannot mend: web/README.md tells of each. */
const KNOWN = { light: ['nested-interactive'], dark: ['color-contrast', 'nested-interactive'] };

/** What axe finds, once that is what is known; else what it found after some tries, since it passes over what is not painted yet. */
async function settledFaults(page, known) {
  const names = async () => (await faults(page)).map((fault) => fault.split(':')[0]);
  let last = await names();
  for (let tries = 0; tries < 10 && !isDeepStrictEqual(last, known); tries += 1) last = await names();
  return last;
}

const consoleUrl = new URL('graphiql', base).href;

/** Opens the console and waits until the schema has arrived and the first example stands in the editor. */
async function open(page, url = consoleUrl) {
  await page.goto(url);
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).waitFor();
}

const tabs = (page) => page.locator('.graphiql-tab-button');
const modelText = (page, name) =>
  page.evaluate((suffix) => {
    const models = globalThis.__MONACO.editor.getModels();
    return models.find(({ uri }) => uri.path.endsWith(suffix)).getValue();
  }, name);

/** Selects a tab, runs it and returns the parsed answer that the response pane shows. */
async function execute(page, name) {
  await tabs(page).filter({ hasText: name }).click();
  // GraphiQL stores the query in the same breath as it learns which operation the run button starts.
  await page.waitForFunction((operation) => {
    const models = globalThis.__MONACO.editor.getModels();
    const textOf = (suffix) => models.find(({ uri }) => uri.path.endsWith(suffix)).getValue();
    const query = textOf('operation.graphql');
    const settled = localStorage['graphiql:query'] === query && textOf('response.json') === '';
    return settled && query.includes(`query ${operation} `);
  }, name);
  await page.getByRole('button', { name: /^Execute query/ }).click();
  await page.locator('.graphiql-response .view-line', { hasText: '"data"' }).waitFor();
  return JSON.parse(await modelText(page, 'response.json'));
}

describe('console', { timeout: 120_000 }, () => {
  let browser;
  let context;
  let page;
  let seen;

  before(async () => {
    browser = await launch();
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await watchPolicy(context);
    page = await context.newPage();
    seen = watch(page);
    await open(page);
  });

  after(() => browser?.close());

  test('opens under its own title, with a slash so that relative addresses work', async () => {
    assert.equal(await page.title(), 'hoptac');
    assert.equal(new URL(page.url()).pathname.endsWith('/graphiql/'), true);
  });

  test('has one tab for each example', async () => {
    assert.deepEqual(await tabs(page).allTextContents(), EXAMPLES);
  });

  test('shows the schema in its own words in the documentation pane', async () => {
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    const docs = page.locator('.graphiql-doc-explorer');
    await docs.getByText('A registry of cooperation between provinces').waitFor();
    await docs.locator('a', { hasText: /^Query$/ }).click();
    await docs.locator('a', { hasText: /^agreement$/ }).first().waitFor();
    await page.getByRole('button', { name: 'Hide Documentation Explorer' }).click();
  });

  test('finds fields by the words that people look for, and opens their documentation', async () => {
    await page.getByRole('button', { name: 'Show Find by words' }).click();
    const found = page.locator('.finder li button');
    for (const [words, place] of Object.entries(LOOKED_FOR)) {
      await page.getByLabel('Names and descriptions').fill(words);
      await page.waitForFunction(
        ([wanted]) => [...document.querySelectorAll('.finder li button')].slice(0, 5).some(({ textContent }) => textContent === wanted),
        [place],
      );
    }
    await page.getByLabel('Names and descriptions').fill('xyzzy');
    await page.getByText('Nothing is found.').waitFor();
    await page.getByLabel('Names and descriptions').fill('lateness');
    await found.filter({ hasText: /^Activity\.lateness$/ }).click();
    await page.locator('.graphiql-doc-explorer-title', { hasText: 'lateness' }).waitFor();
    await page.getByRole('button', { name: 'Hide Documentation Explorer' }).click();
  });

  test('has the query above its answer on a phone, both wide enough to read', async () => {
    const narrow = await browser.newContext({ viewport: { width: 400, height: 900 }, hasTouch: true });
    const phone = await narrow.newPage();
    await open(phone);
    await phone.getByRole('button', { name: /^Execute query/ }).click();
    await phone.locator('.graphiql-response .view-line', { hasText: '"data"' }).waitFor();
    const [editor, answer] = await Promise.all(['.graphiql-query-editor', '.graphiql-response'].map((it) => phone.locator(it).boundingBox()));
    for (const { width, height } of [editor, answer]) assert.ok(width > 350 && height > 200, `${width} × ${height}`);
    assert.ok(answer.y >= editor.y + editor.height);
    assert.ok((await phone.evaluate(() => document.documentElement.scrollWidth)) <= 400);
    await narrow.close();
  });

  test('follows the colours of the system while it is open, and those that one chooses', async () => {
    const coloured = await browser.newContext({ viewport: { width: 1000, height: 800 }, colorScheme: 'light' });
    const shown = await coloured.newPage();
    await open(shown);
    const lightness = (selector) =>
      shown.locator(selector).first().evaluate((element) => {
        const [red, green, blue] = getComputedStyle(element).backgroundColor.match(/[\d.]+/g).map(Number);
        return (red + green + blue) / 3;
      });
    const panes = ['.graphiql-editors', '.graphiql-query-editor .monaco-editor'];
    const isMonaco = (theme) => shown.locator(`.graphiql-query-editor .monaco-editor.${theme}`).waitFor();
    assert.ok((await lightness(panes[0])) > 200);
    await isMonaco('vs');
    await shown.emulateMedia({ colorScheme: 'dark' });
    await isMonaco('vs-dark');
    assert.ok((await lightness(panes[0])) < 80);
    assert.deepEqual(await settledFaults(shown, KNOWN.dark), KNOWN.dark);
    await shown.getByRole('button', { name: 'Open settings dialog' }).click();
    await shown.getByRole('button', { name: 'Light' }).click();
    await isMonaco('vs');
    assert.ok((await lightness(panes[0])) > 200);
    assert.equal(await shown.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'light');
    await shown.keyboard.press('Escape');
    await shown.locator('.graphiql-dialog').waitFor({ state: 'detached' });
    assert.deepEqual(await settledFaults(shown, KNOWN.light), KNOWN.light);
    await coloured.close();
  });

  for (const name of EXAMPLES) {
    test(`runs ${name} without errors`, async () => {
      const answer = await execute(page, name);
      assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
      assert.ok(Object.values(answer.data).some((value) => value !== null), 'data holds nothing');
    });
  }

  test('marks a field that the schema lacks', async () => {
    await page.getByRole('button', { name: 'New tab' }).click();
    await page.locator('.graphiql-query-editor .monaco-editor').click();
    await page.keyboard.type('query Wrong { noSuchField');
    await page.locator('.graphiql-query-editor .squiggly-error').first().waitFor();
    await page.getByRole('button', { name: 'Close Tab' }).last().click();
  });

  test('keeps edits over a reload, and brings the examples back when asked', async () => {
    const fresh = await context.newPage();
    const complaints = watch(fresh);
    await open(fresh);
    await fresh.getByRole('button', { name: 'New tab' }).click();
    await fresh.waitForFunction(
      (length) => JSON.parse(localStorage['graphiql:tabState']).tabs.length === length,
      EXAMPLES.length + 1,
    );
    await open(fresh);
    assert.equal(await tabs(fresh).count(), EXAMPLES.length + 1);

    fresh.on('dialog', (dialog) => dialog.accept());
    await fresh.getByRole('button', { name: 'Reset examples' }).click();
    await tabs(fresh).nth(EXAMPLES.length).waitFor({ state: 'detached' });
    await fresh.locator('.graphiql-query-editor .view-line').first().waitFor();
    assert.deepEqual(await tabs(fresh).allTextContents(), EXAMPLES);
    assert.equal(new URL(fresh.url()).search, '');
    assert.deepEqual(complaints.complaints, []);
    await fresh.close();
  });

  test('starts its workers from files on this origin', () => {
    for (const kind of ['editor', 'graphql', 'json']) {
      const started = seen.workers.filter((url) => new RegExp(`/assets/${kind}\\.worker-\\w+\\.js$`).test(url));
      assert.ok(started.length > 0, `no ${kind} worker among ${seen.workers}`);
    }
    assert.deepEqual(seen.workers.filter((url) => new URL(url).origin !== origin), []);
  });

  test('asks nobody but this origin', () => {
    assert.ok(seen.urls.length > 0);
    assert.deepEqual(strangers(seen), []);
  });

  test('breaks no policy and logs no error', async () => {
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(seen.complaints, []);
  });
});
