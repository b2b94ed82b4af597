// The pages of a program that executes none but trusted documents: HOPTAC names the program, HOPTAC_URL a running one.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Program } from '../clients/program.js';
import { addressesOf } from './addresses.js';
import { launch, violations, watch } from './browser.js';
import { ask, at, settle, topOf } from './pages.js';

describe('pages of a program that trusts no other documents', { timeout: 300_000 }, () => {
  let program;
  let browser;

  before(async () => {
    program = await Program.start('--trusted-documents', 'enforce');
    browser = await launch();
  });

  after(async () => {
    await browser?.close();
    await program?.remove();
  });

  test('it refuses any other document', async () => {
    const response = await fetch(program.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ agreements { totalCount } }' }),
    });
    const { errors } = await response.json();
    assert.deepEqual([response.status, errors[0].extensions.reason], [403, 'UNTRUSTED_DOCUMENT']);
  });

  test('each page has its answers, and follows the registry', async () => {
    const context = await browser.newContext({ locale: 'en' });
    const page = await context.newPage();
    const seen = watch(page);
    const sent = [];
    page.on('request', (request) => {
      if (request.url() === program.url) sent.push(JSON.parse(request.postData()));
    });
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => {
        const message = JSON.parse(payload);
        if (message.type === 'subscribe') sent.push(message.payload);
      });
    });
    // Both programs have the built-in record, with the same ids.
    for (const path of await addressesOf(ask)) {
      await page.goto(at(path, topOf(program)));
      await settle(page);
      assert.equal(await page.locator('.state-error').count(), 0, path);
      await page.getByText('Following changes').waitFor({ state: 'attached' });
    }
    assert.deepEqual(seen.complaints, []);
    assert.deepEqual(await violations(page) ?? [], []);
    assert.ok(sent.length > 20, String(sent.length));
    for (const { query, documentId } of sent) {
      assert.equal(query ?? '', '');
      assert.match(documentId, /^sha256:[\da-f]{64}$/);
    }
    await context.close();
  });

  test('what is recorded goes by trusted documents, too', async () => {
    const token = await program.token('--name', 'Ghi', '--role', 'RECORDER', '--province', 'ho-chi-minh');
    const context = await browser.newContext({ locale: 'en' });
    await context.addInitScript((it) => sessionStorage.setItem('hoptac:token', it), token);
    const page = await context.newPage();
    const seen = watch(page);
    await page.goto(at('/work', topOf(program)));
    await page.getByRole('link', { name: /^Complete an activity/ }).first().click();
    await page.getByLabel('Last day').fill('31/12/2024');
    await page.locator('form').getByRole('button', { name: 'Complete an activity' }).click();
    await page.getByText(/Recorded: change/).waitFor();
    assert.deepEqual(seen.complaints, []);
    await context.close();
  });
});
