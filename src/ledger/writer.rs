//! The one thread that touches the database, and its group commit.

use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::task::{Context, Poll};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::{Intent, Settlement, Verdict, schema, store};
use crate::finding::{Code, Finding, Place};

/// How many records go into one transaction at most.
const GROUP: usize = 64;
/// How long a group waits for those under way: a flush costs about as much.
const PATIENCE: Duration = Duration::from_micros(300);
/// How many requests may wait: a bound, so that memory does not grow when the disk is slow.
const BACKLOG: usize = 1024;

/// Runs on the connection, or hears of the failure that ended all writing.
type Statement = Box<dyn FnOnce(&mut Connection, Option<&Finding>) + Send>;

enum Request {
    Intend(Intent, oneshot::Sender<Result<Verdict, Finding>>),
    Settle(Settlement),
    Run(Statement),
}

/// A handle to the thread.
pub(super) struct Writer {
    requests: Option<SyncSender<Request>>,
    thread: Option<JoinHandle<()>>,
    name: String,
}

impl Writer {
    pub(super) fn start(connection: Connection, name: String) -> Self {
        let (requests, queue) = sync_channel(BACKLOG);
        let file = name.clone();
        let thread = std::thread::spawn(move || Worker { connection, file, failure: None, under_way: 0 }.work(&queue));
        Self { requests: Some(requests), thread: Some(thread), name }
    }

    /// Runs a statement after everything handed in before is durable.
    pub(super) fn ask<T: Send + 'static>(
        &self,
        statement: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Finding> {
        let (answer, answered) = std::sync::mpsc::sync_channel(1);
        let name = self.name.clone();
        self.send(Request::Run(Box::new(move |connection, failure| {
            let result = match failure {
                Some(failure) => Err(failure.clone()),
                None => statement(connection).map_err(|error| schema::finding(&error, Path::new(&name))),
            };
            // who asked may have gone
            let _ = answer.send(result);
        })));
        answered.recv().unwrap_or_else(|_| Err(self.gone()))
    }

    pub(super) fn intend(&self, intent: Intent) -> Pending {
        let (answer, answered) = oneshot::channel();
        self.send(Request::Intend(intent, answer));
        Pending(answered)
    }

    pub(super) fn settle(&self, settlement: Settlement) {
        self.send(Request::Settle(settlement));
    }

    fn send(&self, request: Request) {
        if let Some(requests) = &self.requests {
            // the thread ends only after this handle; if it died, the answer's channel tells
            let _ = requests.send(request);
        }
    }

    fn gone(&self) -> Finding {
        gone().at(Place::file(&self.name))
    }
}

/// The answer to an intent, once it is durable.
pub struct Pending(oneshot::Receiver<Result<Verdict, Finding>>);

impl Pending {
    /// An answer that needs no waiting.
    pub fn ready(verdict: Verdict) -> Self {
        let (answer, answered) = oneshot::channel();
        // the other end is held here
        let _ = answer.send(Ok(verdict));
        Self(answered)
    }
}

impl Future for Pending {
    type Output = Result<Verdict, Finding>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map(|answer| answer.unwrap_or_else(|_| Err(gone())))
    }
}

fn gone() -> Finding {
    Finding::new(Code::LedgerUnwritable).with("reason", "the writer ended")
}

impl Drop for Writer {
    /// Everything handed in is written before the handle is gone.
    fn drop(&mut self) {
        drop(self.requests.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
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

/// What goes into one transaction: written as it comes, so that the wait for the others is no lost time.
#[derive(Default)]
struct Group {
    size: usize,
    /// Who waits for the transaction's end, and what they will hear if it ends well.
    waiting: Vec<(Verdict, oneshot::Sender<Result<Verdict, Finding>>)>,
}

impl Worker {
    fn work(mut self, queue: &Receiver<Request>) {
        let mut next = queue.recv().ok();
        while let Some(request) = next.take() {
            if let Request::Run(run) = request {
                run(&mut self.connection, self.failure.as_ref());
            } else {
                let mut group = Group::default();
                next = self.gather(request, &mut group, queue);
                self.commit(group);
            }
            next = next.or_else(|| queue.recv().ok());
        }
        // leaves one file behind where it can
        let _ = self.connection.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);");
    }

    /// Writes a request and those that come soon after it. Gives one that belongs into no group, if it ended this one.
    ///
    /// It waits until half of all are here: while the others are at the server, these are at the disk, and the next time
    /// the other way round. Without the wait every group would be small, and all would stand in line for the disk.
    fn gather(&mut self, first: Request, group: &mut Group, queue: &Receiver<Request>) -> Option<Request> {
        let until = Instant::now() + PATIENCE;
        // prepared once, which rusqlite's own transactions are not: a group is small, and there are many
        self.attempt(|store| store.prepare_cached("BEGIN IMMEDIATE")?.execute([]));
        let mut next = Some(first);
        while let Some(request) = next.take() {
            match request {
                Request::Run(_) => return Some(request),
                Request::Settle(settlement) => {
                    self.attempt(|store| store::settle(store, &settlement));
                    self.under_way = self.under_way.saturating_sub(1);
                }
                Request::Intend(intent, answer) => {
                    let verdict = self.attempt(|store| store::intend(store, &intent));
                    group.waiting.push((verdict.unwrap_or(Verdict::Taken), answer));
                }
            }
            group.size += 1;
            if group.size < GROUP {
                let complete = group.waiting.len() >= self.under_way;
                next = queue.try_recv().ok().or_else(|| if complete { None } else { straggler(queue, until) });
            }
        }
        None
    }

    /// Ends the transaction: all of the group is durable, or nothing.
    fn commit(&mut self, group: Group) {
        self.attempt(|store| store.prepare_cached("COMMIT")?.execute([]));
        if self.failure.is_some() {
            // SQLite may have rolled back by itself
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        for (verdict, answer) in group.waiting {
            self.under_way += usize::from(verdict == Verdict::Go);
            // a worker that was stopped no longer listens; its intent stays unanswered and is in doubt
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

fn straggler(queue: &Receiver<Request>, until: Instant) -> Option<Request> {
    let patience = until.saturating_duration_since(Instant::now());
    if patience.is_zero() { None } else { queue.recv_timeout(patience).ok() }
}
