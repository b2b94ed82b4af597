// What the pages show while there is nothing else to show: loading, nothing recorded, an error, no right, no line.
// HOPTAC names the program, HOPTAC_URL a running one with the built-in record.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Program } from '../clients/program.js';
import { addressesOf } from './addresses.js';
import { launch, watch } from './browser.js';
import { ask, at, faults, openPage, settle, topOf } from './pages.js';

const PAGES = await addressesOf(ask);

/** Pages that ask for nothing before somebody has done something. */
const SILENT = PAGES.filter((path) => /^\/(search|work|do)/.test(path));
const ASKING = PAGES.filter((path) => !SILENT.includes(path));

/** An answer of nothing but an error. */
const failing = (code, message) => ({ status: 200, contentType: 'application/json', body: JSON.stringify({ errors: [{ message, extensions: { code } }] }) });

describe('states', { timeout: 600_000 }, () => {
  let browser;

  before(async () => {
    browser = await launch();
  });

  after(() => browser?.close());

  /** Opens a page whose requests are answered by the test, and whose line stands once `connected` says so. */
  async function answered(path, answer, { lang = 'en', width = 1400, colorScheme = 'light', connected = new Promise(() => {}) } = {}) {
    const context = await browser.newContext({ locale: lang, viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    await page.route('**/graphql', answer);
    await page.routeWebSocket(/\/graphql$/, async (socket) => {
      await connected;
      socket.connectToServer();
    });
    await page.goto(at(path));
    return { context, page };
  }

  test('each page says that it is loading, until the answer has come', async () => {
    for (const path of ASKING) {
      let answer;
      const held = new Promise((done) => (answer = done));
      const hold = async (route) => {
        await held;
        await route.continue();
      };
      const { context, page } = await answered(path, hold, { connected: held });
      await page.locator('h1').waitFor();
      await page.getByText('Loading…').first().waitFor();
      assert.deepEqual(await faults(page), [], path);
      answer();
      await settle(page);
      assert.equal(await page.getByText('Loading…').count(), 0, path);
      await context.close();
    }
  });

  for (const [which, [state, answer, words]] of [
    ['other', (route) => route.fulfill(failing('INTERNAL', 'the server failed')), { en: 'The data could not be read.', vi: 'Không đọc được dữ liệu.' }],
    ['forbidden', (route) => route.fulfill(failing('FORBIDDEN', 'not in the scope')), { en: 'You do not have the right', vi: 'Bạn không có quyền' }],
    ['unauthenticated', (route) => route.fulfill(failing('UNAUTHENTICATED', 'a token is required')), { en: 'open only to those who are signed in', vi: 'chỉ mở cho người đã đăng nhập' }],
    ['offline', (route) => route.abort(), { en: 'There is no line to the server.', vi: 'Không kết nối được với máy chủ.' }],
  ].entries()) {
    test(`each page tells of an answer that does not come: ${state}`, async () => {
      for (const [nth, path] of ASKING.entries()) {
        const lang = nth % 2 ? 'vi' : 'en';
        const { context, page } = await answered(path, answer, { lang, width: nth % 2 ? 400 : 1400, colorScheme: nth % 2 ? 'dark' : 'light' });
        const alert = page.locator(`[role=alert][data-state=${state}]`).first();
        await alert.waitFor();
        assert.match(await alert.textContent(), new RegExp(words[lang]), path);
        assert.equal(await page.locator('header nav').count(), 1, path);
        // axe takes a second for a page: each page is with one of the states, and each state with some pages.
        if (nth % 4 === which) assert.deepEqual(await faults(page), [], path);
        await context.close();
      }
    });
  }

  test('a page without a line shows what it had, says so, and goes on by itself', async () => {
    const { context, page } = await openPage(browser, '/agreements');
    const rows = await page.locator('tbody tr').count();
    await context.setOffline(true);
    await page.getByText('The line to the server is lost').waitFor();
    assert.equal(await page.locator('tbody tr').count(), rows);
    assert.deepEqual(await faults(page), []);
    await context.setOffline(false);
    await page.getByText('Following changes').waitFor({ state: 'attached' });
    assert.equal(await page.locator('tbody tr').count(), rows);
    await context.close();
  });

  test('a page that was opened without a line has its answer when there is one', async () => {
    const context = await browser.newContext({ locale: 'en' });
    const page = await context.newPage();
    await page.route('**/graphql', (route) => route.abort());
    let connect;
    const up = new Promise((done) => (connect = done));
    await page.routeWebSocket(/\/graphql$/, async (socket) => {
      await up;
      socket.connectToServer();
    });
    await page.goto(at('/agreements'));
    await page.locator('[data-state=offline]').waitFor();
    connect();
    // It comes by the line: no other request is answered.
    await page.locator('tbody tr').first().waitFor();
    await context.close();
  });

  test('each page of an empty registry says that nothing is recorded', async () => {
    const program = await Program.start('--no-seed');
    try {
      const context = await browser.newContext({ locale: 'en', viewport: { width: 400, height: 900 } });
      const page = await context.newPage();
      const seen = watch(page);
      for (const path of ASKING) {
        await page.goto(at(path, topOf(program)));
        await settle(page);
        assert.ok((await page.locator('p.state, div.state').count()) > 0, path);
        assert.equal(await page.locator('.state-error').count(), 0, path);
        assert.deepEqual(await faults(page), [], path);
      }
      assert.deepEqual(seen.complaints, []);
      await context.close();
    } finally {
      await program.remove();
    }
  });

  test('a registry that is closed to strangers asks them to sign in', async () => {
    const program = await Program.start('--no-anonymous');
    try {
      const token = await program.token('--name', 'Đọc', '--role', 'READER');
      const context = await browser.newContext({ locale: 'vi', viewport: { width: 400, height: 900 } });
      const page = await context.newPage();
      await page.goto(at('/agreements', topOf(program)));
      await page.locator('[data-state=unauthenticated]').getByRole('link', { name: 'Đăng nhập' }).click();
      await page.getByLabel('Mã truy cập').fill(token);
      await page.getByRole('button', { name: 'Đăng nhập' }).click();
      await page.locator('[data-mark=viewer]', { hasText: 'Đọc' }).waitFor();
      await page.getByRole('link', { name: 'Thỏa thuận', exact: true }).click();
      await page.locator('tbody tr').first().waitFor();
      assert.deepEqual(await faults(page), []);
      await context.close();
    } finally {
      await program.remove();
    }
  });
});
