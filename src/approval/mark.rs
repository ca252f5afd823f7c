//! What a seal knows of one mail.

use crate::digest::Digest;

/// A mail as a seal knows it: 64 bits of whom it is for, 128 of what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark(pub(super) [u8; 24]);

/// The bytes of a [`Mark`] that tell whom the mail is for.
const WHO: usize = 8;

impl Mark {
    /// The mark of a mail of a campaign to an address; `content` is everything that makes it what it is.
    pub fn new(campaign: &str, address: &str, content: &[&[u8]]) -> Self {
        let mut mark = [0; 24];
        mark[..WHO].copy_from_slice(&who(campaign, address));
        let parts = [campaign.as_bytes(), address.as_bytes()].into_iter().chain(content.iter().copied());
        mark[WHO..].copy_from_slice(&Digest::of(parts).bytes()[..16]);
        Self(mark)
    }

    /// The part that tells whom the mail is for.
    pub(super) fn who(&self) -> &[u8] {
        &self.0[..WHO]
    }
}

/// What tells of a campaign's mail whom it is for.
pub(super) fn who(campaign: &str, address: &str) -> [u8; WHO] {
    let mut who = [0; WHO];
    who.copy_from_slice(&Digest::of([campaign, address].map(str::as_bytes)).bytes()[..WHO]);
    who
}
