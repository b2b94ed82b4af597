// The browser, and what is watched on every page that it opens.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

// A sandbox is not to be had as root, and the rest keeps the browser from calling its maker.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

assert.ok(process.env.HOPTAC_URL, 'HOPTAC_URL must name the running server, like http://127.0.0.1:8080');

/** The top of the running server, with a slash. */
export const base = process.env.HOPTAC_URL.replace(/\/*$/, '/');
export const { origin } = new URL(base);

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });

/** Collects what breaks the policy of any page of the context. */
export const watchPolicy = (context) =>
  context.addInitScript(() => {
    globalThis.policyViolations = [];
    addEventListener('securitypolicyviolation', (event) => {
      globalThis.policyViolations.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });

export const violations = (page) => page.evaluate(() => globalThis.policyViolations);

/** What a page asked for and complained about, from its first moment on. */
export function watch(page) {
  const seen = { urls: [], workers: [], complaints: [] };
  page.on('request', (request) => seen.urls.push(request.url()));
  page.on('websocket', (socket) => seen.urls.push(socket.url().replace(/^ws/, 'http')));
  page.on('worker', (worker) => seen.workers.push(worker.url()));
  page.on('pageerror', (error) => seen.complaints.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    // A reload calls off what the page was still loading.
    if (reason !== 'net::ERR_ABORTED') seen.complaints.push(`failed: ${request.url()} ${reason}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) seen.complaints.push(`${response.status()}: ${response.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') seen.complaints.push(`console: ${message.text()}`);
  });
  return seen;
}

/** The addresses that left the origin. */
export const strangers = ({ urls }, home = origin) =>
  urls.filter((url) => !url.startsWith('data:') && !url.startsWith('blob:') && new URL(url).origin !== home);
