# Jeder Satz, den jemand aus der Kommunikation liest. Gleiche Schlüssel wie in en.ftl; ein Test achtet darauf.

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
        [table] hier gehört eine Gruppe von Angaben hin
       *[number] hier gehört eine Zahl hin
    }
    .help = { $expected ->
        [list] schreiben Sie eckige Klammern darum, auch um einen einzelnen Eintrag: `["30/min"]`
        [text] schreiben Sie Anführungszeichen darum: `"Text"`
        [switch] schreiben Sie `true` für Ja oder `false` für Nein, ohne Anführungszeichen
        [whole] schreiben Sie nur Ziffern, ohne Anführungszeichen: `30`
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
finding-name-server-invalid = `{ $value }` ist keine Adresse eines Nameservers
    .help = schreiben Sie zum Beispiel `10.0.0.53` oder `127.0.0.1:5353`
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
    .help = tragen Sie sie mit Name und Rechtsgrundlage in die `rundbrief.toml` ein, oder legen Sie sie woanders ab
finding-list-empty = die Liste hat keine Zeilen
    .help = wurde sie vielleicht leer gespeichert? Unter der Überschriftenzeile muss etwas stehen
finding-address-column-missing = keine Spalte heißt wie eine E-Mail-Adresse; gefunden: { $headings }
    .help = nennen Sie die Spalte in der ersten Zeile `E-Mail`
finding-column-twice = die Spalte `{ $heading }` bedeutet dasselbe wie eine weiter links und wird nicht benutzt
    .help = benennen Sie die Spalte um, wenn sie etwas anderes enthält
finding-basis-missing = für die Liste `{ $list }` steht keine Rechtsgrundlage fest: niemand daraus bekommt Post
    .help = ergänzen Sie im `[[lists]]`-Eintrag zum Beispiel `basis = "consent"` (Einwilligung)
finding-list-unknown = eine Liste `{ $list }` gibt es nicht; bekannt: { $known }
    .help = die Namen stehen unter `[[lists]]` in der `rundbrief.toml`
finding-list-format = Excel-Mappen werden noch nicht gelesen
    .help = speichern Sie das Blatt in Excel als „CSV UTF-8 (durch Trennzeichen getrennt)“
finding-person-erased = die Zeile gehört zu einer Person, deren Daten gelöscht wurden: sie bekommt keine Mail
    .help = nehmen Sie die Zeile heraus, mit `rundbrief person erase ADRESSE --by NAME` aus allen Listen auf einmal
finding-list-twice = zwei Listen heißen `{ $list }`
    .help = geben Sie einer von beiden einen anderen Namen
finding-list-too-large = die Listen haben zusammen mehr verschiedene Spalten, als sich unterscheiden lassen
    .help = löschen Sie Spalten, die für die Post nicht gebraucht werden
finding-address-missing = in der Zeile steht keine E-Mail-Adresse; sie bleibt beiseite
    .help = ergänzen Sie die Adresse in der Liste
finding-address-invalid = `{ $cell }` ist keine Adresse, an die sich senden lässt; die Zeile bleibt beiseite
    .help = berichtigen Sie die Adresse in der Liste: name@stadt.example
finding-row-blank = die Zeile ist leer und bleibt beiseite
finding-row-ragged = die Zeile hat mehr Zellen als die Überschrift ({ $cell } zu viel) und bleibt beiseite
    .help = vermutlich steht ein Trennzeichen im Text: setzen Sie den Text in Anführungszeichen
finding-value-conflict = { $email }: `{ $field }` ist hier `{ $other }`, benutzt wird `{ $kept }` aus { $kept_at }
    .help = die Liste, die in der `rundbrief.toml` zuerst steht, gilt; berichtigen Sie den falschen Wert
finding-state-unknown = `{ $state }` ist kein deutsches Land
    .help = schreiben Sie den vollen Namen oder das Kürzel, etwa `Hessen` oder `HE`

## Kampagnen, Veranstaltungen, Vorlagen

finding-campaign-unknown = eine Kampagne `{ $campaign }` gibt es nicht; bekannt: { $known }
    .help = { $nearest ->
        [none] Kampagnen liegen in data/campaigns, der Name ist der Dateiname ohne `.md`
       *[other] meinten Sie `{ $nearest }`?
    }
finding-campaign-id-twice = die Kennung `{ $id }` gehört schon zu { $other }
    .help = jede Kampagne braucht eine eigene `id`, sonst gelten ihre Mails als schon versandt
finding-event-unknown = eine Veranstaltung `{ $event }` gibt es nicht; bekannt: { $known }
    .help = Veranstaltungen liegen in data/events, der Name ist der Dateiname ohne `.md`
finding-template-unknown = eine Vorlage `{ $template }` gibt es nicht; bekannt: { $known }
    .help = Vorlagen liegen in templates, der Name ist der Dateiname ohne `.mjml`
finding-body-slot-missing = die Vorlage hat keinen Platz für den Text der Kampagne
    .help = setzen Sie `{"{{"} campaign.body {"}}"}` an die Stelle, an der er stehen soll
finding-media-missing = `{ $path }` liegt nicht in data/media
    .help = legen Sie die Datei dorthin, oder berichtigen Sie den Namen
finding-path-outside = `{ $path }` führt aus dem Arbeitsbereich hinaus
    .help = nur Dateien im Arbeitsbereich werden benutzt
finding-too-early = vor { $time } soll diese Kampagne nicht hinaus (`not_before`)
    .help = warten Sie, oder ändern Sie die Angabe in der Kampagne
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
finding-variable-unknown = einen Wert `{ $variable }` gibt es nicht: keine Liste hat eine solche Spalte
    .help = { $nearest ->
        [none] die möglichen Namen stehen in docs/workspace.md
       *[other] meinten Sie `{ $nearest }`?
    }
finding-value-missing = { $count ->
        [one] einem Kontakt fehlt
       *[other] { $count } Kontakten fehlt
    } `{ $variable }`: { $examples }
    .help = schreiben Sie `{"{%"} if { $variable } %{"}"}{"{{"} { $variable } {"}}"}{"{%"} endif %{"}"}`, ergänzen Sie die Liste, oder lassen Sie diese Kontakte mit `--leave-out-incomplete` aus
finding-fact-missing = `{ $variable }` ist nicht angegeben
    .help = ergänzen Sie die Angabe in der Datei der Veranstaltung, oder schreiben Sie `{"{%"} if { $variable } %{"}"} … {"{%"} endif %{"}"}` darum
finding-render-failed = hier entsteht kein Text: { $reason }
    .help = prüfen Sie den Platzhalter und den Wert, den er bekommt
finding-mjml-invalid = die Vorlage ist kein gültiges MJML: { $reason }
    .help = jedes Element muss geschlossen sein, und `<` und `&` im Text heißen `&lt;` und `&amp;`
finding-foreign-content = `{ $what }` würde im Mailprogramm etwas ausführen oder von anderswo nachladen
    .help = lassen Sie es weg; in einer Mail steht alles selbst, ohne Skripte, fremde Schriften und fremde Bilder
finding-segment-invalid = die Bedingung lässt sich nicht lesen: { $reason }
    .help = zum Beispiel: where = "contact.state_code == 'HH' and not sent('recap-2024')"
finding-unsubscribe-missing = in dieser Vorlage kann sich niemand abmelden
    .help = setzen Sie `{"{{"} links.unsubscribe {"}}"}` als Ziel eines Links in die Fußzeile
finding-answers-invalid = diese Antwort lässt sich nicht verstehen
    .help = je Zeile eine E-Mail-Adresse und Zusage, Absage, vielleicht oder war da
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
finding-campaign-moved = die Kampagne `{ $campaign }` gehörte bisher zu `{ $before }`, jetzt zu `{ $event }`
    .help = setzen Sie `event = "{ $before }"` wieder ein; für eine neue Aussendung kopieren Sie die Datei und geben ihr eine eigene `id`. War die Veranstaltung nur falsch angegeben, bestätigen Sie die Änderung (`--accept-changes`)
finding-campaign-renamed = diese Kampagne ist unter der Kennung `{ $before }` schon hinausgegangen ({ $count ->
        [one] eine Mail
       *[other] { $count } Mails
    }); als `{ $campaign }` bekämen alle sie noch einmal
    .help = setzen Sie `id = "{ $before }"` wieder ein. Ist es wirklich eine neue Aussendung, bestätigen Sie das (`--accept-changes`); kopieren Sie dafür künftig die Datei, und lassen Sie die alte stehen
finding-plan-changed = seit dem letzten Plan hat sich etwas geändert (Inhalt: { $content ->
        [yes] ja
       *[no] nein
    }, andere Mails: { $mails }, neue Empfänger*innen: { $added }); es wurde nichts gesendet
    .help = sehen Sie sich mit `rundbrief preview { $campaign }` an, was hinausginge, und senden Sie dann mit `--accept-changes`
finding-approval-missing = die Kampagne `{ $campaign }` ist nicht freigegeben, und `[approval] required` verlangt es; es wurde nichts gesendet
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
        [campaign] sie wurde für die Kennung `{ $before }` erteilt
        [version] sie wurde mit Version { $before } von rundbrief erteilt, hier läuft { $now }
       *[by] `{ $before }` darf laut `[approval] by` nicht freigeben
    }; es wurde nichts gesendet
    .help = sehen Sie sich mit `rundbrief preview { $campaign }` an, was hinausginge, und geben Sie es dann neu frei: `rundbrief approve { $campaign } --by NAME`
