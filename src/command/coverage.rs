//! How many municipalities the lists reach: a section of `status`, and a CSV file.

use std::borrow::Cow;
use std::path::Path;

use super::output;
use super::workspace::Workspace;
use crate::contact::{Coverage, REGISTER, Register, Table, unwritable};
use crate::finding::{Code, Finding, Place};
use crate::terminal::Screen;

/// What the lists reach; what cannot be read is found beside it.
pub(super) fn coverage(workspace: &Workspace, screen: &Screen, findings: &mut Vec<Finding>) -> Option<Coverage> {
    let lists = match workspace.lists(screen) {
        Ok(lists) => lists,
        Err(finding) => {
            findings.push(finding);
            return None;
        }
    };
    let register = register(workspace, findings);
    Some(Coverage::of(&lists.contacts, register.as_ref())).filter(|coverage| !coverage.is_empty())
}

fn register(workspace: &Workspace, findings: &mut Vec<Finding>) -> Option<Register> {
    let bytes = match std::fs::read(workspace.root.join(REGISTER)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        Err(error) => {
            findings.push(Finding::new(Code::FileUnreadable).at(Place::file(REGISTER)).with("reason", error));
            return None;
        }
    };
    let register = Register::read(&bytes);
    match &register {
        None => findings.push(Finding::new(Code::RegisterInvalid).at(Place::file(REGISTER)).with("count", 0)),
        Some(read) => {
            let first = read.unread.first().map(|&line| Place::line(REGISTER, line));
            let told = |place| Finding::new(Code::RegisterInvalid).at(place).with("count", read.unread.len());
            findings.extend(first.map(told));
        }
    }
    register
}

/// Writes a line for each Land and size.
pub(super) fn write(workspace: &Workspace, coverage: &Coverage, path: &Path, for_excel: bool) -> Result<(), Finding> {
    let format = output::format_of(path, for_excel)?;
    output::check_place(workspace, &workspace.config.lists, path)?;
    let rows = coverage.states.iter().flat_map(|state| {
        state.sizes.iter().map(|class| {
            let municipalities = class.municipalities.map(|count| count.to_string()).unwrap_or_default();
            vec![
                Cow::from(state.state_code),
                Cow::from(state.state),
                Cow::from(class.size.name()),
                Cow::from(class.reached.to_string()),
                Cow::from(municipalities),
            ]
        })
    });
    let headings = ["state_code", "state", "size", "reached", "municipalities"];
    Table::of_rows(&headings, Box::new(rows)).save(path, format).map_err(|error| unwritable(path, &error))
}
