// The figures in the pictures are those of the API, for a generated registry of 10,000 activities, too. HOPTAC names the
// program, which may be a slow one with all checks. Its made-up provinces get the codes of real ones, so that the map can draw them.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { launch } from './browser.js';
import { areas, arcs, told, wanted } from './marks.js';
import { ask, openPage } from './pages.js';
import { shape } from './shaped.js';

const run = promisify(execFile);
const ACTIVITIES = 10_000;

assert.ok(process.env.HOPTAC, 'HOPTAC must name the program');

describe('a generated registry', { timeout: 600_000 }, () => {
  let browser;
  let folder;
  let server;
  let top;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hoptac-generated-'));
    const [lines, shaped, data] = ['lines.ndjson', 'shaped.ndjson', 'data'].map((name) => join(folder, name));
    await run(process.env.HOPTAC, ['generate', '--activities', String(ACTIVITIES), '--out', lines]);
    await shape(lines, shaped);
    await run(process.env.HOPTAC, ['transfer', '--data', data, shaped], { maxBuffer: 1 << 26 });
    server = spawn(process.env.HOPTAC, ['serve', '--listen', '127.0.0.1:0', '--data', data, '--no-seed', '--query-seconds', '60', '--log-filter', 'warn'], { stdio: ['ignore', 'pipe', 'ignore'] });
    for await (const line of createInterface(server.stdout)) {
      [, top] = /Pages +(http\S+)/.exec(line) ?? [];
      if (top) break;
    }
    browser = await launch();
  });

  after(async () => {
    await browser?.close();
    if (server?.exitCode === null) {
      server.kill();
      await once(server, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  });

  const open = (path) => openPage(browser, path, { top });
  const query = (text, variables) => ask(text, variables, {}, top);

  test('it has the activities', async () => {
    const { activities } = await query('{ activities(first: 0) { totalCount } }');
    assert.equal(activities.totalCount, ACTIVITIES);
  });

  test('the arcs and areas of the map', async () => {
    const { context, page } = await open('/map');
    const { cooperationMatrix: matrix } = await query('{ cooperationMatrix { network { provinces(first: 1) { nodes { province { key } } } } } }');
    const { key } = matrix.network.provinces.nodes[0].province;
    assert.equal(await page.locator('figure.map').getAttribute('data-of'), key);
    const api = await wanted({ key }, undefined, top);
    const marks = await arcs(page);
    assert.ok(marks.length > 100, `${marks.length}`);
    assert.deepEqual(told(marks), api.arcs);
    assert.ok(marks.every(({ isBetween }) => isBetween));
    const all = await areas(page);
    assert.equal(all.length, 63);
    for (const { units, value } of all.filter((it) => it.units !== key)) assert.equal(Number(value), api.activities.get(units) ?? 0, units);
    await context.close();
  });

  test('the cells of the matrix', async () => {
    const { context, page } = await open('/matrix');
    const { cooperationMatrix: matrix } = await query('{ cooperationMatrix { cells(first: 2000) { nodes { a { key } b { key } tally { activities } } } } }');
    const cells = matrix.cells.nodes.flatMap(({ a, b, tally }) => [[a.key, b.key, tally.activities], [b.key, a.key, tally.activities]]);
    const marks = await page.locator('[data-mark=cell]').evaluateAll((all) => all.map(({ dataset: { a, b, value } }) => [a, b, Number(value)]));
    const sorted = (rows) => rows.map((it) => it.join(' ')).sort();
    assert.deepEqual(sorted(marks), sorted(cells));
    await context.close();
  });

  test('the directions in the matrix', async () => {
    const { context, page } = await open('/matrix?figure=direction');
    const { cooperationMatrix: matrix } = await query('{ cooperationMatrix { cells(first: 2000) { nodes { a { key } b { key } tally { flows { oneWayAToB oneWayBToA mutual unspecified } } } } } }');
    const wanted = matrix.cells.nodes.flatMap(({ a, b, tally: { flows } }) => {
      const told = (row, column, gave, took) => [['a', gave], ['b', took], ['mutual', flows.mutual], ['unspecified', flows.unspecified]].filter(([, count]) => count > 0).map(([kind, count]) => [row.key, column.key, kind, count]);
      return [...told(a, b, flows.oneWayAToB, flows.oneWayBToA), ...told(b, a, flows.oneWayBToA, flows.oneWayAToB)];
    });
    const marks = await page.locator('[data-mark=direction]').evaluateAll((all) => all.map(({ dataset: { a, b, kind, value }, width }) => [a, b, kind, Number(value), width.baseVal.value]));
    const sorted = (rows) => rows.map((it) => it.slice(0, 4).join(' ')).sort();
    assert.deepEqual(sorted(marks), sorted(wanted));
    // The parts of a cell are as wide as their figures say.
    const sums = new Map();
    for (const [a, b, , value, width] of marks) {
      const [count, all] = sums.get(`${a} ${b}`) ?? [0, 0];
      sums.set(`${a} ${b}`, [count + value, all + width]);
    }
    for (const [a, b, , value, width] of marks) {
      const [count, all] = sums.get(`${a} ${b}`);
      assert.ok(Math.abs(width - (value / count) * all) < 0.01, `${a} ${b}: ${width}`);
    }
    await context.close();
  });

  test('a list says how many records it leaves out, and shows them when it is asked to', async () => {
    const { cooperationMatrix: matrix } = await query('{ cooperationMatrix { cells(first: 1, orderBy: {figure: ACTIVITIES}) { nodes { a { key } b { key } tally { activities } } } } }');
    const [{ a, b, tally }] = matrix.cells.nodes;
    const { context, page } = await open(`/pair/${a.key}/${b.key}`);
    const section = page.locator('section', { has: page.getByRole('heading', { name: 'Activities', exact: true }) });
    await section.locator('[data-mark=cut]', { hasText: `only 180 of ${tally.activities}` }).getByRole('button').click();
    await section.getByRole('button', { name: `Show all ${tally.activities} rows` }).click();
    assert.equal(await section.locator('tbody > tr').count(), tally.activities);
    assert.equal(await section.locator('[data-mark=cut]').count(), 0);
    await page.goto(new URL('/agreements', top).href);
    const { agreements } = await query('{ agreements(first: 0) { totalCount } }');
    await page.locator('[data-mark=cut]', { hasText: `only 180 of ${agreements.totalCount}` }).waitFor();
    await context.close();
  });

  test('the bar of the pair with most activities', async () => {
    const { cooperationMatrix: matrix } = await query(`{ cooperationMatrix { cells(first: 1, orderBy: {figure: ACTIVITIES}) {
      nodes { a { key } b { key } tally { flows { oneWayAToB oneWayBToA mutual unspecified } } }
    } } }`);
    const [{ a, b, tally }] = matrix.cells.nodes;
    const { context, page } = await open(`/pair/${a.key}/${b.key}`);
    const marks = await page.locator('.direction rect[data-mark]').evaluateAll((all) => all.map((it) => [Number(it.dataset.value), it.width.baseVal.value]));
    assert.deepEqual(marks.map(([value]) => value), Object.values(tally.flows));
    const sum = marks.reduce((total, [value]) => total + value, 0);
    for (const [value, width] of marks) assert.ok(Math.abs(width - (value / sum) * 400) < 0.01, `${value}: ${width}`);
    await context.close();
  });
});
