//! What a text that is put together has come to: the target of a link, whose scheme no value may say, or an element.

/// So many bytes at the end are looked at. No target is longer while it says neither scheme nor path; if one were, it
/// would count as open.
const LONGEST: usize = 4096;

/// Whether what comes next can still say which scheme the target of a link has, in HTML or in Markdown. Tags before it
/// are tokens already, which begin with `mark`. Only Markdown has definitions of links; elsewhere they are words.
pub(super) fn is_open(text: &str, mark: &str, has_definitions: bool) -> bool {
    let from = text.floor_char_boundary(text.len().saturating_sub(LONGEST));
    // what closes every target: a link can only have begun behind the last of them
    let last = text[from..].rfind([':', '/', '?', '#', ')']).map(|at| from + at + 1);
    let recent = &text[last.unwrap_or(from)..];
    // of a definition, the colon is no part of the target
    let defined = || last.filter(|&at| has_definitions && is_label(&text[from..at])).map(|_| recent);
    let unbegun = || (last.is_none() && from > 0).then_some(recent);
    let Some(mut value) = link_value(recent).or_else(defined).or_else(unbegun) else { return false };
    let mut written = String::new();
    while let Some(at) = value.find(mark) {
        written.push_str(&value[..at]);
        let digits = &value[at + mark.len()..];
        value = digits.find('q').map_or("", |end| &digits[end + 1..]);
    }
    written.push_str(value);
    let begun = written.replace("<!--", "").replace("-->", "");
    let is_lead = |c: char| c.is_whitespace() || "\"'<".contains(c);
    !begun.trim_start_matches(is_lead).contains(|c: char| c.is_whitespace() || ":/?#\"'<>()".contains(c))
}

/// Whether the text so far ends inside `<tag … `.
pub(super) fn is_inside_tag(text: &str) -> bool {
    let open = text.rfind('<');
    open.is_some_and(|at| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic()) && !text[at..].contains('>'))
}

/// Whether a text ends with the label of a link's definition, `[label]:` on a line of its own (`CommonMark` 4.7).
fn is_label(text: &str) -> bool {
    let line = text.rsplit('\n').next().unwrap_or_default().trim_start();
    let label = line.strip_prefix('[').and_then(|line| line.strip_suffix("]:"));
    label.is_some_and(|label| !label.starts_with('^') && !label.contains(['[', ']']))
}

/// What stands of the target of a link so far: behind the last `href=`, `action=` or `](`.
fn link_value(text: &str) -> Option<&str> {
    let ends = |before: &str, name: &str| {
        let begin = before.len().checked_sub(name.len());
        begin.is_some_and(|begin| before.as_bytes()[begin..].eq_ignore_ascii_case(name.as_bytes()))
    };
    let begins = |before: &str, sign: &str| match sign {
        "(" => before.ends_with(']'),
        _ => ["href", "action"].iter().any(|name| ends(before.trim_end(), name)),
    };
    let mut signs = text.rmatch_indices(['=', '(']);
    signs.find(|(at, sign)| begins(&text[..*at], sign)).map(|(at, _)| &text[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_open_until_its_scheme_is_written_out() {
        for open in [
            "<a href=\"",
            "<a HREF = '",
            "[x](",
            "[x](<",
            "<a href=\n  \"",
            "[x](\n",
            "<a href=\"j",
            "<a href=\"rbq0q",
            "[x](rbq0q<!--rbq1q-->",
            "<form action=\"",
            "12:30 / [a](b) <a href=\"",
            "12:30 / [a](b) [x](",
            "[1]: ",
            "https://a.example/\n  [x y]: <",
            "[1]:\n  rbq0q",
        ] {
            assert!(is_open(open, "rbq", true), "{open}");
        }
        for closed in [
            "",
            "a",
            "<a href=\"https:",
            "<a href=\"/",
            "<a href=\"x\">",
            "[x](https://a.example/",
            "[x](y) ",
            "<b title=\"",
            "<a href=\"?",
            "[1]: https:",
            "[1]: /",
            "siehe [1]: ",
            "[^1]: ",
        ] {
            assert!(!is_open(closed, "rbq", true), "{closed}");
            assert!(!is_open(&format!("[x](y) {}{closed}", "a ".repeat(LONGEST)), "rbq", true), "{closed}");
        }
        assert!(is_open(&format!("<a href=\"{}", "j".repeat(2 * LONGEST)), "rbq", true));
        assert!(!is_open("[Ort]: ", "rbq", false), "in a subject these are words");
    }
}
