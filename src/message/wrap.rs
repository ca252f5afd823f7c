//! Plain text of at most 76 columns a line (RFC 3676 §4.2 recommends 78 or less).

use textwrap::{Options, WordSplitter, WrapAlgorithm};

const WIDTH: usize = 76;

/// Wraps long lines at blanks, with hanging indents for lists and quotes, and folds runs of empty lines into one.
/// Words, and so links, are never broken.
pub(super) fn wrap(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 40);
    let mut empty = true;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            if !empty {
                out.push('\n');
            }
            empty = true;
            continue;
        }
        empty = false;
        if line.len() <= WIDTH || line.chars().count() <= WIDTH {
            out.push_str(line);
            out.push('\n');
        } else {
            wrap_line(line, &mut out);
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn wrap_line(line: &str, out: &mut String) {
    let hang = hanging(line);
    let options = Options::new(WIDTH)
        .subsequent_indent(&hang)
        .break_words(false)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    for part in textwrap::wrap(line, options) {
        out.push_str(part.trim_end());
        out.push('\n');
    }
}

/// Quotes repeat their sign; list items indent by the width of theirs.
fn hanging(line: &str) -> String {
    let quote = line.len() - line.trim_start_matches(['>', ' ']).len();
    let (signs, rest) = line.split_at(quote);
    let number = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let marker = match rest[number..].as_bytes() {
        [b'.', b' ', ..] if number > 0 => number + 2,
        [b'-', b' ', ..] if number == 0 => 2,
        _ => 0,
    };
    signs.to_owned() + &" ".repeat(marker)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_wrapped_and_links_are_whole() {
        let link = format!("https://a.example/{}", "x".repeat(90));
        let text = format!("- {}\n\n\n\n> {}\n{link}\n", "wort ".repeat(20), "wort ".repeat(20));
        let wrapped = wrap(&text);
        assert!(wrapped.contains(&format!("\n{link}\n")));
        assert!(wrapped.lines().filter(|line| !line.contains("https")).all(|line| line.chars().count() <= 76));
        assert!(wrapped.contains("\n  wort") && wrapped.contains("\n> wort"), "{wrapped}");
        assert!(!wrapped.contains("\n\n\n"));
    }
}
