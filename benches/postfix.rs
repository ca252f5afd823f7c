//! Postfix's `smtp-sink`, the server that the bars are stated against.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::Attempt;
use crate::folder::Folder;

/// How many connections may wait to be taken.
const BACKLOG: &str = "1000";

/// How often its start, and its count at the end, are looked at before it is given up.
const LOOKS: usize = 200;

const INTERVAL: Duration = Duration::from_millis(10);

/// A running `smtp-sink` that counts mails.
#[derive(Debug)]
pub struct SmtpSink {
    child: Child,
    counter: PathBuf,
    _folder: Folder,
    /// Where it listens on loopback.
    pub port: u16,
}

impl SmtpSink {
    /// Starts it on a port that is free, and waits until it listens.
    pub fn start() -> Attempt<Self> {
        let folder = Folder::new("smtp-sink")?;
        let counter = folder.place("counter.txt")?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let mut command = Command::new(find("smtp-sink")?);
        // it refuses to stay the superuser
        if fs::metadata("/proc/self")?.uid() == 0 {
            command.args(["-u", "postfix"]);
        }
        command.args(["-c", &format!("127.0.0.1:{port}"), BACKLOG]);
        let child = command.stdin(Stdio::null()).stdout(File::create(&counter)?).stderr(Stdio::null()).spawn()?;
        let sink = Self { child, counter, _folder: folder, port };
        for _ in 0..LOOKS {
            if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return Ok(sink);
            }
            sleep(INTERVAL);
        }
        Err("`smtp-sink` does not listen".into())
    }

    /// Ends it; fails unless so many mails arrived.
    pub fn finish(self, hoped: usize) -> Attempt<()> {
        let mut mails = 0;
        for _ in 0..LOOKS {
            mails = counted(&fs::read_to_string(&self.counter)?);
            if mails >= hoped {
                break;
            }
            sleep(INTERVAL);
        }
        if mails == hoped { Ok(()) } else { Err(format!("{mails} mails arrived, not {hoped}").into()) }
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The last `mesg=` of what it writes over and over.
fn counted(text: &str) -> usize {
    let last = text.rsplit("mesg=").next().unwrap_or_default();
    let digits = last.find(|c: char| !c.is_ascii_digit()).unwrap_or(last.len());
    last[..digits].parse().unwrap_or(0)
}

/// Debian keeps Postfix's programs in `/usr/sbin`, which is not on everyone's path.
pub fn find(program: &str) -> Attempt<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain([Path::new("/usr/sbin").to_path_buf()])
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
        .ok_or_else(|| format!("`{program}` is not installed (apt-get install postfix)").into())
}
