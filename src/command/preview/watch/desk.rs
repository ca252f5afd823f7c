//! What comes in while a preview is watched, one after the other: browsers that ask, files that change.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::thread::{self, Scope};
use std::time::{Duration, Instant};

use super::fault;
use super::look::Look;
use crate::command::Failure;
use crate::preview::{FAULTS, INDEX, News};
use crate::signals::was_asked;
use crate::terminal::Screen;
use crate::watch::Watch;
use crate::web::{Bell, Call};

/// So long the files must lie still before they are read: programs write in several steps.
const STILL: Duration = Duration::from_millis(25);

/// Whoever never lies still is read all the same.
const PATIENCE: Duration = Duration::from_millis(150);

/// The files are looked at so often where nothing rings.
const LOOK: Duration = Duration::from_secs(1);

/// How long Ctrl-C can go unnoticed.
const TICK: Duration = Duration::from_millis(100);

/// What comes in.
pub(super) enum Letter {
    /// A browser asks.
    Call(Call),
    /// Something happens among the files.
    Alarm,
    /// The index of a version is there; nothing where it was not needed any more.
    Index(u64, Result<Option<Vec<u8>>, Failure>),
}

/// What is to be done.
enum Task {
    Answer(Call),
    Take(Result<Option<Vec<u8>>, Failure>),
    End(End),
}

/// Why a state of the files is not shown any longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// There is another one.
    Edited,
    /// Somebody stopped the command.
    Stopped,
}

/// The desk: letters in, pages out.
pub(super) struct Desk {
    letters: Sender<Letter>,
    inbox: Receiver<Letter>,
    bell: Bell,
    watch: Watch,
    /// Browsers that wait for an index; one of a later state will do.
    waiting: Vec<Call>,
    /// Counts the states of the files.
    version: u64,
    /// When the files are looked at.
    look_at: Instant,
    /// When something first happened among them since then.
    rung_at: Option<Instant>,
}

impl Desk {
    pub(super) fn new((letters, inbox): (Sender<Letter>, Receiver<Letter>), bell: Bell, watch: Watch) -> Self {
        let look_at = Instant::now() + LOOK;
        Self { letters, inbox, bell, watch, waiting: Vec::new(), version: 0, look_at, rung_at: None }
    }

    /// Watches these files, too.
    pub(super) fn also_watch(&mut self, files: impl Iterator<Item = PathBuf>) {
        self.watch.also(files);
    }

    /// Begins the next version, and tells the browsers.
    pub(super) fn ring(&mut self, news: News) {
        self.version += 1;
        // our own struct, which always can be written
        self.bell.ring(serde_json::to_string(&News { version: self.version, ..news }).unwrap_or_default());
    }

    /// Shows the mails until an edit; the index is made beside that, as soon as a browser wants it.
    ///
    /// # Errors
    /// What stands in the way of the mails after all.
    pub(super) fn show(&mut self, look: &Look<'_>) -> Result<End, Failure> {
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            let end = self.answer_all(scope, look, &is_over);
            is_over.store(true, Ordering::SeqCst);
            end
        })
    }

    fn answer_all<'a>(
        &mut self,
        scope: &'a Scope<'a, '_>,
        look: &'a Look<'_>,
        is_over: &'a AtomicBool,
    ) -> Result<End, Failure> {
        let (mut index, mut is_begun) = (None, false);
        loop {
            if !self.waiting.is_empty() && !is_begun {
                is_begun = true;
                let (letters, version) = (self.letters.clone(), self.version);
                scope.spawn(move || letters.send(Letter::Index(version, look.index(is_over))));
            }
            match self.next() {
                Task::Answer(call) if !is_index(&call) => {
                    let page = look.file(&call.name)?;
                    call.answer(page);
                }
                Task::Answer(call) if index.is_some() => call.answer(index.clone()),
                Task::Answer(call) => self.waiting.push(call),
                Task::Take(made) => {
                    index = made?;
                    self.waiting.drain(..).for_each(|call| call.answer(index.clone()));
                }
                Task::End(end) => return Ok(end),
            }
        }
    }

    /// Shows what stands in the way of the mails until an edit.
    pub(super) fn complain(&mut self, root: &Path, screen: &Screen, failure: Failure) -> End {
        let findings = failure.into_findings();
        screen.alert(&findings);
        let (words, gone) = (fault::count(screen, findings.len()), screen.say("preview-gone", &[]));
        self.ring(News { faults: findings.len(), words, gone, ..News::default() });
        let page = |lives| Some(fault::page(root, screen, &findings, self.version, lives).into_bytes());
        let (alone, covering) = (page(true), page(false));
        self.waiting.drain(..).for_each(|call| call.answer(alone.clone()));
        loop {
            match self.next() {
                Task::Answer(call) if is_index(&call) => call.answer(alone.clone()),
                Task::Answer(call) if call.name == FAULTS => call.answer(covering.clone()),
                Task::Answer(call) => call.answer(None),
                // of a state that has gone
                Task::Take(_) => {}
                Task::End(end) => return end,
            }
        }
    }

    fn next(&mut self) -> Task {
        loop {
            if was_asked() {
                return Task::End(End::Stopped);
            }
            let now = Instant::now();
            if self.look_at <= now {
                (self.look_at, self.rung_at) = (now + LOOK, None);
                if self.watch.has_changed() {
                    return Task::End(End::Edited);
                }
            }
            match self.inbox.recv_timeout(self.look_at.saturating_duration_since(now).min(TICK)) {
                Ok(Letter::Call(call)) => return Task::Answer(call),
                Ok(Letter::Index(version, made)) if version == self.version => return Task::Take(made),
                Ok(Letter::Alarm) => {
                    let first = *self.rung_at.get_or_insert(now);
                    self.look_at = (Instant::now() + STILL).min(first + PATIENCE);
                }
                // an index of an earlier version, or nothing at all
                Ok(Letter::Index(..)) | Err(_) => {}
            }
        }
    }
}

fn is_index(call: &Call) -> bool {
    call.name.is_empty() || call.name == INDEX
}
