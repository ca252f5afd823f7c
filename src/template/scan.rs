//! Finding Tera's tags in a text without rendering it.

use std::ops::Range;

use super::{Asked, Question};

/// What kind of tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `{{ … }}`
    Expression,
    /// `{% … %}`, or a whole `{% raw %} … {% endraw %}`
    Block,
    /// `{# … #}`
    Comment,
}

/// One tag of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    pub kind: Kind,
    pub range: Range<usize>,
}

/// All tags in order. An unclosed tag reaches to the end; Tera itself reports it.
pub(super) fn tags(text: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut from = 0;
    while let Some((start, kind)) = next_open(text, from) {
        let mut end = close(text, start + 2, kind);
        if kind == Kind::Block && keyword(&text[start..end]) == "raw" {
            end = end_of_raw(text, end);
        }
        tags.push(Tag { kind, range: start..end });
        from = end;
    }
    tags
}

fn next_open(text: &str, from: usize) -> Option<(usize, Kind)> {
    let braces = text[from..].match_indices('{').map(|(at, _)| from + at);
    let mut tags = braces.filter_map(|at| match text.as_bytes().get(at + 1)? {
        b'{' => Some((at, Kind::Expression)),
        b'%' => Some((at, Kind::Block)),
        b'#' => Some((at, Kind::Comment)),
        _ => None,
    });
    tags.next()
}

