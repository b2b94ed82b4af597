// Pictures of the pages for the README, from a running server with the built-in record:
// HOPTAC_URL=http://127.0.0.1:8080 node pictures.js writes them into docs/pictures.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { base, launch } from './browser.js';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../docs/pictures');

const PICTURES = {
  home: { path: '?lang=en', height: 600 },
  map: { path: 'map?lang=en&view=near', height: 640, at: '.map-halves' },
  timeline: { path: 'agreement/tt-2022?lang=en', height: 600, at: '.timeline' },
};

await mkdir(folder, { recursive: true });
const browser = await launch();
for (const [name, { path, height, at }] of Object.entries(PICTURES)) {
  const page = await browser.newPage({ viewport: { width: 1000, height }, locale: 'en' });
  await page.goto(new URL(path, base).href);
  await page.locator('h1').waitFor();
  await page.waitForFunction(() => document.querySelector('p.state[role=status]') === null);
  if (at) await page.locator(at).evaluate((element) => element.scrollIntoView());
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.close();
}
await browser.close();
