# Jeder Satz, den jemand aus der Kommunikation liest. Gleiche Schlüssel wie in en.ftl; ein Test achtet darauf.

finding-person = in der Mail an { $person }
severity-note = Hinweis
severity-warning = Warnung
severity-error = Fehler
misunderstood = Diesen Befehl kann rundbrief so nicht verstehen; der Grund steht auf Englisch darunter. Was möglich ist, zeigt: rundbrief help

## Arbeitsbereich, Dateien, Einstellungen

finding-workspace-missing = hier liegt kein Arbeitsbereich: in { $folder } und darüber gibt es keine `rundbrief.toml`
    .help = wechseln Sie in den Ordner mit der `rundbrief.toml`, oder nennen Sie ihn mit `-w ORDNER`
finding-file-unreadable = die Datei lässt sich nicht lesen: { $reason }
    .help = prüfen Sie die Zugriffsrechte, und ob ein anderes Programm sie gesperrt hält
finding-file-unwritable = hier lässt sich nicht schreiben: { $reason }
    .help = prüfen Sie Zugriffsrechte und freien Speicherplatz, oder ob die Datei gerade in Excel geöffnet ist
finding-table-too-large = diese Tabelle ist größer, als eine Excel-Mappe sein kann: 1.048.576 Zeilen, 16.384 Spalten, 32.767 Zeichen je Zelle; nichts ist geschrieben
    .help = schreiben Sie eine CSV-Datei, die keine solche Grenze hat: ein Name auf `.csv` statt auf `.xlsx`
finding-file-unrecognised = { $kind ->
        [folder] in diesem Ordner liegt nichts, was sich prüfen lässt
       *[file] diese Datei lässt sich nicht prüfen: Als Liste ist sie nicht lesbar, und sie ist keine Kampagne, Veranstaltung, Vorlage oder andere Datei des Arbeitsbereichs
    }
    .help = { $kind ->
        [folder] nennen Sie einen mit Listen (CSV, TSV, Text oder .xlsx)
       *[file] speichern Sie eine Liste als CSV oder als Excel-Mappe (.xlsx)
    }
finding-file-unknown = die Datei `{ $file }` gibt es nicht
    .help = Pfade gelten ab dem Ordner der `rundbrief.toml`
finding-toml-invalid = dieser Teil lässt sich nicht lesen: { $reason }
    .help = prüfen Sie Schreibweise und Anführungszeichen; docs/workspace.md zeigt alle Angaben mit Beispielen
finding-front-matter-missing = die Datei muss mit einer Zeile `+++` beginnen, und eine zweite muss die Angaben abschließen
    .help = Zeile 1: `+++`, dann die Angaben, dann wieder `+++`, dann der Text
finding-not-utf8 = die Datei ist nicht in UTF-8 gespeichert
    .help = speichern Sie sie im Editor mit der Kodierung UTF-8
finding-value-invalid = `{ $value }` ist für `{ $key }` nicht möglich
    .help = in der Anleitung steht, welche Angaben möglich sind: docs/workspace.md
finding-preset-unknown = eine Voreinstellung `{ $preset }` gibt es nicht; bekannt: { $known }
    .help = { $nearest ->
        [none] docs/limits.md sagt, welcher Anbieter welche Grenzen hat; ohne `preset` tragen Sie seine Grenzen unter `rates` ein
       *[other] meinten Sie `{ $nearest }`?
    }
finding-key-missing = die Angabe `{ $key }` fehlt
    .help = ergänzen Sie sie in `{ $where }`
finding-key-unknown = eine Angabe `{ $key }` gibt es hier nicht
    .help = { $nearest ->
        [none] möglich sind: { $known }
       *[other] meinten Sie `{ $nearest }`? Möglich sind: { $known }
    }
finding-key-twice = diese Angabe steht zweimal da
    .help = löschen Sie eine von beiden
finding-choice-unknown = `{ $value }` ist hier nicht möglich
    .help = { $nearest ->
        [none] möglich sind: { $known }
       *[other] meinten Sie `{ $nearest }`? Möglich sind: { $known }
    }
finding-type-wrong = { $expected ->
        [list] hier gehört eine Liste hin
        [text] hier gehört ein Text hin
        [switch] hier gehört ein Ja oder Nein hin
        [whole] hier gehört eine ganze Zahl hin
        [date] hier gehört ein Datum hin
        [table] hier gehört eine Gruppe von Angaben hin
       *[number] hier gehört eine Zahl hin
    }
    .help = { $expected ->
        [list] schreiben Sie eckige Klammern darum, auch um einen einzelnen Eintrag, wie in `["eins"]`
        [text] schreiben Sie Anführungszeichen darum: `"Text"`
        [switch] schreiben Sie `true` für Ja oder `false` für Nein, ohne Anführungszeichen
        [whole] schreiben Sie nur Ziffern, ohne Anführungszeichen: `30`
        [date] schreiben Sie es ohne Anführungszeichen: `2027-05-04`, oder mit Uhrzeit `2027-05-04T09:30:00`
        [table] docs/workspace.md zeigt sie mit einem Beispiel
       *[number] schreiben Sie sie ohne Anführungszeichen und mit Punkt: `0.5`
    }
finding-number-out-of-range = die Zahl `{ $value }` ist hier nicht möglich
    .help = { $most ->
        [none] möglich ist jede ab { $least }
       *[other] möglich ist jede von { $least } bis { $most }
    }
finding-rate-invalid = `{ $value }` ist kein Tempo
    .help = schreiben Sie, wie viele Mails in welcher Zeit hinausdürfen: `30/min`, `250/10min`, `10000/day`; die Zeit ist höchstens 366 Tage lang
finding-rate-impossible = mit dem Tempo `{ $value }` ginge nie eine Mail hinaus
    .help = schreiben Sie, wie viele Mails in welcher Zeit hinausdürfen, zum Beispiel `30/min`; ohne die Angabe gibt es keine Grenze
finding-window-invalid = `{ $value }` ist kein Versandfenster
    .help = schreiben Sie Tage und Uhrzeiten: `Mo-Fr 08:00-17:30`, mehrere mit Komma
finding-window-never-opens = das Versandfenster `{ $value }` ist nie offen
    .help = der Beginn muss vor dem Ende liegen: `Mo-Fr 08:00-17:30`; über Mitternacht sind es zwei: `Mo 20:00-24:00, Di 00:00-02:00`
finding-land-unknown = `{ $value }` ist kein Kürzel eines deutschen Landes
    .help = möglich sind { $known } und `DE` für das, was überall Feiertag ist
finding-duration-invalid = `{ $value }` ist keine Zeitspanne
    .help = schreiben Sie zum Beispiel `30s`, `15min` oder `36h`; möglich ist alles bis 366 Tage, aber nicht null
finding-time-zone-unknown = eine Zeitzone `{ $value }` gibt es nicht
    .help = { $nearest ->
        [none] schreiben Sie zum Beispiel `Europe/Berlin`
       *[other] meinten Sie `{ $nearest }`?
    }
finding-date-invalid = `{ $value }` ist kein Datum
    .help = schreiben Sie Jahr, Monat und Tag: `2027-05-04`
finding-moment-invalid = `{ $value }` ist kein Zeitpunkt
    .help = schreiben Sie Datum, Uhrzeit und Zeitzone: `2027-05-04T09:30:00+02:00`, oder mit `Z` in Weltzeit
finding-name-server-invalid = `{ $value }` ist keine Adresse eines Nameservers
    .help = schreiben Sie zum Beispiel `10.0.0.53` oder `127.0.0.1:5353`
finding-sender-unclear = `{ $value }` ist kein Absender
    .help = möglich sind ein Name, eine Adresse oder beides: `sender = "Inken Thomsen <inken.thomsen@stadt.example>"`
finding-sender-domain = der Absender `{ $address }` liegt in einer anderen Domain als `{ $domain }` aus `[sender]`; Mailserver sortieren solche Post gern als Spam aus
    .help = nehmen Sie eine Adresse in `{ $domain }` und für Antworten `reply_to`; oder lassen Sie für `{ $foreign }` SPF und DKIM einrichten (`[[dkim]]` mit `domain = "{ $foreign }"`)
finding-address-unusable = `{ $value }` ist keine E-Mail-Adresse
    .help = zum Beispiel name@stadt.example
finding-password-inline = ein Passwort steht nie in dieser Datei
    .help = schreiben Sie, woher es kommt: `{"{"} env = "NAME" {"}"}`, `{"{"} file = "DATEI" {"}"}` oder `{"{"} command = ["PROGRAMM"] {"}"}`; und ändern Sie es, falls andere die Datei gesehen haben
finding-key-inline = ein geheimer Schlüssel steht nie in dieser Datei
    .help = schreiben Sie den Pfad seiner Datei; einen neuen Schlüssel macht `rundbrief doctor --dkim-key NAME`
finding-selector-invalid = `{ $value }` ist kein Name für einen DKIM-Schlüssel
    .help = möglich sind Buchstaben, Ziffern und in der Mitte Bindestriche
finding-domain-invalid = `{ $value }` ist keine Domain
    .help = zum Beispiel stadt.example
finding-endpoint-invalid = an `{ $value }` darf kein Passwort gehen
    .help = die Adresse muss mit `https://` beginnen; `http://` gilt nur für diesen Rechner
finding-oauth-unclear = { $value ->
        [both] `token` und `flow` schließen einander aus
        [neither] hier fehlt `token` oder `flow`
        [beside] neben `token` darf hier nichts anderes stehen
       *[device] `device_url` gehört zu `flow = "device_code"`
    }
    .help = docs/login.md zeigt, was zusammengehört
finding-password-unavailable = das Passwort ist nicht zu bekommen: { $reason }
    .help = { $source ->
        [command] führen Sie den Befehl, der unter `password` steht, einmal selbst aus: er muss das Passwort ausgeben und ohne Fehler enden
        [file] legen Sie die Datei an, die unter `password` steht, nur mit dem Passwort darin und nur für Sie lesbar
       *[env] setzen Sie die Umgebungsvariable, bevor Sie senden; `password` kann auch eine Datei oder einen Befehl nennen (docs/workspace.md)
    }
finding-login-ambiguous = `password` und `[transport.smtp.oauth]` nennen beide einen Weg der Anmeldung
    .help = behalten Sie nur eines von beiden
finding-token-unavailable = das Zugriffstoken für die Anmeldung ist nicht zu bekommen: { $reason }
    .help = prüfen Sie `[transport.smtp.oauth]`, und ob die Adresse in `token_url` antwortet (docs/login.md); was nicht hinausging, bleibt vorgemerkt
finding-login-needed = { $reason ->
        [none] beim Mailanbieter hat sich noch niemand angemeldet
       *[other] die Anmeldung beim Mailanbieter gilt nicht mehr: { $reason }
    }
    .help = melden Sie sich einmal mit `rundbrief doctor --login` an, und senden Sie dann noch einmal
finding-unencrypted-line = zu `{ $host }` ginge die Verbindung unverschlüsselt über das Netz
    .help = setzen Sie `security = "starttls"` oder `"tls"`; `"none"` gilt nur für diesen Rechner

## Listen

finding-list-missing = die Liste gibt es nicht
    .help = legen Sie die Datei dorthin, oder berichtigen Sie `path` in der `rundbrief.toml`
finding-list-uncovered = die Datei liegt bei den Listen, steht aber in keinem `[[lists]]` und wird nicht benutzt
    .help = { $kind ->
        [corrections] Berichtigungen gelten nur aus einer CSV-Datei: speichern Sie das Blatt als `data/lists/corrections.csv`; ein Eintrag in der `rundbrief.toml` machte eine Liste daraus
       *[list] tragen Sie sie mit Name und Rechtsgrundlage in die `rundbrief.toml` ein, oder legen Sie sie woanders ab
    }
finding-folder-uncovered = der Ordner liegt bei den Listen und enthält welche, wird aber nicht gelesen
    .help = tragen Sie seine Dateien mit Name und Rechtsgrundlage in die `rundbrief.toml` ein, oder legen Sie ihn woanders ab
finding-list-unrecognised = die Datei liegt bei den Listen, heißt aber nicht wie eine und wird nicht gelesen
    .help = speichern Sie sie als CSV oder als Excel-Mappe (.xlsx), oder legen Sie sie woanders ab
finding-list-empty = die Liste hat keine Zeilen
    .help = wurde sie vielleicht leer gespeichert? Unter der Überschriftenzeile muss etwas stehen
finding-address-column-missing = keine Spalte heißt wie eine E-Mail-Adresse oder enthält welche; gefunden: { $headings }
    .help = nennen Sie die Spalte `E-Mail`, oder schreiben Sie `columns = {"{"} "Überschrift" = "email" {"}"}` in den `[[lists]]`-Eintrag
finding-column-twice = die Spalte `{ $heading }` bedeutet dasselbe wie eine weiter links und wird nicht benutzt
    .help = benennen Sie die Spalte um, wenn sie etwas anderes enthält
finding-basis-missing = für die Liste `{ $list }` steht keine Rechtsgrundlage fest: niemand daraus bekommt Post
    .help = ergänzen Sie im `[[lists]]`-Eintrag zum Beispiel `basis = "consent"` (Einwilligung)
finding-consent-unknown = eine Einwilligung `{ $consent }` gibt es nicht; bekannt: { $known }
    .help = { $nearest ->
        [none] beschreiben Sie sie in der `rundbrief.toml`: `[[consents]]` mit `name`, `text` und `carries`
       *[other] meinen Sie `{ $nearest }`? Sonst beschreiben Sie sie: `[[consents]]` mit `name`, `text` und `carries`
    }
finding-consent-twice = zwei Einwilligungen heißen `{ $consent }`
    .help = geben Sie einer einen anderen Namen: jeder Wortlaut ist ein eigener Eintrag
finding-consent-unproven = { $count ->
        [one] die Einwilligung aus einer Zeile der Liste `{ $list }` lässt sich nicht nachweisen und trägt nichts
       *[other] die Einwilligungen aus { $count } Zeilen der Liste `{ $list }` lassen sich nicht nachweisen und tragen nichts
    }; es fehlt: { $missing }
    .help = eine Einwilligung braucht Datum, Quelle und Wortlaut (Art. 7 Abs. 1 DSGVO): in Spalten der Liste, oder für alle Zeilen in ihrem `[[lists]]`-Eintrag mit `consent_date`, `consent_source` und `consent`
finding-wording-unknown = der Wortlaut `{ $written }` gehört zu keiner Einwilligung; er steht in der Liste `{ $list }` in { $count ->
        [one] einer Zeile
       *[other] { $count } Zeilen
    }
    .help = beschreiben Sie ihn in der `rundbrief.toml`: `[[consents]]` mit `name`, `text` und dem, was er trägt (`carries`); in der Liste darf Name oder Text stehen
finding-consent-date-invalid = `{ $written }` ist kein Datum, an dem jemand eingewilligt haben kann; die Liste `{ $list }` hat { $count ->
        [one] eine solche Zeile
       *[other] { $count } solche Zeilen
    }
    .help = schreiben Sie `2024-05-01` oder `1.5.2024`, das Jahr mit vier Ziffern, und nichts nach dem heutigen Tag
finding-basis-unknown = `{ $written }` ist keine Rechtsgrundlage; die Liste `{ $list }` hat das in { $count ->
        [one] einer Zeile
       *[other] { $count } Zeilen
    }
    .help = möglich sind `Einwilligung`, `Bestandskunde`, `Vertrag`, `öffentliche Aufgabe` und `keine`; in einer leeren Zelle gilt `basis` der Liste
finding-customers-unconfirmed = { $count ->
        [one] eine Zeile der Liste `{ $list }` ist Bestandskundschaft, die keine Werbung bekommt
       *[other] { $count } Zeilen der Liste `{ $list }` sind Bestandskundschaft, die keine Werbung bekommt
    }: niemand hat bestätigt: { $missing }
    .help = § 7 Abs. 3 UWG hat vier Bedingungen: setzen Sie jede, die zutrifft, unter `[existing_customers]` in der `rundbrief.toml` auf `true`; docs/anleitung.md erklärt sie
finding-contract-without-event = { $count ->
        [one] eine Zeile der Liste `{ $list }` ist eine Anmeldung
       *[other] { $count } Zeilen der Liste `{ $list }` sind Anmeldungen
    }, und niemand sagt, zu welcher Veranstaltung: Organisatorisches geht an niemanden davon
    .help = nennen Sie sie im Eintrag `[[lists]]` der Liste: `event = "…"`, mit dem Dateinamen aus data/events ohne `.md`
