// How much each page loads, and when its first picture stands, on a processor four times slower than this one:
// HOPTAC_URL=http://127.0.0.1:8080 node speed.js prints a table.
import { launch } from './browser.js';
import { ask, at } from './pages.js';

const SLOWER = 4;
const ROUNDS = 3;

const { agreements, cooperationMatrix } = await ask(`{
  agreements(first: 1) { nodes { code } }
  cooperationMatrix { cells(first: 1, orderBy: {figure: ACTIVITIES}) { nodes { a { key } b { key } } } }
}`);
const [{ code }] = agreements.nodes;
const [{ a, b }] = cooperationMatrix.cells.nodes;

/** Pages, and the first mark of each one's picture or table. */
const PAGES = {
  '/': '.figures .bar rect, [data-mark=area]',
  '/map': '[data-mark=area]',
  '/matrix': '[data-mark=cell]',
  [`/pair/${a.key}/${b.key}`]: '.direction rect',
  '/agreements': 'tbody tr',
  [`/agreement/${code}`]: '.stack rect',
  [`/report/agreement/${code}`]: '.report tbody tr',
  [`/province/${a.key}`]: 'tbody tr',
  '/search?q=Eye': '.found li, p.state:not([role])',
};

/** Opens a page as for the first time; its compressed bytes, and when its first mark stood in milliseconds. */
async function opened(browser, path, mark) {
  const context = await browser.newContext({ locale: 'en', viewport: { width: 1400, height: 900 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const files = [];
  page.on('requestfinished', (request) => {
    if (!request.url().endsWith('/graphql')) files.push(request.sizes());
  });
  await page.goto(at(path), { waitUntil: 'commit' });
  await page.locator(mark).first().waitFor({ state: 'attached', timeout: 120_000 });
  const time = await page.evaluate(() => performance.now());
  await page.waitForLoadState('networkidle');
  const sizes = await Promise.all(files);
  await context.close();
  return { time, bytes: sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0) };
}

const browser = await launch();
console.log('| page | KB loaded | first picture, ms |\n|---|---:|---:|');
for (const [path, mark] of Object.entries(PAGES)) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await opened(browser, path, mark));
  const times = rounds.map(({ time }) => time).sort((x, y) => x - y);
  console.log(`| \`${path}\` | ${(rounds[0].bytes / 1000).toFixed(0)} | ${times[Math.floor(ROUNDS / 2)].toFixed(0)} |`);
}
await browser.close();
