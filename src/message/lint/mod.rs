//! What is wrong with a mail though it can be rendered and sent: things that only people who send many mails know.

mod contrast;
mod page;
mod parts;
mod weekday;
mod words;

pub use parts::PARTS;

use page::Page;
use parts::{Text, divergence, law, preheader};

use super::{Rendered, Sender};
use crate::finding::Code;
use crate::media;

/// Something about a mail that its author should look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flaw {
    /// What.
    pub code: Code,
    /// The words it is about, as they stand in the mail; they may stand in the author's files as well.
    pub what: String,
    /// What is told besides: a length, or the right weekday.
    pub detail: String,
    /// The words near which it stands, where it has none of its own.
    pub near: String,
}

impl Flaw {
    fn new(code: Code, what: impl Into<String>) -> Self {
        Self { code, what: what.into(), detail: String::new(), near: String::new() }
    }

    fn with(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
    }
}

/// Mail programs show about so many characters of a subject on a desk; a telephone shows half of it.
const SUBJECT: usize = 78;

/// Gmail cuts an HTML part off at 102 kB; some room is left for what servers add.
const HTML: usize = 100_000;

/// Styles that let long words be broken.
const BROKEN: [&str; 2] = ["word-break:", "overflow-wrap:"];

/// Files that can hold programs: formats of old office programs with macros, programs, and archives that hide them.
const REFUSED: [&str; 21] = [
    ".doc", ".xls", ".ppt", ".docm", ".xlsm", ".pptm", ".rtf", ".exe", ".com", ".bat", ".cmd", ".scr", ".js", ".vbs",
    ".jar", ".msi", ".lnk", ".iso", ".rar", ".7z", ".html",
];

/// Everything that is wrong with a mail of a sender as somebody gets it. `year` is that of the event, for dates without
/// one.
pub fn flaws(mail: &Rendered, sender: &Sender, year: Option<i16>) -> Vec<Flaw> {
    let page = Page::read(&mail.html);
    let mut flaws = page.flaws(&mail.enclosed.pictures);
    let text = Text::of(mail);
    flaws.extend(law(mail, &page, &text, sender));
    flaws.extend(preheader(&page));
    flaws.extend(divergence(mail, &page, &text, sender));
    let refused = mail.enclosed.attachments.iter().filter(|file| REFUSED.contains(&file.extension().as_str()));
    flaws.extend(refused.map(|file| Flaw::new(Code::AttachmentRefused, file.name.as_str())));
    let length = mail.subject.chars().count();
    if length == 0 {
        flaws.push(Flaw::new(Code::SubjectEmpty, ""));
    } else if length > SUBJECT {
        flaws.push(Flaw::new(Code::SubjectLong, mail.subject.as_str()).with(length.to_string()));
    }
    if mail.html.len() > HTML {
        flaws.push(Flaw::new(Code::HtmlTooLarge, "").with((mail.html.len() / 1000).to_string()));
    }
    // MJML has words broken anywhere
    let long = if BROKEN.iter().any(|style| mail.html.contains(style)) { None } else { words::unbroken(&page.text) };
    flaws.extend(long.map(|(word, length)| Flaw::new(Code::WordLong, word).with(length.to_string())));
    let hidden = mail.enclosed.pictures.iter().filter(|file| media::size(file.bytes()).is_none());
    flaws.extend(hidden.map(|file| Flaw::new(Code::PictureFormat, file.name.as_str())));
    for text in [&mail.subject, &mail.text, &page.text] {
        flaws.extend(words::placeholders(text).into_iter().map(|what| Flaw::new(Code::PlaceholderLeft, what)));
        flaws.extend(words::markup(text).into_iter().map(|what| Flaw::new(Code::MarkupLeft, what)));
        let wrong = weekday::wrong(text, year).into_iter();
        flaws.extend(wrong.map(|(date, right)| Flaw::new(Code::WeekdayWrong, date).with(right)));
    }
    flaws.sort();
    flaws.dedup();
    flaws
}

