
"use strict";
// What comes from lists is put into the page as text only (`textContent`), never as HTML.
const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);
// the columns of a mail, as `index.rs` writes them
const [NAME, ADDRESS, SUBJECT, LISTS, LAND, LANGUAGE, SIZE, PICTURES, FINDINGS, MARKS] = Array(10).keys();
/** So many rows are drawn at once; the others when somebody scrolls or steps to them. */
const STEP = 100;

const say = (key) => data.words[key];
const chosen = (name) => document.querySelector(`input[name="${name}"]:checked`).value;
const isMarked = (number) => data.mails[number][MARKS].length > 0;

function make(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

// --- search and filters

const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "");
const lower = (text) => text.toLowerCase().replaceAll("ß", "ss");
const spelled = (text) => text.replaceAll("ä", "ae").replaceAll("ö", "oe").replaceAll("ü", "ue");
/** Text as one searches it: no case, no accents, and umlauts both as `u` and as `ue`. */
const searchable = (text) => `${bare(lower(text))} ${bare(spelled(lower(text)))}`;
const asked = () => byId("search").value.split(/\s+/).filter(Boolean).map((word) => bare(lower(word)));
const holds = (text, words) => words.every((word) => text.includes(word));

const texts = data.mails.map((mail) => searchable(`${mail[NAME]} ${mail[ADDRESS]} ${data.subjects[mail[SUBJECT]]}`));
const filters = [];

function addFilter(key, values, fits) {
  const select = make("select");
  select.setAttribute("aria-label", say(key));
  select.append(new Option(`${say(key)}: ${say("preview-all")}`, ""));
  values.forEach((value, at) => select.append(new Option(value, String(at))));
  select.addEventListener("change", search);
  byId("filters").append(select);
  filters.push((mail) => select.value === "" || fits(mail, Number(select.value)));
}

function addFilters() {
  const several = (values) => values.length > 1;
  if (several(data.lists)) addFilter("preview-list", data.lists, (mail, at) => mail[LISTS].includes(at));
  if (several(data.lands)) addFilter("preview-land", data.lands, (mail, at) => mail[LAND] === at);
  if (several(data.languages)) addFilter("preview-language", data.languages, (mail, at) => mail[LANGUAGE] === at);
  if (data.findings.length > 0) addFilter("preview-findings", data.findings, (mail, at) => mail[FINDINGS].includes(at));
}

/** Shows whom search and filters leave, those to look at first before the others. */
function search() {
  const words = asked();
  const fits = (number) => holds(texts[number], words) && filters.every((filter) => filter(data.mails[number]));
  const found = data.mails.map((_, number) => number).filter(fits);
  shown = [...found.filter(isMarked), ...found.filter((number) => !isMarked(number))];
  list.replaceChildren();
  drawn = 0;
  drawTo(STEP - 1);
  list.scrollTop = 0;
  select(current);
  const persons = searchLeftOut(words);
  const isList = chosen("who") === "list";
  list.hidden = !isList || shown.length === 0;
  byId("left-out").hidden = isList || persons === 0;
  byId("filters").hidden = !isList;
  const [some, all] = isList ? [shown.length, data.mails.length] : [persons, peopleLeftOut];
  byId("hits").textContent = `${say("preview-hits")}: ${some} / ${all}`;
}

// --- those who get the mail

const list = byId("list");
let shown = [];
let drawn = 0;
/** The number of the mail that is looked at. */
let current = -1;

function drawTo(position) {
  for (; drawn <= position && drawn !== shown.length; drawn += 1) {
    const begins = drawn === 0 || isMarked(shown[drawn]) !== isMarked(shown[drawn - 1]);
    if (begins) list.append(group(isMarked(shown[drawn])));
    list.lastElementChild.append(option(drawn));
  }
}

function group(first) {
  const element = make("div");
  const title = make("div", "group", say(first ? "preview-first" : "preview-others"));
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", title.textContent);
  title.setAttribute("aria-hidden", "true");
  if (first || isMarked(shown[0])) element.append(title);
  return element;
}

function option(position) {
  const number = shown[position];
  const mail = data.mails[number];
  const element = make("div", "mail");
  element.id = `mail-${number}`;
  element.setAttribute("role", "option");
  element.setAttribute("aria-posinset", String(position + 1));
  element.setAttribute("aria-setsize", String(shown.length));
  element.setAttribute("aria-selected", "false");
  element.append(make("b", "", mail[NAME]));
  if (mail[ADDRESS] !== mail[NAME]) element.append(make("small", "", mail[ADDRESS]));
  if (data.subjects.length > 1) element.append(make("small", "", data.subjects[mail[SUBJECT]]));
  element.append(chips(mail));
  return element;
}

function chips(mail) {
  const chips = make("span", "chips");
  mail[MARKS].forEach((mark) => chips.append(make("span", "chip", say(data.marks[mark]))));
  const flaws = mail[FINDINGS].length;
  if (flaws > 0) chips.append(make("span", "chip warn", `${say("preview-findings")}: ${flaws}`));
  return chips;
}

function select(number) {
  byId(`mail-${current}`)?.setAttribute("aria-selected", "false");
  current = number;
  drawTo(shown.indexOf(number));
  const element = byId(`mail-${number}`);
  element?.setAttribute("aria-selected", "true");
  if (element) list.setAttribute("aria-activedescendant", element.id);
  else list.removeAttribute("aria-activedescendant");
  return element;
}

