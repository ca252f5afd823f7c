
// --- the parts of a mail

/** What a mail may do in its frame, which is locked besides: show itself. */
const POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; style-src \'unsafe-inline\'">';
/** Links want a window of their own, which a locked frame does not get: nothing takes the place of the mail. */
const NOWHERE = '<base target="_blank">';
/** Marks that can be told without colours, too. */
const MARKING = "<style>mark { background: #ffe08a !important; color: #1a1400 !important; text-decoration: underline 2px #8a4b00; }</style>";

const kilobytes = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
const weight = (bytes) => `${kilobytes.format(bytes / 1000)} kB`;
const dayNames = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "full", timeZone: "UTC" });

/**
 * The page of a mail in a frame, in which no script runs and no link leads anywhere. Of two the page may know how far
 * they are scrolled, for which they have to count as parts of it; scripts stay forbidden.
 */
function pageFrame(html, pictures, title, isOne) {
  const frame = make("iframe", byId("dark").checked ? "dark" : "");
  const target = (whole, id) => (Object.hasOwn(pictures, id) ? pictures[id] : whole);
  const shown = byId("images").checked
    ? html.replace(/cid:([^"'\s)>]+)/g, target)
    : html.replace(/ src="(?:cid|data):[^"]*"/g, "");
  const head = shown.indexOf("<head>");
  const at = head === -1 ? 0 : head + "<head>".length;
  frame.setAttribute("sandbox", isOne ? "" : "allow-same-origin");
  frame.title = title;
  frame.style.colorScheme = byId("dark").checked ? "dark" : "light";
  frame.style.width = chosen("width");
  frame.srcdoc = shown.slice(0, at) + POLICY + NOWHERE + MARKING + shown.slice(at);
  return frame;
}

function plainText(text, marks, title) {
  const block = make("pre", "", ...(marks ? marked(text, marks) : [text]));
  block.tabIndex = 0;
  block.setAttribute("role", "region");
  block.setAttribute("aria-label", title);
  return block;
}

/** What the reader's calendar will show. */
function calendarCard(card, mail) {
  const kind = { REQUEST: "request", PUBLISH: "publish", CANCEL: "cancel" }[card.method];
  const facts = make("dl");
  const add = (key, ...values) => facts.append(make("dt", "", say(`preview-card-${key}`)), make("dd", "", ...values));
  const days = make("ol", "days", ...card.days.map(cardDay));
  if (card.place) add("place", card.place);
  if (card.url) add("page", card.url);
  add("organiser", card.organiser, make("div", "soft", card.answers_to));
  if (card.method !== "PUBLISH") add("invited", ...person([mail[NAME], mail[ADDRESS], written(mail)]));
  const title = make("h3", "", card.title);
  const head = [make("p", "kind", say(`preview-card-${kind}`)), ...cardRevision(card)];
  return make("article", `card ${kind}`, ...head, title, days, facts, ...cardButtons(card));
}

/** That the entry replaces an earlier one. A cancellation says so itself. */
function cardRevision({ method, revision }) {
  if (!revision || method === "CANCEL") return [];
  return [make("p", "kind", say("preview-card-revision").replace("#", String(revision)))];
}

function cardDay({ day, from, until }) {
  const name = dayNames.format(new Date(`${day}T00:00:00Z`));
  const begins = from && `${say("preview-card-from")} ${from}`;
  const ends = until && `${say("preview-card-until")} ${until}`;
  const time = [begins, ends].filter(Boolean).join(" ") || say("preview-card-all-day");
  return make("li", "", make("b", "", name), make("span", "", time));
}

/** The answers that an invitation asks for; they answer nobody here. */
function cardButtons(card) {
  if (card.method !== "REQUEST") return [];
  const buttons = ["accept", "tentative", "decline"].map((key) => {
    const button = make("button", "button", say(`preview-card-${key}`));
    button.type = "button";
    button.setAttribute("aria-disabled", "true");
    button.setAttribute("aria-describedby", "card-inert");
    return button;
  });
  const inert = make("p", "soft", say("preview-card-inert"));
  inert.id = "card-inert";
  return [make("div", "answers", ...buttons), inert];
}

/** What a mail carries, and how much all of it weighs. */
function fileTable(mail) {
  const rows = [
    ...mail[ATTACHED].map((at) => [...data.files[at], say("preview-attached")]),
    ...(data.card ? [["invite.ics", "application/ics", null, say("preview-attached")]] : []),
    ...mail[PICTURED].map((at) => [...data.files[at], say("preview-pictured")]),
  ];
  const cells = (kind, ...texts) => make("tr", "", ...texts.map((text) => make(kind, "", text)));
  const head = make("thead", "", cells("th", say("preview-name"), say("preview-kind"), say("preview-size")));
  head.querySelectorAll("th").forEach((cell) => (cell.scope = "col"));
  const row = ([name, kind, size, place]) => {
    const line = cells("td", name, `${place}, ${kind}`, size === null ? "–" : weight(size));
    return line;
  };
  const table = make("table", "files", head, make("tbody", "", ...rows.map(row)));
  const whole = make("p", "", `${say("preview-whole")}: ${weight(mail[SIZE])}`);
  return make("div", "sheet", rows.length > 0 ? table : make("p", "", say("preview-no-files")), whole);
}