/// The byte after the closing brace; string literals are skipped.
fn close(text: &str, from: usize, kind: Kind) -> usize {
    let bytes = text.as_bytes();
    let closing = match kind {
        Kind::Expression => *b"}}",
        Kind::Block => *b"%}",
        Kind::Comment => *b"#}",
    };
    let mut quote = None;
    let mut at = from;
    while at < bytes.len() {
        match quote {
            Some(open) if bytes[at] == open => quote = None,
            None if kind != Kind::Comment && matches!(bytes[at], b'"' | b'\'' | b'`') => quote = Some(bytes[at]),
            None if bytes[at..].starts_with(&closing) => return at + 2,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

fn end_of_raw(text: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(start) = text[at..].find("{%").map(|found| at + found) {
        let end = close(text, start + 2, Kind::Block);
        if keyword(&text[start..end]) == "endraw" {
            return end;
        }
        at = end;
    }
    text.len()
}

/// The first word of a block tag: `if`, `for`, `endif`, ….
pub(super) fn keyword(tag: &str) -> &str {
    let inner = tag.trim_start_matches("{%").trim_start_matches('-').trim_start();
    inner.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

/// A path such as `contact.extra.Verpflegung` that a tag mentions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The parts between the dots (or quoted in brackets).
    pub path: Vec<String>,
    /// Where the path stands in the text.
    pub range: Range<usize>,
}

/// Every path in every tag, whether or not it would be rendered.
pub fn references(text: &str) -> Vec<Reference> {
    let tags = tags(text).into_iter().filter(|tag| tag.kind != Kind::Comment);
    tags.flat_map(|tag| references_in(&text[tag.range.clone()], tag.range.start)).collect()
}

/// Every path in an expression that stands without braces.
pub fn references_in_expression(text: &str) -> Vec<Reference> {
    references_in(text, 0)
}

fn references_in(tag: &str, start: usize) -> Vec<Reference> {
    if keyword(tag) == "raw" && tag.starts_with("{%") {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut rest = Cursor { text: tag, at: 0 };
    while let Some(c) = rest.peek() {
        if matches!(c, '"' | '\'' | '`') {
            rest.literal();
        } else if c.is_alphabetic() || c == '_' {
            let from = start + rest.at;
            let path = rest.path();
            let range = from..start + rest.at;
            // a name before `(` is a function, one before a single `=` an argument
            if !rest.follows('(') && !rest.follows_assignment() {
                found.push(Reference { path, range });
            }
        } else {
            rest.at += c.len_utf8();
            // `.5` or `).x`: what follows a dot belongs to the value before it
            if c == '.' {
                rest.word();
            }
        }
    }
    found
}

/// The first part of every name in a tag, its keyword, functions and arguments included.
pub(super) fn roots(tag: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = Cursor { text: tag, at: 0 };
    while let Some(c) = rest.peek() {
        if matches!(c, '"' | '\'' | '`') {
            rest.literal();
        } else if c.is_alphabetic() || c == '_' {
            found.extend(rest.path().into_iter().next());
        } else {
            rest.at += c.len_utf8();
            // what follows a dot belongs to the value before it
            if c == '.' {
                rest.word();
            }
        }
    }
    found
}

pub(super) struct Cursor<'a> {
    pub text: &'a str,
    pub at: usize,
}

impl Cursor<'_> {
    pub fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    pub fn word(&mut self) -> String {
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        self.at += end;
        rest[..end].to_owned()
    }

    pub fn literal(&mut self) -> String {
        let quote = self.peek().unwrap_or_default();
        let rest = &self.text[self.at + quote.len_utf8()..];
        let end = rest.find(quote).unwrap_or(rest.len());
        self.at = (self.at + 2 * quote.len_utf8() + end).min(self.text.len());
        rest[..end].to_owned()
    }

    pub fn path(&mut self) -> Vec<String> {
        let mut path = vec![self.word()];
        loop {
            let rest = &self.text[self.at..];
            if rest.starts_with(['.', '?'])
                && rest.trim_start_matches(['.', '?']).starts_with(|c: char| c.is_alphanumeric() || c == '_')
            {
                self.at += rest.len() - rest.trim_start_matches(['.', '?']).len();
                path.push(self.word());
            } else if rest.starts_with("[\"") || rest.starts_with("['") {
                self.at += 1;
                path.push(self.literal());
                self.at += usize::from(self.text[self.at..].starts_with(']'));
            } else {
                return path;
            }
        }
    }

    /// Where an argument without a name stands, if the next one is such.
    fn bare_argument(&self) -> Option<usize> {
        let mut ahead = Cursor { text: self.text, at: self.at };
        ahead.blanks();
        let bare = ahead.peek().is_some_and(|c| c != ')') && ahead.argument_name().is_none();
        bare.then_some(self.at)
    }

    /// The arguments of a question, if what it is about is written out.
    pub fn asked(&mut self, question: Question) -> Option<Asked> {
        let (mut about, mut version) = (None, None);
        loop {
            self.blanks();
            let name = self.argument_name();
            self.blanks();
            match (name.as_deref(), self.peek()?) {
                (None | Some("of"), '"' | '\'' | '`') => {
                    let at = self.at + 1;
                    about = Some((self.literal(), at));
                }
                (Some("version"), '0'..='9') => version = self.word().parse().ok(),
                _ => break,
            }
            self.blanks();
            if self.peek() != Some(',') {
                break;
            }
            self.at += 1;
        }
        about.map(|(about, at)| Asked { question: question.with_version(version), about, at })
    }

    fn blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    /// The name before a single `=`; nothing is read where there is none.
    fn argument_name(&mut self) -> Option<String> {
        let mut ahead = Cursor { text: self.text, at: self.at };
        let name = ahead.word();
        if name.is_empty() || !ahead.follows_assignment() {
            return None;
        }
        ahead.blanks();
        self.at = ahead.at + 1;
        Some(name)
    }

    fn follows(&self, wanted: char) -> bool {
        self.text[self.at..].trim_start().starts_with(wanted)
    }

    pub fn follows_assignment(&self) -> bool {
        let rest = self.text[self.at..].trim_start();
        rest.starts_with('=') && !rest.starts_with("==")
    }
}

/// A text in which `sent('x')` is written out as Tera wants it, `sent(of='x')`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelled {
    /// The text for Tera.
    pub text: String,
    /// Where, in the text for Tera, the additions begin.
    additions: Vec<usize>,
}

const ADDITION: &str = "of=";

impl Spelled {
    /// The offset in the author's text of an offset in Tera's.
    pub fn author_offset(&self, offset: usize) -> usize {
        let before = self.additions.iter().filter(|&&addition| addition < offset).count();
        offset.saturating_sub(before * ADDITION.len())
    }
}

/// Names the one argument of the history functions, which Tera takes by name only.
pub fn spell_out(text: &str) -> Spelled {
    let mut spelled = Spelled { text: String::with_capacity(text.len()), additions: Vec::new() };
    let mut copied = 0;
    for tag in tags(text).into_iter().filter(|tag| tag.kind != Kind::Comment) {
        for at in bare_arguments(&text[tag.range.clone()]) {
            spelled.text.push_str(&text[copied..tag.range.start + at]);
            copied = tag.range.start + at;
            spelled.additions.push(spelled.text.len());
            spelled.text.push_str(ADDITION);
        }
    }
    spelled.text.push_str(&text[copied..]);
    spelled
}

/// The history questions about a name written out. A segment has no braces around it, so the whole text is read.
pub fn questions(text: &str) -> Vec<Asked> {
    let mut found = Vec::new();
    let mut rest = Cursor { text, at: 0 };
    while let Some(c) = rest.peek() {
        if !c.is_alphabetic() && c != '_' {
            rest.at += c.len_utf8();
            continue;
        }
        let name = rest.word();
        let question = Question::ALL.iter().find(|(known, _)| *known == name).map(|(_, question)| *question);
        if let Some(question) = question.filter(|_| text[rest.at..].starts_with('(')) {
            rest.at += 1;
            found.extend(rest.asked(question));
        }
    }
    found
}

fn bare_arguments(tag: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut rest = Cursor { text: tag, at: 0 };
    while let Some(c) = rest.peek() {
        if matches!(c, '"' | '\'' | '`') {
            rest.literal();
        } else if c.is_alphabetic() || c == '_' {
            let name = rest.word();
            let known = Question::ALL.iter().any(|(question, _)| *question == name);
            if known && rest.text[rest.at..].starts_with('(') {
                rest.at += 1;
                found.extend(rest.bare_argument());
            }
        } else {
            rest.at += c.len_utf8();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_braces_inside_literals_do_not_close() {
        let text = r#"a {{ "}}" }} b {% if x == '%}' %}c{% endif %}{# }} #}"#;
        let found: Vec<_> = tags(text).into_iter().map(|tag| &text[tag.range]).collect();
        assert_eq!(found, [r#"{{ "}}" }}"#, "{% if x == '%}' %}", "{% endif %}", "{# }} #}"]);
    }

    #[test]
    fn raw_is_one_tag() {
        let text = "{% raw %}{{ not.code }}{% endraw %}!";
        assert_eq!(tags(text), [Tag { kind: Kind::Block, range: 0..text.len() - 1 }]);
        assert!(references(text).is_empty());
    }

    #[test]
    fn references_are_paths_and_neither_functions_nor_arguments() {
        let text = r#"{% if sent('x') and contact.extra["Zu Gast"] %}{{ event.start | date(format="%Y") }}{% endif %}"#;
        let paths: Vec<_> = references(text).into_iter().map(|r| r.path.join("/")).collect();
        assert_eq!(paths, ["if", "and", "contact/extra/Zu Gast", "event/start", "endif"]);
    }

    #[test]
    fn questions_are_found_with_their_places() {
        let text = "not sent('recap') and coming( \"summit\" ) or unsent('x') or declined(event.slug)";
        let found: Vec<_> =
            questions(text).into_iter().map(|asked| (asked.about, &text[asked.at..asked.at + 3])).collect();
        assert_eq!(found, [("recap".to_owned(), "rec"), ("summit".to_owned(), "sum")]);
    }

    #[test]
    fn a_question_may_name_a_version() {
        for text in ["sent('recap', version=2)", "sent( of = \"recap\" , version = 2 )", "sent(version=2, of='recap')"]
        {
            let found = questions(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!((found[0].to_string().as_str(), &text[found[0].at..][..5]), ("sent:recap:2", "recap"), "{text}");
        }
        assert_eq!(questions("coming('summit', version=2)")[0].to_string(), "coming:summit");
    }

    #[test]
    fn history_functions_get_their_arguments_name_and_places_stay() {
        let named = "{{ sent(version=1, of='x') }}{% if sent( of='x') %}";
        assert_eq!(spell_out(named).text, named);
        assert_eq!(spell_out("{{ sent('x', version=1) }}").text, "{{ sent(of='x', version=1) }}");
        let spelled = spell_out("ä {{ sent('x') }} sent('y') {{ bad }}");
        assert_eq!(spelled.text, "ä {{ sent(of='x') }} sent('y') {{ bad }}");
        let bad = spelled.text.find("bad").expect("is there");
        assert_eq!(&"ä {{ sent('x') }} sent('y') {{ bad }}"[spelled.author_offset(bad)..][..3], "bad");
    }
}
