//! A campaign put together: body, report, layout and text into the three templates that Tera renders.

use std::path::Path;

use super::enclosure::{self, Carried};
use super::{
    ATTACHMENTS, Compiled, HTML, Parts, Reader, SUBJECT, TEXT, body, guard, layout, markdown, quoted_printable,
};
use crate::campaign::{CalendarMethod, Campaign};
use crate::finding::{Code, Finding, Place};
use crate::template::protect::{Medium, Protector};
use crate::template::{self, Source, Templates, Value};

/// Puts body, layout and text together under tokens, and gives Tera the result.
pub(super) fn assemble(parts: &Parts<'_>, text_layout: &Source) -> Result<Compiled, Finding> {
    let campaign = parts.campaign;
    let texts = [
        campaign.subject.template(),
        campaign.preheader.template(),
        campaign.body.template(),
        parts.layout.template(),
        text_layout.template(),
        &parts.event.report,
    ];
    let mut protector = Protector::new(&texts);
    let report = protector.literal(&parts.event.report);
    let report = protector.without_html(&report);
    let subject = protector.protect(&campaign.subject, Medium::Line, &[]);
    let preheader = protector.protect(&campaign.preheader, Medium::Line, &[]);
    let body = protector.protect(&campaign.body, Medium::Markdown, &[("event.report", &report)]);
    let (body, report) = (protector.keep_gender_stars(&body), protector.keep_gender_stars(&report));
    let colours = parts.brand.colours();
    let html =
        html_part(parts.layout, &colours, &mut protector, (&campaign.body, &body), &report, &preheader, &subject)?;
    let (html, pictures) = enclosure::pictures(parts, &html, &protector)?;
    let text = text_part(text_layout, &mut protector, &body, &report, &preheader, &subject);
    let (carried, attachments) = Carried::new(parts, pictures, &mut protector);
    let mut compiled = Compiled { templates: templates(parts)?, restored: Vec::new(), shortened: None, carried };
    let written =
        [(SUBJECT, Some(&subject)), (HTML, Some(&html)), (TEXT, Some(&text)), (ATTACHMENTS, attachments.as_ref())];
    for (name, protected) in written.into_iter().filter_map(|(name, protected)| Some((name, protected?))) {
        compiled.add(name, protector.restore(protected, name == HTML))?;
    }
    compiled.shortened = compiled.shorten(templates(parts)?.printing(quoted_printable::print_value));
    Ok(compiled)
}

fn templates(parts: &Parts<'_>) -> Result<Templates, Finding> {
    let pictures = enclosure::named(parts)?;
    let id = |name: &Path| {
        pictures.iter().find(|(known, _)| Path::new(known) == name).map(|(_, file)| file.content_id.as_str())
    };
    let mut templates = Templates::new(parts.language, parts.past);
    templates.set_for_all("event", parts.event.scope_with(parts.next, &id));
    templates.set_for_all("sender", parts.sender.of(parts.campaign).scope());
    templates.set_for_all("brand", parts.brand.scope(parts.brand.logo.as_deref().and_then(id)));
    templates.set_for_all("public", Value::from(parts.reader == Reader::Everybody));
    templates.set_for_all("campaign", campaign_scope(parts.campaign));
    Ok(templates)
}

/// A layout with nothing but a place for a body: shows whether a fault is the body's own.
const BARE_OPEN: &str = "<mjml><mj-body><mj-section><mj-column><mj-text>";
const BARE_CLOSE: &str = "</mj-text></mj-column></mj-section></mj-body></mjml>";

fn html_part(
    layout: &Source,
    colours: &[(&'static str, String)],
    protector: &mut Protector,
    (body, body_text): (&Source, &str),
    report: &str,
    preheader: &str,
    subject: &str,
) -> Result<String, Finding> {
    let ((body_html, raw), report) = (markdown::to_html_traced(body_text), markdown::to_html(report));
    let kind = layout::Kind::of(&layout.file);
    if let Err(layout::Fault { reason, at }) = kind.to_html(&format!("{BARE_OPEN}{body_html}{BARE_CLOSE}")) {
        let place = body::place(body, &raw, at.and_then(|at| at.checked_sub(BARE_OPEN.len())));
        return Err(invalid(protector, place, &reason));
    }
    let (preheader, subject) = (markdown::escape(preheader), markdown::escape(subject));
    let texts = [
        ("campaign.body", body_html.as_str()),
        ("event.report", &report),
        ("campaign.preheader", &preheader),
        ("campaign.subject", &subject),
    ];
    // a colour is text before MJML reads it: not every default of a layout is used
    let colours = colours.iter().map(|(name, colour)| (*name, colour.as_str()));
    let slots: Vec<_> = texts.into_iter().chain(colours).collect();
    let (mjml, trace) = protector.protect_traced(layout, Medium::Markup, &slots);
    let html = kind.to_html(&mjml).map_err(|layout::Fault { reason, at }| {
        let place = at.map_or_else(|| layout.begin(), |at| layout.place(trace.source_offset(at)));
        invalid(protector, place, &reason)
    })?;
    protector.nothing_lost(&mjml, &html)?;
    guard::guard(&html, protector, &layout.begin())?;
    Ok(html)
}

/// A fault of MJML, told with tags as they are written.
fn invalid(protector: &Protector, place: Place, reason: &str) -> Finding {
    Finding::new(Code::MjmlInvalid).at(place).with("reason", protector.restore(reason, false).text)
}

fn text_part(
    layout: &Source,
    protector: &mut Protector,
    body: &str,
    report: &str,
    preheader: &str,
    subject: &str,
) -> String {
    let (body, report) = (markdown::to_text(body), markdown::to_text(report));
    let slots = [
        ("campaign.body", body.trim_end()),
        ("event.report", report.trim_end()),
        ("campaign.preheader", preheader),
        ("campaign.subject", subject),
    ];
    protector.protect(layout, Medium::Markup, &slots)
}

fn campaign_scope(campaign: &Campaign) -> Value {
    Value::from(template::map([
        ("id", Some(campaign.id.as_str())),
        ("event", Some(campaign.event.0.as_str())),
        ("purpose", Some(campaign.purpose.name())),
        ("calendar", campaign.calendar.map(CalendarMethod::written)),
    ]))
}
