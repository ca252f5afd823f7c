//! What every part of a mail has to hold: what the law asks for, and in the text what the HTML says.

use percent_encoding::percent_decode_str;

use super::Flaw;
use super::page::{Link, Page};
use crate::finding::Code;
use crate::message::{Rendered, Sender};

/// The parts, as sentences tell them apart.
pub const PARTS: [&str; 2] = ["html", "text"];

/// What mail programs show of a preheader at most.
const PREHEADER: usize = 110;

/// A text part with a smaller share of the words is another mail.
const LEAST_SHARE: usize = 3;

/// Of fewer words a share says nothing.
const FEW: usize = 60;

/// The text part in one line.
pub(super) struct Text(String);

impl Text {
    pub(super) fn of(mail: &Rendered) -> Self {
        Self(one_line(&mail.text))
    }
}

/// How the reader leaves (RFC 2369, § 7 (3) No. 4 UWG), who writes (§ 5 DDG), and what becomes of the data (Art. 13
/// DSGVO), as far as the settings say it.
pub(super) fn law(mail: &Rendered, page: &Page, text: &Text, sender: &Sender) -> Vec<Flaw> {
    let shown = one_line(&page.text);
    let mut flaws = Vec::new();
    for part in PARTS {
        let is_html = part == PARTS[0];
        let words = if is_html { &shown } else { &text.0 };
        let leads = |target: &str| is_html && page.links.iter().any(|link| link.target == target);
        let lacks = |wanted: &str| !leads(wanted) && !words.contains(&one_line(wanted));
        let of_sender = [
            (Code::ImprintMissing, &sender.imprint_url),
            (Code::PrivacyMissing, &sender.privacy_url),
            (Code::PostalAddressMissing, &sender.postal_address),
        ];
        let known = of_sender.into_iter().filter_map(|(code, value)| Some((code, value.as_deref()?)));
        flaws.extend(known.filter(|(_, value)| lacks(value)).map(|(code, value)| Flaw::new(code, value).with(part)));
        // the link is another one in each mail
        flaws.extend(lacks(&mail.unsubscribe).then(|| Flaw::new(Code::UnsubscribeMissing, "").with(part)));
    }
    flaws
}

/// Nothing beside the subject though the layout has a place for it, or more than is shown.
pub(super) fn preheader(page: &Page) -> Option<Flaw> {
    let preheader = one_line(page.preheader.as_ref()?);
    let length = preheader.chars().count();
    match length {
        0 => Some(Flaw::new(Code::PreheaderMissing, "")),
        1..=PREHEADER => None,
        _ => Some(Flaw::new(Code::PreheaderLong, preheader).with(length.to_string())),
    }
}

/// Links and headings of the HTML that the text lacks, or that it is much shorter. What the law asks for is told by
/// itself.
pub(super) fn divergence(mail: &Rendered, page: &Page, text: &Text, sender: &Sender) -> Vec<Flaw> {
    let lower = text.0.to_lowercase();
    let own = [&sender.imprint_url, &sender.privacy_url];
    let is_told = |target: &String| {
        *target == mail.unsubscribe || own.iter().any(|known| known.as_ref().is_some_and(|known| known == target))
    };
    let links = page.links.iter().filter(|link| !is_told(&link.target) && !is_written(&link.target, &text.0));
    let mut flaws: Vec<Flaw> = links.map(|link| Flaw::new(Code::TextDiverges, name(link)).with("link")).collect();
    // the first level is the title, which the subject stands for in the text
    let headings = page.headings.iter().filter(|(level, _)| *level > 1).map(|(_, words)| one_line(words));
    let headings = headings.filter(|heading| !lower.contains(&heading.to_lowercase()));
    flaws.extend(headings.map(|heading| Flaw::new(Code::TextDiverges, heading).with("heading")));
    let count = |words: &str| words.split_whitespace().count();
    let (html, plain) = (count(&page.text), count(&text.0));
    if html > FEW && plain * LEAST_SHARE < html {
        flaws.push(Flaw::new(Code::TextDiverges, "").with("words"));
    }
    flaws
}