finding-approval-invalid = die Freigabe ist nicht zu verstehen oder wurde von Hand geändert: { $reason }
    .help = holen Sie die letzte Fassung der Datei zurück, zum Beispiel mit git, oder geben Sie die Kampagne neu frei
finding-approval-ends-early = die Freigabe gilt bis { $until }, die Kampagne darf aber erst ab { $time } hinaus (`not_before`)
    .help = geben Sie später frei, oder verlängern Sie `valid_for` unter `[approval]`
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
    .help = geben Sie `--yes` an, wenn der Plan stimmt; `rundbrief send --dry-run` zeigt ihn
finding-folder-foreign = in diesem Ordner liegt schon etwas anderes
    .help = nennen Sie mit `-o ORDNER` einen leeren oder neuen Ordner
finding-rehearsal-only = noch einmal senden geht nur in der Probe
    .help = eine Mail an dieselben Leute braucht eine neue Kampagne; was ungeklärt ist, klärt `rundbrief resolve`
finding-output-is-list = `{ $list }` ist eine Ihrer Listen und würde überschrieben
    .help = nennen Sie mit `-o DATEI` einen anderen Ort
finding-argument-address = `{ $address }` ist keine Adresse
    .help = zum Beispiel name@stadt.example
finding-nothing-in-doubt = bei `{ $address }` ist in der Kampagne `{ $campaign }` nichts ungeklärt
    .help = `rundbrief resolve { $campaign }` zeigt, was ungeklärt ist
