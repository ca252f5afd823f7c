
// --- one mail, or two beside each other

/** The number of the mail that others are compared with; -1 for none. */
let pinned = -1;
/** Counts what was asked for: who goes on before a mail is there does not want it any more. */
let turns = 0;

const titleOf = (number) => `${say("preview-part-mail")} – ${data.mails[number][NAME]}`;

/** What is to be seen: one mail, two, or one as it is and as it was approved. */
async function sides() {
  const mail = await mailOf(current);
  const now = { number: current, title: data.mails[current][NAME], mail };
  if (pinned !== -1 && pinned !== current) {
    return [{ number: pinned, title: data.mails[pinned][NAME], mail: await mailOf(pinned) }, now];
  }
  if (byId("approved").checked && mail.approved) {
    const before = { number: current, title: say("preview-compare-approved"), mail: mail.approved };
    return [before, { ...now, title: say("preview-compare-this") }];
  }
  return [now];
}

/** The panes for a part, and at how many places they differ; nothing where they are not compared. */
function panes(all, part, pictures) {
  const title = ({ number }) => titleOf(number);
  if (part === "calendar") return { content: all.map(({ number }) => calendarCard(data.card, data.mails[number])) };
  if (part === "files") return { content: all.map(({ number }) => fileTable(data.mails[number])) };
  if (part === "html") {
    const found = all.length === 2 ? comparedPages(all[0].mail.html, all[1].mail.html) : null;
    const pages = found?.pages ?? [all[0].mail.html];
    return { found, content: pages.map((html, side) => pageFrame(html, pictures, title(all[side]), pages.length === 1)) };
  }
  // of what was approved, neither head nor source is kept
  const texts = all.map(({ mail }) => mail[part] ?? mail.text);
  const found = all.length === 2 ? compare(...texts.map(words)) : null;
  const marks = [found?.left, found?.right];
  return { found, content: texts.map((text, side) => plainText(text, marks[side], title(all[side]))) };
}

async function draw() {
  if (current === -1) return;
  const turn = (turns += 1);
  const stage = byId("stage");
  // only a page has widths and colours
  ["widths", "look"].forEach((id) => (byId(id).hidden = chosen("part") !== "html"));
  stage.setAttribute("aria-busy", "true");
  try {
    const [all, pictures] = await Promise.all([sides(), handedOver("pictures")]);
    if (turn !== turns) return;
    const { content, found } = panes(all, chosen("part"), pictures);
    const isOne = content.length === 1;
    const pane = (element, side) => make("div", "pane", ...(isOne ? [] : [heading(all[side])]), element);
    stage.className = isOne ? "" : "two";
    stage.replaceChildren(...content.map(pane));
    byId("of-together").hidden = isOne;
    if (!isOne) together(turn);
    tellDifferences(found, all);
    tellChanges(all.at(-1).mail.changes ?? []);
  } catch (error) {
    if (turn === turns) stage.replaceChildren(make("p", "sheet", `${say("preview-load-failed")}: ${error.message}`));
  }
  if (turn === turns) stage.removeAttribute("aria-busy");
}

function heading({ title, mail }) {
  return make("h3", "side", make("span", "", title), make("small", "soft", mail.subject));
}

/** Says at how many places two mails differ, or what is missing to compare. */
function tellDifferences(found, all) {
  const count = found?.places;
  const counted = { 0: say("preview-compare-none"), 1: say("preview-compare-one") };
  const many = () => say("preview-compare-many").replace("#", String(count));
  const waits = pinned !== -1 && all.length === 1 ? say("preview-compare-choose") : "";
  const told = found ? (found.isTooMuch ? say("preview-compare-too-many") : counted[count] ?? many()) : waits;
  byId("differences").textContent = told;
}

/** What a list says of the reader now, and said when an earlier campaign was sent. */
function tellChanges(changes) {
  byId("changes").replaceChildren(...changes.map(([name, then, now]) => make("li", "", `${name}: ${then || "–"} → ${now || "–"}`)));
}

function show() {
  const mail = data.mails[current];
  byId("plan").hidden = true;
  byId("mail").hidden = false;
  byId("to-plan").removeAttribute("aria-current");
  byId("subject").textContent = data.subjects[mail[SUBJECT]] || "–";
  byId("person").textContent = bothWritten(mail, mail[NAME] === mail[ADDRESS] ? written(mail) : `${mail[NAME]} <${written(mail)}>`);
  byId("notes").replaceChildren(...notes(mail));
  byId("eml").href = `mails/${String(current + 1).padStart(4, "0")}.eml`;
  byId("size").textContent = weight(mail[SIZE]);
  byId("of-approved").hidden = ![CHANGED, ALIKE].includes(mail[STANDING]);
  draw();
}

function notes(mail) {
  const marks = mail[MARKS].map((mark) => say(data.marks[mark]));
  const since = mail[PAST] > 0 ? [`${say("preview-since")}: ${say(SINCE[mail[PAST]])}`] : [];
  const standing = mail[STANDING] === null ? [] : [`${say("preview-standing")}: ${say(SEALED[mail[STANDING]])}`];
  const first = [...marks, ...since, ...standing];
  const line = first.length > 0 ? [make("li", "", first.join(" · "))] : [];
  return [...line, ...mail[FINDINGS].map((at) => make("li", "warn", data.findings[at]))];
}

/** Holds the mail of this number so that others stand beside it; -1 lets go. */
function hold(number) {
  pinned = number;
  byId("compare").checked = number !== -1;
}

function pin(isWanted) {
  hold(isWanted ? current : -1);
  draw();
}
