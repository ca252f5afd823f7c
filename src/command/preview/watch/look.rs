//! One state of the files, and the pages that it gives: some mails when somebody looks at one, the index from all.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::command::Failure;
use crate::command::preview::page::Maker;
use crate::command::preview::{whole, words};
use crate::command::send::dry_plan;
use crate::cores::in_turn;
use crate::digest::Digest;
use crate::finding::{Code, Finding};
use crate::message;
use crate::preview::{self, CARD_WORDS, Index, Live, Page, Part, Pictured, WORDS};
use crate::token::Keys;

/// A campaign as its files were, ready to be rendered.
pub(super) struct Look<'a>(pub Maker<'a>);

impl Look<'_> {
    /// Names who gets the mail, in their order.
    pub(super) fn people(&self) -> String {
        let prepared = self.0.prepared;
        let included = prepared.audience.included.iter();
        let emails = included.map(|&number| prepared.lists.contacts.get(number).email().to_owned());
        let emails: Vec<String> = emails.collect();
        Digest::of(emails.iter().map(String::as_bytes)).hex()
    }

    /// A file of mails; `None` where there is none of this name.
    ///
    /// # Errors
    /// The mail cannot be written.
    pub(super) fn file(&self, name: &str) -> Result<Option<Vec<u8>>, Finding> {
        let everybody = self.0.everybody();
        match Part::of(name) {
            Some(Part::Mail(position)) => {
                let Some(&(at, number)) = everybody.get(position) else { return Ok(None) };
                let page = self.0.page(at, number)?;
                let mut files = preview::files(&page, position, Pictured::Within).into_iter();
                Ok(files.find(|(known, _)| known == name).map(|(_, bytes)| bytes.into_owned()))
            }
            Some(Part::Bundle(positions)) => {
                let Some(some) = everybody.get(positions.start..positions.end.min(everybody.len())) else {
                    return Ok(None);
                };
                let pages: Vec<Page> =
                    some.iter().map(|&(at, number)| self.0.page(at, number)).collect::<Result<_, _>>()?;
                preview::bundle_of(&pages).map(|page| Some(page.into_bytes()))
            }
            Some(Part::Pictures) => self.pictures().map(|page| Some(page.into_bytes())),
            None => Ok(None),
        }
    }

    /// The pictures of all mails.
    fn pictures(&self) -> Result<String, Finding> {
        let Maker { workspace, prepared, .. } = self.0;
        let (keys, mut all) = (Keys::demonstration(), BTreeMap::new());
        for (_, number) in self.0.everybody() {
            let contact = prepared.lists.contacts.get(number);
            let mail = prepared.render(workspace, &keys, true, &contact).map_err(message::Failure::into_finding)?;
            for picture in mail.enclosed.pictures {
                all.entry(picture.content_id.clone()).or_insert_with(|| picture.as_target());
            }
        }
        preview::pictures(&all)
    }

    /// The index, for which every mail is written once; `None` where that is over before all are.
    ///
    /// # Errors
    /// What keeps a mail from being written, or the plan from being made.
    pub(super) fn index(&self, is_over: &AtomicBool) -> Result<Option<Vec<u8>>, Failure> {
        let Maker { workspace, screen, prepared, .. } = self.0;
        let mut index = Index::default();
        let all = in_turn(
            self.0.everybody(),
            |(at, number)| self.0.page(at, number),
            |page| {
                if is_over.load(Ordering::SeqCst) {
                    return Err(None::<Finding>);
                }
                index.add(&page.map_err(Some)?);
                Ok(())
            },
        );
        match all {
            Err(Some(finding)) => return Err(Failure::from(finding)),
            Err(None) => return Ok(None),
            Ok(()) => {}
        }
        let plan = dry_plan(workspace, screen, prepared, None)?;
        let words = words(screen.sentences(), &prepared.campaign.id, &[&WORDS[..], &CARD_WORDS].concat());
        let page = index.page(&words, &whole(&self.0, &plan)?, &Live::served());
        let page = page.map_err(|error| Finding::new(Code::FileUnwritable).with("reason", error))?;
        Ok(Some(page.into_bytes()))
    }
}
