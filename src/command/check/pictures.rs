//! Pictures of events: whether mail programs can show them, and whether they may be shown.

use crate::event::Event;
use crate::finding::{Code, Finding};
use crate::media::{self, Shelf};

/// What is wrong with the pictures of an event. Whom a picture is by stands beside it (§ 13 `UrhG`), and people on it have
/// agreed or need not (§§ 22, 23 `KUG`).
pub(super) fn findings(event: &Event, shelf: &Shelf) -> Vec<Finding> {
    let mut findings = Vec::new();
    for picture in &event.facts.pictures {
        let path = picture.file.display().to_string();
        let about = |code| Finding::new(code).at(event.place_of(&path)).with("path", &path);
        let is_blank = |text: Option<&String>| text.is_none_or(|text| text.trim().is_empty());
        let file = match shelf.find(&path) {
            Ok(file) => file,
            Err(fault) => {
                findings.push(fault.finding(&path).at(event.place_of(&path)));
                continue;
            }
        };
        findings.extend(media::size(file.bytes()).is_none().then(|| about(Code::PictureFormat)));
        findings.extend(is_blank(Some(&picture.alt)).then(|| about(Code::PictureAltMissing)));
        findings.extend(is_blank(picture.credit.as_ref()).then(|| about(Code::PictureCreditMissing)));
        findings.extend(is_blank(picture.consent.as_ref()).then(|| about(Code::PictureConsentMissing)));
    }
    findings
}