finding-list-unknown = eine Liste `{ $list }` gibt es nicht; bekannt: { $known }
    .help = die Namen stehen unter `[[lists]]` in der `rundbrief.toml`
finding-list-format = { $format ->
        [xls] die Datei ist eine alte Excel-Mappe (.xls), die nicht gelesen wird
        [xlsb] die Datei ist eine binäre Excel-Mappe (.xlsb), die nicht gelesen wird
        [ods] die Datei ist eine LibreOffice-Mappe (.ods), die nicht gelesen wird
        [numbers] die Datei ist eine Mappe von Apple Numbers, die nicht gelesen wird
        [docx] die Datei ist ein Word-Dokument, das nicht gelesen wird
        [utf-32] der Text steht in UTF-32, das nicht gelesen wird
        [xlsx] die Datei ist eine Excel-Mappe, und dieses rundbrief ist ohne das Lesen von Mappen gebaut
       *[other] die Datei hat ein Format, das nicht gelesen wird
    }
    .help = { $format ->
        [utf-32] speichern Sie ihn in dem Programm, aus dem er kommt, als UTF-8
        [xlsx] speichern Sie das Blatt als „CSV UTF-8 (durch Trennzeichen getrennt)“
       *[other] öffnen Sie die Datei, und speichern Sie sie als „Excel-Arbeitsmappe (.xlsx)“ oder „CSV UTF-8 (durch Trennzeichen getrennt)“
    }
finding-workbook-protected = die Mappe ist mit einem Kennwort geschützt und lässt sich nicht lesen
    .help = öffnen Sie sie, und nehmen Sie das Kennwort unter Datei > Informationen > Arbeitsmappe schützen heraus; besser: ein Ordner, den nur Sie öffnen können
finding-workbook-damaged = die Mappe ist beschädigt: { $reason }
    .help = öffnen Sie sie in Excel, lassen Sie sie reparieren, und speichern Sie sie; oder nehmen Sie eine ältere Kopie
finding-workbook-too-large = die Mappe ist größer, als sich lesen lässt
    .help = löschen Sie Blätter und Spalten, die für die Post nicht gebraucht werden, oder speichern Sie das Blatt als CSV
finding-sheet-unknown = ein Blatt `{ $sheet }` hat die Mappe nicht; sie hat: { $known }
    .help = berichtigen Sie `sheet` oder `sheets` im `[[lists]]`-Eintrag
finding-sheet-passed-over = das Blatt `{ $sheet }` wird nicht gelesen: { $why ->
        [hidden] es ist ausgeblendet
        [blank] es ist leer
       *[addresses] es hat keine Spalte mit E-Mail-Adressen
    }
finding-cells-without-value = { $count ->
        [one] die Zelle { $cells } hat eine Formel ohne Wert oder einen Fehler und gilt als leer
       *[other] { $count } Zellen haben eine Formel ohne Wert oder einen Fehler und gelten als leer: { $cells }
    }
    .help = öffnen Sie die Mappe in Excel, berichtigen Sie die Formeln, und speichern Sie sie
finding-cells-merged = { $count ->
        [one] die Zellen { $cells } sind über mehrere Zeilen verbunden: der Wert gilt nur für die erste, die anderen sind leer
       *[other] an { $count } Stellen sind Zellen über mehrere Zeilen verbunden: der Wert gilt nur für die erste Zeile, die anderen sind leer: { $cells }
    }
    .help = heben Sie in Excel die Verbindung auf, und schreiben Sie den Wert in jede Zeile, für die er gilt
finding-zeros-restored = { $count ->
        [one] ein Wert von `{ $field }` war als Zahl gespeichert; er hat seine führenden Nullen wieder: { $value }
       *[other] { $count } Werte von `{ $field }` waren als Zahlen gespeichert; sie haben ihre führenden Nullen wieder, etwa { $value }
    }
finding-column-unnamed = { $count ->
        [one] die Spalte { $columns } hat keine Überschrift und wird nicht benutzt
       *[other] die Spalten { $columns } haben keine Überschriften und werden nicht benutzt
    }
    .help = schreiben Sie Überschriften darüber, oder sagen Sie im `[[lists]]`-Eintrag, was darin steht: `columns = {"{"} "{ $first }" = "last_name" {"}"}`; `"ignored"` lässt eine Spalte weg
finding-column-unknown = `columns` nennt eine Spalte `{ $heading }`, die { $list } nicht hat
    .help = { $nearest ->
        [none] die Spalten sind: { $known }
       *[other] meinten Sie `{ $nearest }`?
    }
finding-row-above-headings = in der Zeile steht eine E-Mail-Adresse, aber über den Überschriften: sie wird nicht gelesen
    .help = wenn es eine Person ist, setzen Sie die Zeile unter die Überschriften
finding-row-held = { $email } bekommt keine Post, bis Sie entschieden haben: { $held ->
        [hidden] die Zeile ist ausgeblendet oder weggefiltert
        [struck] die Zeile ist durchgestrichen
        [refusals] das Blatt oder die Datei heißt wie eine Liste von Leuten, die keine Post wollen
        [headings] sie steht unter anderen Überschriften als denen der Liste
        [garbled] ihre Umlaute sind entstellt (`Ã¼` oder `�` statt `ü`)
       *[other] in der Zeile steht „{ $held }“
    }
    .help = { $held ->
        [garbled] speichern Sie die Liste noch einmal aus dem Programm, aus dem sie kommt, als „CSV UTF-8“; was in ihr selbst so steht, berichtigen Sie dort
       *[other] sehen Sie die Zeile an; dann `rundbrief review { $email } --send` oder `--leave-out`
    }
finding-answers-unclaimed = eine Veranstaltung `{ $event }` gibt es nicht: Diese Antworten zählen nirgends
    .help = { $nearest ->
        [none] die Datei heißt wie die Datei der Veranstaltung in data/events
       *[other] gemeint ist wohl `{ $nearest }`; die Datei heißt wie die der Veranstaltung in data/events
    }
finding-decisions-circle = von diesen Adressen ist jede nur die zweite einer anderen, niemand bekäme Post: { $addresses }
    .help = nehmen Sie eine der Entscheidungen aus `data/decisions.toml`, oder entscheiden Sie anders herum
finding-decisions-contradict = `{ $address }` und `{ $other }` können nicht zwei Personen sein: Nach anderen Entscheidungen ist jede von beiden dieselbe Person wie { $between }
    .help = zuerst entscheiden, welche der beiden nicht dieselbe ist: rundbrief review { $address } --different-from ADRESSE
finding-decision-of-one = `{ $address }` ist beide Male dieselbe Adresse
    .help = nennen Sie zwei verschiedene
finding-subject-empty = die Mail hat keinen Betreff
    .help = geben Sie ihr einen mit `subject`
finding-return-path-long = mit `verp` hat `{ $value }` zu viele Zeichen vor dem `@`
    .help = nehmen Sie eine Adresse für Antworten mit höchstens { $most } davor: was die Mails unterscheidet, kommt dahinter
finding-subject-long = der Betreff hat { $detail } Zeichen; die meisten Programme zeigen weniger: { $what }
    .help = setzen Sie das Wichtigste nach vorn, oder kürzen Sie ihn auf 78
finding-html-too-large = der HTML-Teil hat { $detail } kB; Gmail schneidet ihn ab
    .help = kürzen Sie Bericht oder Vorlage auf weniger als 100 kB
finding-image-without-alt = das Bild `{ $what }` hat keinen Alternativtext
    .help = beschreiben Sie es mit `alt="…"`; ein Bild, das nur schmückt, bekommt `role="presentation"`
finding-text-faint = `{ $what }` hat zu wenig Kontrast: { $detail } zu 1, gut lesbar ist Text ab 4,5 zu 1
    .help = nehmen Sie für den Text eine dunklere Farbe, auf dunklem Grund eine hellere
finding-heading-skipped = auf eine Überschrift `{ $detail }` folgt `{ $what }`: dazwischen fehlt eine Ebene
    .help = Screenreader lesen die Gliederung vor; nehmen Sie die nächste Ebene
finding-link-broken = der Link `{ $what }` führt nirgendwohin
    .help = nennen Sie die ganze Adresse, wie in `https://www.stadt.example/seite`
finding-link-unsafe = der Link `{ $what }` führt etwas aus oder lädt etwas; kein Mailprogramm folgt ihm
    .help = möglich sind `https:`, `mailto:` und `tel:`
finding-link-plain-http = der Link `{ $what }` ist unverschlüsselt
    .help = nehmen Sie `https://`, wenn die Seite es kann
finding-placeholder-left = hier steht noch `{ $what }`
    .help = ersetzen oder löschen Sie es
finding-markup-left = in der Mail steht `{ $what }`, so wie es hier geschrieben ist
    .help = { $origin ->
        [fact] Angaben einer Veranstaltung sind nur Text, ohne Platzhalter, HTML und Zeichen wie `**`, und im Bericht gilt das für HTML und Platzhalter; schreiben Sie, was in der Mail stehen soll
       *[text] `**fett**` und `[Text](https://…)` brauchen beide Zeichen, ohne Leerzeichen innen daran; in Namen von Dateien heißt ein Leerzeichen `%20`; im Bericht einer Veranstaltung sind HTML und Platzhalter nur Text
    }
finding-word-long = `{ $what }` hat { $detail } Zeichen an einem Stück; auf dem Telefon wird die Mail breiter als der Bildschirm
    .help = kürzen Sie es, setzen Sie einen Bindestrich, oder geben Sie in der Vorlage `overflow-wrap: anywhere` an
finding-weekday-wrong = `{ $what }` ist ein { $detail }
    .help = berichtigen Sie Wochentag oder Datum
finding-end-before-start = die Veranstaltung endet am { $until }, und sie beginnt erst am { $since }
    .help = berichtigen Sie `start` oder `end`; Kalender weisen sie sonst ab
finding-day-outside = der { $time } liegt außerhalb der Veranstaltung
    .help = berichtigen Sie den Tag, oder `start` und `end`
finding-rsvp-late = bis zum { $until } soll man antworten können, und die Veranstaltung beginnt schon am { $since }
    .help = berichtigen Sie `rsvp_until` oder `start`
finding-time-impossible = die Uhrzeit `{ $value }` gibt es nicht
    .help = schreiben Sie Stunden und Minuten: `09:30`
finding-period-reversed = die Kampagne soll erst ab { $since } hinaus und darf es nur bis { $until }
    .help = berichtigen Sie `not_before` oder `not_after`
finding-event-undated = die Veranstaltung hat keinen Beginn; so kann sie in keinen Kalender
    .help = ergänzen Sie `start`, oder nehmen Sie `calendar` aus der Kampagne
finding-event-past = die Veranstaltung war am { $time } vorbei; diese Kampagne lädt noch dazu ein
    .help = prüfen Sie `start` und `end` der Veranstaltung, oder `event` der Kampagne
finding-rsvp-past = geantwortet werden sollte bis zum { $time }, und das ist vorbei; diese Kampagne bittet noch darum
    .help = setzen Sie `rsvp_until` der Veranstaltung neu, oder nehmen Sie die Frage aus der Kampagne und ihrer Vorlage
finding-cancel-asks = die Kampagne sagt die Veranstaltung ab (`calendar = "cancel"`) und fragt mit `{ $what }` doch, ob jemand kommt
    .help = nehmen Sie die Frage heraus, oder setzen Sie sie in `{"{%"} if campaign.calendar != "cancel" {"%}"} … {"{%"} endif {"%}"}`
finding-times-mixed = von Beginn ({ $since }) und Ende ({ $until }) der Veranstaltung hat nur eines eine Uhrzeit
    .help = geben Sie bei beiden die Uhrzeit an, oder bei keinem
finding-time-unknown = hier soll eine Uhrzeit stehen, und { $time } hat keine
    .help = ergänzen Sie die Uhrzeit in der Veranstaltung (`2027-05-11T10:00:00`), oder schreiben Sie dazu, was bei einem Tag ohne Uhrzeit stehen soll: `date(format="%A um %-H:%M Uhr", day="%A")`
finding-offset-unwanted = `{ $value }` nennt eine eigene Zeitzone; hier gilt die Ortszeit
    .help = schreiben Sie Datum und Uhrzeit, wie die Uhr am Ort sie zeigt: `2027-05-04T10:00:00`
finding-next-itself = die Veranstaltung `{ $event }` nennt sich selbst als die nächste
    .help = nennen Sie unter `next` die Veranstaltung danach, oder nehmen Sie die Zeile heraus
finding-allowance-idle = `{ $code }` ist erlaubt, kommt aber nicht vor
    .help = nehmen Sie die Zeile aus `[allow]`, sonst verdeckt sie einen späteren Fehler
finding-allowance-without-reason = `{ $code }` ist ohne Grund erlaubt
    .help = schreiben Sie den Grund dazu: { $code } = "die alte Seite kann kein https"
finding-suppression-restricted = von `{ $key }` wird bis { $until } nur der Nachweis aufbewahrt; dorthin geht keine Mail
    .help = danach löscht `rundbrief person erase` auch ihn
finding-retention-due = { $count ->
        [one] etwas wird länger aufbewahrt
       *[other] { $count } Dinge werden länger aufbewahrt
    }, als `[retention]` sagt
    .help = `rundbrief review` zeigt, was, und womit Sie es löschen
finding-period-invalid = `{ $value }` ist keine Frist
    .help = schreiben Sie zum Beispiel `30 days`, `6 months` oder `3 years`; mindestens ein Tag
finding-date-past = { $until } ist nicht nach heute, { $time }
    .help = nennen Sie einen Tag, der noch kommt
finding-person-erased = die Zeile gehört zu einer Person, deren Daten gelöscht wurden; sie bleibt beiseite
    .help = nehmen Sie die Zeile heraus, mit `rundbrief person erase ADRESSE --by NAME` aus allen Listen auf einmal (ein Nachweis, der noch aufbewahrt wird, bleibt dabei); hat die Person später neu eingewilligt: `rundbrief suppress ADRESSE --lift --consent DATUM --proof NACHWEIS --by NAME`, und das Datum in die Zeile
finding-comeback-date-missing = die Zeile gehört zu einer Person, deren Daten gelöscht wurden und die mit einer Einwilligung vom { $since } zurückkam, nennt aber selbst kein Datum einer Einwilligung; sie bleibt beiseite
    .help = wurde die Zeile nach der Einwilligung angelegt, tragen Sie das Datum ein (Spalte `Einwilligung am`); sonst nehmen Sie sie heraus
finding-comeback-date-invalid = die Zeile gehört zu einer Person, deren Daten gelöscht wurden und die mit einer Einwilligung zurückkam, und `{ $cell }` ist kein Datum, an dem jemand eingewilligt haben kann; sie bleibt beiseite
    .help = schreiben Sie `2024-05-01` oder `1.5.2024`, das Jahr mit vier Ziffern, und nichts nach dem heutigen Tag
finding-comeback-date-early = die Zeile gehört zu einer Person, deren Daten gelöscht wurden und die mit einer Einwilligung vom { $since } zurückkam, nennt aber eine ältere; sie bleibt beiseite
    .help = ist sie von vor der Löschung, nehmen Sie die Zeile heraus; ist der { $since } falsch: `rundbrief suppress ADRESSE --lift --consent DATUM --proof NACHWEIS --by NAME` mit dem richtigen Datum
finding-comeback-basis = die Zeile gehört zu einer Person, deren Daten gelöscht wurden und die mit einer Einwilligung zurückkam, und steht auf einer anderen Grundlage (`{ $cell }`); sie bleibt beiseite
    .help = nur Zeilen mit der Einwilligung bringen die Person zurück: Grundlage `consent`, mit ihrem Datum
finding-list-twice = zwei Listen heißen `{ $list }`
    .help = geben Sie einer von beiden einen anderen Namen
finding-list-too-large = die Listen haben zusammen mehr verschiedene Spalten, als sich unterscheiden lassen
    .help = löschen Sie Spalten, die für die Post nicht gebraucht werden
finding-correction-unknown = die Korrektur zu `{ $cell }` gilt niemandem: keine Liste hat die Adresse
    .help = prüfen Sie die Schreibweise der Adresse, oder löschen Sie die Zeile
finding-correction-idle = die Korrektur zu `{ $email }` ändert nichts
    .help = die Listen sagen dasselbe: löschen Sie die Zeile
finding-correction-drops = die Korrektur zu `{ $email }` nennt eine andere Person: was die Listen von der bisherigen sagen, wird nicht benutzt ({ $fields })
    .help = ist es dieselbe Person, tragen Sie diese Werte auch in die Korrektur ein