/// Whether a value is worth a look of its own, by itself or as the target of a link.
pub(super) fn is_remarkable(value: &str, is_target: bool) -> bool {
    let odd = || value.contains("http:") || !words::placeholders(value).is_empty() || !words::markup(value).is_empty();
    (is_target && page::fault(value).is_some()) || odd()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Address;
    use crate::message::Enclosed;

    fn mail(subject: &str, html: &str, text: &str) -> Rendered {
        let (subject, html, text) = (subject.to_owned(), html.to_owned(), text.to_owned());
        Rendered { subject, html, text, unsubscribe: String::new(), enclosed: Enclosed::default() }
    }

    fn sender() -> Sender {
        let address = Address::parse("a@a.example").expect("an address");
        let (reply_to, name) = (None, "A".to_owned());
        let (organisation, postal_address, imprint_url, privacy_url, feedback_id) = (None, None, None, None, None);
        Sender { name, address, reply_to, organisation, postal_address, imprint_url, privacy_url, feedback_id }
    }

    fn told(mail: &Rendered) -> Vec<(&'static str, String)> {
        flaws(mail, &sender(), Some(2027)).into_iter().map(|flaw| (flaw.code.name(), flaw.what)).collect()
    }

    #[test]
    fn a_mail_that_is_right_has_no_flaw() {
        let html = "<h1>Einladung</h1><h2>Programm</h2><p>Methoden, Todesfälle und das Lexikon</p>\
            <a href=\"https://www.aufbruch.example/x?a=1&amp;b=2\">mehr</a> <a href=\"mailto:a@b.example\">schreiben</a>\
            <img src=\"logo.png\" alt=\"Logo\"><img src=\"line.png\" alt=\"\" role=\"presentation\">";
        let text = "EINLADUNG Am Dienstag, 11. Mai 2027, und am Mittwoch, 12. Mai, sehen wir uns. Programm:\n\
            https://www.aufbruch.example/x?a=1&b=2 a@b.example";
        assert_eq!(told(&mail("Einladung", html, text)), []);
    }

    #[test]
    fn every_flaw_is_told_with_the_words_it_is_about() {
        let html = "<h1>A</h1><h4>B</h4><img src=\"cid:a\"><a href=\"\">leer</a><a href=\"javascript:alert(1)\">x</a>\
            <a href=\"http://a.example/\">alt</a><a href=\"https://a b.example\">blank</a><a href=\"seite.html\">Klicken Sie hier!</a><p>TODO: Datum</p>";
        let links = "javascript:alert(1) http://a.example/ https://a b.example seite.html A B";
        let told = told(&mail("", html, &format!("Montag, 11. Mai 2027, {links}")));
        let expected = [
            ("heading-skipped", "h4"),
            ("image-without-alt", "cid:a"),
            ("link-broken", ""),
            ("link-broken", "https://a b.example"),
            ("link-broken", "seite.html"),
            ("link-plain-http", "http://a.example/"),
            ("link-text", "Klicken Sie hier!"),
            ("link-unsafe", "javascript:alert(1)"),
            ("picture-unknown", "cid:a"),
            ("placeholder-left", "TODO"),
            ("subject-empty", ""),
            ("weekday-wrong", "Montag, 11. Mai 2027"),
        ];
        let mut told: Vec<(&str, &str)> = told.iter().map(|(code, what)| (*code, what.as_str())).collect();
        told.sort_unstable();
        assert_eq!(told, expected);
    }

    #[test]
    fn what_is_too_long_is_told_with_its_length() {
        let flaws = flaws(&mail(&"Ö".repeat(79), &"x ".repeat(50_001), &"x ".repeat(50_001)), &sender(), None);
        let told: Vec<_> = flaws.iter().map(|flaw| (flaw.code.name(), flaw.detail.as_str())).collect();
        assert_eq!(told, [("subject-long", "79"), ("html-too-large", "100")]);
    }
}
