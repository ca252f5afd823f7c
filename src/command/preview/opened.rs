//! Pages in the browser: links to files, and opening them.

use std::fs;
use std::path::{self, Path, PathBuf};

use percent_encoding::{AsciiSet, CONTROLS, percent_encode};

use crate::finding::{Code, Finding, Place};
use crate::terminal::Screen;

/// What does not stand for itself in the path of a link (URL Standard, path percent-encode set), and what terminals
/// take for its end.
const CODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'\'')
    .add(b'(')
    .add(b')')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A link to a file (RFC 8089).
pub(super) fn link(file: &Path) -> String {
    format!("file://{}", percent_encode(whole(file).as_os_str().as_encoded_bytes(), CODED))
}

/// From the root on; without `..` where the file is there.
fn whole(file: &Path) -> PathBuf {
    fs::canonicalize(file).or_else(|_| path::absolute(file)).unwrap_or_else(|_| file.to_owned())
}

/// Opens a page; where no browser is to be had, that is told, and the page is written all the same.
pub(super) fn open(screen: &Screen, file: &Path) {
    if let Err(error) = open::that_detached(whole(file)) {
        let unopened = Finding::new(Code::BrowserUnopened).at(Place::file(file.display().to_string()));
        screen.alert(&[unopened.with("reason", error)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_survives_blanks_umlauts_and_signs() {
        let link = link(Path::new("/srv/Grüße (neu)/50 % #1/index.html"));
        assert_eq!(link, "file:///srv/Gr%C3%BC%C3%9Fe%20%28neu%29/50%20%25%20%231/index.html");
    }
}