finding-addresses-tracked = { $count ->
        [one] git führt diese Datei mit der Adresse von jemandem, den es gibt
       *[other] git führt diese Datei mit { $count } Adressen von Menschen, die es gibt
    }
    .help = schreiben Sie sie in die `.gitignore`, und nehmen Sie sie mit `git rm --cached` heraus; was git schon hat, bleibt in seiner Geschichte
finding-address-missing = in der Spalte für Adressen steht keine E-Mail-Adresse; die Zeile bleibt beiseite
    .help = ergänzen Sie die Adresse in der Liste
finding-address-invalid = `{ $cell }` ist keine Adresse, an die sich senden lässt: { $reason }; die Zeile bleibt beiseite
    .help = berichtigen Sie die Adresse in der Liste: name@stadt.example
finding-address-several = in der Zelle stehen mehrere Adressen: verwendet wird `{ $email }`, nicht { $others }
    .help = geben Sie jeder Person eine eigene Zeile, oder löschen Sie, was nicht gelten soll
finding-row-blank = die Zeile ist leer und bleibt beiseite
finding-quote-open = hier beginnt eine Zelle mit einem Anführungszeichen, das nirgends geschlossen wird; gelesen wird sie bis zum Ende der Zelle
    .help = das Anführungszeichen in der Datei schließen oder löschen
finding-quote-inside = hier hat eine Zelle in Anführungszeichen weitere Anführungszeichen; gelesen wird sie, wie sie dasteht
    .help = die inneren verdoppeln (`"Stadt ""Neu"" Burg"`) oder die äußeren löschen
finding-control-characters = ab hier { $count ->
        [one] steht in einer Zeile
       *[other] stehen in { $count } Zeilen
    } Steuerzeichen, die niemand sieht; sie sind weggelassen
    .help = sehen Sie die Namen dort an: wo ein Steuerzeichen steht, kann ein Buchstabe verloren sein; speichern Sie die Liste noch einmal aus dem Programm, aus dem sie kommt
finding-bytes-broken = { $how ->
        [cut] die Datei hört mitten in einem Zeichen auf ({ $encoding }); vermutlich ist sie abgeschnitten
       *[other] ab hier stehen Zeichen, die nicht zu { $encoding } gehören ({ $count ->
            [one] eine Stelle
           *[other] { $count } Stellen
        }); { $how ->
            [blank] sie fehlen, denn in dieser Kodierung bedeuten sie nichts
            [lost] was dort stand, ist verloren
           *[windows] sie wurden als Windows-1252 gelesen
        }
    }
    .help = { $how ->
        [cut] die Datei noch einmal ganz kopieren oder neu exportieren
        [blank] aus welchem Programm kommt die Datei? Dort als UTF-8 exportieren oder die Umlaute in diesen Zeilen ergänzen
       *[other] die Zeilen ansehen und die Datei als UTF-8 speichern
    }
finding-date-unreadable = `{ $date }` ist kein Datum, das sich lesen lässt ({ $count ->
        [one] eine Zeile
       *[other] { $count } Zeilen
    } dieser Liste); die Zeile gilt als undatiert
finding-headings-again = hier stehen noch einmal Überschriften; was darunter unter anderen Überschriften steht als denen der Liste, wartet auf eine Entscheidung
    .help = löschen Sie die Zeile, wenn es dieselben sind; eine zweite Tabelle gehört auf ein eigenes Blatt oder in eine eigene Datei
finding-name-unused = { $count ->
        [one] neben der Adresse steht ein Name (`Name <adresse>`), den niemand liest, und in der Zeile sonst keiner
       *[other] neben { $count } Adressen stehen Namen (`Name <adresse>`), die niemand liest, und in den Zeilen sonst keine
    }
    .help = schreiben Sie die Namen in Spalten `Vorname` und `Nachname`; ohne sie beginnt die Mail mit „Sehr geehrte Damen und Herren“
finding-row-ragged = die Zeile hat mehr Zellen als die Überschrift ({ $cell } zu viel) und bleibt beiseite
    .help = vermutlich steht ein Trennzeichen im Text: setzen Sie den Text in Anführungszeichen
finding-value-conflict = { $kept ->
        [none] { $email }: `{ $field }` ist hier `{ $other }`, und anderswo etwas anderes, das gleich viel gilt: benutzt wird nichts davon
       *[other] { $email }: `{ $field }` ist hier `{ $other }`, benutzt wird `{ $kept }` aus { $kept_at }
    }
    .help = es gilt die Liste, die in der `rundbrief.toml` zuerst steht, dann der jüngere `Stand`, dann die Mehrheit; berichtigen Sie den falschen Wert
finding-state-unknown = `{ $state }` ist kein deutsches Land
    .help = schreiben Sie den vollen Namen oder das Kürzel, etwa `Hessen` oder `HE`
finding-ags-invalid = `{ $ags }` ist kein Gemeindeschlüssel
    .help = ein AGS hat 8 Ziffern, ein Regionalschlüssel (ARS) 12; die ersten beiden stehen für das Land, 01 bis 16
finding-name-placeholder = { $count ->
        [one] in einer Zeile dieser Liste steht statt eines Namens ein Platzhalter wie `-` oder `N.N.`: er gilt als leer
       *[other] in { $count } Zeilen dieser Liste steht statt eines Namens ein Platzhalter wie `-` oder `N.N.`: er gilt als leer
    }
    .help = tragen Sie den Namen ein oder leeren Sie die Zelle
finding-form-contradicts-name = die Anrede ist `{ $form }`, beim Namen steht aber `{ $name }`: gegrüßt wird neutral
    .help = berichtigen Sie, was davon falsch ist
finding-ags-restored = { $count ->
        [one] einem Gemeindeschlüssel fehlte die führende Null: sie ist ergänzt
       *[other] { $count } Gemeindeschlüsseln fehlte die führende Null: sie ist ergänzt
    }
    .help = Excel hält die Spalte für Zahlen; formatieren Sie sie als Text
finding-state-contradicts-ags = hier steht `{ $state }`, der Gemeindeschlüssel { $ags } liegt aber in { $land }
    .help = berichtigen Sie den falschen Wert; benutzt wird `{ $state }`
finding-register-invalid = { $count ->
        [0] das Verzeichnis der Gemeinden hat keine Spalte mit Gemeindeschlüsseln
        [one] im Verzeichnis der Gemeinden steht in einer Zeile kein Gemeindeschlüssel
       *[other] im Verzeichnis der Gemeinden steht in { $count } Zeilen kein Gemeindeschlüssel
    }
    .help = es braucht eine Spalte `AGS` mit 8 Ziffern, dazu am besten `Name` und `Einwohner`

## Kampagnen, Veranstaltungen, Vorlagen

finding-campaign-unknown = eine Kampagne `{ $campaign }` gibt es nicht; bekannt: { $known }
    .help = { $nearest ->
        [none] Kampagnen liegen in data/campaigns, der Name ist der Dateiname ohne `.md`
       *[other] meinten Sie `{ $nearest }`?
    }
finding-campaign-id-twice = die `id` `{ $id }` gehört schon zu { $other }
    .help = jede Kampagne braucht eine eigene `id`, sonst gelten ihre Mails als schon versandt
finding-event-unknown = eine Veranstaltung `{ $event }` gibt es nicht; bekannt: { $known }
    .help = Veranstaltungen liegen in data/events, der Name ist der Dateiname ohne `.md`
finding-template-unknown = eine Vorlage `{ $template }` gibt es nicht; bekannt: { $known }
    .help = Vorlagen liegen in templates, der Name ist der Dateiname ohne `.mjml`
finding-slot-misused = { $what ->
        [layout] `{ $variable }` gibt es nur in Vorlagen
       *[alone] `{ $variable }` steht immer für sich allein: ohne Filter, und nicht in einer Bedingung
    }
    .help = { $what ->
        [layout] schreiben Sie den Text hier selbst, oder setzen Sie den Platzhalter in die Vorlage
       *[alone] schreiben Sie `{"{{"} { $variable } {"}}"}`; wie der Text aussieht, sagt in der Vorlage ein Stil, etwa `text-transform`
    }
finding-argument-unknown = `{ $function }` kennt keine Angabe `{ $argument }`, und sie bliebe ohne Wirkung
    .help = { $nearest ->
        [none] lassen Sie sie weg; bekannt: { $known }
       *[other] meinten Sie `{ $nearest }`?
    }
finding-attribute-unknown = ein Attribut `{ $attribute }` kennt MJML nicht, und es bleibt ohne Wirkung
    .help = { $nearest ->
        [none] auf mjml.io stehen die Attribute von `{ $element }`; Stile stehen in `<mj-style>`
       *[other] meinten Sie `{ $nearest }`?
    }
finding-body-slot-missing = die Vorlage hat keinen Platz für den Text der Kampagne
    .help = setzen Sie `{"{{"} campaign.body {"}}"}` an die Stelle, an der er stehen soll
finding-notice-slot-missing = das Gesetz verlangt, dass die Mail { $count ->
        [one] einer Person
       *[other] { $count } Personen
    } etwas mitteilt, und diese Vorlage hat dafür keinen Platz
    .help = ergänzen Sie im Fuß: `{"{% if contact.notices %}{% for notice in contact.notices %}<p>{{ notice }}</p>{% endfor %}{% endif %}"}`; docs/anleitung.md sagt, was dort steht
finding-media-missing = `{ $path }` liegt nicht in data/media
    .help = legen Sie die Datei dorthin, oder berichtigen Sie den Namen
finding-attachment-missing = { $count ->
        [one] für eine Person liegt der Anhang nicht in data/media; zum Beispiel fehlt `{ $path }` für { $examples }
       *[other] für { $count } Personen liegt der Anhang nicht in data/media; zum Beispiel fehlt `{ $path }` für { $examples }
    }
    .help = legen Sie die Dateien dorthin, machen Sie den Anhang mit `{"{%"} if … {"%}"}` entbehrlich, oder lassen Sie diese Personen mit --leave-out-incomplete aus
finding-attachment-refused = Anhänge wie `{ $what }` weisen viele Mailserver von Verwaltungen ab
    .help = nehmen Sie PDF, oder die neueren Formate .docx, .xlsx, .pptx
finding-mail-too-large = mit Bildern und Anhängen hat eine Mail { $size } MB; viele Mailserver nehmen höchstens 20 MB an
    .help = verkleinern Sie die Dateien, oder verlinken Sie sie
finding-picture-unknown = die Mail zeigt das Bild `{ $what }` und bringt es nicht mit
    .help = schreiben Sie `cid:` und den Namen einer Datei in data/media, für Bilder der Veranstaltung `cid:{"{{"} picture.cid {"}}"}`
finding-picture-format = `{ $path }` ist kein Bild, das Mailprogramme zeigen
    .help = speichern Sie es als PNG oder JPEG
finding-picture-alt-missing = das Bild `{ $path }` hat einen leeren Alternativtext
    .help = beschreiben Sie in `alt`, was darauf zu sehen ist, für alle, die es nicht sehen
finding-picture-credit-missing = beim Bild `{ $path }` steht nicht, von wem es ist
    .help = nennen Sie in `credit` die Urheberin oder den Urheber (§ 13 UrhG)
finding-picture-consent-missing = beim Bild `{ $path }` steht nicht, warum die Personen darauf gezeigt werden dürfen
    .help = schreiben Sie in `consent`, wo die Einwilligungen liegen, oder warum keine nötig ist (§§ 22, 23 KUG)
finding-filter-unsafe = mit `safe` ginge ein Wert als HTML in die Mail
    .help = lassen Sie `| safe` weg; HTML schreiben Sie selbst in Text oder Vorlage
finding-tag-in-style = ein Wert darf nicht in einem Stil stehen: er könnte etwas von anderswo laden
    .help = schreiben Sie Farben und Maße fest hin, Farben des Hauses unter [brand] in der rundbrief.toml
finding-tag-in-markup = hier darf kein Wert stehen: { $kind ->
        [scheme] er könnte bestimmen, was der Link tut
        [handler] er könnte etwas ausführen
        [element] er könnte ein Element der Seite werden
       *[attribute] er könnte ein Attribut der Seite werden
    }
    .help = { $kind ->
        [scheme] schreiben Sie den Anfang der Adresse selbst hin, wie in `https://stadt.example/{"{{"} … {"}}"}`
       *[other] ein Wert steht in Anführungszeichen hinter dem Namen eines Attributs, oder im Text
    }
finding-file-foreign = diese Datei hat rundbrief nicht geschrieben; sie bleibt, wie sie ist
    .help = nehmen Sie einen anderen Namen, oder löschen Sie die Datei selbst
finding-path-outside = `{ $path }` führt aus dem Arbeitsbereich hinaus
    .help = nur Dateien im Arbeitsbereich werden benutzt
finding-too-early = vor { $time } soll diese Kampagne nicht hinaus (`not_before`)
    .help = warten Sie, oder ändern Sie die Angabe in der Kampagne
finding-campaign-over = nach { $time } soll diese Kampagne nicht mehr hinaus (`not_after`)
    .help = ändern Sie die Angabe in der Kampagne, wenn sie trotzdem hinaus soll
finding-finishes-after-event = { $past ->
        [yes] diese Einladung kommt zu spät: die letzte Mail geht am { $finish } hinaus, und die Veranstaltung ist seit { $deadline } vorbei
       *[no] bei diesem Tempo geht die letzte Mail erst am { $finish } hinaus, und die Veranstaltung ist am { $deadline } vorbei
    }
    .help = { $past ->
        [yes] prüfen Sie in der Kampagne `event` und `purpose`, und in der Veranstaltung das Datum
       *[no] beginnen Sie früher, schreiben Sie weniger Menschen an, oder fragen Sie Ihren Anbieter nach mehr Tempo; docs/limits.md erklärt die Grenzen
    }
finding-finishes-after-rsvp = { $past ->
        [yes] diese Einladung kommt zu spät: die letzte Mail geht am { $finish } hinaus, und bis { $deadline } sollten alle geantwortet haben
       *[no] bei diesem Tempo geht die letzte Mail erst am { $finish } hinaus, und bis { $deadline } sollen alle geantwortet haben
    }
    .help = { $past ->
        [yes] verschieben Sie `rsvp_until`, oder prüfen Sie in der Kampagne `event` und `purpose`
       *[no] beginnen Sie früher, verschieben Sie `rsvp_until`, oder fragen Sie Ihren Anbieter nach mehr Tempo; docs/limits.md erklärt die Grenzen
    }
finding-tag-invalid = dieser Platzhalter lässt sich nicht lesen: { $reason }
    .help = ein Wert steht in doppelten geschweiften Klammern: `{"{{"} contact.salutation {"}}"}`
finding-tag-misplaced = dieser Platzhalter steht, wo er nicht erhalten bleibt: { $tag }
    .help = setzen Sie `{"{%"} … %{"}"}` auf eine eigene Zeile oder in einen Absatz, nicht in Auszeichnungen hinein
finding-tag-unpaired = { $what ->
        [braces] die Klammern von `{ $tag }` werden nicht geschlossen
        [begin] `{ $tag }` schließt etwas, das nicht offen ist
       *[end] `{ $tag }` wird nicht geschlossen
    }
    .help = { $what ->
        [braces] ergänzen Sie die schließenden Klammern
        [begin] ergänzen Sie den Anfang, oder lassen Sie diese Stelle weg
       *[end] ergänzen Sie das Ende, in derselben Datei und im selben Block
    }
finding-variable-unknown = einen Wert `{ $variable }` gibt es nicht: keine Liste hat eine solche Spalte
    .help = { $nearest ->
        [none] die möglichen Namen stehen in docs/workspace.md
       *[other] meinten Sie `{ $nearest }`?
    }
finding-variable-unused = { $kind ->
        [preheader] den `preheader` zeigt keine Vorlage
       *[set] `{ $variable }` bekommt einen Wert, und niemand liest ihn
    }
    .help = { $kind ->
        [preheader] nehmen Sie die Zeile heraus, oder setzen Sie `{"{{"} campaign.preheader {"}}"}` in die Vorlage, in MJML in `<mj-preview>`
       *[set] löschen Sie es, oder prüfen Sie, ob der Name anderswo falsch geschrieben ist
    }
finding-link-unavailable = `links.{ $link }` führt ins Leere: dafür bräuchte es einen Webdienst, und den gibt es hier nicht
    .help = lassen Sie den Link weg; `calendar` in der Kampagne legt der Mail einen Kalendereintrag bei, `links.share` führt zur Seite der Veranstaltung
