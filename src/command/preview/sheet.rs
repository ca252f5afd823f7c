//! `preview --for-approval`: one page to attach to a mail to whoever approves.

use std::path::Path;
use std::time::Duration;

use serde_json::json;

use super::super::audience::Prepared;
use super::super::extremes::{Chosen, extremes};
use super::super::schedule::local;
use super::super::workspace::Workspace;
use super::super::{Exit, Failure, left_out, own_page, send};
use super::{card, opened, words};
use crate::approval::Fingerprint;
use crate::finding::{Code, Finding};
use crate::media::File;
use crate::message;

use crate::preview::{self, Attached, CARD_WORDS, SHEET_WORDS, Sample, Sheet};
use crate::terminal::{Fact, Plan, Route, Screen};

/// How such a page ends.
const MARK: &str = "<!-- rundbrief preview --for-approval -->\n";

/// Writes the page, and says what to do with it.
pub(super) fn write(
    workspace: &Workspace,
    screen: &Screen,
    prepared: &Prepared<'_>,
    (file, open): (&Path, bool),
) -> Result<Exit, Failure> {
    let campaign = &prepared.campaign;
    if prepared.audience.included.is_empty() {
        return Ok(left_out::nobody(screen, prepared));
    }
    let plan = send::dry_plan(workspace, screen, prepared, None)?;
    let fingerprint = Fingerprint::of(&campaign.id, &send::marks(workspace, prepared));
    let sheet = sheet(workspace, screen, prepared, (&plan, &fingerprint))?;
    own_page::write(file, &sheet.page(), MARK)?;
    let link = opened::link(file);
    let facts = [
        ("link", Fact::from(link.as_str())),
        ("fingerprint", fingerprint.to_string().into()),
        ("campaign", campaign.slug.as_str().into()),
    ];
    screen.result(&screen.say("sheet-written", &facts));
    if open {
        opened::open(screen, file);
    }
    screen.json(&json!({
        "campaign": campaign.id, "for_approval": file, "link": link, "fingerprint": fingerprint.to_string(),
        "recipients": prepared.audience.included.len(), "plan": plan,
    }));
    Ok(Exit::Done)
}

fn sheet(
    workspace: &Workspace,
    screen: &Screen,
    prepared: &Prepared<'_>,
    (plan, fingerprint): (&Plan, &Fingerprint),
) -> Result<Sheet, Finding> {
    let say = screen.sentences();
    let reasons = plan.excluded.iter().map(|(reason, count)| (say.exclusion(reason), *count));
    let unusable = prepared.lists.set_aside.iter().filter(|row| row.code != Code::RowBlank).count() as u64;
    let rows = (unusable > 0).then(|| (say.say("sheet-rows", &[]), unusable));
    let now = local(workspace.clock.now(), &workspace.zone()?);
    let samples = extremes(workspace, prepared)?;
    Ok(Sheet {
        words: words(say, &prepared.campaign.id, &[&SHEET_WORDS[..], &CARD_WORDS].concat()),
        fingerprint: fingerprint.to_string(),
        subject: hide_first(prepared, &plan.subject),
        written: say.say("sheet-made", &[("time", say.written_time(&now).into())]),
        figures: figures(screen, plan),
        facts: facts(screen, prepared, plan),
        notes: plan.warnings.iter().chain(&prepared.warnings).map(|finding| screen.worded(finding)).collect(),
        left_out: reasons.chain(rows).collect(),
        card: card(workspace, prepared)?,
        samples: samples.iter().map(|chosen| sample(workspace, screen, prepared, chosen)).collect::<Result<_, _>>()?,
    })
}

/// What people ask first: how many, how long, until when.
fn figures(screen: &Screen, plan: &Plan) -> Vec<(String, String)> {
    let say = screen.sentences();
    let label = |key: &str| say.say(key, &[]);
    let count = [("count", Fact::from(plan.to_send))];
    let mut figures = vec![(say.say("sheet-count", &count), say.say("sheet-people", &count))];
    if let Some(seconds) = plan.seconds {
        figures.push((say.duration(Duration::from_secs(seconds)), label("sheet-duration")));
    }
    figures.extend(plan.finishes.as_deref().map(|time| (say.written_time(time), label("sheet-finish"))));
    figures
}