finding-file-exists = die Datei gibt es schon
    .help = nennen Sie eine andere, oder ersetzen Sie sie mit `--force`
finding-argument-key = `{ $key }` ist weder eine Adresse noch eine Domain
    .help = zum Beispiel name@stadt.example, stadt.example oder "municipality:Lindenbrück"
finding-suppression-unknown = `{ $key }` steht nicht auf der Sperrliste
    .help = `rundbrief suppress` zeigt die Liste
finding-suppression-row = `{ $cell }` ist weder ein Grund noch ein Umfang noch ein Zeitpunkt der Sperrliste
    .help = Gründe: manual, hard_bounce, complaint, unsubscribed, erased; Umfang: advertising oder all; Zeitpunkt: wie in 2026-11-28T09:00:00Z
finding-consent-needed = `{ $key }` hat sich am { $since } abgemeldet: nur eine spätere Einwilligung der Person selbst hebt das auf
    .help = nennen Sie sie mit `--consent DATUM --proof NACHWEIS`, oder tragen Sie Datum und Quelle der Einwilligung in die Liste ein
finding-mail-unknown = an { $address } ging aus der Kampagne `{ $campaign }` keine Mail hinaus
    .help = `rundbrief person show { $address }` zeigt, welche Mails es gab
finding-mail-not-stored = woraus die Mail der Kampagne `{ $campaign }` an { $address } gemacht wurde, steht nicht im Versandbuch
    .help = eine ältere Version von rundbrief hat sie gesendet; lassen Sie die Dateien in git auf den Stand von damals bringen
finding-options-unclear = eine Angabe fehlt: { $options }
    .help = `rundbrief help resolve` erklärt die Angaben

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
plan-approved-gone = davon weg:    { $count }
plan-to-send = jetzt senden: { $count }
plan-pace = Dauer:        etwa { $duration } bei { $rates }
plan-pace-unlimited = Dauer:        ohne Begrenzung des Tempos
plan-pace-window = Dauer:        etwa { $duration }, bis das Versandfenster offen ist
plan-closed = Fenster:      zu bis { $time }; ohne --wait geht jetzt nichts hinaus
rate-per-domain = { $rate } je Domain
plan-finish = fertig:       { $time }
plan-excluded = nicht dabei:  { $count }
plan-excluded-line = { $count }  { $reason }
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

