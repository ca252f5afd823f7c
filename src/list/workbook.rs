//! The sheets of an Excel workbook that belong to a list.

use super::row::Row;
use super::sheet::Sheet;
use super::xlsx::{self, Fault, Named, Workbook};
use super::{Field, Settings, TableRow, content};
use crate::finding::{Code, Finding, Place};

/// Cells named in one finding.
const SHOWN: usize = 5;

/// Opens every sheet with a column of addresses, or those that the settings name.
///
/// # Errors
/// Not a workbook, protected, damaged or too large; a sheet that it does not have; no column of addresses.
pub(super) fn open(settings: &Settings, file: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Finding> {
    let mut workbook = Workbook::open(bytes).map_err(|fault| finding(&fault, file))?;
    let named = workbook.sheets().to_vec();
    let wanted: Vec<&String> = settings.sheet.iter().chain(&settings.sheets).collect();
    if let Some(missing) = wanted.iter().find(|wanted| !named.iter().any(|sheet| sheet.name == ***wanted)) {
        let known: Vec<&str> = named.iter().map(|sheet| sheet.name.as_str()).collect();
        let finding = Finding::new(Code::SheetUnknown).at(Place::file(file)).with("sheet", missing);
        return Err(finding.with("known", known.join(", ")));
    }
    let (mut sheets, mut passed_over, mut refused) = (Vec::new(), Vec::new(), None);
    for (number, Named { name, hidden, .. }) in named.iter().enumerate() {
        let is_wanted = wanted.contains(&name);
        if !is_wanted && (*hidden || !wanted.is_empty()) {
            // what the settings leave out on purpose needs no word
            passed_over.extend(wanted.is_empty().then(|| passed(file, name, "hidden")));
            continue;
        }
        match one(&mut workbook, number, settings, file, name)? {
            Ok(sheet) if sheet.shape.headings.is_empty() && !is_wanted => passed_over.push(passed(file, name, "blank")),
            Ok(sheet) => sheets.push(sheet),
            Err(finding) if is_wanted || finding.code != Code::AddressColumnMissing => return Err(finding),
            Err(finding) => {
                passed_over.push(passed(file, name, "addresses"));
                refused = refused.or(Some(finding));
            }
        }
    }
    match (sheets.first_mut(), refused) {
        (Some(first), _) => first.findings.append(&mut passed_over),
        (None, Some(finding)) => return Err(finding),
        (None, None) => sheets.push(Sheet::blank(settings, file)),
    }
    Ok(sheets)
}

/// The rows of the first sheet that people see and that has some.
///
/// # Errors
/// Not a workbook, protected, damaged or too large.
pub(super) fn rows(file: &str, bytes: &[u8]) -> Result<Vec<TableRow>, Finding> {
    let mut workbook = Workbook::open(bytes).map_err(|fault| finding(&fault, file))?;
    let seen: Vec<usize> = (0..).zip(workbook.sheets()).filter(|(_, sheet)| !sheet.hidden).map(|(at, _)| at).collect();
    for number in seen {
        let grid = workbook.read(number).map_err(|fault| finding(&fault, file))?.grid;
        let cells = |row: &Row<'_>| row.cells().map(|cell| cell.trim().to_owned()).collect();
        let rows = grid.rows().filter(|row| !row.is_empty());
        let rows: Vec<TableRow> = rows.map(|row| TableRow { line: row.line, cells: cells(&row) }).collect();
        if !rows.is_empty() {
            return Ok(rows);
        }
    }
    Ok(Vec::new())
}

/// Reads a sheet; what is wrong with the whole workbook is the outer error.
fn one(
    workbook: &mut Workbook<'_>,
    number: usize,
    settings: &Settings,
    file: &str,
    name: &str,
) -> Result<Result<Sheet, Finding>, Finding> {
    let xlsx::Sheet { grid, without_value, .. } = workbook.read(number).map_err(|fault| finding(&fault, file))?;
    let opened = Sheet::of_cells(settings, file, name, grid);
    let Ok(mut sheet) = opened else { return Ok(opened) };
    if let Some((line, _)) = without_value.first() {
        let cells: Vec<&str> = without_value.iter().take(SHOWN).map(|(_, cell)| cell.as_str()).collect();
        let more = if without_value.len() > SHOWN { ", …" } else { "" };
        let finding = Finding::new(Code::CellsWithoutValue).at(Place::line(file, *line).in_sheet(name));
        let finding = finding.with("count", without_value.len()).with("cells", cells.join(", ") + more);
        sheet.findings.push(finding);
    }
    restore_zeros(&mut sheet).map_err(|fault| self::finding(&fault, file))?;
    Ok(Ok(sheet))
}

/// Gives keys that were stored as numbers their zeros in front back, where nothing else can be meant.
fn restore_zeros(sheet: &mut Sheet) -> Result<(), Fault> {
    for field in [Field::PostalCode, Field::Ags] {
        let Some(column) = sheet.column_of(field) else { continue };
        let Some(rows) = sheet.rows_of_cells() else { continue };
        let cells: Vec<&str> = rows.filter_map(|row| row.get(column)).collect();
        let Some(digits) = content::digits_without_zeros(field, cells.iter().copied()) else { continue };
        let (mut count, mut shown) = (0_usize, String::new());
        let heading_row = sheet.shape.heading_row.unwrap_or(0);
        sheet.change_cells(|line, at, cell| {
            let cell = cell.trim();
            if at != column || line <= heading_row || cell.is_empty() || cell.len() >= digits {
                return None;
            }
            let whole = format!("{cell:0>digits$}");
            count += 1;
            if shown.is_empty() {
                shown.clone_from(&whole);
            }
            Some(whole)
        })?;
        let mut place = Place::line(&sheet.shape.file, heading_row);
        place.sheet.clone_from(&sheet.shape.sheet);
        let finding = Finding::new(Code::ZerosRestored).at(place).with("count", count).with("value", shown);
        sheet.findings.push(finding.with("field", field.name().unwrap_or_default()));
    }
    Ok(())
}

fn passed(file: &str, name: &str, why: &str) -> Finding {
    let place = Place::file(file).in_sheet(name);
    Finding::new(Code::SheetPassedOver).at(place).with("sheet", name).with("why", why)
}

fn finding(fault: &Fault, file: &str) -> Finding {
    let finding = |code| Finding::new(code).at(Place::file(file));
    match fault {
        Fault::Protected => finding(Code::WorkbookProtected),
        Fault::Format(format) => finding(Code::ListFormat).with("format", format),
        Fault::Damaged(reason) => finding(Code::WorkbookDamaged).with("reason", reason),
        Fault::TooLarge => finding(Code::WorkbookTooLarge),
    }
}
