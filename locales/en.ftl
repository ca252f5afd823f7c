# Every sentence that a communications person reads. The same keys as in de.ftl; a test watches over it.

finding-person = in the mail to { $person }
severity-note = note
severity-warning = warning
severity-error = error
# the parser says it in English below
misunderstood = {""}

## Workspace, files, settings

finding-workspace-missing = this is no workspace: there is no `rundbrief.toml` in { $folder } or above
    .help = change into the folder with the `rundbrief.toml`, or name it with `-w DIR`
finding-file-unreadable = the file cannot be read: { $reason }
    .help = check its permissions, and whether another program holds it
finding-file-unwritable = cannot write here: { $reason }
    .help = check permissions and free space, or whether the file is open in Excel
finding-table-too-large = this table is larger than a workbook of Excel can be: 1,048,576 rows, 16,384 columns, 32,767 characters a cell; nothing is written
    .help = write a CSV, which has no such bound: a name that ends in `.csv` instead of `.xlsx`
finding-file-unrecognised = { $kind ->
        [folder] in this folder there is nothing to check
       *[file] this file cannot be checked: it cannot be read as a list, and is no campaign, event, template or other file of the workspace
    }
    .help = { $kind ->
        [folder] name one with lists (CSV, TSV, text or .xlsx)
       *[file] save a list as CSV or as an Excel workbook (.xlsx)
    }
finding-file-unknown = there is no file `{ $file }`
    .help = paths begin at the folder of the `rundbrief.toml`
finding-toml-invalid = this part cannot be read: { $reason }
    .help = check spelling and quotes; docs/workspace.md shows every key with an example
finding-front-matter-missing = the file must begin with a line `+++`, and a second one must close the facts
    .help = line 1: `+++`, then the facts, then `+++` again, then the text
finding-not-utf8 = the file is not UTF-8
    .help = save it in your editor with the encoding UTF-8
finding-value-invalid = `{ $value }` is not possible for `{ $key }`
    .help = docs/workspace.md tells what is possible
finding-preset-unknown = there is no preset `{ $preset }`; known: { $known }
    .help = { $nearest ->
        [none] docs/limits.md tells which provider has which limits; without `preset`, write its limits into `rates`
       *[other] did you mean `{ $nearest }`?
    }
finding-key-missing = `{ $key }` is missing
    .help = add it to `{ $where }`
finding-key-unknown = there is no key `{ $key }` here
    .help = { $nearest ->
        [none] possible are: { $known }
       *[other] did you mean `{ $nearest }`? Possible are: { $known }
    }
finding-key-twice = this key stands twice
    .help = delete one of the two
finding-choice-unknown = `{ $value }` is not possible here
    .help = { $nearest ->
        [none] possible are: { $known }
       *[other] did you mean `{ $nearest }`? Possible are: { $known }
    }
finding-type-wrong = { $expected ->
        [list] a list belongs here
        [text] a text belongs here
        [switch] a yes or no belongs here
        [whole] a whole number belongs here
        [date] a date belongs here
        [table] a group of keys belongs here
       *[number] a number belongs here
    }
    .help = { $expected ->
        [list] put square brackets around it, even around a single entry, as in `["one"]`
        [text] put quotes around it: `"text"`
        [switch] write `true` for yes or `false` for no, without quotes
        [whole] write digits only, without quotes: `30`
        [date] write it without quotes: `2027-05-04`, or with a time `2027-05-04T09:30:00`
        [table] docs/workspace.md shows it with an example
       *[number] write it without quotes and with a point: `0.5`
    }
finding-number-out-of-range = the number `{ $value }` is not possible here
    .help = { $most ->
        [none] possible is any from { $least } on
       *[other] possible is any from { $least } to { $most }
    }
finding-rate-invalid = `{ $value }` is no rate
    .help = write how many mails may leave in what time: `30/min`, `250/10min`, `10000/day`; the time is at most 366 days
finding-rate-impossible = at the rate `{ $value }` no mail would ever leave
    .help = write how many mails may leave in what time, such as `30/min`; without this key there is no limit
finding-window-invalid = `{ $value }` is no sending window
    .help = write days and hours: `Mo-Fr 08:00-17:30`, several with commas
finding-window-never-opens = the sending window `{ $value }` is never open
    .help = it must begin before it ends: `Mo-Fr 08:00-17:30`; over midnight it is two: `Mo 20:00-24:00, Tu 00:00-02:00`
finding-land-unknown = `{ $value }` is no code of a German Land
    .help = possible are { $known }, and `DE` for what is a holiday everywhere
finding-duration-invalid = `{ $value }` is no span of time
    .help = write `30s`, `15min` or `36h`, for example; anything up to 366 days is possible, but not nothing
finding-time-zone-unknown = there is no time zone `{ $value }`
    .help = { $nearest ->
        [none] write `Europe/Berlin`, for example
       *[other] did you mean `{ $nearest }`?
    }
finding-date-invalid = `{ $value }` is no date
    .help = write year, month and day: `2027-05-04`
finding-moment-invalid = `{ $value }` is no moment
    .help = write date, time and time zone: `2027-05-04T09:30:00+02:00`, or with `Z` in universal time
finding-name-server-invalid = `{ $value }` is no address of a name server
    .help = write `10.0.0.53` or `127.0.0.1:5353`, for example
finding-sender-unclear = `{ $value }` is no sender
    .help = a name, an address, or both: `sender = "Inken Thomsen <inken.thomsen@town.example>"`
finding-sender-domain = the sender `{ $address }` lies in another domain than `{ $domain }` of `[sender]`; mail servers like to take such mail for spam
    .help = take an address in `{ $domain }`, and `reply_to` for replies; or have SPF and DKIM set up for `{ $foreign }` (`[[dkim]]` with `domain = "{ $foreign }"`)
finding-address-unusable = `{ $value }` is no mail address
    .help = for example name@town.example
finding-password-inline = a password never stands in this file
    .help = write where it comes from: `{"{"} env = "NAME" {"}"}`, `{"{"} file = "FILE" {"}"}` or `{"{"} command = ["PROGRAM"] {"}"}`; and change it if others have seen the file
finding-key-inline = a secret key never stands in this file
    .help = write the path of its file; `rundbrief doctor --dkim-key NAME` makes a new key
finding-selector-invalid = `{ $value }` is no name for a DKIM key
    .help = possible are letters, digits and hyphens inside
finding-domain-invalid = `{ $value }` is no domain
    .help = for example town.example
finding-endpoint-invalid = no password may go to `{ $value }`
    .help = the address must begin with `https://`; `http://` is for this machine only
finding-oauth-unclear = { $value ->
        [both] `token` and `flow` exclude each other
        [neither] `token` or `flow` is missing here
        [beside] nothing else may stand beside `token` here
       *[device] `device_url` belongs to `flow = "device_code"`
    }
    .help = docs/login.md shows what belongs together
finding-password-unavailable = the password is not to be had: { $reason }
    .help = { $source ->
        [command] run the command that stands under `password` once yourself: it must print the password and end without an error
        [file] make the file that stands under `password`, with nothing but the password in it and readable for you alone
       *[env] set the environment variable before you send; `password` can also name a file or a command (docs/workspace.md)
    }
finding-login-ambiguous = `password` and `[transport.smtp.oauth]` both say how to log in
    .help = keep one of them
finding-token-unavailable = the access token for the login is not to be had: { $reason }
    .help = check `[transport.smtp.oauth]` and whether the address in `token_url` answers (docs/login.md); what did not leave stays queued
finding-login-needed = { $reason ->
        [none] nobody has logged in at the mail provider yet
       *[other] the login at the mail provider is over: { $reason }
    }
    .help = log in once with `rundbrief doctor --login`, then send again
finding-unencrypted-line = the line to `{ $host }` would cross the network unencrypted
    .help = set `security = "starttls"` or `"tls"`; `"none"` is for this machine only

## Lists

finding-list-missing = the list does not exist
    .help = put the file there, or mend `path` in `rundbrief.toml`
finding-list-uncovered = the file lies among the lists, but no `[[lists]]` names it, so it is not used
    .help = { $kind ->
        [corrections] corrections count from a CSV only: save the sheet as `data/lists/corrections.csv`; an entry in `rundbrief.toml` would make a list of it
       *[list] add it to `rundbrief.toml` with a name and a basis, or keep it elsewhere
    }
finding-folder-uncovered = the folder lies with the lists and holds some, but it is not read
    .help = enter its files in `rundbrief.toml`, with name and legal basis, or move it elsewhere
finding-list-unrecognised = the file lies among the lists, but is not named like one, so it is not read
    .help = save it as CSV or as an Excel workbook (.xlsx), or keep it elsewhere
finding-list-empty = the list has no rows
    .help = was it saved empty? There must be something below the headings
finding-address-column-missing = no column is named like a mail address or holds any; found: { $headings }
    .help = name the column `E-Mail`, or write `columns = {"{"} "Heading" = "email" {"}"}` in the `[[lists]]` entry
finding-column-twice = the column `{ $heading }` means the same as one further left and is not used
    .help = rename the column if it holds something else
finding-basis-missing = the list `{ $list }` has no legal basis: nobody on it gets mail
    .help = add for example `basis = "consent"` to its `[[lists]]` entry
finding-consent-unknown = there is no consent `{ $consent }`; known: { $known }
    .help = { $nearest ->
        [none] describe it in `rundbrief.toml`: `[[consents]]` with `name`, `text` and `carries`
       *[other] do you mean `{ $nearest }`? Else describe it: `[[consents]]` with `name`, `text` and `carries`
    }
finding-consent-twice = two consents are named `{ $consent }`
    .help = give one of them another name: each wording is an entry of its own
finding-consent-unproven = { $count ->
        [one] the consent of one row of the list `{ $list }` cannot be proven and carries nothing
       *[other] the consents of { $count } rows of the list `{ $list }` cannot be proven and carry nothing
    }; missing: { $missing }
    .help = a consent needs date, source and wording (Art. 7 (1) GDPR): in columns of the list, or for all its rows in its `[[lists]]` entry with `consent_date`, `consent_source` and `consent`
finding-wording-unknown = the wording `{ $written }` is that of no consent; it stands in the list `{ $list }`, in { $count ->
        [one] one row
       *[other] { $count } rows
    }
    .help = describe it in `rundbrief.toml`: `[[consents]]` with `name`, `text` and what it `carries`; the list may use name or text
finding-consent-date-invalid = `{ $written }` is no date on which somebody can have agreed; the list `{ $list }` has { $count ->
        [one] one such row
       *[other] { $count } such rows
    }
    .help = write `2024-05-01` or `1.5.2024`, with a year of four digits, and not later than today
finding-basis-unknown = `{ $written }` is no legal basis; the list `{ $list }` has it in { $count ->
        [one] one row
       *[other] { $count } rows
    }
    .help = possible: `consent`, `existing_customer`, `contract`, `public_task`, or `none`; or leave the cell empty, then the list's `basis` counts
finding-customers-unconfirmed = { $count ->
        [one] one row of the list `{ $list }` is an existing customer who gets no advertising
       *[other] { $count } rows of the list `{ $list }` are existing customers who get no advertising
    }: nobody has confirmed { $missing }
    .help = § 7 (3) UWG has four conditions: set each that holds to `true` below `[existing_customers]` in `rundbrief.toml`; docs/workspace.md explains them
finding-contract-without-event = { $count ->
        [one] one row of the list `{ $list }` is a registration
       *[other] { $count } rows of the list `{ $list }` are registrations
    }, and nobody says for which event: what is for its organisation goes to none of them
    .help = name it in the `[[lists]]` entry of the list: `event = "…"`, with the file name in data/events without `.md`
finding-list-unknown = there is no list `{ $list }`; known: { $known }
    .help = the names stand under `[[lists]]` in `rundbrief.toml`
