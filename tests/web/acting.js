// Filling in the forms of the pages as a person does, and what must hold for a person who is signed in.
import assert from 'node:assert/strict';
import { strangers, violations, watch, watchPolicy } from './browser.js';
import { at, faults, settle, topOf } from './pages.js';

/** Where the form for an action stands. */
export const pathOf = (action, id) => `/do/${action.toLowerCase().replaceAll('_', '-')}/${encodeURIComponent(id)}`;

/** A page of a person, who is signed in where there is a token. Without `live`, the page follows nothing. */
export async function openSigned(browser, program, path, { token, lang = 'en', width = 1400, colorScheme = 'light', live = true } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: lang, colorScheme });
  await watchPolicy(context);
  if (token) {
    await context.addInitScript((it) => sessionStorage.getItem('hoptac:signed') ?? (sessionStorage.setItem('hoptac:token', it), sessionStorage.setItem('hoptac:signed', '')), token);
  }
  const page = await context.newPage();
  if (!live) await page.routeWebSocket(/\/graphql$/, () => {});
  const seen = watch(page);
  await page.goto(at(path, topOf(program)));
  await (live ? settle(page) : page.locator('form.act').waitFor());
  return { context, page, seen };
}

/** Nothing is wrong with what a person sees. */
export async function isSound(program, page, seen, { isExamined = true } = {}) {
  if (isExamined) assert.deepEqual(await faults(page), [], page.url());
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(strangers(seen, new URL(program.url).origin), []);
  assert.deepEqual(seen.complaints, []);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${page.url()} is ${overflow} pixels too wide`);
}

const idOf = (path) => `field-${path.replace(/[^\w]/g, '-')}`;

/**
 * Fills in fields by their places in the input. A text is typed, or chosen by its word; `{ index }` and `{ label }` choose
 * what is near, `{ find }` searches and takes the first; a list of groups has an object for each, and `undefined` for one
 * that stays as it is.
 */
export async function fill(page, values, prefix = '') {
  for (const [path, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const place = prefix + path;
    const control = page.locator(`#${idOf(place)}`);
    const around = page.locator('.field', { has: control }).last();
    if (Array.isArray(value)) {
      for (const [nth, entry] of value.entries()) {
        if (entry && 'find' in entry) await find(control, entry.find);
        else if (entry) {
          const group = page.locator(`#${idOf(`${place}.${nth}`)}`);
          if ((await group.count()) === 0) await control.locator(':scope > button').click();
          await fill(page, entry, `${place}.${nth}.`);
        }
      }
    } else if (typeof value === 'boolean') await control.setChecked(value);
    else if (typeof value === 'string') await ((await control.evaluate(({ tagName }) => tagName)) === 'SELECT' ? control.selectOption(value) : control.fill(value));
    else if ('find' in value) {
      await around.locator('details.other > summary').click();
      await find(around, value.find);
    } else {
      await control.locator('option').nth(1).waitFor({ state: 'attached' });
      await control.selectOption(value);
    }
  }
}

async function find(around, words) {
  await around.getByRole('searchbox').fill(words);
  const first = around.locator('.choices button').first();
  await first.waitFor();
  await first.click();
}
