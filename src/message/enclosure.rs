//! What a mail carries beside its words: pictures that stand in it (RFC 2392), and files, the same for all or each
//! person's own.

use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::{ATTACHMENTS, Compiled, Failure, HTML, Parts};
use crate::digest::Digest;
use crate::finding::{Code, Finding, Place};
use crate::media::{Fault, File, Shelf};
use crate::template::protect::{Medium, Protector};
use crate::template::{Scope, Source};

/// Most mail servers refuse mails of more than 20 to 25 MB.
const MOST: u64 = 20_000_000;

/// Between two attachments of a template: no cell holds a control character.
const BETWEEN: &str = "\u{1f}";

/// What one mail carries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Enclosed {
    /// The pictures that its HTML shows.
    pub pictures: Vec<Arc<File>>,
    /// The files attached to it.
    pub attachments: Vec<Arc<File>>,
}

/// What the mails of a campaign can carry.
#[derive(Debug, Default)]
pub(super) struct Carried {
    /// Pictures that some mail may show.
    pub pictures: Vec<Arc<File>>,
    /// Where the first of them is named, or else where the files are.
    place: Option<Place>,
    attachments: Option<Attachments>,
}

#[derive(Debug)]
struct Attachments {
    shelf: Arc<Shelf>,
    wanted: Vec<Wanted>,
}

/// A path that a campaign names.
#[derive(Debug)]
struct Wanted {
    /// How many slashes it may have: those that its author wrote.
    slashes: usize,
    place: Place,
}

/// Puts Content-IDs in place of the names of pictures, and gives the pictures.
///
/// # Errors
/// A picture that is not there, at the place of its name.
pub(super) fn pictures(
    parts: &Parts<'_>,
    html: &str,
    protector: &Protector,
) -> Result<(String, Vec<Arc<File>>), Finding> {
    let mut pictures: Vec<Arc<File>> = named(parts)?.into_iter().map(|(_, picture)| picture).collect();
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(SCHEME) {
        let (before, behind) = rest.split_at(at + SCHEME.len());
        out.push_str(before);
        let end = behind.find(end_of_target(&rest[..at])).unwrap_or(behind.len());
        let written = &behind[..end];
        rest = &behind[end..];
        // what people read is no name, and what tags print is known when they do
        if written.is_empty() || protector.has_token(written) || !is_markup(&html[..html.len() - behind.len()]) {
            out.push_str(written);
            continue;
        }
        let written = written.replace("&amp;", "&");
        let name = percent_decode_str(&written).decode_utf8_lossy();
        let picture = parts.media.find(&name).map_err(|fault| fault.finding(&name).at(place_of(parts, &written)))?;
        out.push_str(&picture.content_id);
        pictures.push(picture);
    }
    out.push_str(rest);
    pictures.sort_by(|one, other| one.name.cmp(&other.name));
    pictures.dedup();
    Ok((out, pictures))
}

const SCHEME: &str = "cid:";

/// What ends the target of a picture, by what it is put in.
fn end_of_target(before: &str) -> fn(char) -> bool {
    match before.chars().next_back() {
        Some('"') => |c| c == '"',
        Some('\'') => |c| c == '\'',
        Some('(') => |c| c == ')',
        _ => |c| c.is_whitespace() || "\"'<>()".contains(c),
    }
}

/// Whether HTML ends inside a tag or a style sheet.
fn is_markup(html: &str) -> bool {
    html.rfind('<') > html.rfind('>') || html.rfind("<style") > html.rfind("</style")
}

/// The pictures that layouts name by what they are: those of the event, by their files, and the logo.
///
/// # Errors
/// One that the layout asks for is not there.
pub(super) fn named(parts: &Parts<'_>) -> Result<Vec<(String, Arc<File>)>, Finding> {
    let asks = |word: &str| [&parts.campaign.body, parts.layout].iter().any(|source| source.template().contains(word));
    let mut named = Vec::new();
    if asks("event.pictures") {
        for picture in &parts.event.facts.pictures {
            let name = picture.file.display().to_string();
            let found = parts.media.find(&name);
            named.push((name.clone(), found.map_err(|fault| fault.finding(&name).at(parts.event.place_of(&name)))?));
        }
    }
    if let Some(logo) = parts.brand.logo.as_ref().filter(|_| asks("brand.logo")) {
        let name = logo.display().to_string();
        let found = parts.media.find(&name);
        named.push((name.clone(), found.map_err(|fault| fault.finding(&name).at(Place::file("rundbrief.toml")))?));
    }
    Ok(named)
}

/// Where an author wrote the name of a picture.
fn place_of(parts: &Parts<'_>, written: &str) -> Place {
    let decoded = percent_decode_str(written).decode_utf8_lossy();
    let found = |source: &Source| {
        [written, &decoded]
            .iter()
            .find_map(|name| source.template().find(&format!("{SCHEME}{name}")))
            .map(|at| source.place(at))
    };
    let sources = [&parts.campaign.body, parts.layout];
    sources.into_iter().find_map(found).unwrap_or_else(|| Place::file(&parts.event.file))
}

