//! A workspace of its own for each test, and a way to run the command in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A small workspace in a temporary folder: one list of three people, one event, one campaign, English sentences.
pub struct Workdir {
    folder: tempfile::TempDir,
}

/// What a command printed and how it ended.
#[derive(Debug)]
pub struct Outcome {
    pub stdout: String,
    pub stderr: String,
    pub code: Option<i32>,
}

const SENDER: &str = "language = \"en\"
[sender]
name = \"Aufbruch\"
address = \"einladung@aufbruch.example\"
reply_to = \"team@aufbruch.example\"
organisation = \"Aufbruch e. V.\"
";

/// What a list needs so that everybody on it gets everything; below it stands what the consent is.
pub const CONSENTED: &str = "basis = \"consent\"
consent = \"all\"
consent_date = 2020-05-01
consent_source = \"form\"
";

/// The consent that [`CONSENTED`] names.
pub const CONSENTS: &str = "[[consents]]
name = \"all\"
text = \"Yes, please write to me.\"
carries = [\"newsletter\", \"invitation\"]
";

/// An entry of the settings for a list in `data/lists` that everybody agreed to be on.
pub fn list(name: &str) -> String {
    format!("[[lists]]\nname = \"{name}\"\npath = \"data/lists/{name}.csv\"\n{CONSENTED}")
}

const LAYOUT: &str = "<mjml><mj-body><mj-section><mj-column><mj-text>{{ campaign.body }}</mj-text>\
<mj-text><a href=\"{{ links.unsubscribe }}\">unsubscribe</a></mj-text></mj-column></mj-section></mj-body></mjml>";

impl Workdir {
    /// The small workspace, sending into its outbox.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let work = Self { folder };
        work.configure("");
        work.people(&["anna@x.example", "bert@y.example", "cleo@z.example"]);
        work.write(
            "data/events/summit.md",
            "+++\nname = \"Summit\"\nurl = \"https://summit.example/\"\n+++\nIt was good.\n",
        );
        work.campaign("Dear {{ contact.last_name }},\n\nthanks for coming.\n");
        work.write("templates/plain.mjml", LAYOUT);
        work
    }

    /// Replaces everything in rundbrief.toml between the sender and the lists.
    pub fn configure(&self, settings: &str) {
        self.write("rundbrief.toml", format!("{SENDER}{settings}\n{CONSENTS}{}", list("people")));
    }

    /// Sends over SMTP to a port of this machine, in the clear, with further keys of `[transport.smtp]` and of
    /// whatever tables follow.
    pub fn over_smtp(&self, port: u16, more: &str) {
        self.configure(&format!(
            "[transport]\nkind = \"smtp\"\n[transport.smtp]\nhost = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"\n{more}\n"
        ));
    }

    /// Sends over SMTP to a port of this machine, encrypted as the settings name it, and trusts this authority.
    pub fn over_tls(&self, port: u16, security: &str, ca_file: &Path, more: &str) {
        self.over_smtp(port, &format!("ca_file = \"{}\"\n{more}", ca_file.display()));
        let settings = self.read("rundbrief.toml");
        self.write("rundbrief.toml", settings.replace("security = \"none\"", &format!("security = \"{security}\"")));
    }

    /// The one list: an address each, with last names made from them.
    pub fn people(&self, addresses: &[&str]) {
        let rows =
            addresses.iter().map(|address| format!("{address};Frau;{}\n", &address[..address.find('@').unwrap_or(0)]));
        self.write("data/lists/people.csv", format!("E-Mail;Anrede;Nachname\n{}", rows.collect::<String>()));
    }

    /// So many invented people; gives their addresses.
    pub fn crowd(&self, count: usize) -> Vec<String> {
        let addresses: Vec<String> = (0..count).map(|n| format!("p{n:04}@d{}.example", n % 7)).collect();
        self.people(&addresses.iter().map(String::as_str).collect::<Vec<_>>());
        addresses
    }

    /// The one campaign, with this body.
    pub fn campaign(&self, body: &str) {
        self.write(
            "data/campaigns/thanks.md",
            format!("+++\nsubject = \"Thanks\"\nevent = \"summit\"\ntemplate = \"plain\"\n+++\n{body}"),
        );
    }

    /// Writes a file of the workspace.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("inside the workspace")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    /// Reads a file of the workspace.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// A path inside the workspace.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// The names of the files of a folder, sorted; none where it does not exist.
    pub fn files(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    /// The command, ready to be run here.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rundbrief"));
        command.args(arguments).current_dir(self.root());
        for name in ["LC_ALL", "LC_MESSAGES", "LANG", "SOURCE_DATE_EPOCH"] {
            command.env_remove(name);
        }
        command.env("LANG", "en_GB.UTF-8").env("TZ", "UTC");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs the command to its end.
    pub fn run(&self, arguments: &[&str]) -> Outcome {
        outcome(self.command(arguments).output().expect("the command starts"))
    }

    /// Starts the command.
    pub fn spawn(&self, arguments: &[&str]) -> Child {
        self.command(arguments).spawn().expect("the command starts")
    }

    /// Runs the command, which must end with this code.
    pub fn ends_with(&self, code: i32, arguments: &[&str]) -> Outcome {
        let outcome = self.run(arguments);
        assert_eq!(outcome.code, Some(code), "{arguments:?}: {outcome:#?}");
        outcome
    }

    /// The JSON result of a command.
    pub fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let outcome = self.run(&[arguments, &["--json"]].concat());
        serde_json::from_str(&outcome.stdout).unwrap_or_else(|error| panic!("{error}: {outcome:#?}"))
    }

    /// How many deliveries of the one campaign stand in a state, as `status` tells it.
    pub fn count(&self, state: &str) -> u64 {
        self.json(&["status", "thanks"])["campaigns"][0]["counts"][state].as_u64().unwrap_or(0)
    }
}

/// What a finished process printed.
pub fn outcome(output: std::process::Output) -> Outcome {
    Outcome {
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        code: output.status.code(),
    }
}
