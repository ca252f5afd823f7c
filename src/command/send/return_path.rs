//! Where bounces go: to the sender, or to an address of each delivery's own (VERP).

use super::super::workspace::Workspace;
use crate::address::Address;
use crate::finding::{Code, Finding};
use crate::token::Keys;

/// The envelope sender of a delivery. Servers put what stands behind the `+` into the mailbox before it (RFC 5233 §1).
pub(super) fn return_path(
    workspace: &Workspace,
    keys: &Keys,
    (delivery, campaign, address): (i64, &str, &str),
) -> Result<Address, Finding> {
    let config = &workspace.config;
    let Some(mailbox) = config.responses.address.as_ref().filter(|_| config.responses.verp) else {
        return Ok(config.sender.address.clone());
    };
    let token = keys.sign_delivery(delivery, campaign, address);
    let written = format!("{}+{token}@{}", mailbox.local_part(), mailbox.domain());
    // the settings were refused where it would not fit
    Address::parse(&written)
        .map_err(|error| Finding::new(Code::ArgumentAddress).with("address", &written).with("reason", error))
}