finding-value-missing = { $count ->
        [one] einem Kontakt fehlt
       *[other] { $count } Kontakten fehlt
    } `{ $variable }`: { $examples }
    .help = schreiben Sie `{"{%"} if { $variable } %{"}"}{"{{"} { $variable } {"}}"}{"{%"} endif %{"}"}`, ergänzen Sie die Liste, oder lassen Sie diese Kontakte mit `--leave-out-incomplete` aus
finding-fact-missing = `{ $variable }` ist nicht angegeben
    .help = { $what ->
        [entry] zählen Sie von 0 an, oder gehen Sie mit `{"{%"} for … in … {"%}"} … {"{%"} endfor {"%}"}` alle Einträge durch, die es gibt
       *[fact] ergänzen Sie die Angabe in der Datei der Veranstaltung, oder schreiben Sie `{"{%"} if { $variable } %{"}"} … {"{%"} endif %{"}"}` darum
    }
finding-render-failed = hier entsteht kein Text: { $reason }
    .help = prüfen Sie den Platzhalter und den Wert, den er bekommt
finding-part-missing = eine Vorlage `{ $part }` gibt es nicht; bekannt: { $known }
    .help = { $nearest ->
        [none] der Name ist der Pfad unterhalb von templates, etwa `partials/fuss.mjml`
       *[other] meinten Sie `{ $nearest }`?
    }
finding-part-circle = diese Vorlagen holen einander im Kreis: { $circle }
    .help = eine Vorlage kann nicht in sich selbst stehen; nehmen Sie eine der Stellen heraus
finding-part-too-deep = diese Vorlagen stecken zu tief oder zu oft ineinander (höchstens { $depth } tief, { $count } insgesamt)
    .help = fassen Sie Vorlagen zusammen
finding-part-unused = keine Vorlage holt diese Datei
    .help = löschen Sie sie, oder setzen Sie `{"{%"} include "{ $part }" {"%}"}` dorthin, wo sie stehen soll
finding-block-unknown = einen Block `{ $block }` gibt es in der Grundlage nicht; bekannt: { $known }
    .help = { $nearest ->
        [none] nur was in der Grundlage als Block steht, kann ersetzt werden
       *[other] meinten Sie `{ $nearest }`?
    }
finding-block-structure = { $what ->
        [stray] hier endet ein anderer Block als der, der offen ist
        [twice] der Block `{ $name }` steht zweimal in dieser Datei
        [super] hinter diesem `super()` steht nichts, das es einsetzen könnte
        [extends] `extends` muss am Anfang einer Vorlage stehen, einmal und nicht in einem Teil
        [beside] was hier neben den Blöcken steht, käme in keine Mail
       *[unnamed] hier fehlt der Name
    }
    .help = { $what ->
        [stray] schreiben Sie hinter `endblock` den Namen des Blocks, der hier endet, oder keinen
        [twice] geben Sie einem der beiden einen anderen Namen
        [super] `super()` setzt in einem Block ein, was die Grundlage dort stehen hat
        [extends] setzen Sie es in die erste Zeile der Vorlage, die eine Kampagne nennt
        [beside] setzen Sie es in einen Block, den die Grundlage kennt
       *[unnamed] schreiben Sie ihn aus, wie in `{"{%"} block kopf {"%}"}` und `{"{%"} include "partials/fuss.mjml" {"%}"}`
    }
finding-colour-invalid = `{ $value }` ist keine Farbe
    .help = schreiben Sie sie als `#rrggbb`, etwa `#0b6b66`
finding-contrast-low = `{ $key }` ({ $value }) und { $other } liegen zu nah beieinander: Kontrast { $contrast }, für Text nötig sind 4,5
    .help = wählen Sie { $key ->
        [background] eine hellere Farbe
        [accent_dark] eine hellere Farbe
       *[other] eine dunklere Farbe
    }; viele Menschen könnten den Text sonst nicht lesen (WCAG 2.1 AA)
finding-mjml-invalid = die Vorlage ist kein gültiges MJML: { $reason }
    .help = jedes Element und jede Klammer im Stil muss geschlossen sein, und `<` und `&` im Text heißen `&lt;` und `&amp;`
finding-foreign-content = `{ $what }` würde im Mailprogramm etwas ausführen oder von anderswo nachladen
    .help = { $nearest ->
        [none] lassen Sie es weg; in einer Mail steht alles selbst, ohne Skripte, fremde Schriften und fremde Bilder
       *[other] meinten Sie `{ $nearest }`? Bilder liegen in data/media, und in der Mail steht `cid:` vor ihrem Namen
    }
finding-state-literal-unknown = `{ $value }` ist kein Land; bekannt: { $known }
    .help = { $nearest ->
        [none] `contact.state_code` hat zwei Buchstaben, `contact.state` den vollen Namen
       *[other] meinten Sie `{ $nearest }`?
    }
finding-comparison-never = `{ $variable }` sind mehrere Namen und gleichen nie dem einen Wort `{ $value }`
    .help = schreiben Sie `'{ $value }' in { $variable }`
finding-number-compared = `{ $variable }` ist ein Text und gleicht nie der Zahl { $value }
    .help = setzen Sie sie in Anführungszeichen, mit allen führenden Nullen: `{ $variable } == '{ $value }'`
finding-constant-alone = `{ $value }` allein ist keine Bedingung: so gälte sie für alle
    .help = schreiben Sie den Vergleich aus, zum Beispiel `… or contact.state_code == '{ $value }'`
finding-question-computed = bei `{ $question }(…)` muss der Name ausgeschrieben sein, sonst gilt für alle: nein
    .help = schreiben Sie ihn in Anführungszeichen, zum Beispiel { $question ->
        [sent] `sent('recap-2024')`
       *[other] `{ $question }('digitaler-aufbruch-2027')`
    }
finding-segment-invalid = die Bedingung lässt sich nicht lesen: { $reason }
    .help = zum Beispiel: where = "contact.state_code == 'HH' and not sent('recap-2024')"
finding-url-unsafe = `{ $value }` ist keine https-Adresse einer Seite
    .help = schreiben Sie sie aus, wie im Browser: `https://www.stadt.example/`
finding-template-twice = die Vorlage `{ $template }` gibt es zweimal: als MJML und als HTML
    .help = löschen Sie eine der beiden Dateien, oder benennen Sie sie um
finding-public-personal = `{ $variable }` gehört zu einer Person, und diese Seite ist für alle
    .help = setzen Sie die Stelle in `{"{%"} if not public {"%}"} … {"{%"} endif {"%}"}`
finding-unsubscribe-missing = mit dem { $detail ->
        [html] HTML-Teil
       *[text] Textteil
    } kann sich niemand abmelden
    .help = setzen Sie `{"{{"} links.unsubscribe {"}}"}` als Ziel eines Links in die Fußzeile
finding-imprint-missing = der { $detail ->
        [html] HTML-Teil
       *[text] Textteil
    } führt nicht zum Impressum `{ $what }`
    .help = setzen Sie `{"{{"} sender.imprint_url {"}}"}` in die Fußzeile
finding-privacy-missing = der { $detail ->
        [html] HTML-Teil
       *[text] Textteil
    } führt nicht zur Datenschutzerklärung `{ $what }`
    .help = setzen Sie `{"{{"} sender.privacy_url {"}}"}` in die Fußzeile
finding-postal-address-missing = dem { $detail ->
        [html] HTML-Teil
       *[text] Textteil
    } fehlt die Postanschrift `{ $what }`
    .help = setzen Sie `{"{{"} sender.postal_address {"}}"}` in die Fußzeile
finding-preheader-missing = neben dem Betreff soll nichts stehen, und die Vorlage hat einen Platz dafür
    .help = ergänzen Sie `preheader`, einen Satz, der mehr sagt als der Betreff
finding-preheader-long = der Text neben dem Betreff hat { $detail } Zeichen; Mailprogramme zeigen weniger
    .help = kürzen Sie `preheader` auf 110, das Wichtigste zuerst
finding-text-diverges = { $detail ->
        [link] dem Textteil fehlt der Link `{ $what }` aus dem HTML-Teil
        [heading] dem Textteil fehlt die Überschrift `{ $what }` aus dem HTML-Teil
       *[words] der Textteil hat weniger als ein Drittel der Wörter des HTML-Teils
    }
    .help = wer nur den Text liest, erfährt das nicht; ergänzen Sie es im Textteil der Vorlage (`.txt`)
finding-link-text = `{ $what }` sagt nicht, wohin der Link führt
    .help = Vorlesehilfen lesen Links einzeln vor: nennen Sie die Seite, etwa `Das Programm`
finding-answers-invalid = diese Antwort lässt sich nicht verstehen
    .help = je Zeile eine E-Mail-Adresse und Zusage, Absage, vielleicht oder war da
finding-answers-held = diese Antwort zählt nicht: die Zeile ist { $held ->
        [hidden] ausgeblendet oder weggefiltert
       *[struck] durchgestrichen
    }
    .help = gilt sie, blenden Sie die Zeile ein oder nehmen Sie die Durchstreichung heraus; gilt sie nicht, löschen Sie die Zeile
finding-people-left-out = { $count ->
        [one] eine Person bekommt sie nicht: { $exclusion }
       *[other] { $count } Personen bekommen sie nicht: { $exclusion }
    }
    .help = { $remedy }
finding-answers-undated = die Veranstaltung hat sich geändert, und { $count ->
        [one] eine Zusage hat
       *[other] { $count } Zusagen haben
    } kein Datum; ob sie dem alten oder dem neuen Termin { $count ->
        [one] gilt
       *[other] gelten
    }, kann niemand wissen. Hier { $count ->
        [one] gilt sie
       *[other] gelten sie
    } weiter
    .help = fragen Sie nach, und schreiben Sie in eine Spalte `Datum`, wann die Antwort kam; was vor der Änderungsmitteilung kam, ist dann zu bestätigen
finding-answers-twice = die Antworten zu `{ $event }` stehen in zwei Dateien
    .help = behalten Sie eine von { $files }, und löschen Sie die andere
finding-audience-empty = niemand bekommt diese Kampagne
    .help = `rundbrief preview` zeigt für jeden Kontakt, warum

## Buch über den Versand

finding-ledger-locked = ein anderer Versand läuft gerade{ $process ->
        [none] {""}
       *[other] {" "}(Prozess { $process })
    }
    .help = warten Sie, bis er fertig ist; `rundbrief status` zeigt, wie weit er ist
finding-ledger-on-share = das Versandbuch läge auf einem Netzlaufwerk oder in einem abgeglichenen Ordner ({ $what }); dort kann es Schaden nehmen
    .help = geben Sie einen Ort auf diesem Rechner an: `[ledger]` `url = "sqlite:/pfad/ledger.db"`
finding-ledger-newer = das Versandbuch stammt von einer neueren Version (Stand { $version }, bekannt ist { $known })
    .help = benutzen Sie die neuere Version von rundbrief
finding-ledger-damaged = das Versandbuch ist beschädigt oder keines: { $reason }
    .help = nichts wurde gesendet; stellen Sie die Datei aus einer Sicherung wieder her
finding-ledger-unwritable = das Versandbuch lässt sich nicht beschreiben: { $reason }
    .help = ohne Eintrag geht keine Mail hinaus; schaffen Sie Platz oder Zugriffsrechte und senden Sie dann weiter
finding-ledger-kind = `{ $url }` ist kein Ort für ein Versandbuch
    .help = möglich ist `sqlite:PFAD`, etwa `sqlite:.rundbrief/ledger.db`
finding-ledger-other = hier liegt nicht das Versandbuch, aus dem zuletzt gesendet wurde: das war auf dem Rechner { $machine } im Ordner { $folder }, am { $time }
    .help = senden Sie von dort, holen Sie das Buch mit `rundbrief ledger restore DATEI --by NAME` aus einer Sicherung zurück, oder bestimmen Sie das hiesige mit `rundbrief ledger adopt --by NAME` zum neuen; was dann unsicher ist, wird angezeigt und nicht gesendet
finding-ledger-older = dieses Versandbuch kennt den letzten Versand nicht: der war auf dem Rechner { $machine } im Ordner { $folder }, am { $time }
    .help = senden Sie von dort, holen Sie mit `rundbrief ledger restore DATEI --by NAME` eine Sicherung zurück, oder senden Sie nach `rundbrief ledger adopt --by NAME` mit diesem Buch weiter; was dann unsicher ist, wird angezeigt und nicht gesendet
finding-ledger-record = diese Datei sagt, welches Versandbuch das echte ist, und lässt sich nicht lesen: { $reason }
    .help = holen Sie die letzte Fassung zurück, etwa mit `git checkout -- data/ledger.toml`; ändern Sie nichts von Hand
finding-ledger-missing = hier gibt es noch kein Versandbuch
    .help = es entsteht mit dem ersten `rundbrief send`
finding-backup-invalid = die Datei ist keine Sicherung eines Versandbuchs, oder sie ist beschädigt: { $reason }
    .help = nehmen Sie eine Datei, die `rundbrief ledger backup` geschrieben hat; am Versandbuch wurde nichts geändert
finding-backup-over-ledger = diese Datei gehört selbst zu dem, was gesichert wird
    .help = nennen Sie einen anderen Ort, am besten auf einem anderen Datenträger
finding-keys-missing = die Schlüssel früherer Mails fehlen: deren Abmeldelinks ließen sich nicht mehr prüfen
    .help = holen Sie sie mit `rundbrief ledger restore DATEI --by NAME` aus einer Sicherung zurück; gibt es keine, macht `rundbrief ledger adopt --by NAME --new-keys` neue
finding-campaign-uncertain = die Kampagne `{ $campaign }` wurde auch aus einem Versandbuch gesendet, das verloren ist: wer hier noch nicht verzeichnet ist, wird als ungeklärt vermerkt und bekommt nichts
    .help = danach klären Sie es mit `rundbrief resolve { $campaign }`
finding-revision-due = { $change ->
        [off] die Veranstaltung soll aus den Kalendern; dort steht sie mit { $told } aus der Kampagne `{ $campaign }`. Mit `revision = { $written }` behalten sie den Eintrag
        [on] die Kampagne `{ $campaign }` hat die Veranstaltung aus den Kalendern genommen; mit `revision = { $written }` kommt sie nicht wieder hinein
        [none] in den Kalendern hat die Veranstaltung aus der Kampagne `{ $campaign }` schon eine höhere Nummer als `revision = { $written }`; so ändert sich dort nichts mehr
       *[moved] in den Kalendern steht { $told } aus der Kampagne `{ $campaign }`, in der Veranstaltung jetzt { $stands }; mit `revision = { $written }` behalten die Kalender den alten Eintrag
    }
    .help = schreiben Sie in die Datei der Veranstaltung, an die Stelle einer Zeile, die mit `revision` beginnt: revision = { $revision }
finding-event-moved = { $count ->
        [0] die Mails der Kampagne `{ $campaign }` sagen: { $told }
        [one] eine Person hat aus der Kampagne `{ $campaign }`: { $told }
       *[other] { $count } Leute haben aus der Kampagne `{ $campaign }`: { $told }
    }; in der Veranstaltung steht jetzt { $stands }. Der Rest der Kampagne bleibt liegen
    .help = { $count ->
        [0] niemand hat die Mail schon; sehen Sie die Kampagne noch einmal an, und senden Sie sie dann
       *[other] schreiben Sie denen, die schon eine Mail haben, eine Änderungsmitteilung: eine neue Kampagne mit `where = "sent('{ $campaign }') and not declined('{ $event }')"`. Die anderen bekommen eine neue Kampagne nach dem Vorbild dieser, mit `where = "not sent('{ $campaign }')"`. War die Änderung ein Versehen, nehmen Sie sie in der Veranstaltung zurück
    }
finding-event-cancelled = die Kampagne `{ $by }` hat die Veranstaltung abgesagt{ $count ->
        [0] {""}; `{ $campaign }` lädt zu ihr ein oder fragt, wer kommt, und bleibt liegen
        [one] , nachdem eine Person die Kampagne `{ $campaign }` bekommen hat; der Rest bleibt liegen
       *[other] , nachdem { $count } Leute die Kampagne `{ $campaign }` bekommen haben; der Rest bleibt liegen
    }
    .help = { $count ->
        [0] lädt die Kampagne nicht ein, sondern sagt ab, schreiben Sie `calendar = "cancel"` hinein, oder einen anderen Zweck (`purpose`) und eine Vorlage, die um keine Antwort bittet. Findet die Veranstaltung doch statt, erhöhen Sie `revision` in ihrer Datei
       *[other] hier ist nichts mehr zu senden. Findet die Veranstaltung doch statt, erhöhen Sie `revision` in ihrer Datei und laden mit einer neuen Kampagne ein
    }
