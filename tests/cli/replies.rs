//! Replies as servers really give them: whole ones settle a mail, whatever they look like.

use crate::double::{Action, Double, Script};
use crate::workdir::Workdir;

const ANNA: &str = "anna@x.example";
const BERT: &str = "bert@y.example";
const CLEO: &str = "cleo@z.example";
const SEND: [&str; 3] = ["send", "thanks", "--yes"];

fn against(script: Script) -> (Workdir, Double) {
    let (work, double) = (Workdir::new(), Double::start(script));
    work.over_smtp(double.port(), "");
    (work, double)
}

/// What the ledger says last of somebody: state, code, enhanced code and words.
fn told(work: &Workdir, address: &str) -> [String; 4] {
    let log = work.json(&["status", "--log", address]);
    let last = log["attempts"].as_array().and_then(|all| all.last()).expect("recorded").clone();
    ["state", "code", "enhanced", "reply"].map(|key| last[key].as_str().map_or(last[key].to_string(), str::to_owned))
}

#[test]
fn a_reply_without_a_word_settles_a_mail() {
    let bare = |code| Action::Raw(code);
    let script = Script::new()
        .after_dot(ANNA, bare(b"250\r\n"))
        .rcpt(BERT, bare(b"550\r\n"))
        .after_dot(CLEO, bare(b"250-\r\n250\r\n"));
    let (work, double) = against(script);
    work.ends_with(3, &SEND);
    assert_eq!((work.count("accepted"), work.count("rejected"), double.connections()), (2, 1, 1));
}

#[test]
fn words_that_are_no_utf_8_settle_a_mail_and_can_be_read() {
    let script = Script::new()
        .after_dot(ANNA, Action::Raw(b"250 2.0.0 f\xfcr Sie angenommen\r\n"))
        .rcpt(BERT, Action::Raw(b"550 5.1.1 Empf\xe4nger unbekannt\r\n"));
    let (work, _double) = against(script);
    work.ends_with(3, &SEND);
    assert_eq!(told(&work, ANNA), ["accepted", "250", "2.0.0", "2.0.0 für Sie angenommen"]);
    assert_eq!(told(&work, BERT), ["rejected", "550", "5.1.1", "5.1.1 Empfänger unbekannt"]);
}

#[test]
fn a_code_that_no_rfc_knows_counts_by_its_first_digit() {
    let script = Script::new()
        .rcpt(BERT, "571 5.7.1 delivery not authorized")
        .after_dot(CLEO, Action::ByteByByte("571 5.7.1 message refused".into()));
    let (work, double) = against(script);
    work.ends_with(3, &SEND);
    assert_eq!((work.count("accepted"), work.count("rejected"), double.connections()), (1, 2, 1));
    assert_eq!(told(&work, CLEO), ["rejected", "571", "5.7.1", "5.7.1 message refused"]);
}

#[test]
fn another_yes_than_250_to_a_dot_leaves_a_doubt_that_names_it() {
    for code in ["252 2.0.0 cannot verify", "354 go on"] {
        let (work, _double) = against(Script::new().after_dot(BERT, code));
        work.ends_with(3, &SEND);
        assert_eq!((work.count("accepted"), work.count("in_doubt")), (2, 1), "{code}");
        assert_eq!(told(&work, BERT)[..2], ["in_doubt", &code[..3]]);
    }
}

#[test]
fn a_handshake_that_never_ends_is_given_up_within_the_limit_for_connecting() {
    let (work, double) = against(Script::new().greeting(Action::Silence(std::time::Duration::from_secs(20))));
    work.over_smtp(double.port(), "timeouts = { connect = 1 }");
    let settings = work.read("rundbrief.toml").replace("security = \"none\"", "security = \"tls\"");
    work.write("rundbrief.toml", settings);
    let ended = work.ends_with(1, &SEND);
    assert!(ended.stderr.contains("no answer within 1 s"), "{ended:?}");
    assert_eq!(work.count("queued"), 3);
}
