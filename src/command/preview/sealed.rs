//! How the mails compare with what was approved.

use std::sync::OnceLock;

use super::super::audience::Prepared;
use super::super::send;
use super::super::workspace::Workspace;
use crate::approval::{Copy, Mark, Seal, Sealed};
use crate::finding::Finding;
use crate::message::Rendered;
use crate::preview::{Before, Standing};

/// The approval of a campaign, if there is one, beside its mails as they are now.
#[derive(Default)]
pub(super) struct Sealing {
    pub seal: Option<Seal>,
    /// What was approved, where that was kept here.
    copy: Option<Copy>,
    /// Of each mail, in the order of those included.
    marks: Vec<Mark>,
    /// How each mail stands, once it was looked at.
    judged: Vec<OnceLock<Standing>>,
}

/// How many mails stand how.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub same: usize,
    pub changed: usize,
    /// To be read as they were approved, and different in something else.
    pub alike: usize,
    pub new: usize,
    /// The approval holds them, and nobody gets them now.
    pub gone: usize,
}

impl Sealing {
    pub(super) fn load(workspace: &Workspace, prepared: &Prepared<'_>) -> Result<Self, Finding> {
        let slug = &prepared.campaign.slug;
        // one of another id is about other mails
        let seal = Seal::read(&workspace.root, slug)?.filter(|seal| seal.summary.campaign == prepared.campaign.id);
        let Some(seal) = seal else { return Ok(Self::default()) };
        let copy = Copy::read(workspace.ledger_location()?.folder(), slug, &seal);
        let marks = send::marks(workspace, prepared);
        let judged = marks.iter().map(|_| OnceLock::new()).collect();
        Ok(Self { copy, marks, judged, seal: Some(seal) })
    }

    /// How the mail at a position of those included stands; nothing where nothing was approved.
    pub(super) fn standing(&self, at: usize, address: &str, now: &Rendered) -> Option<Standing> {
        let judged = self.judged.get(at)?;
        let standing = match self.by_mark(at, address)? {
            Standing::Changed if self.reads_as_approved(address, now) => Standing::Alike,
            standing => standing,
        };
        Some(*judged.get_or_init(|| standing))
    }

    /// The same by what the approval itself knows, which is not what a mail says.
    fn by_mark(&self, at: usize, address: &str) -> Option<Standing> {
        let (seal, mark) = (self.seal.as_ref()?, self.marks.get(at)?);
        Some(match (seal.allows(mark), seal.holds(address)) {
            (true, _) => Standing::Same,
            (false, true) => Standing::Changed,
            (false, false) => Standing::New,
        })
    }

    fn reads_as_approved(&self, address: &str, now: &Rendered) -> bool {
        let Rendered { subject, html, text, .. } = now;
        let now = || Sealed { subject: subject.clone(), html: html.clone(), text: text.clone() };
        self.copy.as_ref().and_then(|copy| copy.mail(address)).is_some_and(|before| before.reads_as(&now()))
    }

    /// The mail as it was approved, where it is another one now.
    pub(super) fn before(&self, standing: Option<Standing>, address: &str) -> Option<Before> {
        let is_other = matches!(standing, Some(Standing::Changed | Standing::Alike));
        let Sealed { subject, html, text } = self.copy.as_ref().filter(|_| is_other)?.mail(address)?;
        Some(Before { subject, html, text })
    }

    /// Whether what was approved can be shown.
    pub(super) fn has_copy(&self) -> bool {
        self.copy.is_some()
    }

    /// How many mails stand how; of those that were looked at by what they say.
    pub(super) fn counts(&self, prepared: &Prepared<'_>) -> Counts {
        let mut counts = Counts::default();
        for (at, &number) in prepared.audience.included.iter().enumerate() {
            let judged = self.judged.get(at).and_then(OnceLock::get).copied();
            match judged.or_else(|| self.by_mark(at, prepared.lists.contacts.get(number).email())) {
                Some(Standing::Same) => counts.same += 1,
                Some(Standing::Changed) => counts.changed += 1,
                Some(Standing::Alike) => counts.alike += 1,
                Some(Standing::New) => counts.new += 1,
                None => {}
            }
        }
        let people = self.seal.as_ref().map_or(0, Seal::people);
        counts.gone = people.saturating_sub(counts.same + counts.changed + counts.alike);
        counts
    }
}
