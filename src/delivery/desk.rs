//! The desk at which workers pick up their next mail: claims from the ledger, as the pace allows.
//!
//! A group of domains that has to wait is put aside with its mails, so that the others go on at full speed.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet, VecDeque};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::Groups;
use super::pace::{Blocked, Pace, Slot};
use crate::finding::Finding;
use crate::ledger::{Batch, Claim, Deliveries, State};

/// How many claims are fetched from the ledger at once.
const FETCH: u32 = 64;
/// How many claims may be put aside: a bound for memory.
const ASIDE: usize = 20_000;
/// When to look again at something that waits for mails under way.
const SOON: Duration = Duration::from_millis(50);

/// A claim, and how often this run tried it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claimed {
    pub claim: Claim,
    pub tries: u32,
}

/// What there is to do next.
#[derive(Debug)]
pub(super) enum Pick {
    /// This mail.
    Go(Claimed, Slot),
    /// Nothing before then.
    Wait(Instant),
    /// Nothing is left, or not yet due.
    Nothing,
}

/// Claims on their way to the workers: a screenful at a time, so that memory does not grow with the audience.
pub(super) struct Desk {
    pace: Pace,
    waiting: VecDeque<Claimed>,
    aside: HashMap<String, VecDeque<Claimed>>,
    aside_count: usize,
    /// When each group that is put aside may go on.
    ready: BinaryHeap<Reverse<(Instant, String)>>,
    /// Which domains share a mail provider, as far as that is known and matters.
    groups: Groups,
    after: i64,
    due: (Timestamp, i64),
    /// How many mails may still be begun; trying one of those again that were put off is no new one.
    left: Option<u64>,
    /// What this run put off and has not settled since.
    put_off: HashSet<i64>,
}

impl Desk {
    /// A desk from which at most so many mails are taken.
    pub(super) fn new(pace: Pace, groups: Groups, limit: Option<u64>) -> Self {
        Self {
            pace,
            waiting: VecDeque::new(),
            aside: HashMap::new(),
            aside_count: 0,
            ready: BinaryHeap::new(),
            groups,
            after: 0,
            due: (Timestamp::UNIX_EPOCH, 0),
            left: limit,
            put_off: HashSet::new(),
        }
    }

    /// Whether mails that were fetched, and may be sent, wait here.
    pub(super) fn is_waiting(&self) -> bool {
        self.left != Some(0) && (!self.waiting.is_empty() || self.aside_count > 0)
    }

    pub(super) fn pace(&mut self) -> &mut Pace {
        &mut self.pace
    }

    /// The moment up to which deferred mails were fetched; `None` once nothing more may be sent.
    pub(super) fn fetched_until(&self) -> Option<Timestamp> {
        (!self.is_used_up() || !self.put_off.is_empty()).then_some(self.due.0)
    }

    /// Takes note of what a delivery came to. Gives how many are put off now.
    pub(super) fn settled(&mut self, delivery: i64, state: State) -> u64 {
        match state {
            State::Deferred => {
                self.put_off.insert(delivery);
            }
            State::Accepted | State::Rejected | State::InDoubt => {
                self.put_off.remove(&delivery);
            }
            State::Queued | State::Sending => {}
        }
        self.put_off.len() as u64
    }

    fn is_used_up(&self) -> bool {
        self.left == Some(0)
    }

    /// The group of an address.
    pub(super) fn group(&self, address: &str) -> String {
        let domain = address.rsplit_once('@').map_or(address, |(_, domain)| domain);
        self.groups.get(domain).map_or(domain, String::as_str).to_owned()
    }

