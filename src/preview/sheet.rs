//! What is to be approved, as one page that needs nothing else: to be read on a screen, on a telephone and on paper.

use std::collections::BTreeMap;

use super::index::{escape, fill};
use super::paper::on_paper;
use super::{Words, card, guarded};
use crate::message::{Card, flowing};

const PAGE: &str = include_str!("sheet.html");
const STYLE: &str = include_str!("sheet.css");

/// On paper a mail is smaller, so that more of it is seen at once, and keeps its colours.
const ON_PAPER: &str = "<style>@media print { html { zoom: .55; overflow: hidden } * { print-color-adjust: exact; -webkit-print-color-adjust: exact } }</style>";

/// What the page says besides the mails, by the names of the sentences.
pub const SHEET_WORDS: [&str; 14] = [
    "sheet-title",
    "sheet-fingerprint",
    "sheet-answer",
    "sheet-plan",
    "sheet-notes",
    "sheet-left-out",
    "sheet-nobody",
    "sheet-calendar",
    "sheet-carries",
    "sheet-mails",
    "sheet-mails-lead",
    "sheet-picture",
    "sheet-text",
    "sheet-begin",
];

/// A page for whoever approves.
#[derive(Debug)]
pub struct Sheet {
    /// Its words.
    pub words: Words,
    /// What stands for all that is approved.
    pub fingerprint: String,
    /// The subject line.
    pub subject: String,
    /// When the page was made, in words.
    pub written: String,
    /// Each a value and what it is.
    pub figures: Vec<(String, String)>,
    /// Each a term and a value.
    pub facts: Vec<(String, String)>,
    /// What may be wrong though it can be sent.
    pub notes: Vec<String>,
    /// Why people are left out, and how many.
    pub left_out: Vec<(String, u64)>,
    /// What calendars will show, where the mails carry an entry.
    pub card: Option<Card>,
    /// The mails to look at first.
    pub samples: Vec<Sample>,
}

/// One mail on the page.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Why it is shown.
    pub why: Vec<String>,
    /// Who gets it.
    pub name: String,
    /// The masked address.
    pub address: String,
    /// The subject line.
    pub subject: String,
    /// The files attached to it.
    pub files: Vec<Attached>,
    /// How many pictures it shows.
    pub pictures: usize,
    /// The HTML part, its pictures in it.
    pub html: String,
    /// The plain-text part.
    pub text: String,
}

/// A file attached to a mail.
#[derive(Debug, Clone)]
pub struct Attached {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub kind: &'static str,
    /// Its size, in words.
    pub size: String,
}

impl Sheet {
    /// The page.
    pub fn page(&self) -> String {
        let known = BTreeMap::from([
            ("language", self.words.language.code().to_owned()),
            ("style", STYLE.to_owned()),
            // of letters, digits and hyphens alone: it also stands in the style of printed pages
            ("fingerprint", self.fingerprint.clone()),
            ("groups", self.fingerprint.split('-').map(|group| element("span", group)).collect()),
            ("subject", escape(&self.subject)),
            ("written", escape(&self.written)),
            ("figures", self.figures.iter().map(entry).collect()),
            ("facts", self.facts.iter().map(row).collect()),
            ("notes", self.notes()),
            ("left-out", self.left_out()),
            ("calendar", self.calendar()),
            ("mails", self.samples.iter().map(|sample| self.mail(sample)).collect()),
        ]);
        fill(PAGE, |name| known.get(name).cloned().unwrap_or_else(|| self.said(name)))
    }

    fn said(&self, name: &str) -> String {
        self.words.html(name)
    }

    fn notes(&self) -> String {
        if self.notes.is_empty() {
            return String::new();
        }
        let notes: String = self.notes.iter().map(|note| element("li", note)).collect();
        format!("<section class=\"notes\"><h2>{}</h2><ul>\n{notes}</ul></section>\n", self.said("sheet-notes"))
    }

    fn left_out(&self) -> String {
        if self.left_out.is_empty() {
            return format!("<p class=\"soft\">{}</p>", self.said("sheet-nobody"));
        }
        let row = |(reason, count): &(String, u64)| {
            format!("<tr><td class=\"number\">{count}</td><th scope=\"row\">{}</th></tr>\n", escape(reason))
        };
        format!("<table>\n{}</table>", self.left_out.iter().map(row).collect::<String>())
    }

    fn calendar(&self) -> String {
        let heading = self.said("sheet-calendar");
        let shown = |shown| {
            format!("<section class=\"calendar\"><h2>{heading}</h2>\n{}</section>\n", card::html(shown, &self.words))
        };
        self.card.as_ref().map(shown).unwrap_or_default()
    }

    /// What a mail carries besides its text.
    fn carried(&self, sample: &Sample) -> String {
        let line = |name: &str, facts: &str| format!("<li>{} <span>{facts}</span></li>", escape(name));
        let file = |file: &Attached| line(&file.name, &escape(&format!("{}, {}", file.kind, file.size)));
        let entry = |card: &Card| {
            let kinds = card::kinds(card, &self.words).join("; ");
            line("invite.ics", &format!("application/ics, {}: {kinds}", escape(&card.title)))
        };
        let files: String = sample.files.iter().map(file).chain(self.card.iter().map(entry)).collect();
        let heading = self.said("sheet-carries");
        if files.is_empty() { files } else { format!("<div class=\"files\"><h4>{heading}</h4><ul>{files}</ul></div>") }
    }

