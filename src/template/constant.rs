//! Templates in which everything that is the same for all contacts is written out, so that only the rest is rendered
//! for each of them.

use std::ops::Range;

use super::scan::{self, Kind};
use super::{Question, Templates};

/// The text between two tags that are still there.
#[derive(Debug, Clone, Copy)]
pub struct Literal<'a> {
    /// Whitespace control has been applied to it.
    pub text: &'a str,
    /// Whether a value is printed right before it.
    pub after_value: bool,
    /// Whether the template ends here.
    pub last: bool,
}

/// The blocks that print what is inside them where it stands, and nothing else.
const BLOCKS: [&str; 10] = ["if", "elif", "else", "endif", "for", "endfor", "set", "set_global", "break", "continue"];

/// Filters whose result is printed without being escaped.
const UNESCAPED: [&str; 2] = ["safe", "escape"];

#[derive(Clone)]
enum Piece {
    Text(String),
    Tag(Tag),
}

#[derive(Clone)]
struct Tag {
    kind: Kind,
    /// Without whitespace control.
    text: String,
    /// Its first word, if it is a block.
    keyword: String,
    /// The first part of every name in it.
    roots: Vec<String>,
}

impl Templates {
    /// The template with its constants written out and each literal as `write` wants it. The constants are literal
    /// text then, and may hold what looks like a tag. `None` if it has a tag after which nobody can tell from the
    /// text alone what is printed where, such as `{% filter %}`, or a value that goes out without being escaped.
    pub fn without_constants(&self, name: &str, text: &str, write: impl Fn(Literal<'_>) -> String) -> Option<String> {
        let html = name.rsplit_once('.').is_some_and(|(_, extension)| extension == "html");
        let pieces = self.write_out(&pieces(text)?, html);
        let unescaped = |tag: &Tag| UNESCAPED.iter().any(|filter| tag.roots.iter().any(|root| root == filter));
        if html && pieces.iter().any(|piece| matches!(piece, Piece::Tag(tag) if unescaped(tag))) {
            return None;
        }
        Some(joined(&pieces, write))
    }

    /// Text in place of what is the same for all contacts: whole blocks where possible, else single values. What
    /// cannot be rendered by itself stays, and fails where it always did.
    fn write_out(&self, pieces: &[Piece], html: bool) -> Vec<Piece> {
        let bindings = bindings(pieces);
        let mut written = Vec::with_capacity(pieces.len());
        let mut at = 0;
        while at < pieces.len() {
            let end = end(pieces, at);
            let constant = is_constant(pieces, &bindings, &(at..end)).then(|| source(&pieces[at..end]));
            let rendered = |text: String| self.tera.render_str(&text, &tera::Context::new(), html).ok();
            if let Some(text) = constant.and_then(rendered) {
                written.push(Piece::Text(text));
                at = end;
            } else {
                written.push(pieces[at].clone());
                at += 1;
            }
        }
        written
    }
}

/// The template as text and tags in turn; `None` if there is a tag of another kind.
fn pieces(text: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut copied = 0;
    let mut trim = false;
    for tag in scan::tags(text) {
        let inner = text[tag.range.clone()].get(2..tag.range.len() - 2)?;
        let before = &text[copied..tag.range.start];
        let before = if trim { before.trim_start() } else { before };
        let before = if inner.starts_with('-') { before.trim_end() } else { before };
        trim = inner.ends_with('-');
        copied = tag.range.end;
        pieces.push(Piece::Text(before.to_owned()));
        pieces.push(Piece::Tag(Tag::read(&text[tag.range], tag.kind)?));
    }
    let rest = &text[copied..];
    pieces.push(Piece::Text(if trim { rest.trim_start() } else { rest }.to_owned()));
    Some(pieces)
}

impl Tag {
    fn read(written: &str, kind: Kind) -> Option<Self> {
        let keyword = if kind == Kind::Block { scan::keyword(written) } else { "" };
        let known = match kind {
            Kind::Expression => true,
            Kind::Block => BLOCKS.contains(&keyword),
            Kind::Comment => false,
        };
        // Tera knows escapes in its strings, the scanner does not: they could see different tags
        if !known || written.contains('\\') {
            return None;
        }
        let (open, rest) = written.split_at(2);
        let (inner, close) = rest.split_at(rest.len() - 2);
        let inner = inner.strip_prefix('-').unwrap_or(inner);
        let inner = inner.strip_suffix('-').unwrap_or(inner);
        let text = format!("{open} {inner} {close}");
        Some(Self { kind, roots: scan::roots(&text), text, keyword: keyword.to_owned() })
    }

