//! All lists into contacts, on all cores: opened side by side, read in pieces, merged by address.

use super::ListNumber;
use super::collect::{Collector, Hasher};
use super::merge::{Merged, merge};
use crate::cores::on_all_cores;
use crate::finding::Finding;
use crate::list::{Fields, Piece, Shape, Sheet, Told};

/// How many bytes a piece has at least: less is not worth a thread.
const PIECE: usize = 1 << 20;

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
/// `priorities` holds a number for each: the smaller, the earlier it decides.
///
/// # Errors
/// More than 65,000 different headings.
pub fn gather(mut sheets: Vec<Sheet>, priorities: &[u32]) -> Result<Gathered, Finding> {
    let mut fields = Fields::default();
    sheets.iter_mut().try_for_each(|sheet| sheet.join(&mut fields))?;
    let (told, collectors) = read(&sheets);
    let mut gathered = Gathered::default();
    for (mut sheet, told) in sheets.into_iter().zip(told) {
        sheet.complete(told);
        let (shape, findings) = sheet.into_parts();
        gathered.shapes.push(shape);
        gathered.findings.extend(findings);
    }
    gathered.merged = merge(collectors, fields, priorities);
    Ok(gathered)
}

/// What the pieces of each sheet told, and the rows of all pieces.
fn read(sheets: &[Sheet]) -> (Vec<Vec<Told>>, Vec<Collector>) {
    let hasher = Hasher::default();
    let numbered = (0..).zip(sheets);
    let pieces: Vec<(ListNumber, Piece<'_>)> = numbered
        .flat_map(|(list, sheet)| sheet.pieces(1 + sheet.size() / PIECE).into_iter().map(move |piece| (list, piece)))
        .collect();
    let done = on_all_cores(pieces, |(list, piece)| {
        let mut collector = Collector::new(list, hasher.clone());
        collector.expect(piece.size());
        let told = piece.read(|headings, row| collector.add(headings, row));
        collector.batch.shrink();
        (told, collector)
    });
    let mut told: Vec<Vec<Told>> = sheets.iter().map(|_| Vec::new()).collect();
    let mut collectors = Vec::with_capacity(done.len());
    for (of_piece, collector) in done {
        told[usize::from(collector.batch.list)].push(of_piece);
        collectors.push(collector);
    }
    (told, collectors)
}
