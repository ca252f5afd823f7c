//! Logging in: access tokens from a command and from endpoints, `doctor --login`, and a line that is not encrypted yet.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crate::check::told;
use crate::double::{ANY, Action, Double, Script};
use crate::issuer::{Answer, Issuer, TOKEN};
use crate::postfix::Postfix;
use crate::workdir::{Outcome, Workdir, outcome};

const MAILBOX: &str = "einladung@aufbruch.example";
const SECRET: &str = "ganz-geheim ü";
const SEND: [&str; 3] = ["send", "thanks", "--yes"];

/// A mail server that takes the tokens of this endpoint.
fn server_of(issuer: &Issuer) -> Double {
    Double::start(Script::new().xoauth2(MAILBOX, issuer.valid()))
}

/// A workspace that sends to this port with these lines in `[transport.smtp]` and `[transport.smtp.oauth]`.
fn workspace(port: u16, more: &str, oauth: &str) -> Workdir {
    let work = Workdir::new();
    work.over_smtp(port, &format!("username = \"{MAILBOX}\"\n{more}\n[transport.smtp.oauth]\n{oauth}"));
    work.write("secret", format!("{SECRET}\n"));
    work
}

fn client_credentials(token_url: &str) -> String {
    format!(
        "flow = \"client_credentials\"\ntoken_url = \"{token_url}\"\nclient_id = \"app 7\"\n\
         client_secret = {{ file = \"secret\" }}\nscope = \"https://mail.example/.default\"\n"
    )
}

fn device_code(issuer: &Issuer) -> String {
    format!(
        "flow = \"device_code\"\ntoken_url = \"{}\"\ndevice_url = \"{}\"\nclient_id = \"app-7\"\n\
         scope = \"SMTP.Send offline_access\"\n",
        issuer.url("/token"),
        issuer.url("/device"),
    )
}

fn everybody_got_one(double: &Double) {
    let mut recipients: Vec<String> = double.mails().into_iter().flat_map(|mail| mail.recipients).collect();
    recipients.sort();
    assert_eq!(recipients, ["anna@x.example", "bert@y.example", "cleo@z.example"]);
}

/// How often the server said this.
fn said(double: &Double, reply: &str) -> usize {
    double.transcript().iter().filter(|line| line.contains(&format!(" S: {reply}"))).count()
}

/// Neither what was said nor any file of the workspace, but those named, holds a secret.
fn assert_secret(work: &Workdir, secrets: &[&str], outcome: &Outcome, but: &[&str]) {
    let holds = |bytes: &[u8], secret: &str| bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
    let told = format!("{}{}", outcome.stdout, outcome.stderr);
    assert!(!secrets.iter().any(|secret| told.contains(secret)), "{told}");
    let mut folders = vec![work.root().to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("readable").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if !but.iter().any(|name| path.ends_with(name)) {
                let bytes = fs::read(&path).expect("readable");
                assert!(!secrets.iter().any(|secret| holds(&bytes, secret)), "{}", path.display());
            }
        }
    }
}

/// A port of this machine on which nobody listens.
fn closed_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("bound").port()
}

#[test]
fn a_command_gives_the_token() {
    let double = Double::start(Script::new().xoauth2(MAILBOX, || vec![SECRET.to_owned()]));
    let work = workspace(double.port(), "connections = 2", "token = { command = [\"cat\", \"secret\"] }");
    let run = work.ends_with(0, &[&SEND[..], &["--verbose"]].concat());
    everybody_got_one(&double);
    assert_secret(&work, &[SECRET], &run, &["secret"]);
}

#[test]
fn an_application_gets_its_token_with_its_own_secret() {
    let issuer = Issuer::start(&[Answer::token(3600)]);
    let double = server_of(&issuer);
    let work = workspace(double.port(), "connections = 3", &client_credentials(&issuer.url("/token")));
    let run = work.ends_with(0, &[&SEND[..], &["--verbose"]].concat());
    everybody_got_one(&double);
    let requests = issuer.requests();
    assert_eq!((requests.len(), requests[0].path.as_str()), (1, "/token"));
    let fields = ["grant_type", "client_id", "client_secret", "scope"].map(|name| requests[0].field(name));
    assert_eq!(fields, ["client_credentials", "app 7", SECRET, "https://mail.example/.default"]);
    assert_secret(&work, &[SECRET, TOKEN], &run, &["secret"]);
    work.ends_with(0, &["send", "thanks", "--to", "me@x.example"]);
    assert_eq!((double.mails().len(), issuer.requests().len()), (4, 2));
}

