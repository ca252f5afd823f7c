// A browser that opens pages from disk and notes what must not be: violations of WCAG, what is fetched from elsewhere,
// dialogs, errors, pages that scroll to the side.

import { mkdir } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
export const [folder, index] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
/** What must stay empty. */
export const faults = [];

const isOurs = (url) => ["file:", "data:", "about:"].some((scheme) => url.startsWith(scheme));

/** Without a scheme of the system's, a frame has the one that the page gives it. */
export async function open(width, height, colorScheme = null) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme });
  const page = await context.newPage();
  page.on("dialog", (dialog) => (faults.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && faults.push(`console: ${message.text()}`));
  page.on("request", (request) => isOurs(request.url()) || faults.push(`fetches ${request.url()}`));
  await page.goto(`file://${index}`);
  return page;
}

/** Keeps a screenshot, and notes what axe-core finds and whether the page scrolls to the side. */
export async function look(page, name) {
  // what is not drawn yet cannot be looked at
  await drawn(page);
  await page.waitForTimeout(250);
  await page.screenshot({ path: `${folder}/gallery-${name}.png` });
  const found = await new AxeBuilder({ page }).withTags(STANDARD).exclude("iframe").analyze();
  for (const violation of found.violations)
    faults.push(...violation.nodes.map((node) => `${name}: ${violation.id}: ${node.target}: ${node.failureSummary}`));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) faults.push(`${name}: scrolls ${wide} px to the side`);
  if (found.passes.length < 10) faults.push(`${name}: nothing was looked at`);
}

/** Waits until what was asked for is there. */
export const drawn = (page) => page.locator("#stage:not([aria-busy])").waitFor({ state: "attached" });

export async function choose(page, label) {
  await page.locator("#bar label").getByText(label, { exact: true }).click();
  await drawn(page);
}

export async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key);
  await drawn(page);
}

export const texts = (page, selector) => page.locator(selector).allTextContents();
export const focused = (page) => page.evaluate(() => document.activeElement.id);
/** The page of a mail, in the first frame or the second. */
export const body = (page, at = 0) => page.frameLocator("#stage iframe").nth(at).locator("body");

export async function end(seen) {
  await browser.close();
  console.log(JSON.stringify({ seen, faults }));
}
