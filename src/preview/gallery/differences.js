
// --- what differs between two texts, word by word

/** Texts that differ in more words than that have little in common. */
const MOST = 1500;

/** What counts of a word: dummies in place of tokens differ from mail to mail, and so do addresses of mails. */
const comparable = (word) => word.replace(/(subject=[^%\s]*%20)[\w.~-]+/, "$1");

/** Which words of either side the other one has not, and at how many places. */
function compare(left, right) {
  const [one, other] = [left.map(comparable), right.map(comparable)];
  const shorter = Math.min(one.length, other.length);
  let begin = 0;
  while (begin < shorter && one[begin] === other[begin]) begin += 1;
  let end = 0;
  while (end < shorter - begin && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  const middle = (words) => words.slice(begin, words.length - end);
  const common = inCommon(middle(one), middle(other));
  const marks = (words) => new Uint8Array(words.length).fill(1, begin, words.length - end);
  const result = { left: marks(one), right: marks(other), places: 0, isTooMuch: common === null };
  let [before, beside] = [-1, -1];
  for (const [x, y] of [...(common ?? []), [middle(one).length, middle(other).length]]) {
    if (x - before > 1 || y - beside > 1) result.places += 1;
    [before, beside] = [x, y];
    if (begin + x < one.length - end) [result.left[begin + x], result.right[begin + y]] = [0, 0];
  }
  return result;
}

/** The positions of words that both have, in order, as many as can be (E. Myers, 1986); nothing where too much differs. */
function inCommon(one, other) {
  const most = Math.min(one.length + other.length, MOST);
  const middle = most + 1;
  const reach = new Int32Array(2 * most + 3);
  const trace = [];
  for (let edits = 0; edits <= most; edits += 1) {
    trace.push(reach.slice(middle - edits - 1, middle + edits + 2));
    for (let line = -edits; line <= edits; line += 2) {
      const isDown = line === -edits || (line !== edits && reach[middle + line - 1] < reach[middle + line + 1]);
      let x = isDown ? reach[middle + line + 1] : reach[middle + line - 1] + 1;
      while (x < one.length && x - line < other.length && one[x] === other[x - line]) x += 1;
      reach[middle + line] = x;
      if (x >= one.length && x - line >= other.length) return walkBack(trace, one.length, other.length);
    }
  }
  return null;
}

function walkBack(trace, width, height) {
  const pairs = [];
  let [x, y] = [width, height];
  for (let edits = trace.length - 1; edits >= 0; edits -= 1) {
    const reached = (line) => trace[edits][line + edits + 1];
    const line = x - y;
    const isDown = line === -edits || (line !== edits && reached(line - 1) < reached(line + 1));
    const before = isDown ? line + 1 : line - 1;
    const [fromX, fromY] = edits === 0 ? [0, 0] : [reached(before), reached(before) - before];
    while (x > fromX && y > fromY) pairs.push([(x -= 1), (y -= 1)]);
    [x, y] = [fromX, fromY];
  }
  return pairs.reverse();
}

const words = (text) => text.match(/\S+/g) ?? [];

/** The nodes of a page that hold what people read, in order. */
function readNodes(page) {
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  const nodes = [];
  const isRead = (node) => !node.parentElement.closest("style, script, title, [style*='display:none'], [style*='display: none']");
  while (walker.nextNode()) if (words(walker.currentNode.data).length > 0 && isRead(walker.currentNode)) nodes.push(walker.currentNode);
  return nodes;
}

/** A text with marks around the words that `marks` names, as nodes of a document. */
function marked(text, marks, page = document) {
  const runs = [{ isMark: false, text: "" }];
  let at = 0;
  for (const [, blank, word] of text.matchAll(/(\s*)(\S*)/g)) {
    const isMark = word !== "" && marks[at++] === 1;
    const last = runs.at(-1);
    // blanks between two marked words belong to the mark, and those at its ends do not
    if (isMark === last.isMark) last.text += blank + word;
    else if (isMark) ((last.text += blank), runs.push({ isMark, text: word }));
    else runs.push({ isMark, text: blank + word });
  }
  return runs.filter((run) => run.text).map((run) => {
    const node = run.isMark ? page.createElement("mark") : page.createTextNode("");
    node.textContent = run.text;
    return node;
  });
}

/** Two pages with marks where they read differently, as HTML, and at how many places that is. */
function comparedPages(left, right) {
  const pages = [left, right].map((html) => new DOMParser().parseFromString(html, "text/html"));
  const nodes = pages.map(readNodes);
  const result = compare(...nodes.map((all) => all.flatMap((node) => words(node.data))));
  [result.left, result.right].forEach((marks, side) => {
    let at = 0;
    for (const node of nodes[side]) {
      const count = words(node.data).length;
      node.replaceWith(...marked(node.data, marks.subarray(at, at + count), pages[side]));
      at += count;
    }
  });
  return { ...result, pages: pages.map((page) => `<!doctype html>${page.documentElement.outerHTML}`) };
}
