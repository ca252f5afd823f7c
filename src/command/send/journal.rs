//! The log file of a run: JSON lines for whoever watches over it, without addresses.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::delivery::Summary;
use crate::finding::{Code, Finding, Place};
use crate::ledger::{Batch, Settlement};

/// How many lines wait for a slow disk before the run waits with them.
const WAITING: usize = 1024;

/// An open log file. A thread of its own writes, so that a mail does not wait for the disk.
pub(super) struct Journal {
    lines: SyncSender<String>,
    writer: JoinHandle<io::Result<()>>,
    place: Place,
}

/// The lines of one run.
pub(super) struct Record<'a> {
    journal: &'a Journal,
    batch: Batch,
    run: i64,
}

impl Journal {
    /// Opens the file for appending, making it if there is none.
    ///
    /// # Errors
    /// `file-unwritable`.
    pub(super) fn open(path: &Path) -> Result<Self, Finding> {
        let place = Place::file(path.display().to_string());
        let file = OpenOptions::new().append(true).create(true).open(path);
        let file = file.map_err(|error| Finding::new(Code::FileUnwritable).at(place.clone()).with("reason", error))?;
        let (lines, waiting) = sync_channel(WAITING);
        Ok(Self { lines, writer: std::thread::spawn(move || write(file, &waiting)), place })
    }

    /// Tells that a run begins with so many mails to send.
    pub(super) fn begin(&self, batch: &Batch, run: i64, at: Timestamp, planned: u64) -> Record<'_> {
        let record = Record { journal: self, batch: batch.clone(), run };
        record.line("begin", at, &json!({ "planned": planned }));
        record
    }

    /// Waits until everything is on disk; gives what went wrong, which never stopped the run.
    pub(super) fn close(self) -> Option<Finding> {
        drop(self.lines);
        let incomplete = |reason: &dyn std::fmt::Display| {
            Finding::new(Code::LogIncomplete).at(self.place.clone()).with("reason", reason)
        };
        match self.writer.join() {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(incomplete(&error)),
            Err(_) => Some(incomplete(&"panic")),
        }
    }
}

/// One write a line, so that others who append to the file never see or cut half of one.
fn write(mut file: File, waiting: &Receiver<String>) -> io::Result<()> {
    for line in waiting {
        file.write_all(line.as_bytes())?;
    }
    match file.sync_all() {
        // a pipe has nothing to wait for
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        written => written,
    }
}

impl Record<'_> {
    /// An attempt, when its final dot was written, and what came of it; the server's words stay out, since servers
    /// repeat addresses.
    pub(super) fn settled(&self, settlement: &Settlement, written: Option<Timestamp>) {
        let Settlement { delivery, by, state, phase, code, enhanced, queue_id, at, .. } = settlement;
        let attempt = json!({
            "worker": by.worker, "connection": by.connection, "delivery": delivery, "phase": phase, "state": state,
            "written": written, "code": code, "enhanced": enhanced, "queue_id": queue_id,
        });
        self.line("attempt", *at, &attempt);
    }

    /// What came of the run.
    pub(super) fn end(&self, at: Timestamp, summary: &Summary) {
        let end = json!({
            "accepted": summary.accepted, "deferred": summary.deferred, "rejected": summary.rejected,
            "in_doubt": summary.in_doubt, "skipped": summary.skipped, "interrupted": summary.interrupted,
            "window_closed": summary.window_closed, "halted": summary.halted.is_some(),
            "stopped_by": summary.stopped_by.as_ref().map(|finding| finding.code.name()),
        });
        self.line("end", at, &end);
    }

    fn line(&self, event: &str, at: Timestamp, facts: &Value) {
        let Batch { campaign, realm } = &self.batch;
        let mut line = json!({ "at": at, "event": event, "campaign": campaign, "realm": realm, "run": self.run });
        if let (Some(line), Some(facts)) = (line.as_object_mut(), facts.as_object()) {
            line.extend(facts.clone());
        }
        // a writer that gave up keeps its reason until the end
        let _ = self.journal.lines.send(format!("{line}\n"));
    }
}