#[test]
fn many_connections_share_one_slow_request() {
    let slow = Answer::token(3600).after(Duration::from_millis(700));
    let issuer = Issuer::start(&[Answer::token(0), slow]);
    let double = server_of(&issuer);
    let work = workspace(double.port(), "connections = 6", &client_credentials(&issuer.url("/token")));
    work.crowd(60);
    work.ends_with(0, &SEND);
    assert_eq!((double.mails().len(), issuer.requests().len(), said(&double, "535")), (60, 2, 0));
    assert!(double.connections() > 1, "{} connections", double.connections());
}

#[test]
fn a_token_that_ends_during_the_run_is_replaced_before_the_server_refuses_it() {
    let issuer = Issuer::start(&[Answer::token(2)]);
    let script = Script::new()
        .xoauth2(MAILBOX, issuer.valid())
        .after_dot(ANY, Action::ReplyThenClose("250 2.0.0 taken, and bye".into()));
    let double = Double::start(script);
    let oauth = client_credentials(&issuer.url("/token")) + "[limits]\nrates = [\"1/s\"]";
    let work = workspace(double.port(), "", &oauth);
    work.ends_with(0, &SEND);
    everybody_got_one(&double);
    assert_eq!(said(&double, "535"), 0);
    assert!(issuer.requests().len() > 1, "{:?}", issuer.requests());
}

#[test]
fn a_token_that_is_refused_before_its_end_is_replaced_once() {
    let issuer = Issuer::start(&[Answer::token(3600)]);
    let valid = issuer.valid();
    let but_the_first = move || valid().split_off(1);
    let double = Double::start(Script::new().xoauth2(MAILBOX, but_the_first));
    let work = workspace(double.port(), "connections = 2", &client_credentials(&issuer.url("/token")));
    work.ends_with(0, &SEND);
    everybody_got_one(&double);
    assert_eq!(issuer.requests().len(), 2);
}