finding-list-format = { $format ->
        [xls] the file is an old Excel workbook (.xls), which is not read
        [xlsb] the file is a binary Excel workbook (.xlsb), which is not read
        [ods] the file is a LibreOffice workbook (.ods), which is not read
        [numbers] the file is a workbook of Apple Numbers, which is not read
        [docx] the file is a Word document, which is not read
        [utf-32] the text is in UTF-32, which is not read
        [xlsx] the file is an Excel workbook, and this rundbrief was built without reading them
       *[other] the file is of a format that is not read
    }
    .help = { $format ->
        [utf-32] save it as UTF-8 in the program it comes from
        [xlsx] save the sheet as "CSV UTF-8 (comma delimited)"
       *[other] open the file and save it as "Excel workbook (.xlsx)" or "CSV UTF-8 (comma delimited)"
    }
finding-workbook-protected = the workbook is protected by a password and cannot be read
    .help = open it and take the password away under File > Info > Protect workbook; better: keep it in a folder that only you can open
finding-workbook-damaged = the workbook is damaged: { $reason }
    .help = open it in Excel, let it repair the file, and save it; or take an older copy
finding-workbook-too-large = the workbook is larger than can be read
    .help = delete sheets and columns that the mails do not need, or save the sheet as CSV
finding-sheet-unknown = the workbook has no sheet `{ $sheet }`; it has: { $known }
    .help = mend `sheet` or `sheets` in the `[[lists]]` entry
finding-sheet-passed-over = the sheet `{ $sheet }` is not read: { $why ->
        [hidden] it is hidden
        [blank] it is blank
       *[addresses] it has no column of mail addresses
    }
finding-cells-without-value = { $count ->
        [one] the cell { $cells } has a formula without a value, or an error, and counts as blank
       *[other] { $count } cells have a formula without a value, or an error, and count as blank: { $cells }
    }
    .help = open the workbook in Excel, mend the formulas and save it
finding-cells-merged = { $count ->
        [one] the cells { $cells } are merged over several rows: the value counts for the first one only, the others are blank
       *[other] in { $count } places cells are merged over several rows: the value counts for the first row only, the others are blank: { $cells }
    }
    .help = unmerge them in Excel and write the value into each row that it is meant for
finding-zeros-restored = { $count ->
        [one] one value of `{ $field }` was stored as a number; it got its zeros in front back: { $value }
       *[other] { $count } values of `{ $field }` were stored as numbers; they got their zeros in front back, as in { $value }
    }
finding-column-unnamed = { $count ->
        [one] the column { $columns } has no heading and is not used
       *[other] the columns { $columns } have no headings and are not used
    }
    .help = write headings above, or say in the `[[lists]]` entry what they hold: `columns = {"{"} "{ $first }" = "last_name" {"}"}`; `"ignored"` leaves a column out
finding-column-unknown = `columns` names a column `{ $heading }` that { $list } does not have
    .help = { $nearest ->
        [none] the columns are: { $known }
       *[other] did you mean `{ $nearest }`?
    }
finding-row-above-headings = the row holds a mail address, but stands above the headings and is not read
    .help = if it is a person, move the row below the headings
finding-row-held = { $email } gets no mail until you have decided: { $held ->
        [hidden] the row is hidden or filtered out
        [struck] the row is struck through
        [refusals] the sheet or the file is called like a list of people who want no mail
        [headings] it stands below other headings than those of the list
        [garbled] its umlauts are garbled (`Ã¼` or `�` in place of `ü`)
       *[other] the row says “{ $held }”
    }
    .help = { $held ->
        [garbled] save the list again from the program it comes from, as “CSV UTF-8”; what is like that in there is to be mended there
       *[other] look at the row; then `rundbrief review { $email } --send`, or `--leave-out`
    }
finding-answers-unclaimed = there is no event `{ $event }`: these answers count nowhere
    .help = { $nearest ->
        [none] the file is called like that of the event in data/events
       *[other] perhaps `{ $nearest }` is meant; the file is called like that of the event in data/events
    }
finding-decisions-circle = each of these addresses is only the second one of another, nobody would get a mail: { $addresses }
    .help = take one of the decisions out of `data/decisions.toml`, or decide the other way round
finding-decisions-contradict = `{ $address }` and `{ $other }` cannot be two people: by other decisions each of them is one person with { $between }
    .help = first decide which of the two is not one with it: rundbrief review { $address } --different-from ADDRESS
finding-decision-of-one = `{ $address }` is the same address both times
    .help = name two different ones
finding-subject-empty = the mail has no subject
    .help = give it one with `subject`
finding-return-path-long = with `verp`, `{ $value }` has too many characters before the `@`
    .help = take an address for answers with at most { $most } there: what tells the mails apart comes behind them
finding-subject-long = the subject has { $detail } characters; most programs show fewer: { $what }
    .help = put what matters first, or cut it down to 78
finding-html-too-large = the HTML part has { $detail } kB; Gmail cuts it off
    .help = cut report or layout down to less than 100 kB
finding-image-without-alt = the picture `{ $what }` has no alternative text
    .help = describe it with `alt="…"`; a picture that is an ornament only gets `role="presentation"`
finding-text-faint = `{ $what }` has too little contrast: { $detail } to 1, text is legible from 4.5 to 1 on
    .help = take a darker colour for the text, on a dark ground a lighter one
finding-heading-skipped = below a heading `{ $detail }` stands `{ $what }`: a level between them is missing
    .help = screen readers read the outline; take the next level
finding-link-broken = the link `{ $what }` leads nowhere
    .help = name the whole address, as in `https://www.town.example/page`
finding-link-unsafe = the link `{ $what }` runs or loads something; no mail program follows it
    .help = possible are `https:`, `mailto:` and `tel:`
finding-link-plain-http = the link `{ $what }` is not encrypted
    .help = take `https://` if the page has it
finding-placeholder-left = `{ $what }` still stands here
    .help = replace or delete it
finding-markup-left = the mail shows `{ $what }` as it is written here
    .help = { $origin ->
        [fact] facts of an event are mere text, without placeholders, HTML and signs like `**`, and so are HTML and placeholders in its report; write what is to stand in the mail
       *[text] `**bold**` and `[text](https://…)` need both signs, without a blank inside next to them; in names of files a blank is `%20`; in the report of an event HTML and placeholders are text only
    }
finding-word-long = `{ $what }` has { $detail } characters in one piece; on a telephone the mail gets wider than the screen
    .help = shorten it, put a hyphen in, or say `overflow-wrap: anywhere` in the template
finding-weekday-wrong = `{ $what }` is a { $detail }
    .help = mend the weekday or the date
finding-end-before-start = the event ends on { $until }, and begins on { $since } only
    .help = mend `start` or `end`; calendars refuse it otherwise
finding-day-outside = { $time } is no day of the event
    .help = mend the day, or `start` and `end`
finding-rsvp-late = people are to answer until { $until }, and the event begins on { $since }
    .help = mend `rsvp_until` or `start`
finding-time-impossible = there is no time `{ $value }`
    .help = write hours and minutes: `09:30`
finding-period-reversed = the campaign is to go out from { $since } on, and may do so until { $until } only
    .help = mend `not_before` or `not_after`
finding-event-undated = the event has no beginning, so that no calendar can show it
    .help = add `start`, or take `calendar` out of the campaign
finding-event-past = the event was over on { $time }; this campaign still invites to it
    .help = check `start` and `end` of the event, or `event` of the campaign
finding-rsvp-past = people were to answer until { $time }, and that is over; this campaign still asks them to
    .help = set `rsvp_until` of the event anew, or take the question out of the campaign and its template
finding-cancel-asks = the campaign calls the event off (`calendar = "cancel"`), and still asks with `{ $what }` whether people come
    .help = take the question out, or put it into `{"{%"} if campaign.calendar != "cancel" {"%}"} … {"{%"} endif {"%}"}`
finding-times-mixed = of begin ({ $since }) and end ({ $until }) of the event, only one has a time of day
    .help = give both a time of day, or none
finding-time-unknown = a time of day is to stand here, and { $time } has none
    .help = add the time of day to the event (`2027-05-11T10:00:00`), or write what is to stand for a day without one: `date(format="%A, %H:%M", day="%A")`
finding-offset-unwanted = `{ $value }` names a time zone of its own; here the local time counts
    .help = write date and time as the clock on the spot shows them: `2027-05-04T10:00:00`
finding-next-itself = the event `{ $event }` names itself as the next one
    .help = name the event after it under `next`, or take the line out
finding-allowance-idle = `{ $code }` is allowed, and there is none
    .help = take the line out of `[allow]`, or it hides a later fault
finding-allowance-without-reason = `{ $code }` is allowed without a reason
    .help = write the reason: { $code } = "the old site has no https"
finding-suppression-restricted = of `{ $key }` only proof is kept, until { $until }; no mail goes there
    .help = afterwards `rundbrief person erase` erases that too
finding-retention-due = { $count ->
        [one] one thing is kept
       *[other] { $count } things are kept
    } longer than `[retention]` says
    .help = `rundbrief review` lists what, with the commands that erase
finding-period-invalid = `{ $value }` is no period
    .help = write `30 days`, `6 months` or `3 years`, for example; at least a day
finding-date-past = { $until } is not after today, { $time }
    .help = name a day that is still to come
finding-person-erased = the row is of a person whose data was erased; it is set aside
    .help = take the row out, with `rundbrief person erase ADDRESS --by NAME` out of all lists at once (proof that is still kept stays); if the person consented anew later: `rundbrief suppress ADDRESS --lift --consent DATE --proof TEXT --by NAME`, and the date into the row
finding-comeback-date-missing = the row is of a person whose data was erased and who came back by a consent of { $since }, but it names no day of a consent itself; it is set aside
    .help = if the row was made after the consent, enter its day (column `consent date`); else take the row out
finding-comeback-date-invalid = the row is of a person whose data was erased and who came back by a consent, and `{ $cell }` is no day on which anybody can have consented; it is set aside
    .help = write `2024-05-01` or `1.5.2024`, the year with four digits, and nothing after today
finding-comeback-date-early = the row is of a person whose data was erased and who came back by a consent of { $since }, but it names an older one; it is set aside
    .help = if it is from before the erasure, take the row out; if { $since } is wrong: `rundbrief suppress ADDRESS --lift --consent DATE --proof TEXT --by NAME` with the right day
finding-comeback-basis = the row is of a person whose data was erased and who came back by a consent, and it stands on another basis (`{ $cell }`); it is set aside
    .help = only rows with the consent bring the person back: basis `consent`, with its day
finding-list-twice = two lists are named `{ $list }`
    .help = give one of them another name
finding-list-too-large = the lists together have more different columns than can be told apart
    .help = delete columns that the mails do not need
finding-correction-unknown = the correction of `{ $cell }` is for nobody: no list has the address
    .help = check the spelling of the address, or delete the row
finding-correction-idle = the correction of `{ $email }` changes nothing
    .help = the lists say the same: delete the row
finding-correction-drops = the correction of `{ $email }` names another person: what the lists say of the one before is not used ({ $fields })
    .help = if it is the same person, write these values into the correction as well
finding-addresses-tracked = { $count ->
        [one] git tracks this file with the address of somebody who exists
       *[other] git tracks this file with { $count } addresses of people who exist
    }
    .help = write it into `.gitignore` and take it out with `git rm --cached`; what git has already stays in its history
finding-address-missing = no mail address stands in the column of addresses; the row is set aside
    .help = add the address to the list
finding-address-invalid = `{ $cell }` is no address that can be sent to: { $reason }; the row is set aside
    .help = mend the address in the list: name@town.example
finding-address-several = the cell holds several addresses: `{ $email }` is used, not { $others }
    .help = give everybody a row of their own, or delete what is not to be used
finding-row-blank = the row is blank and is set aside
finding-quote-open = a cell begins here with a quotation mark that is never closed; it is read up to the end of the cell
    .help = close the quotation mark in the file, or delete it
finding-quote-inside = a quoted cell has further quotation marks inside here; it is read as it stands
    .help = double the inner ones (`"City of ""New"" Town"`), or delete the outer ones
