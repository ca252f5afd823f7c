//! All lists into contacts, on all cores: opened side by side, read in pieces, merged by address.

use super::ListNumber;
use super::choose::Priority;
use super::collect::{Collector, Hasher};
use super::merge::{Merged, merge};
use crate::cores::{largest_first, on_all_cores};
use crate::finding::{Code, Finding};
use crate::list::{Column, Cut, Field, Fields, Heading, Piece, Row, Shape, Sheet, Told};

/// How many bytes a piece has at least: less is not worth a thread.
const PIECE: usize = 1 << 20;
/// How many bytes are read at once, apart from the sheet that goes beyond it.
const TOGETHER: usize = 16 * PIECE;

/// Whose a row is, as it says itself.
pub struct Whose<'r> {
    /// The address, normalised.
    pub address: &'r str,
    /// The number of its sheet.
    pub list: ListNumber,
    pub(super) headings: &'r [Heading],
    pub(super) row: Row<'r>,
}

impl Whose<'_> {
    /// What the row says of a field, as written; `None` for a blank cell.
    pub fn value(&self, field: Field) -> Option<&str> {
        let is_its = |heading: &Heading| heading.column == Column::Known(field);
        let cell = self.row.get(self.headings.iter().position(is_its)?)?.trim();
        (!cell.is_empty()).then_some(cell)
    }
}

/// Why a row stays aside whose person was erased, with what its sentence needs: no list brings them back.
pub type Bar<'a> = &'a (dyn Fn(&Whose<'_>) -> Option<(Code, Box<str>)> + Sync);

/// What was read.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The contacts, and what did not become one.
    pub merged: Merged,
    /// How each sheet was read, in the order of their numbers.
    pub shapes: Vec<Shape>,
    /// What stands in the way of single rows.
    pub findings: Vec<Finding>,
}

/// Reads all rows of the sheets, whose numbers are those of the lists in [`super::Origin`], and merges them.
/// `priorities` holds one for each. A row that the `bar` keeps out is set aside.
///
/// # Errors
/// More than 65,000 different headings.
pub fn gather(mut sheets: Vec<Sheet>, priorities: &[Priority], bar: Bar<'_>) -> Result<Gathered, Finding> {
    let mut fields = Fields::default();
    sheets.iter_mut().try_for_each(|sheet| sheet.join(&mut fields))?;
    let hasher = Hasher::default();
    let (mut gathered, mut collectors) = (Gathered::default(), Vec::new());
    let cuts = largest_first(
        sheets.iter().collect(),
        |sheet| sheet.size() as u64,
        |sheet| sheet.cuts(1 + sheet.size() / PIECE),
    );
    let mut numbered = (0..).zip(sheets).zip(cuts).peekable();
    while numbered.peek().is_some() {
        // some sheets at once, for all cores; their texts are not needed any longer when the next ones are read
        let (mut together, mut size) = (Vec::new(), 0);
        while let Some(((list, sheet), cuts)) = numbered.next_if(|_| size < TOGETHER) {
            size += sheet.size();
            together.push((list, sheet, cuts));
        }
        let told = read(&together, &hasher, bar, &mut collectors);
        for ((_, mut sheet, _), told) in together.into_iter().zip(told) {
            sheet.complete(told);
            let (shape, findings) = sheet.into_parts();
            gathered.shapes.push(shape);
            gathered.findings.extend(findings);
        }
    }
    gathered.merged = merge(collectors, fields, priorities);
    Ok(gathered)
}

/// Reads sheets. Gives what the pieces of each one told.
fn read(
    sheets: &[(ListNumber, Sheet, Vec<Cut>)],
    hasher: &Hasher,
    bar: Bar<'_>,
    collectors: &mut Vec<Collector>,
) -> Vec<Vec<Told>> {
    let pieces: Vec<(usize, ListNumber, Piece<'_>)> = sheets
        .iter()
        .enumerate()
        .flat_map(|(at, (list, sheet, cuts))| cuts.iter().map(move |cut| (at, *list, sheet.piece(*cut))))
        .collect();
    let done = on_all_cores(pieces, |(at, list, piece)| {
        let mut collector = Collector::new(list, hasher.clone());
        collector.expect(piece.size());
        let told = piece.read(|headings, row| collector.add(headings, row, bar));
        collector.batch.shrink();
        (at, told, collector)
    });
    let mut told: Vec<Vec<Told>> = sheets.iter().map(|_| Vec::new()).collect();
    for (at, of_piece, collector) in done {
        told[at].push(of_piece);
        collectors.push(collector);
    }
    told
}
