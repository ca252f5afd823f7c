
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
  const isNameless = mail[ADDRESS] === mail[NAME];
  element.append(make("b", "", isNameless ? written(mail) : mail[NAME]));
  if (!isNameless) element.append(make("small", "", written(mail)));
  if (data.subjects.length > 1) element.append(make("small", "", data.subjects[mail[SUBJECT]]));
  element.append(chips(mail));
  return element;
}

/** Where all are new, nobody needs to hear it of each. */
const areAllNew = data.mails.every((mail) => mail[PAST] === 1);

function chips(mail) {
  const chips = make("span", "chips");
  const add = (text, kind = "") => chips.append(make("span", `chip ${kind}`, text));
  mail[MARKS].forEach((mark) => add(say(data.marks[mark])));
  if (mail[PAST] > 0 && !areAllNew) add(`${say("preview-since")}: ${say(SINCE[mail[PAST]])}`);
  if (mail[STANDING] > SAME) add(`${say("preview-standing")}: ${say(SEALED[mail[STANDING]])}`, "warn");
  const flaws = mail[FINDINGS].length;
  if (flaws > 0) add(`${say("preview-findings")}: ${flaws}`, "warn");
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