finding-change-untold = { $change ->
        [off] die Veranstaltung ist abgesagt, und { $count ->
            [one] eine Person, die von ihr weiß, hat
           *[other] { $count } Leute, die von ihr wissen, haben
        } die Absage nicht bekommen
        [on] die Veranstaltung findet doch statt ({ $stands }), und { $count ->
            [one] eine Person hat
           *[other] { $count } Leute haben
        } zuletzt die Absage bekommen
       *[moved] { $count ->
            [one] eine Person hat
           *[other] { $count } Leute haben
        } noch den alten Termin oder Ort ({ $told }) und die Änderung nicht bekommen; in der Veranstaltung steht jetzt { $stands }
    }
    .help = schreiben Sie ihnen mit einer eigenen Kampagne nach dem Vorbild der Änderungsmitteilung, mit `where = "{ $whom }"`. Wer keine Mail mehr bekommt, braucht einen Anruf; tragen Sie die Antwort mit ihrem Datum in `data/answers` ein
finding-campaign-moved = die Kampagne `{ $campaign }` gehörte bisher zu `{ $before }`, jetzt zu `{ $event }`
    .help = setzen Sie `event = "{ $before }"` wieder ein; für eine neue Aussendung kopieren Sie die Datei und geben ihr eine eigene `id`. War die Veranstaltung nur falsch angegeben, bestätigen Sie die Änderung (`--accept-changes`)
finding-campaign-renamed = diese Kampagne ist unter der `id` `{ $before }` schon hinausgegangen ({ $count ->
        [one] eine Mail
       *[other] { $count } Mails
    }); als `{ $campaign }` bekämen alle sie noch einmal
    .help = setzen Sie `id = "{ $before }"` wieder ein. Ist es wirklich eine neue Aussendung, bestätigen Sie das (`--accept-changes`); kopieren Sie dafür künftig die Datei, und lassen Sie die alte stehen
finding-plan-changed = seit dem letzten Plan hat sich etwas geändert (Inhalt: { $content ->
        [yes] ja
       *[no] nein
    }, andere Mails: { $mails }, neue Empfänger*innen: { $added }); es wurde nichts gesendet
    .help = sehen Sie sich mit `rundbrief preview { $campaign }` an, was hinausginge, und senden Sie dann mit `--accept-changes`
finding-approval-missing = die Kampagne `{ $campaign }` ist nicht freigegeben, und `[approval]` verlangt es; es wurde nichts gesendet
    .help = sehen Sie sich mit `rundbrief preview { $campaign }` an, was hinausginge; freigegeben wird mit `rundbrief approve { $campaign } --by NAME`
finding-approval-void = die Freigabe der Kampagne `{ $campaign }` gilt nicht mehr: { $reason ->
        [content] { $count ->
            [one] eine Mail liest sich anders ({ $examples })
           *[other] { $count } Mails lesen sich anders (zuerst { $examples })
        }
        [added] { $count ->
            [one] eine Person ist dazugekommen ({ $examples })
           *[other] { $count } Personen sind dazugekommen (zuerst { $examples })
        }
        [old] sie ist vom { $since }, und der Versand hätte bis { $until } beginnen müssen
        [campaign] sie wurde für eine Kampagne mit der `id` `{ $before }` erteilt
        [version] sie wurde mit Version { $before } von rundbrief erteilt, hier läuft { $now }
        [self] `{ $before }` hat sie erteilt und sendet nun selbst; `[approval] four_eyes` verlangt zwei Personen
        [login] erteilt und gesendet wird unter derselben Anmeldung (`{ $login }`), und keine Antwort belegt, dass jemand anderes zugestimmt hat; `[approval] four_eyes` verlangt zwei Personen
       *[by] `{ $before }` darf laut `[approval] by` nicht freigeben
    }; es wurde nichts gesendet
    .help = sehen Sie sich mit `rundbrief preview { $campaign }` an, was hinausginge, und geben Sie es dann neu frei: `rundbrief approve { $campaign } --by NAME`
finding-approval-invalid = die Freigabe ist nicht zu verstehen oder wurde von Hand geändert: { $reason }
    .help = holen Sie die letzte Fassung der Datei zurück, zum Beispiel mit git, oder geben Sie die Kampagne neu frei
finding-approval-ends-early = die Freigabe gilt bis { $until }, die Kampagne darf aber erst ab { $time } hinaus (`not_before`)
    .help = geben Sie später frei, oder verlängern Sie `valid_for` unter `[approval]`
finding-evidence-invalid = das ist keine Antwort, die etwas belegt: { $lacks ->
        [from] es fehlt die Adresse dessen, der sie schrieb
        [date] es fehlt das Datum
        [person] ein Programm hat sie geschrieben, etwa eine Abwesenheitsnotiz
       *[mail] es ist keine Mail
    }
    .help = speichern Sie die Antwort im Mailprogramm als `.eml`-Datei, und nennen Sie diese
finding-evidence-other = die Antwort nennt die Kennung { $fingerprint } nicht, zu der sie gehören müsste; { $found ->
        [none] sie nennt keine
       *[others] sie nennt { $found }
    }. Freigegeben wurde nichts
    .help = Inhalt oder Empfänger*innen haben sich seither geändert, oder die Kennung fehlt in der Antwort. Schreiben Sie die Seite neu (`rundbrief preview { $campaign } --for-approval DATEI.html`), und bitten Sie um eine neue Antwort
finding-evidence-stranger = die Antwort kommt von `{ $from }`; `{ $by }` schreibt laut `[approval] by` von `{ $known }`
    .help = nehmen Sie die Antwort von dort, oder berichtigen Sie die Adresse in `by` unter `[approval]`
finding-approver-unknown = `{ $by }` darf nicht freigeben; das dürfen: { $known }
    .help = bitten Sie eine dieser Personen, oder ergänzen Sie `by` unter `[approval]`
finding-campaign-stopped = { $by ->
        [unknown] Jemand
       *[other] { $by }
    } hat die Kampagne `{ $campaign }` angehalten ({ $time })
    .help = { $by ->
        [rundbrief] zu viele Mails wurden abgewiesen oder blieben ohne Antwort: sehen Sie sie mit `rundbrief status { $campaign }` an und beheben Sie den Grund; wenn es dann weitergehen darf: `rundbrief stop { $campaign } --lift`
       *[other] wenn es weitergehen darf: `rundbrief stop { $campaign } --lift`
    }
finding-key-invalid = die Schlüsseldatei ist beschädigt
    .help = stellen Sie sie aus einer Sicherung wieder her; ohne sie gelten die Abmeldelinks früherer Mails nicht mehr

## Versand

finding-key-unreadable = der DKIM-Schlüssel lässt sich nicht lesen: { $reason }
    .help = prüfen Sie den Pfad `key` unter `[[dkim]]`; einen neuen Schlüssel macht `rundbrief doctor --dkim-key NAME`
finding-key-world-readable = der DKIM-Schlüssel ist geheim, aber auch für andere lesbar (Zugriffsrechte { $mode })
    .help = nehmen Sie allen anderen den Zugriff: `chmod 600 { $path }`
finding-key-unusable = mit diesem Schlüssel lässt sich keine Mail signieren: { $reason }
    .help = gebraucht wird ein RSA-Schlüssel mit 2048 bis 4096 Bit oder ein ed25519-Schlüssel, als PEM und ohne Passwort; `rundbrief doctor --dkim-key NAME` macht einen
finding-key-exists = diesen Schlüssel gibt es schon, und er wird nicht überschrieben
    .help = wählen Sie einen anderen Namen: `rundbrief doctor --dkim-key NAME`
finding-signing-failed = mit dem DKIM-Schlüssel `{ $selector }` ließ sich nicht arbeiten: { $reason }
    .help = ohne Signatur geht keine Mail hinaus; versuchen Sie es noch einmal
finding-outbox-unwritable = in den Postausgang lässt sich nicht schreiben: { $reason }
    .help = prüfen Sie Zugriffsrechte und freien Speicherplatz
finding-server-unreachable = der Mailserver { $host } ist nicht zu erreichen: { $reason }
    .help = prüfen Sie Name, Port und Netz; was nicht hinausging, bleibt vorgemerkt
finding-server-busy = der Mailserver { $host } bittet, später wiederzukommen: { $reason }
    .help = senden Sie in einer Viertelstunde noch einmal; was nicht hinausging, bleibt vorgemerkt
finding-port-taken = auf Port { $port } dieses Rechners lassen sich keine Seiten zeigen: { $reason }
    .help = lassen Sie `--port` weg, dann wird ein freier Port genommen
finding-certificate-untrusted = dem Zertifikat von { $host } ist nicht zu trauen: { $reason }
    .help = prüfen Sie den Namen des Servers, oder nennen Sie mit `ca_file` die Zertifizierungsstelle Ihres Hauses; oder es ist abgelaufen: dann muss der Betreiber des Servers es erneuern
finding-starttls-missing = { $host } bietet keine Verschlüsselung an (STARTTLS)
    .help = meist hilft ein anderer Port: 587 mit `starttls` oder 465 mit `tls`
finding-starttls-injected = zwischen hier und { $host } spricht jemand im Namen des Servers, bevor die Verbindung verschlüsselt ist
    .help = nichts davon wurde geglaubt, und weder Passwort noch Mail ging über diese Verbindung; benutzen Sie ein anderes Netz, oder `security = "tls"` mit Port 465
finding-login-refused = { $host } lehnt die Anmeldung als `{ $username }` ab: { $reason }
    .help = prüfen Sie Benutzername und Passwort, bei OAuth die Rechte der Anwendung (docs/login.md); was nicht hinausging, bleibt vorgemerkt
finding-server-refuses = der Mailserver nimmt die Mails nicht an: { $reason }
    .help = der Versand wurde angehalten; klären Sie den Grund mit dem Betreiber des Servers
finding-answers-missing = { $count } Mails nacheinander blieben nach ihrer letzten Zeile ohne Antwort: { $reason }
    .help = die Kampagne ist angehalten, weil jede davon ungeklärt ist; sehen Sie im Protokoll des Servers nach, klären Sie sie mit `rundbrief resolve { $campaign }`, danach geht es weiter mit `rundbrief stop { $campaign } --lift`
finding-clock-wrong = die Uhr dieses Rechners steht auf { $time }; das ist lange vorbei
    .help = stellen Sie die Uhr (und entfernen Sie SOURCE_DATE_EPOCH): die Mails trügen ein falsches Datum, Grenzen und Fristen gälten nicht
finding-suppressions-lost = das bisherige Versandbuch lässt sich nicht lesen: wer sich nach der Sicherung abgemeldet hat oder gesperrt wurde, und was angehalten wurde, ist darin verloren
    .help = tragen Sie es vor dem nächsten Versand nach, mit `rundbrief suppress ADRESSE --by NAME` und `rundbrief stop KAMPAGNE`
finding-reputation-at-risk = der Server weist zu viele Mails ab ({ $rejected } von { $answered }), zuletzt mit: { $reason }
    .help = die Kampagne ist angehalten, bevor der Ruf des Absenders leidet; prüfen Sie Inhalt, Adressen und Anmeldung, danach geht es weiter mit `rundbrief stop { $campaign } --lift`
finding-log-incomplete = die Protokolldatei ist unvollständig: { $reason }
    .help = der Versand ist davon nicht betroffen, das Versandbuch ist vollständig; prüfen Sie freien Speicherplatz und Zugriffsrechte
finding-confirmation-missing = hier kann niemand gefragt werden
    .help = geben Sie `--yes` an, wenn alles so stimmt; mit `--dry-run` sehen Sie es vorher
finding-browser-unopened = kein Browser ließ sich öffnen: { $reason }
    .help = öffnen Sie die Datei selbst; der Link steht im Ergebnis
finding-folder-foreign = in diesem Ordner liegt schon etwas anderes
    .help = nennen Sie mit `-o ORDNER` einen leeren oder neuen Ordner
finding-rehearsal-only = noch einmal senden geht nur in der Probe
    .help = eine Mail an dieselben Leute braucht eine neue Kampagne; was ungeklärt ist, klärt `rundbrief resolve`
finding-output-is-list = `{ $list }` ist eine Ihrer Listen und würde überschrieben
    .help = nennen Sie einen anderen Ort
finding-output-among-lists = `{ $file }` läge zwischen den Dateien des Arbeitsbereichs
    .help = nennen Sie einen anderen Ort, nicht in data, templates oder dem Postausgang
finding-output-format = `{ $file }`: in diesem Format wird nicht geschrieben
    .help = nennen Sie eine Datei, die auf `.xlsx` oder `.csv` endet
finding-argument-address = `{ $address }` ist keine Adresse: { $reason }
    .help = zum Beispiel name@stadt.example
finding-contact-unknown = `{ $address }` steht in keiner Liste{ $nearest ->
        [none] {""}
       *[address] ; meinen Sie `{ $nearest }`?
    }
    .help = prüfen Sie die Schreibweise; `rundbrief merge` gibt alle Kontakte aus
finding-contact-left-out = `{ $address }` bekommt diese Kampagne nicht: { $exclusion }
    .help = nennen Sie jemanden, der sie bekommt; hierzu: { $remedy }
finding-review-waiting = { $count ->
        [one] eine Frage zu Kontakten wartet
       *[other] { $count } Fragen zu Kontakten warten
    } auf eine Entscheidung
    .help = `rundbrief review` zeigt, was wartet, und womit Sie entscheiden
finding-nothing-in-doubt = bei `{ $address }` ist in der Kampagne `{ $campaign }` nichts ungeklärt
    .help = `rundbrief resolve { $campaign }` zeigt, was ungeklärt ist
finding-new-name-invalid = `{ $name }` kann kein Name sein
    .help = nehmen Sie Kleinbuchstaben ohne Umlaute, Ziffern und Bindestriche, etwa `rueckblick-2027`
finding-new-exists = diese Datei gibt es schon; nichts wurde überschrieben
    .help = wählen Sie einen anderen Namen
finding-new-needs = { $what ->
        [event] es gibt noch keine Veranstaltung, um die es gehen könnte
       *[layout] es gibt noch keine Vorlage in templates
    }
    .help = { $what ->
        [event] legen Sie eine an: `rundbrief new event NAME`
       *[layout] `rundbrief init ORDNER` legt einen Arbeitsbereich mit einer Vorlage an, aus der Sie sie kopieren können
    }
finding-workspace-exists = diese Datei gibt es schon; nichts wurde überschrieben
    .help = nennen Sie einen anderen Ordner: `rundbrief init ORDNER`
finding-file-exists = die Datei gibt es schon
    .help = nennen Sie eine andere, oder ersetzen Sie sie mit `--force`
finding-argument-key = `{ $key }` ist weder Adresse noch Domain noch Kommune
    .help = zum Beispiel name@stadt.example, stadt.example, "municipality:Lindenbrück", oder mit dem Gemeindeschlüssel "municipality:08421000", wenn es mehrere Orte des Namens gibt
finding-suppression-unknown = `{ $key }` steht nicht auf der Sperrliste
    .help = `rundbrief suppress` zeigt die Liste
finding-suppression-row = `{ $cell }` ist weder ein Grund noch ein Umfang noch ein Zeitpunkt der Sperrliste; gesperrt ist die Zeile trotzdem
    .help = Gründe: manual, hard_bounce, complaint, unsubscribed, erased; Umfang: advertising oder all; Zeitpunkt: wie in 2026-11-28T09:00:00Z
finding-consent-needed = `{ $key }` hat sich am { $since } abgemeldet: nur eine spätere Einwilligung der Person selbst hebt das auf
    .help = nennen Sie sie mit `--consent DATUM --proof NACHWEIS`, oder tragen Sie Datum und Quelle der Einwilligung in die Liste ein, und heben Sie dann auf
finding-erased-consent-needed = die Daten von `{ $key }` wurden am { $since } gelöscht: nur eine spätere Einwilligung der Person selbst bringt die Adresse zurück
    .help = nennen Sie sie mit `--consent DATUM --proof NACHWEIS`
finding-consent-future = der { $time } liegt in der Zukunft: eingewilligt hat jemand spätestens heute, am { $until }
    .help = prüfen Sie Tag, Monat und Jahr
finding-proof-blank = `--proof` ist leer: womit lässt sich die Einwilligung belegen?
    .help = zum Beispiel `--proof "Formular 17, unterschrieben"`
