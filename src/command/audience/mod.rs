//! What `preview`, `send` and `check` share: a campaign compiled, and everybody it reaches.

mod law;
mod notice;
mod select;
mod sender;
mod specimens;
mod thread;
mod trial;

use std::sync::Arc;

use self::select::{Before, ask_ledger, history, past, select};
use self::thread::Thread;
use super::Failure;
use super::content::{Content, Texts};
use super::layouts::Layouts;
use super::moved::Said;
use super::review;
use super::send::Namesake;
use super::workspace::{Lists, Workspace};
use crate::audience::Audience;
use crate::campaign::{self, Campaign};
use crate::contact::Contact;
use crate::event::Event;
use crate::finding::{Code, Finding, Place};
use crate::list::Field;
use crate::message::{
    self, Compiled, Composed, Failure as RenderFailure, Head, Invitation, Letterhead, Links, Parts, Reader, Rendered,
    Signer,
};
use crate::template::{self, Asked, Past};
use crate::token::Keys;

pub(super) use self::law::{findings as law_findings, grounds, today};
pub(super) use self::notice::Notices;

/// A campaign that can be rendered for everybody it reaches.
pub(super) struct Prepared<'a> {
    pub campaign: Campaign,
    pub event: Event,
    pub compiled: Compiled,
    pub letterhead: Letterhead,
    /// Signs nothing unless it is replaced: a preview needs no key.
    pub signer: Signer,
    pub links: Links,
    pub audience: Audience,
    /// A digest of each mail, in the order of those included.
    pub digests: Vec<i64>,
    /// Who may have got the mail under another address.
    pub namesakes: Vec<Namesake>,
    pub content: Content,
    /// What the mails are written into.
    pub layouts: Layouts,
    pub past: Past,
    /// The questions about the past that the campaign and its templates ask.
    pub asked: Vec<Asked>,
    pub notices: Notices,
    pub thread: Thread,
    pub lists: &'a Lists,
    /// The contacts whose mails show everything that any of them has, where [`prepare_to_read`] looked for them; else some.
    pub specimens: Vec<u32>,
    /// What needs a look but stops nothing.
    pub warnings: Vec<Finding>,
}

/// What to do with people who lack a value that the mail needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Incomplete {
    /// Stop before the first mail.
    Stop,
    /// Leave them out.
    LeaveOut,
}

impl Incomplete {
    pub(super) fn from_flag(leave_out: bool) -> Self {
        if leave_out { Self::LeaveOut } else { Self::Stop }
    }
}

/// Loads, compiles, selects, and renders every mail once to see that it can be rendered.
pub(super) fn prepare<'a>(
    workspace: &Workspace,
    lists: &'a Lists,
    name: &str,
    incomplete: Incomplete,
) -> Result<Prepared<'a>, Failure> {
    let mut prepared = put_together(workspace, lists, name)?;
    prepared.try_everybody(workspace, incomplete, None)?;
    Ok(prepared)
}

/// The same for reading mails that nobody gets yet: chooses `specimens`, and makes no digests.
pub(super) fn prepare_to_read<'a>(
    workspace: &Workspace,
    lists: &'a Lists,
    name: &str,
) -> Result<Prepared<'a>, Failure> {
    let mut prepared = put_together(workspace, lists, name)?;
    let outline = prepared.compiled.outline();
    prepared.try_everybody(workspace, Incomplete::Stop, outline.as_ref())?;
    Ok(prepared)
}

fn put_together<'a>(workspace: &Workspace, lists: &'a Lists, name: &str) -> Result<Prepared<'a>, Failure> {
    let campaign = Campaign::load(&workspace.root, name)?;
    same_id_elsewhere(workspace, &campaign)?;
    let thread = Thread::of(workspace, &campaign)?;
    let event = event_of(workspace, &campaign)?;
    let next = event.next(&workspace.root)?;
    let layouts = Layouts::of(workspace, &campaign)?;
    let asking = || [&campaign.subject, &campaign.preheader, &campaign.body].into_iter().chain(layouts.sources());
    let (mut history, mut warnings) = history(workspace, &campaign, asking().chain([&campaign.condition]))?;
    let asked = asking().flat_map(|source| template::questions(source.template())).collect();
    let grounds = law::grounds(workspace, lists);
    ask_ledger(workspace, lists, &campaign, &grounds, &mut history)?;
    let history = Arc::new(history);
    let past = past(&history);
    let texts = Texts { campaign: &campaign, event: &event, next: next.as_ref(), layouts: &layouts };
    let compiled = compile(workspace, lists, &texts, &past, grounds.may_tell())?;
    let content = Content::of(workspace, &texts);
    let before = Before { history: &history, past: &past, grounds: &grounds };
    let mut audience = select(workspace, &campaign, event.scope(next.as_ref()), lists, &before)?;
    review::apply(workspace, lists, &mut audience, &|address| history.is_refused(address, campaign.purpose))?;
    let links =
        Links::new(&campaign.id, &event, workspace.config.answers_to(), workspace.language).for_campaign(&compiled);
    let letterhead = Letterhead::new(&workspace.config.sender, &campaign, invitation(workspace, &campaign, &event)?)?;
    warnings.extend(sender::foreign(workspace, &campaign));
    let notices = Notices::new(workspace, &campaign, grounds, history);
    let prepared = Prepared {
        campaign,
        event,
        compiled,
        letterhead,
        signer: Signer::default(),
        links,
        audience,
        digests: Vec::new(),
        namesakes: Vec::new(),
        content,
        layouts,
        past,
        asked,
        notices,
        thread,
        lists,
        specimens: Vec::new(),
        warnings,
    };
    prepared.can_tell()?;
    Ok(prepared)
}

