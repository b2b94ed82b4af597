// Pages that follow the registry by live queries, over one line: HOPTAC names the program, HOPTAC_URL a running one.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Program } from '../clients/program.js';
import { launch, watch } from './browser.js';
import { at, settle, topOf } from './pages.js';

const SIGN = `mutation ($input: SignAgreementInput!) { it: signAgreement(input: $input) { errors { message } agreement { id version } } }`;
const AMEND = `mutation ($input: AmendAgreementInput!) { it: amendAgreement(input: $input) { errors { message } } }`;
const SECTOR = `mutation ($input: AddSectorInput!) { it: addSector(input: $input) { errors { message } } }`;

describe('pages that follow the registry', { timeout: 300_000 }, () => {
  let program;
  let browser;
  let admin;
  let parties;
  let document;

  before(async () => {
    program = await Program.start();
    browser = await launch();
    admin = await program.token('--name', 'Quản trị', '--role', 'ADMIN');
    const found = await program.ask(null, '{ agreements(first: 1) { nodes { parties { role province { id } organization { id } } sources { document { id } quote } } } }');
    const [agreement] = found.agreements.nodes;
    parties = agreement.parties.map(({ role, province, organization }) => ({ role, province: province?.id, organization: organization?.id }));
    document = agreement.sources[0].document.id;
  });

  after(async () => {
    await browser?.close();
    await program?.remove();
  });

  const write = async (mutation, input) => {
    const { it } = await program.ask(admin, mutation, { input });
    assert.deepEqual(it.errors, []);
    return it;
  };
  const sign = (code, title) =>
    write(SIGN, { code, kind: 'PLAN', title: { vi: title }, parties, signedOn: '2025-06-01', sources: [{ document }] });

  /** A page, with what goes over its lines, and the requests that it makes once it has its answers. */
  async function follow(path, { lang = 'en' } = {}) {
    const context = await browser.newContext({ locale: lang });
    const page = await context.newPage();
    const seen = watch(page);
    const [sockets, sent, received, requests] = [[], [], [], []];
    await page.routeWebSocket(/\/graphql$/, (socket) => {
      const server = socket.connectToServer();
      sockets.push(socket);
      socket.onMessage((text) => (sent.push(JSON.parse(text)), server.send(text)));
      server.onMessage((text) => (received.push(JSON.parse(text)), socket.send(text)));
    });
    await page.goto(at(path, topOf(program)));
    await settle(page);
    const answers = () => received.filter(({ type }) => type === 'next');
    const asked = () => sent.filter(({ type }) => type === 'subscribe');
    await until(() => asked().length > 0 && answers().length >= asked().length);
    page.on('request', (request) => request.url() === program.url && requests.push(request.postData()));
    // A reader would see it flicker.
    await page.evaluate(() => {
      globalThis.flickers = 0;
      const look = () => (globalThis.flickers += document.querySelectorAll('p.state[role=status]').length);
      new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
    });
    const flickers = () => page.evaluate(() => globalThis.flickers);
    return { context, page, seen, sockets, sent, received, requests, answers, asked, flickers };
  }

  async function until(holds) {
    const end = Date.now() + 10_000;
    while (!(await holds())) {
      assert.ok(Date.now() < end, String(holds));
      await new Promise((done) => setTimeout(done, 10));
    }
  }

  test('what is written is shown by the answers that it changes, and nothing is asked again', async () => {
    const { context, page, seen, sent, answers, asked, requests, flickers } = await follow('/agreements');
    assert.ok(asked().every(({ payload }) => payload.variables.live && /^sha256:/.test(payload.documentId)), JSON.stringify(asked()));
    const before = answers().length;
    const rows = await page.locator('tbody tr').count();
    await page.locator('tbody tr').first().evaluate((row) => (row.dataset.kept = ''));
    const { agreement } = await sign('KH-1', 'Kế hoạch theo dõi thứ nhất');
    await page.getByText('Kế hoạch theo dõi thứ nhất').waitFor();
    assert.equal(await page.locator('tbody tr').count(), rows + 1);
    // Nothing that the page shows.
    await write(SECTOR, { code: 'TRY_LIVE', name: { vi: 'Ngành thử' } });
    await write(AMEND, { agreement: agreement.id, title: { vi: 'Kế hoạch có tên mới' } });
    await page.getByText('Kế hoạch có tên mới').waitFor();
    assert.equal(await page.locator('tbody tr[data-kept]').count(), 1, 'the rows are those that were there');
    assert.equal(answers().length, before + 2, JSON.stringify(answers().map(({ payload }) => payload.extensions)));
    assert.deepEqual(requests, []);
    assert.equal(await flickers(), 0);
    assert.equal(sent.filter(({ type }) => type === 'connection_init').length, 1);
    assert.deepEqual(seen.complaints, []);
    await context.close();
  });

  test('a line that comes back brings what was missed, and nothing where nothing was', async () => {
    const { context, page, sockets, answers, asked, requests, flickers } = await follow('/agreements');
    const lose = async () => {
      await sockets.at(-1).close({ code: 4000 });
      await page.getByText('The line to the server is lost').waitFor();
    };
    const back = () => page.getByText('Following changes').waitFor({ state: 'attached' });
    const [before, subscribed] = [answers().length, asked().length];
    await lose();
    await back();
    await until(() => asked().length === 2 * subscribed);
    assert.ok(asked().slice(subscribed).every(({ payload }) => payload.extensions.live.after), 'it tells where it stands');
    await lose();
    await sign('KH-2', 'Kế hoạch bị lỡ');
    await back();
    await page.getByText('Kế hoạch bị lỡ').waitFor();
    assert.equal(answers().length, before + 1, 'only what was missed');
    assert.deepEqual(requests, []);
    assert.equal(await flickers(), 0);
    await context.close();
  });

  test('the rows of a long list follow, page by page', async () => {
    for (let number = 0; number < 100; number += 1) await sign(`DAI-${number}`, `Kế hoạch dài ${number}`);
    const { context, page, asked } = await follow('/agreements');
    assert.ok(asked().length > 1, 'more than one page is followed');
    const rows = await page.locator('tbody tr').count();
    assert.ok(rows > 100, String(rows));
    // It comes first, so that all that is on the pages moves on.
    await write(SIGN, { code: 'DAU', kind: 'PLAN', title: { vi: 'Kế hoạch đứng đầu' }, parties, signedOn: '2025-06-20', sources: [{ document }] });
    await page.getByText('Kế hoạch đứng đầu').waitFor();
    await until(async () => (await page.locator('tbody tr').count()) === rows + 1);
    const codes = await page.locator('tbody tr').evaluateAll((all) => all.map((row) => row.textContent));
    assert.equal(new Set(codes).size, rows + 1, 'each once');
    await context.close();
  });

  test('the line speaks the language of the page', async () => {
    const { context, page, sent, received } = await follow('/', { lang: 'vi' });
    const languages = () => sent.filter(({ type }) => type === 'connection_init').map(({ payload }) => payload['accept-language']);
    assert.deepEqual(languages(), ['vi']);
    await page.getByRole('button', { name: 'English' }).click();
    await until(() => languages().length === 2 && received.filter(({ type }) => type === 'connection_ack').length === 2);
    assert.deepEqual(languages(), ['vi', 'en']);
    await context.close();
  });
});
