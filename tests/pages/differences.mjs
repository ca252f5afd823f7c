// Holds the comparison of a preview against a naive one, with invented texts. Says as JSON what differed.
//
//   node differences.mjs DIFFERENCES.js

import { readFileSync } from "node:fs";

const script = readFileSync(process.argv[2], "utf8");
const { compare, words } = new Function(`${script}; return { compare, words };`)();

/** How many words two texts have in common at most, in order. */
function longest(one, other) {
  const row = new Array(other.length + 1).fill(0);
  for (const word of one) {
    let diagonal = 0;
    for (let at = 1; at <= other.length; at += 1) {
      const above = row[at];
      row[at] = word === other[at - 1] ? diagonal + 1 : Math.max(above, row[at - 1]);
      diagonal = above;
    }
  }
  return row[other.length];
}

/** The same invented texts each time (a linear congruential generator). */
let state = 1;
const random = (below) => (state = (state * 48271) % 2147483647) % below;
const text = () => Array.from({ length: random(12) }, () => "abcd"[random(4)]);

const faults = [];
let looked = 0;
for (; looked < 2000; looked += 1) {
  const [one, other] = [text(), text()];
  const { left, right } = compare(one, other);
  const kept = [one.filter((_, at) => !left[at]), other.filter((_, at) => !right[at])];
  const isRight = kept[0].join() === kept[1].join() && kept[0].length === longest(one, other);
  if (!isRight) faults.push([one.join(""), other.join(""), kept.map((all) => all.join(""))]);
}

const pairs = [["a b c", "a b c"], ["a b c", "a x c"], ["a b c d", "x b c y"], ["a", ""], ["a b", "a b c d"]];
const places = pairs.map((pair) => compare(...pair.map(words)).places);
const link = (token) => words(`see [1] mailto:a@b.example?subject=Zusage%20${token} now`);
const many = (letter) => Array.from({ length: 2000 }, (_, at) => letter + at);
const tokens = compare(link("x0.aB-c_D"), link("x0.other")).places;
const isTooMuch = [[["a"], ["b"]], [many("a"), many("b")]].map((pair) => compare(...pair).isTooMuch);
console.log(JSON.stringify({ faults, looked, places, tokens, isTooMuch }));
