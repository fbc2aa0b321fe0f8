import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { patienceMs } from './until';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const executablePath = process.env.CHROMIUM ?? places.find(existsSync);

/** `test` where a Chromium is installed; elsewhere the test is reported as skipped, or fails when none may be. */
export const browserTest = executablePath || process.env.TRIALOGUE_REQUIRE_ALL ? test : test.skip;

let browser: Browser | undefined;
afterAll(() => browser?.close());

/** A page of its own, as somebody else's would be. */
export async function openPage(): Promise<Page> {
  browser ??= await chromium.launch({
    executablePath,
    timeout: patienceMs,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
  const context = await browser.newContext();
  context.setDefaultTimeout(patienceMs);
  return context.newPage();
}
