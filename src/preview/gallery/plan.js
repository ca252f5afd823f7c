
// --- the plan

/** On a narrow screen the view takes the place of the list. */
function open() {
  document.body.classList.add("open");
  byId(byId("mail").hidden ? "plan-heading" : "subject").focus();
}

function back() {
  document.body.classList.remove("open");
  (list.hidden ? byId("search") : list).focus();
}

function showPlan() {
  byId("plan").hidden = false;
  byId("mail").hidden = true;
  byId("to-plan").setAttribute("aria-current", "true");
}

/** Somebody whose mail a click shows. */
function toMail(number) {
  const mail = data.mails[number];
  const isNameless = mail[ADDRESS] === mail[NAME];
  const button = make("button", "link", isNameless ? written(mail) : mail[NAME]);
  button.type = "button";
  button.addEventListener("click", () => {
    select(number)?.scrollIntoView({ block: "nearest" });
    show();
    open();
  });
  return isNameless ? [button] : [button, make("div", "soft", written(mail))];
}

/** Who is new, was changed or is gone since an earlier campaign. */
function fillSince() {
  const place = byId("since");
  if (!place) return;
  const numbers = data.mails.map((_, number) => number);
  [1, 2].forEach((past) => {
    const found = numbers.filter((number) => data.mails[number][PAST] === past);
    const title = `${say(SINCE[past])} (${found.length})`;
    if (found.length > 0) place.append(fold(title, false, () => [nameList(found, toMail)]));
  });
  const gone = data.gone.reduce((sum, { people }) => sum + people.length, 0);
  if (gone > 0) place.append(fold(`${say("preview-since-gone")} (${gone})`, false, goneGroups));
}

const goneGroups = () => data.gone.flatMap(({ reason, people }) => [make("p", "soft", reason), nameList(people, person)]);
