//! Which recipients' domains count as one, since one provider takes their mail.

use std::collections::{BTreeSet, HashMap};

use futures_util::{StreamExt, stream};

use super::engine::runtime;
use crate::dns::Exchangers;
use crate::finding::Finding;

/// How many questions are under way at once.
const AT_ONCE: usize = 32;

/// The group of each domain that does not stand for itself.
pub type Groups = HashMap<String, String>;

/// Asks for the groups of all domains.
///
/// # Errors
/// The system gives no means to ask.
pub fn find(domains: BTreeSet<String>, exchangers: &Exchangers) -> Result<Groups, Finding> {
    let asked = stream::iter(domains).map(async |domain| {
        let group = exchangers.group(&domain).await;
        (domain, group)
    });
    let answers = asked.buffer_unordered(AT_ONCE).collect::<Vec<_>>();
    let answers = runtime()?.block_on(answers);
    Ok(answers.into_iter().filter(|(domain, group)| domain != group).collect())
}
