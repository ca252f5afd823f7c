//! How cells look, as far as it changes what they say: formats of numbers, and lines through the text.

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};

use super::number::Format;
use super::package::Package;
use super::{Fault, xml};

/// How a cell looks.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    pub format: Format,
    pub struck: bool,
}

/// The looks that cells refer to by number.
#[derive(Debug, Default)]
pub(super) struct Styles {
    own: HashMap<u32, Format>,
    /// Whether each font strikes through.
    fonts: Vec<bool>,
    cells: Vec<Style>,
}

/// The tables of the part that matter here.
#[derive(Clone, Copy, PartialEq)]
enum Table {
    None,
    Fonts,
    Cells,
}

impl Styles {
    pub(super) fn read(package: &mut Package<'_>, name: &str) -> Result<Self, Fault> {
        let mut styles = Self::default();
        let Some(mut part) = package.part(name)? else { return Ok(styles) };
        let (mut buffer, mut table) = (Vec::new(), Table::None);
        loop {
            match part.read_event_into(&mut buffer).map_err(xml::fault)? {
                Event::Start(tag) => {
                    table = match xml::name(&tag) {
                        "fonts" => Table::Fonts,
                        "cellXfs" => Table::Cells,
                        _ => table,
                    };
                    styles.take(&tag, table);
                }
                Event::Empty(tag) => styles.take(&tag, table),
                Event::End(tag) if matches!(tag.name().local_name().as_ref(), "fonts" | "cellXfs") => {
                    table = Table::None;
                }
                Event::Eof => return Ok(styles),
                _ => {}
            }
            buffer.clear();
        }
    }

    fn take(&mut self, tag: &BytesStart<'_>, table: Table) {
        let number = |name| xml::attribute(tag, name).and_then(|value| value.parse::<u32>().ok());
        match (xml::name(tag), table) {
            ("numFmt", _) => {
                let code = xml::attribute(tag, "formatCode").unwrap_or_default();
                self.own.extend(number("numFmtId").map(|id| (id, Format::of_code(&code))));
            }
            ("font", Table::Fonts) => self.fonts.push(false),
            ("strike", Table::Fonts) => {
                if let Some(font) = self.fonts.last_mut() {
                    *font = xml::is_set(tag);
                }
            }
            ("xf", Table::Cells) => {
                let id = number("numFmtId").unwrap_or(0);
                let format = self.own.get(&id).copied().unwrap_or_else(|| Format::of_number(id));
                let font = number("fontId").and_then(|id| self.fonts.get(usize::try_from(id).ok()?));
                self.cells.push(Style { format, struck: font.copied().unwrap_or(false) });
            }
            _ => {}
        }
    }

    /// A look by its number.
    pub(super) fn get(&self, number: usize) -> Style {
        self.cells.get(number).copied().unwrap_or_default()
    }
}
