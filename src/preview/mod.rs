//! The dry run as a folder of pages that opens in a browser from disk: no server, no script, nothing loaded.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::finding::{Code, Finding, Place};
use crate::media::File;

/// The file that marks a folder as ours, so that nothing else is ever overwritten.
const MARK: &str = ".rundbrief-preview";

/// The words of the pages, in the language of the reader.
#[derive(Debug)]
pub struct Words {
    /// The language of the page, such as `de`.
    pub language: &'static str,
    /// `Preview: …`
    pub title: String,
    /// What this is and is not.
    pub notice: String,
    /// The heading above the recipients.
    pub recipients: String,
    /// The heading above those left out.
    pub excluded: String,
    /// Column headings: name, address, formats.
    pub columns: [String; 3],
    /// What stands in the empty frame.
    pub choose: String,
    /// The column heading for reasons.
    pub reason: String,
    /// The name of the plain-text link.
    pub text: String,
}

/// One mail of the preview.
#[derive(Debug)]
pub struct Page {
    /// Who it is for.
    pub name: String,
    /// Their address.
    pub address: String,
    /// The subject.
    pub subject: String,
    /// The HTML part.
    pub html: String,
    /// The plain-text part.
    pub text: String,
    /// The whole mail.
    pub eml: Vec<u8>,
    /// The pictures of the HTML part, by their names in `media/`.
    pub pictures: Vec<(String, Arc<File>)>,
}

/// Somebody who does not get the mail, or a row that cannot be used.
#[derive(Debug)]
pub struct LeftOut {
    /// Who it is, or where the row stands.
    pub name: String,
    /// Their address.
    pub address: String,
    /// Why.
    pub reason: String,
    /// What can be done about it.
    pub help: Option<String>,
}

/// Writes a preview page by page, so that memory does not grow with the audience.
pub struct Gallery {
    folder: PathBuf,
    words: Words,
    rows: String,
    count: u32,
    /// Those that were written.
    pictures: BTreeSet<String>,
}

impl Gallery {
    /// Begins a preview in a folder: a new one, an empty one, or an earlier preview, which is replaced.
    ///
    /// # Errors
    /// `folder-foreign` where the folder holds anything else; `file-unwritable`.
    pub fn begin(folder: &Path, words: Words) -> Result<Self, Finding> {
        let ours = folder.join(MARK).exists();
        let holds_something = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
        if holds_something && !ours {
            return Err(Finding::new(Code::FolderForeign).at(place(folder)));
        }
        let mails = folder.join("mails");
        if ours && mails.exists() {
            fs::remove_dir_all(&mails).map_err(|error| unwritable(&mails, &error))?;
        }
        fs::create_dir_all(&mails).map_err(|error| unwritable(&mails, &error))?;
        let media = folder.join("media");
        if ours && media.exists() {
            fs::remove_dir_all(&media).map_err(|error| unwritable(&media, &error))?;
        }
        let gallery =
            Self { folder: folder.to_owned(), words, rows: String::new(), count: 0, pictures: BTreeSet::new() };
        gallery.write(MARK, b"")?;
        Ok(gallery)
    }

    /// Adds a mail.
    ///
    /// # Errors
    /// `file-unwritable`.
    pub fn add(&mut self, page: &Page) -> Result<(), Finding> {
        self.count += 1;
        let stem = format!("mails/{:04}", self.count);
        self.write(&format!("{stem}.html"), page.html.as_bytes())?;
        // the mark makes browsers and editors read umlauts right
        self.write(&format!("{stem}.txt"), format!("\u{feff}{}", page.text).as_bytes())?;
        self.write(&format!("{stem}.eml"), &page.eml)?;
        for (name, picture) in &page.pictures {
            if self.pictures.insert(name.clone()) {
                let media = self.folder.join("media");
                fs::create_dir_all(&media).map_err(|error| unwritable(&media, &error))?;
                self.write(&format!("media/{name}"), picture.picture())?;
            }
        }
        let [name, address, subject] = [&page.name, &page.address, &page.subject].map(|text| escape(text));
        let text = escape(&self.words.text);
        // writing into a string cannot fail
        let _ = writeln!(
            self.rows,
            "<tr><th scope=\"row\"><a href=\"{stem}.html\" target=\"mail\">{name}</a><br><span>{address}</span><br>\
             <span>{subject}</span></th><td><a href=\"{stem}.txt\" target=\"mail\">{text}</a> <a href=\"{stem}.eml\">.eml</a></td></tr>"
        );
        Ok(())
    }

    /// Writes the index: the plan, the mails, and everyone left out with the reason. Gives its path.
    ///
    /// # Errors
    /// `file-unwritable`.
    pub fn finish(self, plan: &[String], excluded: &[LeftOut]) -> Result<PathBuf, Finding> {
        let plan = plan.iter().fold(String::new(), |page, line| page + "<li>" + &escape(line.trim()) + "</li>\n");
        let left_out = excluded.iter().fold(String::new(), |mut page, left_out| {
            let LeftOut { name, address, reason, help } = left_out;
            let [name, address, reason] = [name, address, reason].map(|text| escape(text));
            let help = help.as_ref().map(|help| format!("<br><span>{}</span>", escape(help))).unwrap_or_default();
            let _ = writeln!(page, "<tr><th scope=\"row\">{name}</th><td>{address}</td><td>{reason}{help}</td></tr>");
            page
        });
        let [name, address, formats] = self.words.columns.each_ref().map(|text| escape(text));
        let count = self.count.to_string();
        let excluded_count = excluded.len().to_string();
        let index = fill(
            INDEX,
            &[
                ("language", self.words.language),
                ("title", &escape(&self.words.title)),
                ("notice", &escape(&self.words.notice)),
                ("plan", &plan),
                ("recipients", &escape(&self.words.recipients)),
                ("count", &count),
                ("name", &name),
                ("address", &address),
                ("formats", &formats),
                ("rows", &self.rows),
                ("excluded", &escape(&self.words.excluded)),
                ("excluded_count", &excluded_count),
                ("reason", &escape(&self.words.reason)),
                ("left_out", &left_out),
                ("choose", &escape(&self.words.choose)),
            ],
        );
        self.write("index.html", index.as_bytes())?;
        Ok(self.folder.join("index.html"))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Finding> {
        let path = self.folder.join(name);
        fs::write(&path, bytes).map_err(|error| unwritable(&path, &error))
    }
}

const INDEX: &str = include_str!("index.html");

/// Puts values in place of `[[name]]`; what a value holds is not looked at again.
fn fill(page: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(open) = rest.find("[[") {
        out.push_str(&rest[..open]);
        let close = rest[open..].find("]]").map_or(rest.len(), |at| open + at);
        let name = &rest[open + 2..close];
        out.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
        rest = rest.get(close + 2..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn unwritable(path: &Path, error: &io::Error) -> Finding {
    Finding::new(Code::FileUnwritable).at(place(path)).with("reason", error)
}

fn place(path: &Path) -> Place {
    Place::file(path.display().to_string())
}
