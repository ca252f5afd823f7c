//! What the parts of a workbook refer to: sheets, shared texts, and the addresses behind linked cells.

use std::collections::HashMap;

use super::package::Package;
use super::sheet::{Sheet, cell_at};
use super::{Fault, xml};

/// A relation of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub id: String,
    /// The last word of its type: `worksheet`, `hyperlink`, ….
    pub kind: String,
    /// The part, or whatever stands there where it lies outside.
    pub part: String,
}

/// Linked cells that are looked up one by one; more of them in one link are passed over.
const MOST_LINKED: u32 = 10_000;

/// What a part refers to; the package itself has no name.
pub(super) fn targets(package: &mut Package<'_>, part: &str) -> Result<Vec<Target>, Fault> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let slash = if folder.is_empty() { "" } else { "/" };
    let mut targets = Vec::new();
    let Some(mut relations) = package.part(&format!("{folder}{slash}_rels/{file}.rels"))? else { return Ok(targets) };
    xml::each_tag(&mut relations, |tag| {
        let value = |name| xml::attribute(tag, name).unwrap_or_default().into_owned();
        if xml::name(tag) == "Relationship" {
            let kind = value("Type").rsplit('/').next().unwrap_or_default().to_owned();
            let outside = value("TargetMode") == "External";
            let part = if outside { value("Target") } else { inside(folder, &value("Target")) };
            targets.push(Target { id: value("Id"), kind, part });
        }
    })?;
    Ok(targets)
}

/// The name of a part that is named from a folder.
fn inside(folder: &str, target: &str) -> String {
    let mut way: Vec<&str> = Vec::new();
    let start = if target.starts_with('/') { "" } else { folder };
    for step in start.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(way.pop()),
            step => way.push(step),
        }
    }
    way.join("/")
}

/// Where a cell shows a name and its link holds the address, both are its value: `Max Müller <max@stadt.example>`.
pub(super) fn apply(package: &mut Package<'_>, part: &str, sheet: &mut Sheet) -> Result<(), Fault> {
    let mut addresses: HashMap<(u32, usize), String> = std::mem::take(&mut sheet.called);
    if !sheet.links.is_empty() {
        let targets = targets(package, part)?;
        let mailto = targets.iter().filter_map(|target| Some((target.id.as_str(), address(&target.part)?)));
        let mailto: HashMap<&str, &str> = mailto.collect();
        for (cells, id) in &sheet.links {
            if let Some(&address) = mailto.get(id.as_str()) {
                addresses.extend(linked(cells).map(|cell| (cell, address.to_owned())));
            }
        }
    }
    if !addresses.is_empty() {
        sheet.grid = sheet.grid.changed(|line, column, cell| {
            let address = addresses.get(&(line, column)).filter(|_| !cell.contains('@'))?;
            Some(format!("{cell} <{address}>"))
        })?;
    }
    Ok(())
}

/// The address that a link writes to, without subject and text of the mail.
pub(super) fn address(target: &str) -> Option<&str> {
    let scheme = target.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"))?;
    target[scheme.len()..].split('?').next().filter(|address| address.contains('@'))
}

/// The cells of a link, such as `B2` or `B2:B9`.
fn linked(cells: &str) -> impl Iterator<Item = (u32, usize)> {
    let (first, last) = cells.split_once(':').unwrap_or((cells, cells));
    let (first, last) = (cell_at(first).unwrap_or((1, 0)), cell_at(last).unwrap_or((0, 0)));
    let last_line = last.0.min(first.0.saturating_add(MOST_LINKED));
    (first.0..=last_line).map(move |line| (line, first.1))
}
