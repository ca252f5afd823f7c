//! Plain text in lines that every mail program shows whole: at most 76 columns a line (RFC 3676 §4.2 recommends 78 or
//! less), tables in columns, and the targets of links below the text.
//!
//! Written here and not taken from a library: it runs for every mail, and counting the columns of scripts that no
//! German letter uses took two fifths of the rendering.

mod flowing;
mod footnotes;
pub(super) mod marks;
mod table;

use std::borrow::Cow;

pub use flowing::flowing;
use footnotes::Footnotes;
use table::Table;

const WIDTH: usize = 76;

/// Wraps long lines at blanks, with hanging indents for lists and quotes, and folds runs of empty lines into one.
/// Words, and so links, are never broken.
pub(super) fn wrap(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 40);
    each_line(text, |line| {
        out.push_str(line);
        out.push('\n');
    });
    out
}

/// Hands on the lines that [`wrap`] makes, at least one.
pub(super) fn each_line(text: &str, take: impl FnMut(&str)) {
    let mut lines = Lines {
        take,
        gap: false,
        first: true,
        width_before: 0,
        table: Table::default(),
        footnotes: Footnotes::default(),
    };
    for line in text.trim_end().lines() {
        lines.line(line.trim_end_matches([' ', '\t']));
    }
    lines.end();
}

/// The lines so far.
struct Lines<F> {
    take: F,
    /// Whether an empty line is due before the next one.
    gap: bool,
    /// Whether nothing was handed on yet.
    first: bool,
    width_before: usize,
    /// The rows of a table that goes on.
    table: Table,
    footnotes: Footnotes,
}

impl<F: FnMut(&str)> Lines<F> {
    fn line(&mut self, line: &str) {
        if line.is_empty() {
            self.gap = !self.first;
            self.width_before = 0;
            return;
        }
        let marked = line.as_bytes().first().is_some_and(|byte| marks::is_mark(char::from(*byte)));
        // a table may stand in a list or a quote
        let (indent, inner) = line.split_at(line.len() - line.trim_start_matches([' ', '>']).len());
        let row = if marked || !indent.is_empty() { marks::row(inner) } else { None };
        if let Some((is_head, cells)) = row {
            if is_head || self.table.is_empty() {
                self.end_table();
                self.begin();
            }
            self.gap = false;
            let cells = cells.map(|cell| self.footnotes.take_in(cell).into_owned());
            self.table.push(indent, is_head, cells.collect());
            return;
        }
        self.end_table();
        if marked && line.chars().eq([marks::NOTES]) {
            return self.end_notes();
        }
        let line = self.footnotes.take_in(line);
        self.begin();
        self.words(&line);
    }

    /// The empty line that is due.
    fn begin(&mut self) {
        if self.gap {
            (self.take)("");
        }
        (self.gap, self.first) = (false, false);
    }

    fn words(&mut self, line: &str) {
        if let Some(sign) = underline(line).filter(|_| self.width_before > 0) {
            // how long a heading is shows only when its values are in it
            (self.take)(&sign.repeat(self.width_before.min(WIDTH)));
            self.width_before = 0;
            return;
        }
        self.width_before = columns(line);
        if self.width_before > WIDTH {
            wrap_line(line, &mut self.take);
        } else {
            (self.take)(line);
        }
    }

    fn end_table(&mut self) {
        if !self.table.is_empty() {
            let table = std::mem::take(&mut self.table);
            table.each_line(&mut self.take);
            self.width_before = 0;
        }
    }

    fn end_notes(&mut self) {
        for note in self.footnotes.notes() {
            self.begin();
            (self.take)(&note);
        }
        self.gap = true;
    }

    fn end(mut self) {
        self.end_table();
        self.gap |= self.footnotes.is_open();
        self.end_notes();
        if self.first {
            (self.take)("");
        }
    }
}

