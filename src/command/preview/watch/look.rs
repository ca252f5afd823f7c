//! One state of the files, and the pages that it gives: a mail alone when somebody looks at it, the index from all.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::command::Failure;
use crate::command::audience::Prepared;
use crate::command::check::Reader;
use crate::command::preview::{page, told, told_of, words};
use crate::command::send::dry_plan;
use crate::command::workspace::Workspace;
use crate::cores::in_turn;
use crate::digest::Digest;
use crate::finding::{Code, Finding};
use crate::preview::{self, Index, Live};
use crate::terminal::Screen;

/// A campaign as its files were, ready to be rendered.
pub(super) struct Look<'a> {
    pub workspace: &'a Workspace,
    pub screen: &'a Screen,
    pub prepared: &'a Prepared<'a>,
}

impl Look<'_> {
    /// Names who gets the mail, in their order.
    pub(super) fn people(&self) -> String {
        let included = self.prepared.audience.included.iter();
        let emails = included.map(|&number| self.prepared.lists.contacts.get(number).email().to_owned());
        let emails: Vec<String> = emails.collect();
        Digest::of(emails.iter().map(String::as_bytes)).hex()
    }

    /// A file of one mail; `None` where there is none of this name.
    ///
    /// # Errors
    /// The mail cannot be written.
    pub(super) fn file(&self, name: &str) -> Result<Option<Vec<u8>>, Finding> {
        let Some(position) = preview::position(name) else { return Ok(None) };
        let Some(&number) = self.prepared.audience.included.get(position) else { return Ok(None) };
        let page = page(self.workspace, self.prepared, number, |_| Vec::new())?;
        let mut files = preview::files(&page, position).into_iter();
        Ok(files.find(|(known, _)| known == name).map(|(_, bytes)| bytes.into_owned()))
    }

    /// The index, for which every mail is written once; `None` where that is over before all are.
    ///
    /// # Errors
    /// What keeps a mail from being written, or the plan from being made.
    pub(super) fn index(&self, is_over: &AtomicBool) -> Result<Option<Vec<u8>>, Failure> {
        let Self { workspace, screen, prepared } = *self;
        let reader = Reader::new(workspace, prepared);
        let mut index = Index::default();
        let make = |number| page(workspace, prepared, number, |mail| told_of(&reader, screen, mail));
        let all = in_turn(prepared.audience.included.clone(), make, |page| {
            if is_over.load(Ordering::SeqCst) {
                return Err(None::<Finding>);
            }
            index.add(&page.map_err(Some)?);
            Ok(())
        });
        match all {
            Err(Some(finding)) => return Err(Failure::from(finding)),
            Err(None) => return Ok(None),
            Ok(()) => {}
        }
        let plan = screen.sentences().plan_lines(&dry_plan(workspace, screen, prepared, None)?);
        let words = words(screen.sentences(), &prepared.campaign.id);
        let page = index.page(&words, &plan, &told(workspace, prepared, screen)?, &Live::served());
        let page = page.map_err(|error| Finding::new(Code::FileUnwritable).with("reason", error))?;
        Ok(Some(page.into_bytes()))
    }
}
