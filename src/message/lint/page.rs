//! The HTML part as a browser reads it: links, pictures, headings, and the words that people see.

use std::cell::RefCell;
use std::sync::Arc;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, CharacterTokens, EndTag, StartTag, Tag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer,
    TokenizerOpts,
};

use super::Flaw;
use super::contrast::Contrast;
use crate::address::Address;
use crate::finding::Code;
use crate::media::File;

/// What a page holds.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The links: target, and what people read of it.
    pub links: Vec<Link>,
    /// The sources of pictures that lack an alternative text.
    pictures: Vec<String>,
    /// The sources of all pictures.
    sources: Vec<String>,
    /// The headings, in their order: level, and words.
    pub headings: Vec<(u8, String)>,
    /// What mail programs show beside the subject: the first words, which nobody sees in the mail itself.
    pub preheader: Option<String>,
    /// What people see.
    pub text: String,
    /// What many people could not read.
    pub contrast: Contrast,
    /// Inside a style sheet or a title.
    hidden: u32,
    /// What the words belong to besides.
    within: Option<Within>,
}

/// A link.
#[derive(Debug)]
pub(super) struct Link {
    pub target: String,
    /// Its words, and those that stand for its pictures.
    pub words: String,
}

/// Of what the words are gathered; none of these stands in another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Link,
    Heading,
    Preheader,
}

/// What people write who have not thought of whom a link is read out to.
const VAGUE: [&str; 14] = [
    "hier",
    "hier klicken",
    "klick hier",
    "klicken sie hier",
    "bitte hier klicken",
    "link",
    "diesem link",
    "dieser link",
    "here",
    "click here",
    "click",
    "link here",
    "this link",
    "follow this link",
];

