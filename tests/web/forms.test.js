// Every form in a real browser, against a program of its own: HOPTAC names the program, HOPTAC_URL a running one.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Program } from '../clients/program.js';
import { fill, isSound, openSigned, pathOf } from './acting.js';
import { launch } from './browser.js';
import { settle } from './pages.js';

const manifest = join(dirname(fileURLToPath(import.meta.url)), '../../web/src/pages/gql/persisted-documents.json');

/** What no form is for: units of the country are an administrator's, and many records at once a partner system's. */
const WITHOUT_FORM = [
  'registerProvince', 'amendProvince', 'changeProvince', 'mergeProvinces', 'separateProvince', 'recordSuccession', 'amendSuccession',
  'planActivities', 'recordOutcomes', 'scheduleEvents',
];

/** Who reads each form: its place in the list decides which two. */
const READERS = [
  { lang: 'vi', width: 1400, colorScheme: 'dark' },
  { lang: 'en', width: 1400, colorScheme: 'light' },
  { lang: 'en', width: 400, colorScheme: 'dark' },
  { lang: 'vi', width: 400, colorScheme: 'light' },
];

/** The mutations that the pages send. */
const sent = async () => Object.values(JSON.parse(await readFile(manifest, 'utf8'))).flatMap((text) => /mutation \w+\(.*?\bit: (\w+)/s.exec(text)?.[1] ?? []);

describe('forms', { timeout: 600_000 }, () => {
  let program;
  let browser;
  let coordinator;

  before(async () => {
    program = await Program.start();
    coordinator = await program.token('--name', 'Điều phối', '--role', 'COORDINATOR', '--everywhere');
    browser = await launch();
  });

  after(async () => {
    await browser?.close();
    await program?.remove();
  });

  const ask = (query, variables) => program.ask(coordinator, query, variables);

  test('each mutation for recorders, approvers and coordinators has a form', async () => {
    const { __schema: { mutationType } } = await ask('{ __schema { mutationType { fields { name } } } }');
    assert.deepEqual([...(await sent()), ...WITHOUT_FORM].sort(), mutationType.fields.map(({ name }) => name).sort());
  });

  test('a coordinator registers an agreement with all that stands under it, and corrects it', async () => {
    const { context, page, seen } = await openSigned(browser, program, '/work', { token: coordinator });
    const { url } = program;

    /** Fills in a form and sends it; the id of the record that it is about afterwards. */
    const act = async (action, id, values) => {
      await page.goto(new URL(pathOf(action, id), url).href);
      await settle(page);
      await fill(page, values);
      await send();
      await recorded();
      return decodeURIComponent(/\/record\/(.+)$/.exec(await page.getByRole('link', { name: 'See the record' }).getAttribute('href'))[1]);
    };
    const send = () => page.locator('form.act .main-action').click();
    const recorded = async () => {
      await page.locator('.recorded, .summary [role=alert]').waitFor();
      assert.equal(await page.locator('.recorded').count(), 1, `${page.url()}: ${(await page.locator('.error, .summary').allTextContents()).join(' ')}`);
    };
    const wrong = () => page.locator('[aria-invalid=true]').evaluateAll((fields) => fields.map(({ id }) => id));

    // An agreement begins on the page of one's work. All errors are at their fields, also within an entry of a list.
    await page.getByRole('link', { name: 'Sign an agreement' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sign an agreement' }).waitFor();
    await fill(page, {
      code: 'TT-THU',
      'title.vi': 'Thỏa thuận thử',
      kind: 'COOPERATION_AGREEMENT',
      signedOn: '31/05/2090',
      'period.start': '05/2024',
      'period.end': '2027',
      parties: [{ '': { find: 'dak nong' }, role: 'LEAD', side: 'a' }, { role: 'MEMBER', side: 'b' }],
    });
    await send();
    await page.locator('.summary [role=alert]').waitFor();
    assert.deepEqual(await wrong(), ['field-parties-1-']);
    await fill(page, { parties: [undefined, { '': { find: 'binh thuan' } }] });
    await send();
    await page.locator('#field-signedOn[aria-invalid=true]').waitFor();
    // On that day neither party is there any more.
    assert.deepEqual(await wrong(), ['field-signedOn', 'field-period-start', 'field-parties-0-', 'field-parties-1-']);
    await isSound(program, page, seen);
    await fill(page, { signedOn: '31/05/2024' });
    await send();
    await recorded();
    const agreement = decodeURIComponent(/\/record\/(.+)$/.exec(await page.getByRole('link', { name: 'See the record' }).getAttribute('href'))[1]);

    const field = await act('ADD_FIELD', agreement, { sector: { index: 1 }, 'title.vi': 'Lĩnh vực thử', 'objectives.vi': 'Thử' });
    // What a party is offered on the page of the agreement is what the API allows.
    await page.goto(new URL('/agreement/TT-THU', url).href);
    await page.getByRole('link', { name: 'Plan an activity: Thỏa thuận thử' }).click();
    await page.getByRole('heading', { level: 1, name: 'Plan an activity' }).waitFor();
    await settle(page);
    await fill(page, {
      'title.vi': 'Hoạt động thử',
      field: { label: 'Lĩnh vực thử' },
      participants: [{ '': { index: 1 }, role: 'PROVIDER' }, { '': { index: 2 }, role: 'BENEFICIARY', basis: 'thử' }],
      'planned.start': '06/2024',
      'planned.end': '12/2024',
      commitments: [{ funding: 'STATE_BUDGET', 'money.amount': '400000000' }],
    });
    await isSound(program, page, seen);
    await send();
    await recorded();
    const activity = decodeURIComponent(/\/record\/(.+)$/.exec(await page.getByRole('link', { name: 'See the record' }).getAttribute('href'))[1]);
    // One more of the same is a form away.
    await page.getByRole('button', { name: 'Once more: Plan an activity' }).click();
    assert.equal(await page.getByLabel('Title in Vietnamese').inputValue(), '');

    const indicator = await act('DEFINE_INDICATOR', activity, {
      'title.vi': 'Số bác sĩ', measure: 'UNIT', unit: 'bác sĩ', cumulative: true, 'baseline.year': '2023', 'baseline.value': '2',
      targets: [{ 'period.start': '2024', 'period.end': '2024', value: '5' }],
    });
    await act('SET_INDICATOR_TARGET', indicator, { 'period.start': '2025', 'period.end': '2025', value: '7,5' });
    await act('AMEND_INDICATOR', indicator, { 'title.vi': 'Số bác sĩ được đào tạo', ascending: true, reason: 'Rõ hơn' });
    await act('RECORD_OUTCOME', indicator, { 'title.vi': 'Bác sĩ năm 2024', kind: 'OUTPUT', value: '4', 'period.start': '2024', 'period.end': '2024' });
    const claim = await act('RECORD_CLAIM', agreement, { metric: 'OTHER', metricWords: 'lớp học', kind: 'REPORTED', value: '12', 'scope.provinces': [{ find: 'dak nong' }], 'scope.role': 'PROVIDER', statedOn: '2024', sources: [{ find: 'hop tac' }] });
    await act('AMEND_CLAIM', claim, { value: '13', reason: 'In sai' });
    const directive = await act('ISSUE_DIRECTIVE', agreement, { 'text.vi': 'Báo cáo trước 30/6', kind: 'DIRECTIVE', issuedBy: 'UBND', addressedTo: 'Sở Y tế\nSở Công Thương', due: '30/06/2026' });
    await act('AMEND_DIRECTIVE', directive, { due: '31/07/2026', reason: 'Gia hạn' });
    const event = await act('SCHEDULE_EVENT', agreement, { 'title.vi': 'Hội nghị thử', kind: 'CONFERENCE', 'period.start': '20/06/2025', participants: [{ '': { index: 1 }, role: 'HOST' }] });
    await act('AMEND_EVENT', event, { level: 'PROVINCIAL', reason: 'Thiếu cấp' });
    await act('REVISE_ACTIVITY_PLAN', activity, { 'planned.end': '03/2025', 'description.vi': 'Mô tả thử' });
    await act('AMEND_ACTIVITY', activity, { participants: [undefined, { basis: 'như công văn' }], reason: 'Căn cứ' });
    await act('AMEND_FIELD', field, { 'title.vi': 'Lĩnh vực thử, sửa', reason: 'Tên' });
    await act('AMEND_AGREEMENT', agreement, { 'title.en': 'A try' });
    await act('TERMINATE_AGREEMENT', agreement, { on: '01/01/2027', reason: 'Thử xong' });

    const it = await ask(
      `query ($agreement: ID!, $activity: ID!, $indicator: ID!, $claim: ID!, $directive: ID!, $event: ID!, $field: ID!) {
        agreement(by: {id: $agreement}) { code signedOn period { edtf } vi: title(lang: VI) en: title(lang: EN) parties { role side province { key } } termination { on reason } }
        activity(by: {id: $activity}) { title(lang: VI) description(lang: VI) planned { edtf } field { id } participants { role basis province { key } } commitments { funding money { amount currency } } }
        indicator: node(id: $indicator) { ... on Indicator { title(lang: VI) unit ascending cumulative baseline { year value } targets { period { edtf } value } outcomes(first: 5) { nodes { value unit status } } } }
        claim: node(id: $claim) { ... on Claim { metric metricWords value kind scope { role provinces { key } } statedOn } }
        directive: node(id: $directive) { ... on Directive { text(lang: VI) addressedTo due issuedBy } }
        event(by: {id: $event}) { level startsOn agreement { id } participants { role province { key } } }
        field: node(id: $field) { ... on Field { title(lang: VI) objectives(lang: VI) } }
      }`,
      { agreement, activity, indicator, claim, directive, event, field },
    );
    const [a, b] = ['dak-nong', 'binh-thuan'];
    assert.deepEqual(it, {
      agreement: {
        code: 'TT-THU', signedOn: '2024-05-31', period: { edtf: '2024-05/2027' }, vi: 'Thỏa thuận thử', en: 'A try',
        parties: [{ role: 'LEAD', side: 'a', province: { key: a } }, { role: 'MEMBER', side: 'b', province: { key: b } }],
        termination: { on: '2027-01-01', reason: 'Thử xong' },
      },
      activity: {
        title: 'Hoạt động thử', description: 'Mô tả thử', planned: { edtf: '2024-06/2025-03' }, field: { id: field },
        participants: [{ role: 'PROVIDER', basis: null, province: { key: a } }, { role: 'BENEFICIARY', basis: 'như công văn', province: { key: b } }],
        commitments: [{ funding: 'STATE_BUDGET', money: { amount: '400000000', currency: 'VND' } }],
      },
      indicator: {
        title: 'Số bác sĩ được đào tạo', unit: 'bác sĩ', ascending: true, cumulative: true, baseline: { year: 2023, value: '2' },
        targets: [{ period: { edtf: '2024' }, value: '5' }, { period: { edtf: '2025' }, value: '7.5' }],
        outcomes: { nodes: [{ value: '4', unit: 'bác sĩ', status: 'DRAFT' }] },
      },
      claim: { metric: 'OTHER', metricWords: 'lớp học', value: '13', kind: 'REPORTED', scope: { role: 'PROVIDER', provinces: [{ key: a }] }, statedOn: '2024' },
      directive: { text: 'Báo cáo trước 30/6', addressedTo: ['Sở Y tế', 'Sở Công Thương'], due: '2026-07-31', issuedBy: 'UBND' },
      event: { level: 'PROVINCIAL', startsOn: '2025-06-20', agreement: { id: agreement }, participants: [{ role: 'HOST', province: { key: a } }] },
      field: { title: 'Lĩnh vực thử, sửa', objectives: 'Thử' },
    });

    // What other records name: registered, corrected, merged and separated.
    const hospital = await act('REGISTER_ORGANIZATION', 'new', { 'name.vi': 'Bệnh viện Thử', kind: 'HOSPITAL', province: { find: 'dak nong' }, aliases: 'BVT\nBV Thử' });
    await act('REGISTER_ORGANIZATION', 'new', { 'name.vi': 'Bệnh viện Thử trùng', kind: 'SCHOOL', province: { find: 'dak nong' } });
    await act('AMEND_ORGANIZATION', hospital, { aliases: 'BVT', reason: 'Thừa' });
    // Both differ: the merge is refused with the reason, until one says which value holds.
    await page.goto(new URL(pathOf('MERGE_ORGANIZATIONS', hospital), url).href);
    await settle(page);
    await fill(page, { duplicate: { find: 'benh vien thu trung' }, reason: 'Trùng' });
    await send();
    await page.locator('.summary [role=alert]').waitFor();
    await fill(page, { differing: 'kind' });
    await send();
    await page.getByText(/Recorded: change/).waitFor();
    const { organization } = await ask('query ($id: ID!) { organization(by: {id: $id}) { kind aliases duplicates { id name(lang: VI) } } }', { id: hospital });
    assert.deepEqual([organization.kind, organization.duplicates.length], ['HOSPITAL', 1]);
    await act('SEPARATE_ORGANIZATION', hospital, { organization: { index: 1 }, reason: 'Không trùng' });
    const [one, other] = [await act('ADD_DOCUMENT', 'new', { title: 'Công văn thử', publisher: 'UBND' }), await act('ADD_DOCUMENT', 'new', { title: 'Công văn thử bản hai', publisher: 'UBND' })];
    await act('AMEND_DOCUMENT', one, { publishedOn: '05/2024', reliability: 'LOW', reason: 'Đọc lại' });
    await act('AMEND_DOCUMENT', other, { publishedOn: '05/2024', reliability: 'LOW', reason: 'Đọc lại' });
    await act('MERGE_DOCUMENTS', one, { duplicate: { find: 'cong van thu ban hai' }, differing: 'title', reason: 'Trùng' });
    await act('SEPARATE_DOCUMENT', one, { document: { index: 1 }, reason: 'Không trùng' });
    const sector = await act('ADD_SECTOR', 'new', { code: 'TRY_OUT', 'name.vi': 'Ngành thử' });
    await act('AMEND_SECTOR', sector, { 'description.vi': 'Để thử', reason: 'Thiếu' });
    const rest = await ask('query ($one: ID!, $sector: ID!) { document: node(id: $one) { ... on Document { publishedOn reliability duplicates { id } } } sector: node(id: $sector) { ... on Sector { code description(lang: VI) } } }', { one, sector });
    assert.deepEqual(rest, { document: { publishedOn: '2024-05', reliability: 'LOW', duplicates: [] }, sector: { code: 'TRY_OUT', description: 'Để thử' } });
    await isSound(program, page, seen);
    await context.close();
  });

  test('each form is sound, for two readers each', async () => {
    const places = await placesOf();
    assert.ok(places.size >= 40, `${places.size} forms`);
    for (const [nth, reader] of READERS.entries()) {
      const { context, page, seen } = await openSigned(browser, program, '/work', { token: coordinator, ...reader });
      await isSound(program, page, seen);
      for (const [at, [action, id]] of [...places].entries()) {
        // Both widths and both languages are with any two readers that are two apart.
        if (at % 2 !== nth % 2) continue;
        await page.goto(new URL(pathOf(action, id), program.url).href);
        await settle(page);
        assert.equal(await page.locator('form.act').count(), 1, `${action} ${id}`);
        // axe takes a second for a page.
        await isSound(program, page, seen, { isExamined: at % 4 === nth });
      }
      await context.close();
    }
  });

  /** A record for each action that has a form. */
  async function placesOf() {
    const nouns = ['activities', 'agreements', 'claims', 'directives', 'documents', 'events', 'fields', 'indicators', 'organizations', 'outcomes', 'provinces', 'sectors'];
    const { viewer, ...lists } = await ask(`{ viewer { may } ${nouns.map((noun) => `${noun}(first: 100) { nodes { id viewerCan } }`).join(' ')} }`);
    const all = Object.values(lists).flatMap(({ nodes }) => nodes);
    const actions = (await sent()).map((name) => name.replace(/([A-Z])/g, '_$1').toUpperCase());
    const places = new Map(viewer.may.filter((action) => actions.includes(action)).map((action) => [action, 'new']));
    for (const { id, viewerCan } of all) for (const action of viewerCan) if (actions.includes(action)) places.set(action, id);
    // Nothing is merged, returned or retracted in this record; those forms are opened above.
    return new Map([...places].filter(([action, id]) => id !== 'new' || ['ADD_DOCUMENT', 'ADD_SECTOR', 'SIGN_AGREEMENT', 'REGISTER_ORGANIZATION'].includes(action)));
  }
});
