//! Wrapped text back in long lines, for readers whose window wraps them.

use super::{WIDTH, columns, hanging, underline};

/// Joins the lines that [`wrap`](super::wrap) broke: a line goes on where the first word of the next one had no room.
/// Lines of lists and tables, notes, links and addresses begin anew. Lines under headings are cut to 32 columns.
pub fn flowing(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut before, mut hang) = ("", String::new());
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix(&*hang).filter(|rest| goes_on(before, rest)) {
            out.extend([" ", rest]);
        } else {
            hang = hanging(line);
            out.extend([if out.is_empty() { "" } else { "\n" }, underlining(line)]);
        }
        before = line;
    }
    out
}

fn goes_on(before: &str, rest: &str) -> bool {
    let word = rest.split(' ').next().unwrap_or_default();
    let had_no_room = columns(before) <= WIDTH && columns(before) + 1 + columns(word) > WIDTH;
    let begins_anew = word.is_empty() || word.contains("://") || word.contains('@') || word.starts_with('[');
    let in_columns = before.trim_start().contains("  ") || rest.contains("  ");
    let is_line = underline(before).is_some() || underline(rest).is_some();
    had_no_room && !begins_anew && !in_columns && !is_line && hanging(rest).is_empty()
}

fn underlining(line: &str) -> &str {
    if underline(line).is_some() { line.get(..32).unwrap_or(line) } else { line }
}

#[cfg(test)]
mod tests {
    use super::super::wrap;
    use super::*;

    #[test]
    fn what_was_wrapped_is_whole_again() {
        let paragraph = "ein Wort nach dem anderen ".repeat(9);
        let text = format!("{0}\n\n- {0}\n- {0}\n1. {0}\n\n> {0}", paragraph.trim_end());
        let wrapped = wrap(&text);
        assert!(wrapped.lines().count() > 15, "{wrapped}");
        assert_eq!(flowing(&wrapped), text);
    }

    #[test]
    fn lines_of_their_own_stay_alone() {
        let long = "x".repeat(70);
        for next in
            ["https://a.example/x", "inken@aufbruch.example", "[1] https://a.example/", "- Punkt eins", "Name   Ort"]
        {
            let text = format!("{long}\n{next}");
            assert_eq!(flowing(&text), text);
        }
        assert_eq!(flowing(&format!("{long}\n{long}\n\nkurz\nkurz")), format!("{long} {long}\n\nkurz\nkurz"));
        assert_eq!(
            flowing(&format!("Titel\n{}\n{long}", "=".repeat(70))),
            format!("Titel\n{}\n{long}", "=".repeat(32))
        );
    }
}
