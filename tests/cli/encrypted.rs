//! Encrypted lines against the double: handshakes that fail or never end, and the login behind those that do.

use std::time::Duration;

use crate::certificate::Certificate;
use crate::double::{Action, Double, Encryption, Script};
use crate::workdir::Workdir;

const SEND: [&str; 3] = ["send", "thanks", "--yes"];
const LOGIN: &str = "username = \"einladung\"\npassword = { file = \"secret\" }\n";
const PASSWORD: &str = "geheim-genug-7";
const BOTH: [(Encryption, &str); 2] = [(Encryption::Starttls, "starttls"), (Encryption::Port, "tls")];

/// A workspace that sends with a login over encrypted lines to a server with this script.
fn against(script: Script, (encryption, security): (Encryption, &str), more: &str) -> (Workdir, Double) {
    let double = Double::start(script.login("einladung", PASSWORD).encrypted(encryption));
    let work = Workdir::new();
    work.write("secret", PASSWORD);
    work.over_tls(double.port(), security, &double.ca_file(), &format!("{LOGIN}{more}"));
    (work, double)
}

fn heard(double: &Double, words: &str) -> bool {
    double.transcript().iter().any(|line| line.contains(" C: ") && line.contains(words))
}

#[test]
fn everybody_gets_one_over_either_encryption() {
    for way in BOTH {
        let (work, double) = against(Script::new(), way, "");
        work.ends_with(0, &SEND);
        assert_eq!((double.mails().len(), double.connections()), (3, 1), "{way:?}");
        assert_eq!(heard(&double, "STARTTLS"), way.0 == Encryption::Starttls);
    }
}

#[test]
fn a_handshake_that_never_ends_is_given_up_within_the_limit_of_its_phase() {
    for (way, phase) in BOTH.into_iter().zip(["starttls", "connect"]) {
        let silence = Action::Silence(Duration::from_mins(2));
        let (work, double) = against(Script::new().handshake(silence), way, &format!("timeouts = {{ {phase} = 1 }}"));
        let ended = work.ends_with(1, &SEND);
        assert!(ended.stderr.contains("error[server-unreachable]"), "{ended:?}");
        assert!(ended.stderr.contains("no answer within 1 s"), "{phase}: {ended:?}");
        assert!(!heard(&double, "AUTH") && !heard(&double, "MAIL"), "{way:?}: {:?}", double.transcript());
        assert_eq!(work.count("queued"), 3, "{way:?}");
    }
}

#[test]
fn a_handshake_that_fails_once_costs_a_connection_and_no_mail() {
    for way in BOTH {
        for fault in [Action::Silence(Duration::from_mins(2)), Action::Garbage, Action::Close] {
            let limits = "timeouts = { connect = 1, starttls = 1 }";
            let (work, double) = against(Script::new().handshake(fault.clone()).times(1), way, limits);
            work.ends_with(0, &SEND);
            assert_eq!((double.mails().len(), double.connections()), (3, 2), "{way:?}, {fault:?}");
        }
    }
}

#[test]
fn a_certificate_that_turns_bad_during_a_run_ends_it_and_the_rest_stays_queued() {
    for way in BOTH {
        for certificate in [Certificate::OtherName, Certificate::Expired, Certificate::SelfSigned] {
            let script = Script::new().handshake(certificate).skip(1).times(1);
            let (work, double) = against(script, way, "mails_per_connection = 1");
            let ended = work.ends_with(2, &SEND);
            assert!(ended.stderr.contains("error[certificate-untrusted]"), "{way:?}, {certificate:?}: {ended:?}");
            assert_eq!((double.mails().len(), work.count("queued")), (1, 2), "{way:?}, {certificate:?}");
            work.ends_with(0, &SEND);
            assert_eq!(double.mails().len(), 3, "{way:?}, {certificate:?}");
        }
    }
}

#[test]
fn a_server_that_knows_only_the_mechanism_login_is_logged_in_to_so() {
    for way in BOTH {
        let (work, double) = against(Script::new().mechanisms("LOGIN"), way, "");
        work.ends_with(0, &SEND);
        assert!(heard(&double, "AUTH LOGIN") && !heard(&double, "AUTH PLAIN"), "{:?}", double.transcript());
        assert_eq!(double.mails().len(), 3);
    }
}

#[test]
fn a_wrong_password_is_told_whatever_the_mechanism() {
    for mechanism in ["LOGIN", "PLAIN"] {
        let (work, double) = against(Script::new().mechanisms(mechanism), BOTH[0], "");
        work.write("secret", "something else");
        let ended = work.ends_with(2, &SEND);
        assert!(ended.stderr.contains("error[login-refused]"), "{mechanism}: {ended:?}");
        assert!(ended.stderr.contains("535 5.7.8 wrong name or password"), "{mechanism}: {ended:?}");
        assert_eq!((double.mails().len(), work.count("queued")), (0, 3));
    }
}

#[test]
fn a_server_with_other_mechanisms_only_hears_no_password_and_gets_no_mail() {
    for way in BOTH {
        let (work, double) = against(Script::new().mechanisms("CRAM-MD5 SCRAM-SHA-256 GSSAPI"), way, "");
        let ended = work.ends_with(2, &[&SEND[..], &["--quiet"]].concat());
        assert!(ended.stderr.starts_with("error[login-refused]: "), "{ended:?}");
        assert!(
            ended.stderr.contains("no kind of login that is possible here") && !ended.stderr.contains(PASSWORD),
            "{ended:?}"
        );
        assert!(!heard(&double, "AUTH") && !heard(&double, "MAIL"), "{:?}", double.transcript());
        assert_eq!((double.mails().len(), work.count("queued")), (0, 3));
    }
}
