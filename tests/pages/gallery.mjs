// Uses a preview as people do: opens it from disk, searches, steps by keyboard, switches widths, parts, dark and
// images, on a desk and on a telephone. Says as JSON what it saw, and keeps screenshots.
//
//   node gallery.mjs SCREENSHOTS INDEX.html

import { mkdir } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
const [folder, index] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
/** What must stay empty: violations, what was fetched from elsewhere, dialogs, errors of the page. */
const faults = [];

/** Without a scheme of the system's, a frame has the one that the page gives it. */
async function open(width, height, colorScheme = null) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme });
  const page = await context.newPage();
  page.on("dialog", (dialog) => (faults.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && faults.push(`console: ${message.text()}`));
  page.on("request", (request) => request.url().startsWith("file:") || faults.push(`fetches ${request.url()}`));
  await page.goto(`file://${index}`);
  return page;
}

/** Keeps a screenshot, and notes what axe-core finds and whether the page scrolls to the side. */
async function look(page, name) {
  // what is not drawn yet cannot be looked at
  await page.waitForTimeout(250);
  await page.screenshot({ path: `${folder}/gallery-${name}.png` });
  const found = await new AxeBuilder({ page }).withTags(STANDARD).exclude("iframe").analyze();
  for (const violation of found.violations)
    faults.push(...violation.nodes.map((node) => `${name}: ${violation.id}: ${node.target}: ${node.failureSummary}`));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) faults.push(`${name}: scrolls ${wide} px to the side`);
  if (found.passes.length < 10) faults.push(`${name}: nothing was looked at`);
}

const names = (page) => page.locator("[role=option] b").allTextContents();
const address = (page) => page.locator("#person").textContent();
const body = (page) => page.frameLocator("#stage iframe").locator("body");
const frameWidth = async (page) => (await page.locator("#stage iframe").boundingBox()).width;
const isDark = (page) => body(page).evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
const choose = (page, label) => page.getByText(label, { exact: true }).click();

const seen = {};
const page = await open(1280, 900);
await look(page, "plan");
seen.names = await names(page);
seen.marks = await page.locator(".chip").allTextContents();
seen.plan = await page.locator("#plan li").count();

// by keyboard alone: search, step, open, back
await page.keyboard.press("/");
seen.focus = await page.evaluate(() => document.activeElement.id);
await page.keyboard.type(process.env.SEARCH ?? "");
seen.found = await names(page);
seen.hits = await page.locator("#hits").textContent();
await page.keyboard.press("ArrowDown");
seen.first = await address(page);
seen.text = (await body(page).innerText()).slice(0, 200);
await page.keyboard.press("Enter");
seen.opened = await page.evaluate(() => document.activeElement.id);
await page.keyboard.press("Escape");
seen.back = await page.evaluate(() => document.activeElement.id);
await page.locator("#search").fill("");
await page.locator("#list").focus();
await page.keyboard.press("Home");
await page.keyboard.press("ArrowDown");
seen.second = await address(page);
seen.active = await page.locator("#list").getAttribute("aria-activedescendant");
await look(page, "mail");

seen.widths = [];
for (const width of ["Tablet", "Telefon", "Rechner"]) {
  await choose(page, width);
  seen.widths.push(await frameWidth(page));
}
seen.dark = [await isDark(page)];
await choose(page, "Dunkel");
seen.dark.push(await isDark(page));
await choose(page, "Telefon");
await look(page, "mail-dark-phone");
await choose(page, "Rechner");
await choose(page, "Dunkel");
await choose(page, "Bilder");
seen.pictures = await body(page).evaluate(() => [...document.images].filter((image) => image.naturalWidth > 0).length);
for (const [part, key] of [["Text", "plain"], ["Kopfzeilen", "headers"], ["Quelltext", "source"]]) {
  await choose(page, part);
  seen[key] = await body(page).innerText();
  if (key === "headers") await look(page, "headers");
}
seen.sandbox = await page.locator("#stage iframe").getAttribute("sandbox");

// those who do not get it
await page.locator("#who label").nth(1).click();
seen.reasons = await page.locator("#left-out summary").allTextContents();
await page.locator("#left-out summary").first().click();
await look(page, "left-out");
await page.locator("#search").fill("gibtesnicht");
seen.nobody = await page.locator("#hits").textContent();
await look(page, "nobody");

// filters
await page.locator("#search").fill("");
await page.locator("#who label").first().click();
seen.filters = await page.locator("#filters select").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
if (seen.filters.length > 0) {
  await page.locator("#filters select").first().selectOption({ index: 1 });
  seen.filtered = (await names(page)).length;
}

const night = await open(1280, 900, "dark");
await night.locator("[role=option]").first().click();
seen.darkByDefault = await isDark(night);
await look(night, "night");

const phone = await open(375, 740, "light");
await look(phone, "phone-list");
await phone.locator("[role=option]").first().click();
await look(phone, "phone-mail");
seen.listHidden = await phone.locator("#side").isHidden();
await phone.locator("#back").click();
seen.listShown = await phone.locator("#side").isVisible();

await browser.close();
console.log(JSON.stringify({ seen, faults }));
