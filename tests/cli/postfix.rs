//! A real Postfix on loopback, with Dovecot for its logins, that keeps all mail for `*.example` in a directory of its own.
#![allow(
    dead_code,
    clippy::disallowed_methods,
    clippy::unused_self,
    reason = "each test uses a part of it, waiting needs a clock, and the login is the server's"
)]

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use tempfile::TempDir;

use crate::certificate::{Authority, Certificate};

const USERNAME: &str = "einladung";
const PASSWORD: &str = "Probe-7 für=alle";
const NEEDS: &str = "the packages postfix, dovecot-core, postgrey and openssl are needed";
const NOBODY: u32 = 65534;
const PATIENCE: Duration = Duration::from_mins(1);

/// The running server; dropped, it is stopped and its directory removed.
///
/// It wants a login over TLS before it takes mail, refuses recipients outside of `*.example` and
/// those whose local part begins with `unknown`, and has no means to send a mail anywhere.
pub struct Postfix {
    port: u16,
    tls_port: u16,
    master: Daemon,
    dovecot: Daemon,
    postgrey: Option<Daemon>,
    home: Home,
}

impl Postfix {
    /// Starts both servers and waits until they answer; panics with their log where they do not.
    pub fn start() -> Self {
        Self::launch(Certificate::Good, None)
    }

    /// As [`Postfix::start`], with another certificate.
    pub fn with_certificate(certificate: Certificate) -> Self {
        Self::launch(certificate, None)
    }

    /// As [`Postfix::start`], and postgrey puts everybody off until `delay` (whole seconds) after the first try.
    pub fn greylisting(delay: Duration) -> Self {
        Self::launch(Certificate::Good, Some(delay))
    }

    fn launch(certificate: Certificate, greylisting: Option<Duration>) -> Self {
        let home = Home::new();
        let [port, tls_port] = free_ports();
        Authority::new(home.directory.path()).certify("server", certificate);
        home.write_postfix(port, tls_port, if greylisting.is_some() { POLICY } else { "" });
        home.write_dovecot();
        home.run(home.with_etc("postfix").arg("check"));
        let dovecot = home.start_dovecot();
        let postgrey = greylisting.map(|delay| home.start_postgrey(delay));
        let master = home.start_master();
        let postfix = Self { port, tls_port, master, dovecot, postgrey, home };
        postfix.wait_until_ready();
        postfix
    }

    /// The port on 127.0.0.1 that offers STARTTLS.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The port that speaks TLS from the first byte.
    pub fn tls_port(&self) -> u16 {
        self.tls_port
    }

    /// The authority (PEM) that vouches for the server as `localhost` and `127.0.0.1`.
    pub fn ca_file(&self) -> PathBuf {
        self.home.path("ca.pem")
    }

    /// The name that may log in.
    pub fn username(&self) -> &'static str {
        USERNAME
    }

    /// Its password, with a blank, `=` and a letter beyond ASCII.
    pub fn password(&self) -> &'static str {
        PASSWORD
    }

    /// The process ids of the Postfix master and of Dovecot.
    pub fn process_ids(&self) -> [u32; 2] {
        [self.master.id(), self.dovecot.id()]
    }

    /// Every delivered mail as Postfix stored it: trace headers before it, LF line ends.
    pub fn mails(&self) -> Vec<Vec<u8>> {
        let files = fs::read_dir(self.home.maildir()).into_iter().flatten();
        let paths = files.map(|file| file.expect("the maildir is readable").path());
        paths.map(|path| fs::read(path).expect("a mail is readable")).collect()
    }

    /// The mails delivered to this envelope recipient, of whatever case.
    pub fn mails_for(&self, address: &str) -> Vec<Vec<u8>> {
        let mails = self.mails().into_iter();
        mails.filter(|mail| delivered_to(mail).is_some_and(|to| to.eq_ignore_ascii_case(address))).collect()
    }

    /// Waits until at least `count` mails are delivered; panics with the log after a minute.
    pub fn wait_for_mails(&self, count: usize) {
        let delivered = || fs::read_dir(self.home.maildir()).map_or(0, Iterator::count);
        let arrived = wait_until(PATIENCE, || delivered() >= count);
        assert!(arrived, "{} of {count} mails arrived; {}", delivered(), self.log());
    }

    /// What Postfix and Dovecot have logged.
    pub fn log(&self) -> String {
        self.home.log()
    }

    fn wait_until_ready(&self) {
        let login = self.home.login_socket();
        let policy = self.home.policy_socket();
        let ready = || login.exists() && (self.postgrey.is_none() || policy.exists()) && greets(self.port);
        assert!(wait_until(PATIENCE, ready), "Postfix does not start; {}", self.log());
    }
}

/// The directory that holds all of one server: configuration, queue, mails and log.
struct Home {
    etc: PathBuf,
    directory: TempDir,
}

