//! Whether mail servers believe that a campaign comes from whom it says.

use crate::address::domains_of;
use crate::campaign::Campaign;
use crate::command::workspace::Workspace;
use crate::finding::{Code, Finding};

/// A sender in a domain for which nothing speaks: DMARC wants that of the signature or of the envelope, or one of the same
/// organisation (RFC 7489 §3.1).
pub(super) fn foreign(workspace: &Workspace, campaign: &Campaign) -> Option<Finding> {
    let config = &workspace.config;
    let address = campaign.sender.as_ref()?.address.as_ref()?;
    let (foreign, domain) = (address.domain(), config.sender.address.domain());
    let signed = config.dkim.iter().filter_map(|key| key.domain.as_ref()).map(AsRef::as_ref);
    if signed.chain([domain]).any(|known| is_aligned(foreign, known)) {
        return None;
    }
    let finding = Finding::new(Code::SenderDomain).at(campaign.place_of_key("sender")).with("address", address);
    Some(finding.with("domain", domain).with("foreign", foreign))
}

/// Whether one is the other, or lies below it.
fn is_aligned(one: &str, other: &str) -> bool {
    let lies_in = |one: &str, other: &str| domains_of(&format!("@{one}")).any(|above| above == other);
    lies_in(one, other) || lies_in(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_speaks_for_itself_and_for_those_below_and_above_it() {
        for (one, other, aligned) in [
            ("stadt.example", "stadt.example", true),
            ("post.stadt.example", "stadt.example", true),
            ("stadt.example", "post.stadt.example", true),
            ("kreisstadt.example", "stadt.example", false),
            ("a.stadt.example", "b.stadt.example", false),
        ] {
            assert_eq!(is_aligned(one, other), aligned, "{one} {other}");
        }
    }
}
