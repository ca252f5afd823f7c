//! Excel workbooks, read in one pass: values as Excel shows them, and how their rows stand in the sheet.

mod grid;
mod links;
mod number;
mod package;
mod sheet;
mod strings;
mod styles;
#[cfg(test)]
mod tests;
#[cfg(test)]
#[path = "../../../tests/cli/workbook.rs"]
mod workbook;
mod xml;

pub(super) use grid::Grid;
pub(super) use sheet::{Sheet, cell_at};

use package::Package;
use strings::Strings;
use styles::Styles;

/// Why a workbook cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    /// Encrypted with a password.
    #[error("protected by a password")]
    Protected,
    /// Another format of office programs, by the end of its usual name.
    #[error("a file of the format {0}")]
    Format(&'static str),
    /// Torn, or made by something that does not know the format.
    #[error("{0}")]
    Damaged(&'static str),
    /// It would fill the memory.
    #[error("larger than can be read")]
    TooLarge,
}

/// What a damaged workbook lacks.
const NO_WORKBOOK: &str = "not a workbook";
const TORN: &str = "the archive is torn";
const UNREADABLE: &str = "a part cannot be read";
const MISSING: &str = "a part is missing";

/// A sheet as the workbook lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// What its tab says.
    pub name: String,
    /// Hidden, so that people do not see it.
    pub hidden: bool,
    part: String,
}

/// An opened workbook.
pub(super) struct Workbook<'a> {
    package: Package<'a>,
    sheets: Vec<Named>,
    strings: Strings,
    styles: Styles,
    /// Days count from 1904, as on old Macs.
    from_1904: bool,
}

impl<'a> Workbook<'a> {
    /// Opens a workbook and reads what all its sheets share.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        let mut package = Package::open(bytes)?;
        let main = package.main()?;
        let targets = links::targets(&mut package, &main)?;
        let (sheets, from_1904) = sheets(&mut package, &main, &targets)?;
        let shared = |kind: &str| targets.iter().find(|target| target.kind == kind).map(|target| target.part.clone());
        let strings = shared("sharedStrings").map(|part| Strings::read(&mut package, &part)).transpose()?;
        let styles = shared("styles").map(|part| Styles::read(&mut package, &part)).transpose()?;
        let (strings, styles) = (strings.unwrap_or_default(), styles.unwrap_or_default());
        Ok(Self { package, sheets, strings, styles, from_1904 })
    }

    /// The sheets with cells, in the order of their tabs.
    pub(super) fn sheets(&self) -> &[Named] {
        &self.sheets
    }

    /// Reads one sheet.
    pub(super) fn read(&mut self, number: usize) -> Result<Sheet, Fault> {
        let part = self.sheets.get(number).map(|named| named.part.clone()).unwrap_or_default();
        let mut sheet = Sheet::read(&mut self.package, &part, &self.strings, &self.styles, self.from_1904)?;
        links::apply(&mut self.package, &part, &mut sheet)?;
        Ok(sheet)
    }
}

/// The sheets that the workbook lists, chart sheets left out, and whether its days count from 1904.
fn sheets(package: &mut Package<'_>, main: &str, targets: &[links::Target]) -> Result<(Vec<Named>, bool), Fault> {
    let (mut sheets, mut from_1904) = (Vec::new(), false);
    let mut part = package.part(main)?.ok_or(Fault::Damaged(MISSING))?;
    xml::each_tag(&mut part, |tag| match xml::name(tag) {
        "workbookPr" => from_1904 = xml::attribute(tag, "date1904").is_some_and(|value| xml::is_true(&value)),
        "sheet" => {
            let id = xml::related(tag).unwrap_or_default();
            let target = targets.iter().find(|target| target.id == id && target.kind == "worksheet");
            sheets.extend(target.map(|target| Named {
                name: xml::attribute(tag, "name").unwrap_or_default().into_owned(),
                hidden: xml::attribute(tag, "state").is_some_and(|state| state != "visible"),
                part: target.part.clone(),
            }));
        }
        _ => {}
    })?;
    Ok((sheets, from_1904))
}
