//! Whether the event still is as mails say, while they go out: a run that waits for an answer or for the morning, or is
//! paced over days, would otherwise tell people what is no longer true.

use std::fs;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use super::super::audience::Prepared;
use super::super::moved;
use super::super::workspace::Workspace;
use crate::event::Event;
use crate::finding::{Finding, Place};
use crate::ledger::Realm;

/// When a file was last written, and how long it is.
type State = Option<(SystemTime, u64)>;

/// Keeps an eye on the file of a campaign's event.
pub(super) struct Standing<'a> {
    workspace: &'a Workspace,
    prepared: &'a Prepared<'a>,
    seen: Mutex<State>,
}

impl<'a> Standing<'a> {
    /// Looks at the file before the first mail as well: it was read before the question.
    pub(super) fn new(workspace: &'a Workspace, prepared: &'a Prepared<'a>) -> Self {
        Self { workspace, prepared, seen: Mutex::new(None) }
    }

    fn state(&self) -> State {
        let file = fs::metadata(self.workspace.root.join(&self.prepared.event.file)).ok()?;
        Some((file.modified().ok()?, file.len()))
    }

    /// Looks anew at a file that has been written since.
    ///
    /// # Errors
    /// `event-moved`, `event-cancelled`: mails of this campaign say something else. A rehearsal tells nobody.
    pub(super) fn check(&self) -> Result<(), Finding> {
        if self.workspace.realm() == Realm::Outbox {
            return Ok(());
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let state = self.state();
        if *seen == state {
            return Ok(());
        }
        let event = &self.prepared.event;
        // what somebody is still writing says nothing yet
        let Ok(now) = Event::load(&self.workspace.root, &event.slug, &Place::file(&event.file)) else { return Ok(()) };
        moved::since_planned(self.workspace, self.prepared, &now)?.map_or(Ok(()), Err)?;
        *seen = state;
        Ok(())
    }
}