finding-argument-date = `{ $value }` ist kein Datum
    .help = zum Beispiel 2027-05-04 oder 4.5.2027
finding-mail-unknown = an { $address } ging aus der Kampagne `{ $campaign }` keine Mail hinaus
    .help = `rundbrief person show { $address }` zeigt, welche Mails es gab
finding-mail-not-stored = woraus die Mail der Kampagne `{ $campaign }` an { $address } gemacht wurde, steht nicht im Versandbuch
    .help = eine ältere Version von rundbrief hat sie gesendet; lassen Sie die Dateien in git auf den Stand von damals bringen
finding-options-unclear = eine Angabe fehlt: { $options }
    .help = `rundbrief help BEFEHL` erklärt die Angaben

## Plan

plan-title = { $subject } ({ $campaign })
plan-from = Absender:     { $from }
plan-route-outbox = Weg:          Probe in den Postausgang { $folder } (nichts verlässt diesen Rechner)
plan-route-smtp = Weg:          Mailserver { $host }
plan-recipients = Empfänger:    { $count }
plan-accepted = schon raus:   { $count }
plan-waiting = später dran:  { $count }
plan-rejected = abgelehnt:    { $count }
plan-in-doubt = ungeklärt:    { $count }
plan-changed-content = geändert:     der Inhalt, seit dem letzten Plan
plan-changed-mails = geändert:     { $count ->
        [one] eine Mail, die noch aussteht
       *[other] { $count } Mails, die noch ausstehen
    }
plan-changed-added = neu dazu:     { $count }
plan-changed-gone = nicht mehr:   { $count }
plan-approved = freigegeben:  { $count ->
        [one] eine Mail
       *[other] { $count } Mails
    }, von { $by } am { $time }
plan-approved-reply = belegt durch: Antwort von { $from }
plan-approved-gone = davon weg:    { $count }
plan-to-send = jetzt senden: { $count }
plan-pace = Dauer:        etwa { $duration } bei { $rates }
plan-pace-unlimited = Dauer:        ohne Begrenzung des Tempos
plan-pace-window = Dauer:        etwa { $duration }, bis das Versandfenster offen ist
plan-closed = Fenster:      zu bis { $time }; ohne --wait geht jetzt nichts hinaus
rate-per-domain = { $rate } je Domain
plan-finish = fertig:       { $time }
plan-excluded = nicht dabei:  { $count }
plan-help = help: { $help }
plan-capped-until = die Letzten davon sind wieder dran ab { $time }
plan-excluded-line = { $count }  { $reason }
plan-left-out = { $name } <{ $address }>: { $reason }
plan-left-out-address = { $address }: { $reason }
plan-left-out-others = und { $count } weitere; alle stehen in: rundbrief preview { $campaign }
duration-seconds = { $count ->
        [one] eine Sekunde
       *[other] { $count } Sekunden
    }
duration-minutes = { $count ->
        [one] eine Minute
       *[other] { $count } Minuten
    }
duration-hours = { $count ->
        [one] eine Stunde
       *[other] { $count } Stunden
    }
duration-days = { $count ->
        [one] ein Tag
       *[other] { $count } Tage
    }

excluded-remedy = `rundbrief preview` zeigt, wer es ist
excluded-other-list = auf keiner der Listen dieser Kampagne
excluded-condition = die Bedingung der Kampagne trifft nicht zu
excluded-no-basis = die Liste hat keine Rechtsgrundlage
    .help = ergänzen Sie `basis` im `[[lists]]`-Eintrag oder eine Spalte `Rechtsgrundlage` in der Liste
excluded-basis-too-narrow = die Rechtsgrundlage der Liste trägt diese Art Post nicht
    .help = Newsletter und Einladungen sind Werbung: sie brauchen eine Einwilligung, deren Wortlaut sie nennt, oder Bestandskundschaft (§ 7 UWG)
excluded-consent-unproven = hat eingewilligt, aber Datum, Quelle oder Wortlaut der Einwilligung fehlt
    .help = ergänzen Sie in der Liste, was fehlt; `rundbrief check` nennt es
excluded-consent-lacks = hat eingewilligt, aber der Einwilligung fehlt { $missing }
excluded-customers-unconfirmed = Bestandskundschaft, aber die Bedingungen des § 7 Abs. 3 UWG sind nicht bestätigt
    .help = bestätigen Sie sie unter `[existing_customers]` in der `rundbrief.toml`, oder bitten Sie um eine Einwilligung
excluded-not-registered = hat sich zur Veranstaltung nicht angemeldet
    .help = wer angemeldet ist, steht in einer Liste mit `basis = "contract"` und `event` dieser Veranstaltung, oder mit Zusage oder Teilnahme in den Antworten
excluded-suppressed = auf der Sperrliste
excluded-row-held = eine Zeile ist verborgen, durchgestrichen oder entstellt, oder sie sagt, dass die Person keine Mail will
    .help = was die Zeile sagt, zeigt `rundbrief check`; darf die Person Mails bekommen, blenden Sie die Zeile ein oder berichtigen Sie sie
excluded-capped = hat so viel Werbung bekommen, wie eine Person bekommen soll
    .help = die Grenze steht als `per_contact` unter `[limits]` in der `rundbrief.toml`; schreiben Sie später wieder
excluded-capped-until = hat so viel Werbung bekommen, wie eine Person bekommen soll; wieder ab { $time }
excluded-incomplete = ein Wert fehlt, den die Mail braucht
excluded-held = Name und Kommune wie jemand, den die Mail unter anderer Adresse erreicht; zu klären
excluded-same-person = dieselbe Person wie unter einer anderen Adresse, so entschieden
excluded-left-out = so hat es jemand entschieden
excluded-possible-duplicate = vielleicht dieselbe Person oder dasselbe Amt wie jemand anderes hier; `rundbrief review` klärt es
excluded-person-preferred = gemeinsames Postfach neben einer Person
held-person = { $name } <{ $address }>: vielleicht erreicht als { $other }
set-aside-correction-unknown = Korrektur einer Adresse, die keine Liste hat
set-aside-person-erased = die Person wurde gelöscht
set-aside-comeback-date-missing = die Person wurde gelöscht und kam mit einer Einwilligung zurück, deren Datum hier fehlt
set-aside-comeback-date-invalid = die Person wurde gelöscht und kam mit einer Einwilligung zurück, deren Datum sich hier nicht lesen lässt oder in der Zukunft liegt
set-aside-comeback-date-early = die Person wurde gelöscht und kam mit einer Einwilligung zurück, die jünger ist als diese
set-aside-comeback-basis = die Person wurde gelöscht und kam mit einer Einwilligung zurück, die Zeile steht auf einer anderen Grundlage
set-aside-address-missing = keine E-Mail-Adresse in der Zeile
set-aside-address-invalid = keine brauchbare E-Mail-Adresse: { $reason }
set-aside-headings-again = noch einmal Überschriften
set-aside-row-ragged = zu viele Zellen in der Zeile

confirm-send = { $count ->
        [one] Eine Mail jetzt senden?
       *[other] { $count } Mails jetzt senden?
    } [j/N]
confirm-send-later = { $count ->
        [one] Eine Mail vormerken?
       *[other] { $count } Mails vormerken?
    } [j/N]
confirm-send-changed = Seit dem letzten Plan hat sich etwas geändert, siehe oben. { $count ->
        [one] Eine Mail so senden?
       *[other] { $count } Mails so senden?
    } [j/N]
confirm-despite = Trotzdem weitermachen? [j/N]
confirm-approve = Diese Mails für genau diese Personen freigeben? [j/N]
nothing-done = Nichts wurde gesendet und nichts geschrieben.
not-approved = Nichts freigegeben.
approval-sealed = Versiegelt { $count ->
        [one] wird eine Mail
       *[other] werden { $count } Mails
    } mit Inhalt und Adresse; der Versand muss bis { $until } beginnen.
approval-fingerprint = Kennung: { $fingerprint }
approval-reply = Antwort von { $from } am { $date }: „{ $words }“
approval-record = Die Freigabe einer Kampagne, geschrieben von `rundbrief approve`: wer was wann freigegeben hat.
    Nehmen Sie die Datei in git auf, und ändern Sie sie nicht von Hand.
    Unter `mails` steht je Mail eine Prüfsumme aus Adresse und Inhalt.
approved = Freigegeben: { $count ->
        [one] eine Mail
       *[other] { $count } Mails
    } in { $file }. Andere Inhalte oder weitere Personen heben die Freigabe auf. Als Nächstes: rundbrief send { $campaign } --approved
nothing-approved = Nichts Freigegebenes ist jetzt zu senden.
not-sent = Nichts gesendet.
progress-line = { $done } von { $total }{ $rate ->
        [none] {""}
       *[other] {" "}· { $rate } je Minute
    }{ $left ->
        [none] {""}
       *[other] {" "}· noch { $left }
    }{ $deferred ->
        [0] {""}
       *[other] {" "}· { $deferred } aufgeschoben
    }{ $rejected ->
        [0] {""}
       *[other] {" "}· { $rejected } abgelehnt
    }{ $in_doubt ->
        [0] {""}
       *[other] {" "}· { $in_doubt } ungeklärt
    }
progress-waiting = weiter in { $duration }
test-copy-waits = Das Tempo lässt die Testmail in { $duration } hinaus; bitte warten.
recovered-outbox = { $count ->
        [one] Von einem abgebrochenen Versand war eine Mail offen; ein Blick in den Postausgang hat sie geklärt.
       *[other] Von einem abgebrochenen Versand waren { $count } Mails offen; ein Blick in den Postausgang hat sie geklärt.
    }
recovered-smtp = { $count ->
        [one] Von einem abgebrochenen Versand ist eine Mail ungeklärt; sie wird nicht von selbst noch einmal gesendet.
       *[other] Von einem abgebrochenen Versand sind { $count } Mails ungeklärt; sie werden nicht von selbst noch einmal gesendet.
    }
sent-accepted = { $count ->
        [one] Eine Mail gesendet.
       *[other] { $count } Mails gesendet.
    }
sent-deferred = { $count ->
        [one] Eine Mail aufgeschoben.
       *[other] { $count } Mails aufgeschoben.
    }
sent-rejected = { $count ->
        [one] Eine Mail abgelehnt.
       *[other] { $count } Mails abgelehnt.
    }
sent-in-doubt = { $count ->
        [one] Bei einer Mail kam keine Antwort: ungeklärt.
       *[other] Bei { $count } Mails kam keine Antwort: ungeklärt.
    }
nothing-to-send = Jetzt ist nichts zu senden.
interrupted = Angehalten. Alles ist festgehalten; `rundbrief send { $campaign }` macht weiter.
halted = { $by ->
        [unknown] Jemand
       *[other] { $by }
    } hat die Kampagne angehalten. Alles ist festgehalten; nach `rundbrief stop { $campaign } --lift` macht `rundbrief send { $campaign }` weiter.
window-closed = Das Versandfenster ({ $window }) ist zu; der Rest bleibt vorgemerkt.
window-and-holidays = { $window }, ohne Feiertage { $holidays }
window-holidays = ohne Feiertage { $holidays }
test-copy-sent = Testmail an { $address } gesendet (wie für { $name }).
test-copy-extreme = Testmail an { $address } gesendet (wie für { $name }: { $why }).
test-copies-sent = { $count } Testmails an { $address } gesendet.

## Stand

realm-outbox = Probe
realm-smtp = Versand
status-title = { $campaign } – { $realm }
state-queued = vorgemerkt:   { $count }
state-sending = unterwegs:    { $count }
state-accepted = angenommen:   { $count }
state-deferred = aufgeschoben: { $count }
state-rejected = abgelehnt:    { $count }
state-in-doubt = ungeklärt:    { $count }
state-unplanned = neu dazu:     { $count }
state-held = zu klären:     { $count }
state-word-queued = vorgemerkt
state-word-sending = unterwegs
state-word-accepted = angenommen
state-word-deferred = aufgeschoben
state-word-rejected = abgelehnt
state-word-in-doubt = ungeklärt
status-person = { $address }  { $state } seit { $since }  { $reply }
status-version = Fassung { $version }:    { $count } angenommen
status-stopped = angehalten:   { $time }{ $by ->
        [unknown] {""}
       *[other] {" "}von { $by }
    }
next-running = Ein Versand läuft gerade.
next-in-doubt = Bitte klären: { $command }
next-held = Bitte klären, ob das dieselben Leute sind: { $command }
next-moved = Angehalten: Die Veranstaltung ist abgesagt oder nicht mehr so, wie es in ihren Mails steht.
next-stopped = Angehalten. Sobald es weitergehen darf: { $command }
next-due = Als Nächstes: { $command }
next-waiting = Ab { $time } wieder: { $command }
next-rejected = Fertig. Die abgelehnten Adressen bitte in den Listen prüfen.
next-rehearsed = Probe fertig. Noch einmal proben: `--again`. Für den echten Versand in der rundbrief.toml `kind = "smtp"` setzen.
next-done = Fertig.
status-unconfirmed = { $event }: { $count ->
        [one] eine Zusage galt
       *[other] { $count } Zusagen galten
    } einem früheren Termin und { $count ->
        [one] ist
       *[other] sind
    } zu bestätigen
coverage-title = { $count ->
        [one] Die Listen erreichen eine Kommune
       *[other] Die Listen erreichen { $count } Kommunen
    }
coverage-title-of = Die Listen erreichen { $count } von { $all } Kommunen
coverage-line = { $state }: { $count } ({ $sizes })
coverage-line-of = { $state }: { $count } von { $all } ({ $sizes })
coverage-plain = { $state }: { $count }
coverage-plain-of = { $state }: { $count } von { $all }
coverage-size = { $count } { $size }
coverage-size-of = { $count } von { $all } { $size }
coverage-without-state = { $count ->
        [one] ein Kontakt nennt eine Kommune, aber kein Land
       *[other] { $count } Kontakte nennen eine Kommune, aber kein Land
    }
coverage-not-in-register = { $count ->
        [one] ein Gemeindeschlüssel steht nicht in data/municipalities.csv
       *[other] { $count } Gemeindeschlüssel stehen nicht in data/municipalities.csv
    }
coverage-names-not-in-register = { $count ->
        [one] ein Name ohne Schlüssel passt zu keiner Kommune in data/municipalities.csv, oder zu mehreren: { $names }
       *[other] { $count } Namen ohne Schlüssel passen zu keiner Kommune in data/municipalities.csv, oder zu mehreren: { $names }
    }
size-large = ab 100.000
size-medium = ab 20.000
size-small = ab 5.000
size-rural = kleiner
size-unknown = ohne Einwohnerzahl
next-proposals = { $count ->
        [one] Eine abgelehnte Adresse gibt es nicht mehr.
       *[other] { $count } abgelehnte Adressen gibt es nicht mehr.
    } Ansehen und sperren: rundbrief suppress
next-untouched = Noch nichts gesendet. Als Nächstes: { $command }

resolve-nothing = In der Kampagne { $campaign } ist nichts ungeklärt.
resolve-how = { $count ->
        [one] Diese Mail ist ungeklärt.
       *[other] Diese { $count } Mails sind ungeklärt.
    } Fragen Sie nach, oder sehen Sie im Protokoll des Mailservers nach der Message-ID. Dann:
    {"  "}angekommen:        rundbrief resolve { $campaign } ADRESSE --accepted --by NAME
    {"  "}nicht angekommen:  rundbrief resolve { $campaign } ADRESSE --resend --by NAME
resolve-held = { $count ->
        [one] Diese Person erreicht die Mail vielleicht unter einer anderen Adresse.
       *[other] Diese { $count } Personen erreicht die Mail vielleicht unter einer anderen Adresse.
    } Entscheiden Sie:
    {"  "}dieselbe Person:   rundbrief resolve { $campaign } ADRESSE --accepted --by NAME
    {"  "}jemand anders:     rundbrief resolve { $campaign } ADRESSE --resend --by NAME
resolved-accepted = { $count ->
        [one] Eine Mail gilt als angenommen.
       *[other] { $count } Mails gelten als angenommen.
    }
resolved-resend = { $count ->
        [one] Eine Mail ist wieder vorgemerkt.
       *[other] { $count } Mails sind wieder vorgemerkt.
    } Weiter mit: rundbrief send { $campaign }

## Vorbereitung

doctor-login-invitation = Bitte öffnen Sie { $address } und geben Sie dort den Code { $code } ein. Melden Sie sich dann mit dem Konto an, das die Mails sendet; rundbrief wartet hier so lange.
doctor-login-done = Die Anmeldung hat geklappt. Sie liegt in { $file }; `rundbrief send` benutzt sie ab jetzt.