/// Whether people can follow a link in the text as well. A mail without a recipient and a call are a convenience.
fn is_written(target: &str, text: &str) -> bool {
    let plain = target.strip_prefix("mailto:").filter(|rest| !rest.contains('?'));
    let is_convenience = target.starts_with("mailto:?") || target.starts_with("tel:") || target.starts_with('#');
    let target = plain.unwrap_or(target).trim();
    // HTML spells out in bytes what the text has as letters
    let is_same = || target.contains('%') && decoded(text).contains(&decoded(target));
    is_convenience || text.contains(target) || is_same()
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// What authors know a link by: its target can be another one in each mail.
fn name(link: &Link) -> String {
    let words = one_line(&link.words);
    if words.is_empty() { link.target.clone() } else { words }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Address;
    use crate::message::Enclosed;

    fn sender() -> Sender {
        Sender {
            name: "A".into(),
            address: Address::parse("a@a.example").expect("an address"),
            reply_to: None,
            organisation: None,
            postal_address: Some("Am Markt 1, Ulm".into()),
            imprint_url: Some("https://a.example/imprint".into()),
            privacy_url: Some("https://a.example/privacy?a=1&b=2".into()),
            feedback_id: None,
        }
    }

    const HTML: &str = "<p>Am Markt&nbsp;1,<br>Ulm <a href=\"https://a.example/imprint\">Imprint</a> <a href=\"https://a.example/privacy?a=1&amp;b=2\">Privacy</a> <a href=\"mailto:u@a.example?subject=x\">leave</a></p>";
    const TEXT: &str =
        "Am Markt 1,\nUlm https://a.example/imprint https://a.example/privacy?a=1&b=2 mailto:u@a.example?subject=x";

    fn told(html: &str, text: &str) -> Vec<(&'static str, String, String)> {
        let (html, text, unsubscribe) = (html.to_owned(), text.to_owned(), "mailto:u@a.example?subject=x".to_owned());
        let mail = Rendered { subject: "S".into(), html, text, unsubscribe, enclosed: Enclosed::default() };
        let (page, text, sender) = (Page::read(&mail.html), Text::of(&mail), sender());
        let flaws = law(&mail, &page, &text, &sender).into_iter().chain(preheader(&page));
        let flaws = flaws.chain(divergence(&mail, &page, &text, &sender));
        flaws.map(|flaw| (flaw.code.name(), flaw.what, flaw.detail)).collect()
    }

    #[test]
    fn a_mail_whose_parts_say_the_same_has_no_flaw() {
        let html = "<div style=\"display:none;font-size:1px\">Two days in Ulm</div><h1>Title</h1><h2>Big <b>news</b></h2>\
            <a href=\"https://b.example/\">page</a> <a href=\"mailto:c@a.example\">c</a> <a href=\"tel:+49\">call</a>\
            <a href=\"mailto:?subject=x\">pass on</a> <a href=\"https://b.example/%C3%BC%20b\">ü</a>";
        let text = "BIG\nNEWS\n====\npage [1], c@a.example\n[1] https://b.example/\nhttps://b.example/ü%20b";
        assert_eq!(told(&format!("{html}{HTML}"), &format!("{text}{TEXT}")), []);
    }

    #[test]
    fn what_the_law_asks_for_is_missed_in_either_part() {
        let codes = |html: &str, text: &str| {
            told(html, text).into_iter().map(|(code, _, part)| (code, part)).collect::<Vec<_>>()
        };
        let all = ["imprint-missing", "privacy-missing", "postal-address-missing", "unsubscribe-missing"];
        for (html, text, part) in [("<p>Hello</p>", TEXT, "html"), (HTML, "Hello", "text")] {
            assert_eq!(codes(html, text), all.map(|code| (code, part.to_owned())), "{part}");
        }
    }

    #[test]
    fn what_the_text_lacks_is_told_by_the_words_that_authors_know() {
        let many = "word ".repeat(70);
        let html = format!("<h2>Programme</h2><a href=\"https://b.example/\">the page</a><p>{many}</p>{HTML}");
        let expected = [("the page", "link"), ("Programme", "heading"), ("", "words")];
        let told = told(&html, TEXT);
        let told: Vec<_> = told.iter().map(|(code, what, detail)| (*code, what.as_str(), detail.as_str())).collect();
        assert_eq!(told, expected.map(|(what, detail)| ("text-diverges", what, detail)));
    }

    #[test]
    fn a_preheader_is_missed_where_there_is_a_place_for_it_and_may_not_be_too_long() {
        let with = |words: &str| told(&format!("<div style=\"display: none\">{words}</div>{HTML}"), TEXT);
        let codes = |words: &str| with(words).into_iter().map(|(code, ..)| code).collect::<Vec<_>>();
        assert_eq!(codes(" "), ["preheader-missing"]);
        assert_eq!(codes(&"ö".repeat(110)), Vec::<&str>::new());
        let long = with(&"ö".repeat(111));
        assert_eq!((long[0].0, long[0].2.as_str(), long.len()), ("preheader-long", "111", 1));
    }
}
