//! What stands in the way of the mails, with the line that its author wrote.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::config;
use crate::finding::{Finding, Place};
use crate::preview::{Excerpt, Fault, FaultWords, fault_page};
use crate::terminal::Screen;

/// Words in lines of the settings whose values nobody else is to read.
const SECRETS: [&str; 3] = ["password", "secret", "token"];

/// How many faults there are, in words.
pub(super) fn count(screen: &Screen, count: usize) -> String {
    screen.say("preview-faults", &[("count", count.into())])
}

/// The page of all faults; one that `lives` goes away by itself.
pub(super) fn page(root: &Path, screen: &Screen, findings: &[Finding], version: u64, lives: bool) -> String {
    let words = FaultWords {
        language: screen.sentences().language(),
        title: count(screen, findings.len()),
        notice: screen.say("preview-faults-notice", &[]),
    };
    let faults: Vec<Fault> = findings.iter().map(|finding| fault(root, screen, finding)).collect();
    fault_page(&words, &faults, version, lives)
}

fn fault(root: &Path, screen: &Screen, finding: &Finding) -> Fault {
    let place = finding.place.as_ref().map(ToString::to_string).unwrap_or_default();
    let words = screen.worded(finding);
    let words = words.strip_prefix(&format!("{place}: ")).unwrap_or(&words).to_owned();
    Fault { excerpt: finding.place.as_ref().and_then(|place| excerpt(root, place)), place, words }
}

/// The line at a place of a text file of the workspace.
fn excerpt(root: &Path, place: &Place) -> Option<Excerpt> {
    let line = place.line.checked_sub(1).filter(|_| place.sheet.is_none())?;
    let text = decoded(fs::read(below(root, &place.file)?).ok()?);
    let line = text.trim_start_matches('\u{feff}').lines().nth(usize::try_from(line).ok()?)?;
    let is_secret = place.file == config::FILE && SECRETS.iter().any(|word| line.to_lowercase().contains(word));
    (!is_secret && !line.contains('\0')).then(|| Excerpt::of(line, place.line, place.column))
}

/// A file inside the workspace.
fn below(root: &Path, file: &str) -> Option<PathBuf> {
    let path = Path::new(file);
    path.components().all(|part| matches!(part, Component::Normal(_))).then(|| root.join(path))
}

/// A text to look at: what is no UTF-8 is Latin-1, or nearly.
fn decoded(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_a_place_is_shown_unless_it_may_hold_a_secret() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let write = |name: &str, text: &[u8]| fs::write(folder.path().join(name), text).expect("writable");
        write(config::FILE, b"[transport]\npassword = \"geheim\"\n");
        write("list.csv", b"E-Mail\nG\xfcnter\n");
        let shown = |name: &str, line| excerpt(folder.path(), &Place::line(name, line));
        assert_eq!(shown(config::FILE, 1), Some(Excerpt::of("[transport]", 1, 0)));
        assert_eq!(shown(config::FILE, 2), None);
        assert_eq!(shown("list.csv", 2), Some(Excerpt::of("Günter", 2, 0)));
        for (name, line) in [("list.csv", 0), ("list.csv", 9), ("missing", 1), ("../list.csv", 1), ("/etc/passwd", 1)] {
            assert_eq!(shown(name, line), None, "{name}:{line}");
        }
    }
}
