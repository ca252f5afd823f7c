//! What left the account before, and which domains count as one: what the pace of the mails ahead depends on.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use super::audience::Prepared;
use super::workspace::Workspace;
use crate::delivery::{self, Groups, Pace};
use crate::finding::Finding;
use crate::ledger::{Ledger, Planning as _, Slot};
use crate::terminal::Screen;

/// What the ledger and the DNS say about an account.
#[derive(Debug, Default)]
pub(super) struct Before {
    /// The slots that were taken in any campaign, as far back as a window reaches: oldest first.
    pub slots: Vec<Slot>,
    /// Who takes mail for whom, of those who get mail and of those who got some: looked up only where domains have
    /// limits of their own.
    pub groups: Groups,
}

impl Before {
    /// Looks at an account before mails to these domains.
    pub(super) fn of(
        workspace: &Workspace,
        screen: &Screen,
        ledger: Option<&Ledger>,
        ahead: impl Iterator<Item = String>,
    ) -> Result<Self, Finding> {
        let now = workspace.clock.now();
        let limits = &workspace.config.limits;
        let slots = match (ledger, back(now, Pace::new(limits).memory())) {
            (Some(ledger), Some(since)) => ledger.slots(&workspace.config.transport.account(), since)?,
            _ => Vec::new(),
        };
        if limits.per_domain.is_empty() {
            return Ok(Self { slots, groups: Groups::new() });
        }
        // a domain of another campaign counts with those behind the same hosts
        let recent = back(now, Pace::new(limits).group_memory());
        let earlier = slots.iter().filter(|slot| recent.is_some_and(|since| slot.at > since));
        let domains: BTreeSet<String> = ahead.chain(earlier.map(|slot| slot.domain.clone())).collect();
        screen.detail(&screen.say("detail-domains", &[("count", domains.len().into())]));
        let groups = delivery::find_groups(domains, &limits.exchangers())?;
        Ok(Self { slots, groups })
    }

    /// Looks at an account before the mails of a campaign.
    pub(super) fn campaign(
        workspace: &Workspace,
        screen: &Screen,
        ledger: Option<&Ledger>,
        prepared: &Prepared<'_>,
    ) -> Result<Self, Finding> {
        Self::of(workspace, screen, ledger, domains(prepared).map(str::to_owned))
    }

    /// The group of a domain: itself, unless it counts with others.
    pub(super) fn group<'a>(&'a self, domain: &'a str) -> &'a str {
        self.groups.get(domain).map_or(domain, String::as_str)
    }

    /// A pace that knows what left before.
    pub(super) fn pace(&self, workspace: &Workspace, now: Timestamp) -> Pace {
        let mut pace = Pace::new(&workspace.config.limits);
        let here = Instant::now();
        for slot in &self.slots {
            let age = Duration::try_from(now.duration_since(slot.at)).unwrap_or_default();
            pace.remember(self.group(&slot.domain), age, here);
        }
        pace
    }
}

/// The domains of everybody included, one for each.
pub(super) fn domains<'a>(prepared: &'a Prepared<'_>) -> impl Iterator<Item = &'a str> {
    let emails = prepared.audience.included.iter().map(|&number| prepared.lists.contacts.get(number).email());
    emails.filter_map(|email| email.rsplit_once('@').map(|(_, domain)| domain))
}

/// So long before now; `None` for no time at all.
fn back(now: Timestamp, span: Duration) -> Option<Timestamp> {
    let since = now.checked_sub(SignedDuration::try_from(span).ok()?).ok()?;
    (since < now).then_some(since)
}