    /// The next mail that may leave.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub(super) fn pick(
        &mut self,
        ledger: &dyn Deliveries,
        batch: &Batch,
        wall: Timestamp,
        now: Instant,
    ) -> Result<Pick, Finding> {
        if let Some(pick) = self.recall(now) {
            return Ok(pick);
        }
        loop {
            if self.waiting.is_empty() && self.aside_count < ASIDE {
                self.fetch(ledger, batch, wall)?;
            }
            let Some(next) = self.waiting.pop_front() else { return Ok(self.wait_for_aside()) };
            let group = self.group(&next.claim.address);
            if self.aside.contains_key(&group) {
                self.put_aside(group, next);
                continue;
            }
            match self.pace.take(&group, now) {
                Ok(slot) => return Ok(self.go(next, slot)),
                Err(Blocked::Account(until)) => {
                    self.waiting.push_front(next);
                    return Ok(Pick::Wait(until.unwrap_or(now + SOON)));
                }
                Err(Blocked::Group(until)) => {
                    self.ready.push(Reverse((until.unwrap_or(now + SOON), group.clone())));
                    self.put_aside(group, next);
                }
            }
        }
    }

    /// A mail was picked and not sent: it comes first again.
    pub(super) fn put_back(&mut self, claimed: Claimed) {
        if !self.put_off.contains(&claimed.claim.delivery) {
            self.left = self.left.map(|left| left + 1);
        }
        self.waiting.push_front(claimed);
    }

    fn go(&mut self, next: Claimed, slot: Slot) -> Pick {
        if !self.put_off.contains(&next.claim.delivery) {
            self.left = self.left.map(|left| left.saturating_sub(1));
            if self.is_used_up() {
                self.keep_put_off();
            }
        }
        Pick::Go(next, slot)
    }

    /// The limit is reached: of what was fetched, only mails to be tried again may still go.
    fn keep_put_off(&mut self) {
        let Self { put_off, waiting, aside, .. } = self;
        let may_go = |claimed: &Claimed| put_off.contains(&claimed.claim.delivery);
        waiting.retain(may_go);
        aside.retain(|_, queue| {
            queue.retain(may_go);
            !queue.is_empty()
        });
        self.aside_count = aside.values().map(VecDeque::len).sum();
    }

    fn put_aside(&mut self, group: String, claimed: Claimed) {
        self.aside.entry(group).or_default().push_back(claimed);
        self.aside_count += 1;
    }

    fn wait_for_aside(&self) -> Pick {
        self.ready.peek().map_or(Pick::Nothing, |Reverse((until, _))| Pick::Wait(*until))
    }

    /// The first mail of a group whose time has come.
    fn recall(&mut self, now: Instant) -> Option<Pick> {
        while self.ready.peek().is_some_and(|Reverse((until, _))| *until <= now) {
            let Reverse((_, group)) = self.ready.pop()?;
            if !self.aside.contains_key(&group) {
                continue;
            }
            match self.pace.take(&group, now) {
                Ok(slot) => {
                    let queue = self.aside.get_mut(&group)?;
                    let next = queue.pop_front()?;
                    self.aside_count -= 1;
                    if queue.is_empty() {
                        self.aside.remove(&group);
                    } else {
                        self.ready.push(Reverse((now, group)));
                    }
                    return Some(self.go(next, slot));
                }
                Err(Blocked::Account(until)) => {
                    self.ready.push(Reverse((now, group)));
                    return Some(Pick::Wait(until.unwrap_or(now + SOON)));
                }
                Err(Blocked::Group(until)) => self.ready.push(Reverse((until.unwrap_or(now + SOON), group))),
            }
        }
        None
    }

    /// Those that were tried before come first.
    fn fetch(&mut self, ledger: &dyn Deliveries, batch: &Batch, wall: Timestamp) -> Result<(), Finding> {
        if wall < self.due.0 {
            // the clock was set back: what is due now is looked for anew, and the ledger lets nobody through twice
            self.due = (Timestamp::UNIX_EPOCH, 0);
        }
        let due = ledger.claim_due(batch, self.due, wall, FETCH)?;
        if let Some((moment, claim)) = due.last() {
            self.due = (*moment, claim.delivery);
        }
        let mut claims: Vec<Claim> = due.into_iter().map(|(_, claim)| claim).collect();
        if self.is_used_up() {
            claims.retain(|claim| self.put_off.contains(&claim.delivery));
        } else if claims.is_empty() {
            claims = ledger.claim(batch, self.after, FETCH)?;
            self.after = claims.last().map_or(self.after, |claim| claim.delivery);
        }
        self.waiting.extend(claims.into_iter().map(|claim| Claimed { claim, tries: 0 }));
        Ok(())
    }
}