/// The event that a campaign is about, unless calendars would not take what its mails say of it.
fn event_of(workspace: &Workspace, campaign: &Campaign) -> Result<Event, Finding> {
    let event = Event::load(&workspace.root, &campaign.event.0, &campaign.event.1)?;
    let due = Said::of(workspace, &event)?.revision_due_for(campaign);
    due.map_or(Ok(event), Err)
}

fn compile(
    workspace: &Workspace,
    lists: &Lists,
    texts: &Texts<'_>,
    past: &Past,
    notices: bool,
) -> Result<Compiled, Vec<Finding>> {
    message::compile(&Parts {
        campaign: texts.campaign,
        event: texts.event,
        next: texts.next,
        layout: &texts.layouts.layout,
        text: texts.layouts.text.as_ref(),
        sender: &workspace.config.sender,
        brand: &workspace.config.brand,
        media: &workspace.shelf(),
        language: workspace.language,
        past,
        fields: lists.contacts.fields(),
        notices,
        reader: Reader::Person,
    })
}

/// Two campaigns of one id would share one record: the second would count as sent.
fn same_id_elsewhere(workspace: &Workspace, campaign: &Campaign) -> Result<(), Finding> {
    let others = campaign::known(&workspace.root).into_iter().filter(|stem| *stem != campaign.slug);
    let twin =
        others.filter_map(|stem| Campaign::load(&workspace.root, &stem).ok()).find(|other| other.id == campaign.id);
    match twin {
        Some(other) => {
            let finding = Finding::new(Code::CampaignIdTwice).at(Place::file(&campaign.file));
            Err(finding.with("id", &campaign.id).with("other", other.file))
        }
        None => Ok(()),
    }
}

impl Prepared<'_> {
    /// The mail's content for one contact.
    pub(super) fn render(
        &self,
        workspace: &Workspace,
        keys: &Keys,
        inert: bool,
        contact: &Contact,
    ) -> Result<Rendered, RenderFailure> {
        let links = self.links.scope(keys, inert, contact.email());
        self.compiled.render(self.scope(workspace, contact), links)
    }

    /// The same for showing to others: its links name somebody else.
    pub(super) fn render_for(
        &self,
        workspace: &Workspace,
        shown: &str,
        contact: &Contact,
    ) -> Result<Rendered, RenderFailure> {
        let links = self.links.scope(&Keys::demonstration(), true, shown);
        self.compiled.render(self.scope(workspace, contact), links)
    }

    /// The same as it stands in a mail.
    pub(super) fn compose(
        &self,
        workspace: &Workspace,
        keys: &Keys,
        inert: bool,
        contact: &Contact,
    ) -> Result<Composed, RenderFailure> {
        let links = self.links.scope(keys, inert, contact.email());
        self.compiled.compose(self.scope(workspace, contact), links)
    }

    /// The mail as bytes, signed.
    pub(super) fn mime(
        &self,
        composed: &Composed,
        contact: &Contact,
        head: &Envelope<'_>,
        date: jiff::Timestamp,
    ) -> Result<Vec<u8>, Finding> {
        let name = addressee(contact);
        let head = Head {
            to: head.to,
            // a test copy goes to somebody else
            name: Some(name.as_str()).filter(|name| !name.is_empty() && head.to.as_str() == contact.email()),
            message_id: head.message_id,
            // what nobody may answer stands by itself
            replies_to: self.thread.before(contact.email()).filter(|_| !head.inert),
            date,
            inert: head.inert,
        };
        self.signer.sign(self.letterhead.write(composed, &head)?, head.date)
    }
}

/// The event for calendars, as the campaign wants it.
pub(super) fn invitation(
    workspace: &Workspace,
    campaign: &Campaign,
    event: &Event,
) -> Result<Option<Invitation>, Finding> {
    let Some(method) = campaign.calendar else { return Ok(None) };
    let (sender, zone) = (&workspace.config.sender, workspace.zone()?);
    Invitation::new(event, method, sender, workspace.config.answers_to(), &zone).map(Some)
}

/// The name beside the address of a mail.
pub(super) fn addressee(contact: &Contact) -> String {
    let parts = [Field::Title, Field::FirstName, Field::LastName].iter().filter_map(|&field| contact.value(field));
    parts.collect::<Vec<_>>().join(" ")
}

/// What distinguishes a real mail from a preview of it.
pub(super) struct Envelope<'a> {
    pub to: &'a crate::address::Address,
    pub message_id: &'a str,
    /// Whether nothing that comes back from it touches a contact.
    pub inert: bool,
}
