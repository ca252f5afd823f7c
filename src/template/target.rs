//! What a text that is put together has come to: the target of a link, whose scheme no value may say, or an element.

use super::scan::{self, Kind, Tag};

/// What a text that is put together can have come to at its end, one of these for each way through its branches.
///
/// Whatever else stood before it no longer matters to what comes next, so each is cut down to the little that does.
pub struct Ends {
    /// What can stand here.
    here: Vec<String>,
    /// The branches around here, the innermost last.
    branches: Vec<Branch>,
    /// Only Markdown has definitions of links; elsewhere they are words.
    has_definitions: bool,
    says_scheme: bool,
}

/// A condition or a loop that has begun.
struct Branch {
    /// What stood before it: every part of it begins there.
    before: Vec<String>,
    /// What its parts so far have come to.
    parts: Vec<String>,
    /// Whether its parts leave out no case.
    has_else: bool,
    is_loop: bool,
}

/// The target of a link about which neither scheme nor path is known yet.
const OPEN: &str = "](";

/// Stands for a value in it.
const VALUE: char = '\u{fffc}';

/// The first sign of a text that ends what can be a scheme.
fn next_sign(text: &str) -> Option<char> {
    text.chars().find(|&c| is_lead(c) || matches!(c, ':' | '/' | '?' | '#' | '>' | ')'))
}

impl Ends {
    /// Those of an empty text.
    pub fn new(has_definitions: bool) -> Self {
        Self { here: vec![String::new()], branches: Vec::new(), has_definitions, says_scheme: false }
    }

    /// Literal text comes next.
    pub fn text(&mut self, text: &str) {
        for end in &mut self.here {
            let is_value = end.strip_prefix(OPEN).is_some_and(|begun| begun.contains(VALUE));
            self.says_scheme |= is_value && next_sign(text) == Some(':');
            end.push_str(text);
            *end = rest(end, self.has_definitions);
        }
        unite(&mut self.here);
    }

    /// A tag comes next: whether it prints a value that could say which scheme the target of a link has.
    pub(super) fn tag(&mut self, tag: &Tag, written: &str) -> bool {
        match tag.kind {
            Kind::Expression => return self.value(),
            Kind::Block => self.block(scan::keyword(written)),
            Kind::Comment => {}
        }
        false
    }

    /// A value comes next: whether it could say which scheme the target of a link has.
    pub fn value(&mut self) -> bool {
        let is_open = self.is_open();
        for end in &mut self.here {
            // what it prints may be nothing
            match end.strip_prefix(OPEN) {
                Some(begun) if !begun.contains(VALUE) => end.push(VALUE),
                Some(_) => {}
                None => end.push('.'),
            }
        }
        is_open
    }

    /// Whether a colon behind a value made that the scheme of a link.
    pub fn says_scheme(&self) -> bool {
        self.says_scheme
    }

    /// A block tag comes next, of which this is the keyword.
    pub fn block(&mut self, keyword: &str) {
        match (keyword, self.branches.last_mut()) {
            ("if" | "for", _) => {
                let (before, is_loop) = (self.here.clone(), keyword == "for");
                self.branches.push(Branch { before, parts: Vec::new(), has_else: false, is_loop });
            }
            // the rest of the loop is left out
            ("break" | "continue", _) => {
                if let Some(branch) = self.branches.iter_mut().rfind(|branch| branch.is_loop) {
                    branch.parts.append(&mut self.here);
                }
            }
            ("elif" | "else", Some(branch)) => {
                branch.parts.append(&mut self.here);
                branch.has_else |= keyword == "else";
                self.here.clone_from(&branch.before);
            }
            ("endif" | "endfor", _) => {
                let Some(branch) = self.branches.pop() else { return };
                self.here.extend(branch.parts);
                if !branch.has_else {
                    self.here.extend(branch.before);
                }
                unite(&mut self.here);
            }
            _ => {}
        }
    }

    fn is_open(&self) -> bool {
        self.here.iter().any(|end| end.starts_with(OPEN))
    }
}

/// Keeps one of each.
fn unite(ends: &mut Vec<String>) {
    ends.sort_unstable();
    ends.dedup();
}

/// What of a text can still matter to what comes behind it.
fn rest(text: &str, has_definitions: bool) -> String {
    if let Some(value) = open_value(text, has_definitions) {
        let begun = if value.trim_start_matches(is_lead).is_empty() { "" } else { "x" };
        let value = if value.contains(VALUE) { "\u{fffc}" } else { begun };
        return format!("{OPEN}{value}");
    }
    let line = text.rsplit('\n').next().unwrap_or_default();
    if has_definitions && may_be_label(line.trim_start()) {
        return line.to_owned();
    }
    let name = text.trim_end();
    let is_begun = |part: &str| {
        let part = part.to_ascii_lowercase();
        ATTRIBUTES.iter().any(|attribute| *attribute == part || name == text && attribute.starts_with(&part))
    };
    let longest = (1..=LONGEST_NAME).rev().filter_map(|length| name.get(name.len().checked_sub(length)?..));
    match longest.into_iter().find(|part| is_begun(part)) {
        Some(part) => format!(".{part}{}", if name == text { "" } else { " " }),
        None if text.ends_with(']') => ".]".to_owned(),
        None if line.trim().is_empty() => String::new(),
        None => ".".to_owned(),
    }
}

