//! What a person is told about a place in a file; the sentence itself stands in `locales/` under the code.

mod code;

use std::fmt;

pub use code::Code;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something was decided that a person may want to know.
    Note,
    /// The work goes on, but somebody should look.
    Warning,
    /// The thing named cannot be used.
    Error,
}

/// Who can mend it: decides between exit codes 1 and 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A file of the workspace or the command line (exit code 2).
    Configuration,
    /// The machine, the network or another process (exit code 1).
    Circumstance,
}

/// A place in a file of the workspace. Lines and columns count from 1, columns in characters; 0 means the whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Place {
    /// Path as the person knows it: relative to the workspace where it lies inside.
    pub file: String,
    /// The sheet, where the file is a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Line, from 1; 0 for the whole file.
    pub line: u32,
    /// Column in characters, from 1; 0 for the whole line.
    pub column: u32,
}

impl Place {
    /// The whole file.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), sheet: None, line: 0, column: 0 }
    }

    /// A whole line of a file.
    pub fn line(file: impl Into<String>, line: u32) -> Self {
        Self { file: file.into(), sheet: None, line, column: 0 }
    }

    /// The same place in a sheet of a workbook.
    #[must_use]
    pub fn in_sheet(mut self, name: &str) -> Self {
        self.sheet = Some(name.to_owned());
        self
    }

    /// The place of byte `offset` in `text`, which begins on line `first_line` of the file.
    pub fn of_offset(file: &str, text: &str, offset: usize, first_line: u32) -> Self {
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[..end];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            file: file.to_owned(),
            sheet: None,
            line: first_line + count(before.matches('\n').count()),
            column: 1 + count(before[line_start..].chars().count()),
        }
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, ":{sheet}")?;
        }
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if self.column > 0 {
            write!(f, ":{}", self.column)?;
        }
        Ok(())
    }
}

/// One finding: a code, a place, and the facts its sentence needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which sentence.
    pub code: Code,
    /// Where, if a file is concerned.
    pub place: Option<Place>,
    /// What the sentence fills in; names are those of the Fluent placeables.
    pub facts: Vec<(&'static str, String)>,
}

impl Finding {
    /// A finding without a place and without facts.
    pub fn new(code: Code) -> Self {
        Self { code, place: None, facts: Vec::new() }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.facts.push((name, value.to_string()));
        self
    }

    /// How much it weighs.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// The English form for logs; people read the sentence of `locales/`.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(self.code.name())?;
        for (name, value) in &self.facts {
            write!(f, " {name}={value:?}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Finding {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_from_the_first_and_columns_in_characters() {
        let place = Place::of_offset("a.md", "Größe\nfür {{ x }}", "Größe\nfür ".len(), 7);
        assert_eq!(place.to_string(), "a.md:8:5");
    }
}
