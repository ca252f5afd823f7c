//! One file of a layout taken apart: its text, the blocks in it, and what it asks other files for.

use std::ops::Range;
use std::sync::Arc;

use super::super::scan::{self, Kind, Tag};
use super::super::source::Written;
use super::super::unpaired::unpaired;
use crate::finding::{Code, Finding, Place};

/// A piece of a file.
#[derive(Debug)]
pub(super) enum Node {
    /// Text, with all tags that are Tera's.
    Text(Range<usize>),
    /// `{% block name %} … {% endblock %}`
    Block { name: String, at: usize, nodes: Vec<Node> },
    /// `{% include "name" %}`
    Include { name: String, at: usize },
    /// `{{ super() }}`
    Super { at: usize },
}

/// A file taken apart.
#[derive(Debug)]
pub(super) struct Outline {
    pub file: Arc<Written>,
    /// The name of the file that it extends, and where it says so.
    pub extends: Option<(String, usize)>,
    pub nodes: Vec<Node>,
}

/// What a tag means for the outline.
enum Meaning {
    Extends,
    Block,
    EndBlock,
    Include,
    Super,
}

/// What is wrong with the tags that a file is put together by.
pub(super) fn structure(what: &str, name: &str, place: Place) -> Finding {
    Finding::new(Code::BlockStructure).at(place).with("what", what).with("name", name)
}

impl Outline {
    /// Reads a file.
    ///
    /// # Errors
    /// `block-structure` with the place of the tag that does not fit.
    pub fn read(file: &Arc<Written>) -> Result<Self, Finding> {
        let outline = Self::take_apart(file, file.text.len())?;
        outline.nothing_beside_blocks()?;
        Ok(outline)
    }

    /// Reads a file that is put into others: the line end behind its last line is not part of what it says.
    ///
    /// # Errors
    /// As [`Outline::read`], and for a file that extends another.
    pub fn read_part(file: &Arc<Written>) -> Result<Self, Finding> {
        let text = file.text.as_str();
        let outline = Self::take_apart(file, text.strip_suffix('\n').unwrap_or(text).len())?;
        match outline.extends {
            Some((_, at)) => Err(structure("extends", "", file.place(at))),
            None => Ok(outline),
        }
    }

    fn take_apart(file: &Arc<Written>, end: usize) -> Result<Self, Finding> {
        if let Some((finding, at)) = unpaired(&file.text) {
            return Err(finding.at(file.place(at)));
        }
        let mut reader = Reader { file, extends: None, open: Vec::new(), nodes: Vec::new(), trim: false, copied: 0 };
        for tag in scan::tags(&file.text) {
            if let Some(meaning) = meaning(&file.text[tag.range.clone()], tag.kind) {
                reader.take(&tag, &meaning)?;
            }
        }
        reader.text(end.max(reader.copied), false);
        let outline = Self { file: Arc::clone(file), extends: reader.extends, nodes: reader.nodes };
        outline.no_block_twice()?;
        Ok(outline)
    }

    /// The names of all blocks.
    pub fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        each_block(&self.nodes, &mut |name, _, _| names.push(name.to_owned()));
        names
    }

    /// What a block holds.
    pub fn block(&self, wanted: &str) -> Option<&[Node]> {
        let mut found = None;
        each_block(&self.nodes, &mut |name, _, nodes| {
            if name == wanted {
                found = Some(nodes);
            }
        });
        found
    }

    /// The blocks that stand in no other, and where.
    pub fn filled(&self) -> impl Iterator<Item = (&str, usize)> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Block { name, at, .. } => Some((name.as_str(), *at)),
            _ => None,
        })
    }

    fn no_block_twice(&self) -> Result<(), Finding> {
        let (mut seen, mut twice) = (Vec::new(), None);
        each_block(&self.nodes, &mut |name, at, _| {
            if seen.contains(&name) {
                twice.get_or_insert((name, at));
            }
            seen.push(name);
        });
        twice.map_or(Ok(()), |(name, at)| Err(structure("twice", name, self.file.place(at))))
    }

    /// What stands beside the blocks of a file that extends another would vanish without a word.
    fn nothing_beside_blocks(&self) -> Result<(), Finding> {
        if self.extends.is_none() {
            return Ok(());
        }
        let stray = self.nodes.iter().find_map(|node| match node {
            Node::Text(range) => first_word(&self.file.text, range),
            Node::Include { at, .. } | Node::Super { at } => Some(*at),
            Node::Block { .. } => None,
        });
        stray.map_or(Ok(()), |at| Err(structure("beside", "", self.file.place(at))))
    }
}