finding-control-characters = from here on { $count ->
        [one] one row holds
       *[other] { $count } rows hold
    } control characters, which nobody sees; they are left out
    .help = look at the names there: where one stands, a letter may be lost; save the list again from the program it comes from
finding-bytes-broken = { $how ->
        [cut] the file ends in the middle of a character ({ $encoding }); probably it is cut off
       *[other] from here on there are characters that are not { $encoding } ({ $count ->
            [one] one place
           *[other] { $count } places
        }); { $how ->
            [blank] they are missing, since they mean nothing in this encoding
            [lost] what stood there is lost
           *[windows] they were read as Windows-1252
        }
    }
    .help = { $how ->
        [cut] copy the whole file once more, or export it anew
        [blank] which program is the file from? Export it there as UTF-8, or fill in the umlauts of these rows
       *[other] look at the rows, and save the file as UTF-8
    }
finding-date-unreadable = `{ $date }` is no date that can be read ({ $count ->
        [one] one row
       *[other] { $count } rows
    } of this list); the row counts as undated
finding-headings-again = headings stand here once more; what stands below other headings than those of the list waits for a decision
    .help = delete the row if they are the same; a second table belongs on a sheet or in a file of its own
finding-name-unused = { $count ->
        [one] a name stands beside the address (`Name <address>`) that nobody reads, and the row has no other
       *[other] names stand beside { $count } addresses (`Name <address>`) that nobody reads, and the rows have no others
    }
    .help = write the names into columns `First name` and `Last name`; without them the mail begins with “Dear Sir or Madam”
finding-row-ragged = the row has more cells than headings ({ $cell } too many) and is set aside
    .help = probably a delimiter stands inside a text: put the text in quotes
finding-value-conflict = { $kept ->
        [none] { $email }: `{ $field }` is `{ $other }` here, and something else that counts as much elsewhere: neither is used
       *[other] { $email }: `{ $field }` is `{ $other }` here, `{ $kept }` from { $kept_at } is used
    }
    .help = the list that comes first in `rundbrief.toml` holds, then the later date, then the majority; mend the wrong value
finding-state-unknown = `{ $state }` is no German Land
    .help = write the full name or the code, such as `Hessen` or `HE`
finding-ags-invalid = `{ $ags }` is no key of a municipality
    .help = an AGS has 8 digits, a regional key (ARS) 12; the first two are the Land, 01 to 16
finding-name-placeholder = { $count ->
        [one] one row of this list has a placeholder such as `-` or `N.N.` for a name: it counts as blank
       *[other] { $count } rows of this list have a placeholder such as `-` or `N.N.` for a name: it counts as blank
    }
    .help = write the name, or empty the cell
finding-form-contradicts-name = the form of address is `{ $form }`, but the name says `{ $name }`: the greeting is neutral
    .help = mend what is wrong of the two
finding-ags-restored = { $count ->
        [one] one key of a municipality lacked its first zero: it is put back
       *[other] { $count } keys of municipalities lacked their first zero: it is put back
    }
    .help = Excel takes the column for numbers; format it as text
finding-state-contradicts-ags = `{ $state }` stands here, but the key { $ags } lies in { $land }
    .help = mend the wrong value; `{ $state }` is used
finding-register-invalid = { $count ->
        [0] the register of municipalities has no column of keys
        [one] one line of the register of municipalities has no key
       *[other] { $count } lines of the register of municipalities have no key
    }
    .help = it needs a column `AGS` of 8 digits, best with `Name` and `Einwohner` beside it

## Campaigns, events, templates

finding-campaign-unknown = there is no campaign `{ $campaign }`; known: { $known }
    .help = { $nearest ->
        [none] campaigns lie in data/campaigns, the name is the file name without `.md`
       *[other] did you mean `{ $nearest }`?
    }
finding-campaign-id-twice = the id `{ $id }` belongs to { $other } already
    .help = every campaign needs an `id` of its own, or its mails count as sent
finding-event-unknown = there is no event `{ $event }`; known: { $known }
    .help = events lie in data/events, the name is the file name without `.md`
finding-template-unknown = there is no template `{ $template }`; known: { $known }
    .help = templates lie in templates, the name is the file name without `.mjml`
finding-slot-misused = { $what ->
        [layout] there is `{ $variable }` in templates only
       *[alone] `{ $variable }` always stands alone: without filters, and not in a condition
    }
    .help = { $what ->
        [layout] write the text here yourself, or put the placeholder into the template
       *[alone] write `{"{{"} { $variable } {"}}"}`; how the text looks is for a style of the template, such as `text-transform`
    }
finding-argument-unknown = `{ $function }` knows no argument `{ $argument }`, and it would do nothing
    .help = { $nearest ->
        [none] leave it out; known: { $known }
       *[other] did you mean `{ $nearest }`?
    }
finding-attribute-unknown = MJML knows no attribute `{ $attribute }`, and it does nothing
    .help = { $nearest ->
        [none] mjml.io has the attributes of `{ $element }`; styles stand in `<mj-style>`
       *[other] did you mean `{ $nearest }`?
    }
finding-body-slot-missing = the template has no place for the campaign's text
    .help = put `{"{{"} campaign.body {"}}"}` where it is to stand
finding-notice-slot-missing = the law wants { $count ->
        [one] one person
       *[other] { $count } people
    } to be told something in the mail, and this template has no place for it
    .help = add to the footer: `{"{% if contact.notices %}{% for notice in contact.notices %}<p>{{ notice }}</p>{% endfor %}{% endif %}"}`; docs/workspace.md says what it tells
finding-media-missing = `{ $path }` is not in data/media
    .help = put the file there, or mend its name
finding-attachment-missing = { $count ->
        [one] for one person the attachment is not in data/media; for example `{ $path }` is missing for { $examples }
       *[other] for { $count } people the attachment is not in data/media; for example `{ $path }` is missing for { $examples }
    }
    .help = put the files there, make the attachment optional with `{"{%"} if … {"%}"}`, or leave these people out with --leave-out-incomplete
finding-attachment-refused = many mail servers of administrations refuse attachments such as `{ $what }`
    .help = take PDF, or the newer formats .docx, .xlsx, .pptx
finding-mail-too-large = with its pictures and attachments a mail has { $size } MB; many mail servers take 20 MB at most
    .help = make the files smaller, or link to them
finding-picture-unknown = the mail shows the picture `{ $what }` and does not carry it
    .help = write `cid:` and the name of a file in data/media, for pictures of the event `cid:{"{{"} picture.cid {"}}"}`
finding-picture-format = `{ $path }` is no picture that mail programs show
    .help = save it as PNG or JPEG
finding-picture-alt-missing = the picture `{ $path }` has a blank alternative text
    .help = describe in `alt` what it shows, for all who do not see it
finding-picture-credit-missing = nothing says whom the picture `{ $path }` is by
    .help = name the author in `credit` (§ 13 UrhG)
finding-picture-consent-missing = nothing says why the people on the picture `{ $path }` may be shown
    .help = write in `consent` where their consents are kept, or why none is needed (§§ 22, 23 KUG)
finding-filter-unsafe = with `safe` a value would go into the mail as HTML
    .help = leave `| safe` out; write HTML yourself, into text or layout
finding-tag-in-style = a value must not stand in a style: it could load something from elsewhere
    .help = write colours and measures out, colours of the house under [brand] in rundbrief.toml
finding-tag-in-markup = no value must stand here: { $kind ->
        [scheme] it could say what the link does
        [handler] it could run something
        [element] it could become an element of the page
       *[attribute] it could become an attribute of the page
    }
    .help = { $kind ->
        [scheme] write the beginning of the address yourself, as in `https://town.example/{"{{"} … {"}}"}`
       *[other] a value stands in quotes behind the name of an attribute, or in the text
    }
finding-file-foreign = rundbrief did not write this file; it stays as it is
    .help = take another name, or delete the file yourself
finding-path-outside = `{ $path }` leads out of the workspace
    .help = only files inside the workspace are used
finding-too-early = this campaign is not to leave before { $time } (`not_before`)
    .help = wait, or change it in the campaign
finding-campaign-over = this campaign is not to leave after { $time } (`not_after`)
    .help = change it in the campaign if it is to leave all the same
finding-finishes-after-event = { $past ->
        [yes] this invitation comes too late: the last mail leaves on { $finish }, and the event has been over since { $deadline }
       *[no] at this pace the last mail leaves on { $finish }, and the event is over on { $deadline }
    }
    .help = { $past ->
        [yes] check `event` and `purpose` in the campaign, and the date of the event
       *[no] begin earlier, write to fewer people, or ask your provider for a higher pace; docs/limits.md explains the limits
    }
finding-finishes-after-rsvp = { $past ->
        [yes] this invitation comes too late: the last mail leaves on { $finish }, and everybody was to answer by { $deadline }
       *[no] at this pace the last mail leaves on { $finish }, and everybody is to answer by { $deadline }
    }
    .help = { $past ->
        [yes] move `rsvp_until`, or check `event` and `purpose` in the campaign
       *[no] begin earlier, move `rsvp_until`, or ask your provider for a higher pace; docs/limits.md explains the limits
    }
finding-tag-invalid = this placeholder cannot be read: { $reason }
    .help = a value stands in double braces: `{"{{"} contact.salutation {"}}"}`
finding-tag-misplaced = this placeholder stands where it does not survive: { $tag }
    .help = put `{"{%"} … %{"}"}` on a line of its own or inside a paragraph, not into markup
finding-tag-unpaired = { $what ->
        [braces] the braces of `{ $tag }` are not closed
        [begin] `{ $tag }` closes what is not open
       *[end] `{ $tag }` is not closed
    }
    .help = { $what ->
        [braces] add the closing braces
        [begin] add the beginning, or leave this out
       *[end] add the end, in the same file and in the same block
    }
finding-variable-unknown = neither a list nor the format knows `{ $variable }`
    .help = { $nearest ->
        [none] docs/workspace.md has the possible names
       *[other] did you mean `{ $nearest }`?
    }
finding-variable-unused = { $kind ->
        [preheader] no template shows the `preheader`
       *[set] `{ $variable }` gets a value, and nothing reads it
    }
    .help = { $kind ->
        [preheader] take the line out, or put `{"{{"} campaign.preheader {"}}"}` into the template, in MJML into `<mj-preview>`
       *[set] delete it, or see whether the name is misspelt elsewhere
    }
finding-link-unavailable = `links.{ $link }` leads nowhere: it would need a web server, and there is none here
    .help = leave the link out; `calendar` in the campaign adds a calendar entry to the mail, `links.share` leads to the event's page
finding-value-missing = { $count ->
        [one] one contact lacks
       *[other] { $count } contacts lack
    } `{ $variable }`: { $examples }
    .help = write `{"{%"} if { $variable } %{"}"}{"{{"} { $variable } {"}}"}{"{%"} endif %{"}"}`, complete the list, or leave these contacts out with `--leave-out-incomplete`
finding-fact-missing = `{ $variable }` is not given
    .help = { $what ->
        [entry] count from 0, or go through all entries there are with `{"{%"} for … in … {"%}"} … {"{%"} endfor {"%}"}`
       *[fact] add it to the event's file, or write `{"{%"} if { $variable } %{"}"} … {"{%"} endif %{"}"}` around it
    }
finding-render-failed = no text comes of this: { $reason }
    .help = check the placeholder and the value it gets
finding-part-missing = there is no template `{ $part }`; known: { $known }
    .help = { $nearest ->
        [none] the name is the path below templates, such as `partials/foot.mjml`
       *[other] did you mean `{ $nearest }`?
    }
finding-part-circle = these templates ask for each other in a circle: { $circle }
    .help = a template cannot stand in itself; take one of these places out
finding-part-too-deep = these templates stand in each other too deep or too often (at most { $depth } deep, { $count } in all)
    .help = put some of them together
finding-part-unused = no template asks for this file
    .help = delete it, or put `{"{%"} include "{ $part }" {"%}"}` where it is to stand
finding-block-unknown = there is no block `{ $block }` in what is extended; known: { $known }
    .help = { $nearest ->
        [none] only what is a block there can be replaced
       *[other] did you mean `{ $nearest }`?
    }
