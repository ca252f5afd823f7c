//! What people read, in German: settings that cannot be, servers that say no, and what the ledger tells of it.

use crate::check::told;
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
          help: schreiben Sie eckige Klammern darum, auch um einen einzelnen Eintrag: `["30/min"]`
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
          help: meinten Sie `rates`? Möglich sind: preset, rates, per_domain, mx_groups, dns_server, window, holidays, timezone, retry_after, retry_for, slow_down, margin_percent, rejections_in_a_row, rejections_percent
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
        rundbrief.toml:7:8: Fehler[toml-invalid]: dieser Teil lässt sich nicht lesen: unclosed table, expected `]`
          help: prüfen Sie Schreibweise und Anführungszeichen; docs/workspace.md zeigt alle Angaben mit Beispielen
        [exit 2]
        ");
    }
}
