//! The road of a run: what left before it, and how many mails are ahead for each group of domains.

use std::collections::HashMap;

use super::super::audience::Prepared;
use super::super::before::{Before, domains};
use super::super::schedule::Ahead;
use super::super::workspace::Workspace;
use super::batch;
use super::index::Index;
use super::plan::{each_known, is_due};
use crate::finding::Finding;
use crate::ledger::Ledger;
use crate::terminal::Screen;

/// What the pace of a run depends on.
pub(super) struct Road {
    pub before: Before,
    /// Every mail that is due.
    pub ahead: Ahead,
}

impl Road {
    /// Everybody included is ahead, without those whom the ledger knows and who are not due.
    pub(super) fn of(
        workspace: &Workspace,
        screen: &Screen,
        prepared: &Prepared<'_>,
        ledger: Option<&Ledger>,
    ) -> Result<Self, Finding> {
        let before = Before::campaign(workspace, screen, ledger, prepared)?;
        let mut road = Self { ahead: everybody(workspace, prepared, &before), before };
        if let Some(ledger) = ledger.filter(|_| !road.ahead.groups.is_empty()) {
            road.leave_out_settled(workspace, prepared, ledger)?;
        }
        Ok(road)
    }

    /// The same before a rehearsal that goes once more: everybody is due.
    pub(super) fn again(self, workspace: &Workspace, prepared: &Prepared<'_>) -> Self {
        Self { ahead: everybody(workspace, prepared, &self.before), ..self }
    }

    fn leave_out_settled(
        &mut self,
        workspace: &Workspace,
        prepared: &Prepared<'_>,
        ledger: &Ledger,
    ) -> Result<(), Finding> {
        let Self { before, ahead } = self;
        let (batch, now) = (batch(workspace, prepared), workspace.clock.now());
        let index = Index::new(prepared);
        each_known(ledger, &batch, |known| {
            if index.find(&known.address).is_none() || is_due(known, batch.realm, now) {
                return;
            }
            let domain = known.address.rsplit_once('@').map_or("", |(_, domain)| domain);
            ahead.mails = ahead.mails.saturating_sub(1);
            if let Some(count) = ahead.groups.get_mut(before.group(domain)) {
                *count = count.saturating_sub(1);
            }
        })
    }
}

/// Nobody is counted by domain where domains have no limits of their own.
fn everybody(workspace: &Workspace, prepared: &Prepared<'_>, before: &Before) -> Ahead {
    let mut groups = HashMap::new();
    if !workspace.config.limits.per_domain.is_empty() {
        for domain in domains(prepared) {
            *groups.entry(before.group(domain).to_owned()).or_default() += 1;
        }
    }
    Ahead { mails: prepared.audience.included.len() as u64, groups }
}
