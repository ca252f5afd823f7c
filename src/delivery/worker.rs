//! One connection's worker: connect, announce, deliver, next.

use std::future::Future;
use std::pin::pin;
use std::time::{Duration, Instant};

use super::outcome::{Outcome, Phase};
use super::reply::{Reply, Trouble};
use super::shared::{Open, Shared};
use super::smtp::{Connection, NoConnection, Refusal, Server};
use super::trip::{Stage, Trip};
use crate::finding::Finding;
use crate::ledger::{Hand, INTERRUPTED, State, Verdict};

/// Pauses before further tries to connect.
const RECONNECT: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(2)];
/// Pauses before connecting anew where one connection after the other carried no mail; the first one is forgiven.
const FRUITLESS: [Duration; 4] = [Duration::ZERO, Duration::ZERO, Duration::from_millis(500), Duration::from_secs(2)];
/// The pause after those.
const STILL_FRUITLESS: Duration = Duration::from_secs(8);
/// The pause after those, for a run that waits.
const PATIENT: Duration = Duration::from_secs(30);
/// A mail that waited for so long for its connection is made anew.
const STALE: Duration = Duration::from_mins(1);
/// A connection that was idle for so long is left: servers close such lines without a word.
const IDLE: Duration = Duration::from_secs(30);

/// One connection's worker.
pub(super) struct Worker<'a> {
    shared: &'a Shared<'a>,
    server: &'a Server,
    number: u32,
    line: Option<Line<'a>>,
    trip: Option<Trip>,
    /// The mail after it, whose envelope stands behind its body in one write.
    follower: Option<Trip>,
    /// Connections in a row over which no mail could leave.
    fruitless: usize,
}

/// An open connection and its record.
struct Line<'a> {
    connection: Connection,
    number: u32,
    mails: u32,
    used: Instant,
    _open: Open<'a>,
}

/// What becomes of an announced mail.
enum Announced {
    /// The server waits for the body, and the intent is durable.
    Go,
    /// It is settled, or must not go.
    Over,
}

impl<'a> Worker<'a> {
    pub(super) fn new(shared: &'a Shared<'a>, server: &'a Server, number: u32) -> Self {
        Self { shared, server, number, line: None, trip: None, follower: None, fruitless: 0 }
    }

    pub(super) async fn work(mut self) {
        let shared = self.shared;
        tokio::select! {
            () = self.drive() => {}
            () = shared.control.grace_over() => self.cut_off().await,
        }
        self.hang_up().await;
    }

    async fn drive(&mut self) {
        loop {
            if self.trip.is_none() {
                self.trip = self.shared.next().await;
            }
            if self.trip.is_none() {
                return;
            }
            let before = Instant::now();
            let connected = self.connected().await;
            // after a night without a server the mail's date is old
            if !connected || before.elapsed() > STALE {
                self.put_back();
            }
            if !connected {
                return;
            }
            if self.trip.is_none() || self.lets_go() {
                continue;
            }
            if let Announced::Go = self.announce().await {
                self.deliver().await;
            }
        }
    }

    /// A mail that is not in flight yet stays here when a stop came, or the window closed while a connection was
    /// being made. If its envelope went along with the mail before, the connection goes with it.
    fn lets_go(&mut self) -> bool {
        if !self.shared.control.is_stopped() && self.shared.is_open() {
            return false;
        }
        let glued = matches!(self.trip, Some(Trip { stage: Stage::Glued, .. }));
        self.put_back();
        if glued {
            self.line = None;
        }
        true
    }

    /// The mail goes back to the desk, not announced.
    fn put_back(&mut self) {
        if let Some(trip) = self.trip.take() {
            self.shared.not_sent(trip, self.hand());
        }
    }

    /// A line that can be used for the next mail: the one there is, or a new one.
    async fn connected(&mut self) -> bool {
        let enough = self.server.mails_per_connection();
        let stale = self.line.as_ref().is_some_and(|line| line.mails >= enough || line.used.elapsed() > IDLE);
        if stale && !matches!(self.trip, Some(Trip { stage: Stage::Glued, .. })) {
            self.hang_up().await;
        }
        if self.line.is_none() {
            self.rest().await;
            self.line = self.connect().await;
        }
        self.line.is_some()
    }

