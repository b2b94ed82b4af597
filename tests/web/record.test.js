// Recording in real browsers, against programs of their own, because they are stopped and started again:
// HOPTAC names the program, HOPTAC_URL a running one.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Program } from '../clients/program.js';
import { isSound as isAllSound, openSigned } from './acting.js';
import { launch } from './browser.js';
import { at as addressOf, faults, settle, topOf } from './pages.js';

/** Time for another client's change to be seen. */
const SEEN_MS = 1_000;

const PLAN = 'mutation ($input: ReviseActivityPlanInput!) { it: reviseActivityPlan(input: $input) { errors { message } activity { version } } }';

describe('recording', { timeout: 600_000 }, () => {
  let program;
  /** One for each person. */
  let browsers;
  let recorder;
  let approver;
  let activity;

  before(async () => {
    program = await Program.start();
    recorder = await program.token('--name', 'Ghi', '--role', 'RECORDER', '--province', 'ho-chi-minh');
    approver = await program.token('--name', 'Duyệt', '--role', 'APPROVER', '--province', 'ho-chi-minh');
    ({ activity } = await program.ask(null, '{ activity(by: {key: "yte-mat-daknong"}) { id title } }'));
    browsers = await Promise.all([launch(), launch()]);
  });

  after(async () => {
    await Promise.all((browsers ?? []).map((browser) => browser.close()));
    await program?.remove();
  });

  const at = (path) => addressOf(path, topOf(program));

  /** A page of a person, in their own browser. */
  const open = (path, { person = 0, ...reader } = {}) => openSigned(browsers[person], program, path, reader);

  /** Nothing is wrong with what a person sees. */
  const isSound = ({ page, seen }) => isAllSound(program, page, seen);

  const outcome = async (title, token = recorder) => {
    const { outcomes } = await program.ask(token, '{ outcomes(first: 100) { nodes { id title status value statusReason version } } }');
    return outcomes.nodes.filter((it) => it.title === title);
  };
  const input = (title) => ({ activity: activity.id, kind: 'OUTPUT', title: { vi: title }, measure: 'UNIT', value: '3', unit: 'bác sĩ' });

  test('two people in two browsers lead an outcome from its first word to its approval', async () => {
    const title = 'Bác sĩ được chuyển giao kỹ thuật Phaco';
    // The approver is there first, and on a phone.
    const theirs = await open('/work', { token: approver, person: 1, lang: 'en', width: 400, colorScheme: 'dark' });
    await theirs.page.getByText('No outcome waits for approval.').waitFor();
    await isSound(theirs);

    // The recorder signs in, and finds the activity.
    const mine = await open('/work', { lang: 'vi' });
    const { page } = mine;
    await isSound(mine);
    await page.getByLabel('Mã truy cập').fill(` ${recorder}\n`);
    await page.keyboard.press('Enter');
    await page.locator('[data-mark=viewer]', { hasText: 'Ghi' }).waitFor();
    await page.getByRole('link', { name: `Ghi kết quả: ${activity.title}` }).click();
    await page.getByRole('heading', { level: 1, name: 'Ghi kết quả' }).waitFor();
    await page.getByLabel('Tên tiếng Việt').fill(title);
    await page.getByLabel('Loại kết quả').selectOption('OUTPUT');
    await page.getByLabel('Thang đo').selectOption('UNIT');
    await page.getByLabel('Giá trị').fill('-3');
    await page.getByLabel('Từ', { exact: true }).fill('05/2024');
    await page.getByLabel('Đến', { exact: true }).fill('31/12/2023');
    await page.getByLabel('Bên hỗ trợ', { exact: true }).selectOption({ label: 'Bệnh viện Mắt TP.HCM (Tổ chức)' });
    await page.getByLabel('Tìm tài liệu').fill('dak nong danh gia ket qua hop tac');
    await page.locator('.choices button').first().click();
    await page.getByLabel('nguyên văn chứng minh').fill('Phẫu thuật tán nhuyễn thể thủy tinh');
    await page.getByLabel('Trình duyệt ngay').check();

    // All errors are told at once, each at its field, and lead there.
    await page.getByRole('button', { name: 'Ghi kết quả' }).click();
    await page.locator('.summary [role=alert]').waitFor();
    const wrong = () => page.locator('[aria-invalid=true]').evaluateAll((fields) => fields.map(({ id }) => id));
    assert.deepEqual(await wrong(), ['field-value', 'field-unit', 'field-period-start']);
    await isSound(mine);
    await page.locator('.summary').getByRole('link', { name: 'Giá trị' }).click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('33');
    await page.getByLabel('Đơn vị tính').fill('bác sĩ');
    assert.equal(await page.getByLabel('Giá trị').inputValue(), '33');
    await page.getByLabel('Đến', { exact: true }).fill('12/2024');
    await page.getByRole('button', { name: 'Ghi kết quả' }).click();
    await page.getByText(/Đã ghi: thay đổi số/).waitFor();
    await isSound(mine);

    // The approver sees it at once, and returns it.
    const card = theirs.page.locator('.cards li', { hasText: title });
    await card.waitFor({ timeout: SEEN_MS });
    await card.getByRole('link', { name: /^Return an outcome/ }).click();
    await theirs.page.getByLabel('What to correct').fill('Chỉ có 3 bác sĩ.');
    await isSound(theirs);
    await theirs.page.getByRole('button', { name: 'Return an outcome' }).click();
    await theirs.page.getByText(/Recorded: change/).waitFor();

    // The recorder reads the note, corrects and submits it again.
    await page.getByRole('link', { name: 'Việc của tôi' }).first().click();
    const returned = page.locator('.cards li', { hasText: 'Chỉ có 3 bác sĩ.' });
    await returned.getByRole('link', { name: /^Đính chính kết quả/ }).click();
    await page.getByLabel('Giá trị').fill('3');
    await page.getByRole('button', { name: 'Đính chính kết quả' }).click();
    await page.getByText(/Đã ghi: thay đổi số/).waitFor();
    await page.locator('.recorded').getByRole('link', { name: /^Trình kết quả/ }).click();
    await page.locator('form').getByRole('button', { name: 'Trình kết quả' }).click();
    await page.getByText(/Đã ghi: thay đổi số/).waitFor();
    const [submitted] = await outcome(title);
    assert.deepEqual([submitted.status, submitted.value], ['SUBMITTED', '3']);

    // The approver approves it, by the keyboard alone.
    await theirs.page.locator('.recorded').getByRole('link', { name: 'My work' }).focus();
    await theirs.page.keyboard.press('Enter');
    const approve = theirs.page.locator('.cards li', { hasText: title }).getByRole('link', { name: /^Approve outcomes/ });
    await approve.focus();
    await theirs.page.keyboard.press('Enter');
    await theirs.page.getByRole('heading', { level: 1, name: 'Approve outcomes' }).waitFor();
    await theirs.page.locator('form').getByRole('button', { name: 'Approve outcomes' }).focus();
    await theirs.page.keyboard.press('Enter');
    await theirs.page.getByText(/Recorded: change/).waitFor();
    await isSound(theirs);
    const [approved] = await outcome(title, null);
    assert.deepEqual([approved.status, approved.value], ['APPROVED', '3']);
    // Nobody's drafts are left.
    for (const { page: left } of [mine, theirs]) {
      assert.deepEqual(await left.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('hoptac:draft:'))), []);
    }
    await mine.context.close();
    await theirs.context.close();
  });

  test('nobody approves their own submission, and is told so', async () => {
    const title = 'Kết quả tự trình';
    const { outcome: it } = await program.act(approver, 'recordOutcome', { ...input(title), submit: true });
    const { context, page, seen } = await open(`/do/approve-outcomes/${it.id}`, { token: approver, lang: 'vi' });
    await page.locator('[data-code=SELF_APPROVAL]', { hasText: 'phải do người khác phê duyệt' }).waitFor();
    await isSound({ page, seen });
    assert.equal((await outcome(title, approver))[0].status, 'SUBMITTED');
    await context.close();
  });

  for (const live of [true, false]) {
    test(`a conflict stands mine beside theirs, ${live ? 'while one still writes' : 'when the server refuses it'}`, async () => {
      const { activity: it } = await program.ask(recorder, '{ activity(by: {key: "bl-lamdong-tourism"}) { id version title note planned { end } } }');
      const [mine, theirs] = live ? ['06/2029', '2027'] : ['07/2030', '2028'];
      const { context, page, seen } = await open(`/do/revise-activity-plan/${it.id}`, { token: recorder, live, width: 400 });
      await page.getByLabel('Planned end').fill(mine);
      const noted = `Chờ vốn ${theirs}`;
      await page.getByLabel('What is uncertain').fill(noted);
      const renamed = `${it.title} (${theirs})`;
      const plan = { activity: it.id, title: { vi: renamed }, planned: { start: '2024', end: theirs } };
      const { it: revised } = await program.ask(approver, PLAN, { input: plan });
      assert.deepEqual(revised.errors, []);
      const send = page.getByRole('button', { name: 'Revise the plan of an activity' });
      if (!live) await send.click();
      const conflict = page.locator('.conflict');
      await conflict.waitFor({ timeout: live ? SEEN_MS : 10_000 });
      const cell = (field, mark) => conflict.locator(`[data-field="${field}"] [data-mark=${mark}]`);
      assert.equal((await cell('planned.end', 'mine').textContent()).trim(), mine);
      assert.equal((await cell('planned.end', 'theirs').textContent()).trim(), theirs);
      // What only they changed is theirs, unless one says otherwise.
      assert.ok(await cell('title.vi', 'theirs').getByRole('radio').isChecked());
      assert.ok(await cell('planned.end', 'mine').getByRole('radio').isChecked());
      assert.equal(await conflict.locator('[data-field=note]').count(), 0);
      await isSound({ page, seen });
      if (!live) await cell('planned.end', 'theirs').getByRole('radio').check();
      await conflict.getByRole('button', { name: 'Go on with this choice' }).click();
      await conflict.waitFor({ state: 'detached' });
      await send.click();
      await page.getByText(/Recorded: change/).waitFor();
      const { activity: now } = await program.ask(recorder, '{ activity(by: {key: "bl-lamdong-tourism"}) { title note version planned { end } } }');
      assert.deepEqual([now.title, now.note, now.planned.end, now.version], [renamed, noted, live ? '2029-06' : theirs, it.version + 2]);
      await context.close();
    });
  }

  test('a draft outlives a reload and a restart of the server, and is recorded once', async () => {
    const title = 'Lớp tập huấn qua hai lần khởi động';
    const { context, page } = await open(`/do/record-outcome/${activity.id}`, { token: recorder });
    await page.getByLabel('Title in Vietnamese').fill(title);
    await page.getByLabel('Kind of result').selectOption('OUTPUT');
    await page.getByText('The draft is kept in this browser').waitFor();
    await page.reload();
    await settle(page);
    assert.equal(await page.getByLabel('Title in Vietnamese').inputValue(), title);
    await page.getByLabel('Measure').selectOption('QUALITATIVE');
    await page.getByLabel('The result in words').fill('Tốt');

    await program.stop('SIGTERM');
    await page.getByText('The line to the server is lost').waitFor();
    await page.getByRole('button', { name: 'Record an outcome' }).click();
    await page.locator('.summary [data-state=offline]').waitFor();
    assert.ok(await page.getByLabel('Title in Vietnamese').isDisabled());
    assert.equal(await page.getByLabel('Title in Vietnamese').inputValue(), title);
    assert.deepEqual(await faults(page), []);
    await program.serve();
    // It goes by itself once there is a line again.
    await page.getByText(/Recorded: change/).waitFor({ timeout: 30_000 });
    assert.equal((await outcome(title)).length, 1);
    await context.close();
  });

  test('what arrived though its answer did not is sent again and recorded once', async () => {
    const title = 'Trả lời bị mất';
    const { context, page } = await open(`/do/record-outcome/${activity.id}`, { token: recorder });
    await page.getByLabel('Title in Vietnamese').fill(title);
    await page.getByLabel('Kind of result').selectOption('OUTPUT');
    await page.getByLabel('Measure').selectOption('QUALITATIVE');
    await page.getByLabel('The result in words').fill('Tốt');
    let sent = 0;
    await page.route('**/graphql', async (route) => {
      if (!route.request().postData().includes('idempotencyKey')) return route.continue();
      sent += 1;
      if (sent > 1) return route.continue();
      await route.fetch();
      // The browser is closed before the answer has come.
      return new Promise(() => {});
    });
    await page.getByRole('button', { name: 'Record an outcome' }).click();
    await page.getByText('Sending…').waitFor();
    while ((await outcome(title)).length === 0);
    await page.goto(at('/work'));
    await page.locator('[data-draft=RECORD_OUTCOME]', { hasText: 'sent, not answered' }).getByRole('link').click();
    await page.getByText('Sending it again is safe').waitFor();
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('What was sent before had arrived').waitFor();
    assert.equal(sent, 2);
    assert.equal((await outcome(title)).length, 1);
    await context.close();
  });

  test('what the token does not allow is not offered, and told where it is asked for', async () => {
    const { outcome: it } = await program.act(recorder, 'recordOutcome', { ...input('Chờ người khác'), submit: true });
    const { context, page, seen } = await open(`/record/${it.id}`, { token: recorder });
    assert.equal(await page.getByRole('link', { name: /^Approve outcomes/ }).count(), 0);
    await page.goto(at(`/do/approve-outcomes/${it.id}`));
    await page.locator('[data-state=forbidden]').waitFor();
    assert.equal(await page.locator('form').count(), 0);
    await isSound({ page, seen });
    await context.close();
  });

  test('a token that the server does not take is told, and one that it no longer takes ends the session', async () => {
    const short = await program.token('--name', 'Tạm', '--role', 'RECORDER', '--province', 'ho-chi-minh');
    const { context, page } = await open('/work');
    await page.getByLabel('Token').fill('hoptac_0000000000000000000000000000000000000000000');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('The server does not take this token.').waitFor();
    assert.deepEqual(await faults(page), []);
    await page.getByLabel('Token').fill(short);
    await page.getByLabel('Keep it on this device').check();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('[data-mark=viewer]', { hasText: 'Tạm' }).waitFor();
    assert.deepEqual(await page.evaluate(() => [localStorage['hoptac:token'] !== undefined, sessionStorage['hoptac:token']]), [true, undefined]);
    // Another tab of the browser is signed in, too.
    const other = await context.newPage();
    await other.goto(at('/matrix'));
    await other.locator('.account', { hasText: 'Tạm' }).waitFor();
    await program.revoke('Tạm');
    await program.act(recorder, 'recordOutcome', input('Ai đó ghi tiếp'));
    await page.getByText('The server does not take this token.').waitFor();
    assert.deepEqual(await page.evaluate(() => localStorage['hoptac:token']), undefined);
    await context.close();
  });

  test('whoever signs out leaves no token behind, and is told of the drafts', async () => {
    const { context, page } = await open(`/do/suspend-activity/${activity.id}`, { token: recorder });
    await page.getByLabel('Reason').fill('Mưa lũ');
    await page.goto(at('/work'));
    await page.locator('[data-draft=SUSPEND_ACTIVITY]').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('1 unsent drafts stay in this browser').waitFor();
    await page.getByRole('button', { name: 'Sign out all the same' }).click();
    await page.getByLabel('Token').waitFor();
    assert.deepEqual(await page.evaluate(() => [sessionStorage['hoptac:token'], localStorage['hoptac:token']]), [undefined, undefined]);
    assert.equal(await page.locator('[data-draft]').count(), 0);
    await context.close();
  });
});
