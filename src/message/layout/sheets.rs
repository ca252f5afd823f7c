//! Whether the braces of a layout's style sheets pair. Where one is missing, styles are lost without a word: CSS lets
//! readers go on behind what they cannot read (CSS Syntax Level 3, 2.2).

use super::Fault;

/// How sheets begin.
const SHEETS: [&str; 2] = ["<mj-style", "<style"];

/// The first brace of a sheet whose partner is missing.
pub(super) fn fault(layout: &str) -> Option<Fault> {
    let mut begins: Vec<usize> =
        SHEETS.iter().flat_map(|sheet| layout.match_indices(sheet)).map(|(at, _)| at).collect();
    begins.sort_unstable();
    begins.into_iter().find_map(|begin| {
        let from = begin + layout[begin..].find('>')? + 1;
        let sheet = &layout[from..];
        let (reason, at) = unpaired(&sheet[..sheet.find("</").unwrap_or(sheet.len())])?;
        Some(Fault { reason: reason.to_owned(), at: Some(from + at) })
    })
}

/// A block that is open.
struct Block {
    at: usize,
    /// Whether it may hold other blocks, as those of `@media` do.
    holds_rules: bool,
}

const OPEN: &str = "a brace of a style is not closed";
const SURPLUS: &str = "a brace of a style closes nothing";

/// What is wrong, and the byte of it.
fn unpaired(css: &str) -> Option<(&'static str, usize)> {
    let (mut open, mut at, mut prelude): (Vec<Block>, usize, usize) = (Vec::new(), 0, 0);
    // a rule within a rule: mail programs know no nesting, so that the outer one lacks its end
    let mut suspect = None;
    while let Some(c) = css[at..].chars().next() {
        let behind = at + skipped(&css[at..], c);
        match c {
            '/' if behind > at + 1 && css[prelude..at].trim().is_empty() => prelude = behind,
            '{' => {
                let around = open.last().filter(|block| !block.holds_rules).map(|block| block.at);
                suspect = suspect.or(around);
                open.push(Block { at, holds_rules: css[prelude..at].trim_start().starts_with('@') });
            }
            '}' if open.pop().is_none() => return Some((SURPLUS, at)),
            _ => {}
        }
        if matches!(c, '{' | '}' | ';') {
            prelude = behind;
        }
        at = behind;
    }
    let first = open.first()?;
    Some((OPEN, suspect.unwrap_or(first.at)))
}

/// How many bytes to go on: a comment and a string are one step.
fn skipped(css: &str, first: char) -> usize {
    let end = |from: usize, end: &str| css[from..].find(end).map_or(css.len(), |at| from + at + end.len());
    match first {
        '/' if css.starts_with("/*") => end(2, "*/"),
        '"' => end(1, "\""),
        '\'' => end(1, "'"),
        _ => first.len_utf8(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brace_without_its_partner_is_told_where_it_stands() {
        for (css, expected) in [
            (".a { color: red }\n.ä §{ color: red;\n.b { color: blue }\n.c { color: red }", OPEN),
            ("/* x */ @media (a) { .a { b: c } .d §{ e: f; .g { h: i } }", OPEN),
            ("@media (a) §{ .a { b: c }", OPEN),
            (".a { b: c } §} .d { e: f }", SURPLUS),
        ] {
            let layout =
                format!("<mj-style inline=\"inline\">{}</mj-style><mj-style>.x {{</mj-style>", css.replace('§', ""));
            let fault = fault(&layout).expect(css);
            let at = "<mj-style inline=\"inline\">".len() + css.find('§').expect("a sign");
            assert_eq!((fault.reason.as_str(), fault.at), (expected, Some(at)), "{css}");
        }
    }

    #[test]
    fn braces_that_pair_or_are_words_are_no_fault() {
        for css in [
            "@media (a) { .a { b: c; } .d { e: f } }",
            ".a:after { content: \"{\" } /* } */",
            "@font-face { a: b }",
            "",
        ] {
            assert_eq!(fault(&format!("<style>{css}</style><p>{{</p>")), None, "{css}");
        }
    }
}