excluded-other-list = auf keiner der Listen dieser Kampagne
excluded-condition = die Bedingung der Kampagne trifft nicht zu
excluded-no-basis = die Liste hat keine Rechtsgrundlage
excluded-basis-too-narrow = die Rechtsgrundlage der Liste trägt diese Art Post nicht
excluded-suppressed = auf der Sperrliste
excluded-incomplete = ein Wert fehlt, den die Mail braucht
excluded-held = Name und Kommune wie jemand, den die Mail unter anderer Adresse erreicht; zu klären
excluded-same-person = hat die Mail unter anderer Adresse
held-person = { $name } <{ $address }>: vielleicht erreicht als { $other }
set-aside-address-missing = keine E-Mail-Adresse in der Zeile
set-aside-address-invalid = keine brauchbare E-Mail-Adresse
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
not-approved = Nichts freigegeben.
approval-sealed = Versiegelt { $count ->
        [one] wird eine Mail
       *[other] werden { $count } Mails
    }, jede mit Inhalt und Adresse; der Versand muss bis { $until } beginnen.
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
next-stopped = Angehalten. Sobald es weitergehen darf: { $command }
next-due = Als Nächstes: { $command }
next-waiting = Ab { $time } wieder: { $command }
next-rejected = Fertig. Die abgelehnten Adressen bitte in den Listen prüfen.
next-rehearsed = Probe fertig. Noch einmal proben: `--again`. Für den echten Versand in der rundbrief.toml `kind = "smtp"` setzen.
next-done = Fertig.
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
suppression-note = { $line }  Notiz: { $note }
suppression-lifted = { $count ->
        [one] Eine Sperre aufgehoben.
       *[other] { $count } Sperren aufgehoben.
    }
person-unknown = Zu { $address } ist nichts bekannt.
person-lists = Listen
person-value = { $field }: { $value }  ({ $place })
person-overruled = { $field }: { $value }  ({ $place }, nicht benutzt)
person-mails = Mails
person-mail = { $campaign } ({ $realm }, Fassung { $version })  { $state } seit { $since }  { $reply }
person-attempts = Verlauf
person-attempt = { $at }  { $campaign } ({ $realm })  { $phase }: { $state }  { $reply }
person-suppressions = Sperrliste
person-deeds = Entscheidungen
person-suppressed = { $at }  gesperrt von { $by }
person-lifted = { $at }  Sperre aufgehoben von { $by }
person-lifted-on = { $at }  Sperre aufgehoben von { $by }: { $proof }
person-export = Was über { $address } gespeichert ist
person-basis = Grundlage in der Liste { $list }: { $basis }
person-approved = freigegebene Mail: { $file }
person-erase-rows = Zeilen der Person gehen heraus: { $file }
person-erase-file = wird gelöscht: { $file }
person-erase-by-hand = bitte von Hand nachsehen und löschen: { $file }
confirm-erase = Alles zu { $address } löschen, auch im Versandbuch? Das lässt sich nicht zurücknehmen. [j/N]
person-erased = { $count ->
        [0] Gelöscht; Mails gab es keine.
        [one] Gelöscht; eine Mail gehört im Versandbuch niemandem mehr.
       *[other] Gelöscht; { $count } Mails gehören im Versandbuch niemandem mehr.
    }
person-out-of-reach = Nicht erreichbar sind von hier: der Verlauf von git, Sicherungen, anderswo gespeicherte Listen und Auskünfte, Protokolldateien und die Mailserver.
mail-exact = Der Inhalt ist genau der, der gesendet wurde.
mail-differs = Der Inhalt weicht von dem ab, der gesendet wurde: vermutlich hat eine andere Version von rundbrief gesendet.

## Listen und Prüfung

list-shape = { $file }: { $count ->
        [one] eine Zeile
       *[other] { $count } Zeilen
    }, { $encoding }, Trennzeichen { $delimiter }
list-columns = Spalten: { $columns }
list-sample = Beispiel: { $row }
merge-totals = { $rows } Zeilen: { $contacts } Kontakte, { $merged } zusammengeführt, { $aside } beiseite; Widersprüche: { $conflicts }
file-written = geschrieben: { $file }
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
        [one] Vorschau mit einer Mail: { $file }
       *[other] Vorschau mit { $count } Mails: { $file }
    }
preview-title = Vorschau: { $campaign }
preview-notice = Nichts hiervon wurde gesendet oder festgehalten. Die Links in den Mails sind Attrappen.
preview-recipients = Bekommen die Mail
preview-excluded = Bekommen sie nicht
preview-name = Name
preview-address = Adresse
preview-formats = Formate
preview-choose = Wählen Sie links einen Namen.
preview-reason = Grund
preview-text = Text
detail-domains = { $count } Domains werden nach ihrem Mailanbieter gefragt

## Zeiten und Mengen

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
reason-ec-key = ein Schlüssel der Art EC
reason-key-too-short = er ist zu kurz
reason-quotes = hier fehlen Anführungszeichen, oder `true` oder `false` ist gemeint
reason-string-end = hier fehlt das Anführungszeichen am Ende, oder es steht etwas darin, das nicht sein darf
reason-bracket = eine Klammer wird nicht geschlossen
reason-date = dieses Datum gibt es nicht
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
