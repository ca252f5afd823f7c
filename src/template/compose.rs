//! Layouts put together from several files: `{% extends %}`, `{% block %}` and `{% include %}` are resolved as text,
//! before anything else reads a template, so that all that follows sees one template and knows each author's place.

mod outline;

use std::collections::BTreeSet;
use std::sync::Arc;

use outline::{Node, Outline, structure};

use super::library::Library;
use super::source::{Source, Written};
use crate::finding::{Code, Finding, Place};
use crate::nearest::nearest;

/// How deep files may stand in each other.
const DEPTH: usize = 8;
/// How many files one template may be put together from, each counted as often as it is put in.
const PARTS: usize = 200;

/// The template of a name below `templates/`, with everything that it extends and includes; `None` where there is no
/// such file.
///
/// # Errors
/// A part that is missing, leads out of the workspace, asks for itself or stands too deep; blocks that are unknown,
/// unclosed or stand twice.
pub fn compose(library: Library<'_>, name: &str, asked_at: &Place) -> Result<Option<Source>, Finding> {
    let Some(file) = library.read(name, asked_at)? else { return Ok(None) };
    let mut chain = vec![Outline::read(&file)?];
    let mut path = vec![name.to_owned()];
    while let Some((parent, at)) = chain.last().and_then(|last| last.extends.clone()) {
        let asked_at = chain[chain.len() - 1].file.place(at);
        step(&path, &parent, &asked_at)?;
        chain.push(Outline::read(&library.part(&parent, &asked_at)?)?);
        path.push(parent);
    }
    let mut composer = Composer {
        library,
        source: Source::of_files(&file.path, Vec::new()),
        files: Vec::new(),
        chain: &chain,
        blocks: chain.iter().skip(1).flat_map(Outline::names).collect(),
        parts: 0,
    };
    for outline in &chain {
        composer.know(&outline.file);
    }
    if let Some(base) = chain.last() {
        composer.write(base, &base.nodes, &mut path, &[])?;
    }
    composer.every_block_is_known()?;
    Ok(Some(composer.source.read_from(composer.files)))
}

/// Refuses a step to a file that is open already, and one too many.
fn step(path: &[String], name: &str, asked_at: &Place) -> Result<(), Finding> {
    if path.iter().any(|open| open == name) {
        let circle: Vec<&str> = path.iter().map(String::as_str).chain([name]).collect();
        return Err(Finding::new(Code::PartCircle).at(asked_at.clone()).with("circle", circle.join(" → ")));
    }
    if path.len() >= DEPTH { Err(too_many(asked_at)) } else { Ok(()) }
}

fn too_many(asked_at: &Place) -> Finding {
    Finding::new(Code::PartTooDeep).at(asked_at.clone()).with("depth", DEPTH).with("count", PARTS)
}

struct Composer<'a> {
    library: Library<'a>,
    source: Source,
    files: Vec<Arc<Written>>,
    /// From the template itself up to what it extends in the end.
    chain: &'a [Outline],
    /// The names of all blocks that can be filled.
    blocks: BTreeSet<String>,
    parts: usize,
}

/// What stands behind a block that is being written: for `{{ super() }}`, the nearest last.
type Behind<'o> = [(&'o Outline, &'o [Node])];

impl Composer<'_> {
    fn know(&mut self, file: &Arc<Written>) {
        if !self.files.iter().any(|known| known.path == file.path) {
            self.files.push(Arc::clone(file));
        }
    }

    fn write(
        &mut self,
        outline: &Outline,
        nodes: &[Node],
        path: &mut Vec<String>,
        behind: &Behind<'_>,
    ) -> Result<(), Finding> {
        for node in nodes {
            match node {
                Node::Text(range) => self.source.push(&outline.file, range.clone()),
                Node::Block { name, nodes, .. } => self.fill(name, (outline, nodes), path)?,
                Node::Include { name, at } => self.include(name, &outline.file.place(*at), path)?,
                Node::Super { at } => match behind.split_last() {
                    Some(((outline, nodes), rest)) => self.write(outline, nodes, path, rest)?,
                    None => return Err(structure("super", "", outline.file.place(*at))),
                },
            }
        }
        Ok(())
    }

    /// A block with what the nearest file puts into it.
    fn fill(&mut self, name: &str, own: (&Outline, &[Node]), path: &mut Vec<String>) -> Result<(), Finding> {
        let chain = self.chain;
        let is_own = |outline: &Outline| std::ptr::eq(outline.file.as_ref(), own.0.file.as_ref());
        let fillings = chain.iter().take_while(|outline| !is_own(outline));
        let mut behind: Vec<(&Outline, &[Node])> =
            fillings.filter_map(|outline| Some((outline, outline.block(name)?))).collect();
        behind.push(own);
        behind.reverse();
        match behind.split_last() {
            Some(((outline, nodes), rest)) => self.write(outline, nodes, path, rest),
            None => Ok(()),
        }
    }

    fn include(&mut self, name: &str, asked_at: &Place, path: &mut Vec<String>) -> Result<(), Finding> {
        step(path, name, asked_at)?;
        self.parts += 1;
        if self.parts > PARTS {
            return Err(too_many(asked_at));
        }
        let file = self.library.part(name, asked_at)?;
        self.know(&file);
        let outline = Outline::read_part(&file)?;
        self.blocks.extend(outline.names());
        path.push(name.to_owned());
        self.write(&outline, &outline.nodes, path, &[])?;
        path.pop();
        Ok(())
    }

    /// A block that nobody has a place for would vanish without a word.
    fn every_block_is_known(&self) -> Result<(), Finding> {
        let known: Vec<String> = self.blocks.iter().cloned().collect();
        for outline in self.chain.iter().filter(|outline| outline.extends.is_some()) {
            for (name, at) in outline.filled() {
                if !self.blocks.contains(name) {
                    let nearest = nearest(name, &known).unwrap_or_default();
                    let finding = Finding::new(Code::BlockUnknown).at(outline.file.place(at)).with("block", name);
                    return Err(finding.with("known", known.join(", ")).with("nearest", nearest));
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
