//! How the mails compare with what was approved.

use super::super::audience::Prepared;
use super::super::send;
use super::super::workspace::Workspace;
use crate::approval::{Copy, Mark, Seal, Sealed};
use crate::finding::Finding;
use crate::preview::{Before, Standing};

/// The approval of a campaign, if there is one, beside its mails as they are now.
pub(super) struct Sealing {
    pub seal: Option<Seal>,
    /// What was approved, where that was kept here.
    copy: Option<Copy>,
    /// Of each mail, in the order of those included.
    marks: Vec<Mark>,
}

/// How many mails stand how.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub same: usize,
    pub changed: usize,
    pub new: usize,
    /// The approval holds them, and nobody gets them now.
    pub gone: usize,
}

impl Sealing {
    pub(super) fn load(workspace: &Workspace, prepared: &Prepared<'_>) -> Result<Self, Finding> {
        let slug = &prepared.campaign.slug;
        // one of another id is about other mails
        let seal = Seal::read(&workspace.root, slug)?.filter(|seal| seal.summary.campaign == prepared.campaign.id);
        let Some(seal) = seal else { return Ok(Self { seal: None, copy: None, marks: Vec::new() }) };
        let copy = Copy::read(workspace.ledger_location()?.folder(), slug, &seal);
        Ok(Self { copy, marks: send::marks(workspace, prepared), seal: Some(seal) })
    }

    /// How the mail at a position of those included stands; nothing where nothing was approved.
    pub(super) fn standing(&self, at: usize, address: &str) -> Option<Standing> {
        let (seal, mark) = (self.seal.as_ref()?, self.marks.get(at)?);
        Some(match (seal.allows(mark), seal.holds(address)) {
            (true, _) => Standing::Same,
            (false, true) => Standing::Changed,
            (false, false) => Standing::New,
        })
    }

    /// The mail as it was approved, where it is another one now.
    pub(super) fn before(&self, standing: Option<Standing>, address: &str) -> Option<Before> {
        let copy = self.copy.as_ref().filter(|_| standing == Some(Standing::Changed))?;
        let Sealed { subject, html, text } = copy.mail(address)?;
        Some(Before { subject, html, text })
    }

    /// Whether what was approved can be shown.
    pub(super) fn has_copy(&self) -> bool {
        self.copy.is_some()
    }

    pub(super) fn counts(&self, prepared: &Prepared<'_>) -> Counts {
        let mut counts = Counts::default();
        for (at, &number) in prepared.audience.included.iter().enumerate() {
            match self.standing(at, prepared.lists.contacts.get(number).email()) {
                Some(Standing::Same) => counts.same += 1,
                Some(Standing::Changed) => counts.changed += 1,
                Some(Standing::New) => counts.new += 1,
                None => {}
            }
        }
        let people = self.seal.as_ref().map_or(0, Seal::people);
        counts.gone = people.saturating_sub(counts.same + counts.changed);
        counts
    }
}
