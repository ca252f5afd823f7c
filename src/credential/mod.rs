//! Passwords and access tokens: where they come from, and that nobody sees them.

mod device;
mod http;
mod issuer;
mod login;
pub mod oauth;
mod store;

use std::fmt;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

pub use device::{Invitation, log_in};
pub use login::Login;
pub use secrecy::{ExposeSecret, SecretString};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use wait_timeout::ChildExt as _;

/// How long a program may take to print a password or a token: nobody may be there to end it.
const PATIENCE: Duration = Duration::from_secs(30);

use crate::finding::Code;
use crate::refusal::Refusal;

/// Where a password is kept. Never in the configuration itself: a password written there is refused unread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// An environment variable.
    Env(String),
    /// A file; its last line break is not part of the password.
    File(PathBuf),
    /// A program and its arguments; the password is what it prints.
    Command(Vec<String>),
}

/// Why there is no password. The text never holds any part of it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unavailable(String);

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SourceVisitor)
    }
}

struct SourceVisitor;

impl<'de> Visitor<'de> for SourceVisitor {
    type Value = Source;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{ env = … }, { file = … } or { command = […] }")
    }

    // the defaults would repeat the value in their messages
    fn visit_str<E: Error>(self, _: &str) -> Result<Source, E> {
        Err(E::custom(Refusal::new(Code::PasswordInline)))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Source, E> {
        Err(E::custom(Refusal::new(Code::PasswordInline)))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Source, E> {
        Err(E::custom(Refusal::new(Code::PasswordInline)))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Source, E> {
        Err(E::custom(Refusal::new(Code::PasswordInline)))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Source, A::Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "lowercase", deny_unknown_fields)]
        enum Written {
            Env(String),
            File(PathBuf),
            Command(Vec<String>),
        }
        Written::deserialize(MapAccessDeserializer::new(map)).map(|written| match written {
            Written::Env(name) => Source::Env(name),
            Written::File(path) => Source::File(path),
            Written::Command(line) => Source::Command(line),
        })
    }
}

impl Source {
    /// What it is, as the settings call it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Env(_) => "env",
            Self::File(_) => "file",
            Self::Command(_) => "command",
        }
    }

    /// Fetches the password; a file is looked for from `root`.
    ///
    /// # Errors
    /// The variable is not set, the file cannot be read, the program fails, or the result is empty.
    pub fn fetch(&self, root: &Path) -> Result<SecretString, Unavailable> {
        let text = match self {
            // the error's own words would repeat the value
            Self::Env(name) => std::env::var(name).map_err(|error| match error {
                std::env::VarError::NotPresent => Unavailable(format!("{name}: not set")),
                std::env::VarError::NotUnicode(_) => Unavailable(format!("{name}: not UTF-8")),
            })?,
            Self::File(path) => std::fs::read_to_string(root.join(path))
                .map_err(|error| Unavailable(format!("{}: {error}", path.display())))?,
            Self::Command(line) => run(line, PATIENCE)?,
        };
        let password = text.trim_end_matches(['\r', '\n']);
        if password.is_empty() {
            let place = match self {
                Self::Env(name) => name.clone(),
                Self::File(path) => path.display().to_string(),
                Self::Command(line) => line.first().cloned().unwrap_or_default(),
            };
            return Err(Unavailable(format!("{place}: empty")));
        }
        Ok(SecretString::from(password))
    }
}

/// What a program prints, if it ends well and in time.
fn run(line: &[String], limit: Duration) -> Result<String, Unavailable> {
    let (program, arguments) = line.split_first().ok_or_else(|| Unavailable("command: empty".into()))?;
    let failed = |reason: &dyn fmt::Display| Unavailable(format!("{program}: {reason}"));
    let too_late = || failed(&format_args!("no end within {} s", limit.as_secs()));
    let began = Instant::now();
    // what it says beside the password may hold the password, and it must not eat the answer to a question of ours
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut process = command.spawn().map_err(|error| failed(&error))?;
    let output = process.stdout.take().map(read);
    let Some(status) = process.wait_timeout(limit).map_err(|error| failed(&error))? else {
        // it may have ended meanwhile
        let _ = process.kill().and_then(|()| process.wait());
        return Err(too_late());
    };
    if !status.success() {
        return Err(failed(&status));
    }
    // a program it left behind may hold its output open
    let rest = limit.saturating_sub(began.elapsed());
    let bytes = output.and_then(|output| output.recv_timeout(rest).ok()).ok_or_else(too_late)?;
    let bytes = bytes.map_err(|error| failed(&error))?;
    String::from_utf8(bytes).map_err(|_| failed(&"not UTF-8"))
}

/// Reads to the end, beside the others.
fn read(mut output: ChildStdout) -> Receiver<io::Result<Vec<u8>>> {
    let (end, ended) = channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = output.read_to_end(&mut bytes).map(|_| bytes);
        // who asked may have lost patience
        let _ = end.send(read);
    });
    ended
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_gives_its_output_without_the_line_break() {
        let source = Source::Command(vec!["printf".into(), "geheim wort\\n".into()]);
        assert_eq!(source.fetch(Path::new(".")).expect("printf prints").expose_secret(), "geheim wort");
    }

    #[test]
    fn a_command_that_does_not_end_is_ended() {
        let line = ["sh", "-c", "exec sleep 60"].map(str::to_owned);
        let told = run(&line, Duration::from_millis(100)).expect_err("too slow").to_string();
        assert_eq!(told, "sh: no end within 0 s");
        let leaves_one_behind = ["sh", "-c", "echo geheim; sleep 60 & exit 0"].map(str::to_owned);
        let told = run(&leaves_one_behind, Duration::from_millis(500)).expect_err("its output stays open").to_string();
        assert_eq!(told, "sh: no end within 0 s");
    }

    #[test]
    fn nothing_of_a_failing_command_is_told_but_its_status() {
        let source = Source::Command(vec!["sh".into(), "-c".into(), "echo geheim; exit 3".into()]);
        let told = source.fetch(Path::new(".")).expect_err("exit 3").to_string();
        assert!(told.contains("exit status: 3") && !told.contains("geheim"), "{told}");
    }

    #[test]
    fn a_password_in_the_settings_is_refused_and_not_repeated() {
        #[derive(Debug, Deserialize)]
        struct Settings {
            #[expect(dead_code, reason = "only its error is looked at")]
            password: Source,
        }
        let refused = serde_json::from_str::<Settings>(r#"{"password": "geheim123"}"#).expect_err("inline").to_string();
        assert!(refused.starts_with("password-inline ") && !refused.contains("geheim"), "{refused}");
        serde_json::from_str::<Settings>(r#"{"password": {"file": "p"}}"#).expect("a source");
    }

    #[test]
    fn an_unset_variable_is_named() {
        let source = Source::Env("RUNDBRIEF_NO_SUCH_VARIABLE".into());
        assert!(source.fetch(Path::new(".")).expect_err("unset").to_string().contains("RUNDBRIEF_NO_SUCH_VARIABLE"));
    }
}