/// What else the plan says, in terms and values.
fn facts(screen: &Screen, prepared: &Prepared<'_>, plan: &Plan) -> Vec<(String, String)> {
    let say = screen.sentences();
    let count = |number: u64| say.say("sheet-count", &[("count", number.into())]);
    let way = match &plan.route {
        Route::Outbox(_) => say.say("sheet-rehearsal", &[]),
        Route::Smtp(host) => host.clone(),
    };
    let per_domain = plan.per_domain.iter().map(|rate| say.say("rate-per-domain", &[("rate", say.rate(*rate).into())]));
    let rates: Vec<String> = plan.rates.iter().map(|rate| say.rate(*rate)).chain(per_domain).collect();
    let not_before = prepared.campaign.not_before.map(|time| say.time(time)).unwrap_or_default();
    let known = [
        ("sheet-campaign", prepared.campaign.id.clone()),
        ("sheet-event", prepared.event.facts.name.clone()),
        ("sheet-from", plan.from.clone()),
        ("sheet-way", way),
        ("sheet-not-before", not_before),
        ("sheet-pace", rates.join(", ")),
    ];
    let counts =
        [("sheet-accepted", plan.accepted), ("sheet-in-doubt", plan.in_doubt), ("sheet-rejected", plan.rejected)];
    let counts = counts.into_iter().filter(|(_, number)| *number > 0).map(|(key, number)| (key, count(number)));
    let known = known.into_iter().filter(|(_, value)| !value.is_empty());
    known.chain(counts).map(|(key, value)| (say.say(key, &[]), value)).collect()
}

/// A mail as its reader gets it, with the address masked wherever it stands.
fn sample(workspace: &Workspace, screen: &Screen, prepared: &Prepared<'_>, chosen: &Chosen) -> Result<Sample, Finding> {
    let contact = &prepared.lists.contacts.get(chosen.number);
    let (email, hidden) = (contact.email(), masked(contact.email()));
    // tokens hold an address, too
    let mail = prepared.render_for(workspace, &hidden, contact).map_err(message::Failure::into_finding)?;
    let hide = |text: &str| hide(text, email);
    let html = preview::pictured(&hide(&mail.html), &mail.enclosed.pictures);
    // a name may be made of what a list says of its reader
    let attached = |file: &File| Attached {
        name: hide(file.title()),
        kind: file.kind(),
        size: screen.sentences().weight(file.bytes().len()),
    };
    Ok(Sample {
        why: chosen.why.iter().map(|name| screen.say(name, &[])).collect(),
        name: hide(&contact.display_name()),
        address: hidden.clone(),
        subject: hide(&mail.subject),
        files: mail.enclosed.attachments.iter().map(|file| attached(file)).collect(),
        pictures: mail.enclosed.pictures.len(),
        html,
        text: hide(&mail.text),
    })
}

/// The subject that the first of the audience gets, without the address.
fn hide_first(prepared: &Prepared<'_>, subject: &str) -> String {
    let first = prepared.audience.included.first();
    first.map_or_else(|| subject.to_owned(), |number| hide(subject, prepared.lists.contacts.get(*number).email()))
}

/// A text with an address masked, in any case and as links and HTML write it.
fn hide(text: &str, address: &str) -> String {
    let in_link = address.replace('@', "%40");
    let in_html = address.replace('&', "&amp;").replace('\'', "&#39;");
    let forms = [address, &in_link, &in_link.replace('+', "%2B"), &in_html];
    forms.iter().fold(text.to_owned(), |text, form| replace_in_any_case(&text, form, &masked(address)))
}

fn replace_in_any_case(text: &str, written: &str, by: &str) -> String {
    let (lower, mut out, mut copied) = (text.to_ascii_lowercase(), String::with_capacity(text.len()), 0);
    for (at, found) in lower.match_indices(&written.to_ascii_lowercase()) {
        out.push_str(&text[copied..at]);
        out.push_str(by);
        copied = at + found.len();
    }
    out.push_str(&text[copied..]);
    out
}

/// `m…@stadt.example`: enough to recognise somebody one knows, too little to write to anybody.
fn masked(address: &str) -> String {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    format!("{}…@{domain}", local.chars().next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_masked_however_it_is_written() {
        let text = "o'brien+1@x.example O'BRIEN+1@X.EXAMPLE o&#39;brien+1@x.example o'brien+1%40x.example o'brien%2B1%40x.example";
        let hidden = hide(text, "o'brien+1@x.example");
        assert_eq!(hidden, ["o…@x.example"; 5].join(" "));
        assert_eq!(hide("größer als a@x.example", "b@x.example"), "größer als a@x.example");
    }
}
