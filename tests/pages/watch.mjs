// Uses a preview under `--watch` as somebody does who writes: looks at a mail, edits files, breaks one, mends it. Says
// as JSON what it saw and how many milliseconds each edit took to show, and keeps screenshots.
//
//   node watch.mjs SCREENSHOTS ADDRESS WORKSPACE PROCESS

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
const [folder, address, workspace, id] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
/** What must stay empty: violations, what was fetched from elsewhere, dialogs, errors of the page. */
const faults = [];
/** While faults stand in the way, the mails are not found, and in the end nobody answers. */
const expected = /404|503|ERR_CONNECTION|ERR_INCOMPLETE/;

async function open(name, width, colorScheme) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !expected.test(message.text())) faults.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => /views\/0000/.test(request.url()) && faults.push(`asks for ${request.url()}`));
  page.on("request", (request) => /^data:/.test(request.url()) || request.url().startsWith(address) || faults.push(`fetches ${request.url()}`));
  await page.goto(`${address}${name}`);
  return page;
}

/** Keeps a screenshot, and notes what axe-core finds; in frames it cannot run, for they have no scripts. */
async function look(page, name) {
  await page.screenshot({ path: `${folder}/watch-${name}.png` });
  const found = await new AxeBuilder({ page }).withTags(STANDARD).exclude("iframe").analyze();
  for (const violation of found.violations)
    faults.push(...violation.nodes.map((node) => `${name}: ${violation.id}: ${node.target}: ${node.failureSummary}`));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) faults.push(`${name}: scrolls ${wide} px to the side`);
}

/** Saves a file of the workspace with some words in place of others. */
async function edit(file, from, to) {
  const path = `${workspace}/${file}`;
  const text = await readFile(path, "utf8");
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  await writeFile(path, text.replace(from, to));
}

/** Milliseconds until something is seen. */
async function took(seen) {
  const begun = performance.now();
  await seen;
  return Math.round(performance.now() - begun);
}

const CAMPAIGN = "data/campaigns/recap-2024.md";
const LAYOUT = "templates/base.mjml";
const seen = {};
// a page that never answers is no reason to wait for ever
setTimeout(() => process.exit(1), 120_000).unref();
const page = await open("", 1280, "light");
const mail = page.frameLocator("#stage iframe").locator("body");
const isShown = (words) => mail.getByText(words).first().waitFor();
const cover = page.locator("#live-faults");

// somebody is looked for and looked at
await page.locator("#search").fill("bödeker");
await page.locator("#search").press("ArrowDown");
await isShown("Bödeker");
seen.person = await page.locator("#person").textContent();

// the text changes, with the mail in view
await edit(CAMPAIGN, "Mit freundlichen Grüßen aus Hamburg", "Mit sonnigen Grüßen aus Hamburg");
seen.campaign = await took(isShown("Mit sonnigen Grüßen"));
await edit("rundbrief.toml", "language = \"de\"", "language = \"en\"");
seen.settings = await took(page.getByText("Leave out").or(page.locator("html[lang=en]")).first().waitFor({ state: "attached" }));
seen.kept = [await page.locator("#search").inputValue(), await page.locator("#person").textContent()];
await edit("rundbrief.toml", "language = \"en\"", "language = \"de\"");
await page.locator("html[lang=de]").waitFor({ state: "attached" });

// two mails stay beside each other over an edit, which loads the list anew
const pair = await open("", 1280, "light");
const sides = () => pair.locator(".side span").allTextContents();
await pair.locator("[role=option]").nth(0).click();
await pair.locator("#compare").check();
await pair.locator("[role=option]").nth(1).click();
await pair.locator(".side").nth(1).waitFor();
seen.sides = await sides();
await pair.evaluate(() => (window.isBefore = true));
await edit(CAMPAIGN, "Mit sonnigen Grüßen aus Hamburg", "Mit sonnigen, herzlichen Grüßen aus Hamburg");
await pair.waitForFunction(() => !window.isBefore && document.querySelector("#stage:not([aria-busy]) .pane"));
seen.sidesKept = await sides();
seen.isTicked = await pair.locator("#compare").isChecked();
await pair.context().close();

// a name in a list changes: in the mail, and in the list beside it
await edit("data/lists/cdos.csv", "Katrin;Bödeker", "Katrin;Bödeker-Sommer");
seen.list = await took(isShown("Bödeker-Sommer"));
await page.locator("[role=option] b").getByText("Bödeker-Sommer").waitFor();
seen.selected = await page.locator("[role=option][aria-selected=true] b").textContent();

// a fault comes
await edit(CAMPAIGN, "{{ contact.salutation }}", "{{ contact.salutatoin }}");
seen.fault = await took(cover.waitFor());
const told = page.frameLocator("#live-faults");
await told.locator("pre").waitFor();
seen.place = await told.locator("h2").allTextContents();
seen.excerpt = await told.locator("pre").textContent();
seen.inert = await page.evaluate(() => document.getElementById("side").inert);
await look(page, "cover");
const alone = await open("", 375, "dark");
await alone.locator("pre").waitFor();
await look(alone, "faults-phone-dark");
const still = await open("faults.html", 1280, "light");
await look(still, "faults");

// and goes, on the page that was there before and on the one that came in between
await edit(CAMPAIGN, "{{ contact.salutatoin }}", "{{ contact.salutation }}");
seen.mended = await took(cover.waitFor({ state: "detached" }));
await isShown("Bödeker-Sommer");
await alone.locator("#search").waitFor({ state: "attached" });
seen.usable = await page.evaluate(() => !document.getElementById("side").inert);
await look(page, "mended");

// a layout that cannot be read
await edit(LAYOUT, "<mj-body", "<mj-bodi");
seen.layout = await took(told.locator("h2").first().waitFor());
seen.layoutPlace = await told.locator("h2").first().textContent();
await edit(LAYOUT, "<mj-bodi", "<mj-body");
await cover.waitFor({ state: "detached" });

process.kill(Number(id), "SIGINT");
await page.locator("#live-words:not(.unseen)").waitFor();
seen.gone = await page.locator("#live-words").textContent();
await look(page, "gone");

await browser.close();
console.log(JSON.stringify({ seen, faults }));