/// Where text stands that is neither blank nor a comment.
fn first_word(text: &str, range: &Range<usize>) -> Option<usize> {
    let mut at = range.start;
    for tag in scan::tags(&text[range.clone()]) {
        let (start, end) = (range.start + tag.range.start, range.start + tag.range.end);
        if !text[at..start].trim().is_empty() || tag.kind != Kind::Comment {
            return Some(at + blanks(&text[at..]));
        }
        at = end;
    }
    (!text[at..range.end].trim().is_empty()).then(|| at + blanks(&text[at..]))
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

fn each_block<'n>(nodes: &'n [Node], take: &mut impl FnMut(&'n str, usize, &'n [Node])) {
    for node in nodes {
        if let Node::Block { name, at, nodes } = node {
            take(name, *at, nodes);
            each_block(nodes, take);
        }
    }
}

fn meaning(tag: &str, kind: Kind) -> Option<Meaning> {
    match (kind, scan::keyword(tag)) {
        (Kind::Block, "extends") => Some(Meaning::Extends),
        (Kind::Block, "block") => Some(Meaning::Block),
        (Kind::Block, "endblock") => Some(Meaning::EndBlock),
        (Kind::Block, "include") => Some(Meaning::Include),
        (Kind::Expression, _) if inner(tag) == "super()" => Some(Meaning::Super),
        _ => None,
    }
}

/// What stands between the braces, without whitespace control.
fn inner(tag: &str) -> &str {
    let inner = tag.get(2..tag.len().saturating_sub(2)).unwrap_or_default();
    inner.strip_prefix('-').unwrap_or(inner).trim_end_matches('-').trim()
}

/// What stands behind the keyword.
fn argument(tag: &str) -> &str {
    inner(tag).trim_start_matches(char::is_alphanumeric).trim()
}

/// A name in quotes.
fn literal(argument: &str) -> Option<String> {
    let quote = argument.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let name = argument.strip_prefix(quote)?.strip_suffix(quote)?;
    (!name.contains([quote, '\\'])).then(|| name.to_owned())
}

struct Reader<'a> {
    file: &'a Written,
    extends: Option<(String, usize)>,
    /// The blocks that are open: name, place, and what stood before each.
    open: Vec<(String, usize, Vec<Node>)>,
    nodes: Vec<Node>,
    /// Whether blanks behind the last tag are to go.
    trim: bool,
    copied: usize,
}

impl Reader<'_> {
    /// The text up to here; `trim` says whether blanks before the tag that stands here are to go.
    fn text(&mut self, end: usize, trim: bool) {
        let text = &self.file.text[self.copied..end];
        let start = if self.trim { self.copied + blanks(text) } else { self.copied };
        let end = if trim { self.copied + text.trim_end().len() } else { end };
        if start < end {
            self.nodes.push(Node::Text(start..end));
        }
    }

    fn take(&mut self, tag: &Tag, meaning: &Meaning) -> Result<(), Finding> {
        let written = &self.file.text[tag.range.clone()];
        let at = tag.range.start;
        self.text(at, written[2..].starts_with('-'));
        (self.copied, self.trim) = (tag.range.end, written[..written.len() - 2].ends_with('-'));
        let place = || self.file.place(at);
        let named = || literal(argument(written)).ok_or_else(|| structure("unnamed", "", place()));
        match meaning {
            Meaning::Include => self.nodes.push(Node::Include { name: named()?, at }),
            Meaning::Super => self.nodes.push(Node::Super { at }),
            Meaning::Extends => {
                if self.extends.is_some() || first_word(&self.file.text, &(0..at)).is_some() {
                    return Err(structure("extends", "", place()));
                }
                self.extends = Some((named()?, at));
            }
            Meaning::Block => {
                let name = argument(written);
                if name.is_empty() || name.contains(|c: char| !c.is_alphanumeric() && !"_-".contains(c)) {
                    return Err(structure("unnamed", "", place()));
                }
                self.open.push((name.to_owned(), at, std::mem::take(&mut self.nodes)));
            }
            Meaning::EndBlock => self.close(argument(written), at)?,
        }
        Ok(())
    }

    /// A name behind `endblock` must be that of the block it closes.
    fn close(&mut self, named: &str, end: usize) -> Result<(), Finding> {
        let Some((name, at, before)) = self.open.pop().filter(|(name, ..)| named.is_empty() || name == named) else {
            return Err(structure("stray", named, self.file.place(end)));
        };
        let nodes = std::mem::replace(&mut self.nodes, before);
        self.nodes.push(Node::Block { name, at, nodes });
        Ok(())
    }
}