decided-send = { $count ->
        [one] Eine Person bekommt die Mail.
       *[other] { $count } Personen bekommen die Mail.
    } Weiter mit: rundbrief send { $campaign }
decided-leave = { $count ->
        [one] Eine Person hat die Mail schon und bekommt keine zweite.
       *[other] { $count } Personen haben die Mail schon und bekommen keine zweite.
    }

stop-done = Die Kampagne { $campaign } ist angehalten: Es beginnt keine Mail mehr. Was gerade übertragen wird, wird zu Ende gebracht. Aufheben: rundbrief stop { $campaign } --lift
stop-lifted = Die Kampagne { $campaign } darf weitergehen. Als Nächstes: rundbrief send { $campaign }
stop-not-there = Die Kampagne { $campaign } war nicht angehalten.

log-time = Zeit (UTC)
log-campaign = Kampagne
log-realm = Art
log-run = Lauf
log-worker = Strang
log-connection = Verbindung
log-phase = Phase
log-state = Stand
log-code = Code
log-enhanced = Status
log-queue-id = Server-Kennung
log-reply = Antwort
log-nothing = Für { $address } ist kein Versuch verzeichnet.

## Versandbuch sichern und zurückholen

ledger-record = Welches Versandbuch das echte ist. rundbrief schreibt diese Datei vor jedem Versand.
    Nehmen Sie sie in git auf, und ändern Sie sie nicht von Hand.
ledger-backed-up = Versandbuch und Schlüssel gesichert: { $file }
    Die Datei enthält Adressen und geheime Schlüssel. Bewahren Sie sie verschlossen auf, nicht in git und nicht auf einem offenen Laufwerk.
ledger-key-left-out = Nicht enthalten, da nicht neben dem Versandbuch: { $file }. Sichern Sie diesen Schlüssel gesondert.
ledger-restored = Zurückgeholt: die Sicherung vom { $made } vom Rechner { $machine }.
ledger-set-aside = Was vorher hier lag, liegt jetzt in { $folder }
ledger-carried = { $count ->
        [one] Eine neuere Sperre wurde übernommen.
       *[other] { $count } neuere Sperren wurden übernommen.
    }
ledger-no-suppressions = Die Sperrliste ist leer. Wer abgemeldet oder gesperrt war, muss neu hinein: rundbrief suppress --import DATEI --by NAME
ledger-adopted = Dieses Versandbuch ist jetzt das echte.
ledger-was-real = Dieses Versandbuch war schon das echte und bleibt es.
ledger-new-keys = Neue Schlüssel gemacht. Links in Mails, die früher hinausgingen, gelten damit nicht mehr.
ledger-held = { $count ->
        [0] Keine Mail wird zurückgehalten.
        [one] Eine Mail wird zurückgehalten: sie könnte inzwischen gesendet worden sein.
       *[other] { $count } Mails werden zurückgehalten: sie könnten inzwischen gesendet worden sein.
    }
ledger-uncertain = Von der Kampagne { $campaign } ist ein Versand unbekannt: wer hier nicht verzeichnet ist, wird beim nächsten `send` als ungeklärt vermerkt.

## Sperrliste und Personen

suppressions = Sperrliste: { $count ->
        [0] niemand
        [one] ein Eintrag
       *[other] { $count } Einträge
    }
suppression-line = { $key }  { $scope }  { $reason }  seit { $since }  ({ $by })
suppression-all = alle Post
suppression-advertising = nur Werbung
suppression-reason-manual = von Hand
suppression-reason-hard-bounce = Adresse gibt es nicht
suppression-reason-complaint = Beschwerde
suppression-reason-unsubscribed = abgemeldet
suppression-reason-erased = gelöscht
suppression-proposals = { $count ->
        [one] Vorschlag: eine Adresse, die es laut Mailserver nicht gibt
       *[other] Vorschläge: { $count } Adressen, die es laut Mailserver nicht gibt
    }
suppression-next = Alle sperren: rundbrief suppress --proposed --by NAME
suppressed = { $count ->
        [0] Niemand zu sperren.
        [one] Ein Eintrag gesperrt.
       *[other] { $count } Einträge gesperrt.
    }
suppressed-nobody = Zu { $key } gibt es in den Listen zurzeit keinen Kontakt; der Eintrag gilt auch für spätere.
suppression-note = { $line }  Notiz: { $note }
suppression-lifted = { $count ->
        [one] Eine Sperre aufgehoben.
       *[other] { $count } Sperren aufgehoben.
    }
suppression-back = { $address } darf wieder auf Listen stehen: in Zeilen, die selbst ein Einwilligungsdatum vom { $consent } an nennen. Ältere bleiben beiseite.
suppression-corrected = { $address } ist mit einer Einwilligung vom { $consent } zurück, nicht vom { $before }: Es zählen Zeilen, die selbst ein Einwilligungsdatum von diesem Tag an nennen. Beide Angaben bleiben festgehalten.
person-unknown = Zu { $address } ist nichts bekannt.
person-lists = Listen
person-value = { $field }: { $value }  ({ $place })
field-email = E-Mail
field-salutation = Briefanrede
field-form-of-address = Anrede
field-title = Titel
field-first-name = Vorname
field-last-name = Nachname
field-role = Funktion
field-organisation = Organisation
field-municipality = Kommune
field-state = Land
field-postal-code = Postleitzahl
field-ags = Amtlicher Gemeindeschlüssel
field-language = Sprache
field-tags = Schlagwörter
field-population = Einwohner der Kommune
field-updated = Stand
field-basis = Rechtsgrundlage
field-consent-date = Einwilligung am
field-consent-source = Nachweis der Einwilligung
field-consent-wording = Wortlaut der Einwilligung
field-held = zurückgehalten, weil
field-other-addresses = weitere Adressen
field-lists = Herkunft
person-overruled = { $field }: { $value }  ({ $place }, nicht benutzt)
person-answers = Antworten:
person-answer = { $event }: { $answer }
answer-coming = kommt
answer-declined = kommt nicht
answer-tentative = vielleicht
answer-attended = war da
answer-unconfirmed = hat einem früheren Termin zugesagt; zu bestätigen
person-mails = Mails
person-mail = { $campaign } ({ $realm }, Fassung { $version })  { $state } seit { $since }  { $reply }
person-attempts = Verlauf
person-attempt = { $at }  { $campaign } ({ $realm })  { $phase }: { $state }  { $reply }
person-suppressions = Sperrliste
person-deeds = Entscheidungen
person-suppressed = { $at }  gesperrt von { $by }
person-lifted = { $at }  Sperre aufgehoben von { $by }
person-lifted-on = { $at }  Sperre aufgehoben von { $by }: { $proof }
person-consented = Einwilligung vom { $day }, { $text }
person-export = Was über { $address } gespeichert ist
person-basis = Grundlage nach { $place }: { $basis }
ground-none = keine
ground-consent = Einwilligung
ground-consent-unproven = Einwilligung ohne Nachweis
ground-existing-customer = Bestandskunde
ground-customers-unconfirmed = Bestandskunde, Bedingungen nicht bestätigt
ground-contract = Anmeldung
ground-public-task = öffentliche Aufgabe
person-consent-date = am { $text }
person-consent-source = Quelle: { $text }
person-consent-wording = Wortlaut: { $text }
person-files = Antworten und andere Dateien
person-decisions = Entschieden wurde
person-decided = { $at }, von { $by }: { $decision }
person-restricted = Nur noch für rechtliche Ansprüche aufbewahrt bis { $until }:
person-file = Probe oder Vorschau: { $file }
person-approver = hat freigegeben, die Adresse steht in: { $file }
person-approved = freigegebene Mail: { $file }
person-erase-rows = { $file }: { $count ->
        [one] eine Stelle geht heraus
       *[other] { $count } Stellen gehen heraus
    }
person-erase-file = wird gelöscht: { $file }
person-erase-by-hand = bitte von Hand nachsehen und löschen: { $file }
person-erase-second = { $address } gehört nach einer Entscheidung derselben Person und bleibt außen vor, auch ohne diese Adresse; auch löschen: rundbrief person erase { $address } --by NAME
person-erase-first = { $address } gehört nach einer Entscheidung derselben Person und wird weiter angeschrieben; auch löschen: rundbrief person erase { $address } --by NAME
person-erase-proof-stays = Für rechtliche Ansprüche wird ein Nachweis aufbewahrt: Er bleibt bis { $until }. Einen anderen Tag nennt --restrict-until.
confirm-erase = { $until ->
        [none] Alles zu { $address } löschen, auch im Versandbuch?
       *[other] Alles zu { $address } löschen und, was davon zu beweisen ist, bis { $until } nur im Versandbuch aufbewahren?
    } Das lässt sich nicht zurücknehmen. [j/N]
person-erased = { $count ->
        [0] Gelöscht; Mails gab es keine.
        [one] Gelöscht; eine Mail gehört im Versandbuch niemandem mehr.
       *[other] Gelöscht; { $count } Mails gehören im Versandbuch niemandem mehr.
    }
person-restricted-now = { $count ->
        [0] Gelöscht; das Versandbuch bewahrt den Nachweis bis { $until }.
        [one] Gelöscht; das Versandbuch bewahrt den Nachweis und eine Mail bis { $until }.
       *[other] Gelöscht; das Versandbuch bewahrt den Nachweis und { $count } Mails bis { $until }.
    }
person-out-of-reach = Nicht erreichbar sind von hier: was in Bemerkungen zu anderen Personen im Versandbuch und in Entscheidungen steht, der Verlauf von git, Sicherungen, anderswo gespeicherte Listen und Auskünfte, mit -o anderswohin geschriebene Vorschauen, Freigabeseiten (--for-approval), Protokolldateien und die Mailserver.
mail-exact = Der Inhalt ist genau der, der gesendet wurde.
mail-differs = Der Inhalt weicht von dem ab, der gesendet wurde: vermutlich hat eine andere Version von rundbrief gesendet.

## Listen und Prüfung

list-shape = { $file }: { $count ->
        [one] eine Zeile
       *[other] { $count } Zeilen
    }, { $encoding ->
        [bom] UTF-8 mit BOM
       *[other] { $encoding }
    }, Trennzeichen { $delimiter ->
        [comma] Komma
        [tab] Tabulator
       *[other] { $delimiter }
    }{ $headings ->
        [none] , keine Überschriften
        [first] {""}
       *[other] , Überschriften in Zeile { $headings }
    }
list-shape-blank = { $file }: eine Mappe ohne Zeilen
list-shape-sheet = { $file }, Blatt `{ $sheet }`: { $count ->
        [one] eine Zeile
       *[other] { $count } Zeilen
    }{ $headings ->
        [none] , keine Überschriften
        [first] {""}
       *[other] , Überschriften in Zeile { $headings }
    }
list-columns = Spalten: { $columns }
column-reason = { $reason ->
        [content] an ihren Zellen erkannt
        [configured] aus `columns`
        [ignored] nicht benutzt
       *[other] {""}
    }
list-sample = Beispiel: { $row }
merge-totals = { $rows ->
        [one] eine Zeile
       *[other] { $rows } Zeilen
    }: { $contacts ->
        [one] ein Kontakt
       *[other] { $contacts } Kontakte
    }, { $merged } zusammengeführt, { $aside } beiseite; Widersprüche: { $conflicts }
merge-interrupted = Angehalten. Geschrieben ist nichts.
file-written = geschrieben: { $file }
file-changes = { $list ->
        [none] neben allen Listen brächte { $file }
       *[other] verglichen mit der Liste `{ $list }` brächte { $file }
    } neu: { $new }, geänderte Werte: { $changed }, weg: { $gone }, gesperrt: { $suppressed }, ohne Rechtsgrundlage: { $basis }
file-change = { $kind ->
        [new] neu: { $email }
        [gone] weg: { $email }
        [basis] ohne Rechtsgrundlage: { $email }
       *[suppressed] gesperrt: { $email }
    }
file-value = geändert: { $email }, `{ $field }`: { $old } → { $new }
file-more = … und { $count } weitere; `--json` zeigt alle
check-clean = Alles in Ordnung.
check-sum = Fehler: { $errors }, Warnungen: { $warnings }, Hinweise: { $notes }
detail-workspace = Arbeitsbereich: { $folder }

## Doctor

doctor-key-made = Neuer Schlüssel: { $file }. Er ist geheim: geben Sie ihn niemandem, und bewahren Sie eine Sicherung auf.
doctor-record = Tragen Sie diesen TXT-Eintrag ins DNS ein, unter dem Namen { $name }:
doctor-zone = Derselbe Eintrag für eine Zonendatei:
doctor-settings = Sobald der Eintrag im DNS steht, gehört dies in die rundbrief.toml:

## Vorschau

preview-written = { $count ->
        [one] Vorschau mit einer Mail: { $link }
       *[other] Vorschau mit { $count } Mails: { $link }
    }
preview-extremes = zuerst:       { $count ->
        [one] eine Mail fällt auf
       *[other] { $count } Mails fallen auf
    }
preview-flawed = Hinweise:     { $count ->
        [one] bei einer Mail
       *[other] bei { $count } Mails
    }
only-from = Von:         { $value }
only-to = An:          { $value }
only-reply-to = Antwort an:  { $value }
only-subject = Betreff:     { $value }
only-attachments = Anlagen:     { $value }
sheet-written = Seite zur Freigabe: { $link }
    Kennung: { $fingerprint }
    Hängen Sie die Seite an eine Mail an die Person, die freigibt. Ihre Antwort belegt die Freigabe: rundbrief approve { $campaign } --by NAME --evidence ANTWORT.eml
sheet-title = Zur Freigabe
sheet-made = Stand: { $time }
sheet-fingerprint = Kennung dieser Fassung
sheet-answer = Einverstanden? Antworten Sie auf die Mail, mit der Sie diese Seite bekommen haben, und lassen Sie die Kennung darin stehen. Sie gilt für genau diese Mails an genau diese Personen; ändert sich etwas daran, ändert sich die Kennung.
sheet-plan = Der Plan
sheet-notes = Bitte ansehen
sheet-left-out = Bekommen die Mail nicht
sheet-nobody = Niemand ist ausgenommen.
sheet-rows = Zeilen der Listen, die sich nicht verwenden lassen
sheet-calendar = Im Kalender der Leser*innen
sheet-carries = Anhänge
sheet-mails = Die Mails
sheet-mails-lead = Eine Auswahl: die Mails, die aus der Reihe fallen. Adressen sind verdeckt, die Links sind Attrappen.
sheet-picture = Mail
sheet-text = Der ganze Text
sheet-begin = Auf Papier nur der Anfang; der Text daneben ist vollständig.
sheet-count = { $count }
sheet-people = { $count ->
        [one] bekommt die Mail
       *[other] bekommen die Mail
    }
sheet-duration = dauert der Versand
sheet-finish = geht die letzte hinaus, wenn jetzt begonnen wird
sheet-campaign = Kampagne
sheet-event = Veranstaltung
sheet-from = Absender
sheet-way = Weg
sheet-rehearsal = Probe: nichts verlässt den Rechner
sheet-not-before = nicht vor
sheet-pace = Tempo
sheet-accepted = schon angenommen
sheet-in-doubt = ungeklärt
sheet-rejected = abgelehnt
public-written = Seite für alle: { $file }
preview-title = Vorschau: { $campaign }
preview-notice = Nichts hiervon wurde gesendet oder festgehalten. Die Links in den Mails sind Attrappen.
preview-plan = Plan
preview-who = Wer
preview-recipients = Bekommen die Mail
preview-excluded = Bekommen sie nicht
preview-search = Name, Adresse oder Betreff suchen
preview-keys = Tasten: ↑ ↓ nächste Mail, Enter zur Mail, Esc zur Liste, / Suche, c vergleichen, s gemeinsam scrollen oder nicht
preview-hits = Treffer
preview-all = alle
preview-list = Liste
preview-land = Land
preview-language = Sprache
preview-first = Zuerst ansehen
preview-others = Alle anderen
preview-findings = Hinweise
preview-mark-longest-name = längster Name
preview-mark-neutral = Anrede unbekannt
preview-mark-most = die meisten Angaben
preview-mark-least = die wenigsten Angaben
preview-mark-version = eigene Textfassung
preview-back = ← Zur Liste
preview-script = Die Liste der Mails braucht JavaScript. Die Mails selbst liegen im Ordner mails.
preview-part = Ansicht
preview-part-mail = Mail
preview-text = Text
preview-headers = Kopfzeilen
preview-source = Quelltext
preview-width = Breite
preview-desktop = Rechner
preview-tablet = Tablet
preview-phone = Telefon
preview-look = Darstellung
preview-dark = Dunkel
preview-images = Bilder
preview-served = Vorschau: { $address } – öffnen Sie die Adresse im Browser, beenden Sie mit Strg+C
preview-renewed = { $time }: Vorschau mit { $count ->
        [one] einer Mail
       *[other] { $count } Mails
    } neu gemacht, { $milliseconds } ms
