//! Files of a preview by their names, for whoever makes each of them only when somebody asks for it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::bundle::{self, Bundle};
use super::{MAILS, PICTURES, Page, VIEWS, guarded, unwritable};
use crate::finding::Finding;
use crate::media::File;

/// The page that hands over all pictures.
pub(super) const ALL_PICTURES: &str = "pictures";

/// What a file of a preview is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The mail at a position, from 0, whether or not there is one.
    Mail(usize),
    /// The mails at some positions.
    Bundle(Range<usize>),
    /// The pictures of all mails.
    Pictures,
}

/// Where the page of a mail by itself has its pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pictured {
    /// In files beside it.
    Beside,
    /// In itself: a page without an origin may ask a server for nothing.
    Within,
}

impl Part {
    /// By the name of the file; `None` for names that no such file has.
    pub fn of(name: &str) -> Option<Self> {
        let (folder, file) = name.split_once('/')?;
        let stem = file.split_once('.')?.0;
        let before = || stem.parse::<usize>().ok()?.checked_sub(1);
        match folder {
            MAILS => before().map(Self::Mail),
            VIEWS if stem == ALL_PICTURES => Some(Self::Pictures),
            VIEWS => before().and_then(|full| {
                let begin = full.checked_mul(bundle::MAILS)?;
                Some(Self::Bundle(begin..begin.checked_add(bundle::MAILS)?))
            }),
            _ => None,
        }
    }
}

/// The files of the mail at this position, from 0: each one's name in the folder, and its bytes.
pub fn files(page: &Page, position: usize, pictures: Pictured) -> [(String, Cow<'_, [u8]>); 3] {
    let stem = format!("{:04}", position + 1);
    let html = match pictures {
        Pictured::Beside => targeted(&page.html, &page.pictures, |picture| format!("../{PICTURES}/{}", file(picture))),
        Pictured::Within => pictured(&page.html, &page.pictures),
    };
    [
        (format!("{MAILS}/{stem}.html"), guarded(&html).into_bytes().into()),
        // the mark makes browsers and editors read umlauts right
        (format!("{MAILS}/{stem}.txt"), format!("\u{feff}{}", page.text).into_bytes().into()),
        (format!("{MAILS}/{stem}.eml"), page.eml.as_slice().into()),
    ]
}

/// A mail's page with its pictures in it.
pub fn pictured(html: &str, pictures: &[Arc<File>]) -> String {
    targeted(html, pictures, File::as_target)
}

fn targeted(html: &str, pictures: &[Arc<File>], target: impl Fn(&File) -> String) -> String {
    pictures
        .iter()
        .fold(html.to_owned(), |html, picture| html.replace(&format!("cid:{}", picture.content_id), &target(picture)))
}

/// What the index shows of some mails.
///
/// # Errors
/// `file-unwritable`.
pub fn bundle(pages: &[Page]) -> Result<String, Finding> {
    let mut bundle = Bundle::default();
    for page in pages {
        bundle.add(page);
    }
    bundle.page().map_err(|error| unwritable(VIEWS, &error))
}

/// What the index shows of pictures: as targets that need nothing else, by their Content-IDs.
///
/// # Errors
/// `file-unwritable`.
pub fn pictures(all: &BTreeMap<String, String>) -> Result<String, Finding> {
    bundle::pictures(all).map_err(|error| unwritable(PICTURES, &error))
}

/// A name that no other picture has.
pub(super) fn file(picture: &File) -> String {
    format!("{}{}", &picture.digest.hex()[..20], picture.extension())
}

#[cfg(test)]
mod tests {
    use super::super::tests::page;
    use super::*;

    #[test]
    fn a_file_tells_what_it_is_made_from() {
        for (name, _) in files(&page("<img>"), 41, Pictured::Within) {
            assert_eq!(Part::of(&name), Some(Part::Mail(41)), "{name}");
        }
        assert_eq!(Part::of("views/0002.html"), Some(Part::Bundle(bundle::MAILS..2 * bundle::MAILS)));
        assert_eq!(Part::of("views/pictures.html"), Some(Part::Pictures));
        let huge = format!("views/{}.html", usize::MAX);
        for name in ["index.html", "mails/", "mails/0000.html", "mails/x.html", "other/0001.html", "0001.html", &huge] {
            assert_eq!(Part::of(name), None, "{name}");
        }
    }
}