impl Carried {
    /// Reads the campaign's attachments; gives the template of their paths, protected, where there are any.
    pub(super) fn new(
        parts: &Parts<'_>,
        pictures: Vec<Arc<File>>,
        protector: &mut Protector,
    ) -> (Self, Option<String>) {
        let sources = &parts.campaign.attachments;
        let shown =
            pictures.iter().max_by_key(|picture| picture.weight()).map(|picture| place_of(parts, &picture.name));
        let Some(first) = sources.first() else {
            return (Self { pictures, place: shown, attachments: None }, None);
        };
        let paths: Vec<String> = sources.iter().map(|source| protector.protect(source, Medium::Markup, &[])).collect();
        let wanted = paths.iter().zip(sources).map(|(path, source)| {
            let slashes = path.matches('/').count();
            Wanted { slashes, place: source.place(0) }
        });
        let attachments = Attachments { shelf: Arc::clone(parts.media), wanted: wanted.collect() };
        (Self { pictures, place: Some(first.place(0)), attachments: Some(attachments) }, Some(paths.join(BETWEEN)))
    }

    /// The pictures that a mail shows, by its HTML.
    pub(super) fn shown(&self, html: &str) -> Vec<Arc<File>> {
        self.pictures.iter().filter(|picture| html.contains(&picture.content_id)).map(Arc::clone).collect()
    }

    /// The same, by its HTML in quoted-printable, which breaks lines anywhere.
    pub(super) fn shown_encoded(&self, html: &[u8]) -> Vec<Arc<File>> {
        if self.pictures.is_empty() {
            return Vec::new();
        }
        let text = String::from_utf8_lossy(html).replace("=\r\n", "");
        self.shown(&text)
    }
}

impl Compiled {
    /// The files for the contact of a scope.
    ///
    /// # Errors
    /// A path leads out of the folder or has no file; together they are too large for a mail.
    pub(super) fn attachments(&self, scope: &Scope) -> Result<Vec<Arc<File>>, Failure> {
        let files = match &self.carried.attachments {
            Some(attachments) => {
                let paths = self.templates.render(ATTACHMENTS, scope).map_err(|fault| self.failure(&fault))?;
                attachments.find(&paths)?
            }
            None => Vec::new(),
        };
        let weight = self.weight(&files, scope)?;
        if weight > MOST {
            let finding = Finding::new(Code::MailTooLarge).with("size", weight.div_ceil(1_000_000));
            let place = self.carried.place.clone();
            return Err(Failure::Broken(Box::new(place.into_iter().fold(finding, Finding::at))));
        }
        Ok(files)
    }

    /// What a mail's pictures and files take of it, in bytes, as far as that could be too much.
    fn weight(&self, files: &[Arc<File>], scope: &Scope) -> Result<u64, Failure> {
        let attached: u64 = files.iter().map(|file| file.weight()).sum();
        let pictures = &self.carried.pictures;
        // a picture gets smaller on its way, and not every mail shows each: few campaigns need to know exactly
        if attached + pictures.iter().map(|picture| picture.weight()).sum::<u64>() <= MOST {
            return Ok(attached);
        }
        let html = self.templates.render(HTML, scope).map_err(|fault| self.failure(&fault))?;
        Ok(attached + self.carried.shown(&html).iter().map(|picture| picture.weight_of_picture()).sum::<u64>())
    }
}

impl Attachments {
    fn find(&self, paths: &str) -> Result<Vec<Arc<File>>, Failure> {
        let wanted = paths.split(BETWEEN).zip(&self.wanted).filter(|(path, _)| !path.trim().is_empty());
        wanted.map(|(path, wanted)| self.find_one(path.trim(), wanted)).collect()
    }

    fn find_one(&self, path: &str, wanted: &Wanted) -> Result<Arc<File>, Failure> {
        // a value names a file, and never a folder
        let found =
            if path.matches('/').count() > wanted.slashes { Err(Fault::Outside) } else { self.shelf.find(path) };
        found.map_err(|fault| match fault {
            Fault::Missing => {
                let finding = Finding::new(Code::AttachmentMissing).at(wanted.place.clone()).with("path", path);
                Failure::Missing("attachments".to_owned(), Box::new(finding))
            }
            fault => Failure::Broken(Box::new(fault.finding(path).at(wanted.place.clone()))),
        })
    }
}

/// A digest of a mail with its attachments; pictures are known by the ids in the mail.
pub(super) fn with_attachments(digest: Digest, attachments: &[Arc<File>]) -> Digest {
    if attachments.is_empty() {
        return digest;
    }
    let all: Vec<[u8; 32]> =
        std::iter::once(digest).chain(attachments.iter().map(|file| file.digest)).map(|d| d.bytes()).collect();
    Digest::of(all.iter().map(<[u8; 32]>::as_slice))
}
