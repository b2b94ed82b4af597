// The map in a real browser, against a running server with the built-in record. What it shows is read from the marks.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch } from './browser.js';
import { areas, arcs, told, wanted } from './marks.js';
import { ask, openPage } from './pages.js';

const DAYS = ['2002-01-01', '2005-06-01', '2008-07-31', '2008-08-01', '2025-06-30', '2025-07-01'];

/** The shapes of units on days, as a historian would say it: the code of a unit goes where its land went. */
const SHAPES = {
  '2002-01-01': { 'dak-lak': 'VN-33 VN-72', 'lai-chau': 'VN-01 VN-71', 'can-tho': 'VN-73 VN-CT', 'ha-noi ha-tay': 'VN-HN', 'hoa-binh': 'VN-14' },
  '2005-06-01': { 'dak-lak': 'VN-33', 'dak-nong': 'VN-72', 'dien-bien': 'VN-71', 'can-tho': 'VN-CT', 'ha-noi ha-tay': 'VN-HN' },
  '2008-08-01': { 'ha-noi': 'VN-HN', 'vinh-phuc': 'VN-70' },
  '2025-07-01': { 'lam-dong-2025': 'VN-35 VN-40 VN-72', 'ho-chi-minh-2025': 'VN-43 VN-57 VN-SG', 'ha-noi': 'VN-HN' },
};

