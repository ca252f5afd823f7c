//! Template text, and where each byte of it stands in its authors' files.

use std::ops::Range;
use std::sync::Arc;

use super::unpaired::unpaired;
use super::{Language, Templates, arguments, faults, nobody, spell_out};
use crate::finding::{Code, Finding, Place};

/// A file that holds template text, as it was read.
#[derive(Debug)]
pub(super) struct Written {
    /// The file as the person knows it.
    pub path: String,
    /// The part of the file that holds the text.
    pub text: String,
    /// The line of the file on which `text` begins.
    pub first_line: u32,
}

impl Written {
    pub fn place(&self, offset: usize) -> Place {
        Place::of_offset(&self.path, &self.text, offset, self.first_line)
    }
}

/// Where a stretch of the template was written.
#[derive(Debug, Clone)]
struct Stretch {
    /// The byte of the template with which it begins.
    start: usize,
    file: Arc<Written>,
    /// The byte of the file's text with which it begins.
    at: usize,
}

/// A template as its authors wrote it, in one file or in several.
#[derive(Debug, Clone)]
pub struct Source {
    /// The file that stands for it: the one that a campaign names.
    pub file: String,
    template: String,
    stretches: Vec<Stretch>,
    files: Vec<Arc<Written>>,
}

impl Source {
    /// A text that begins on `first_line` of the file.
    pub fn new(file: &str, text: &str, first_line: u32) -> Self {
        Self::within(file, text, first_line, 0..text.len())
    }

    /// Those bytes of a text that begins on `first_line` of the file.
    pub fn within(file: &str, text: &str, first_line: u32, range: Range<usize>) -> Self {
        let written = Arc::new(Written { path: file.to_owned(), text: text.to_owned(), first_line });
        let mut source = Self::of_files(file, vec![Arc::clone(&written)]);
        text[range.clone()].clone_into(&mut source.template);
        // an empty one has a place, too
        source.stretches.push(Stretch { start: 0, file: written, at: range.start });
        source
    }

    /// Nothing yet, but read from these files.
    pub(super) fn of_files(file: &str, files: Vec<Arc<Written>>) -> Self {
        Self { file: file.to_owned(), template: String::new(), stretches: Vec::new(), files }
    }

    /// The same, read from these files, whether or not anything of them is left.
    #[must_use]
    pub(super) fn read_from(self, files: Vec<Arc<Written>>) -> Self {
        Self { files, ..self }
    }

    /// Appends bytes of a file.
    pub(super) fn push(&mut self, file: &Arc<Written>, range: Range<usize>) {
        if !range.is_empty() {
            self.stretches.push(Stretch { start: self.template.len(), file: Arc::clone(file), at: range.start });
            self.template.push_str(&file.text[range]);
        }
    }

    /// The template with a text of ours behind it, which has no place of its own.
    #[must_use]
    pub fn followed_by(&self, text: &str) -> Self {
        Self { template: [&self.template, text].concat(), ..self.clone() }
    }

    /// The template itself.
    pub fn template(&self) -> &str {
        &self.template
    }

    /// The place of a byte of the template in its author's file.
    pub fn place(&self, offset: usize) -> Place {
        let behind = self.stretches.partition_point(|stretch| stretch.start <= offset);
        match behind.checked_sub(1).map(|at| &self.stretches[at]) {
            Some(stretch) => stretch.file.place(stretch.at + offset - stretch.start),
            None => self.begin(),
        }
    }

    /// Where the file begins that stands for it.
    pub fn begin(&self) -> Place {
        let own = self.files.iter().find(|file| file.path == self.file);
        let at = self.stretches.first().filter(|first| first.file.path == self.file).map_or(0, |first| first.at);
        own.map_or_else(|| Place::file(&self.file), |own| own.place(at))
    }

    /// The files it was read from: paths and texts.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|file| (file.path.as_str(), file.text.as_str()))
    }

    /// Reads the tags alone, so that faults are found in the author's own text: `tag-invalid` with its place each, and
    /// where there is none, arguments that Tera would pass over.
    pub fn check_tags(&self, language: Language) -> Vec<Finding> {
        const NAME: &str = "check.txt";
        if let Some((finding, at)) = unpaired(self.template()) {
            return vec![finding.at(self.place(at))];
        }
        let spelled = spell_out(self.template());
        let Err(error) = Templates::new(language, &nobody()).tera.add_raw_template(NAME, &spelled.text) else {
            return arguments::unknown(self);
        };
        let told = |fault: super::Fault| {
            let place = self.place(spelled.author_offset(fault.range.start));
            Finding::new(Code::TagInvalid).at(place).with("reason", fault)
        };
        faults(NAME, &spelled.text, &error).into_iter().map(told).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_filter_is_found_in_the_authors_file() {
        let source = Source::new("data/campaigns/a.md", "Hallo\n{{ contact.email | gross }}", 7);
        let finding = source.check_tags(Language::De).pop().expect("no such filter");
        assert_eq!(finding.code, Code::TagInvalid);
        assert_eq!(finding.place.expect("placed").to_string(), "data/campaigns/a.md:8:20");
    }

    #[test]
    fn each_byte_has_the_place_of_its_own_file() {
        let file =
            |path: &str, text: &str| Arc::new(Written { path: path.to_owned(), text: text.to_owned(), first_line: 1 });
        let (base, part) = (file("base.mjml", "<a>\n<b>\n"), file("part.mjml", "ä{{ x }}"));
        let mut source = Source::of_files("base.mjml", vec![Arc::clone(&base), Arc::clone(&part)]);
        source.push(&base, 0..4);
        source.push(&part, 2..part.text.len());
        source.push(&base, 4..base.text.len());
        assert_eq!(source.template(), "<a>\n{{ x }}<b>\n");
        let place = |words: &str| source.place(source.template().find(words).expect("is there")).to_string();
        assert_eq!([place("a>"), place("x }}"), place("b>")], ["base.mjml:1:2", "part.mjml:1:5", "base.mjml:2:2"]);
    }
}