#[test]
fn a_mailbox_that_is_not_ours_is_told_as_a_refused_login() {
    let issuer = Issuer::start(&[Answer::token(3600)]);
    let double = Double::start(Script::new().xoauth2("other@aufbruch.example", issuer.valid()));
    let work = workspace(double.port(), "", &client_credentials(&issuer.url("/token")));
    let run = work.ends_with(2, &[&SEND[..], &["--quiet"]].concat());
    insta::assert_snapshot!(run.stderr.replace(&format!(":{}", double.port()), ":PORT"), @r"
    error[login-refused]: 127.0.0.1:PORT refuses the login as `einladung@aufbruch.example`: 535 5.7.8 wrong name or token
      help: check user name and password, with OAuth the rights of the application (docs/login.md); what did not leave stays queued
    ");
    assert_eq!((double.connections(), issuer.requests().len(), double.mails().len()), (2, 2, 0));
    assert_secret(&work, &[SECRET, TOKEN], &run, &["secret"]);
}

#[test]
fn a_server_without_xoauth2_hears_no_token() {
    let issuer = Issuer::start(&[Answer::token(3600)]);
    let double = Double::start(Script::new().login(MAILBOX, "x"));
    let work = workspace(double.port(), "", &client_credentials(&issuer.url("/token")));
    let run = work.ends_with(2, &SEND);
    assert!(run.stderr.contains("error[login-refused]"), "{run:?}");
    assert!(!double.transcript().iter().any(|line| line.contains("AUTH XOAUTH2")), "{:?}", double.transcript());
}

#[test]
fn an_endpoint_that_gives_no_token_stops_the_send_before_anybody_is_called() {
    let double = Double::start(Script::new().xoauth2(MAILBOX, Vec::new));
    let outcome = |answer: Answer| {
        let issuer = Issuer::start(&[answer]);
        let work = workspace(double.port(), "", &client_credentials(&issuer.url("/token")));
        let run = work.ends_with(2, &SEND);
        assert_eq!((work.files(".rundbrief"), double.connections()), (Vec::new(), 0));
        assert_secret(&work, &[SECRET, TOKEN], &run, &["secret"]);
        run.stderr.lines().next().unwrap_or_default().to_owned()
    };
    let begin = "rundbrief.toml: error[token-unavailable]: the access token for the login is not to be had: ";
    let echo = format!(r#"{{"error":"invalid_client","error_description":"{SECRET} is wrong\r\nTrace 7"}}"#);
    for (answer, reason) in [
        (Answer::json(401, &echo), "invalid_client: … is wrong  Trace 7"),
        (Answer::json(200, "{\"token\":\"zugriff-4711-0\"}"), "the answer holds no token"),
        (Answer::json(200, "{\"access_token\":[\"zugriff-4711-0\"]}"), "the answer holds no token"),
        (Answer::json(200, "{\"access_token\":\"\",\"token_type\":\"Bearer\"}"), "the answer holds no token"),
        (Answer::json(200, "zugriff-4711-0"), "the answer holds no token"),
        (Answer::json(500, "{\"error\":\"server_error\"}"), "the server answers with the error 500"),
        (Answer::html(404), "the server answers with the error 404"),
        (Answer::html(302), "the server answers with the error 302"),
    ] {
        assert_eq!(outcome(answer), format!("{begin}{reason}"));
    }
}

#[test]
fn an_endpoint_that_is_down_stops_the_send_before_anything_is_recorded() {
    let issuer = Issuer::start(&[Answer::token(3600)]);
    let double = server_of(&issuer);
    let work = workspace(double.port(), "", &client_credentials(&format!("http://127.0.0.1:{}/t", closed_port())));
    insta::assert_snapshot!(told(&work, &SEND), @r"
    [stderr]
    rundbrief.toml: error[token-unavailable]: the access token for the login is not to be had: nobody takes connections there
      help: check `[transport.smtp.oauth]` and whether the address in `token_url` answers (docs/login.md); what did not leave stays queued
    [exit 2]
    ");
    assert_eq!((work.files(".rundbrief"), double.connections()), (Vec::new(), 0));
    let work = workspace(double.port(), "", &client_credentials(&issuer.url("/token")));
    work.ends_with(0, &SEND);
    everybody_got_one(&double);
}

#[test]
fn an_endpoint_that_takes_the_call_and_stays_silent_stops_the_send_before_anything_is_recorded() {
    let issuer = Issuer::start(&[Answer::token(3600).after(Duration::from_mins(5))]);
    let double = server_of(&issuer);
    let work = workspace(double.port(), "", &client_credentials(&issuer.url("/token")));
    let run = work.ends_with(2, &SEND);
    assert!(
        run.stderr.contains("error[token-unavailable]") && run.stderr.contains("no answer in the time allowed"),
        "{run:?}"
    );
    assert_eq!((issuer.requests().len(), work.files(".rundbrief"), double.connections()), (1, Vec::new(), 0));
    assert_secret(&work, &[SECRET, TOKEN], &run, &["secret"]);
}

#[test]
fn an_endpoint_that_goes_down_during_the_run_leaves_the_rest_queued() {
    let issuer = Issuer::start(&[Answer::token(0), Answer::html(503)]);
    let double = server_of(&issuer);
    let work = workspace(double.port(), "", &client_credentials(&issuer.url("/token")));
    let run = work.ends_with(2, &SEND);
    assert!(run.stderr.contains("error[token-unavailable]") && run.stderr.contains("the error 503"), "{run:?}");
    assert_eq!((work.count("queued"), double.mails().len()), (3, 0));
    issuer.go_on_with(&[Answer::token(3600)]);
    work.ends_with(0, &SEND);
    everybody_got_one(&double);
}

#[test]
fn settings_that_contradict_each_other_are_told_where_they_stand() {
    let with = |more: &str, oauth: &str| {
        let work = Workdir::new();
        work.over_smtp(closed_port(), &format!("{more}\n[transport.smtp.oauth]\n{oauth}"));
        let run = work.ends_with(2, &SEND);
        assert_eq!(work.files(".rundbrief"), Vec::<String>::new());
        run.stderr.lines().next().unwrap_or_default().to_owned()
    };
    let token = "token = { env = \"TOKEN\" }";
    insta::assert_snapshot!(with("username = \"a\"\npassword = { env = \"P\" }", token), @"rundbrief.toml: error[login-ambiguous]: `password` and `[transport.smtp.oauth]` both say how to log in");
    insta::assert_snapshot!(with("", token), @"rundbrief.toml: error[key-missing]: `transport.smtp.username` is missing");
    insta::assert_snapshot!(with("username = \"a\"", "tokens = 1"), @"rundbrief.toml:15:1: error[key-unknown]: there is no key `tokens` here");
    insta::assert_snapshot!(with("username = \"a\"", "flow = \"device_code\""), @"rundbrief.toml:14:1: error[key-missing]: `transport.smtp.oauth.token_url` is missing");
    insta::assert_snapshot!(with("username = \"a\"", &client_credentials("http://login.example/t")), @"rundbrief.toml:16:13: error[endpoint-invalid]: no password may go to `http://login.example/t`");
    let inline = with("username = \"a\"", "token = \"zugriff-4711-9\"");
    assert!(inline.contains("error[password-inline]") && !inline.contains(TOKEN), "{inline}");
}

#[test]
fn without_a_login_nothing_is_sent_and_with_one_it_is_refreshed() {
    let invitation = r#"{"device_code":"geraet-4711","user_code":"WDJB-MJHT","verification_uri":"https://login.example/device","expires_in":300,"interval":1}"#;
    let issuer = Issuer::start(&[
        Answer::json(200, invitation),
        Answer::error("authorization_pending"),
        Answer::error("slow_down"),
        Answer::token(3600).with_refresh_token("erneuern-4711-1"),
    ]);
    let double = server_of(&issuer);
    let work = workspace(double.port(), "", &device_code(&issuer));
    insta::assert_snapshot!(told(&work, &SEND), @"
    [stderr]
    rundbrief.toml: error[login-needed]: nobody has logged in at the mail provider yet
      help: log in once with `rundbrief doctor --login`, then send again
    [exit 2]
    ");
    assert_eq!((issuer.requests().len(), double.connections(), work.files(".rundbrief")), (0, 0, Vec::new()));

    let login = work.ends_with(0, &["doctor", "--login"]);
    insta::assert_snapshot!(login.stdout.replace(&work.root().display().to_string(), "[work]"), @"
    Please open https://login.example/device and type the code WDJB-MJHT there. Then log in with the account that sends the mails; rundbrief waits here.
    The login worked. It is kept in [work]/.rundbrief/oauth-app-7.json; `rundbrief send` uses it from now on.
    ");
    let requests = issuer.requests();
    assert_eq!((requests[0].path.as_str(), requests[0].field("scope")), ("/device", "SMTP.Send offline_access"));
    let polls = &requests[1..];
    assert!(polls.iter().all(|poll| poll.path == "/token" && poll.field("device_code") == "geraet-4711"), "{polls:?}");
    let pauses: Vec<Duration> = polls.windows(2).map(|pair| pair[1].at - pair[0].at).collect();
    // RFC 8628 §3.5: the interval, and five seconds more after `slow_down`
    assert!(
        pauses.len() == 2 && pauses[0] >= Duration::from_secs(1) && pauses[1] >= Duration::from_secs(6),
        "{pauses:?}"
    );
    let secrets = [TOKEN, "geraet-4711", "erneuern-4711"];
    let file = ".rundbrief/oauth-app-7.json";
    assert_secret(&work, &secrets, &login, &[file]);
    let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(work.path(file)).expect("kept").permissions());
    assert_eq!(mode & 0o777, 0o600);

    issuer.go_on_with(&[
        Answer::token(3600).with_refresh_token("erneuern-4711-2"),
        Answer::token(3600),
        Answer::token(3600),
        Answer::error("invalid_grant"),
    ]);
    let run = work.ends_with(0, &SEND);
    everybody_got_one(&double);
    assert_secret(&work, &secrets, &run, &[file]);
    work.ends_with(0, &["send", "thanks", "--to", "me@x.example"]);
    work.ends_with(0, &["send", "thanks", "--to", "me@x.example"]);
    let refreshed = issuer.requests().split_off(4);
    assert!(refreshed.iter().all(|request| request.field("grant_type") == "refresh_token"), "{refreshed:?}");
    let used: Vec<&str> = refreshed.iter().map(|request| request.field("refresh_token")).collect();
    assert_eq!(used, ["erneuern-4711-1", "erneuern-4711-2", "erneuern-4711-2"]);
    let files = work.files(".rundbrief");
    assert_eq!(files.iter().filter(|name| name.starts_with("oauth")).collect::<Vec<_>>(), ["oauth-app-7.json"]);

    let over = work.ends_with(2, &["send", "thanks", "--to", "me@x.example"]);
    assert!(
        over.stderr.contains("error[login-needed]: the login at the mail provider is over: invalid_grant"),
        "{over:?}"
    );
    assert!(over.stderr.contains("`rundbrief doctor --login`"), "{over:?}");
}

#[test]
fn a_login_that_fails_is_told_and_keeps_nothing() {
    let invitation = r#"{"device_code":"geraet-4711","user_code":"A-B","verification_uri":"https://login.example/","expires_in":300,"interval":0}"#;
    for (answer, reason) in [
        (Answer::error("access_denied"), "access_denied"),
        (Answer::error("expired_token"), "expired_token"),
        (Answer::token(3600), "no token to renew came; perhaps `offline_access` is missing"),
    ] {
        let issuer = Issuer::start(&[Answer::json(200, invitation), answer]);
        let work = workspace(closed_port(), "", &device_code(&issuer));
        let run = work.ends_with(2, &["doctor", "--login"]);
        assert!(run.stderr.contains("error[token-unavailable]") && run.stderr.contains(reason), "{run:?}");
        assert_eq!(work.files(".rundbrief"), Vec::<String>::new());
    }
    let work = Workdir::new();
    let run = work.ends_with(2, &["doctor", "--login"]);
    assert!(run.stderr.contains("error[key-missing]"), "{run:?}");
}

#[test]
fn with_json_the_invitation_goes_beside_the_result() {
    let invitation = r#"{"device_code":"d","user_code":"A-B","verification_uri":"https://login.example/","expires_in":300,"interval":0}"#;
    let issuer = Issuer::start(&[Answer::json(200, invitation), Answer::token(60).with_refresh_token("r")]);
    let work = workspace(closed_port(), "", &device_code(&issuer));
    let run = work.ends_with(0, &["doctor", "--login", "--json"]);
    let result: serde_json::Value = serde_json::from_str(&run.stdout).expect("one object");
    assert_eq!(result["login"]["file"], work.path(".rundbrief/oauth-app-7.json").display().to_string());
    assert!(run.stderr.contains("https://login.example/") && run.stderr.contains("A-B"), "{run:?}");
}

#[test]
fn doctor_without_an_option_names_its_options() {
    let run = Workdir::new().ends_with(2, &["doctor"]);
    assert!(run.stderr.contains("--login"), "{run:?}");
}

/// A key and a certificate for 127.0.0.1 that vouches for itself.
fn tls(work: &Workdir) -> rustls::ServerConfig {
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"])
        .args(["-subj", "/CN=token endpoint", "-addext", "subjectAltName=IP:127.0.0.1"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE", "-keyout", "key.pem", "-out", "ca.pem"])
        .current_dir(work.root())
        .output()
        .expect("openssl is installed");
    assert!(made.status.success(), "{made:?}");
    let certificate = CertificateDer::from_pem_file(work.path("ca.pem")).expect("a certificate");
    let key = PrivateKeyDer::from_pem_file(work.path("key.pem")).expect("a key");
    rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring knows them")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("they fit")
}

#[test]
fn only_an_endpoint_with_a_certificate_that_somebody_vouches_for_gets_the_secret() {
    let work = Workdir::new();
    let issuer = Issuer::start_with_tls(&[Answer::token(3600)], tls(&work));
    let double = server_of(&issuer);
    let configure = |more: &str| {
        let oauth = client_credentials(&issuer.url("/token")) + more;
        work.over_smtp(double.port(), &format!("username = \"{MAILBOX}\"\n[transport.smtp.oauth]\n{oauth}"));
    };
    work.write("secret", SECRET);
    work.write("none.pem", "no certificate");
    configure("");
    let refused = work.ends_with(2, &SEND);
    assert!(
        refused.stderr.contains("error[token-unavailable]") && refused.stderr.contains("certificate"),
        "{refused:?}"
    );
    configure("ca_file = \"none.pem\"");
    let refused = work.ends_with(2, &SEND);
    assert!(refused.stderr.starts_with("none.pem: error[value-invalid]"), "{refused:?}");
    assert_eq!((issuer.requests().len(), double.connections()), (0, 0));
    configure("ca_file = \"ca.pem\"");
    work.ends_with(0, &SEND);
    everybody_got_one(&double);
}

#[test]
fn a_reply_put_behind_another_one_before_encryption_is_believed_by_nobody() {
    let injected = "250-double.example\n250 AUTH PLAIN XOAUTH2\n235 2.7.0 welcome";
    let offer = "250-double.example\n250 STARTTLS";
    for script in [
        Script::new().starttls(format!("220 2.0.0 go\n{injected}").as_str()),
        Script::new().ehlo(format!("{offer}\n220 2.0.0 go\n{injected}").as_str()),
        Script::new().greeting(format!("220 double.example\n{offer}\n220 2.0.0 go\n{injected}").as_str()),
    ] {
        let double = Double::start(script);
        let work = Workdir::new();
        work.over_smtp(
            double.port(),
            "username = \"einladung\"\npassword = { file = \"secret\" }\ntimeouts = { connect = 5 }",
        );
        work.write("rundbrief.toml", work.read("rundbrief.toml").replace("security = \"none\"\n", ""));
        work.write("secret", SECRET);
        let run = work.ends_with(1, &SEND);
        assert!(run.stderr.contains("error[starttls-injected]"), "{run:?}\n{:?}", double.transcript());
        assert_eq!(
            (double.connections(), double.mails().len(), work.count("queued")),
            (1, 0, 3),
            "it is not tried again"
        );
    }
}

#[test]
fn a_server_that_does_not_go_on_to_encrypt_hears_neither_password_nor_mail() {
    for (reply, code, finding) in [
        ("454 4.7.0 not now", 1, "server-busy"),
        ("500 5.5.1 what?", 1, "server-refuses"),
        ("250 2.0.0 as you like", 1, "server-unreachable"),
    ] {
        let double = Double::start(Script::new().login("einladung", SECRET).starttls(reply));
        let work = Workdir::new();
        work.over_smtp(
            double.port(),
            "username = \"einladung\"\npassword = { file = \"secret\" }\ntimeouts = { connect = 1 }",
        );
        work.write("rundbrief.toml", work.read("rundbrief.toml").replace("security = \"none\"\n", ""));
        work.write("secret", SECRET);
        let run = work.ends_with(code, &SEND);
        assert!(run.stderr.contains(&format!("error[{finding}]")), "{run:?}");
        assert!(!double.transcript().iter().any(|line| line.contains("AUTH ") && line.contains(" C: ")), "{reply}");
        assert_eq!((double.mails().len(), work.count("queued")), (0, 3));
    }
}

/// Passes everything on between a client and a server, and adds `injected` to the answer to STARTTLS.
struct Meddler {
    port: u16,
    connections: Arc<AtomicUsize>,
}

impl Meddler {
    fn before(server: u16, injected: &'static str) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        let connections = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&connections);
        // ends with the process
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                counter.fetch_add(1, Ordering::SeqCst);
                let server = TcpStream::connect((Ipv4Addr::LOCALHOST, server)).expect("it listens");
                let (from, to) = (server.try_clone().expect("a socket"), client.try_clone().expect("a socket"));
                thread::spawn(move || pass_on(client, server, ""));
                thread::spawn(move || pass_on(from, to, injected));
            }
        });
        Self { port, connections }
    }
}

fn pass_on(mut from: TcpStream, mut to: TcpStream, injected: &str) {
    let mut buffer = [0; 16384];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        let mut bytes = buffer[..count].to_vec();
        if bytes.starts_with(b"220 ") && bytes.windows(3).any(|window| window == b"TLS") {
            bytes.extend_from_slice(injected.as_bytes());
        }
        if to.write_all(&bytes).is_err() {
            break;
        }
    }
    let _gone_already = to.shutdown(Shutdown::Write);
}

#[test]
fn a_real_server_behind_somebody_who_meddles_gets_nothing_and_without_him_everything() {
    let postfix = Postfix::start();
    let work = Workdir::new();
    work.write("secret", postfix.password());
    fs::copy(postfix.ca_file(), work.path("ca.pem")).expect("copied");
    let to = |port: u16| {
        work.configure(&format!(
            "[transport]\nkind = \"smtp\"\n[transport.smtp]\nhost = \"localhost\"\nport = {port}\nca_file = \"ca.pem\"\n\
             username = \"{}\"\npassword = {{ file = \"secret\" }}\n",
            postfix.username()
        ));
    };
    let meddler = Meddler::before(postfix.port(), "250-mail.example\r\n250 AUTH PLAIN\r\n");
    to(meddler.port);
    let run = work.ends_with(1, &SEND);
    assert!(run.stderr.contains("error[starttls-injected]"), "{run:?}");
    assert_eq!((meddler.connections.load(Ordering::SeqCst), postfix.mails().len()), (1, 0));
    let honest = Meddler::before(postfix.port(), "");
    to(honest.port);
    let run = outcome(work.command(&SEND).output().expect("runs"));
    assert_eq!(run.code, Some(0), "{run:?}");
    postfix.wait_for_mails(3);
}
