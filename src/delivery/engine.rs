//! The run: workers take claims, wait for their slot, record the intent, send, record the answer.

use std::collections::VecDeque;
use std::future::Future;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use jiff::Timestamp;

use super::reply::{Reply, Trouble};
use super::smtp::{NoConnection, Server};
use super::worker::{Outcome, Worker};
use super::{Calendar, Control, Mail, Outbox, Pace, SmtpSettings};
use crate::clock::Clock;
use crate::finding::{Code, Finding};
use crate::ledger::{Batch, Claim, Intent, Ledger, Settlement, State, Verdict};

/// How many claims are fetched from the ledger at once.
const FETCH: u32 = 64;

/// Makes the mail of a claim; `None` for somebody who is no longer in the audience.
pub type Render<'a> = dyn Fn(&Claim) -> Result<Option<Mail>, Finding> + Sync + 'a;

/// Hears of everything that happens.
pub type Listener<'a> = dyn Fn(Progress) + Sync + 'a;

/// What a listener hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// A delivery was settled.
    Settled(State),
    /// A mail waits for its slot.
    Waiting(Duration),
}

/// What a run is to do.
pub struct Job {
    /// Where it is recorded.
    pub ledger: Ledger,
    /// Which deliveries.
    pub batch: Batch,
    /// The number of the run in the ledger.
    pub run: i64,
    /// Whether suppressions of advertising stop a mail.
    pub advertising: bool,
    /// How many mails at most.
    pub limit: Option<u64>,
    /// How long a deferred mail waits.
    pub retry_after: Duration,
    /// When mails may leave.
    pub calendar: Calendar,
    /// The time.
    pub clock: Clock,
}

/// The way out of a run.
pub enum Way {
    /// The rehearsal.
    Outbox(Outbox),
    /// A mail server.
    Smtp(Box<Server>, u32),
}

impl Way {
    /// A mail server, checked as far as possible without connecting.
    ///
    /// # Errors
    /// As for the settings: unencrypted line, password, certificates.
    pub fn smtp(settings: &SmtpSettings, root: &Path) -> Result<Self, Finding> {
        Ok(Self::Smtp(Box::new(Server::new(settings, root)?), settings.connections.max(1)))
    }

    /// Sends one mail that no ledger knows: a test copy.
    ///
    /// # Errors
    /// No connection, or the server refuses the mail.
    pub fn send_copy(&self, campaign: &str, mail: &Mail) -> Result<(), Finding> {
        match self {
            Self::Outbox(outbox) => outbox.put(campaign, mail.to.as_str(), &mail.bytes),
            Self::Smtp(server, _) => runtime()?.block_on(copy_over(server, mail)),
        }
    }
}

async fn copy_over(server: &Server, mail: &Mail) -> Result<(), Finding> {
    let refused = |reason: &Trouble| Finding::new(Code::ServerRefuses).with("reason", reason);
    let mut connection = server.connect().await.map_err(|error| match error {
        NoConnection::Passing(finding) | NoConnection::Lasting(finding) => finding,
    })?;
    connection.envelope(mail).await.map_err(|refusal| refused(&refusal.trouble))?;
    connection.body(mail).await.map_err(|trouble| refused(&trouble))?;
    connection.quit().await;
    Ok(())
}

fn runtime() -> Result<tokio::runtime::Runtime, Finding> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Finding::new(Code::ServerUnreachable).with("host", "").with("reason", error))
}

/// What came of a run.
#[derive(Debug, Default, Clone)]
pub struct Summary {
    /// 250 after the final dot.
    pub accepted: u64,
    /// To be tried again.
    pub deferred: u64,
    /// Refused for good.
    pub rejected: u64,
    /// The answer never came.
    pub in_doubt: u64,
    /// Left out because they left the audience or were suppressed.
    pub skipped: u64,
    /// Ended by Ctrl-C or SIGTERM.
    pub interrupted: bool,
    /// Ended because the sending window closed.
    pub window_closed: bool,
    /// What ended the run before its time.
    pub stopped_by: Option<Finding>,
}

