//! The texts that the sheets of a workbook share.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::events::Event;

use super::package::{Package, Part};
use super::{Fault, xml};

/// Texts that a workbook may share.
const MOST_TEXTS: usize = 25_000_000;

/// Bytes that they may have together: half a gigabyte.
const MOST_BYTES: usize = 1 << 29;

/// All shared texts, in one.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    /// Where each ends, and whether a part of it is struck through.
    ends: Vec<(u32, bool)>,
}

/// What the tags around a text say of it.
#[derive(Debug, Default)]
pub(super) struct Rich {
    inside: Inside,
    /// The run is struck through.
    run: bool,
    /// Where the text is struck through.
    struck: Vec<Range<usize>>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Inside {
    #[default]
    Nothing,
    /// `t`
    Text,
    /// `rPh`: how a Japanese text is spoken.
    Spoken,
}

impl Rich {
    pub(super) fn open(&mut self, name: &str, is_set: bool) {
        match name {
            "t" if self.inside == Inside::Nothing => self.inside = Inside::Text,
            "rPh" => self.inside = Inside::Spoken,
            "r" => self.run = false,
            "strike" | "dstrike" => self.run |= is_set,
            _ => {}
        }
    }

    pub(super) fn close(&mut self, name: &str) {
        match (name, self.inside) {
            ("t", Inside::Text) | ("rPh", _) => self.inside = Inside::Nothing,
            _ => {}
        }
    }

    /// Adds a text to the value, if it belongs to it.
    pub(super) fn push(&mut self, text: &str, value: &mut String) {
        if self.inside != Inside::Text {
            return;
        }
        let begins = value.len();
        value.push_str(text);
        if self.run && !text.trim().is_empty() {
            self.struck.push(begins..value.len());
        }
    }

    /// Whether a part of the text is struck through.
    pub(super) fn is_struck(&self) -> bool {
        !self.struck.is_empty()
    }

    /// What counts of the value: of `alt@b.example neu@b.example` what no line goes through, if anything is left then.
    pub(super) fn counting<'t>(&self, value: &'t str) -> Cow<'t, str> {
        if self.struck.is_empty() {
            return value.into();
        }
        let ends = self.struck.iter().map(|struck| struck.start).chain([value.len()]);
        let begins = [0].into_iter().chain(self.struck.iter().map(|struck| struck.end));
        let left: String = begins.zip(ends).map(|(begin, end)| &value[begin..end]).collect();
        if left.contains(char::is_alphanumeric) { left.into() } else { value.into() }
    }
}

impl Strings {
    pub(super) fn read(package: &mut Package<'_>, name: &str) -> Result<Self, Fault> {
        let mut strings = Self::default();
        if let Some(mut part) = package.part(name)? {
            strings.fill(&mut part)?;
        }
        Ok(strings)
    }

    fn fill(&mut self, part: &mut Part<'_>) -> Result<(), Fault> {
        let (mut buffer, mut one, mut rich) = (Vec::new(), String::new(), Rich::default());
        loop {
            match part.read_event_into(&mut buffer).map_err(xml::fault)? {
                Event::Start(tag) => rich.open(xml::name(&tag), xml::is_set(&tag)),
                Event::Empty(tag) => match xml::name(&tag) {
                    "si" => self.end("", false)?,
                    "strike" => rich.open("strike", xml::is_set(&tag)),
                    _ => {}
                },
                Event::End(tag) => match tag.name().local_name().as_ref() {
                    "si" => {
                        self.end(&rich.counting(&one), rich.is_struck())?;
                        one.clear();
                        rich = Rich::default();
                    }
                    name => rich.close(name),
                },
                Event::Text(text) => rich.push(&text.xml10_content(), &mut one),
                Event::CData(text) => rich.push(&text.xml10_content(), &mut one),
                Event::GeneralRef(entity) => {
                    let mut character = String::new();
                    xml::push_entity(&entity, &mut character);
                    rich.push(&character, &mut one);
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
            buffer.clear();
        }
    }

    fn end(&mut self, text: &str, struck: bool) -> Result<(), Fault> {
        if self.ends.len() >= MOST_TEXTS || self.text.len() + text.len() > MOST_BYTES {
            return Err(Fault::TooLarge);
        }
        self.text.push_str(&xml::unescape(text));
        self.ends.push((u32::try_from(self.text.len()).map_err(|_| Fault::TooLarge)?, struck));
        Ok(())
    }

    /// A text by its number, and whether a part of it is struck through.
    pub(super) fn get(&self, number: usize) -> Option<(&str, bool)> {
        let (end, struck) = *self.ends.get(number)?;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before].0);
        Some((&self.text[start as usize..end as usize], struck))
    }
}
