//! An unprotected or wrongly protected line: nobody's mail and no password goes over it, and everybody stays queued.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::certificate::Certificate;
use crate::double::{Action, Double, Script};
use crate::postfix::Postfix;
use crate::workdir::Workdir;

const PASSWORD: &str = "geheim-genug-7";

fn settings(host: &str, port: u16, more: &str) -> String {
    format!(
        "[transport]\nkind = \"smtp\"\n[transport.smtp]\nhost = \"{host}\"\nport = {port}\nusername = \"einladung\"\n\
         password = {{ file = \"secret\" }}\ntimeouts = {{ connect = 1, command = 1, data = 1, dot = 1 }}\n{more}\n"
    )
}

/// Sends a copy and the mails, which must end with this code and this finding, and leave everybody queued.
fn assert_refuses(work: &Workdir, (code, finding): (i32, &str), case: &str) -> String {
    let ways = [&["send", "thanks", "--to", "me@x.example"][..], &["send", "thanks", "--yes", "--quiet"]];
    let [_, said] = ways.map(|arguments| {
        let sent = work.run(arguments);
        assert_eq!(sent.code, Some(code), "{case}: {sent:?}");
        assert!(sent.stderr.contains(&format!("error[{finding}]")), "{case}: {sent:?}");
        assert!(!sent.stderr.contains(PASSWORD) && !sent.stdout.contains(PASSWORD), "{case}: {sent:?}");
        sent.stderr
    });
    assert_eq!(work.count("queued"), 3, "{case}");
    said
}

#[test]
fn a_server_that_refuses_starttls_hears_neither_password_nor_mail() {
    let cases: [(&str, Action, (i32, &str)); 6] = [
        ("not known", "502 5.5.1 no such command".into(), (1, "server-refuses")),
        ("not now", "454 4.7.0 TLS not available".into(), (1, "server-busy")),
        ("hang-up", Action::Close, (1, "server-unreachable")),
        ("garbage", Action::Garbage, (1, "server-unreachable")),
        ("silence", Action::Silence(Duration::from_secs(4)), (1, "server-unreachable")),
        ("no TLS after a yes", "220 2.0.0 go ahead".into(), (1, "server-unreachable")),
    ];
    for (case, action, expected) in cases {
        let double = Double::start(Script::new().login("einladung", PASSWORD).starttls(action));
        let work = Workdir::new();
        work.write("secret", PASSWORD);
        work.configure(&settings("localhost", double.port(), ""));
        assert_refuses(&work, expected, case);
        let heard: Vec<String> = double.transcript().into_iter().filter(|line| line.contains(" C: ")).collect();
        let harmless = |line: &String| ["EHLO", "STARTTLS", "QUIT"].iter().any(|verb| line.contains(verb));
        assert!(!heard.is_empty() && heard.iter().all(harmless), "{case}: {heard:?}");
        assert!(double.mails().is_empty(), "{case}");
    }
}

fn assert_untrusted(certificate: Certificate, reason: &str) {
    let postfix = Postfix::with_certificate(certificate);
    let work = Workdir::new();
    work.write("secret", postfix.password());
    let authority = |file: &Path| format!("ca_file = \"{}\"", file.display());
    for (security, port) in [("starttls", postfix.port()), ("tls", postfix.tls_port())] {
        for host in ["localhost", "127.0.0.1"] {
            let more = format!("security = \"{security}\"\n{}", authority(&postfix.ca_file()));
            work.configure(&settings(host, port, &more));
            let case = format!("{certificate:?}, {security}, {host}");
            let stderr = assert_refuses(&work, (2, "certificate-untrusted"), &case);
            assert!(stderr.contains(reason), "{case}: {stderr}");
        }
    }
    let log = postfix.log();
    assert!(postfix.mails().is_empty() && !log.contains("sasl_username="), "{certificate:?}: {log}");
}

#[test]
fn a_certificate_for_another_server_is_not_trusted() {
    assert_untrusted(Certificate::OtherName, "the certificate is for another name");
}

#[test]
fn an_expired_certificate_is_not_trusted() {
    assert_untrusted(Certificate::Expired, "the certificate has expired");
}

#[test]
fn a_server_that_vouches_for_itself_is_not_trusted() {
    assert_untrusted(Certificate::SelfSigned, "whoever issued the certificate is not known here");
}

/// What somebody between client and server says in the clear, right behind the server's yes to `STARTTLS`: a reply
/// to each command that the client will give once it believes itself alone with the server.
const SMUGGLED: &str = "250-mail.example\r\n250 AUTH PLAIN LOGIN\r\n235 2.7.0 ok\r\n250-mail.example\r\n250 PIPELINING\r\n\
    250 2.1.0 ok\r\n250 2.1.5 ok\r\n354 go on\r\n250 2.0.0 taken\r\n";

/// Copies what the server says, and adds to its yes.
fn smuggle(mut server: TcpStream, mut client: TcpStream) -> io::Result<()> {
    let mut part = [0; 4096];
    loop {
        let length = server.read(&mut part)?;
        if length == 0 {
            return client.shutdown(Shutdown::Write);
        }
        let yes = part[..length].starts_with(b"220 ") && part[..length].ends_with(b"Ready to start TLS\r\n");
        let more = if yes { SMUGGLED.as_bytes() } else { b"" };
        client.write_all(&[&part[..length], more].concat())?;
    }
}

/// Stands between the client and a server's port, for one connection after the other; gives its own port.
fn somebody_between(server: u16) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback has a free port");
    let port = listener.local_addr().expect("a bound socket has an address").port();
    // ends with the test
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let server = TcpStream::connect((Ipv4Addr::LOCALHOST, server)).expect("the server is there");
            let (mut from, mut to) = (client.try_clone().expect("a socket"), server.try_clone().expect("a socket"));
            thread::spawn(move || io::copy(&mut from, &mut to).and_then(|_| to.shutdown(Shutdown::Write)));
            thread::spawn(move || smuggle(server, client));
        }
    });
    port
}

#[test]
fn replies_smuggled_in_before_the_encryption_are_not_believed() {
    let postfix = Postfix::start();
    let work = Workdir::new();
    work.write("secret", postfix.password());
    let more = format!("ca_file = \"{}\"", postfix.ca_file().display());
    work.configure(&settings("localhost", somebody_between(postfix.port()), &more));
    // the server itself takes no mail for any of them
    work.people(&["unknown.anna@x.example", "unknown.bert@y.example"]);
    let sent = work.run(&["send", "thanks", "--yes", "--quiet"]);
    assert_eq!((work.count("accepted"), postfix.mails().len()), (0, 0), "{sent:?}");
}
