// Uses a preview as people do: opens it from disk, searches, steps by keyboard, switches widths, parts, dark and
// images, on a desk and on a telephone. Says as JSON what it saw, and keeps screenshots.
//
//   node gallery.mjs SCREENSHOTS INDEX.html

import { body, choose, drawn, end, focused, look, open, press, texts } from "./desk.mjs";

const names = (page) => texts(page, "[role=option] b");
const address = (page) => page.locator("#person").textContent();
const frameWidth = async (page) => (await page.locator("#stage iframe").boundingBox()).width;
const isDark = (page) => body(page).evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);

const pictures = (page) => body(page).evaluate(() => [...document.images].filter((image) => image.naturalWidth > 0).length);

const seen = {};
const page = await open(1280, 900);
await look(page, "plan");
seen.names = await names(page);
seen.marks = await texts(page, ".chip");
seen.plan = await page.locator("#plan li").count();

// by keyboard alone: search, step, open, back
await press(page, "/");
seen.focus = await focused(page);
await page.keyboard.type(process.env.SEARCH ?? "");
seen.found = await names(page);
seen.hits = await page.locator("#hits").textContent();
await press(page, "ArrowDown");
seen.first = await address(page);
seen.text = (await body(page).innerText()).slice(0, 200);
await press(page, "Enter");
seen.opened = await focused(page);
await press(page, "Escape");
seen.back = await focused(page);
await page.locator("#search").fill("");
await page.locator("#list").focus();
await press(page, "Home", "ArrowDown");
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
seen.shown = await pictures(page);
await choose(page, "Bilder");
seen.pictures = await pictures(page);
seen.sandbox = await page.locator("#stage iframe").getAttribute("sandbox");
for (const [part, key] of [["Text", "plain"], ["Kopfzeilen", "headers"], ["Quelltext", "source"]]) {
  await choose(page, part);
  seen[key] = await page.locator("#stage pre").innerText();
  if (key === "headers") await look(page, "headers");
}

// those who do not get it
await page.locator("#who label").nth(1).click();
seen.reasons = await texts(page, "#left-out summary");
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
await drawn(night);
seen.darkByDefault = await isDark(night);
await look(night, "night");

const phone = await open(360, 740, "light");
await look(phone, "phone-list");
await phone.locator("[role=option]").first().click();
await look(phone, "phone-mail");
seen.listHidden = await phone.locator("#side").isHidden();
await phone.locator("#back").click();
seen.listShown = await phone.locator("#side").isVisible();

await end(seen);
