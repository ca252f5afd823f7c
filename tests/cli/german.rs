//! What people read, in German: settings that cannot be, servers that say no, and what the ledger tells of it.

use crate::check::told;
use crate::double::{Action, Double, Script};
use crate::workdir::Workdir;

/// A workspace whose sentences are German, with these settings between the sender and the lists.
fn german(settings: &str) -> Workdir {
    let work = Workdir::new();
    work.configure(settings);
    work.write("rundbrief.toml", work.read("rundbrief.toml").replace("language = \"en\"", "language = \"de\""));
    work
}

mod settings {
    use super::*;

    /// What `send` says with these settings; nothing is sent.
    fn with(settings: &str) -> String {
        let work = german(settings);
        let said = told(&work, &["send", "thanks", "--yes"]);
        assert_eq!((work.files("outbox/new"), work.files(".rundbrief")), (Vec::new(), Vec::new()));
        said
    }

    #[test]
    fn a_rate_that_lets_nothing_through_is_told_in_german() {
        insta::assert_snapshot!(with("[limits]\nrates = [\"0/min\"]"), @r"
        [stderr]
        rundbrief.toml:8:9: Fehler[rate-impossible]: mit dem Tempo `0/min` ginge nie eine Mail hinaus
          help: schreiben Sie, wie viele Mails in welcher Zeit hinausdürfen, zum Beispiel `30/min`; ohne die Angabe gibt es keine Grenze
        [exit 2]
        ");
        insta::assert_snapshot!(with("[limits]\nrates = [\"30 in der Minute\"]"), @r"
        [stderr]
        rundbrief.toml:8:9: Fehler[rate-invalid]: `30 in der Minute` ist kein Tempo
          help: schreiben Sie, wie viele Mails in welcher Zeit hinausdürfen: `30/min`, `250/10min`, `10000/day`; die Zeit ist höchstens 366 Tage lang
        [exit 2]
        ");
        insta::assert_snapshot!(with("[limits]\nrates = \"30/min\""), @r#"
        [stderr]
        rundbrief.toml:8:9: Fehler[type-wrong]: hier gehört eine Liste hin
          help: schreiben Sie eckige Klammern darum, auch um einen einzelnen Eintrag, wie in `["eins"]`
        [exit 2]
        "#);
    }

    #[test]
    fn a_window_that_never_opens_is_told_in_german() {
        insta::assert_snapshot!(with("[limits]\nwindow = \"Mo-Fr 17:00-08:00\""), @r"
        [stderr]
        rundbrief.toml:8:10: Fehler[window-never-opens]: das Versandfenster `Mo-Fr 17:00-08:00` ist nie offen
          help: der Beginn muss vor dem Ende liegen: `Mo-Fr 08:00-17:30`; über Mitternacht sind es zwei: `Mo 20:00-24:00, Di 00:00-02:00`
        [exit 2]
        ");
        insta::assert_snapshot!(with("[limits]\nwindow = \"Mo-Fr 8-17\""), @r"
        [stderr]
        rundbrief.toml:8:10: Fehler[window-invalid]: `Mo-Fr 8-17` ist kein Versandfenster
          help: schreiben Sie Tage und Uhrzeiten: `Mo-Fr 08:00-17:30`, mehrere mit Komma
        [exit 2]
        ");
        insta::assert_snapshot!(with("[limits]\nwindow = 8"), @r#"
        [stderr]
        rundbrief.toml:8:10: Fehler[type-wrong]: hier gehört ein Text hin
          help: schreiben Sie Anführungszeichen darum: `"Text"`
        [exit 2]
        "#);
    }

    #[test]
    fn an_unknown_preset_land_or_time_zone_is_told_in_german() {
        insta::assert_snapshot!(with("[limits]\npreset = \"microsoft-356\""), @r"
        [stderr]
        rundbrief.toml:8:11: Fehler[preset-unknown]: eine Voreinstellung `microsoft-356` gibt es nicht; bekannt: microsoft-365, google-workspace, ionos-first-week, ionos-second-week, ionos-first-month, ionos, hosting-de
          help: meinten Sie `microsoft-365`?
        [exit 2]
        ");
        insta::assert_snapshot!(with("[limits]\nholidays = \"Tirol\""), @r"
        [stderr]
        rundbrief.toml:8:12: Fehler[land-unknown]: `Tirol` ist kein Kürzel eines deutschen Landes
          help: möglich sind BW, BY, BE, BB, HB, HH, HE, MV, NI, NW, RP, SL, SN, ST, SH, TH und `DE` für das, was überall Feiertag ist
        [exit 2]
        ");
        insta::assert_snapshot!(with("[limits]\ntimezone = \"Europa/Berlin\""), @r"
        [stderr]
        rundbrief.toml:8:13: Fehler[time-zone-unknown]: eine Zeitzone `Europa/Berlin` gibt es nicht
          help: meinten Sie `Europe/Berlin`?
        [exit 2]
        ");
    }

    #[test]
    fn spans_and_numbers_that_cannot_be_are_told_in_german() {
        insta::assert_snapshot!(with("[limits]\nretry_after = \"eine Stunde\""), @r"
        [stderr]
        rundbrief.toml:8:15: Fehler[duration-invalid]: `eine Stunde` ist keine Zeitspanne
          help: schreiben Sie zum Beispiel `30s`, `15min` oder `36h`; möglich ist alles bis 366 Tage, aber nicht null
        [exit 2]
        ");
        insta::assert_snapshot!(with("[limits]\nrejections_in_a_row = 0"), @r"
        [stderr]
        rundbrief.toml:8:23: Fehler[number-out-of-range]: die Zahl `0` ist hier nicht möglich
          help: möglich ist jede ab 1
        [exit 2]
        ");
        insta::assert_snapshot!(with("[limits]\nrejections_percent = 101"), @r"
        [stderr]
        rundbrief.toml:8:22: Fehler[number-out-of-range]: die Zahl `101` ist hier nicht möglich
          help: möglich ist jede von 0 bis 100
        [exit 2]
        ");
        insta::assert_snapshot!(with("[limits]\nmx_groups = \"nein\""), @r"
        [stderr]
        rundbrief.toml:8:13: Fehler[type-wrong]: hier gehört ein Ja oder Nein hin
          help: schreiben Sie `true` für Ja oder `false` für Nein, ohne Anführungszeichen
        [exit 2]
        ");
        insta::assert_snapshot!(with("[approval]\nvalid_for = \"bald\""), @r"
        [stderr]
        rundbrief.toml:8:13: Fehler[duration-invalid]: `bald` ist keine Zeitspanne
          help: schreiben Sie zum Beispiel `30s`, `15min` oder `36h`; möglich ist alles bis 366 Tage, aber nicht null
        [exit 2]
        ");
    }

    #[test]
    fn keys_and_choices_that_do_not_exist_are_told_in_german() {
        insta::assert_snapshot!(with("[limits]\nrate = [\"30/min\"]"), @r"
        [stderr]
        rundbrief.toml:8:1: Fehler[key-unknown]: eine Angabe `rate` gibt es hier nicht
          help: meinten Sie `rates`? Möglich sind: preset, rates, per_domain, per_contact, mx_groups, dns_server, window, holidays, timezone, retry_after, retry_for, slow_down, margin_percent, rejections_in_a_row, rejections_percent
        [exit 2]
        ");
        insta::assert_snapshot!(with("[transport]\nkind = \"snmp\""), @r"
        [stderr]
        rundbrief.toml:8:8: Fehler[choice-unknown]: `snmp` ist hier nicht möglich
          help: meinten Sie `smtp`? Möglich sind: outbox, smtp
        [exit 2]
        ");
        insta::assert_snapshot!(with("[transport]\nkind = \"smtp\"\n[transport.smtp]\nport = 587"), @r"
        [stderr]
        rundbrief.toml:9:1: Fehler[key-missing]: die Angabe `host` fehlt
          help: ergänzen Sie sie in `rundbrief.toml`
        [exit 2]
        ");
        insta::assert_snapshot!(with("[responses]\naddress = \"team\""), @r"
        [stderr]
        rundbrief.toml:8:11: Fehler[address-unusable]: `team` ist keine E-Mail-Adresse
          help: zum Beispiel name@stadt.example
        [exit 2]
        ");
        insta::assert_snapshot!(with("[limits]\nrates = []\nrates = []"), @r"
        [stderr]
        rundbrief.toml:9:1: Fehler[key-twice]: diese Angabe steht zweimal da
          help: löschen Sie eine von beiden
        [exit 2]
        ");
    }

    #[test]
    fn the_language_of_broken_settings_is_theirs() {
        insta::assert_snapshot!(with("[limits"), @r"
        [stderr]
        rundbrief.toml:7:8: Fehler[toml-invalid]: dieser Teil lässt sich nicht lesen: eine Klammer wird nicht geschlossen
          help: prüfen Sie Schreibweise und Anführungszeichen; docs/workspace.md zeigt alle Angaben mit Beispielen
        [exit 2]
        ");
    }
}

mod delivery {
    use super::*;

    fn over_smtp(port: u16, more: &str) -> Workdir {
        german(&format!(
            "[transport]\nkind = \"smtp\"\n[transport.smtp]\nhost = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"\n{more}"
        ))
    }

    /// What `send` says of this server, without its port.
    fn said(double: &Double, more: &str) -> String {
        let work = over_smtp(double.port(), more);
        told(&work, &["send", "thanks", "--yes", "--quiet"]).replace(&format!(":{}", double.port()), ":PORT")
    }

    #[test]
    fn a_server_that_is_not_there_or_busy_is_told_in_german() {
        let nobody = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port").local_addr().expect("bound").port();
        let gone = told(&over_smtp(nobody, ""), &["send", "thanks", "--yes", "--quiet"]);
        insta::assert_snapshot!(gone.replace(&format!(":{nobody}"), ":PORT"), @r"
        0 Mails gesendet.
        [stderr]
        Fehler[server-unreachable]: der Mailserver 127.0.0.1:PORT ist nicht zu erreichen: dort nimmt niemand Verbindungen an
          help: prüfen Sie Name, Port und Netz; was nicht hinausging, bleibt vorgemerkt
        [exit 1]
        ");
        let silent = Double::start(Script::new().greeting(Action::Silence(std::time::Duration::from_secs(3))));
        insta::assert_snapshot!(said(&silent, "timeouts = { command = 1 }"), @r"
        0 Mails gesendet.
        [stderr]
        Fehler[server-unreachable]: der Mailserver 127.0.0.1:PORT ist nicht zu erreichen: Begrüßung: keine Antwort innerhalb von 1 s
          help: prüfen Sie Name, Port und Netz; was nicht hinausging, bleibt vorgemerkt
        [exit 1]
        ");
        let busy = Double::start(Script::new().greeting("421 4.3.2 busy"));
        insta::assert_snapshot!(said(&busy, ""), @r"
        0 Mails gesendet.
        [stderr]
        Fehler[server-busy]: der Mailserver 127.0.0.1:PORT bittet, später wiederzukommen: 421 4.3.2 busy
          help: senden Sie in einer Viertelstunde noch einmal; was nicht hinausging, bleibt vorgemerkt
        [exit 1]
        ");
    }

    #[test]
    fn a_login_that_fails_is_told_in_german() {
        let double = Double::start(Script::new().login("einladung", "geheim"));
        insta::assert_snapshot!(said(&double, "username = \"einladung\"\npassword = { command = [\"echo\", \"falsch\"] }"), @r"
        0 Mails gesendet.
        [stderr]
        Fehler[login-refused]: 127.0.0.1:PORT lehnt die Anmeldung als `einladung` ab: 535 5.7.8 wrong name or password
          help: prüfen Sie Benutzername und Passwort, bei OAuth die Rechte der Anwendung (docs/login.md); was nicht hinausging, bleibt vorgemerkt
        [exit 2]
        ");
        insta::assert_snapshot!(said(&double, "username = \"einladung\"\npassword = { command = [\"sh\", \"-c\", \"exit 2\"] }"), @r"
        [stderr]
        rundbrief.toml: Fehler[password-unavailable]: das Passwort ist nicht zu bekommen: sh: mit Fehler beendet (Status 2)
          help: führen Sie den Befehl, der unter `password` steht, einmal selbst aus: er muss das Passwort ausgeben und ohne Fehler enden
        [exit 2]
        ");
        insta::assert_snapshot!(said(&double, "username = \"einladung\"\npassword = { file = \"nirgends\" }"), @r"
        [stderr]
        rundbrief.toml: Fehler[password-unavailable]: das Passwort ist nicht zu bekommen: nirgends: die Datei oder der Ordner fehlt
          help: legen Sie die Datei an, die unter `password` steht, nur mit dem Passwort darin und nur für Sie lesbar
        [exit 2]
        ");
        insta::assert_snapshot!(said(&double, "username = \"einladung\"\npassword = { env = \"RUNDBRIEF_NICHT_DA\" }"), @r"
        [stderr]
        rundbrief.toml: Fehler[password-unavailable]: das Passwort ist nicht zu bekommen: RUNDBRIEF_NICHT_DA: nicht gesetzt
          help: setzen Sie die Umgebungsvariable, bevor Sie senden; `password` kann auch eine Datei oder einen Befehl nennen (docs/workspace.md)
        [exit 2]
        ");
        let none = Double::start(Script::new());
        insta::assert_snapshot!(said(&none, "username = \"einladung\"\npassword = { command = [\"echo\", \"x\"] }"), @r"
        0 Mails gesendet.
        [stderr]
        Fehler[login-refused]: 127.0.0.1:PORT lehnt die Anmeldung als `einladung` ab: der Server bietet keine Art der Anmeldung an, die hier möglich ist
          help: prüfen Sie Benutzername und Passwort, bei OAuth die Rechte der Anwendung (docs/login.md); was nicht hinausging, bleibt vorgemerkt
        [exit 2]
        ");
    }

    #[test]
    fn a_token_endpoint_that_is_down_is_told_in_german() {
        let nobody = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port").local_addr().expect("bound").port();
        let oauth = format!(
            "username = \"einladung\"\n[transport.smtp.oauth]\nflow = \"client_credentials\"\n\
             token_url = \"http://127.0.0.1:{nobody}/token\"\nclient_id = \"a\"\nscope = \"s\"\n\
             client_secret = {{ command = [\"echo\", \"x\"] }}"
        );
        insta::assert_snapshot!(told(&over_smtp(nobody, &oauth), &["send", "thanks", "--yes"]), @r"
        [stderr]
        rundbrief.toml: Fehler[token-unavailable]: das Zugriffstoken für die Anmeldung ist nicht zu bekommen: dort nimmt niemand Verbindungen an
          help: prüfen Sie `[transport.smtp.oauth]`, und ob die Adresse in `token_url` antwortet (docs/login.md); was nicht hinausging, bleibt vorgemerkt
        [exit 2]
        ");
    }

    #[test]
    fn keys_that_cannot_be_used_are_told_in_german() {
        let key = |text: &str| {
            let work = german("[[dkim]]\nselector = \"s\"\nkey = \"dkim.pem\"");
            if !text.is_empty() {
                work.write("dkim.pem", text);
                #[cfg(unix)]
                std::fs::set_permissions(work.path("dkim.pem"), std::os::unix::fs::PermissionsExt::from_mode(0o600))
                    .expect("ours");
            }
            told(&work, &["send", "thanks", "--yes"])
        };
        insta::assert_snapshot!(key(""), @r"
        [stderr]
        dkim.pem: Fehler[key-unreadable]: der DKIM-Schlüssel lässt sich nicht lesen: die Datei oder der Ordner fehlt
          help: prüfen Sie den Pfad `key` unter `[[dkim]]`; einen neuen Schlüssel macht `rundbrief doctor --dkim-key NAME`
        [exit 2]
        ");
        insta::assert_snapshot!(key("kein Schlüssel"), @r"
        [stderr]
        dkim.pem: Fehler[key-unusable]: mit diesem Schlüssel lässt sich keine Mail signieren: darin steht kein geheimer Schlüssel (PEM)
          help: gebraucht wird ein RSA-Schlüssel mit 2048 bis 4096 Bit oder ein ed25519-Schlüssel, als PEM und ohne Passwort; `rundbrief doctor --dkim-key NAME` macht einen
        [exit 2]
        ");
    }

    #[test]
    fn a_clock_that_is_wrong_is_told_in_german() {
        let work = over_smtp(25, "");
        let run = work.command(&["send", "thanks", "--yes"]).env("SOURCE_DATE_EPOCH", "0").output().expect("runs");
        insta::assert_snapshot!(String::from_utf8(run.stderr).expect("UTF-8"), @r"
        Fehler[clock-wrong]: die Uhr dieses Rechners steht auf 1.1.1970, 0:00 Uhr; das ist lange vorbei
          help: stellen Sie die Uhr (und entfernen Sie SOURCE_DATE_EPOCH): die Mails trügen ein falsches Datum, Grenzen und Fristen gälten nicht
        ");
        assert_eq!(run.status.code(), Some(2));
    }

    /// Moments differ from run to run.
    fn without_times(said: &str) -> String {
        let masked = |line: &str| {
            let (before, after) = line.split_once(" seit ")?;
            let (time, rest) = after.split_once(" Uhr")?;
            let shaped = time.chars().all(|c| c.is_ascii_digit() || ".,: ".contains(c));
            shaped.then(|| format!("{before} seit TAG, ZEIT Uhr{rest}"))
        };
        said.lines().map(|line| masked(line).unwrap_or_else(|| line.to_owned()) + "\n").collect()
    }

    #[test]
    fn what_became_of_a_mail_is_told_in_german_and_kept_in_english() {
        let script =
            Script::new().after_dot("anna@x.example", Action::Close).rcpt("bert@y.example", "550 5.1.1 no such user");
        let double = Double::start(script);
        let work = over_smtp(double.port(), "");
        work.ends_with(3, &["send", "thanks", "--yes", "--quiet"]);
        insta::assert_snapshot!(without_times(&work.run(&["status", "thanks"]).stdout), @r"
        thanks – Versand
          angenommen:   1
          abgelehnt:    1
          ungeklärt:    1
          anna@x.example  ungeklärt seit TAG, ZEIT Uhr  die Verbindung brach ab, bevor die Antwort ganz da war
          bert@y.example  abgelehnt seit TAG, ZEIT Uhr  5.1.1 no such user
          Bitte klären: rundbrief resolve thanks
        Eine abgelehnte Adresse gibt es nicht mehr. Ansehen und sperren: rundbrief suppress
        ");
        let table = work.run(&["status", "--log", "anna@x.example"]).stdout;
        let words: Vec<&str> = table.lines().flat_map(|line| line.split("  ")).map(str::trim).collect();
        for word in ["Vorhaben", "Übergabe", "die Verbindung brach ab, bevor die Antwort ganz da war"] {
            assert!(words.contains(&word), "{table}");
        }
        let log = work.json(&["status", "--log", "anna@x.example"]);
        let last = &log["attempts"][1];
        assert_eq!((&last["phase"], &last["reply"]), (&"dot".into(), &"incomplete response".into()));
    }
}

mod files {
    use super::*;

    #[test]
    fn a_campaign_that_cannot_be_read_is_told_beside_the_others() {
        let work = german("");
        work.write("data/campaigns/torn.md", "+++\nsubject = \"x\"\n");
        insta::assert_snapshot!(told(&work, &["status"]), @r"
        thanks – Probe
          Noch nichts gesendet. Als Nächstes: rundbrief preview thanks

        torn – Probe
          Noch nichts gesendet. Als Nächstes: rundbrief preview torn
        [stderr]
        data/campaigns/torn.md:1: Fehler[front-matter-missing]: die Datei muss mit einer Zeile `+++` beginnen, und eine zweite muss die Angaben abschließen
          help: Zeile 1: `+++`, dann die Angaben, dann wieder `+++`, dann der Text
        [exit 3]
        ");
        assert_eq!(work.json(&["status"])["findings"][0]["code"], "front-matter-missing");
        work.campaign("{{ contact.nick }}\n");
        work.ends_with(0, &["suppress", "zoe@x.example", "--by", "Inken"]);
        insta::assert_snapshot!(told(&work, &["status", "thanks"]), @r"
        thanks – Probe
          Noch nichts gesendet. Als Nächstes: rundbrief preview thanks
        [stderr]
        data/campaigns/thanks.md:6:4: Fehler[variable-unknown]: einen Wert `contact.nick` gibt es nicht: keine Liste hat eine solche Spalte
          help: die möglichen Namen stehen in docs/workspace.md
        [exit 3]
        ");
        insta::assert_snapshot!(told(&work, &["resolve", "thanks"]), @r"
        In der Kampagne thanks ist nichts ungeklärt.
        [stderr]
        data/campaigns/thanks.md:6:4: Fehler[variable-unknown]: einen Wert `contact.nick` gibt es nicht: keine Liste hat eine solche Spalte
          help: die möglichen Namen stehen in docs/workspace.md
        [exit 3]
        ");
        assert_eq!(work.json(&["resolve", "thanks"])["findings"][0]["code"], "variable-unknown");
    }

    #[test]
    fn the_plan_says_rates_and_dates_as_people_do() {
        let work = german("[limits]\nrates = [\"1/10min\", \"10000/day\"]\ntimezone = \"Europe/Berlin\"");
        let run = work.command(&["send", "thanks", "--dry-run"]).env("SOURCE_DATE_EPOCH", "1808560800").output();
        insta::assert_snapshot!(String::from_utf8(run.expect("runs").stdout).expect("UTF-8"), @r"
        Thanks (thanks)
          Absender:     Aufbruch <einladung@aufbruch.example>
          Weg:          Probe in den Postausgang outbox (nichts verlässt diesen Rechner)
          Empfänger:    3
          jetzt senden: 3
          Dauer:        etwa 21 Minuten bei 1 in 10 Minuten, 10.000 am Tag
          fertig:       24.4.2027, 12:20 Uhr
        ");
        assert_eq!(work.json(&["send", "thanks", "--dry-run"])["rates"], serde_json::json!(["1/10min", "10000/day"]));
    }

    #[test]
    fn a_command_that_does_not_exist_is_told_in_german_first() {
        let said = told(&german(""), &["sned", "thanks"]);
        let first = "[stderr]\nDiesen Befehl kann rundbrief so nicht verstehen; der Grund steht auf Englisch darunter. \
                     Was möglich ist, zeigt: rundbrief help\nerror: unrecognized subcommand 'sned'";
        assert!(said.starts_with(first) && said.ends_with("[exit 2]"), "{said}");
        assert!(told(&german(""), &["--version"]).starts_with("rundbrief 0"));
        assert!(told(&Workdir::new(), &["sned"]).starts_with("[stderr]\nerror: "));
    }
}

#[test]
fn every_form_of_the_gender_star_stays_as_it_is_written() {
    let work = Workdir::new();
    let people = "Akteur*innen und Referent*innen, Akteur:innen und Referent:innen, Akteur_innen und Referent_innen";
    work.campaign(&format!("{people}\n\n*wichtig* _auch_\n"));
    work.ends_with(0, &["preview", "thanks"]);
    let html = work.read("preview/thanks/mails/0001.html");
    assert!(html.contains(people) && html.contains("<em>wichtig</em> <em>auch</em>"), "{html}");
    let text = work.read("preview/thanks/mails/0001.txt").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains(people), "{text}");
}