finding-block-structure = { $what ->
        [stray] another block ends here than the one that is open
        [twice] the block `{ $name }` stands twice in this file
        [super] there is nothing behind this `super()` that it could put in
        [extends] `extends` must stand at the beginning of a template, once and not in a part
        [beside] what stands beside the blocks here would get into no mail
       *[unnamed] the name is missing here
    }
    .help = { $what ->
        [stray] write the name of the block that ends here behind `endblock`, or none
        [twice] give one of them another name
        [super] inside a block, `super()` puts in what the extended template has there
        [extends] put it into the first line of the template that a campaign names
        [beside] put it into a block that the extended template knows
       *[unnamed] write it out, as in `{"{%"} block head {"%}"}` and `{"{%"} include "partials/foot.mjml" {"%}"}`
    }
finding-colour-invalid = `{ $value }` is no colour
    .help = write it as `#rrggbb`, such as `#0b6b66`
finding-contrast-low = `{ $key }` ({ $value }) and { $other } are too close: contrast { $contrast }, text needs 4.5
    .help = choose { $key ->
        [background] a lighter colour
        [accent_dark] a lighter colour
       *[other] a darker colour
    }; many people could not read the text otherwise (WCAG 2.1 AA)
finding-mjml-invalid = the template is no valid MJML: { $reason }
    .help = every element and every brace of the styles must be closed, and `<` and `&` in text are written `&lt;` and `&amp;`
finding-foreign-content = `{ $what }` would run something in the mail program or fetch it from elsewhere
    .help = { $nearest ->
        [none] leave it out; a mail holds everything itself, without scripts, foreign fonts and foreign pictures
       *[other] did you mean `{ $nearest }`? Pictures lie in data/media, and in mails `cid:` stands before their names
    }
finding-state-literal-unknown = `{ $value }` is no Land; known: { $known }
    .help = { $nearest ->
        [none] `contact.state_code` has two letters, `contact.state` the full name
       *[other] did you mean `{ $nearest }`?
    }
finding-comparison-never = `{ $variable }` are several names and never equal the one word `{ $value }`
    .help = write `'{ $value }' in { $variable }`
finding-number-compared = `{ $variable }` is a text and never equals the number { $value }
    .help = put it in quotes, with all its zeros in front: `{ $variable } == '{ $value }'`
finding-constant-alone = `{ $value }` alone is no condition: it would hold for everybody
    .help = write the comparison out, as in `… or contact.state_code == '{ $value }'`
finding-question-computed = the name in `{ $question }(…)` must be written out, or the answer is no for everybody
    .help = write it in quotes, for example { $question ->
        [sent] `sent('recap-2024')`
       *[other] `{ $question }('digitaler-aufbruch-2027')`
    }
finding-segment-invalid = the condition cannot be read: { $reason }
    .help = for example: where = "contact.state_code == 'HH' and not sent('recap-2024')"
finding-url-unsafe = `{ $value }` is no https address of a page
    .help = write it out, as in the browser: `https://www.town.example/`
finding-template-twice = there are two templates `{ $template }`: as MJML and as HTML
    .help = delete one of the files, or give it another name
finding-public-personal = `{ $variable }` belongs to one person, and this page is for everybody
    .help = put it into `{"{%"} if not public {"%}"} … {"{%"} endif {"%}"}`
finding-unsubscribe-missing = nobody can unsubscribe by the { $detail ->
        [html] HTML
       *[text] text
    } part
    .help = put `{"{{"} links.unsubscribe {"}}"}` as the target of a link into the footer
finding-imprint-missing = the { $detail ->
        [html] HTML
       *[text] text
    } part does not lead to the imprint `{ $what }`
    .help = put `{"{{"} sender.imprint_url {"}}"}` into the footer
finding-privacy-missing = the { $detail ->
        [html] HTML
       *[text] text
    } part does not lead to the privacy notice `{ $what }`
    .help = put `{"{{"} sender.privacy_url {"}}"}` into the footer
finding-postal-address-missing = the { $detail ->
        [html] HTML
       *[text] text
    } part lacks the postal address `{ $what }`
    .help = put `{"{{"} sender.postal_address {"}}"}` into the footer
finding-preheader-missing = nothing is to stand beside the subject, and the template has a place for it
    .help = add `preheader`, a sentence that says more than the subject
finding-preheader-long = the text beside the subject has { $detail } characters; mail programs show fewer
    .help = cut `preheader` down to 110, what matters first
finding-text-diverges = { $detail ->
        [link] the text part lacks the link `{ $what }` of the HTML part
        [heading] the text part lacks the heading `{ $what }` of the HTML part
       *[words] the text part has less than a third of the words of the HTML part
    }
    .help = whoever reads the text alone misses that; add it to the template's text part (`.txt`)
finding-link-text = `{ $what }` does not say where the link leads
    .help = screen readers read out links alone: name the page, as in `The programme`
finding-answers-invalid = this answer cannot be understood
    .help = one mail address a row, and coming, declined, tentative or attended
finding-answers-held = this answer does not count: the row is { $held ->
        [hidden] hidden or filtered out
       *[struck] struck through
    }
    .help = if it is meant, show the row or take the line off it; if not, delete the row
finding-people-left-out = { $count ->
        [one] one person does not get it: { $exclusion }
       *[other] { $count } people do not get it: { $exclusion }
    }
    .help = { $remedy }
finding-answers-undated = the event has changed, and { $count ->
        [one] one acceptance has
       *[other] { $count } acceptances have
    } no date; nobody can know whether { $count ->
        [one] it is
       *[other] they are
    } meant for the old or the new one. Here { $count ->
        [one] it counts
       *[other] they count
    } as before
    .help = ask, and write into a column `date` when the answer came; what came before the change notice is then to be confirmed
finding-answers-twice = the answers to `{ $event }` stand in two files
    .help = keep one of { $files } and delete the other
finding-audience-empty = nobody gets this campaign
    .help = `rundbrief preview` shows for every contact why

## Ledger

finding-ledger-locked = another send is running{ $process ->
        [none] {""}
       *[other] {" "}(process { $process })
    }
    .help = wait until it is done; `rundbrief status` shows how far it is
finding-ledger-on-share = the ledger would lie on a network drive or in a synchronised folder ({ $what }), where it can be damaged
    .help = name a place on this machine: `[ledger]` `url = "sqlite:/path/ledger.db"`
finding-ledger-newer = the ledger comes from a newer version (schema { $version }, known is { $known })
    .help = use the newer version of rundbrief
finding-ledger-damaged = the ledger is damaged, or is none: { $reason }
    .help = nothing was sent; restore the file from a backup
finding-ledger-unwritable = the ledger cannot be written: { $reason }
    .help = no mail leaves unrecorded; make room or mend the permissions, then send again
finding-ledger-kind = `{ $url }` is no place for a ledger
    .help = write `sqlite:PATH`, such as `sqlite:.rundbrief/ledger.db`
finding-revision-due = { $change ->
        [off] the event is to leave calendars, which have it with { $told } from the campaign `{ $campaign }`; with `revision = { $written }` they keep it
        [on] the campaign `{ $campaign }` took the event out of calendars; with `revision = { $written }` it does not get into them again
        [none] calendars have the event from the campaign `{ $campaign }` with a higher number than `revision = { $written }`; so nothing changes there any more
       *[moved] calendars have { $told } from the campaign `{ $campaign }`, and the event is now { $stands }; with `revision = { $written }` they keep what they have
    }
    .help = write into the event's file, in place of a line that begins with `revision`: revision = { $revision }
finding-event-moved = { $count ->
        [0] the mails of the campaign `{ $campaign }` say: { $told }
        [one] one person has from the campaign `{ $campaign }`: { $told }
       *[other] { $count } people have from the campaign `{ $campaign }`: { $told }
    }; the event is now { $stands }. The rest of the campaign stays where it is
    .help = { $count ->
        [0] nobody has the mail yet; look at the campaign once more, and then send it
       *[other] write a change notice to those who have a mail: a new campaign with `where = "sent('{ $campaign }') and not declined('{ $event }')"`. The others get a new campaign like this one, with `where = "not sent('{ $campaign }')"`. If the change was a slip, take it back in the event's file
    }
finding-event-cancelled = the campaign `{ $by }` called the event off{ $count ->
        [0] {""}; `{ $campaign }` invites to it, or asks who comes, and stays where it is
        [one] {" "}after one person got the campaign `{ $campaign }`; the rest stays where it is
       *[other] {" "}after { $count } people got the campaign `{ $campaign }`; the rest stays where it is
    }
    .help = { $count ->
        [0] if the campaign calls off instead of inviting, write `calendar = "cancel"` into it, or another `purpose` and a template that does not ask for an answer. If the event takes place after all, raise `revision` in its file
       *[other] nothing is left to send here. If the event takes place after all, raise `revision` in its file and invite with a new campaign
    }
finding-change-untold = { $change ->
        [off] the event is called off, and { $count ->
            [one] one person who knows of it has
           *[other] { $count } people who know of it have
        } not had the cancellation
        [on] the event takes place after all ({ $stands }), and the last that { $count ->
            [one] one person
           *[other] { $count } people
        } had is the cancellation
       *[moved] { $count ->
            [one] one person has
           *[other] { $count } people have
        } the old time or place ({ $told }) and not had the change; the event is now { $stands }
    }
    .help = write to them with a campaign of its own after the change notice, with `where = "{ $whom }"`. Who gets no mail any more needs a call; write the answer with its date into `data/answers`
finding-campaign-moved = the campaign `{ $campaign }` belonged to `{ $before }` so far, now to `{ $event }`
    .help = put `event = "{ $before }"` back; for a new mailing copy the file and give it an `id` of its own. If only the event was named wrongly, confirm the change (`--accept-changes`)
finding-campaign-renamed = this campaign went out before under the id `{ $before }` ({ $count ->
        [one] one mail
       *[other] { $count } mails
    }); as `{ $campaign }` everybody would get it once more
    .help = put `id = "{ $before }"` back. If it is a new mailing indeed, confirm that (`--accept-changes`); the next time copy the file and let the old one stand
finding-plan-changed = something changed since the last plan (content: { $content ->
        [yes] yes
       *[no] no
    }, other mails: { $mails }, new recipients: { $added }); nothing was sent
    .help = look at what would go out with `rundbrief preview { $campaign }`, then send with `--accept-changes`
finding-approval-missing = the campaign `{ $campaign }` is not approved, and `[approval]` asks for it; nothing was sent
    .help = look at what would go out with `rundbrief preview { $campaign }`; then approve it with `rundbrief approve { $campaign } --by NAME`
finding-approval-void = the approval of the campaign `{ $campaign }` no longer holds: { $reason ->
        [content] { $count ->
            [one] one mail reads otherwise ({ $examples })
           *[other] { $count } mails read otherwise (first { $examples })
        }
        [added] { $count ->
            [one] one person was added ({ $examples })
           *[other] { $count } people were added (first { $examples })
        }
        [old] it is from { $since }, and sending had to begin by { $until }
        [campaign] it was given for the id `{ $before }`
        [version] it was given with version { $before } of rundbrief, this is { $now }
        [self] `{ $before }` gave it and now sends; `[approval] four_eyes` asks for two people
        [login] it was given and is used under the same login (`{ $login }`), and no reply shows that somebody else agreed; `[approval] four_eyes` asks for two people
       *[by] `{ $before }` may not approve, says `[approval] by`
    }; nothing was sent
    .help = look at what would go out with `rundbrief preview { $campaign }`, then approve it anew: `rundbrief approve { $campaign } --by NAME`
finding-approval-invalid = the approval cannot be understood, or was changed by hand: { $reason }
    .help = bring the file's last version back, for example with git, or approve the campaign anew
finding-approval-ends-early = the approval holds until { $until }, but the campaign may not leave before { $time } (`not_before`)
    .help = approve it later, or lengthen `valid_for` under `[approval]`
