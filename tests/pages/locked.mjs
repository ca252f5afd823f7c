// Opens a preview of mails that want to run something and to fetch something, and says what they managed to do.
//
//   node locked.mjs SCREENSHOTS INDEX.html

import { browser, folder, index } from "./desk.mjs";

const managed = [];
const page = await (await browser.newContext()).newPage();
page.on("dialog", (dialog) => (managed.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
page.on("response", (response) => /^(file|data|about):/.test(response.url()) || managed.push(`fetched ${response.url()}`));
page.on("popup", (popup) => managed.push(`opens ${popup.url()}`));
await page.goto(`file://${index}`);
const seen = [];
for (const number of [0, 1]) {
  await page.locator("[role=option]").nth(number).click();
  const inside = page.frameLocator("#stage iframe").last();
  seen.push(await inside.locator("body").innerText());
  for (const link of [0, 1]) await inside.locator("a").nth(link).click();
  // nothing took the place of the mail
  await inside.locator("a").first().waitFor();
  await page.locator("#compare").setChecked(true, { force: true });
  await page.waitForTimeout(300);
}
await page.screenshot({ path: `${folder}/gallery-locked.png` });
const title = await page.title();
await browser.close();
console.log(JSON.stringify({ seen, managed, title }));
