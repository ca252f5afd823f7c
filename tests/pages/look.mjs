// Looks at pages as readers do: on a telephone, in a narrow and in a wide window, light and dark, without pictures,
// and with what Outlook alone reads. Says as JSON what is wrong, and keeps a screenshot of each.
//
//   node look.mjs SCREENSHOTS PAGE.html...

import { mkdir, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
const VIEWS = [
  ...[360, 600, 1200].flatMap((width) => ["light", "dark"].map((scheme) => ({ width, scheme }))),
  { width: 360, scheme: "light", pictures: false },
  { width: 1200, scheme: "light", outlook: true },
];

/** The page as Outlook reads it: conditional comments count, and what is hidden from it does not. */
function forOutlook(html) {
  return html
    .replace(/<!--\[if !mso[^\]]*\]><!-->[\s\S]*?<!--<!\[endif\]-->/g, "")
    .replace(/<!--\[if (?:mso|gte mso|lte mso)[^\]]*\]>/g, "")
    .replace(/<!\[endif\]-->/g, "");
}

async function look(browser, file, view, folder) {
  const context = await browser.newContext({
    viewport: { width: view.width, height: 900 },
    colorScheme: view.scheme,
  });
  const page = await context.newPage();
  const fetched = [];
  await page.route("**/*", (route) => {
    const request = route.request();
    if (!request.url().startsWith("file:")) fetched.push(request.url());
    const blocked = view.pictures === false && request.resourceType() === "image";
    return blocked || !request.url().startsWith("file:") ? route.abort() : route.continue();
  });
  await page.goto(`file://${file}`);
  if (view.outlook) await page.setContent(forOutlook(await readFile(file, "utf8")));
  // what stands in a locked frame runs no script, and is a page of its own
  const found = await new AxeBuilder({ page }).withTags(STANDARD).exclude("iframe").analyze();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const kind = view.outlook ? "outlook" : view.pictures === false ? "no-pictures" : view.scheme;
  const name = `${basename(file, ".html")}-${view.width}-${kind}`;
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  await context.close();
  const faults = found.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")}: ${node.failureSummary}`),
  );
  if (wide > 0) faults.push(`scrolls ${wide} px to the side`);
  faults.push(...fetched.map((url) => `fetches ${url}`));
  return { name, passed: found.passes.length, faults };
}

const [folder, ...files] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const waiting = files.flatMap((file) => VIEWS.map((view) => ({ file, view })));
const looks = waiting.map(() => null);
/** Takes the next look as long as there is one: two at a time keep two cores busy. */
async function worker(next) {
  for (let at = next(); at < waiting.length; at = next()) {
    looks[at] = await look(browser, waiting[at].file, waiting[at].view, folder);
  }
}
let taken = 0;
const next = () => taken++;
await Promise.all([worker(next), worker(next)]);
await browser.close();
console.log(JSON.stringify(looks));
