//! How lists were read, in words: nothing is guessed silently.

use super::workspace::is_corrections;
use crate::config;
use crate::finding::{Code, Finding, Place};
use crate::list::{Column, Field, Heading, Reason, Settings, Shape};
use crate::terminal::{Fact, Screen, shortened};

/// How a sheet was read, in one line.
pub(super) fn line(screen: &Screen, shape: &Shape) -> String {
    let headings = match shape.heading_row {
        None if shape.headings.is_empty() => Fact::from("first"),
        None => "none".into(),
        Some(1) => "first".into(),
        Some(line) => line.to_string().as_str().into(),
    };
    let facts =
        [("file", Fact::from(shape.file.as_str())), ("count", Fact::Number(shape.rows)), ("headings", headings)];
    let more: [(&str, Fact); 2] = if let (Some(encoding), Some(delimiter)) = (shape.encoding, shape.delimiter) {
        [("encoding", encoding.name().into()), ("delimiter", delimiter.name().into())]
    } else {
        let Some(sheet) = shape.sheet.as_deref() else { return screen.say("list-shape-blank", &facts[..1]) };
        let facts: Vec<_> = facts.into_iter().chain([("sheet", sheet.into())]).collect();
        return screen.say("list-shape-sheet", &facts);
    };
    screen.say("list-shape", &facts.into_iter().chain(more).collect::<Vec<_>>())
}

/// How a sheet was read, what its columns were taken for and why, and a row with an umlaut.
pub(super) fn lines(screen: &Screen, shape: &Shape) -> Vec<String> {
    let mut lines = vec![line(screen, shape)];
    if !shape.headings.is_empty() {
        let columns: Vec<String> =
            (1..).zip(&shape.headings).map(|(number, heading)| column(screen, number, heading)).collect();
        lines.push(format!("  {}", screen.say("list-columns", &[("columns", columns.join(", ").into())])));
    }
    if let Some(sample) = &shape.sample {
        lines.push(format!("  {}", screen.say("list-sample", &[("row", shortened(sample).as_ref().into())])));
    }
    lines
}

/// `E-Mail → email`, `#3 → email` without a heading; why is told where the heading does not say it by itself.
fn column(screen: &Screen, number: usize, heading: &Heading) -> String {
    let means = shortened(heading.means.as_deref().unwrap_or("–"));
    let name = heading.label(number);
    let name = shortened(&name);
    let reason = match heading.reason {
        Reason::Name | Reason::Extra => return format!("{name} → {means}"),
        Reason::Content => "content",
        Reason::Configured => "configured",
        Reason::Ignored => "ignored",
    };
    format!("{name} → {means} ({})", screen.say("column-reason", &[("reason", reason.into())]))
}

/// What is wrong with a whole sheet.
pub(super) fn findings(shape: &Shape, list: &Settings) -> Vec<Finding> {
    let mut findings = Vec::new();
    let place = || Place::file(&shape.file);
    if shape.rows == 0 {
        findings.push(Finding::new(Code::ListEmpty).at(shape.place(0)));
    }
    let of_rows = |heading: &Heading| heading.column == Column::Known(Field::Basis);
    if list.basis.is_none() && !is_corrections(&list.path) && !shape.headings.iter().any(of_rows) {
        findings.push(Finding::new(Code::BasisMissing).at(place()).with("list", &list.name));
    }
    let twice = shape.headings.iter().filter(|heading| heading.reason == Reason::Ignored && !heading.name.is_empty());
    let at = shape.place(shape.heading_row.unwrap_or(1));
    findings.extend(twice.map(|heading| Finding::new(Code::ColumnTwice).at(at.clone()).with("heading", &heading.name)));
    findings
}

/// A finding about `columns` belongs to the settings, where its heading is written below the name of the list.
pub(super) fn placed(finding: Finding, settings: &str) -> Finding {
    if finding.code != Code::ColumnUnknown {
        return finding;
    }
    let fact = |name| finding.facts.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value.as_str());
    let list = settings.find(&format!("\"{}\"", fact("list"))).unwrap_or(0);
    let heading = settings[list..].find(fact("heading")).map_or(0, |at| list + at);
    finding.at(Place::of_offset(config::FILE, settings, heading, 1))
}
