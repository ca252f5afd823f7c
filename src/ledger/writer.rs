//! The one thread that touches the database, and its group commit.

use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::queue::{Queue, Weight};
use super::{Intent, Settlement, Verdict, Withheld, schema, store};
use crate::finding::{Code, Finding, Place};

/// How many records go into one transaction at most.
const GROUP: usize = 64;
/// How long a group waits for those under way: a flush costs about as much.
const PATIENCE: Duration = Duration::from_micros(500);

/// Runs on the connection, or hears of the failure that ended all writing.
type Statement = Box<dyn FnOnce(&mut Connection, Option<&Finding>) + Send>;

enum Request {
    Intend(Intent, oneshot::Sender<Result<Verdict, Finding>>),
    Settle(Settlement),
    Withhold(Withheld),
    Run(Statement),
}

/// A handle to the thread.
pub(super) struct Writer {
    requests: Arc<Queue<Request>>,
    thread: Option<JoinHandle<()>>,
    name: String,
}

impl Writer {
    pub(super) fn start(connection: Connection, name: String) -> Self {
        let requests = Arc::new(Queue::new());
        let (queue, file) = (Arc::clone(&requests), name.clone());
        let thread = std::thread::spawn(move || {
            let _closes = Closes(&queue);
            Worker { connection, file, failure: None, under_way: 0 }.work(&queue);
        });
        Self { requests, thread: Some(thread), name }
    }

    /// Runs a statement after everything handed in before is durable.
    pub(super) fn ask<T: Send + 'static>(
        &self,
        statement: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Finding> {
        let (answer, answered) = std::sync::mpsc::sync_channel(1);
        let name = self.name.clone();
        self.requests.send(
            Weight::Alone,
            Request::Run(Box::new(move |connection, failure| {
                let result = match failure {
                    Some(failure) => Err(failure.clone()),
                    None => statement(connection).map_err(|error| schema::finding(&error, Path::new(&name))),
                };
                // who asked may have gone
                let _ = answer.send(result);
            })),
        );
        answered.recv().unwrap_or_else(|_| Err(self.gone()))
    }

    pub(super) fn intend(&self, intent: Intent) -> Pending {
        let (answer, answered) = oneshot::channel();
        self.requests.send(Weight::Awaited, Request::Intend(intent, answer));
        Pending::of(answered)
    }

    pub(super) fn settle(&self, settlement: Settlement) {
        self.requests.send(Weight::Quiet, Request::Settle(settlement));
    }

    pub(super) fn withhold(&self, withheld: Withheld) {
        self.requests.send(Weight::Quiet, Request::Withhold(withheld));
    }

    fn gone(&self) -> Finding {
        gone().at(Place::file(&self.name))
    }
}

/// The answer to an intent, once it is durable. It stays here and may be asked for again.
pub struct Pending {
    coming: oneshot::Receiver<Result<Verdict, Finding>>,
    come: Option<Result<Verdict, Finding>>,
}

impl Pending {
    /// An answer that needs no waiting.
    pub fn ready(verdict: Verdict) -> Self {
        Self { come: Some(Ok(verdict)), ..Self::of(oneshot::channel().1) }
    }

    fn of(coming: oneshot::Receiver<Result<Verdict, Finding>>) -> Self {
        Self { coming, come: None }
    }
}

impl Future for Pending {
    type Output = Result<Verdict, Finding>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.come.is_none() {
            let answer = std::task::ready!(Pin::new(&mut self.coming).poll(context));
            self.come = Some(answer.unwrap_or_else(|_| Err(gone())));
        }
        Poll::Ready(self.come.clone().unwrap_or_else(|| Err(gone())))
    }
}

fn gone() -> Finding {
    Finding::new(Code::LedgerUnwritable).with("reason", "the writer ended")
}

impl Drop for Writer {
    /// Everything handed in is written before the handle is gone.
    fn drop(&mut self) {
        self.requests.close();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A thread that died reads nothing any more: nobody may wait for room, or for an answer.
struct Closes<'a>(&'a Queue<Request>);

impl Drop for Closes<'_> {
    fn drop(&mut self) {
        self.0.close();
        while !self.0.take(GROUP, Duration::ZERO, 0).is_empty() {}
    }
}

struct Worker {
    connection: Connection,
    file: String,
    /// The first failed write: nothing is recorded after it, so that no mail leaves unrecorded.
    failure: Option<Finding>,
    /// Mails whose intent is durable and whose answer has not come.
    under_way: usize,
}

impl Worker {
    fn work(mut self, queue: &Queue<Request>) {
        loop {
            // half of all mails: while the others are at the server, these are at the disk, and the next time the other
            // way round; without the wait all would stand in line for the disk
            let mut group = queue.take(GROUP, PATIENCE, self.under_way);
            match group.pop() {
                None => break,
                Some(Request::Run(run)) => run(&mut self.connection, self.failure.as_ref()),
                Some(last) => {
                    group.push(last);
                    self.commit(group);
                }
            }
        }
        // leaves one file behind where it can
        let _ = self.connection.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);");
    }

    /// One transaction for the whole group: all of it is durable, or none.
    fn commit(&mut self, group: Vec<Request>) {
        let mut waiting = Vec::with_capacity(group.len());
        // prepared once, which rusqlite's own transactions are not: a group is small, and there are many
        self.attempt(|store| store.prepare_cached("BEGIN IMMEDIATE")?.execute([]));
        for request in group {
            match request {
                Request::Intend(intent, answer) => {
                    let verdict = self.attempt(|store| store::intend(store, &intent));
                    waiting.push((verdict.unwrap_or(Verdict::Taken), answer));
                }
                Request::Settle(settlement) => {
                    self.attempt(|store| store::settle(store, &settlement));
                    self.under_way = self.under_way.saturating_sub(1);
                }
                Request::Withhold(withheld) => {
                    self.attempt(|store| store::withhold(store, &withheld));
                }
                Request::Run(_) => {}
            }
        }
        self.attempt(|store| store.prepare_cached("COMMIT")?.execute([]));
        if self.failure.is_some() {
            // SQLite may have rolled back by itself
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        for (verdict, answer) in waiting {
            self.under_way += usize::from(verdict == Verdict::Go);
            // a worker whose thread died no longer listens
            let _ = answer.send(self.failure.clone().map_or(Ok(verdict), Err));
        }
    }

    /// Runs a statement unless one failed before; `None` after a failure.
    fn attempt<T>(&mut self, statement: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Option<T> {
        if self.failure.is_some() {
            return None;
        }
        let done = statement(&self.connection).map_err(|error| schema::finding(&error, Path::new(&self.file)));
        done.map_err(|failure| self.failure = Some(failure)).ok()
    }
}