/// Sends what waits and is due. Returns when everything that was settled is durable.
///
/// The workers of a server share the cores: one thread for each, with a runtime of its own.
///
/// # Errors
/// The ledger cannot be written.
pub fn run(
    job: Job,
    way: &Way,
    pace: Pace,
    render: &Render<'_>,
    control: &Control,
    listener: &Listener<'_>,
) -> Result<Summary, Finding> {
    let queue = Queue { waiting: VecDeque::new(), after: 0, left: job.limit };
    let shared = Shared {
        job,
        queue: Mutex::new(queue),
        pace: tokio::sync::Mutex::new(pace),
        render,
        control,
        listener,
        summary: Mutex::new(Summary::default()),
        busy: AtomicU32::new(1),
    };
    match way {
        Way::Outbox(outbox) => runtime()?.block_on(shared.listening(rehearse(&shared, outbox))),
        Way::Smtp(server, connections) => shared.spread(server, *connections),
    }
    shared.job.ledger.flush()?;
    shared.job.ledger.end_run(shared.job.run, shared.job.clock.now())?;
    let mut summary = shared.lock_summary().clone();
    summary.interrupted |= control.is_stopped() && summary.stopped_by.is_none() && !summary.window_closed;
    Ok(summary)
}

/// What all workers of a run share.
pub(super) struct Shared<'a> {
    pub job: Job,
    queue: Mutex<Queue>,
    pace: tokio::sync::Mutex<Pace>,
    render: &'a Render<'a>,
    pub control: &'a Control,
    listener: &'a Listener<'a>,
    summary: Mutex<Summary>,
    /// Threads that still work.
    busy: AtomicU32,
}

/// Claims on their way to the workers: a screenful at a time, so that memory does not grow with the audience.
struct Queue {
    waiting: VecDeque<(Claim, u32)>,
    after: i64,
    left: Option<u64>,
}