finding-evidence-invalid = this is no reply that proves anything: { $lacks ->
        [from] the address of whoever wrote it is missing
        [date] its date is missing
        [person] a program wrote it, such as an out-of-office notice
       *[mail] it is no mail
    }
    .help = save the reply in the mail program as an `.eml` file, and name that
finding-evidence-other = the reply does not name the fingerprint { $fingerprint } that it would have to be about; { $found ->
        [none] it names none
       *[others] it names { $found }
    }. Nothing was approved
    .help = content or people changed since, or the fingerprint is missing in the reply. Write the page anew (`rundbrief preview { $campaign } --for-approval FILE.html`), and ask for a new reply
finding-evidence-stranger = the reply is from `{ $from }`; `{ $by }` writes from `{ $known }`, says `[approval] by`
    .help = take the reply from there, or correct the address in `by` under `[approval]`
finding-approver-unknown = `{ $by }` may not approve; these may: { $known }
    .help = ask one of them, or add the name to `by` under `[approval]`
finding-campaign-stopped = { $by ->
        [unknown] Somebody
       *[other] { $by }
    } stopped the campaign `{ $campaign }` ({ $time })
    .help = { $by ->
        [rundbrief] too many mails were refused or not answered: look at them with `rundbrief status { $campaign }` and mend the reason; if it may go on then: `rundbrief stop { $campaign } --lift`
       *[other] if it may go on: `rundbrief stop { $campaign } --lift`
    }

finding-ledger-other = this is not the ledger that sent last: that was on the machine { $machine }, in the folder { $folder }, on { $time }
    .help = send from there, bring the ledger back from a backup with `rundbrief ledger restore FILE --by NAME`, or make the one that is here the new one with `rundbrief ledger adopt --by NAME`; what is uncertain then is shown and not sent
finding-ledger-older = this ledger does not know the last run: that was on the machine { $machine }, in the folder { $folder }, on { $time }
    .help = send from there, bring a backup back with `rundbrief ledger restore FILE --by NAME`, or go on with this ledger after `rundbrief ledger adopt --by NAME`; what is uncertain then is shown and not sent
finding-ledger-record = this file says which ledger is the real one, and cannot be read: { $reason }
    .help = bring its last version back, for example with `git checkout -- data/ledger.toml`; change nothing by hand
finding-ledger-missing = there is no ledger here yet
    .help = the first `rundbrief send` makes it
finding-backup-invalid = the file is no backup of a ledger, or is damaged: { $reason }
    .help = take a file that `rundbrief ledger backup` wrote; nothing was changed in the ledger
finding-backup-over-ledger = this file is itself a part of what is backed up
    .help = name another place, best on another disk
finding-keys-missing = the keys of earlier mails are gone: their unsubscribe links could no longer be verified
    .help = bring them back from a backup with `rundbrief ledger restore FILE --by NAME`; where there is none, `rundbrief ledger adopt --by NAME --new-keys` makes new ones
finding-campaign-uncertain = the campaign `{ $campaign }` was also sent from a ledger that is lost: whoever is not recorded here yet is noted as in doubt and gets nothing
    .help = settle it afterwards with `rundbrief resolve { $campaign }`
finding-key-invalid = the key file is damaged
    .help = restore it from a backup; without it the unsubscribe links of earlier mails are void

## Sending

finding-key-unreadable = the DKIM key cannot be read: { $reason }
    .help = check the path `key` under `[[dkim]]`; `rundbrief doctor --dkim-key NAME` makes a new key
finding-key-world-readable = the DKIM key is secret, but others can read it (mode { $mode })
    .help = take everybody else's access away: `chmod 600 { $path }`
finding-key-unusable = no mail can be signed with this key: { $reason }
    .help = what is needed is an RSA key of 2048 to 4096 bits or an ed25519 key, as PEM and without a password; `rundbrief doctor --dkim-key NAME` makes one
finding-key-exists = this key exists already and is not overwritten
    .help = choose another name: `rundbrief doctor --dkim-key NAME`
finding-signing-failed = the DKIM key `{ $selector }` does not work: { $reason }
    .help = no mail leaves without its signature; try again
finding-outbox-unwritable = cannot write into the outbox: { $reason }
    .help = check permissions and free space
finding-server-unreachable = the mail server { $host } cannot be reached: { $reason }
    .help = check name, port and network; what did not leave stays queued
finding-server-busy = the mail server { $host } asks to come back later: { $reason }
    .help = send again in a quarter of an hour; what did not leave stays queued
finding-port-taken = no pages can be shown on port { $port } of this machine: { $reason }
    .help = leave out `--port`, and a free one is taken
finding-certificate-untrusted = the certificate of { $host } cannot be trusted: { $reason }
    .help = check the server's name, or name your own authority with `ca_file`; or it has expired, and whoever runs the server must renew it
finding-starttls-missing = { $host } offers no encryption (STARTTLS)
    .help = another port often helps: 587 with `starttls` or 465 with `tls`
finding-starttls-injected = somebody between here and { $host } speaks in the server's name before the line is encrypted
    .help = nothing of it was believed, and neither password nor mail crossed this line; use another network, or `security = "tls"` with port 465
finding-login-refused = { $host } refuses the login as `{ $username }`: { $reason }
    .help = check user name and password, with OAuth the rights of the application (docs/login.md); what did not leave stays queued
finding-server-refuses = the mail server does not take the mails: { $reason }
    .help = the run was stopped; ask whoever runs the server
finding-answers-missing = { $count } mails in a row got no answer after their last line: { $reason }
    .help = the campaign is stopped, since each of them is in doubt; look into the server's log, settle them with `rundbrief resolve { $campaign }`, then go on with `rundbrief stop { $campaign } --lift`
finding-clock-wrong = this machine's clock says { $time }, which is long past
    .help = set the clock (and unset SOURCE_DATE_EPOCH): mails would carry a wrong date, and limits and deadlines would not hold
finding-suppressions-lost = the present ledger cannot be read: who unsubscribed or was suppressed after the backup, and what was stopped, is lost with it
    .help = enter it again before the next send, with `rundbrief suppress ADDRESS --by NAME` and `rundbrief stop CAMPAIGN`
finding-reputation-at-risk = the server refuses too many mails ({ $rejected } of { $answered }), the last one with: { $reason }
    .help = the campaign is stopped before the sender's reputation suffers; look at content, addresses and login, then go on with `rundbrief stop { $campaign } --lift`
finding-log-incomplete = the log file is incomplete: { $reason }
    .help = the sending is not affected, the ledger is complete; check free space and permissions
finding-confirmation-missing = there is nobody to ask
    .help = add `--yes` if all of it is right; `--dry-run` shows it before
finding-browser-unopened = no browser could be opened: { $reason }
    .help = open the file yourself; the link stands in the result
finding-folder-foreign = this folder holds something else already
    .help = name an empty or new folder with `-o DIR`
finding-rehearsal-only = sending once more is for rehearsals only
    .help = another mail to the same people needs a new campaign; `rundbrief resolve` settles what is in doubt
finding-output-is-list = `{ $list }` is one of your lists and would be overwritten
    .help = name another place
finding-output-among-lists = `{ $file }` would lie among the files of the workspace
    .help = name another place, not in data, templates or the outbox
finding-output-format = `{ $file }`: this format is not written
    .help = name a file that ends in `.xlsx` or `.csv`
finding-argument-address = `{ $address }` is no address: { $reason }
    .help = for example name@town.example
finding-contact-unknown = `{ $address }` is in no list{ $nearest ->
        [none] {""}
       *[address] ; did you mean `{ $nearest }`?
    }
    .help = check the spelling; `rundbrief merge` prints all contacts
finding-contact-left-out = `{ $address }` does not get this campaign: { $exclusion }
    .help = name somebody who gets it; about this: { $remedy }
finding-review-waiting = { $count ->
        [one] one question about contacts waits
       *[other] { $count } questions about contacts wait
    } for a decision
    .help = `rundbrief review` lists what waits, with the commands that decide
finding-nothing-in-doubt = nothing is in doubt for `{ $address }` in the campaign `{ $campaign }`
    .help = `rundbrief resolve { $campaign }` shows what is in doubt
finding-new-name-invalid = `{ $name }` cannot be a name
    .help = use small letters without accents, digits and hyphens, such as `recap-2027`
finding-new-exists = this file is there already; nothing was overwritten
    .help = choose another name
finding-new-needs = { $what ->
        [event] there is no event yet that it could be about
       *[layout] there is no template in templates yet
    }
    .help = { $what ->
        [event] make one: `rundbrief new event NAME`
       *[layout] `rundbrief init DIR` makes a workspace with a template that you can copy
    }
finding-workspace-exists = this file is there already; nothing was overwritten
    .help = name another folder: `rundbrief init DIR`
finding-file-exists = the file exists already
    .help = name another one, or replace it with `--force`
finding-argument-key = `{ $key }` is neither an address nor a domain nor a municipality
    .help = for example name@town.example, town.example, "municipality:Lindenbrück", or with the key "municipality:08421000" where several places have the name
finding-suppression-unknown = `{ $key }` is not on the suppression list
    .help = `rundbrief suppress` shows the list
finding-suppression-row = `{ $cell }` is no reason, no scope and no moment of the suppression list; the row is suppressed all the same
    .help = reasons: manual, hard_bounce, complaint, unsubscribed, erased; scope: advertising or all; moment: as in 2026-11-28T09:00:00Z
finding-consent-needed = `{ $key }` unsubscribed on { $since }: only a later consent of the person lifts that
    .help = name it with `--consent DATE --proof TEXT`, or enter date and source of the consent in the list, and then lift
finding-erased-consent-needed = the data of `{ $key }` was erased on { $since }: only a later consent of the person brings the address back
    .help = name it with `--consent DATE --proof TEXT`
finding-consent-future = { $time } is in the future: whoever consented did so by today, { $until }
    .help = check day, month and year
finding-proof-blank = `--proof` is blank: what proves the consent?
    .help = for example `--proof "form 17, signed"`
finding-argument-date = `{ $value }` is no date
    .help = for example 2027-05-04 or 4.5.2027
finding-mail-unknown = no mail of the campaign `{ $campaign }` left for { $address }
    .help = `rundbrief person show { $address }` shows which mails there were
finding-mail-not-stored = what the mail of the campaign `{ $campaign }` to { $address } was made from is not in the ledger
    .help = an older version of rundbrief sent it; bring the files back to what they were then with git
finding-options-unclear = something is missing: { $options }
    .help = `rundbrief help COMMAND` explains the options

## Plan

plan-title = { $subject } ({ $campaign })
plan-from = from:         { $from }
plan-route-outbox = way:          rehearsal into the outbox { $folder } (nothing leaves this machine)
plan-route-smtp = way:          mail server { $host }
plan-recipients = recipients:   { $count }
plan-accepted = sent before:  { $count }
plan-waiting = due later:    { $count }
plan-rejected = rejected:     { $count }
plan-in-doubt = in doubt:     { $count }
plan-changed-content = changed:      the content, since the last plan
plan-changed-mails = changed:      { $count ->
        [one] one mail still to be sent
       *[other] { $count } mails still to be sent
    }
plan-changed-added = added:        { $count }
plan-changed-gone = gone:         { $count }
plan-approved = approved:     { $count ->
        [one] one mail
       *[other] { $count } mails
    }, by { $by } on { $time }
plan-approved-reply = proven by:    reply from { $from }
plan-approved-gone = of these gone: { $count }
plan-to-send = to send now:  { $count }
plan-pace = duration:     about { $duration } at { $rates }
plan-pace-unlimited = duration:     no limit of pace
plan-pace-window = duration:     about { $duration }, until the sending window is open
plan-closed = window:       closed until { $time }; nothing leaves now without --wait
rate-per-domain = { $rate } per domain
plan-finish = finished:     { $time }
plan-excluded = left out:     { $count }
plan-help = help: { $help }
plan-capped-until = the last of them can be written to again from { $time }
plan-excluded-line = { $count }  { $reason }
plan-left-out = { $name } <{ $address }>: { $reason }
plan-left-out-address = { $address }: { $reason }
plan-left-out-others = and { $count } more; all of them stand in: rundbrief preview { $campaign }
duration-seconds = { $count ->
        [one] one second
       *[other] { $count } seconds
    }