preview-faults = { $count ->
        [one] Ein Fehler steht den Mails im Weg
       *[other] { $count } Fehler stehen den Mails im Weg
    }
preview-faults-notice = Diese Seite verschwindet, sobald die Datei berichtigt und gespeichert ist.
preview-gone = Die Vorschau ist beendet. Was Sie sehen, bleibt, wie es ist.
preview-files = Anhänge
preview-calendar = Kalender
preview-size = Größe
preview-load-failed = Die Mail lässt sich nicht laden; im Ordner fehlt
preview-name = Name
preview-kind = Art
preview-attached = Anhang
preview-pictured = Bild in der Mail
preview-whole = Ganze Mail
preview-no-files = Keine Anhänge und keine Bilder.
preview-card-request = Einladung im Kalender, mit Antwort
preview-card-publish = Termin zum Vormerken, ohne Antwort
preview-card-cancel = Absage: Der Termin verschwindet aus dem Kalender
preview-card-revision = Fassung # dieses Termins: Sie ersetzt die frühere im Kalender
preview-card-all-day = ganztägig
preview-card-from = ab
preview-card-until = bis
preview-card-place = Ort
preview-card-page = Seite
preview-card-organiser = Einladende
preview-card-invited = Eingeladen
preview-card-accept = Zusagen
preview-card-tentative = Vielleicht
preview-card-decline = Absagen
preview-card-inert = Die Knöpfe zeigt das Mailprogramm; hier antworten sie nicht.
preview-compare = Vergleichen
preview-compare-choose = Diese Mail ist festgehalten. Wählen Sie in der Liste eine zweite, dann stehen beide nebeneinander.
preview-compare-together = Gemeinsam scrollen
preview-compare-approved = Freigegebene Fassung
preview-compare-this = Jetzige Fassung
preview-compare-none = Kein Unterschied im Wortlaut
preview-compare-one = 1 Stelle ist anders
preview-compare-many = # Stellen sind anders
preview-compare-too-many = Fast alles ist anders
preview-standing = Seit der Freigabe
preview-standing-same = unverändert
preview-standing-changed = geändert
preview-standing-alike = liest sich gleich, sonst anders
preview-standing-new = nicht freigegeben
preview-since = Seit der letzten Kampagne
preview-since-new = neu dabei
preview-since-changed = Angaben geändert
preview-since-gone = nicht mehr dabei
preview-limits = Was das Tempo begrenzt
preview-binds = bestimmt die Dauer
preview-mark-shape = eigener Aufbau

figure-count = { $count }
figure-recipients = { $count ->
        [one] bekommt die Mail
       *[other] bekommen die Mail
    }
figure-to-send = davon jetzt zu senden
figure-left-out = nicht dabei
figure-duration = Dauer
figure-end = letzte Mail
figure-at-once = sofort
figure-answers = Antworten zuletzt eingetragen
figure-answers-never = nie

sealed-by = Freigegeben von { $by }, { $time }
sealed-counts = { $same } unverändert, { $changed } geändert, { $new } nicht freigegeben, { $gone } nicht mehr dabei
sealed-alike = { $count ->
        [one] Eine Mail liest sich
       *[other] { $count } Mails lesen sich
    } wie freigegeben, nur etwas anderes daran ist neu: Gestaltung, Absender, Anhänge oder Kalender. Auch das muss neu freigegeben werden.
sealed-without-copy = Den freigegebenen Wortlaut gibt es nur auf dem Rechner, auf dem freigegeben wurde.

since-title = Seit „{ $campaign }“ ({ $time })
since-counts = { $new } neu dabei, { $changed } mit geänderten Angaben, { $gone } nicht mehr dabei
since-unlisted = steht in keiner Liste mehr
detail-domains = { $count } Domains werden nach ihrem Mailanbieter gefragt

## Zeiten und Mengen

appointment = { $start ->
        [none] kein Termin
       *[other] { $start }
    }{ $end ->
        [none] {""}
       *[other] {" "}bis { $end }
    }{ $place ->
        [none] {""}
       *[other] , { $place }
    }
weight-bytes = { $count } Byte
weight-kilobytes = { $number } kB
weight-megabytes = { $number } MB
format-time = %-d.%-m.%Y, %-H:%M Uhr
format-date = %-d.%-m.%Y
rate-s = { $units ->
        [one] { $count } in der Sekunde
       *[other] { $count } in { $units } Sekunden
    }
rate-min = { $units ->
        [one] { $count } in der Minute
       *[other] { $count } in { $units } Minuten
    }
rate-h = { $units ->
        [one] { $count } in der Stunde
       *[other] { $count } in { $units } Stunden
    }
rate-day = { $units ->
        [one] { $count } am Tag
       *[other] { $count } in { $units } Tagen
    }

## Woran es lag, und bei welchem Schritt

reason-element-unknown = ein Element { $one } gibt es nicht
reason-element-open = { $one } wird nicht geschlossen
reason-end-tag = { $one } schließt nichts, was offen ist
reason-element-twice = ein zweites { $one }; nur eines kommt in die Mail
reason-brace-open = eine Klammer im Stil wird nicht geschlossen
reason-brace-surplus = eine Klammer im Stil schließt nichts, was offen ist
reason-element-misplaced = dieses Element darf hier nicht stehen
reason-token-misplaced = das darf hier nicht stehen
reason-attribute = ein Attribut ist nicht lesbar
reason-value = ein Wert ist nicht lesbar
reason-not-well-formed = hier stimmt die Schreibweise nicht
reason-ends-early = etwas bleibt offen
reason-connection-refused = dort nimmt niemand Verbindungen an
reason-connection-lost = die Verbindung brach ab, bevor die Antwort ganz da war
reason-timeout = keine Antwort in der erlaubten Zeit
reason-no-reply = keine Antwort innerhalb von { $one } s
reason-no-network = dorthin führt kein Netz
reason-host-unknown = einen Rechner dieses Namens gibt es nicht
reason-no-mechanism = der Server bietet keine Art der Anmeldung an, die hier möglich ist
reason-http = der Server antwortet mit dem Fehler { $one }
reason-no-token = die Antwort enthält kein Token
reason-no-refresh-token = es kam kein Token zum Erneuern; vielleicht fehlt `offline_access` in `scope`
reason-issuer-unknown = wer das Zertifikat ausgestellt hat, ist hier nicht bekannt
reason-certificate-expired = das Zertifikat ist abgelaufen
reason-certificate-name = das Zertifikat gilt für einen anderen Namen
reason-no-certificate = darin steht kein Zertifikat (PEM)
reason-interrupted = abgebrochen, bevor die Antwort kam
reason-held-back = zurückgehalten, nachdem der Umschlag übertragen war
reason-run-ended = der Versand endete, bevor die Antwort kam
reason-early-answer = der Server antwortete, bevor die Mail ganz übertragen war
reason-given-up = aufgegeben, zuletzt: { $one }
reason-restored = { $one } hat das Versandbuch aus der Sicherung vom { $two } zurückgeholt: vielleicht ging die Mail seither hinaus
reason-adopted = { $one } hat dieses Versandbuch zum echten gemacht: vielleicht ging die Mail aus einem anderen hinaus
reason-missing = die Datei oder der Ordner fehlt
reason-forbidden = der Zugriff ist nicht erlaubt
reason-folder = das ist ein Ordner
reason-no-folder = ein Teil des Pfades ist kein Ordner
reason-disk-full = der Speicherplatz ist voll
reason-too-large = die Datei darf nicht größer werden
reason-read-only = hier darf nur gelesen werden
reason-no-ledger = das ist kein Versandbuch von rundbrief
reason-no-end = nicht fertig innerhalb von { $one } s
reason-exit-status = mit Fehler beendet (Status { $one })
reason-fault-of-ours = rundbrief selbst hat einen Fehler gemacht
reason-not-set = nicht gesetzt
reason-not-utf8 = nicht in UTF-8
reason-empty = leer
reason-no-file = das ist keine gewöhnliche Datei
reason-no-key = darin steht kein geheimer Schlüssel (PEM)
reason-no-workbook = es ist keine Mappe
reason-torn = sie ist abgeschnitten
reason-part-unreadable = ein Teil lässt sich nicht lesen
reason-part-missing = ein Teil fehlt
reason-ec-key = ein Schlüssel der Art EC
reason-key-too-short = er ist zu kurz
reason-port-taken = ein anderes Programm benutzt diesen Port
reason-exists = etwas anderes hat schon diesen Namen
reason-seal-changed = sie passt nicht zu ihrer Prüfsumme
reason-key-missing = die Angabe `{ $one }` fehlt
reason-row-hidden = ausgeblendet
reason-row-struck = durchgestrichen
reason-row-refusals = auf einem Blatt oder in einer Datei für Abmeldungen
reason-row-headings = unter anderen Überschriften
reason-row-garbled = entstellte Umlaute
reason-end-expected = { $one } ist hier nicht zu verstehen; verglichen wird mit `==`, verbunden mit `and` und `or`
reason-ends-before = am Ende fehlt `{ $one }`
reason-quote-open = hier fehlt das Anführungszeichen am Ende
reason-value-absent = nicht alle haben diesen Wert; fragen Sie zuerst, ob er da ist, etwa mit `contact.state_code and …`
reason-type = dieser Wert ist nicht von der Art, die hier erwartet wird
reason-tag-found = statt { $one } wird hier { $two } erwartet
reason-function-unknown = eine Funktion `{ $one }` gibt es nicht
reason-filter-unknown = einen Filter `{ $one }` gibt es nicht
reason-test-unknown = eine Prüfung `{ $one }` gibt es nicht
reason-variable-undefined = die Variable `{ $one }` gibt es nicht
reason-field-undefined = die Angabe `{ $one }` gibt es nicht
reason-not-comparable = `{ $one }` lässt sich nicht mit `{ $two }` vergleichen
reason-argument-missing = die Angabe `{ $one }` fehlt in der Klammer
reason-no-loop = über `{ $one }` kann keine Schleife laufen
reason-division = geteilt durch 0
reason-quotes = hier fehlen Anführungszeichen, oder `true` oder `false` ist gemeint
reason-string-end = hier fehlt das Anführungszeichen am Ende, oder es steht etwas darin, das nicht sein darf
reason-bracket = eine Klammer wird nicht geschlossen
reason-date = dieses Datum gibt es nicht
reason-time = diese Uhrzeit gibt es nicht
reason-leading-zero = die Zahl beginnt mit einer Null
reason-comma = zwischen zwei Einträgen fehlt ein Komma
reason-no-equals = hier fehlt ein `=`, oder eine Zeile endet mitten in einem Text
reason-no-value = hinter dem `=` fehlt der Wert
reason-no-key-name = vor dem `=` fehlt der Name der Angabe
reason-key-name = der Name der Angabe hat ein Zeichen, das nicht sein darf
reason-line-end = hier steht noch etwas, wo die Zeile zu Ende sein sollte
reason-escape = hinter einem `\` steht etwas anderes als vorgesehen; für einen Backslash schreiben Sie zwei
reason-extended = diese Angabe hat schon einen Wert und kann keine Gruppe sein
reason-unreadable = so wird es nicht geschrieben
reason-no-date = `{ $one }` ist kein Datum
reason-date-format = das Format `{ $one }` gibt es für ein Datum nicht
reason-at-sign-missing = das `@` fehlt
reason-several-at-signs = es gibt mehr als ein `@`
reason-blank-inside = darin steht ein Leerzeichen oder ein Zeilenende
reason-local-part-missing = vor dem `@` steht nichts
reason-local-part-character = ein Zeichen vor dem `@` ist nicht möglich
reason-local-part-dots = vor dem `@` steht ein Punkt am Rand, oder zwei stehen hintereinander
reason-local-part-quoted = der Teil vor dem `@` geht nur in Anführungszeichen, was kaum ein Mailserver annimmt
reason-local-part-not-ascii = vor dem `@` stehen Buchstaben wie ä, die kaum ein Mailserver annimmt
reason-local-part-too-long = vor dem `@` stehen mehr als 64 Zeichen
reason-domain-missing = hinter dem `@` steht nichts
reason-domain-without-dot = der Teil hinter dem `@` hat keinen Punkt
reason-domain-dots = hinter dem `@` fehlt an einem Punkt der Name, oder zwei stehen hintereinander
reason-domain-hyphen = hinter dem `@` beginnt oder endet ein Name mit einem Bindestrich
reason-domain-character = ein Zeichen hinter dem `@` ist nicht möglich
reason-domain-is-ip-address = hinter dem `@` steht die Nummer eines Rechners und kein Name
reason-top-level-domain = die Endung hinter dem letzten Punkt gibt es nicht
reason-domain-part-too-long = ein Name hinter dem `@` hat mehr als 63 Zeichen
reason-address-too-long = sie hat mehr als 254 Zeichen
phase-connect = Verbindung
phase-greeting = Begrüßung
phase-ehlo = Vorstellung
phase-starttls = Verschlüsselung
phase-auth = Anmeldung
phase-mail = Absender
phase-rcpt = Empfänger
phase-data = Ankündigung
phase-dot = Übergabe
phase-rset = Neubeginn
phase-outbox = Postausgang
phase-intent = Vorhaben
phase-recovery = Nachsehen
phase-resolve = Klärung
phase-adopt = Übernahme
phase-restore = Sicherung
phase-copy = Testmail

## Was auf eine Entscheidung wartet

review-sum = { $count ->
    [0] Nichts wartet auf eine Entscheidung.
    [one] Eine Frage wartet auf eine Entscheidung.
   *[other] { $count } Fragen warten auf eine Entscheidung.
}
review-comment = Was Menschen über Kontakte entschieden haben. `rundbrief review` schreibt es, und Sie dürfen es.
waiting-same-person = { $name } <{ $address }> und { $othername } <{ $other }> sind vielleicht dieselbe Person ({ $places })
waiting-successor = { $name } <{ $address }> und { $othername } <{ $other }> haben dasselbe Amt in einer Kommune: vielleicht alt und neu ({ $places })
waiting-mailbox = <{ $other }> ist ein gemeinsames Postfach neben { $name } <{ $address }> ({ $places })
waiting-row-held = { $name } <{ $address }>: { $reason } ({ $places })
waiting-namesake = { $name } <{ $address }>: vielleicht von { $campaign } erreicht als { $other }
waiting-in-doubt = { $address }: die Mail von { $campaign } ist ungeklärt: { $reason }
waiting-suppression-proposal = { $address }: gibt es laut Server nicht ({ $campaign }): { $reason }
waiting-retention-contact = { $name } <{ $address }>: Zeile, Einwilligung und letzte Mail sind vom { $since } oder älter ({ $places })
waiting-retention-mails = { $address }: in keiner Liste mehr, letzte Mail am { $since }
waiting-retention-answers = { $places }: die Veranstaltung war am { $since } vorbei; löschen Sie die Datei, wenn niemand sie mehr braucht
waiting-retention-rehearsals = { $places }: hier liegen Proben vom { $since } oder jünger; leeren Sie den Ordner
waiting-restriction-over = { $address }: der Nachweis war bis { $since } aufzubewahren
reviewed-same-person = { $address } und { $other } sind eine Person; geschrieben wird an { $first }.
reviewed-different-people = { $address } und { $other } sind zwei Personen.
reviewed-leave-out = { $address } bleibt von nun an außen vor.
reviewed-send = An { $address } darf geschrieben werden.

new-done = { $file } ist da. Ergänzen Sie, was dort steht, und sehen Sie dann nach:
      rundbrief check { $file }
new-copied = Nach { $file }. Bitte durchsehen: { $kind ->
        [campaign] Betreff, Veranstaltung, Empfängerkreis, Text
       *[event] Name, Termine, Ort, Programm, Stimmen, Bilder, Bericht
    }
new-dropped = galt dort:
init-ignored = Die { $file } gab es schon. Angehängt wurde, was ihr fehlte: { $lines }
init-done = Der Arbeitsbereich { $folder } ist da. Sehen Sie, was das Beispiel senden würde:
      rundbrief -w { $folder } check
      rundbrief -w { $folder } preview { $campaign }
