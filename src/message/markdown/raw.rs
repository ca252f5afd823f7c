//! HTML that an author wrote into Markdown, as the text part wants it: elements, words, and tags of ours.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, CharacterTokens, CommentToken, StartTag, Tag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer,
    TokenizerOpts,
};

use crate::template::protect::TOKEN;

/// A piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// An element begins: its name, and what of its attributes people need, a target or an alternative text.
    Open(String, Option<String>),
    /// An element ends.
    Close(String),
    /// Words, with entities decoded and blanks as they are.
    Words(String),
    /// A tag of ours, as it stands for a tag of the author.
    Tag(String),
}

/// The pieces of HTML, in their order. What nobody sees is left out.
pub(super) fn pieces(html: &str) -> Vec<Piece> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner().pieces
}

#[derive(Default)]
struct Sink(RefCell<Seen>);

#[derive(Default)]
struct Seen {
    pieces: Vec<Piece>,
    /// How many elements are open whose words are not shown.
    hidden: u32,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut seen = self.0.borrow_mut();
        match token {
            TagToken(tag) => seen.take(&tag),
            CharacterTokens(words) if seen.hidden == 0 => match seen.pieces.last_mut() {
                Some(Piece::Words(before)) => before.push_str(&words),
                _ => seen.pieces.push(Piece::Words(words.to_string())),
            },
            CommentToken(comment) if comment.starts_with(TOKEN) => {
                seen.pieces.push(Piece::Tag(format!("<!--{comment}-->")));
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Seen {
    fn take(&mut self, tag: &Tag) {
        let name = tag.name.to_string();
        if ["style", "script", "title"].contains(&name.as_str()) {
            self.hidden = if tag.kind == StartTag { self.hidden + 1 } else { self.hidden.saturating_sub(1) };
        } else if tag.kind == StartTag {
            let wanted = if name == "img" { "alt" } else { "href" };
            let attribute = tag.attrs.iter().find(|attribute| &*attribute.name.local == wanted);
            self.pieces.push(Piece::Open(name, attribute.map(|attribute| attribute.value.to_string())));
        } else {
            self.pieces.push(Piece::Close(name));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_comes_apart_with_its_entities_decoded_and_without_what_nobody_sees() {
        let words = |words: &str| Piece::Words(words.to_owned());
        let open = |name: &str, attribute: Option<&str>| Piece::Open(name.to_owned(), attribute.map(str::to_owned));
        let html =
            "&copy; 2027 &lt;A&gt;<style>p{}</style><!-- x --><!--rbq1q if--><a href=\"rbq2q\">b</a><IMG alt='c'>";
        let expected = [
            words("© 2027 <A>"),
            Piece::Tag("<!--rbq1q if-->".to_owned()),
            open("a", Some("rbq2q")),
            words("b"),
            Piece::Close("a".to_owned()),
            open("img", Some("c")),
        ];
        assert_eq!(pieces(html), expected);
    }
}
