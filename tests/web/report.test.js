// The report on an agreement: what `hoptac report` writes is what the page shows, and on paper it has the form that
// Nghị định 30/2020/NĐ-CP asks for. HOPTAC names the program, PDF_PYTHON a Python with python/requirements.txt.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { base, launch } from './browser.js';
import { ask, openPage } from './pages.js';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const CODE = 'tt-2022';
const DAY = '2024-04-04';

assert.ok(process.env.HOPTAC, 'HOPTAC must name the program');
assert.ok(process.env.PDF_PYTHON, 'PDF_PYTHON must name a Python with tests/web/python/requirements.txt');

/** Text as it is read: runs of blanks are one. */
const read = (text) => text.replace(/\s+/g, ' ').trim();

/** Each cell, paragraph and heading of a report. */
const texts = (page) => page.locator('.report :is(h1, h2, h3, p, th, td, li, blockquote, caption)').allTextContents();

/** Figures by their names, in their order. */
const figures = (page) =>
  page.locator('.report [data-figure]').evaluateAll((all) => all.map(({ dataset, textContent }) => [dataset.figure, textContent.trim()]));

describe('report', { timeout: 600_000 }, () => {
  let browser;
  let folder;

  before(async () => {
    browser = await launch();
    folder = await mkdtemp(join(tmpdir(), 'hoptac-report-'));
  });

  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** The file that the command writes, opened without a server and without scripts. */
  async function openFile(lang, name = lang) {
    const file = join(folder, `${name}.html`);
    await run(process.env.HOPTAC, ['report', CODE, '--on', DAY, '--lang', lang, '--out', file, '--url', base]);
    const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href);
    return { context, page, file };
  }

  for (const lang of ['vi', 'en']) {
    test(`the file of the command and the page say the same, in ${lang}`, async () => {
      const file = await openFile(lang);
      const shown = await openPage(browser, `/report/agreement/${CODE}?on=${DAY}`, { lang });
      await shown.page.locator('.report').waitFor();
      const [written, seen] = [await texts(file.page), await texts(shown.page)].map((all) => all.map(read));
      assert.ok(seen.length > 200, `${seen.length}`);
      assert.deepEqual(written, seen);
      assert.deepEqual(await figures(file.page), await figures(shown.page));
      assert.ok((await figures(file.page)).length > 50);
      await file.context.close();
      await shown.context.close();
    });
  }

  test('the file holds all that it needs', async () => {
    const { context, file } = await openFile('vi');
    const text = await readFile(file, 'utf8');
    assert.doesNotMatch(text, /<script|<link|<img|@import|url\(/);
    assert.ok(text.startsWith('<!doctype html>\n<html lang="vi">'));
    await context.close();
  });

  test('its figures are those of the API', async () => {
    const { context, page } = await openFile('en');
    const { agreement, cooperationMatrix } = await ask(
      `query ($code: String!, $on: Date!) {
        agreement(by: {code: $code}) {
          progress(on: $on) { agreed completed ongoing planned suspended cancelled unknown overdueCount lateCount noReportCount
            contributors(figure: AGREED, first: 100) { nodes { id lateness(on: $on) { days } } } }
          directions(boundaries: {on: $on}) { oneWay mutual unspecified }
          reconciliation { claim { value } recorded }
        }
        cooperationMatrix(scope: {agreement: {code: $code}}, boundaries: {on: $on}) {
          cells(first: 100) { nodes { tally { activities flows { oneWayAToB oneWayBToA mutual unspecified } } } }
        }
      }`,
      { code: CODE, on: DAY },
    );
    const valueOf = (text) => Number(text.replaceAll(',', '').match(/-?\d+(\.\d+)?/)?.[0]);
    const named = async (selector) => new Map(await page.locator(`${selector} [data-figure]`).evaluateAll((all) => all.map((it) => [it.dataset.figure, it.textContent])));
    const { contributors, ...progress } = agreement.progress;
    const told = new Map([...(await named('[data-figures=progress]')), ...(await named('.statuses'))]);
    for (const [name, value] of Object.entries(progress)) assert.equal(valueOf(told.get(name)), value, name);
    const directions = await named('[data-figures=directions]');
    for (const [name, value] of Object.entries(agreement.directions)) assert.equal(valueOf(directions.get(name)), value, name);
    const column = (name) => page.locator(`.report td[data-figure=${name}]`).allTextContents();
    const number = (value) => (value == null ? NaN : Number(value));
    assert.deepEqual((await column('published')).map(valueOf), agreement.reconciliation.map(({ claim }) => number(claim.value)));
    assert.deepEqual((await column('recorded')).map(valueOf), agreement.reconciliation.map(({ recorded }) => number(recorded)));
    const cells = cooperationMatrix.cells.nodes;
    assert.deepEqual((await column('activities')).map(valueOf), cells.map(({ tally }) => tally.activities));
    for (const flow of ['oneWayAToB', 'oneWayBToA', 'mutual', 'unspecified']) {
      assert.deepEqual((await page.locator(`.pairs [data-figure=${flow}]`).allTextContents()).map(valueOf), cells.map(({ tally }) => tally.flows[flow]), flow);
    }
    const rows = await page.locator('tr[data-activity]').evaluateAll((all) => all.map((it) => [it.dataset.activity, it.querySelector('[data-figure=days]')?.textContent ?? null]));
    const late = contributors.nodes.map(({ id, lateness }) => [id, lateness && String(lateness.days)]);
    const sorted = (all) => all.map(([id, days]) => `${id} ${days?.replaceAll(',', '')}`).sort();
    assert.deepEqual(sorted(rows), sorted(late));
    await context.close();
  });

  for (const from of ['page', 'file']) {
    test(`printed from the ${from}, it has the form of administrative documents`, async () => {
      const opened = from === 'file' ? await openFile('vi', 'printed') : await openPage(browser, `/report/agreement/${CODE}?on=${DAY}`, { lang: 'vi' });
      const { page, context } = opened;
      await page.locator('.report').waitFor();
      const pdf = join(folder, `${from}.pdf`);
      await writeFile(pdf, await page.pdf({ preferCSSPageSize: true }));
      const { stdout } = await run(process.env.PDF_PYTHON, [join(here, 'python/measure.py'), pdf], { maxBuffer: 1 << 26 });
      const sheets = JSON.parse(stdout);
      assert.ok(sheets.length > 5, `${sheets.length} pages`);
      for (const [nth, { size, box, number, numberMiddle, styles }] of sheets.entries()) {
        const near = (value, wanted, what) => assert.ok(Math.abs(value - wanted) < 0.6, `page ${nth + 1}: ${what} ${value}, not ${wanted}`);
        near(size[0], 210, 'width');
        near(size[1], 297, 'height');
        const [left, top, right, bottom] = box;
        assert.ok(left > 29.8 && top >= 19.9 && right < 195.2 && bottom < 277.2, `page ${nth + 1}: ${box}`);
        assert.equal(number, nth === 0 ? '' : String(nth + 1));
        if (nth > 0) near(numberMiddle, 30 + 165 / 2, 'middle of the page number');
        for (const [style, text] of Object.entries(styles)) {
          const [font, points] = [style.replace(/ [\d.]+$/, ''), Number(style.split(' ').at(-1))];
          assert.match(font, /^(LiberationSerif|TimesNewRoman|Tinos)/, `page ${nth + 1}: ${text.slice(0, 40)}`);
          if (points !== 13 && points !== 14) assert.match(`${points} ${text}`, /^(12 (CỘNGHÒAXÃHỘICHỦNGHĨAVIỆTNAM|Nơinhận:)|11 -…+;-Lưu:VT,…+)$/);
        }
      }
      assert.ok(Math.abs(Math.min(...sheets.map(({ box }) => box[0])) - 30) < 1, 'the left margin is used');
      // Each figure is on paper as often as in the page; web addresses are broken into lines anywhere.
      const onPaper = new Map();
      for (const word of sheets.flatMap(({ words }) => words)) onPaper.set(word, (onPaper.get(word) ?? 0) + 1);
      const wanted = (await page.locator('.report').evaluate((report) => {
        for (const it of report.querySelectorAll('.address, .hidden')) it.remove();
        return report.innerText;
      })).split(/\s+/).filter((word) => /^\(?[\d.,/]*\d[\d.,/]*%?[).;:,]*$/.test(word));
      assert.ok(wanted.length > 300, `${wanted.length} figures`);
      for (const word of wanted) {
        assert.ok((onPaper.get(word) ?? 0) > 0, `${word} is not on paper`);
        onPaper.set(word, onPaper.get(word) - 1);
      }
      await context.close();
    });
  }
});