    /// A server that hangs up before the first mail is not asked again and again without a pause.
    async fn rest(&self) {
        let pause = FRUITLESS.get(self.fruitless).copied().unwrap_or(STILL_FRUITLESS);
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = self.shared.control.stopped() => {}
        }
    }

    async fn connect(&self) -> Option<Line<'a>> {
        let mut pauses = RECONNECT.iter().copied();
        let made = self.shared.made();
        loop {
            let trial = tokio::select! {
                trial = self.server.connect() => trial,
                () = self.shared.control.stopped() => return None,
            };
            let error = match trial {
                Ok(connection) => {
                    let open = self.shared.opened();
                    return Some(Line { connection, number: open.number, mails: 0, used: Instant::now(), _open: open });
                }
                Err(error) => error,
            };
            let pause = self.after_failure(error, &mut pauses, made)?;
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = self.shared.control.stopped() => return None,
            }
        }
    }

    /// How long to wait before the next try; `None` when this worker should end: with the run, or alone where the
    /// server takes fewer connections than it was thought to.
    fn after_failure(
        &self,
        error: NoConnection,
        pauses: &mut impl Iterator<Item = Duration>,
        made: u32,
    ) -> Option<Duration> {
        let finding: Finding = match error {
            NoConnection::Lasting(finding) => finding,
            NoConnection::Passing(finding) => match pauses.next() {
                Some(pause) => return Some(pause),
                None if self.shared.job.wait && !self.shared.others_connected(made) => {
                    self.shared.cannot_connect(&finding);
                    return Some(PATIENT);
                }
                None => finding,
            },
        };
        if self.shared.others_connected(made) {
            self.shared.retire(finding);
        } else {
            self.shared.abort(finding);
        }
        None
    }

    fn hand(&self) -> Hand {
        let connection = self.line.as_ref().map_or(0, |line| line.number);
        Hand { run: self.shared.job.run, worker: self.number, connection }
    }

    /// The intent is written while the envelope is under way: both must be there before the body.
    ///
    /// It is handed in after the settlement of the mail before, never earlier: so a kill leaves at most one mail a
    /// connection without an answer.
    async fn announce(&mut self) -> Announced {
        let hand = self.hand();
        let most = self.server.mails_per_connection();
        let Self { shared, line: Some(line), trip: Some(trip), follower, .. } = self else { return Announced::Over };
        let glued = matches!(trip.stage, Stage::Glued);
        trip.stage = Stage::Announced(shared.intend(trip, hand));
        let Trip { stage: Stage::Announced(pending), mail, .. } = trip else { return Announced::Over };
        let goes_on = line.connection.glues() && line.mails + 1 < most;
        // the next mail is made while the disk and the server are busy with this one
        let following = async { *follower = if goes_on { shared.next_at_once() } else { None } };
        let (verdict, envelope, ()) = if glued {
            tokio::join!(pending, line.connection.announced(), following)
        } else {
            tokio::join!(pending, line.connection.envelope(mail), following)
        };
        line.used = Instant::now();
        self.after_announcement(verdict, envelope)
    }

    fn after_announcement(&mut self, verdict: Result<Verdict, Finding>, envelope: Result<(), Refusal>) -> Announced {
        let hand = self.hand();
        let go = self.shared.heeds(verdict);
        match (go, envelope) {
            (true, Ok(())) => return Announced::Go,
            // the server waits for a body that must not come: the connection is dropped before the dot
            (false, Ok(())) => self.line = None,
            (go, Err(Refusal { phase, trouble, usable })) => {
                if !usable || is_farewell(&trouble) {
                    let carried = self.line.take().is_some_and(|line| line.mails > 0);
                    self.fruitless = if carried { 0 } else { self.fruitless + 1 };
                }
                if go && let Some(trip) = self.trip.take() {
                    self.shared.settle(trip, hand, Outcome::before_dot(phase, trouble));
                }
            }
        }
        if let Some(trip) = self.trip.take() {
            self.shared.skip(&trip, hand);
        }
        self.trip = self.follower.take();
        Announced::Over
    }

    /// Body and dot, and in the same write the envelope of the next mail where one is due at once.
    async fn deliver(&mut self) {
        let hand = self.hand();
        if !self.line.as_mut().is_some_and(|line| line.connection.is_silent()) {
            return self.distrust(hand);
        }
        self.line_up();
        let (Some(trip), Some(line)) = (&mut self.trip, &mut self.line) else { return };
        line.mails += 1;
        self.fruitless = 0;
        trip.stage = Stage::Body(Instant::now());
        let written = line.connection.written();
        let Trip { mail, slot, stage, .. } = trip;
        let answer = line.connection.body(mail, self.follower.as_ref().map(|next| &next.mail));
        let answer = with_note(answer, written, |at| {
            self.shared.written(slot, at);
            *stage = Stage::Written(at);
        })
        .await;
        line.used = Instant::now();
        let outcome = match answer {
            Ok(reply) => Outcome::new(State::Accepted, Phase::Dot, reply),
            Err(trouble) => {
                if !matches!(trouble, Trouble::Refused(_)) || is_farewell(&trouble) {
                    self.line = None;
                }
                Outcome::after_dot(trouble)
            }
        };
        if let Some(trip) = self.trip.take() {
            self.shared.settle(trip, hand, outcome);
        }
        self.trip = self.follower.take();
        if self.line.is_none() {
            // its envelope went down with the line
            self.put_back();
        }
    }

    /// The server spoke before its time: nothing it says any more can be told from an answer to the final dot.
    fn distrust(&mut self, hand: Hand) {
        self.line = None;
        if let Some(trip) = self.trip.take() {
            let early = Trouble::Broken("the server answered before the final dot".to_owned());
            self.shared.settle(trip, hand, Outcome::before_dot(Phase::Data, early));
        }
        self.trip = self.follower.take();
    }

    /// The envelope of the next mail goes along, unless a stop came or the window closed since it was made.
    fn line_up(&mut self) {
        let goes = !self.shared.control.is_stopped() && self.shared.is_open();
        match self.follower.take() {
            Some(mut next) if goes => {
                next.stage = Stage::Glued;
                self.follower = Some(next);
            }
            Some(next) => self.shared.not_sent(next, self.hand()),
            None => {}
        }
    }

    /// The time for mails in flight is over.
    async fn cut_off(&mut self) {
        let hand = self.hand();
        self.line = None;
        for mut trip in [self.trip.take(), self.follower.take()].into_iter().flatten() {
            let (state, phase) = match &mut trip.stage {
                Stage::Ready | Stage::Glued => {
                    self.shared.not_sent(trip, hand);
                    continue;
                }
                Stage::Announced(pending) => {
                    if !matches!(pending.await, Ok(Verdict::Go)) {
                        self.shared.skip(&trip, hand);
                        continue;
                    }
                    (State::Queued, Phase::Mail)
                }
                Stage::Body(_) | Stage::Written(_) => (State::InDoubt, Phase::Dot),
            };
            self.shared.settle(trip, hand, Outcome::new(state, phase, Reply::of(&INTERRUPTED)));
        }
    }

    async fn hang_up(&mut self) {
        if let Some(line) = self.line.take() {
            let Line { connection, _open: open, .. } = line;
            // what waits for its farewell sends nothing any more
            drop(open);
            connection.quit().await;
        }
    }
}

/// Waits for an answer, and tells meanwhile when the write before it was done.
async fn with_note<T>(
    answer: impl Future<Output = T>,
    written: impl Future<Output = Instant>,
    note: impl FnOnce(Instant),
) -> T {
    let mut answer = pin!(answer);
    tokio::select! {
        biased;
        at = written => note(at),
        answer = &mut answer => return answer,
    }
    answer.await
}

/// RFC 5321 §3.8: after 421 the server closes the line.
fn is_farewell(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::Refused(reply) if reply.code == 421)
}
