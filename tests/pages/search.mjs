// Searches a preview, and says as JSON whom it finds, and how their addresses are written.
//
//   SEARCH=words node search.mjs SCREENSHOTS INDEX.html

import { end, open, press, texts } from "./desk.mjs";

const page = await open(1280, 900);
await press(page, "/");
await page.keyboard.type(process.env.SEARCH);
const found = await texts(page, "[role=option] small");
await press(page, "ArrowDown");
await end({ found, person: await page.locator("#person").textContent() });