duration-minutes = { $count ->
        [one] one minute
       *[other] { $count } minutes
    }
duration-hours = { $count ->
        [one] one hour
       *[other] { $count } hours
    }
duration-days = { $count ->
        [one] one day
       *[other] { $count } days
    }

excluded-remedy = `rundbrief preview` shows who it is
excluded-other-list = on none of the campaign's lists
excluded-condition = the campaign's condition does not hold
excluded-no-basis = the list has no legal basis
    .help = add a `basis` to its `[[lists]]` entry, or a column for the basis to the list
excluded-basis-too-narrow = the list's legal basis does not carry this kind of mail
    .help = news and invitations are advertising: they need a consent whose wording names them, or an existing customer (§ 7 UWG)
excluded-consent-unproven = agreed, but date, source or wording of the consent is missing
    .help = add what is missing to the list; `rundbrief check` names it
excluded-consent-lacks = agreed, but the consent lacks { $missing }
excluded-customers-unconfirmed = an existing customer, but the conditions of § 7 (3) UWG are not confirmed
    .help = confirm them below `[existing_customers]` in `rundbrief.toml`, or ask for consent
excluded-not-registered = has not registered for the event
    .help = who registered stands in a list with `basis = "contract"` and the `event`, or in the answers with coming or attended
excluded-suppressed = on the suppression list
excluded-row-held = a row is hidden, struck through or garbled, or says that the person wants no mail
    .help = `rundbrief check` shows what the row says; if the person may get mail, show the row or mend it
excluded-capped = got as much advertising as one contact is to get
    .help = the cap is `per_contact` below `[limits]` in `rundbrief.toml`; write again later
excluded-capped-until = got as much advertising as one contact is to get; again from { $time }
excluded-incomplete = lacks a value that the mail needs
excluded-held = name and municipality of somebody whom the mail reaches under another address; to be settled
excluded-same-person = the same person as under another address, as decided
excluded-left-out = as somebody decided
excluded-possible-duplicate = perhaps the same person or office as somebody else here; `rundbrief review` settles it
excluded-person-preferred = shared mailbox beside a person
held-person = { $name } <{ $address }>: perhaps reached as { $other }
set-aside-correction-unknown = a correction of an address that no list has
set-aside-person-erased = the person was erased
set-aside-comeback-date-missing = the person was erased and came back by a consent whose day is missing here
set-aside-comeback-date-invalid = the person was erased and came back by a consent whose day cannot be read here or is in the future
set-aside-comeback-date-early = the person was erased and came back by a consent that is later than this one
set-aside-comeback-basis = the person was erased and came back by a consent, and the row stands on another basis
set-aside-address-missing = no mail address in the row
set-aside-address-invalid = no usable mail address: { $reason }
set-aside-headings-again = headings once more
set-aside-row-ragged = too many cells in the row

confirm-send = { $count ->
        [one] Send one mail now?
       *[other] Send { $count } mails now?
    } [y/N]
confirm-send-later = { $count ->
        [one] Queue one mail?
       *[other] Queue { $count } mails?
    } [y/N]
confirm-send-changed = Something changed since the last plan, see above. { $count ->
        [one] Send one mail like this?
       *[other] Send { $count } mails like this?
    } [y/N]
confirm-despite = Go on all the same? [y/N]
confirm-approve = Approve these mails for exactly these people? [y/N]
nothing-done = Nothing was sent, and nothing was written.
not-approved = Nothing approved.
approval-sealed = { $count ->
        [one] One mail is
       *[other] { $count } mails are
    } sealed, each with its content and its address; sending has to begin by { $until }.
approval-fingerprint = Fingerprint: { $fingerprint }
approval-reply = Reply from { $from } on { $date }: “{ $words }”
approval-record = The approval of a campaign, written by `rundbrief approve`: who approved what, and when.
    Commit it to git, and do not change it by hand.
    Each line under `mails` is a digest of one mail's address and content.
approved = Approved: { $count ->
        [one] one mail
       *[other] { $count } mails
    } in { $file }. Other content or further people void it. Next: rundbrief send { $campaign } --approved
nothing-approved = Nothing that is approved is to be sent now.
not-sent = Nothing sent.
progress-line = { $done } of { $total }{ $rate ->
        [none] {""}
       *[other] {" "}· { $rate }/min
    }{ $left ->
        [none] {""}
       *[other] {" "}· { $left } left
    }{ $deferred ->
        [0] {""}
       *[other] {" "}· { $deferred } deferred
    }{ $rejected ->
        [0] {""}
       *[other] {" "}· { $rejected } rejected
    }{ $in_doubt ->
        [0] {""}
       *[other] {" "}· { $in_doubt } in doubt
    }
progress-waiting = on in { $duration }
test-copy-waits = The pace lets the test copy leave in { $duration }; waiting.
recovered-outbox = { $count ->
        [one] A run that broke off left one mail open; a look into the outbox settled it.
       *[other] A run that broke off left { $count } mails open; a look into the outbox settled them.
    }
recovered-smtp = { $count ->
        [one] A run that broke off left one mail in doubt; it is not sent again by itself.
       *[other] A run that broke off left { $count } mails in doubt; they are not sent again by themselves.
    }
sent-accepted = { $count ->
        [one] One mail sent.
       *[other] { $count } mails sent.
    }
sent-deferred = { $count ->
        [one] One mail deferred.
       *[other] { $count } mails deferred.
    }
sent-rejected = { $count ->
        [one] One mail rejected.
       *[other] { $count } mails rejected.
    }
sent-in-doubt = { $count ->
        [one] No answer came for one mail: in doubt.
       *[other] No answer came for { $count } mails: in doubt.
    }
nothing-to-send = Nothing to send now.
interrupted = Stopped. Everything is recorded; `rundbrief send { $campaign }` goes on.
halted = { $by ->
        [unknown] Somebody
       *[other] { $by }
    } stopped the campaign. Everything is recorded; after `rundbrief stop { $campaign } --lift`, `rundbrief send { $campaign }` goes on.
window-closed = The sending window ({ $window }) is closed; the rest stays queued.
window-and-holidays = { $window }, not on holidays { $holidays }
window-holidays = not on holidays { $holidays }
test-copy-sent = Test copy sent to { $address } (as for { $name }).
test-copy-extreme = Test copy sent to { $address } (as for { $name }: { $why }).
test-copies-sent = { $count } test copies sent to { $address }.

## Status

realm-outbox = rehearsal
realm-smtp = real
status-title = { $campaign } – { $realm }
state-queued = queued:       { $count }
state-sending = in flight:    { $count }
state-accepted = accepted:     { $count }
state-deferred = deferred:     { $count }
state-rejected = rejected:     { $count }
state-in-doubt = in doubt:     { $count }
state-unplanned = new:          { $count }
state-held = to settle:    { $count }
state-word-queued = queued
state-word-sending = in flight
state-word-accepted = accepted
state-word-deferred = deferred
state-word-rejected = rejected
state-word-in-doubt = in doubt
status-person = { $address }  { $state } since { $since }  { $reply }
status-version = version { $version }:    { $count } accepted
status-stopped = stopped:      { $time }{ $by ->
        [unknown] {""}
       *[other] {" "}by { $by }
    }
next-running = A send is running.
next-in-doubt = Please settle: { $command }
next-held = Please settle whether these are the same people: { $command }
next-moved = Stopped: the event is called off, or no longer as mails about it say.
next-stopped = Stopped. Once it may go on: { $command }
next-due = Next: { $command }
next-waiting = Again from { $time }: { $command }
next-rejected = Done. Please check the rejected addresses in the lists.
next-rehearsed = Rehearsal done. Once more: `--again`. For the real thing set `kind = "smtp"` in rundbrief.toml.
next-done = Done.
status-unconfirmed = { $event }: { $count ->
        [one] one acceptance was for an earlier date and is
       *[other] { $count } acceptances were for an earlier date and are
    } to be confirmed
coverage-title = { $count ->
        [one] The lists reach one municipality
       *[other] The lists reach { $count } municipalities
    }
coverage-title-of = The lists reach { $count } of { $all } municipalities
coverage-line = { $state }: { $count } ({ $sizes })
coverage-line-of = { $state }: { $count } of { $all } ({ $sizes })
coverage-plain = { $state }: { $count }
coverage-plain-of = { $state }: { $count } of { $all }
coverage-size = { $count } { $size }
coverage-size-of = { $count } of { $all } { $size }
coverage-without-state = { $count ->
        [one] one contact names a municipality and no Land
       *[other] { $count } contacts name a municipality and no Land
    }
coverage-not-in-register = { $count ->
        [one] one key is not in data/municipalities.csv
       *[other] { $count } keys are not in data/municipalities.csv
    }
coverage-names-not-in-register = { $count ->
        [one] one name without a key fits no municipality in data/municipalities.csv, or several: { $names }
       *[other] { $count } names without a key fit no municipality in data/municipalities.csv, or several: { $names }
    }
size-large = of 100,000 and more
size-medium = of 20,000 and more
size-small = of 5,000 and more
size-rural = smaller ones
size-unknown = of unknown size
next-proposals = { $count ->
        [one] One rejected address does not exist.
       *[other] { $count } rejected addresses do not exist.
    } Look and suppress: rundbrief suppress
next-untouched = Nothing sent yet. Next: { $command }

resolve-nothing = Nothing is in doubt in the campaign { $campaign }.
resolve-how = { $count ->
        [one] This mail is in doubt.
       *[other] These { $count } mails are in doubt.
    } Ask, or look for the Message-ID in the mail server's log. Then:
    {"  "}arrived:        rundbrief resolve { $campaign } ADDRESS --accepted --by NAME
    {"  "}not arrived:    rundbrief resolve { $campaign } ADDRESS --resend --by NAME
resolve-held = { $count ->
        [one] The mail may reach this person under another address.
       *[other] The mail may reach these { $count } people under another address.
    } Decide:
    {"  "}the same person:  rundbrief resolve { $campaign } ADDRESS --accepted --by NAME
    {"  "}somebody else:    rundbrief resolve { $campaign } ADDRESS --resend --by NAME
resolved-accepted = { $count ->
        [one] One mail counts as accepted.
       *[other] { $count } mails count as accepted.
    }
resolved-resend = { $count ->
        [one] One mail is queued again.
       *[other] { $count } mails are queued again.
    } Go on with: rundbrief send { $campaign }

## Doctor

doctor-login-invitation = Please open { $address } and type the code { $code } there. Then log in with the account that sends the mails; rundbrief waits here.
doctor-login-done = The login worked. It is kept in { $file }; `rundbrief send` uses it from now on.

decided-send = { $count ->
        [one] One person gets the mail.
       *[other] { $count } people get the mail.
    } Go on with: rundbrief send { $campaign }
decided-leave = { $count ->
        [one] One person has the mail already and gets no second one.
       *[other] { $count } people have the mail already and get no second one.
    }

stop-done = The campaign { $campaign } is stopped: no further mail begins. What is on the wire is brought to its end. To lift it: rundbrief stop { $campaign } --lift
stop-lifted = The campaign { $campaign } may go on. Next: rundbrief send { $campaign }
stop-not-there = The campaign { $campaign } was not stopped.

log-time = time (UTC)
log-campaign = campaign
log-realm = kind
log-run = run
log-worker = worker
log-connection = connection
log-phase = phase
log-state = state
log-code = code
log-enhanced = status
log-queue-id = queue id
log-reply = reply
log-nothing = No attempt is recorded for { $address }.

## Backing the ledger up and bringing it back

ledger-record = Which ledger is the real one. rundbrief writes this file before every real send.
    Commit it to git, and do not change it by hand.
ledger-backed-up = Ledger and keys are backed up: { $file }
    The file holds addresses and secret keys. Keep it locked away, not in git and not on an open drive.
