//! One mail on its way through a worker.

use std::time::Instant;

use super::Mail;
use super::desk::Claimed;
use super::pace::Slot;

/// How far a mail has come: decides what it means when the way ends here.
pub(super) enum Stage {
    /// Nothing of it was written or recorded.
    Ready,
    /// Its envelope stands behind the body of the mail before, in one write; its intent is not handed in yet.
    Glued,
    /// Its intent is handed in, its envelope under way.
    Announced,
    /// The write that holds its final dot has begun.
    Body(Instant),
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

    /// When its final dot was written, if it was.
    pub(super) fn dot(&self) -> Option<Instant> {
        match self.stage {
            Stage::Body(at) => Some(at),
            Stage::Ready | Stage::Glued | Stage::Announced => None,
        }
    }
}
