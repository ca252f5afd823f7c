//! One mail on its way through a worker.

use std::time::Instant;

use super::Mail;
use super::desk::Claimed;
use super::pace::Slot;
use crate::ledger::Pending;

/// How far a mail has come: decides what it means when the way ends here.
pub(super) enum Stage {
    /// Nothing of it was written or recorded.
    Ready,
    /// Its envelope stands behind the body of the mail before, in one write; its intent is not handed in yet.
    Glued,
    /// Its intent is handed in and answered here, its envelope under way.
    Announced(Pending),
    /// The write that holds its final dot has begun.
    Body(Instant),
    /// That write is done, and the pace knows when.
    Written(Instant),
}

impl Stage {
    /// When the mail left, for a pace that does not know yet; now, where it went no further than its envelope.
    pub(super) fn left(&self, now: Instant) -> Option<Instant> {
        match self {
            Self::Ready | Self::Glued | Self::Announced(_) => Some(now),
            Self::Body(begun) => Some(*begun),
            Self::Written(_) => None,
        }
    }

    /// When the final dot was written, as far as anybody can tell.
    pub(super) fn dot(&self) -> Option<Instant> {
        match self {
            Self::Ready | Self::Glued | Self::Announced(_) => None,
            Self::Body(at) | Self::Written(at) => Some(*at),
        }
    }
}

/// A claim with its slot and its mail.
pub(super) struct Trip {
    pub claimed: Claimed,
    pub slot: Slot,
    pub mail: Mail,
    pub stage: Stage,
}

impl Trip {
    pub(super) fn new(claimed: Claimed, slot: Slot, mail: Mail) -> Self {
        Self { claimed, slot, mail, stage: Stage::Ready }
    }
}
