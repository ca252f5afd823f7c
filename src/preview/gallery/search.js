
// --- search and filters

const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "");
const lower = (text) => text.toLowerCase().replaceAll("ß", "ss");
const spelled = (text) => text.replaceAll("ä", "ae").replaceAll("ö", "oe").replaceAll("ü", "ue");
/** Text as one searches it: no case, no accents, and umlauts both as `u` and as `ue`. */
const searchable = (text) => `${bare(lower(text))} ${bare(spelled(lower(text)))}`;
const asked = () => byId("search").value.split(/\s+/).filter(Boolean).map((word) => bare(lower(word)));
const holds = (text, words) => words.every((word) => text.includes(word));

const texts = data.mails.map((mail) => searchable(`${mail[NAME]} ${mail[ADDRESS]} ${mail[READABLE] ?? ""} ${data.subjects[mail[SUBJECT]]}`));
const filters = [];

/** A choice among values that some mails have; those that none has are no choice. */
function addFilter(key, values, fits, atLeast = 1) {
  const found = values.map((value, at) => [value, at]).filter(([, at]) => data.mails.some((mail) => fits(mail, at)));
  if (found.length < atLeast) return;
  const select = make("select");
  select.setAttribute("aria-label", say(key));
  select.append(new Option(`${say(key)}: ${say("preview-all")}`, ""));
  found.forEach(([value, at]) => select.append(new Option(value, String(at))));
  select.addEventListener("change", search);
  byId("filters").append(select);
  filters.push((mail) => select.value === "" || fits(mail, Number(select.value)));
}

function addFilters() {
  addFilter("preview-list", data.lists, (mail, at) => mail[LISTS].includes(at), 2);
  addFilter("preview-land", data.lands, (mail, at) => mail[LAND] === at, 2);
  addFilter("preview-language", data.languages, (mail, at) => mail[LANGUAGE] === at, 2);
  addFilter("preview-findings", data.findings, (mail, at) => mail[FINDINGS].includes(at));
  addFilter("preview-standing", SEALED.map(say), (mail, at) => mail[STANDING] === at);
  addFilter("preview-since", SINCE.map(say), (mail, at) => at > 0 && mail[PAST] === at);
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

// --- those who do not get it

const peopleLeftOut = data.leftOut.reduce((sum, { people }) => sum + people.length, 0);

/** Draws the reasons with everybody who fits; gives how many that are. */
function searchLeftOut(words) {
  let count = 0;
  byId("left-out").replaceChildren();
  for (const { reason, help, people } of data.leftOut) {
    const found = people.filter((one) => holds(searchable(`${one.join(" ")} ${reason}`), words));
    count += found.length;
    if (found.length > 0) byId("left-out").append(reasonGroup(reason, help, found, words.length > 0));
  }
  return count;
}

function reasonGroup(reason, help, people, isOpen) {
  const more = help ? [make("p", "soft", help)] : [];
  return fold(`${reason} (${people.length})`, isOpen, () => [...more, nameList(people, person)]);
}
