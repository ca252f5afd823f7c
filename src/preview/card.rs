//! The calendar entry on a page without scripts, as the gallery's script draws it.

use std::fmt::Write as _;

use super::Words;
use super::index::escape;
use crate::message::{Card, CardDay};
use crate::template::full_date;

/// The sentences that a card needs.
pub const CARD_WORDS: [&str; 14] = [
    "preview-card-request",
    "preview-card-publish",
    "preview-card-cancel",
    "preview-card-revision",
    "preview-card-all-day",
    "preview-card-from",
    "preview-card-until",
    "preview-card-place",
    "preview-card-page",
    "preview-card-organiser",
    "preview-card-accept",
    "preview-card-tentative",
    "preview-card-decline",
    "preview-card-inert",
];

/// What calendars will show, as HTML.
pub(super) fn html(card: &Card, words: &Words) -> String {
    let days: String = card.days.iter().map(|shown| day(shown, words)).collect();
    format!(
        "<div class=\"card {}\">\n{}<h3>{}</h3>\n<ol>\n{days}</ol>\n<table>\n{}</table>\n{}</div>\n",
        name(card),
        kinds(card, words).iter().flat_map(|kind| ["<p class=\"soft\">", kind, "</p>\n"]).collect::<String>(),
        escape(&card.title),
        facts(card, words),
        answers(card, words),
    )
}

/// What the entry asks of its reader, and whether it replaces an earlier one, as HTML. A cancellation always does.
pub(super) fn kinds(card: &Card, words: &Words) -> Vec<String> {
    let replaces = card.revision > 0 && name(card) != "cancel";
    let revision = || words.html("preview-card-revision").replace('#', &card.revision.to_string());
    let kind = words.html(&format!("preview-card-{}", name(card)));
    [kind].into_iter().chain(replaces.then(revision)).collect()
}

fn name(card: &Card) -> &'static str {
    match card.method {
        "REQUEST" => "request",
        "CANCEL" => "cancel",
        _ => "publish",
    }
}

fn day(CardDay { day, from, until }: &CardDay, words: &Words) -> String {
    let begins = from.iter().map(|time| format!("{} {time}", words.html("preview-card-from")));
    let ends = until.iter().map(|time| format!("{} {time}", words.html("preview-card-until")));
    let time = begins.chain(ends).collect::<Vec<_>>().join(" ");
    let time = if time.is_empty() { words.html("preview-card-all-day") } else { time };
    format!("<li><b>{}</b> <span>{time}</span></li>\n", full_date(*day, words.language))
}

fn facts(card: &Card, words: &Words) -> String {
    let organiser = format!("{}, {}", card.organiser, card.answers_to);
    let known = [("place", card.place.as_ref()), ("page", card.url.as_ref()), ("organiser", Some(&organiser))];
    let mut out = String::new();
    for (key, value) in known.into_iter().filter_map(|(key, value)| Some((key, value?))) {
        let term = words.html(&format!("preview-card-{key}"));
        // writing into a string cannot fail
        let _ = writeln!(out, "<tr><th scope=\"row\">{term}</th><td>{}</td></tr>", escape(value));
    }
    out
}

/// The answers that an invitation asks for; nobody can give them here.
fn answers(card: &Card, words: &Words) -> String {
    if name(card) != "request" {
        return String::new();
    }
    let answer = |key: &str| format!("<span>{}</span>", words.html(&format!("preview-card-{key}")));
    let answers: String = ["accept", "tentative", "decline"].map(answer).concat();
    format!("<p class=\"answers\">{answers}</p>\n<p class=\"soft\">{}</p>\n", words.html("preview-card-inert"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Language;

    fn said(method: &'static str, revision: u32) -> String {
        let day = |day: &str, from: Option<&str>| CardDay {
            day: day.parse().expect("a day"),
            from: from.map(str::to_owned),
            until: None,
        };
        let card = Card {
            method,
            revision,
            title: "Tag <b>".to_owned(),
            days: vec![day("2027-04-22", Some("10:00")), day("2027-04-23", None)],
            place: Some("Halle & Hof".to_owned()),
            url: None,
            organiser: "Aufbruch".to_owned(),
            answers_to: "team@aufbruch.example".to_owned(),
        };
        let said = CARD_WORDS.iter().map(|&word| (word, format!("{word} #"))).collect();
        html(&card, &Words { language: Language::De, said })
    }

    #[test]
    fn an_invitation_shows_its_days_its_place_and_the_answers_it_asks_for() {
        let html = said("REQUEST", 0);
        for shown in [
            "<div class=\"card request\">",
            "<h3>Tag &lt;b&gt;</h3>",
            "<li><b>Donnerstag, 22. April 2027</b> <span>preview-card-from # 10:00</span></li>",
            "<li><b>Freitag, 23. April 2027</b> <span>preview-card-all-day #</span></li>",
            "<td>Halle &amp; Hof</td>",
            "<span>preview-card-decline #</span>",
        ] {
            assert!(html.contains(shown), "{shown}: {html}");
        }
        assert!(!html.contains("preview-card-revision") && !html.contains("preview-card-page"), "{html}");
    }

    #[test]
    fn a_revision_and_a_cancellation_say_that_they_are_one() {
        let revised = said("PUBLISH", 2);
        assert!(revised.contains("preview-card-publish #") && revised.contains("preview-card-revision 2"), "{revised}");
        let off = said("CANCEL", 2);
        assert!(off.contains("card cancel") && !off.contains("preview-card-revision"), "{off}");
        assert!(!revised.contains("answers") && !off.contains("answers"), "nobody is asked");
    }
}