impl Shared<'_> {
    fn spread(&self, server: &Server, connections: u32) {
        let cores = std::thread::available_parallelism().map_or(1, |cores| u32::try_from(cores.get()).unwrap_or(1));
        let threads = cores.min(connections);
        self.busy.store(threads, Ordering::SeqCst);
        std::thread::scope(|scope| {
            let running: Vec<_> = (0..threads)
                .map(|thread| {
                    let numbers = (thread..connections).step_by(threads as usize);
                    scope.spawn(move || match runtime() {
                        // one ear for signals: two would take one Ctrl-C for two
                        Ok(runtime) if thread == 0 => runtime.block_on(self.listening(self.work(server, numbers))),
                        Ok(runtime) => {
                            runtime.block_on(self.work(server, numbers));
                            self.busy.fetch_sub(1, Ordering::SeqCst);
                        }
                        Err(finding) => self.abort(finding),
                    })
                })
                .collect();
            for thread in running {
                if thread.join().is_err() {
                    self.abort(Finding::new(Code::RenderFailed).with("variable", "").with("reason", "panic"));
                }
            }
        });
    }

    /// Works until the work of all threads is done, with an ear for signals.
    async fn listening(&self, work: impl Future<Output = ()>) {
        let work = async {
            work.await;
            self.ended().await;
        };
        tokio::select! {
            () = work => {}
            () = self.control.listen() => {}
        }
    }

    /// Returns when the other threads are done, too: until then somebody must hear signals.
    async fn ended(&self) {
        while self.busy.load(Ordering::SeqCst) > 1 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn work(&self, server: &Server, numbers: impl Iterator<Item = u32>) {
        join_all(numbers.map(|number| Worker { shared: self, server, number }.work())).await;
    }

    /// The next mail, with how often this run tried it.
    pub(super) fn next(&self) -> Option<(Claim, u32, Mail)> {
        while !self.control.is_stopped() {
            let (claim, tries) = self.next_claim()?;
            match (self.render)(&claim) {
                Ok(Some(mail)) => return Some((claim, tries, mail)),
                Ok(None) => self.lock_summary().skipped += 1,
                Err(finding) => self.abort(finding),
            }
        }
        None
    }

    fn next_claim(&self) -> Option<(Claim, u32)> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if queue.left == Some(0) {
            return None;
        }
        if queue.waiting.is_empty() {
            let now = self.job.clock.now();
            match self.job.ledger.claim(&self.job.batch, queue.after, FETCH, now) {
                Ok(claims) => {
                    queue.after = claims.last().map_or(queue.after, |claim| claim.delivery);
                    queue.waiting.extend(claims.into_iter().map(|claim| (claim, 0)));
                }
                Err(finding) => self.abort(finding),
            }
        }
        let next = queue.waiting.pop_front()?;
        queue.left = queue.left.map(|left| left - 1);
        Some(next)
    }

    pub(super) fn put_back(&self, claim: Claim, tries: u32) {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.left = queue.left.map(|left| left + 1);
        queue.waiting.push_back((claim, tries));
    }

    /// Waits for a slot; false when the run ends meanwhile.
    pub(super) async fn slot(&self, domain: &str) -> bool {
        loop {
            if self.control.is_stopped() || !self.window_is_open() {
                return false;
            }
            let granted = self.pace.lock().await.take(domain, Instant::now());
            let Err(wait) = granted else { return true };
            (self.listener)(Progress::Waiting(wait));
            tokio::select! {
                // looked at again every minute, since the window may close and the machine may sleep
                () = tokio::time::sleep(wait.min(Duration::from_mins(1))) => {}
                () = self.control.stopped() => return false,
            }
        }
    }

    fn window_is_open(&self) -> bool {
        let open = self.job.calendar.is_open(self.job.clock.now());
        if !open {
            self.lock_summary().window_closed = true;
            self.control.wind_down();
        }
        open
    }

    pub(super) fn intent(&self, claim: &Claim, worker: u32) -> Intent {
        let (run, at, advertising) = (self.job.run, self.job.clock.now(), self.job.advertising);
        Intent { delivery: claim.delivery, run, worker, at, advertising }
    }

    pub(super) fn settle(&self, claim: &Claim, worker: u32, outcome: Outcome) {
        let at = self.job.clock.now();
        let due = (outcome.state == State::Deferred).then(|| later(at, self.job.retry_after));
        {
            let mut summary = self.lock_summary();
            match outcome.state {
                State::Accepted => summary.accepted += 1,
                State::Deferred => summary.deferred += 1,
                State::Rejected => summary.rejected += 1,
                State::InDoubt => summary.in_doubt += 1,
                State::Queued | State::Sending => {}
            }
        }
        (self.listener)(Progress::Settled(outcome.state));
        self.job.ledger.settle(Settlement {
            delivery: claim.delivery,
            run: self.job.run,
            worker,
            state: outcome.state,
            phase: outcome.phase,
            code: outcome.reply.code,
            enhanced: outcome.reply.enhanced,
            reply: outcome.reply.text,
            at,
            due,
        });
    }

    pub(super) fn abort(&self, finding: Finding) {
        self.lock_summary().stopped_by.get_or_insert(finding);
        self.control.wind_down();
    }

    pub(super) fn lock_summary(&self) -> std::sync::MutexGuard<'_, Summary> {
        self.summary.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn later(now: Timestamp, span: Duration) -> Timestamp {
    let span = jiff::SignedDuration::try_from(span).unwrap_or(jiff::SignedDuration::ZERO);
    now.checked_add(span).unwrap_or(Timestamp::MAX)
}

async fn rehearse(shared: &Shared<'_>, outbox: &Outbox) {
    while let Some((claim, _, mail)) = shared.next() {
        if !shared.slot(mail.to.domain()).await {
            return;
        }
        match shared.job.ledger.intend(shared.intent(&claim, 0)).await {
            Ok(Verdict::Go) => {}
            Ok(Verdict::Suppressed | Verdict::Taken) => {
                shared.lock_summary().skipped += 1;
                continue;
            }
            Err(finding) => return shared.abort(finding),
        }
        match outbox.put(&shared.job.batch.campaign, mail.to.as_str(), &mail.bytes) {
            Ok(()) => shared.settle(&claim, 0, Outcome::new(State::Accepted, "outbox", Reply::none())),
            Err(finding) => {
                shared.settle(&claim, 0, Outcome::new(State::Queued, "outbox", Reply::of(&finding)));
                return shared.abort(finding);
            }
        }
    }
}
