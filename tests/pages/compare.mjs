// Holds mails of a preview against each other and against what was approved, and looks at what else a mail carries: the
// calendar entry, files, what is new since the last campaign. Says as JSON what it saw, and keeps screenshots.
//
//   node compare.mjs SCREENSHOTS INDEX.html

import { body, choose, drawn, end, look, open, press, texts } from "./desk.mjs";

const sides = (page) => texts(page, ".side span");
const told = (page) => page.locator("#differences").textContent();
const marks = (page, at) => body(page, at).locator("mark").allTextContents();

const seen = {};
const page = await open(1280, 900);
seen.figures = await texts(page, ".figures div");
seen.limits = await texts(page, ".limits li");
seen.plan = await texts(page, "#plan h3");
seen.since = await texts(page, "#since summary");
await page.locator("#since summary").last().click();
// what is folded is written when it opens
await page.locator("#since details[open] li").first().waitFor();
seen.gone = await texts(page, "#since details[open] li");
await page.locator("#since summary").first().click();
await look(page, "plan-since");
await page.locator("#since .link").first().click();
seen.fromPlan = await page.locator("#person").textContent();
seen.changes = await texts(page, "#changes li");

// two recipients, by keyboard alone
await page.locator("#list").focus();
await press(page, "Home", "c");
seen.waits = await told(page);
await press(page, "ArrowDown");
seen.pair = await sides(page);
seen.places = await told(page);
seen.marks = [await marks(page, 0), await marks(page, 1)];
await look(page, "compare");
await choose(page, "Text");
seen.textMarks = await texts(page, "#stage pre mark");
await look(page, "compare-text");
await choose(page, "Kalender");
seen.cards = await page.locator(".card").count();
await choose(page, "Mail");
await page.locator("#list").focus();
await press(page, "ArrowDown");
seen.next = await sides(page);
await press(page, "c");
seen.alone = [await page.locator("#stage iframe").count(), await told(page)];

// both scroll together, by wheel and by keys, until somebody loosens them; on a page of its own, as what looks into
// frames leaves something there that may not run when the mouse moves
const paired = await open(1280, 900);
await paired.locator("#list").focus();
await press(paired, "Home", "c", "ArrowDown");
const pane = paired.locator(".pane");
const shares = () =>
  pane.evaluateAll((all) =>
    all.map((one) => {
      const element = one.querySelector("iframe")?.contentDocument.scrollingElement ?? one.querySelector("pre");
      return element.scrollTop / (element.scrollHeight - element.clientHeight);
    }),
  );
async function settled() {
  await paired.waitForTimeout(400);
  return shares();
}
async function wheel(at, pixels) {
  const box = await pane.nth(at).boundingBox();
  await paired.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await paired.mouse.wheel(0, pixels);
  return settled();
}
const isTogether = () => paired.locator("#together").isChecked();
seen.together = [await wheel(0, 500), await wheel(1, -200), await wheel(0, 100000)];
await paired.locator("#list").focus();
await press(paired, "s");
seen.loose = [await isTogether(), await wheel(0, -100000)];
await press(paired, "s");
await choose(paired, "Text");
await pane.locator("pre").first().focus();
await press(paired, "PageDown");
seen.keys = [await isTogether(), await settled()];
await look(paired, "compare-scrolled");

// this version against the approved one
await page.getByLabel("Seit der Freigabe").selectOption("geändert");
seen.changed = await texts(page, "[role=option] b");
await page.locator("#list").focus();
await press(page, "Home");
await choose(page, "Freigegebene Fassung");
seen.versions = await sides(page);
seen.versionMarks = [await marks(page, 0), await marks(page, 1)];
await look(page, "approved");
await choose(page, "Text");
seen.approvedText = await texts(page, "#stage pre mark");
await choose(page, "Freigegebene Fassung");

await choose(page, "Kalender");
seen.card = await page.locator(".card").innerText();
seen.inert = await page.locator(".card button").evaluateAll((all) => all.map((one) => one.getAttribute("aria-disabled")));
await page.locator(".card button").first().click({ force: true });
await look(page, "calendar");
await choose(page, "Anhänge");
seen.files = await texts(page, ".files tbody tr");
seen.whole = await page.locator(".sheet p").textContent();
await look(page, "files");

const night = await open(1280, 900, "dark");
await night.locator("[role=option]").first().click();
await press(night, "c");
await night.locator("[role=option]").nth(1).click();
await look(night, "compare-night");
await choose(night, "Kalender");
await look(night, "calendar-night");

await night.locator("#together").focus();
await press(night, " ");
seen.switched = [await night.locator("#together").isChecked(), await night.locator("#of-together").isVisible()];

const phone = await open(360, 740, "light");
await phone.locator("#to-plan").click();
await look(phone, "phone-plan");
await phone.locator("#back").click();
await phone.locator("[role=option]").first().click();
await choose(phone, "Vergleichen");
await look(phone, "phone-held");
await phone.locator("#back").click();
await phone.locator("[role=option]").nth(1).click();
await drawn(phone);
seen.stacked = await phone.locator(".pane").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));
await look(phone, "phone-compare");
await choose(phone, "Kalender");
await look(phone, "phone-calendar");
await choose(phone, "Anhänge");
await look(phone, "phone-files");

await end(seen);
