//! The mails that those of a campaign reply to: mail programs show a reminder below its invitation.

use std::collections::HashMap;

use crate::campaign::Campaign;
use crate::command::workspace::Workspace;
use crate::finding::{Code, Finding};
use crate::ledger::Batch;
use crate::nearest::nearest;

/// The Message-IDs of the earlier campaign in this realm, by address.
#[derive(Default)]
pub(in crate::command) struct Thread(HashMap<String, String>);

impl Thread {
    /// What the ledger knows of the campaign that `replies_to` names.
    ///
    /// # Errors
    /// `campaign-unknown` at the key: there is no other campaign of that id.
    pub(super) fn of(workspace: &Workspace, campaign: &Campaign) -> Result<Self, Finding> {
        let Some(earlier) = &campaign.replies_to else { return Ok(Self::default()) };
        let mut known = workspace.campaign_ids()?;
        known.retain(|id| *id != campaign.id);
        if !known.contains(earlier) {
            let finding = Finding::new(Code::CampaignUnknown).at(campaign.place_of_key("replies_to"));
            let finding = finding.with("campaign", earlier).with("known", known.join(", "));
            return Err(finding.with("nearest", nearest(earlier, &known).unwrap_or_default()));
        }
        let Some(ledger) = workspace.ledger_for_reading()? else { return Ok(Self::default()) };
        let batch = Batch { campaign: earlier.clone(), realm: workspace.realm() };
        ledger.message_ids(&batch).map(Self)
    }

    /// The Message-ID of the earlier mail to an address, if that arrived or may have, without angle brackets.
    pub(in crate::command) fn before(&self, address: &str) -> Option<&str> {
        self.0.get(address).map(String::as_str)
    }
}