/// The attributes of HTML that hold the target of a link.
const ATTRIBUTES: [&str; 2] = ["href", "action"];

/// The length of the longest of them, in bytes.
const LONGEST_NAME: usize = 6;

/// What stands of the target of a link so far, while a value could still say its scheme.
fn open_value(text: &str, has_definitions: bool) -> Option<&str> {
    // what closes every target: a link can only have begun behind the last of them
    let last = text.rfind([':', '/', '?', '#', ')']).map(|at| at + 1);
    let recent = &text[last.unwrap_or(0)..];
    // of a definition, the colon is no part of the target
    let defined = || last.filter(|&at| has_definitions && is_label(&text[..at])).map(|_| recent);
    let value = link_value(recent).or_else(defined)?;
    let begun = value.trim_start_matches(is_lead);
    (!begun.contains(|c: char| c.is_whitespace() || "\"'<>(".contains(c))).then_some(value)
}

/// What may stand before a target.
fn is_lead(c: char) -> bool {
    c.is_whitespace() || "\"'<".contains(c)
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

/// Whether a line that begins so can begin with the label of a link's definition.
fn may_be_label(line: &str) -> bool {
    let label = line.strip_prefix('[').map(|label| label.strip_suffix(']').unwrap_or(label));
    label.is_some_and(|label| !label.starts_with('^') && !label.contains(['[', ']']))
}

/// What stands of the target of a link so far: behind the last `href=`, `action=` or `](`.
fn link_value(text: &str) -> Option<&str> {
    let names = |before: &str, name: &str| {
        let begin = before.len().checked_sub(name.len());
        begin.is_some_and(|begin| before.as_bytes()[begin..].eq_ignore_ascii_case(name.as_bytes()))
    };
    let begins = |before: &str, sign: &str| match sign {
        "(" => before.ends_with(']'),
        _ => ATTRIBUTES.iter().any(|name| names(before.trim_end(), name)),
    };
    let mut signs = text.rmatch_indices(['=', '(']);
    signs.find(|(at, sign)| begins(&text[..*at], sign)).map(|(at, _)| &text[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the target of a link is open behind a text in which `@` is a value and `{if}` a block tag.
    fn is_open(text: &str, has_definitions: bool) -> bool {
        let mut ends = Ends::new(has_definitions);
        let mut rest = text;
        while let Some(at) = rest.find(['@', '{']) {
            ends.text(&rest[..at]);
            let tag = &rest[at..];
            rest = if let Some(behind) = tag.strip_prefix('@') {
                ends.value();
                behind
            } else {
                let (keyword, behind) = tag[1..].split_once('}').expect("closed");
                ends.block(keyword);
                behind
            };
        }
        ends.text(rest);
        ends.is_open()
    }

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
            "<a href=\"@",
            "[x](@@",
            "<form action=\"",
            "12:30 / [a](b) <a href=\"",
            "12:30 / [a](b) [x](",
            "[1]: ",
            "https://a.example/\n  [x y]: <",
            "[1]:\n  @",
            "[@]: ",
        ] {
            assert!(is_open(open, true), "{open}");
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
            "@[1]: ",
            "[^1]: ",
        ] {
            assert!(!is_open(closed, true), "{closed}");
            assert!(!is_open(&format!("[x](y) {}{closed}", "a ".repeat(4096)), true), "{closed}");
        }
        assert!(is_open(&format!("<a href=\"{}", "j".repeat(8192)), true));
        assert!(!is_open("[Ort]: ", false), "in a subject these are words");
    }

    #[test]
    fn a_target_is_open_if_one_way_through_the_branches_leaves_it_open() {
        for open in [
            "<a href=\"{if}https://a.example/{else}",
            "<a href=\"{if}https://a.example/{elif}/b{else}",
            "<a href=\"{if}https://a.example/{endif}",
            "<a href=\"{if}https://a.example/{else}j{endif}",
            "<a href=\"{for}/{endfor}",
            "<a {if}href=\"{else}href=\"https:{endif}",
            "<a {if}href{else}title{endif}=\"",
            "<a h{if}{endif}ref {if}{endif}= \"",
            "[x]{if}{endif}(",
            "[x{if}y{endif}]: ",
            "{if}Siehe:{endif}\n[1]: ",
            "[x]({if}{if}/{else}https:{endif}{endif}",
            "{for}<a href=\"{if}{break}{endif}https://a.example/{endfor}",
            "{for}<a href=\"{if}{continue}{else}{endif}https://a.example/{endfor}",
        ] {
            assert!(is_open(open, true), "{open}");
        }
        for closed in [
            "<a href=\"{if}https://a.example/{else}/b{endif}",
            "<a href=\"{if}https:{elif}/{else}?{endif}",
            "<a href=\"https:{if}//a.example{endif}",
            "<a href=\"{if}https://a.example/",
            "<a href=\"{if}a{else}b{endif}\">",
            "[x]({if}/{else}{if}https:{else}#{endif}{endif}",
            "{for}<a href=\"{if}/{break}{endif}https://a.example/{endfor}",
        ] {
            assert!(!is_open(closed, true), "{closed}");
        }
    }

    #[test]
    fn many_branches_come_to_few_ends() {
        let mut ends = Ends::new(true);
        for at in 0..64 {
            ends.block("if");
            ends.text(&format!("Teil{at}"));
            ends.block("endif");
            assert!(ends.here.len() < 8, "{:?}", ends.here);
        }
    }
}