    fn opens(&self) -> bool {
        matches!(self.keyword.as_str(), "if" | "for")
    }

    /// The names that it gives a value.
    fn bound(&self) -> &[String] {
        let first = self.roots.get(1..).unwrap_or_default();
        match self.keyword.as_str() {
            "for" => &first[..first.iter().position(|root| root == "in").unwrap_or(first.len())],
            "set" | "set_global" => &first[..first.len().min(1)],
            _ => &[],
        }
    }
}

/// What a piece begins: a block with all that is in it, a value, or nothing.
fn end(pieces: &[Piece], at: usize) -> usize {
    let Piece::Tag(first) = &pieces[at] else { return at };
    if first.kind == Kind::Expression {
        return at + 1;
    }
    let mut depth = 0;
    for (number, piece) in pieces.iter().enumerate().skip(at) {
        if let Piece::Tag(tag) = piece {
            depth += i32::from(tag.opens());
            depth -= i32::from(matches!(tag.keyword.as_str(), "endif" | "endfor"));
        }
        if depth <= 0 {
            return if number == at { at } else { number + 1 };
        }
    }
    at
}

/// The names that tags of the template bind, and the tag that does it.
fn bindings(pieces: &[Piece]) -> Vec<(usize, String)> {
    let bound = |(at, piece): (usize, &Piece)| match piece {
        Piece::Tag(tag) => tag.bound().iter().map(|name| (at, name.clone())).collect(),
        Piece::Text(_) => Vec::new(),
    };
    pieces.iter().enumerate().flat_map(bound).collect()
}

/// Whether nothing in these pieces asks for the contact, or for a name bound outside of them.
fn is_constant(pieces: &[Piece], bindings: &[(usize, String)], range: &Range<usize>) -> bool {
    let in_loop = matches!(pieces.get(range.start), Some(Piece::Tag(tag)) if tag.keyword == "for");
    let varies = |root: &String| {
        ["contact", "links"].contains(&root.as_str())
            || root.starts_with("__tera")
            || root == "loop" && !in_loop
            || Question::ALL.iter().any(|(name, _)| name == root)
            || bindings.iter().any(|(at, name)| name == root && !range.contains(at))
    };
    let constant = |piece: &Piece| match piece {
        // a brace would join the one of the tag behind it
        Piece::Text(text) => !text.ends_with('{'),
        Piece::Tag(tag) => {
            let leaks = matches!(tag.keyword.as_str(), "set" | "set_global" | "break" | "continue");
            !leaks && !tag.roots.iter().any(varies)
        }
    };
    !range.is_empty() && pieces[range.clone()].iter().all(constant)
}

impl Piece {
    fn as_str(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Tag(tag) => &tag.text,
        }
    }
}

fn source(pieces: &[Piece]) -> String {
    pieces.iter().map(Piece::as_str).collect()
}

/// The tags that are left, and between them what `write` makes of the text there.
fn joined(pieces: &[Piece], write: impl Fn(Literal<'_>) -> String) -> String {
    let (mut out, mut text, mut after_value) = (String::new(), String::new(), false);
    for piece in pieces {
        match piece {
            Piece::Text(more) => text.push_str(more),
            Piece::Tag(tag) => {
                out.push_str(&write(Literal { text: &text, after_value, last: false }));
                out.push_str(&tag.text);
                text.clear();
                after_value = tag.kind == Kind::Expression;
            }
        }
    }
    out + &write(Literal { text: &text, after_value, last: true })
}

/// The literal for a template that prints it as it is; a brace that Tera would take for part of a tag is a value.
pub fn plain_literal(literal: Literal<'_>) -> String {
    let mut out = String::with_capacity(literal.text.len());
    let mut rest = literal.text;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let opens = rest.starts_with(['{', '%', '#']) || (rest.is_empty() && !literal.last);
        out.push_str(if opens { r#"{{ "{" }}"# } else { "{" });
    }
    out.push_str(rest);
    out
}
