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
    let xlsx::Sheet { grid, without_value, merged, .. } =
        workbook.read(number).map_err(|fault| finding(&fault, file))?;
    let opened = Sheet::of_cells(settings, file, name, grid);
    let Ok(mut sheet) = opened else { return Ok(opened) };
    let merged = with_value(&sheet, &merged);
    for (code, cells) in [(Code::CellsWithoutValue, without_value), (Code::CellsMerged, merged)] {
        let Some((line, _)) = cells.first() else { continue };
        let shown: Vec<&str> = cells.iter().take(SHOWN).map(|(_, cell)| cell.as_str()).collect();
        let more = if cells.len() > SHOWN { ", …" } else { "" };
        let finding = Finding::new(code).at(Place::line(file, *line).in_sheet(name));
        sheet.findings.push(finding.with("count", cells.len()).with("cells", shown.join(", ") + more));
    }
    restore_zeros(&mut sheet).map_err(|fault| self::finding(&fault, file))?;
    Ok(Ok(sheet))
}

/// Those of the merged cells below the headings whose first one has a value, with its line.
fn with_value(sheet: &Sheet, merged: &[String]) -> Vec<(u32, String)> {
    let begins = |cells: &str| xlsx::cell_at(cells.split(':').next()?);
    let mut begun: Vec<((u32, usize), &String)> =
        merged.iter().filter_map(|cells| Some((begins(cells)?, cells))).collect();
    begun.sort_unstable();
    let mut found = Vec::new();
    for row in sheet.rows_of_cells().into_iter().flatten() {
        let from = begun.partition_point(|((line, _), _)| *line < row.line);
        for ((_, column), cells) in begun[from..].iter().take_while(|((line, _), _)| *line == row.line) {
            if row.get(*column).is_some_and(|cell| !cell.trim().is_empty()) {
                found.push((row.line, (*cells).clone()));
            }
        }
    }
    found
}

/// Gives keys that were stored as numbers their zeros in front back, where nothing else can be meant.
fn restore_zeros(sheet: &mut Sheet) -> Result<(), Fault> {
    for field in [Field::PostalCode, Field::Ags] {
        let Some(column) = sheet.column_of(field) else { continue };
        let Some(rows) = sheet.rows_of_cells() else { continue };
        let cells: Vec<&str> = rows.filter_map(|row| row.get(column)).collect();
        let Some(digits) = content::digits_without_zeros(field, cells.iter().copied()) else { continue };
        let (mut count, mut first) = (0_usize, None);
        let heading_row = sheet.shape.heading_row.unwrap_or(0);
        sheet.change_cells(|line, at, cell| {
            let cell = cell.trim();
            if at != column || line <= heading_row || cell.is_empty() || cell.len() >= digits {
                return None;
            }
            let whole = format!("{cell:0>digits$}");
            count += 1;
            first.get_or_insert_with(|| (line, whole.clone()));
            Some(whole)
        })?;
        let Some((line, shown)) = first else { continue };
        let mut place = Place::line(&sheet.shape.file, line);
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
