//! `preview --watch` as somebody waits for it who writes: from the saving of a file until a browser has the mail.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::Attempt;
use crate::folder::Folder;
use crate::peers::RUNDBRIEF;
use crate::report::Figures;
use crate::workspace::{self, CAMPAIGN};

/// How many get the mail.
const RECIPIENTS: usize = 1000;

/// How many edits a round has.
const EDITS: usize = 10;

/// No answer takes longer.
const PATIENCE: Duration = Duration::from_mins(2);

/// The mail that is looked at.
const MAIL: &str = "mails/0500.html";

/// A running preview, ended with the round.
struct Watched {
    process: Child,
    /// Host and port, and what every path begins with.
    host: String,
    begin: String,
}

/// How long it took from the edit: until the browser was told, had the mail, and had the list of all mails.
#[derive(Default)]
struct Times {
    told: Duration,
    shown: Duration,
    listed: Duration,
}

/// One round: several edits of the campaign, one after the other; `wall` is the time until the mail was there, `beside`
/// that until the list was.
pub fn run() -> Attempt<Figures> {
    let folder = Folder::new("watch")?;
    workspace::write_campaign(&folder, RECIPIENTS, 25, 1, "")?;
    let watched = Watched::start(folder.path())?;
    let file = folder.path().join("data/campaigns/bench.md");
    let text = fs::read_to_string(&file)?;
    let mut news = watched.ask("events")?.lines().filter(|line| !line.as_ref().is_ok_and(|line| is_frame(line)));
    next(&mut news)?;
    watched.read("")?;
    let mut sum = Times::default();
    for edit in 0..EDITS {
        let mark = format!("Stand {edit} von {EDITS}");
        let begin = Instant::now();
        fs::write(&file, format!("{text}\n\n{mark}\n"))?;
        next(&mut news)?;
        sum.told += begin.elapsed();
        // as the page does: the mail in view, and the list at the same time
        let mut list = watched.ask("")?;
        if !watched.read(MAIL)?.contains(&mark) {
            return Err(format!("`{mark}` is not in the mail").into());
        }
        sum.shown += begin.elapsed();
        list.read_to_end(&mut Vec::new())?;
        sum.listed += begin.elapsed();
    }
    let each = |time: Duration| time.as_secs_f64() * 1e3 / f64::from(u32::try_from(EDITS).unwrap_or(u32::MAX));
    let (told, shown, listed) = (each(sum.told), each(sum.shown), each(sum.listed));
    eprintln!(
        "watch: {RECIPIENTS} recipients, an edit is told after {told:.0} ms, in the mail after {shown:.0} ms, in the list after {listed:.0} ms"
    );
    Ok(Figures {
        count: EDITS,
        wall: sum.shown,
        beside: Some(sum.listed),
        processor: None,
        peak: None,
        mail_bytes: None,
    })
}

impl Watched {
    fn start(workspace: &Path) -> Attempt<Self> {
        let mut preview = Command::new(RUNDBRIEF);
        preview.args(["preview", CAMPAIGN, "--watch", "--json"]).current_dir(workspace);
        let mut process = preview.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut line = String::new();
        if let Some(output) = process.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        let told: Value = serde_json::from_str(&line)?;
        let address = told["address"].as_str().and_then(|address| address.strip_prefix("http://"));
        let (host, path) = address.and_then(|address| address.split_once('/')).ok_or("no address is told")?;
        Ok(Self { host: host.to_owned(), begin: format!("/{path}"), process })
    }

    /// What is answered, head and all.
    fn ask(&self, name: &str) -> Attempt<BufReader<TcpStream>> {
        let mut stream = TcpStream::connect(&self.host)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let (host, begin) = (&self.host, &self.begin);
        stream
            .write_all(format!("GET {begin}{name} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes())?;
        Ok(BufReader::new(stream))
    }

    fn read(&self, name: &str) -> Attempt<String> {
        let mut answer = String::new();
        self.ask(name)?.read_to_string(&mut answer)?;
        if answer.starts_with("HTTP/1.1 200 ") { Ok(answer) } else { Err(format!("{name}: {answer}").into()) }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Whether a line only carries the news.
fn is_frame(line: &str) -> bool {
    !line.starts_with("data: ")
}

fn next(news: &mut impl Iterator<Item = std::io::Result<String>>) -> Attempt<()> {
    let told: Value =
        serde_json::from_str(news.next().ok_or("nothing is told any more")??.trim_start_matches("data: "))?;
    if told["faults"] == 0 { Ok(()) } else { Err(format!("a fault: {told}").into()) }
}