describe('map', { timeout: 300_000 }, () => {
  let browser;

  before(async () => {
    browser = await launch();
  });

  after(() => browser?.close());

  const open = (path, reader) => openPage(browser, path, reader);

  test('each unit of a day has its shape, merged and divided as the successions say', async () => {
    for (const day of DAYS) {
      const { context, page } = await open(`/map?on=${day}`);
      const { provinces } = await ask(`{ provinces(filter: {validOn: "${day}"}, first: 100) { nodes { key } } }`);
      const drawn = (await areas(page)).map(({ units, codes }) => [units.split(' ').sort().join(' '), codes.split(' ').sort().join(' ')]);
      assert.deepEqual(drawn.flatMap(([units]) => units.split(' ')).sort(), provinces.nodes.map(({ key }) => key).sort(), day);
      assert.equal(new Set(drawn.flatMap(([, codes]) => codes.split(' '))).size, 63, day);
      for (const [units, codes] of Object.entries(SHAPES[day] ?? {})) {
        assert.deepEqual(drawn.filter(([it]) => it === units), [[units, codes]], day);
      }
      const together = await page.locator('[data-limit=together]').allTextContents();
      assert.equal(together.length, day < '2008-08-01' ? 1 : 0, day);
      if (together[0]) assert.match(together[0], /Ha Noi, Hà Tây.*part of Hoa Binh, Vinh Phuc|Ha Noi, Hà Tây.*part of Vinh Phuc, Hoa Binh/);
      await context.close();
    }
  });

  test('today each merged unit has the shapes of those that it was made of', async () => {
    const { context, page } = await open('/map');
    const { provinces } = await ask(`{ provinces(first: 100, filter: {validOn: "${await page.locator('figure.map').getAttribute('data-day')}"}) {
      nodes { key codes(scheme: ISO_3166_2) { value } predecessors { codes(scheme: ISO_3166_2) { value } } }
    } }`);
    const codes = new Map((await areas(page)).map((it) => [it.units, it.codes.split(' ').sort()]));
    for (const { key, codes: own, predecessors } of provinces.nodes) {
      const from = own.length > 0 ? own : predecessors.flatMap((it) => it.codes);
      assert.deepEqual(codes.get(key), from.map(({ value }) => value).sort(), key);
    }
    await context.close();
  });

  test('Hoàng Sa and Trường Sa are there, with the unit to which they belong', async () => {
    for (const [day, owners] of [['2024-01-01', ['da-nang', 'khanh-hoa']], ['2025-07-01', ['da-nang-2025', 'khanh-hoa-2025']]]) {
      const { context, page } = await open(`/map?on=${day}`, { lang: 'vi' });
      const insets = page.locator('[data-mark=inset]');
      assert.deepEqual(await insets.evaluateAll((all) => all.map(({ dataset }) => dataset.owner)), owners);
      assert.match((await insets.allTextContents()).join(' '), /Quần đảo Hoàng Sa\(Đà Nẵng\) Quần đảo Trường Sa\(Khánh Hòa\)/);
      await context.close();
    }
  });

  test('arcs and areas are drawn to the figures of the API, on any day', async () => {
    for (const [of, day, by] of [
      ['', undefined, { key: 'ho-chi-minh-2025' }],
      ['lam-dong-2025', undefined, { key: 'lam-dong-2025' }],
      ['ho-chi-minh-2025', '2024-01-01', { key: 'ho-chi-minh' }],
      ['dak-lak', '2003-01-01', { key: 'dak-lak' }],
    ]) {
      const { context, page } = await open(`/map?${new URLSearchParams({ ...(of && { of }), ...(day && { on: day }) })}`);
      const api = await wanted(by, day);
      const marks = await arcs(page);
      assert.deepEqual(told(marks), api.arcs, `${of} ${day}`);
      assert.ok(marks.every(({ isBetween }) => isBetween));
      assert.equal(new Set(marks.map(({ width, value }) => `${value}: ${width}`)).size, new Set(marks.map(({ value }) => value)).size);
      const byCount = [...marks].sort((a, b) => a.value - b.value);
      for (const [nth, { width }] of byCount.entries()) assert.ok(nth === 0 || width >= byCount[nth - 1].width);
      const most = Math.max(...api.activities.values());
      for (const { units, value, step } of await areas(page)) {
        if (units === by.key) continue;
        const count = Math.max(...units.split(' ').map((key) => api.activities.get(key) ?? 0));
        assert.equal(Number(value), count, units);
        assert.equal(Number(step), Math.ceil((count / most) * 5), units);
      }
      const rows = await page.locator('section table tbody tr').evaluateAll((all) => all.map((row) => [...row.cells].map((it) => it.textContent)));
      const cells = rows.flatMap((row) => row.slice(3, 7)).map(Number).filter((count) => count > 0);
      assert.deepEqual(cells.sort(), api.arcs.map((it) => Number(it.split(' ').at(-1))).sort());
      await context.close();
    }
  });

  test('the slider stops at the days on which units changed, as the API says', async () => {
    const { context, page } = await open('/map');
    const { successions, provinces } = await ask(`{
      successions(first: 100) { nodes { on } }
      provinces(first: 100) { nodes { validFrom validTo earlierForms { until } } }
    }`);
    const days = [...successions.nodes.map(({ on }) => on), ...provinces.nodes.flatMap((it) => [it.validFrom, it.validTo, ...it.earlierForms.map(({ until }) => until)])];
    const stops = ['2002-01-01', ...[...new Set(days.filter(Boolean))].sort()];
    const slider = page.getByRole('slider');
    await slider.focus();
    await page.keyboard.press('Home');
    for (const stop of stops) {
      await page.waitForURL((url) => url.searchParams.get('on') === stop);
      assert.match(await slider.getAttribute('aria-valuetext'), new RegExp(stop.split('-').reverse().join('/')));
      await page.keyboard.press('ArrowRight');
    }
    assert.equal(new URL(page.url()).searchParams.get('on'), stops.at(-1));
    await context.close();
  });

  test('the keyboard alone chooses a province: arrow keys move, Enter chooses', async () => {
    const { context, page } = await open('/map');
    const chosen = page.getByRole('option', { selected: true });
    await page.locator('[data-mark=area][tabindex="0"]').focus();
    await page.keyboard.press('ArrowUp');
    const name = await page.evaluate(() => document.activeElement.getAttribute('aria-label'));
    assert.match(name, /^[^:]+: \d+ activities$/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/of=/);
    await page.getByRole('heading', { level: 2 }).filter({ hasText: name.split(':')[0] }).waitFor();
    assert.match(await chosen.locator('visible=true').first().getAttribute('aria-label'), /\(chosen\)$/);
    await context.close();
  });

  test('directions are told apart by pattern and arrowheads, not by colour alone', async () => {
    const { context, page } = await open('/map?of=lam-dong-2025');
    const patterns = await page.locator('.legend .arc').evaluateAll((all) => all.map((it) => `${getComputedStyle(it).strokeDasharray} ${it.parentNode.querySelectorAll('.head').length}`));
    assert.equal(patterns.length, 4);
    assert.equal(new Set(patterns).size, 4);
    await context.close();
  });

  test('a part of the country is seen larger, with the same marks', async () => {
    const { context, page } = await open('/map');
    const whole = told(await arcs(page));
    await page.getByLabel('View').selectOption('near');
    assert.deepEqual(told(await arcs(page)), whole);
    const [, , width] = (await page.locator('.map-picture').getAttribute('viewBox')).split(' ').map(Number);
    assert.ok(width < 700, `${width}`);
    await context.close();
  });
});
