//! The run: workers take mails from the desk, record the intent, send, record the answer.

use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::future::join_all;
use jiff::Timestamp;

use super::outcome::{Outcome, Phase};
use super::reply::Reply;
use super::shared::Shared;
use super::smtp::Server;
use super::worker::Worker;
use super::{Calendar, Control, Groups, Mail, Outbox, Pace, Patience, Tolerance, Way};
use crate::clock::Clock;
use crate::finding::{Code, Finding};
use crate::ledger::{Batch, Claim, Deliveries, Hand, Settlement, State, Stop};
use crate::signals::{Heard, was_asked};

/// Makes the mail of a claim; `None` for somebody who is no longer in the audience.
pub type Render<'a> = dyn Fn(&Claim) -> Result<Option<Mail>, Finding> + Sync + 'a;

/// Hears of everything that happens.
pub type Listener<'a> = dyn Fn(Progress<'_>) + Sync + 'a;

/// What a listener hears.
#[derive(Debug, Clone, Copy)]
pub enum Progress<'a> {
    /// A delivery was settled, when its final dot was written if it was, and what the run has come to.
    Settled(&'a Settlement, Option<Timestamp>, &'a Summary),
    /// Nothing leaves for so long.
    Waiting(std::time::Duration),
    /// The server cannot be reached, and the run waits until it can.
    Unreachable(&'a Finding),
}

/// What a run is to do.
pub struct Job {
    /// Where it is recorded.
    pub ledger: Box<dyn Deliveries>,
    /// Which deliveries.
    pub batch: Batch,
    /// The number of the run in the ledger.
    pub run: i64,
    /// Whether suppressions of advertising stop a mail.
    pub advertising: bool,
    /// How many mails at most.
    pub limit: Option<u64>,
    /// Whether to stay until nothing is deferred any more, and while the sending window is closed.
    pub wait: bool,
    /// How long and how often a deferred mail is tried.
    pub patience: Patience,
    /// How many rejections the run goes on with.
    pub tolerance: Tolerance,
    /// When mails may leave.
    pub calendar: Calendar,
    /// Which domains count as one.
    pub groups: Groups,
    /// The time.
    pub clock: Clock,
}

/// What came of a run.
#[derive(Debug, Default, Clone)]
pub struct Summary {
    /// 250 after the final dot.
    pub accepted: u64,
    /// Put off in this run and not settled since.
    pub deferred: u64,
    /// Refused for good, or given up.
    pub rejected: u64,
    /// The answer never came.
    pub in_doubt: u64,
    /// Left out because they left the audience or were suppressed.
    pub skipped: u64,
    /// Ended by Ctrl-C or SIGTERM.
    pub interrupted: bool,
    /// Ended because the sending window closed.
    pub window_closed: bool,
    /// A person stopped the campaign.
    pub halted: Option<Stop>,
    /// What ended the run before its time.
    pub stopped_by: Option<Finding>,
}

impl Summary {
    /// How many mails will not be tried again.
    pub fn done(&self) -> u64 {
        self.accepted + self.rejected + self.in_doubt
    }

    /// Counts a settlement; of those put off, so many are.
    pub(super) fn count(&mut self, state: State, deferred: u64) {
        self.deferred = deferred;
        match state {
            State::Accepted => self.accepted += 1,
            State::Rejected => self.rejected += 1,
            State::InDoubt => self.in_doubt += 1,
            State::Queued | State::Sending | State::Deferred => {}
        }
    }
}

/// Sends what waits and is due. Returns when everything that was settled is durable.
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
    let _heard = Heard::by_a_run();
    let shared = Shared::new(job, pace, render, control, listener)?;
    match way {
        Way::Outbox(outbox) => to_the_end(runtime()?, listening(&shared, rehearse(&shared, outbox))),
        Way::Smtp(server, connections) => spread(&shared, server, *connections),
    }
    let mut summary = shared.finish()?;
    summary.interrupted |= was_asked();
    Ok(summary)
}

pub(super) fn runtime() -> Result<tokio::runtime::Runtime, Finding> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Finding::new(Code::ServerUnreachable).with("host", "").with("reason", error))
}

/// Runs until the work is done, and not a moment longer: a name that is still being looked up is nobody's concern.
fn to_the_end(runtime: tokio::runtime::Runtime, work: impl Future<Output = ()>) {
    runtime.block_on(work);
    runtime.shutdown_background();
}

/// A thread that works; counted until it ends, however it does.
struct Busy<'a>(&'a AtomicU32);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// How often workers are started once more for a mail that a worker put back when it ended.
const ROUNDS: u32 = 3;

fn spread(shared: &Shared<'_>, server: &Server, connections: u32) {
    work_through(shared, server, connections);
    for _ in 1..ROUNDS {
        if shared.is_left_over() {
            work_through(shared, server, 1);
        }
    }
    if shared.is_left_over() {
        shared.give_up();
    }
}

/// The workers of a server share the cores: one thread for each, with a runtime of its own.
fn work_through(shared: &Shared<'_>, server: &Server, connections: u32) {
    let cores = std::thread::available_parallelism().map_or(1, |cores| u32::try_from(cores.get()).unwrap_or(1));
    let threads = cores.min(connections);
    shared.busy.store(threads, Ordering::SeqCst);
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads)
            .map(|thread| {
                let numbers = (thread..connections).step_by(threads as usize);
                scope.spawn(move || {
                    let _busy = Busy(&shared.busy);
                    match runtime() {
                        // one ear for signals: two would take one Ctrl-C for two
                        Ok(runtime) if thread == 0 => {
                            to_the_end(runtime, listening(shared, work(shared, server, numbers)));
                        }
                        Ok(runtime) => to_the_end(runtime, work(shared, server, numbers)),
                        Err(finding) => shared.abort(finding),
                    }
                })
            })
            .collect();
        for thread in running {
            if thread.join().is_err() {
                shared.abort(Finding::new(Code::RenderFailed).with("variable", "").with("reason", "panic"));
            }
        }
    });
}

/// Works until the work of all threads is done, with an ear for signals.
async fn listening(shared: &Shared<'_>, work: impl Future<Output = ()>) {
    let work = async {
        work.await;
        // until the other threads are done somebody must hear signals
        while shared.busy.load(Ordering::SeqCst) > 1 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::select! {
        () = work => {}
        () = shared.control.listen() => {}
    }
}

async fn work(shared: &Shared<'_>, server: &Server, numbers: impl Iterator<Item = u32>) {
    join_all(numbers.map(|number| Worker::new(shared, server, number).work())).await;
}

async fn rehearse(shared: &Shared<'_>, outbox: &Outbox) {
    let hand = Hand { run: shared.job.run, worker: 0, connection: 0 };
    while let Some(trip) = shared.next().await {
        let verdict = shared.intend(&trip, hand).await;
        if !shared.heeds(verdict) {
            shared.skip(&trip, hand);
            continue;
        }
        let put = outbox.put(&shared.job.batch.campaign, trip.mail.to.as_str(), &trip.mail.bytes);
        match put {
            Ok(()) => shared.settle(trip, hand, Outcome::new(State::Accepted, Phase::Outbox, Reply::none())),
            Err(finding) => {
                shared.settle(trip, hand, Outcome::new(State::Queued, Phase::Outbox, Reply::of(&finding)));
                return shared.abort(finding);
            }
        }
    }
}
