
// --- two panes that scroll together

/** What scrolls in a pane: the page in its frame, its text or its table. */
const scrolled = (pane) => pane.querySelector("iframe")?.contentDocument?.scrollingElement ?? pane.querySelector("pre, .sheet");
/** How far something can be scrolled, in pixels. */
const wayOf = (element) => Math.max(element.scrollHeight - element.clientHeight, 1);

/** Where the two stood when they were last looked at, in pixels. */
let stood = [];

/**
 * Takes the other pane along as far as one has moved, in shares of its way: two mails are seldom equally long. Looks
 * whenever the browser draws: not every browser tells that a page without scripts was scrolled.
 */
function together(turn) {
  if (turn !== turns) return;
  const both = [...byId("stage").querySelectorAll(".pane")].map(scrolled);
  if (both.length === 2 && both.every(Boolean)) {
    const moved = both.findIndex((element, side) => Math.abs(element.scrollTop - stood[side]) >= 1);
    if (moved !== -1 && byId("together").checked) {
      const [from, to] = [both[moved], both[1 - moved]];
      to.scrollTop = (from.scrollTop / wayOf(from)) * wayOf(to);
    }
    stood = both.map((element) => element.scrollTop);
  }
  requestAnimationFrame(() => together(turn));
}