struct Sink(RefCell<Page>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut page = self.0.borrow_mut();
        match token {
            TagToken(tag) => {
                page.contrast.take(&tag);
                page.take(&tag);
            }
            CharacterTokens(text) if page.hidden == 0 => {
                page.contrast.read(&text);
                page.read_words(&text);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Page {
    pub(super) fn read(html: &str) -> Self {
        // a third of a mail are styles, which nobody sees
        let body = html.find("<body").map_or(html, |at| &html[at..]);
        let input = BufferQueue::default();
        shown(body).for_each(|piece| input.push_back(StrTendril::from(piece)));
        let tokenizer = Tokenizer::new(Sink(RefCell::default()), TokenizerOpts::default());
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        tokenizer.sink.0.into_inner()
    }

    fn take(&mut self, tag: &Tag) {
        let attribute = |name: &str| {
            tag.attrs
                .iter()
                .find(|attribute| &*attribute.name.local == name)
                .map(|attribute| attribute.value.to_string())
        };
        let starts = tag.kind == StartTag;
        match &*tag.name {
            "style" | "title" | "script" => {
                self.hidden = if starts { self.hidden + 1 } else { self.hidden.saturating_sub(1) };
            }
            "a" if starts => {
                self.within = attribute("href").map(|target| {
                    self.links.push(Link { target, words: String::new() });
                    Within::Link
                });
            }
            "div" if starts && self.begins() && attribute("style").is_some_and(|style| hides(&style)) => {
                self.preheader = Some(String::new());
                self.within = Some(Within::Preheader);
            }
            "img" if starts => {
                self.sources.extend(attribute("src"));
                if let (Some(Within::Link), Some(link)) = (self.within, self.links.last_mut()) {
                    link.words.push_str(&attribute("alt").unwrap_or_default());
                }
                let is_ornament = attribute("role").is_some_and(|role| role == "presentation" || role == "none");
                if attribute("alt").is_none_or(|alt| alt.trim().is_empty()) && !is_ornament {
                    self.pictures.push(attribute("src").unwrap_or_default());
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if starts => {
                self.headings.push((tag.name.as_bytes()[1] - b'0', String::new()));
                self.within = Some(Within::Heading);
            }
            "a" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.within = None,
            _ => {}
        }
        // words of two cells are two words
        if tag.kind == EndTag || &*tag.name == "br" {
            self.text.push('\n');
        }
    }

    /// Whether nothing was read yet.
    fn begins(&self) -> bool {
        self.preheader.is_none() && self.text.trim().is_empty()
    }

    fn read_words(&mut self, words: &str) {
        let part = match self.within {
            Some(Within::Link) => self.links.last_mut().map(|link| &mut link.words),
            Some(Within::Heading) => self.headings.last_mut().map(|(_, heading)| heading),
            Some(Within::Preheader) => self.preheader.as_mut(),
            None => None,
        };
        if let Some(part) = part {
            part.push_str(words);
        }
        self.text.push_str(words);
    }

    /// What is wrong with links, pictures and headings.
    pub(super) fn flaws(&self, carried: &[Arc<File>]) -> Vec<Flaw> {
        let mut flaws: Vec<Flaw> = self
            .links
            .iter()
            .filter_map(|Link { target, .. }| Some(Flaw::new(fault(target)?, target.as_str())))
            .collect();
        let vague = self.links.iter().map(|link| link.words.trim()).filter(|words| says_nothing(words));
        flaws.extend(vague.map(|words| Flaw::new(Code::LinkText, words)));
        // authors know a picture by its name
        let name = |source: &str| {
            let id = source.strip_prefix("cid:")?;
            let file = carried.iter().find(|file| file.content_id == id)?;
            Some(format!("cid:{}", file.name))
        };
        let named = |source: &String| name(source).unwrap_or_else(|| source.clone());
        flaws.extend(self.pictures.iter().map(|source| Flaw::new(Code::ImageWithoutAlt, named(source))));
        let unknown = self.sources.iter().filter(|source| source.starts_with("cid:") && name(source).is_none());
        flaws.extend(unknown.map(|source| Flaw::new(Code::PictureUnknown, source.as_str())));
        let skipped = self.headings.windows(2).find(|pair| pair[1].0 > pair[0].0 + 1);
        flaws.extend(skipped.map(|pair| {
            let flaw = Flaw::new(Code::HeadingSkipped, format!("h{}", pair[1].0)).with(format!("h{}", pair[0].0));
            Flaw { near: pair[1].1.trim().to_owned(), ..flaw }
        }));
        // rounded down: what falls short must not look as if it did not
        let contrast = |contrast: f64| format!("{:.1}", (contrast * 10.0).floor() / 10.0);
        let faint = self.contrast.faint.iter();
        flaws.extend(faint.map(|(words, ratio)| Flaw::new(Code::TextFaint, words.as_str()).with(contrast(*ratio))));
        flaws
    }
}

/// What stands between comments. A quarter of a mail is for Outlook alone, and the tokenizer reads comments letter by
/// letter.
fn shown(html: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(html);
    std::iter::from_fn(move || {
        let text = rest?;
        let (shown, comment) = text.find("<!--").map_or((text, None), |at| (&text[..at], Some(&text[at + 2..])));
        // `<!-->` is a whole comment
        rest = comment.and_then(|comment| comment.split_once("-->")).map(|(_, rest)| rest);
        Some(shown)
    })
}

/// Whether nobody sees what is styled so.
fn hides(style: &str) -> bool {
    style.replace(' ', "").contains("display:none")
}

/// Whether the words of a link tell nothing of where it leads (WCAG 2.1, 2.4.4): screen readers list links alone.
fn says_nothing(words: &str) -> bool {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    VAGUE.contains(&words.trim_end_matches(['.', '!', ':', '>', '»', '…', ' ']))
}

/// What is wrong with the target of a link; mails have no address of their own that one could be relative to.
pub(super) fn fault(link: &str) -> Option<Code> {
    let link = link.trim();
    let (scheme, rest) = link.split_once(':').unwrap_or_default();
    let is_odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"');
    match scheme.to_ascii_lowercase().as_str() {
        "https" | "http" if rest.contains(is_odd) || !has_host(rest) => Some(Code::LinkBroken),
        "mailto" | "tel" if rest.is_empty() || rest.contains(is_odd) => Some(Code::LinkBroken),
        "mailto" if !has_addresses(rest) => Some(Code::LinkBroken),
        "tel" if !rest.contains(|c: char| c.is_ascii_digit()) => Some(Code::LinkBroken),
        "https" | "mailto" | "tel" => None,
        "http" => Some(Code::LinkPlainHttp),
        "" => Some(Code::LinkBroken),
        _ => Some(Code::LinkUnsafe),
    }
}

/// Addresses with commas between them, or none at all (RFC 6068 §2); what is percent-encoded is left to mail programs.
fn has_addresses(rest: &str) -> bool {
    let addresses = rest.split('?').next().unwrap_or_default();
    let usable = |address: &str| address.contains('%') || Address::parse(address).is_ok();
    (addresses.is_empty() && rest.starts_with('?')) || addresses.split(',').all(usable)
}

/// `//stadt.example/…`
fn has_host(rest: &str) -> bool {
    let host = rest.strip_prefix("//").unwrap_or_default();
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    host.contains('.') && !host.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_comments_is_not_read() {
        for (html, words) in [
            ("a<!-- <h1>b</h1> -->c", "ac"),
            ("a<!--[if !mso]><!-->b<!--<![endif]-->c", "abc"),
            ("a<!-->b<!--->c", "abc"),
            ("a<!-- b", "a"),
            ("<!-- a --><!-- b -->", ""),
            ("<p title=\"<b\">a --> b", "a --> b"),
        ] {
            let page = Page::read(html);
            assert_eq!(page.text, words, "{html}");
            assert_eq!(page.headings, [], "{html}");
        }
    }
}