ledger-key-left-out = Not in it, since it does not lie beside the ledger: { $file }. Keep a copy of this key as well.
ledger-restored = Restored: the backup of { $made } from the machine { $machine }.
ledger-set-aside = What was here before is now in { $folder }
ledger-carried = { $count ->
        [one] One newer suppression was carried over.
       *[other] { $count } newer suppressions were carried over.
    }
ledger-no-suppressions = The suppression list is empty. Whoever was on the old one has to be entered again: rundbrief suppress --import FILE --by NAME
ledger-adopted = This ledger is the real one now.
ledger-was-real = This ledger was the real one already and stays it.
ledger-new-keys = New keys made. Links in mails that left before are void.
ledger-held = { $count ->
        [0] No mail is held.
        [one] One mail is held: it may have been sent in the meantime.
       *[other] { $count } mails are held: they may have been sent in the meantime.
    }
ledger-uncertain = A run of the campaign { $campaign } is unknown: whoever is not recorded here is noted as in doubt by the next `send`.

## Suppression list and people

suppressions = Suppression list: { $count ->
        [0] nobody
        [one] one entry
       *[other] { $count } entries
    }
suppression-line = { $key }  { $scope }  { $reason }  since { $since }  ({ $by })
suppression-all = all mail
suppression-advertising = advertising only
suppression-reason-manual = by hand
suppression-reason-hard-bounce = address does not exist
suppression-reason-complaint = complaint
suppression-reason-unsubscribed = unsubscribed
suppression-reason-erased = erased
suppression-proposals = { $count ->
        [one] Proposal: one address that does not exist, says the mail server
       *[other] Proposals: { $count } addresses that do not exist, says the mail server
    }
suppression-next = Suppress all: rundbrief suppress --proposed --by NAME
suppressed = { $count ->
        [0] Nobody to suppress.
        [one] One entry suppressed.
       *[other] { $count } entries suppressed.
    }
suppressed-nobody = No contact in the lists has { $key } at present; the entry holds for later ones too.
suppression-note = { $line }  note: { $note }
suppression-lifted = { $count ->
        [one] One suppression lifted.
       *[other] { $count } suppressions lifted.
    }
suppression-back = { $address } may be on lists again: in rows that name a consent date of their own from { $consent } on. Older ones stay aside.
suppression-corrected = { $address } is back by a consent of { $consent }, not of { $before }: rows count that name a consent date of their own from that day on. Both statements stay on record.
person-unknown = Nothing is known about { $address }.
person-lists = Lists
person-value = { $field }: { $value }  ({ $place })
field-email = e-mail
field-salutation = salutation
field-form-of-address = form of address
field-title = title
field-first-name = first name
field-last-name = last name
field-role = role
field-organisation = organisation
field-municipality = municipality
field-state = state
field-postal-code = postal code
field-ags = official municipality key
field-language = language
field-tags = tags
field-population = inhabitants of the municipality
field-updated = as of
field-basis = legal basis
field-consent-date = consent given on
field-consent-source = proof of consent
field-consent-wording = wording of the consent
field-held = held because
field-other-addresses = other addresses
field-lists = origin
person-overruled = { $field }: { $value }  ({ $place }, not used)
person-answers = answers:
person-answer = { $event }: { $answer }
answer-coming = comes
answer-declined = does not come
answer-tentative = perhaps
answer-attended = was there
answer-unconfirmed = said yes to an earlier date; to be confirmed
person-mails = Mails
person-mail = { $campaign } ({ $realm }, version { $version })  { $state } since { $since }  { $reply }
person-attempts = History
person-attempt = { $at }  { $campaign } ({ $realm })  { $phase }: { $state }  { $reply }
person-suppressions = Suppression list
person-deeds = Decisions
person-suppressed = { $at }  suppressed by { $by }
person-lifted = { $at }  suppression lifted by { $by }
person-lifted-on = { $at }  suppression lifted by { $by }: { $proof }
person-consented = consent of { $day }, { $text }
person-export = What is kept about { $address }
person-basis = basis by { $place }: { $basis }
ground-none = none
ground-consent = consent
ground-consent-unproven = consent without proof
ground-existing-customer = existing customer
ground-customers-unconfirmed = existing customer, conditions not confirmed
ground-contract = registration
ground-public-task = public task
person-consent-date = on { $text }
person-consent-source = source: { $text }
person-consent-wording = wording: { $text }
person-files = Answers and other files
person-decisions = What was decided
person-decided = { $at }, by { $by }: { $decision }
person-restricted = Kept for legal claims alone until { $until }:
person-file = rehearsal or preview: { $file }
person-approver = gave an approval, the address stands in: { $file }
person-approved = approved mail: { $file }
person-erase-rows = { $file }: { $count ->
        [one] one row or cell goes
       *[other] { $count } rows or cells go
    }
person-erase-file = will be deleted: { $file }
person-erase-by-hand = please look and delete by hand: { $file }
person-erase-second = { $address } belongs to the same person, as somebody decided, and stays left out without this address too; to erase it as well: rundbrief person erase { $address } --by NAME
person-erase-first = { $address } belongs to the same person, as somebody decided, and is still written to; to erase it as well: rundbrief person erase { $address } --by NAME
person-erase-proof-stays = Proof is kept for legal claims: it stays until { $until }. --restrict-until names another day.
confirm-erase = { $until ->
        [none] Erase everything about { $address }, also in the ledger?
       *[other] Erase everything about { $address }, and keep what has to be proven in the ledger alone until { $until }?
    } That cannot be taken back. [y/N]
person-erased = { $count ->
        [0] Erased; there were no mails.
        [one] Erased; one mail in the ledger is nobody's now.
       *[other] Erased; { $count } mails in the ledger are nobody's now.
    }
person-restricted-now = { $count ->
        [0] Erased; the ledger keeps the proof until { $until }.
        [one] Erased; the ledger keeps the proof and one mail until { $until }.
       *[other] Erased; the ledger keeps the proof and { $count } mails until { $until }.
    }
person-out-of-reach = Out of reach from here: what remarks about others say in the ledger and in decisions, the history of git, backups, lists and exports kept elsewhere, previews written elsewhere with -o, pages for approval (--for-approval), log files and the mail servers.
mail-exact = The content is exactly what was sent.
mail-differs = The content differs from what was sent: probably another version of rundbrief sent it.

## Lists and check

list-shape = { $file }: { $count ->
        [one] one row
       *[other] { $count } rows
    }, { $encoding ->
        [bom] UTF-8 with BOM
       *[other] { $encoding }
    }, delimiter { $delimiter ->
        [comma] comma
        [tab] tab
       *[other] { $delimiter }
    }{ $headings ->
        [none] , no headings
        [first] {""}
       *[other] , headings in line { $headings }
    }
list-shape-blank = { $file }: a workbook without rows
list-shape-sheet = { $file }, sheet `{ $sheet }`: { $count ->
        [one] one row
       *[other] { $count } rows
    }{ $headings ->
        [none] , no headings
        [first] {""}
       *[other] , headings in line { $headings }
    }
list-columns = columns: { $columns }
column-reason = { $reason ->
        [content] from its cells
        [configured] from `columns`
        [ignored] not used
       *[other] {""}
    }
list-sample = example: { $row }
merge-totals = { $rows ->
        [one] one row
       *[other] { $rows } rows
    }: { $contacts ->
        [one] one contact
       *[other] { $contacts } contacts
    }, { $merged } merged, { $aside } set aside; conflicts: { $conflicts }
merge-interrupted = Stopped. Nothing is written.
file-written = written: { $file }
file-changes = { $list ->
        [none] beside all lists, { $file } would bring
       *[other] compared with the list `{ $list }`, { $file } would bring
    } new: { $new }, changed values: { $changed }, gone: { $gone }, suppressed: { $suppressed }, without legal basis: { $basis }
file-change = { $kind ->
        [new] new: { $email }
        [gone] gone: { $email }
        [basis] without legal basis: { $email }
       *[suppressed] suppressed: { $email }
    }
file-value = changed: { $email }, `{ $field }`: { $old } → { $new }
file-more = … and { $count } more; `--json` has all
check-clean = All is well.
check-sum = errors: { $errors }, warnings: { $warnings }, notes: { $notes }
detail-workspace = workspace: { $folder }

## Doctor

doctor-key-made = New key: { $file }. It is secret: give it to nobody, and keep a backup.
doctor-record = Add this TXT record to the DNS, under the name { $name }:
doctor-zone = The same record for a zone file:
doctor-settings = Once the record is in the DNS, put this into rundbrief.toml:

## Preview

preview-written = { $count ->
        [one] Preview with one mail: { $link }
       *[other] Preview with { $count } mails: { $link }
    }
preview-extremes = look first:   { $count ->
        [one] one mail stands out
       *[other] { $count } mails stand out
    }
preview-flawed = findings:     { $count ->
        [one] in one mail
       *[other] in { $count } mails
    }
only-from = From:        { $value }
only-to = To:          { $value }
only-reply-to = Reply to:    { $value }
only-subject = Subject:     { $value }
only-attachments = Attachments: { $value }
sheet-written = Page for approval: { $link }
    Fingerprint: { $fingerprint }
    Attach the page to a mail to the person who approves. Their reply is the evidence: rundbrief approve { $campaign } --by NAME --evidence REPLY.eml
sheet-title = For approval
sheet-made = As of { $time }
sheet-fingerprint = Fingerprint of this version
sheet-answer = Do you agree? Reply to the mail that brought you this page, and leave the fingerprint in it. It stands for exactly these mails to exactly these people; if anything about them changes, so does the fingerprint.
sheet-plan = The plan
sheet-notes = Please look at
sheet-left-out = Do not get the mail
sheet-nobody = Nobody is left out.
sheet-rows = rows of the lists that cannot be used
sheet-calendar = In the readers' calendars
sheet-carries = Attachments
sheet-mails = The mails
sheet-mails-lead = A selection: the mails that stand out. Addresses are masked, and the links are dummies.
sheet-picture = Mail
sheet-text = The whole text
sheet-begin = On paper only the beginning; the text beside it is whole.
sheet-count = { $count }
sheet-people = { $count ->
        [one] gets the mail
       *[other] get the mail
    }
sheet-duration = is how long sending takes
sheet-finish = is when the last one leaves, begun now
sheet-campaign = Campaign
sheet-event = Event
sheet-from = Sender
sheet-way = Way
sheet-rehearsal = rehearsal: nothing leaves the machine
sheet-not-before = not before
sheet-pace = Pace
sheet-accepted = accepted before
sheet-in-doubt = in doubt
sheet-rejected = rejected
public-written = Page for everybody: { $file }
preview-title = Preview: { $campaign }
preview-notice = Nothing of this was sent or recorded. The links in the mails are dummies.
preview-plan = Plan
preview-who = Who
preview-recipients = Get the mail
preview-excluded = Do not get it
preview-search = Search name, address or subject
preview-keys = Keys: ↑ ↓ next mail, Enter to the mail, Esc to the list, / search, c compare, s scroll together or not
preview-hits = Found
preview-all = all
preview-list = List
preview-land = Land
preview-language = Language
preview-first = Look at these first
preview-others = All others
preview-findings = Findings
preview-mark-longest-name = longest name
preview-mark-neutral = salutation unknown
preview-mark-most = most values
preview-mark-least = fewest values
preview-mark-version = own version of the text
preview-back = ← To the list
preview-script = The list of mails needs JavaScript. The mails themselves lie in the folder mails.
preview-part = View
preview-part-mail = Mail
preview-text = Text
preview-headers = Headers
preview-source = Source
preview-width = Width
preview-desktop = Desktop
preview-tablet = Tablet
preview-phone = Phone
preview-look = Look
preview-dark = Dark
preview-images = Images
preview-served = preview: { $address } – open the address in a browser, end with Ctrl-C
preview-renewed = { $time }: preview of { $count ->
        [one] one mail
       *[other] { $count } mails
    } made anew, { $milliseconds } ms