/// The sign of a line that underlines a heading.
fn underline(line: &str) -> Option<&'static str> {
    ["=", "-"].into_iter().find(|sign| line.len() >= 3 && line.trim_end_matches(sign).is_empty())
}

/// A no-break space is no place to break; a tab counts as one column.
fn wrap_line(line: &str, take: &mut impl FnMut(&str)) {
    let hang = hanging(line);
    let indent = line.len() - line.trim_start_matches(' ').len();
    let (mut out, mut room) = (line[..indent].to_owned(), WIDTH.saturating_sub(indent));
    let words = single_blanks(&line[indent..]);
    let mut rest = &*words;
    loop {
        let (fits, left) = rest.split_at(end_of_words(rest, room));
        out.push_str(fits);
        take(&out);
        rest = left.trim_start_matches(' ');
        if rest.is_empty() {
            return;
        }
        out.clone_from(&hang);
        room = WIDTH.saturating_sub(hang.len());
    }
}

fn single_blanks(text: &str) -> Cow<'_, str> {
    if text.contains("  ") {
        text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").into()
    } else {
        text.into()
    }
}

/// Where the last word ends that fits into this many columns, or the first word.
fn end_of_words(text: &str, room: usize) -> usize {
    let beyond = if text.len() > room { text.char_indices().nth(room) } else { None };
    let Some((beyond, _)) = beyond else { return text.len() };
    let is_blank = |&byte: &u8| byte == b' ';
    let bytes = text.as_bytes();
    let end = bytes[..=beyond].iter().rposition(is_blank);
    end.or_else(|| bytes.iter().position(is_blank)).unwrap_or(text.len())
}

/// Characters of Latin script are one column wide.
fn columns(text: &str) -> usize {
    text.chars().count()
}

/// Quotes repeat their sign; list items indent by the width of theirs.
fn hanging(line: &str) -> String {
    let quote = line.len() - line.trim_start_matches(['>', ' ']).len();
    let (signs, rest) = line.split_at(quote);
    let number = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let marker = match &rest.as_bytes()[number..] {
        [b'.', b' ', ..] if number > 0 => number + 2,
        [b'-', b' ', ..] if number == 0 => 2,
        _ => 0,
    };
    signs.to_owned() + &" ".repeat(marker)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn long_lines_are_wrapped_and_links_are_whole() {
        let link = format!("https://a.example/{}", "x".repeat(90));
        let text = format!("- {}\n\n\n\n> {}\n{link}\n", "wört ".repeat(20), "wort ".repeat(20));
        let wrapped = wrap(&text);
        assert!(wrapped.contains(&format!("\n{link}\n")));
        let lines: Vec<usize> = wrapped.lines().filter(|line| !line.contains("https")).map(columns).collect();
        assert!(lines.iter().all(|&width| width <= 76) && lines.iter().any(|&width| width > 70), "{lines:?}");
        assert!(wrapped.contains("\n  wört") && wrapped.contains("\n> wort"), "{wrapped}");
        assert!(!wrapped.contains("\n\n\n"));
    }

    #[test]
    fn no_word_is_lost() {
        let text = "Sehr\u{a0}geehrte ".repeat(40);
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words(&wrap(&text)), words(&text));
        assert!(wrap(&text).lines().all(|line| !line.ends_with("Sehr")));
    }

    /// Word after word, as people would do it.
    fn by_hand(line: &str) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in line.split(' ').filter(|word| !word.is_empty()) {
            match lines.last_mut() {
                Some(last) if columns(last) + 1 + columns(word) <= WIDTH => {
                    last.push(' ');
                    last.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }

    proptest! {
        #[test]
        fn a_long_line_is_broken_as_by_hand(words in "([a-zäöß„“]{1,90} {1,2}){1,30}[ä-ü]{90}") {
            let wrapped = wrap(&words);
            prop_assert_eq!(wrapped.lines().collect::<Vec<_>>(), by_hand(&words));
        }
    }
}