/** Goes to the mail at this position of the list; the view follows. */
function goTo(position) {
  if (shown.length === 0) return;
  const within = Math.min(Math.max(position, 0), shown.length - 1);
  select(shown[within])?.scrollIntoView({ block: "nearest" });
  show();
}

const STEPS = {
  ArrowDown: (at) => at + 1,
  // from nowhere, up is the first as well
  ArrowUp: (at) => at - 1,
  PageDown: (at) => at + 10,
  PageUp: (at) => at - 10,
  Home: () => 0,
  End: () => shown.length - 1,
};

function step(event) {
  const move = STEPS[event.key];
  const inSearch = event.target === byId("search");
  if (event.key === "Enter" && current !== -1) open();
  else if (move && !(inSearch && ["Home", "End"].includes(event.key))) goTo(move(shown.indexOf(current)));
  else return;
  event.preventDefault();
}

// --- those who do not get it

const peopleLeftOut = data.leftOut.reduce((sum, { people }) => sum + people.length, 0);

/** Draws the reasons with everybody who fits; gives how many that are. */
function searchLeftOut(words) {
  let count = 0;
  byId("left-out").replaceChildren();
  for (const { reason, help, people } of data.leftOut) {
    const found = people.filter((person) => holds(searchable(`${person.join(" ")} ${reason}`), words));
    count += found.length;
    if (found.length > 0) byId("left-out").append(reasonGroup(reason, help, found, words.length > 0));
  }
  return count;
}

function reasonGroup(reason, help, people, isOpen) {
  const details = make("details");
  details.append(make("summary", "", `${reason} (${people.length})`));
  if (help) details.append(make("p", "soft", help));
  const fill = () => {
    if (!details.open || details.querySelector("ul")) return;
    const names = make("ul");
    for (const [name, address] of people) {
      const item = make("li", "", name);
      if (address !== name) item.append(make("div", "soft", address));
      names.append(item);
    }
    details.append(names);
  };
  details.addEventListener("toggle", fill);
  details.open = isOpen;
  return details;
}

// --- one mail

const stem = (number) => String(number + 1).padStart(4, "0");
const kilobytes = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });

function file(number) {
  const isBare = data.mails[number][PICTURES] && !byId("images").checked;
  const files = { html: isBare ? "views/#.html" : "mails/#.html", text: "mails/#.txt", headers: "views/#.headers.txt", source: "views/#.source.txt" };
  return files[chosen("part")].replace("#", stem(number));
}

/** Shows the mail that is selected, in a new frame: an old one would fill the browser's history. */
function frame() {
  const frame = make("iframe", byId("dark").checked ? "dark" : "");
  frame.setAttribute("sandbox", "");
  frame.title = `${byId("subject").textContent} – ${data.mails[current][NAME]}`;
  frame.style.colorScheme = byId("dark").checked ? "dark" : "light";
  frame.style.width = chosen("width");
  frame.src = file(current);
  byId("stage").replaceChildren(frame);
}

function show() {
  const mail = data.mails[current];
  byId("plan").hidden = true;
  byId("mail").hidden = false;
  byId("to-plan").removeAttribute("aria-current");
  byId("subject").textContent = data.subjects[mail[SUBJECT]] || "–";
  byId("person").textContent = mail[NAME] === mail[ADDRESS] ? mail[ADDRESS] : `${mail[NAME]} <${mail[ADDRESS]}>`;
  byId("notes").replaceChildren(...notes(mail));
  byId("eml").href = `mails/${stem(current)}.eml`;
  byId("size").textContent = `${kilobytes.format(mail[SIZE] / 1000)} kB`;
  frame();
}

function notes(mail) {
  const marks = mail[MARKS].map((mark) => say(data.marks[mark]));
  const first = marks.length > 0 ? [make("li", "", marks.join(" · "))] : [];
  return [...first, ...mail[FINDINGS].map((at) => make("li", "warn", data.findings[at]))];
}

/** On a narrow screen the view takes the place of the list. */
function open() {
  document.body.classList.add("open");
  byId(byId("mail").hidden ? "plan-heading" : "subject").focus();
}

function back() {
  document.body.classList.remove("open");
  list.focus();
}

function showPlan() {
  byId("plan").hidden = false;
  byId("mail").hidden = true;
  byId("to-plan").setAttribute("aria-current", "true");
}

// --- what people do

list.addEventListener("click", (event) => {
  const element = event.target.closest(".mail");
  if (!element) return;
  goTo(Number(element.getAttribute("aria-posinset")) - 1);
  if (matchMedia("(max-width: 60rem)").matches) open();
});
list.addEventListener("scroll", () => {
  if (list.scrollTop + 2 * list.clientHeight > list.scrollHeight) drawTo(drawn + STEP - 1);
});
list.addEventListener("keydown", step);
byId("search").addEventListener("keydown", (event) => chosen("who") === "list" && step(event));
byId("search").addEventListener("input", search);
byId("to-plan").addEventListener("click", () => (showPlan(), open()));
byId("back").addEventListener("click", back);
document.querySelectorAll('input[name="who"]').forEach((input) => input.addEventListener("change", search));
document.querySelectorAll("#bar input").forEach((input) => input.addEventListener("change", frame));
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("#search, select");
  if (event.key === "/" && !isTyping) {
    event.preventDefault();
    document.body.classList.remove("open");
    byId("search").focus();
  } else if (event.key === "Escape") back();
});

byId("dark").checked = matchMedia("(prefers-color-scheme: dark)").matches;
addFilters();
showPlan();
search();
