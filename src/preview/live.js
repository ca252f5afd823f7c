
// What a served preview has beside one on disk: it is told of every edit (`News` in `live.rs`), shows the mail anew at
// once and the list as soon as it is there, and lays what stands in the way of the mails over everything. The rest of
// the page is the gallery's own; on the page of faults there is none.
(() => {
  const KEPT = "rundbrief-preview";
  const isGallery = document.getElementById("data") !== null;
  const words = document.createElement("p");
  words.id = "live-words";
  words.className = "unseen";
  words.setAttribute("role", "status");
  document.body.append(words);

  function say(text, isSeen) {
    words.className = isSeen ? "" : "unseen";
    words.textContent = text;
  }

  // --- faults, laid over everything else

  function cover(version, title) {
    const cover = document.createElement("iframe");
    cover.id = "live-faults";
    cover.title = title;
    cover.setAttribute("sandbox", "");
    cover.src = `faults.html?${version}`;
    uncover();
    for (const element of document.body.children) element.inert = element !== words;
    document.body.append(cover);
  }

  function uncover() {
    document.getElementById("live-faults")?.remove();
    for (const element of document.body.children) element.inert = false;
  }

  // --- what somebody has chosen outlives the loading of a new index

  // what is compared with is a mail, and kept by its address
  const fields = () => [...document.querySelectorAll("input:not(#compare), select")];
  // labels are in the language of the page, which is an edit away from being another one
  const nameOf = (field) => field.id || (field.name ? `${field.name} ${field.value}` : field.getAttribute("aria-label"));
  const isTick = (field) => ["radio", "checkbox"].includes(field.type);
  const looksAtMail = () => !document.getElementById("mail").hidden;
  const list = document.getElementById("list");

  function keep() {
    const kept = {
      fields: fields().map((field) => [nameOf(field), isTick(field) ? field.checked : field.value]),
      address: looksAtMail() ? data.mails[current][ADDRESS] : undefined,
      pinned: data.mails[pinned]?.[ADDRESS],
      focus: document.activeElement.id,
      scroll: list.scrollTop,
      isOpen: document.body.classList.contains("open"),
    };
    sessionStorage.setItem(KEPT, JSON.stringify(kept));
  }

  function restoreField(field, value) {
    if (value === undefined || value === (isTick(field) ? field.checked : field.value)) return;
    if (isTick(field)) field.checked = value;
    else field.value = value;
    if (!isTick(field) || value) field.dispatchEvent(new Event(field.type === "search" ? "input" : "change"));
  }

  function restore() {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    sessionStorage.removeItem(KEPT);
    if (kept === null) return;
    const values = new Map(kept.fields);
    for (const field of fields()) restoreField(field, values.get(nameOf(field)));
    const at = shown.findIndex((number) => data.mails[number][ADDRESS] === kept.address);
    if (at !== -1) {
      hold(data.mails.findIndex((mail) => mail[ADDRESS] === kept.pinned));
      goTo(at);
    }
    document.body.classList.toggle("open", kept.isOpen);
    list.scrollTop = kept.scroll;
    document.getElementById(kept.focus)?.focus();
  }

  // --- news

  let version;
  let people;

  /** Draws the mail that is looked at once more, as any switch above it does. */
  function redraw() {
    loading.clear();
    draw();
  }

  /** Loads the index once more, where it says anything else. */
  async function compare() {
    const asked = version;
    const answer = await fetch("index.html");
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    // by then there may be faults, or a later state, which is told by itself
    if (asked !== version || fresh.getElementById("data") === null) return;
    const dataOf = (page) => page.getElementById("data").textContent;
    if (dataOf(fresh) !== dataOf(document)) reload();
    else document.querySelector(".plan").replaceWith(fresh.querySelector(".plan"));
  }

  function reload() {
    if (isGallery) keep();
    location.reload();
  }

  function refresh(news) {
    uncover();
    if (version === undefined) restore();
    // the names of the mails' files may be those of other people now: the index comes first
    else if (news.people === people && looksAtMail()) redraw();
    [version, people] = [news.version, news.people];
    // a server that ends says so by its line
    compare().catch(() => {});
  }

  let gone;
  function tell(news) {
    gone = news.gone;
    say(news.words, false);
    if (!isGallery) {
      // its server may have gone on while it was loaded
      if (String(news.version) !== document.documentElement.dataset.version) reload();
    } else if (news.faults === 0 && news.version !== version) refresh(news);
    else if (news.version !== version) {
      if (version === undefined) restore();
      version = news.version;
      cover(news.version, news.words);
    }
  }

  const source = new EventSource("events");
  source.addEventListener("message", (event) => tell(JSON.parse(event.data)));
  source.addEventListener("error", () => say(gone ?? "", gone !== undefined));
})();
