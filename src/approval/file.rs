//! The file of a seal: its summary on top, below it a line for each mail.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Evidence, FOLDER, Mark, Seal, Summary};
use crate::durable;
use crate::finding::{Code, Finding, Place};
use crate::frontmatter;

/// The file, in the order of its lines.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    campaign: String,
    subject: String,
    people: usize,
    by: String,
    at: Timestamp,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    login: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    leave_out_incomplete: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reply_from: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reply_date: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reply_message_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reply_sha256: Option<String>,
    version: String,
    hash: String,
    mails: String,
}

impl Seal {
    /// Reads the seal of a campaign's file; `None` if there is none.
    ///
    /// # Errors
    /// `approval-invalid`: it cannot be understood, or was changed by hand.
    pub fn read(root: &Path, slug: &str) -> Result<Option<Self>, Finding> {
        let broken = |place: Place, reason: &dyn std::fmt::Display| {
            Finding::new(Code::ApprovalInvalid).at(place).with("reason", reason)
        };
        let text = match fs::read_to_string(root.join(file(slug))) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(broken(place(slug), &error)),
        };
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let written: Written =
            frontmatter::read_own(&file(slug), &text).map_err(|(place, reason)| broken(place, &reason))?;
        written.seal().map(Some).map_err(|reason| broken(place(slug), &reason))
    }

    /// Writes the file below a comment that says what it is.
    ///
    /// # Errors
    /// `file-unwritable`.
    pub fn write(&self, root: &Path, slug: &str, comment: &str) -> Result<(), Finding> {
        let unwritable =
            |reason: &dyn std::fmt::Display| Finding::new(Code::FileUnwritable).at(place(slug)).with("reason", reason);
        let comment = comment.lines().flat_map(|line| ["# ", line, "\n"]).collect::<String>();
        let text = frontmatter::write_toml(&self.written()).map_err(|reason| unwritable(&reason))?;
        let (path, text) = (root.join(file(slug)), format!("{comment}\n{text}"));
        let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
        folder.and_then(|()| durable::replace(&path, text.as_bytes())).map_err(|error| unwritable(&error))
    }

    fn written(&self) -> Written {
        let Summary { campaign, subject, by, login, at, leave_out_incomplete, evidence } = self.summary.clone();
        let (people, version, hash) = (self.people(), self.version.clone(), self.hash());
        let mails = self.marks.iter().map(|mark| BASE64.encode(mark.0) + "\n").collect();
        let reply_message_id = evidence.as_ref().and_then(|evidence| evidence.message_id.clone());
        let (reply_date, reply_from, reply_sha256) = match evidence {
            Some(evidence) => (Some(evidence.date), Some(evidence.from), Some(evidence.sha256)),
            None => (None, None, None),
        };
        Written {
            campaign,
            subject,
            people,
            by,
            at,
            login,
            leave_out_incomplete,
            reply_from,
            reply_date,
            reply_message_id,
            reply_sha256,
            version,
            hash,
            mails,
        }
    }
}

impl Written {
    /// The seal, if nobody changed it.
    fn seal(self) -> Result<Seal, &'static str> {
        let mark = |line: &str| Some(Mark(BASE64.decode(line.trim()).ok()?.try_into().ok()?));
        let marks: Option<Vec<Mark>> = self.mails.lines().map(mark).collect();
        let marks = marks.ok_or("mails")?;
        let sorted = marks.is_sorted();
        let (people, hash, version) = (self.people, self.hash.clone(), self.version.clone());
        let seal = Seal { summary: self.summary(), version, marks };
        if sorted && seal.people() == people && seal.hash() == hash { Ok(seal) } else { Err("hash") }
    }

    fn summary(self) -> Summary {
        let message_id = self.reply_message_id;
        let reply = self.reply_from.zip(self.reply_date).zip(self.reply_sha256);
        Summary {
            campaign: self.campaign,
            subject: self.subject,
            by: self.by,
            login: self.login,
            at: self.at,
            leave_out_incomplete: self.leave_out_incomplete,
            evidence: reply.map(|((from, date), sha256)| Evidence { from, date, message_id, sha256 }),
        }
    }
}

/// The file of a campaign's seal, relative to the workspace.
pub fn file(slug: &str) -> String {
    format!("{FOLDER}/{slug}.toml")
}

/// The same as a place.
pub fn place(slug: &str) -> Place {
    Place::file(file(slug))
}
