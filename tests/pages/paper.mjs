// Prints pages as a browser does, each into a PDF beside the screenshots. Says as JSON where those lie.
//
//   node paper.mjs SCREENSHOTS PAGE.html...

import { mkdir } from "node:fs/promises";
import { basename } from "node:path";
import { chromium } from "playwright-core";

const [folder, ...files] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const printed = [];
for (const file of files) {
  const page = await browser.newPage();
  await page.goto(`file://${file}`);
  const path = `${folder}/${basename(file, ".html")}.pdf`;
  // the page has a size and margins of its own
  await page.pdf({ path, preferCSSPageSize: true, printBackground: true });
  printed.push(path);
  await page.close();
}
await browser.close();
console.log(JSON.stringify(printed));
