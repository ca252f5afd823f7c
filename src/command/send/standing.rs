//! Whether the event still is as mails say, while they go out: a run that waits for the morning, or is paced over days,
//! would otherwise tell people what is no longer true.

use std::fs;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use super::super::audience::Prepared;
use super::super::moved;
use super::super::workspace::Workspace;
use crate::event::Event;
use crate::finding::{Finding, Place};

/// When a file was last written, and how long it is.
type State = Option<(SystemTime, u64)>;

/// Keeps an eye on the file of a campaign's event.
pub(super) struct Standing<'a> {
    workspace: &'a Workspace,
    prepared: &'a Prepared<'a>,
    seen: Mutex<State>,
}

impl<'a> Standing<'a> {
    pub(super) fn new(workspace: &'a Workspace, prepared: &'a Prepared<'a>) -> Self {
        let standing = Self { workspace, prepared, seen: Mutex::new(None) };
        *standing.seen.lock().unwrap_or_else(PoisonError::into_inner) = standing.state();
        standing
    }

    fn state(&self) -> State {
        let file = fs::metadata(self.workspace.root.join(&self.prepared.event.file)).ok()?;
        Some((file.modified().ok()?, file.len()))
    }

    /// Looks anew at a file that has been written since.
    ///
    /// # Errors
    /// `event-moved`, `event-cancelled`: mails of this campaign said something else.
    pub(super) fn check(&self) -> Result<(), Finding> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let state = self.state();
        if *seen == state {
            return Ok(());
        }
        let (event, campaign) = (&self.prepared.event, &self.prepared.campaign.id);
        // what somebody is still writing says nothing yet
        let Ok(now) = Event::load(&self.workspace.root, &event.slug, &Place::file(&event.file)) else { return Ok(()) };
        moved::stopped(self.workspace, campaign, &now)?.map_or(Ok(()), Err)?;
        *seen = state;
        Ok(())
    }
}