preview-faults = { $count ->
        [one] one fault stands in the way of the mails
       *[other] { $count } faults stand in the way of the mails
    }
preview-faults-notice = This page goes away as soon as the file is mended and saved.
preview-gone = The preview has ended. What you see stays as it is.
preview-files = Attachments
preview-calendar = Calendar
preview-size = Size
preview-load-failed = The mail cannot be loaded; the folder lacks
preview-name = Name
preview-kind = Kind
preview-attached = Attachment
preview-pictured = Picture in the mail
preview-whole = Whole mail
preview-no-files = No attachments and no pictures.
preview-card-request = Invitation in the calendar, to be answered
preview-card-publish = A date to note, without an answer
preview-card-cancel = Cancellation: the entry goes from the calendar
preview-card-revision = Revision # of this entry: it replaces the earlier one in calendars
preview-card-all-day = all day
preview-card-from = from
preview-card-until = until
preview-card-place = Place
preview-card-page = Page
preview-card-organiser = Organiser
preview-card-invited = Invited
preview-card-accept = Accept
preview-card-tentative = Tentative
preview-card-decline = Decline
preview-card-inert = The mail program shows these buttons; here they answer nobody.
preview-compare = Compare
preview-compare-choose = This mail is held. Choose a second one in the list to see both side by side.
preview-compare-together = Scroll together
preview-compare-approved = Approved version
preview-compare-this = This version
preview-compare-none = No difference in wording
preview-compare-one = 1 place differs
preview-compare-many = # places differ
preview-compare-too-many = Nearly everything differs
preview-standing = Since the approval
preview-standing-same = unchanged
preview-standing-changed = changed
preview-standing-alike = reads the same, else different
preview-standing-new = not approved
preview-since = Since the last campaign
preview-since-new = new
preview-since-changed = details changed
preview-since-gone = gone
preview-limits = What limits the pace
preview-binds = decides how long it takes
preview-mark-shape = layout of its own

figure-count = { $count }
figure-recipients = { $count ->
        [one] gets the mail
       *[other] get the mail
    }
figure-to-send = of them to send now
figure-left-out = left out
figure-duration = duration
figure-end = last mail
figure-at-once = at once
figure-answers = answers last written down
figure-answers-never = never

sealed-by = Approved by { $by }, { $time }
sealed-counts = { $same } unchanged, { $changed } changed, { $new } not approved, { $gone } gone
sealed-alike = { $count ->
        [one] One mail reads
       *[other] { $count } mails read
    } as approved, and only something else about it is new: design, sender, attachments or calendar. That has to be approved anew, too.
sealed-without-copy = The approved wording is only on the machine where it was approved.

since-title = Since “{ $campaign }” ({ $time })
since-counts = { $new } new, { $changed } with changed details, { $gone } gone
since-unlisted = is on no list any more
detail-domains = asking who takes mail for { $count } domains

## Times and amounts

appointment = { $start ->
        [none] no date
       *[other] { $start }
    }{ $end ->
        [none] {""}
       *[other] {" "}to { $end }
    }{ $place ->
        [none] {""}
       *[other] , { $place }
    }
weight-bytes = { $count ->
        [one] { $count } byte
       *[other] { $count } bytes
    }
weight-kilobytes = { $number } kB
weight-megabytes = { $number } MB
format-time = %Y-%m-%d %H:%M
format-date = %Y-%m-%d
rate-s = { $units ->
        [one] { $count } a second
       *[other] { $count } in { $units } seconds
    }
rate-min = { $units ->
        [one] { $count } a minute
       *[other] { $count } in { $units } minutes
    }
rate-h = { $units ->
        [one] { $count } an hour
       *[other] { $count } in { $units } hours
    }
rate-day = { $units ->
        [one] { $count } a day
       *[other] { $count } in { $units } days
    }

## What was the reason, and at which step

reason-element-unknown = unknown element { $one }
reason-element-open = { $one } is not closed
reason-end-tag = { $one } closes what is not open
reason-element-twice = a second { $one }; only one gets into the mail
reason-brace-open = a brace of the styles is not closed
reason-brace-surplus = a brace of the styles closes what is not open
reason-element-misplaced = this element has no place here
reason-token-misplaced = this has no place here
reason-attribute = an attribute cannot be read
reason-value = a value cannot be read
reason-not-well-formed = this is not well formed
reason-ends-early = something stays open
reason-connection-refused = nobody takes connections there
reason-connection-lost = the connection broke before the answer was complete
reason-timeout = no answer in the time allowed
reason-no-reply = no answer within { $one } s
reason-no-network = no network leads there
reason-host-unknown = there is no machine of that name
reason-no-mechanism = the server offers no kind of login that is possible here
reason-http = the server answers with the error { $one }
reason-no-token = the answer holds no token
reason-no-refresh-token = no token to renew came; perhaps `offline_access` is missing in `scope`
reason-issuer-unknown = whoever issued the certificate is not known here
reason-certificate-expired = the certificate has expired
reason-certificate-name = the certificate is for another name
reason-no-certificate = it holds no certificate (PEM)
reason-interrupted = interrupted before the answer came
reason-held-back = held back after its envelope
reason-run-ended = the run ended before the answer came
reason-early-answer = the server answered before the mail was complete
reason-given-up = given up, last: { $one }
reason-restored = { $one } restored the ledger from the backup of { $two }: the mail may have been sent since
reason-adopted = { $one } made this ledger the real one: another one may have sent the mail
reason-missing = the file or folder is missing
reason-forbidden = access is not allowed
reason-folder = it is a folder
reason-no-folder = a part of the path is no folder
reason-disk-full = the disk is full
reason-too-large = the file may not grow further
reason-read-only = it may only be read
reason-no-ledger = it is no ledger of rundbrief
reason-no-end = not done within { $one } s
reason-exit-status = ended with an error (status { $one })
reason-fault-of-ours = rundbrief itself made a mistake
reason-not-set = not set
reason-not-utf8 = not UTF-8
reason-empty = empty
reason-no-file = it is no regular file
reason-no-key = it holds no private key (PEM)
reason-no-workbook = it is no workbook
reason-torn = it is torn
reason-part-unreadable = a part of it cannot be read
reason-part-missing = a part of it is missing
reason-ec-key = a key of the kind EC
reason-key-too-short = it is too short
reason-port-taken = another program uses this port
reason-exists = something else has this name already
reason-seal-changed = it does not fit its checksum
reason-key-missing = the key `{ $one }` is missing
reason-row-hidden = hidden
reason-row-struck = struck through
reason-row-refusals = on a sheet or in a file of refusals
reason-row-headings = below other headings
reason-row-garbled = garbled umlauts
reason-end-expected = { $one } makes no sense here; `==` compares, `and` and `or` connect
reason-ends-before = `{ $one }` is missing at the end
reason-quote-open = the closing quote is missing here
reason-value-absent = not everybody has this value; ask first whether it is there, for example with `contact.state_code and …`
reason-type = this value is not of the kind that is expected here
reason-tag-found = Found { $one } but expected { $two }.
reason-function-unknown = Unknown function `{ $one }`
reason-filter-unknown = Unknown filter `{ $one }`
reason-test-unknown = Unknown test `{ $one }`
reason-variable-undefined = there is no variable `{ $one }`
reason-field-undefined = there is no field `{ $one }`
reason-not-comparable = `{ $one }` cannot be compared with `{ $two }`
reason-argument-missing = the argument `{ $one }` is missing
reason-no-loop = there is nothing to loop over in `{ $one }`
reason-division = divided by 0
reason-quotes = quotes are missing here, or `true` or `false` is meant
reason-string-end = the closing quote is missing here, or something inside must not be there
reason-bracket = a bracket is not closed
reason-date = there is no such date
reason-time = there is no such time
reason-leading-zero = the number begins with a zero
reason-comma = a comma is missing between two entries
reason-no-equals = a `=` is missing here, or a line ends within a text
reason-no-value = the value is missing behind the `=`
reason-no-key-name = the name of the key is missing before the `=`
reason-key-name = the name of the key has a character that must not be there
reason-line-end = there is something more where the line should end
reason-escape = something else than allowed stands behind a `\`; for a backslash write two
reason-extended = this key has a value already and cannot be a group
reason-unreadable = it is not written so
reason-no-date = `{ $one }` is no date
reason-date-format = a date cannot be written as `{ $one }`
reason-at-sign-missing = the `@` is missing
reason-several-at-signs = there is more than one `@`
reason-blank-inside = there is a blank or a line end inside
reason-local-part-missing = nothing stands before the `@`
reason-local-part-character = a character before the `@` is not possible
reason-local-part-dots = before the `@` a dot stands at the edge, or two in a row
reason-local-part-quoted = the part before the `@` is possible in quotes only, which few mail servers take
reason-local-part-not-ascii = before the `@` stand letters such as ä, which few mail servers take
reason-local-part-too-long = more than 64 characters stand before the `@`
reason-domain-missing = nothing stands behind the `@`
reason-domain-without-dot = the part behind the `@` has no dot
reason-domain-dots = behind the `@` a dot is missing its name, or two stand in a row
reason-domain-hyphen = behind the `@` a name begins or ends with a hyphen
reason-domain-character = a character behind the `@` is not possible
reason-domain-is-ip-address = behind the `@` stands the number of a machine and no name
reason-top-level-domain = the ending behind the last dot does not exist
reason-domain-part-too-long = a name behind the `@` is longer than 63 characters
reason-address-too-long = it is longer than 254 characters
phase-connect = connect
phase-greeting = greeting
phase-ehlo = ehlo
phase-starttls = starttls
phase-auth = login
phase-mail = sender
phase-rcpt = recipient
phase-data = data
phase-dot = handover
phase-rset = rset
phase-outbox = outbox
phase-intent = intent
phase-recovery = recovery
phase-resolve = resolve
phase-adopt = adopt
phase-restore = restore
phase-copy = test copy

## What waits for a decision

review-sum = { $count ->
    [0] Nothing waits for a decision.
    [one] One question waits for a decision.
   *[other] { $count } questions wait for a decision.
}
review-comment = What people decided about contacts. `rundbrief review` writes it, and you may.
waiting-same-person = { $name } <{ $address }> and { $othername } <{ $other }> are perhaps one person ({ $places })
waiting-successor = { $name } <{ $address }> and { $othername } <{ $other }> have the same office in one municipality: perhaps the old and the new holder ({ $places })
waiting-mailbox = <{ $other }> is a shared mailbox beside { $name } <{ $address }> ({ $places })
waiting-row-held = { $name } <{ $address }>: { $reason } ({ $places })
waiting-namesake = { $name } <{ $address }>: perhaps reached by { $campaign } as { $other }
waiting-in-doubt = { $address }: the mail of { $campaign } is in doubt: { $reason }
waiting-suppression-proposal = { $address }: does not exist, said the server ({ $campaign }): { $reason }
waiting-retention-contact = { $name } <{ $address }>: row, consent and last mail are of { $since } or older ({ $places })
waiting-retention-mails = { $address }: on no list any more, last mail on { $since }
waiting-retention-answers = { $places }: the event was over on { $since }; delete the file when nobody needs it any more
waiting-retention-rehearsals = { $places }: rehearsals of { $since } or younger lie here; empty the folder
waiting-restriction-over = { $address }: the proof was to be kept until { $since }
reviewed-same-person = { $address } and { $other } are one person, who is written to at { $first }.
reviewed-different-people = { $address } and { $other } are two people.
reviewed-leave-out = { $address } is left out from now on.
reviewed-send = { $address } may be written to.

new-done = { $file } is there. Fill in what it asks for, then look at it:
      rundbrief check { $file }
new-copied = After { $file }. Please go through: { $kind ->
        [campaign] subject, event, audience, text
       *[event] name, dates, place, programme, voices, pictures, report
    }
new-dropped = held there:
init-ignored = { $file } was there already. What it lacked was appended: { $lines }
init-done = The workspace { $folder } is there. See what the sample would send:
      rundbrief -w { $folder } check
      rundbrief -w { $folder } preview { $campaign }