    fn mail(&self, sample: &Sample) -> String {
        let Sample { why, name, address, subject, .. } = sample;
        let chips: String = why.iter().map(|why| element("li", why)).collect();
        let chips = if chips.is_empty() { chips } else { format!("<ul class=\"why\">{chips}</ul>") };
        format!(
            "<article>\n<header>{chips}<h3>{} <span>{}</span></h3><p>{}</p>{}</header>\n\
             <div class=\"views\">{}\n{}</div>\n</article>\n",
            escape(name),
            escape(address),
            escape(subject),
            self.carried(sample),
            self.picture(sample),
            self.text(sample),
        )
    }

    /// The mail as it looks: in a frame on the screen, as a part of the page on paper.
    fn picture(&self, sample: &Sample) -> String {
        let (title, height) = (self.said("sheet-picture"), height(sample));
        let page = escape(&printable(&guarded(&sample.html)));
        let paper = on_paper(&sample.html);
        let paper = paper.unwrap_or_else(|| format!("<p class=\"begin\">{}</p>", self.said("sheet-begin")));
        format!(
            "<figure><figcaption>{title}</figcaption>{paper}<iframe sandbox title=\"{title}: {}\" class=\"h{height}\" \
             srcdoc=\"{page}\"></iframe></figure>",
            escape(&sample.name),
        )
    }

    fn text(&self, sample: &Sample) -> String {
        let (title, name, text) = (self.said("sheet-text"), escape(&sample.name), escape(&flowing(&sample.text)));
        format!(
            "<figure><figcaption>{title}</figcaption><pre tabindex=\"0\" aria-label=\"{title}: {name}\">{text}</pre></figure>"
        )
    }
}

fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>", escape(text))
}

fn entry((value, label): &(String, String)) -> String {
    format!("<div><dd>{}</dd><dt>{}</dt></div>\n", escape(value), escape(label))
}

fn row((term, value): &(String, String)) -> String {
    format!("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", escape(term), escape(value))
}

fn printable(html: &str) -> String {
    let end = html.find("</head>").unwrap_or(0);
    let (before, after) = html.split_at(end);
    format!("{before}{ON_PAPER}{after}")
}

/// How high a mail is on the page, in steps from 1 to 6: without a script nobody can measure it, but its text tells
/// roughly.
fn height(sample: &Sample) -> usize {
    const COLUMNS: usize = 60;
    let rows: usize = sample.text.lines().map(|line| 1 + line.chars().count() / COLUMNS).sum();
    ((rows + 12 * sample.pictures) / 12 + 1).min(6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Language;

    fn sheet(name: &str) -> Sheet {
        let said = SHEET_WORDS.iter().map(|&word| (word, word.to_owned())).collect();
        let sample = Sample {
            why: vec!["longest name".into()],
            name: name.into(),
            address: "a…@x.example".into(),
            subject: "Hi".into(),
            files: vec![Attached { name: "plan & x.pdf".into(), kind: "application/pdf", size: "3 kB".into() }],
            pictures: 0,
            html: "<html><head></head><body><p class=\"x\">Hi</p></body></html>".into(),
            text: "Hi".into(),
        };
        let pair = || ("a".to_owned(), "b".to_owned());
        Sheet {
            words: Words { language: Language::En, said },
            fingerprint: "0000-1111-2222-3333".into(),
            subject: "Hi".into(),
            written: "today".into(),
            figures: vec![pair()],
            facts: vec![pair()],
            notes: Vec::new(),
            left_out: vec![("why".into(), 3)],
            card: None,
            samples: vec![sample],
        }
    }

    #[test]
    fn a_mail_stands_locked_in_within_its_frame() {
        let page = sheet("Anna").page();
        let frame = "<iframe sandbox title=\"sheet-picture: Anna\" class=\"h1\" srcdoc=\"&lt;html&gt;&lt;head&gt;&lt;meta http-equiv=";
        assert!(page.contains(frame), "{page}");
        assert!(page.contains("&lt;p class=&quot;x&quot;&gt;Hi&lt;/p&gt;"), "{page}");
        assert!(!page.contains("<script") && !page.contains("[["), "{page}");
    }

    #[test]
    fn a_mail_names_the_files_it_carries() {
        let page = sheet("Anna").page();
        assert!(page.contains("<li>plan &amp; x.pdf <span>application/pdf, 3 kB</span></li>"), "{page}");
        let sheet = sheet("Anna");
        let bare = Sample { files: Vec::new(), ..sheet.samples[0].clone() };
        assert_eq!(sheet.carried(&bare), "");
    }

    #[test]
    fn no_value_becomes_an_element_or_a_place_to_fill() {
        let page = sheet("</h3><script>[[style]]\"").page();
        assert!(page.contains("&lt;/h3&gt;&lt;script&gt;[[style]]&quot;") && !page.contains("<script"), "{page}");
    }

    #[test]
    fn a_longer_text_makes_a_higher_frame() {
        let high = |lines: usize| height(&Sample { text: "a\n".repeat(lines), ..sheet("Anna").samples.remove(0) });
        assert_eq!((high(1), high(30), high(500)), (1, 3, 6));
    }
}
