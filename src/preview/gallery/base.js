"use strict";
// What comes from lists is put into the page as text only (`textContent`), never as HTML; the HTML of mails goes into
// frames that are locked, and nowhere else.
const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);
// the columns of a mail, as `index.rs` writes them
const [NAME, ADDRESS, SUBJECT, LISTS, LAND, LANGUAGE, SIZE, FINDINGS, MARKS, ATTACHED, PICTURED, STANDING, PAST, READABLE] = Array(14).keys();
// how a mail compares with the approval, and its reader with those of an earlier campaign, as `mod.rs` counts
const SEALED = ["preview-standing-same", "preview-standing-changed", "preview-standing-new", "preview-standing-alike"];
const SINCE = [null, "preview-since-new", "preview-since-changed"];
const [SAME, CHANGED, , ALIKE] = [0, 1, 2, 3];
/** So many rows are drawn at once; the others when somebody scrolls or steps to them. */
const STEP = 100;

const say = (key) => data.words[key];
const chosen = (name) => document.querySelector(`input[name="${name}"]:checked`).value;
/** The address as people write it. */
const written = (mail) => mail[READABLE] ?? mail[ADDRESS];
/** Both ways to write an address, where there are two. */
const bothWritten = (mail, address) => (mail[READABLE] ? `${address} (${mail[ADDRESS]})` : address);
const isMarked = (number) => data.mails[number][MARKS].length > 0;
const isNarrow = () => matchMedia("(max-width: 60rem)").matches;

function make(name, className, ...children) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** Names to open, filled in when somebody looks: there may be very many. */
function fold(title, isOpen, fill) {
  const details = make("details", "", make("summary", "", title));
  const draw = () => details.open && details.childElementCount === 1 && details.append(...fill());
  details.addEventListener("toggle", draw);
  details.open = isOpen;
  return details;
}

function nameList(people, item) {
  return make("ul", "", ...people.map((person) => make("li", "", ...item(person))));
}

/** Somebody without a mail to show. */
const person = ([name, address, readable = address]) => (address && address !== name ? [name, make("div", "soft", readable)] : [readable || name]);