impl Home {
    /// Right below `/tmp`: sockets want a short path, and the user `postfix` must be able to get there.
    fn new() -> Self {
        let directory = tempfile::Builder::new().prefix("postfix-").tempdir_in("/tmp").expect("/tmp is writable");
        let owner = fs::metadata(&directory).expect("the directory exists").uid();
        assert!(owner == 0, "tests against a real Postfix must run as root: its daemons change their user");
        let open_to_all = fs::Permissions::from_mode(0o755);
        fs::set_permissions(&directory, open_to_all).expect("the directory is ours");
        let home = Self { etc: directory.path().join("etc"), directory };
        for name in ["etc", "queue", "mail", "dovecot"] {
            fs::create_dir(home.path(name)).expect("the directory is ours");
        }
        chown(home.path("mail"), Some(NOBODY), Some(NOBODY)).expect("root may give a directory away");
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn maildir(&self) -> PathBuf {
        self.path("mail/all/new")
    }

    fn login_socket(&self) -> PathBuf {
        self.path("queue/private/login")
    }

    /// Writes a file as one of long ago, since Postfix waits for a new one to settle.
    fn write(&self, name: &str, template: &str) {
        let home = self.directory.path().to_str().expect("a path below /tmp is UTF-8");
        let mut file = File::create(self.path(name)).expect("the directory is ours");
        let written = file.write_all(template.replace("HOME", home).as_bytes());
        let aged = written.and_then(|()| file.set_modified(SystemTime::UNIX_EPOCH));
        aged.expect("there is room in /tmp");
    }

    fn policy_socket(&self) -> PathBuf {
        self.path("postgrey/socket")
    }

    fn log(&self) -> String {
        let read = |name| fs::read_to_string(self.path(name)).unwrap_or_default();
        let [postfix, dovecot, postgrey] = ["maillog", "dovecot.log", "postgrey.log"].map(read);
        format!("the log of Postfix:\n{postfix}\nthe log of Dovecot:\n{dovecot}\nthe log of postgrey:\n{postgrey}")
    }

    fn write_postfix(&self, port: u16, tls_port: u16, policy: &str) {
        let services = MASTER_CF.replace("TLS_PORT", &tls_port.to_string());
        self.write("etc/master.cf", &services.replace("PORT", &port.to_string()));
        self.write("etc/main.cf", &format!("{MAIN_CF}{policy}"));
        self.write("etc/domains", "/\\.example$/ here\n");
        self.write("etc/mailboxes", "!/^unknown/ all/\n");
    }

    fn write_dovecot(&self) {
        self.write("dovecot.conf", DOVECOT_CONF);
        self.write("logins", &format!("{USERNAME}:{{PLAIN}}{PASSWORD}\n"));
    }

    fn start_dovecot(&self) -> Daemon {
        let mut dovecot = Command::new("dovecot");
        dovecot.arg("-F").arg("-c").arg(self.path("dovecot.conf"));
        Daemon::start(&mut dovecot, &self.path("dovecot.log"))
    }

    fn start_postgrey(&self, delay: Duration) -> Daemon {
        let folder = self.path("postgrey");
        fs::create_dir(&folder).expect("the directory is ours");
        chown(&folder, Some(NOBODY), Some(NOBODY)).expect("root may give a directory away");
        let mut postgrey = Command::new("postgrey");
        postgrey.args(["--user=nobody", "--group=nogroup", "--auto-whitelist-clients=0"]);
        postgrey.args(["--whitelist-clients=/dev/null", "--whitelist-recipients=/dev/null"]);
        postgrey.arg(format!("--delay={}", delay.as_secs()));
        postgrey.arg(format!("--dbdir={}", folder.display()));
        postgrey.arg(format!("--unix={}", self.policy_socket().display()));
        Daemon::start(&mut postgrey, &self.path("postgrey.log"))
    }

    fn start_master(&self) -> Daemon {
        let mut question = self.with_etc("postconf");
        let directory = self.run(question.args(["-h", "daemon_directory"]));
        let mut master = self.with_etc(Path::new(directory.trim()).join("master"));
        Daemon::start(master.arg("-d"), &self.path("maillog"))
    }

    fn with_etc(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.arg("-c").arg(&self.etc);
        command
    }

    fn run(&self, command: &mut Command) -> String {
        let output = command.stdin(Stdio::null()).output();
        let output = output.unwrap_or_else(|error| panic!("{command:?}: {error} ({NEEDS})"));
        let [told, complaint] = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
        assert!(output.status.success(), "{command:?}: {complaint}{}", self.log());
        told
    }
}

/// A server in a process group of its own, so that all it starts can be found again.
///
/// The leash is a shell that ends the group once its input ends: when this is dropped, and also
/// when the tests are killed or interrupted.
struct Daemon {
    server: Child,
    leash: Child,
}

impl Daemon {
    fn start(command: &mut Command, log: &Path) -> Self {
        let log = File::options().create(true).append(true).open(log).expect("the directory is ours");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        let server = spawn_group(command);
        let end = format!("read -r _; kill -s TERM -- -{}", server.id());
        let mut leash = Command::new("sh");
        leash.args(["-c", &end]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        Self { server, leash: spawn_group(&mut leash) }
    }

    fn id(&self) -> u32 {
        self.server.id()
    }

    fn is_gone(&mut self) -> bool {
        let ended = matches!(self.server.try_wait(), Ok(Some(_)));
        ended && !group_is_alive(self.id())
    }

    fn kill(&self) {
        let kill = format!("kill -s KILL -- -{}", self.id());
        let _gone_already = Command::new("sh").args(["-c", &kill]).status();
    }
}

impl Drop for Daemon {
    /// Asks the server to end, and ends by force what is still there after ten seconds.
    fn drop(&mut self) {
        drop(self.leash.stdin.take());
        let _status_of_kill = self.leash.wait();
        if !wait_until(Duration::from_secs(10), || self.is_gone()) {
            self.kill();
            let gone = wait_until(Duration::from_secs(10), || self.is_gone());
            assert!(gone || thread::panicking(), "process group {} does not end", self.id());
        }
    }
}

fn spawn_group(command: &mut Command) -> Child {
    let child = command.process_group(0).spawn();
    child.unwrap_or_else(|error| panic!("{command:?}: {error} ({NEEDS})"))
}

fn group_is_alive(group: u32) -> bool {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let stats = processes.filter_map(|process| fs::read_to_string(process.path().join("stat")).ok());
    stats.filter_map(|stat| state_and_group(&stat)).any(|(state, of)| of == group && state != 'Z')
}

/// From `/proc/PID/stat`: what follows the name, which may hold blanks and brackets itself.
fn state_and_group(stat: &str) -> Option<(char, u32)> {
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ');
    let state = fields.next()?.chars().next()?;
    Some((state, fields.nth(1)?.parse().ok()?))
}

fn delivered_to(mail: &[u8]) -> Option<&str> {
    let mut lines = mail.split(|byte| *byte == b'\n');
    let address = lines.find_map(|line| line.strip_prefix(b"Delivered-To: "))?;
    str::from_utf8(address).ok()
}

fn free_ports() -> [u16; 2] {
    let listen = |()| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback has a free port");
    let listeners = [(), ()].map(listen);
    listeners.map(|listener| listener.local_addr().expect("a bound socket has an address").port())
}

fn greets(port: u16) -> bool {
    let mut code = [0; 4];
    let server = TcpStream::connect((Ipv4Addr::LOCALHOST, port));
    server.is_ok_and(|mut server| server.read_exact(&mut code).is_ok()) && code == *b"220 "
}

fn wait_until(patience: Duration, mut done: impl FnMut() -> bool) -> bool {
    let since = Instant::now();
    loop {
        if done() {
            return true;
        }
        if since.elapsed() > patience {
            return false;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

const DOVECOT_CONF: &str = "\
base_dir = HOME/dovecot
state_dir = HOME/dovecot
log_path = HOME/dovecot.log
instance_name = rundbrief-tests
protocols =
ssl = no
auth_mechanisms = plain login
auth_failure_delay = 0
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
passdb {
  driver = passwd-file
  args = HOME/logins
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=/nonexistent
}
service auth {
  unix_listener HOME/queue/private/login {
    mode = 0600
    user = postfix
  }
}
";

/// No `smtp`, `relay`, `lmtp`, `pipe` or `local` service: what is not for a maildir here cannot leave.
const MASTER_CF: &str = "\
127.0.0.1:PORT inet n - n - - smtpd
127.0.0.1:TLS_PORT inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
";

const MAIN_CF: &str = "\
compatibility_level = 3.6
queue_directory = HOME/queue
data_directory = HOME/data
maillog_file = HOME/maillog
maillog_file_prefixes = HOME
myhostname = mail.example
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
local_recipient_maps =
notify_classes =

default_transport = error:5.7.1 no mail leaves this server
relay_transport = error:5.7.1 no mail leaves this server
local_transport = error:5.7.1 no mail leaves this server
smtp_dns_support_level = disabled
smtpd_peername_lookup = no

virtual_mailbox_domains = regexp:HOME/etc/domains
virtual_mailbox_maps = regexp:HOME/etc/mailboxes
virtual_mailbox_base = HOME/mail
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534

smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_tls_chain_files = HOME/server.key HOME/server.pem
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/login
smtpd_error_sleep_time = 0
smtpd_relay_restrictions = permit_sasl_authenticated, reject
";

/// A login does not spare anybody the wait.
const POLICY: &str = "smtpd_recipient_restrictions = check_policy_service unix:HOME/postgrey/socket\n";
