//! The HTML part as a browser reads it: links, pictures, headings, and the words that people see.

use std::cell::RefCell;
use std::sync::Arc;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, CharacterTokens, EndTag, StartTag, Tag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer,
    TokenizerOpts,
};

use super::Flaw;
use crate::finding::Code;
use crate::media::File;

/// What a page holds.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The targets of links.
    links: Vec<String>,
    /// The sources of pictures that lack an alternative text.
    pictures: Vec<String>,
    /// The sources of all pictures.
    sources: Vec<String>,
    /// The levels of headings, in their order.
    headings: Vec<u8>,
    /// What people see.
    pub text: String,
    /// Inside a style sheet or a title.
    hidden: u32,
}

struct Sink(RefCell<Page>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut page = self.0.borrow_mut();
        match token {
            TagToken(tag) => page.take(&tag),
            CharacterTokens(text) if page.hidden == 0 => page.text.push_str(&text),
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
        input.push_back(StrTendril::from(body));
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
            "a" if starts => self.links.extend(attribute("href")),
            "img" if starts => {
                self.sources.extend(attribute("src"));
                let is_ornament = attribute("role").is_some_and(|role| role == "presentation" || role == "none");
                if attribute("alt").is_none_or(|alt| alt.trim().is_empty()) && !is_ornament {
                    self.pictures.push(attribute("src").unwrap_or_default());
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if starts => self.headings.push(tag.name.as_bytes()[1] - b'0'),
            _ => {}
        }
        // words of two cells are two words
        if tag.kind == EndTag || &*tag.name == "br" {
            self.text.push('\n');
        }
    }

    /// What is wrong with links, pictures and headings.
    pub(super) fn flaws(&self, carried: &[Arc<File>]) -> Vec<Flaw> {
        let mut flaws: Vec<Flaw> =
            self.links.iter().filter_map(|link| Some(Flaw::new(fault(link)?, link.as_str()))).collect();
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
        let skipped = self.headings.windows(2).find(|pair| pair[1] > pair[0] + 1);
        flaws.extend(
            skipped.map(|pair| Flaw::new(Code::HeadingSkipped, format!("h{}", pair[1])).with(format!("h{}", pair[0]))),
        );
        flaws
    }
}

/// What is wrong with the target of a link; mails have no address of their own that one could be relative to.
fn fault(link: &str) -> Option<Code> {
    let link = link.trim();
    let (scheme, rest) = link.split_once(':').unwrap_or_default();
    let is_odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"');
    match scheme.to_ascii_lowercase().as_str() {
        "https" | "http" if rest.contains(is_odd) || !has_host(rest) => Some(Code::LinkBroken),
        "mailto" | "tel" if rest.is_empty() || rest.contains(is_odd) => Some(Code::LinkBroken),
        "https" | "mailto" | "tel" => None,
        "http" => Some(Code::LinkPlainHttp),
        "" => Some(Code::LinkBroken),
        _ => Some(Code::LinkUnsafe),
    }
}

/// `//stadt.example/…`
fn has_host(rest: &str) -> bool {
    let host = rest.strip_prefix("//").unwrap_or_default();
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    host.contains('.') && !host.starts_with('.')
}
