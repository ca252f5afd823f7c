//! The kinds of findings: their stable names, how much each weighs, and who can mend it.

use super::{Fault, Severity};

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $severity:ident, $fault:ident;)*) => {
        /// Every kind of finding. The names are stable: people allow-list and scripts compare them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// All codes, for the test that each has its sentences.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The stable name, as printed in brackets and in JSON.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// The code of this name.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.name() == name)
            }

            /// How much it weighs.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// Who can mend it.
            pub fn fault(self) -> Fault {
                match self { $(Code::$variant => Fault::$fault,)* }
            }
        }
    };
}

codes! {
    /// No `rundbrief.toml` here or above.
    WorkspaceMissing = "workspace-missing", Error, Configuration;
    /// A file cannot be read.
    FileUnreadable = "file-unreadable", Error, Circumstance;
    /// A file cannot be written.
    FileUnwritable = "file-unwritable", Error, Circumstance;
    /// A table that is to be written as a workbook and is larger than any.
    TableTooLarge = "table-too-large", Error, Configuration;
    /// The file named on the command line does not exist.
    FileUnknown = "file-unknown", Error, Configuration;
    /// The file or folder named on the command line is no list and nothing of the workspace.
    FileUnrecognised = "file-unrecognised", Error, Configuration;
    /// TOML syntax, unknown key or wrong type.
    TomlInvalid = "toml-invalid", Error, Configuration;
    /// A file that must begin with `+++` does not, or the closing `+++` is missing.
    FrontMatterMissing = "front-matter-missing", Error, Configuration;
    /// The file is not UTF-8.
    NotUtf8 = "not-utf8", Error, Configuration;
    /// A value of the configuration cannot be understood.
    ValueInvalid = "value-invalid", Error, Configuration;
    /// A key that the configuration does not have.
    KeyUnknown = "key-unknown", Error, Configuration;
    /// A key that stands twice.
    KeyTwice = "key-twice", Error, Configuration;
    /// A value that is none of those possible.
    ChoiceUnknown = "choice-unknown", Error, Configuration;
    /// A text where a number belongs, and the like.
    TypeWrong = "type-wrong", Error, Configuration;
    /// A number beyond what is possible.
    NumberOutOfRange = "number-out-of-range", Error, Configuration;
    /// A text that is no rate.
    RateInvalid = "rate-invalid", Error, Configuration;
    /// A rate that lets nothing through.
    RateImpossible = "rate-impossible", Error, Configuration;
    /// A text that is no sending window.
    WindowInvalid = "window-invalid", Error, Configuration;
    /// A sending window that never opens.
    WindowNeverOpens = "window-never-opens", Error, Configuration;
    /// A Land that does not exist.
    LandUnknown = "land-unknown", Error, Configuration;
    /// A text that is no span of time, or one of no length.
    DurationInvalid = "duration-invalid", Error, Configuration;
    /// A time zone that does not exist.
    TimeZoneUnknown = "time-zone-unknown", Error, Configuration;
    /// A text that is no date.
    DateInvalid = "date-invalid", Error, Configuration;
    /// A text that is no moment.
    MomentInvalid = "moment-invalid", Error, Configuration;
    /// A text that is no address of a name server.
    NameServerInvalid = "name-server-invalid", Error, Configuration;
    /// A text that names no sender.
    SenderUnclear = "sender-unclear", Error, Configuration;
    /// A campaign's sender in a domain that the mails are not signed for.
    SenderDomain = "sender-domain", Warning, Configuration;
    /// A text of the configuration that is no mail address.
    AddressUnusable = "address-unusable", Error, Configuration;
    /// A password that stands in the configuration itself.
    PasswordInline = "password-inline", Error, Configuration;
    /// A DKIM key that stands in the configuration itself.
    KeyInline = "key-inline", Error, Configuration;
    /// A text that is no DKIM selector.
    SelectorInvalid = "selector-invalid", Error, Configuration;
    /// A text that is no domain.
    DomainInvalid = "domain-invalid", Error, Configuration;
    /// An address that secrets must not be sent to.
    EndpointInvalid = "endpoint-invalid", Error, Configuration;
    /// Keys of `oauth` that make no sense together.
    OauthUnclear = "oauth-unclear", Error, Configuration;
    /// No preset of that name.
    PresetUnknown = "preset-unknown", Error, Configuration;
    /// An address that has no room for a token behind it.
    ReturnPathLong = "return-path-long", Error, Configuration;
    /// A needed key is missing from the configuration.
    KeyMissing = "key-missing", Error, Configuration;
    /// A password comes from an environment variable, file or command that does not give one.
    PasswordUnavailable = "password-unavailable", Error, Configuration;
    /// `password` and `oauth` both say how to log in.
    LoginAmbiguous = "login-ambiguous", Error, Configuration;
    /// The command, the endpoint or its answer gives no access token.
    TokenUnavailable = "token-unavailable", Error, Configuration;
    /// No person has logged in by device code, or the login is over.
    LoginNeeded = "login-needed", Error, Configuration;
    /// SMTP without TLS towards another machine.
    UnencryptedLine = "unencrypted-line", Error, Configuration;

    /// A list is configured but its file is missing.
    ListMissing = "list-missing", Error, Configuration;
    /// A file in `data/lists` that no `[[lists]]` entry covers.
    ListUncovered = "list-uncovered", Warning, Configuration;
    /// A folder in `data/lists` with files that no `[[lists]]` entry covers.
    FolderUncovered = "folder-uncovered", Warning, Configuration;
    /// A file in `data/lists` that is not named like a list.
    ListUnrecognised = "list-unrecognised", Warning, Configuration;
    /// A list without rows.
    ListEmpty = "list-empty", Warning, Configuration;
    /// No column of the list holds addresses.
    AddressColumnMissing = "address-column-missing", Error, Configuration;
    /// Two columns of a list mean the same field.
    ColumnTwice = "column-twice", Warning, Configuration;
    /// A list has neither a basis nor rows with one.
    BasisMissing = "basis-missing", Warning, Configuration;
    /// A list names a consent that the settings do not describe.
    ConsentUnknown = "consent-unknown", Error, Configuration;
    /// Two consents have one name.
    ConsentTwice = "consent-twice", Error, Configuration;
    /// Rows whose consent lacks date, source or wording.
    ConsentUnproven = "consent-unproven", Warning, Configuration;
    /// Rows whose wording is that of no consent of the settings.
    WordingUnknown = "wording-unknown", Warning, Configuration;
    /// Rows whose date of consent cannot be read, or is still to come.
    ConsentDateInvalid = "consent-date-invalid", Warning, Configuration;
    /// Rows whose basis is none of those there are.
    BasisUnknown = "basis-unknown", Warning, Configuration;
    /// Customers, and the conditions for writing to them are not confirmed.
    CustomersUnconfirmed = "customers-unconfirmed", Warning, Configuration;
    /// Rows with a contract, and their list names no event.
    ContractWithoutEvent = "contract-without-event", Warning, Configuration;
    /// The campaign or command names a list that does not exist.
    ListUnknown = "list-unknown", Error, Configuration;
    /// A file format that is not read.
    ListFormat = "list-format", Error, Configuration;
    /// A workbook that is encrypted with a password.
    WorkbookProtected = "workbook-protected", Error, Configuration;
    /// A workbook that is torn, or made by something that does not know the format.
    WorkbookDamaged = "workbook-damaged", Error, Configuration;
    /// A workbook that would fill the memory.
    WorkbookTooLarge = "workbook-too-large", Error, Configuration;
    /// A sheet named in the settings that the workbook does not have.
    SheetUnknown = "sheet-unknown", Error, Configuration;
    /// A sheet that is not read, since it is hidden, blank or has no addresses.
    SheetPassedOver = "sheet-passed-over", Note, Configuration;
    /// Cells whose formula nobody computed, or that hold an error.
    CellsWithoutValue = "cells-without-value", Warning, Configuration;
    /// Cells that are drawn together over several rows, of which only the first has the value.
    CellsMerged = "cells-merged", Warning, Configuration;
    /// Keys that a spreadsheet took for numbers got their zeros in front back.
    ZerosRestored = "zeros-restored", Note, Configuration;
    /// A heading of `columns` that the list does not have.
    ColumnUnknown = "column-unknown", Warning, Configuration;
    /// Columns that hold something under no heading and are not used.
    ColumnUnnamed = "column-unnamed", Warning, Configuration;
    /// A row above the headings with an address.
    RowAboveHeadings = "row-above-headings", Warning, Configuration;
    /// A row that waits for a person's decision.
    RowHeld = "row-held", Warning, Configuration;
    /// A file of answers that is called like no event.
    AnswersUnclaimed = "answers-unclaimed", Warning, Configuration;
    /// Of several addresses that are decided to be one person none is written to.
    DecisionsCircle = "decisions-circle", Error, Configuration;
    /// Two addresses are two people by one decision, and one person by others.
    DecisionsContradict = "decisions-contradict", Error, Configuration;
    /// Two addresses of a decision are one.
    DecisionOfOne = "decision-of-one", Error, Configuration;
    /// A mail without a subject.
    SubjectEmpty = "subject-empty", Warning, Configuration;
    /// A subject that mail programs cut off.
    SubjectLong = "subject-long", Note, Configuration;
    /// An HTML part that Gmail cuts off.
    HtmlTooLarge = "html-too-large", Warning, Configuration;
    /// A picture that says nothing to whom it is read out to (WCAG 2.1, 1.1.1).
    ImageWithoutAlt = "image-without-alt", Warning, Configuration;
    /// Text that many people could not read on what it stands on (WCAG 2.1, 1.4.3).
    TextFaint = "text-faint", Warning, Configuration;
    /// A heading below one that is more than a level higher (WCAG 2.1, 1.3.1).
    HeadingSkipped = "heading-skipped", Warning, Configuration;
    /// A link that leads nowhere.
    LinkBroken = "link-broken", Warning, Configuration;
    /// A link that runs or loads something.
    LinkUnsafe = "link-unsafe", Warning, Configuration;
    /// A link that is not encrypted.
    LinkPlainHttp = "link-plain-http", Warning, Configuration;
    /// Words that somebody meant to replace.
    PlaceholderLeft = "placeholder-left", Warning, Configuration;
    /// Markdown, HTML or a placeholder that people see as it was written.
    MarkupLeft = "markup-left", Warning, Configuration;
    /// A word that makes a mail wider than a telephone.
    WordLong = "word-long", Warning, Configuration;
    /// A date with a weekday that is not its own.
    WeekdayWrong = "weekday-wrong", Warning, Configuration;
    /// An event that ends before it begins, or at once.
    EndBeforeStart = "end-before-start", Error, Configuration;
    /// A day of the programme before or after the event.
    DayOutside = "day-outside", Warning, Configuration;
    /// Answers are asked for when the event has begun.
    RsvpLate = "rsvp-late", Warning, Configuration;
    /// A time of day that no clock shows.
    TimeImpossible = "time-impossible", Warning, Configuration;
    /// A campaign that is over before it may begin.
    PeriodReversed = "period-reversed", Error, Configuration;
    /// An event without a beginning, which no calendar can show.
    EventUndated = "event-undated", Error, Configuration;
    /// An invitation to an event that is over.
    EventPast = "event-past", Warning, Configuration;
    /// Answers are asked for by a day that is gone.
    RsvpPast = "rsvp-past", Warning, Configuration;
    /// A mail that calls an event off, and asks whether people come.
    CancelAsks = "cancel-asks", Warning, Configuration;
    /// Of begin and end of an event one has a time of day and the other has none.
    TimesMixed = "times-mixed", Warning, Configuration;
    /// A time of day is to be written of a date that has none.
    TimeUnknown = "time-unknown", Error, Configuration;
    /// A date of an event with a time zone of its own.
    OffsetUnwanted = "offset-unwanted", Error, Configuration;
    /// An event that names itself as the next one.
    NextItself = "next-itself", Error, Configuration;
    /// `[allow]` names a finding that there is none of.
    AllowanceIdle = "allowance-idle", Note, Configuration;
    /// `[allow]` without a reason.
    AllowanceWithoutReason = "allowance-without-reason", Error, Configuration;
    /// Of a person only proof is kept; no mail may go there.
    SuppressionRestricted = "suppression-restricted", Error, Configuration;
    /// Something is kept longer than `[retention]` says.
    RetentionDue = "retention-due", Warning, Configuration;
    /// A period that is none, such as of no length.
    PeriodInvalid = "period-invalid", Error, Configuration;
    /// A day that has to be one to come.
    DatePast = "date-past", Error, Configuration;
    /// A list brings back a person who was erased.
    PersonErased = "person-erased", Warning, Configuration;
    /// A row of a person who was erased and came back names no day of a consent.
    ComebackDateMissing = "comeback-date-missing", Warning, Configuration;
    /// A row of a person who came back names a day on which nobody can have consented.
    ComebackDateInvalid = "comeback-date-invalid", Warning, Configuration;
    /// A row of a person who came back names an older consent.
    ComebackDateEarly = "comeback-date-early", Warning, Configuration;
    /// A row of a person who came back by a consent stands on another basis.
    ComebackBasis = "comeback-basis", Warning, Configuration;
    /// Two lists have one name.
    ListTwice = "list-twice", Error, Configuration;
    /// More lists or columns than can be kept apart.
    ListTooLarge = "list-too-large", Error, Configuration;
    /// A correction of an address that is in no list.
    CorrectionUnknown = "correction-unknown", Warning, Configuration;
    /// A correction that says what the lists say.
    CorrectionIdle = "correction-idle", Note, Configuration;
    /// A correction of the name, beside which nothing else that the lists say of the person is used.
    CorrectionDrops = "correction-drops", Note, Configuration;
    /// Git keeps addresses of people who exist.
    AddressesTracked = "addresses-tracked", Warning, Configuration;
    /// A row without an address.
    AddressMissing = "address-missing", Warning, Configuration;
    /// A row whose address cannot be used.
    AddressInvalid = "address-invalid", Warning, Configuration;
    /// A cell with several addresses, of which the first usable one counts.
    AddressSeveral = "address-several", Warning, Configuration;
    /// A row without any value.
    RowBlank = "row-blank", Note, Configuration;
    /// A row with more cells than the heading.
    RowRagged = "row-ragged", Warning, Configuration;
    /// A row of headings among the rows: the first table's once more, or those of a second one.
    HeadingsAgain = "headings-again", Warning, Configuration;
    /// Names beside addresses, of people whose rows have no other name.
    NameUnused = "name-unused", Warning, Configuration;
    /// A quoted cell has no end.
    QuoteOpen = "quote-open", Warning, Configuration;
    /// A quoted cell has quotes inside that are not doubled.
    QuoteInside = "quote-inside", Warning, Configuration;
    /// A file holds bytes that are none of its encoding.
    BytesBroken = "bytes-broken", Warning, Configuration;
    /// Rows out of which control characters were left.
    ControlCharacters = "control-characters", Warning, Configuration;
    /// Rows whose own date cannot be read.
    DateUnreadable = "date-unreadable", Note, Configuration;
    /// Two rows of one person differ in a value.
    ValueConflict = "value-conflict", Note, Configuration;
    /// Rows with a placeholder for a name.
    NamePlaceholder = "name-placeholder", Note, Configuration;
    /// The form of address is another one than that before the name.
    FormContradictsName = "form-contradicts-name", Warning, Configuration;
    /// A state that is no German Land.
    StateUnknown = "state-unknown", Warning, Configuration;
    /// A key of a municipality that is none.
    AgsInvalid = "ags-invalid", Warning, Configuration;
    /// Keys of municipalities that got back the zero that a spreadsheet took.
    AgsRestored = "ags-restored", Note, Configuration;
    /// The key of a municipality lies in another Land than the one named.
    StateContradictsAgs = "state-contradicts-ags", Warning, Configuration;
    /// The register of municipalities lacks the column of keys, or has lines without one.
    RegisterInvalid = "register-invalid", Warning, Configuration;

    /// No campaign of that name.
    CampaignUnknown = "campaign-unknown", Error, Configuration;
    /// Two campaign files claim one id.
    CampaignIdTwice = "campaign-id-twice", Error, Configuration;
    /// No event of that name.
    EventUnknown = "event-unknown", Error, Configuration;
    /// No template of that name.
    TemplateUnknown = "template-unknown", Error, Configuration;
    /// A place for text of a campaign that stands with a filter, in a condition, or outside of layouts.
    SlotMisused = "slot-misused", Error, Configuration;
    /// An argument that a filter, function or test does not know.
    ArgumentUnknown = "argument-unknown", Error, Configuration;
    /// An attribute that no MJML element knows.
    AttributeUnknown = "attribute-unknown", Warning, Configuration;
    /// A template without the place for the campaign's body.
    BodySlotMissing = "body-slot-missing", Error, Configuration;
    /// A template without the place for what the law wants mails to tell.
    NoticeSlotMissing = "notice-slot-missing", Error, Configuration;
    /// A picture or attachment that does not exist.
    MediaMissing = "media-missing", Error, Configuration;
    /// A file to attach for somebody does not exist.
    AttachmentMissing = "attachment-missing", Error, Configuration;
    /// A kind of file that mail servers of administrations refuse.
    AttachmentRefused = "attachment-refused", Warning, Configuration;
    /// Attachments that make a mail larger than mail servers take.
    MailTooLarge = "mail-too-large", Error, Configuration;
    /// A mail shows a picture that it does not carry.
    PictureUnknown = "picture-unknown", Warning, Configuration;
    /// A picture that mail programs do not show.
    PictureFormat = "picture-format", Warning, Configuration;
    /// A picture says nothing to those who do not see it.
    PictureAltMissing = "picture-alt-missing", Warning, Configuration;
    /// Nobody is named who took the picture.
    PictureCreditMissing = "picture-credit-missing", Warning, Configuration;
    /// Nothing says why the people on the picture may be shown.
    PictureConsentMissing = "picture-consent-missing", Warning, Configuration;
    /// A path that leaves the workspace.
    PathOutside = "path-outside", Error, Configuration;
    /// The campaign's `not_before` lies in the future.
    TooEarly = "too-early", Error, Configuration;
    /// The campaign's `not_after` is over.
    CampaignOver = "campaign-over", Error, Configuration;
    /// The last mail would leave when the event is over.
    FinishesAfterEvent = "finishes-after-event", Warning, Configuration;
    /// The last mail would leave when people can no longer answer.
    FinishesAfterRsvp = "finishes-after-rsvp", Warning, Configuration;
    /// Tera cannot read a tag.
    TagInvalid = "tag-invalid", Error, Configuration;
    /// A value that would go into a mail as HTML.
    FilterUnsafe = "filter-unsafe", Error, Configuration;
    /// A value inside a style, where it could load something.
    TagInStyle = "tag-in-style", Error, Configuration;
    /// A value that would become a part of the page instead of standing in it.
    TagInMarkup = "tag-in-markup", Error, Configuration;
    /// A file that a page for everybody would replace, and that is none.
    FileForeign = "file-foreign", Error, Configuration;
    /// A tag that is not closed, or closes nothing.
    TagUnpaired = "tag-unpaired", Error, Configuration;
    /// A tag stands where it does not survive Markdown, MJML or inlining.
    TagMisplaced = "tag-misplaced", Error, Configuration;
    /// A name no list and no schema knows.
    VariableUnknown = "variable-unknown", Error, Configuration;
    /// A name that a campaign gives something for nothing.
    VariableUnused = "variable-unused", Note, Configuration;
    /// A link that only a web server could answer.
    LinkUnavailable = "link-unavailable", Error, Configuration;
    /// A known field that some contacts lack.
    ValueMissing = "value-missing", Error, Configuration;
    /// A fact of the event that its file does not give.
    FactMissing = "fact-missing", Error, Configuration;
    /// A tag fails for a contact in another way.
    RenderFailed = "render-failed", Error, Configuration;
    /// A template that another one asks for does not exist.
    PartMissing = "part-missing", Error, Configuration;
    /// Templates that ask for each other in a circle.
    PartCircle = "part-circle", Error, Configuration;
    /// Templates that stand in each other too deep, or too often.
    PartTooDeep = "part-too-deep", Error, Configuration;
    /// A template below a folder that no other one asks for.
    PartUnused = "part-unused", Note, Configuration;
    /// A block that what the template extends has no place for.
    BlockUnknown = "block-unknown", Error, Configuration;
    /// Blocks that are unclosed, nameless or twice there, and text beside them.
    BlockStructure = "block-structure", Error, Configuration;
    /// A colour that is not written `#rrggbb`.
    ColourInvalid = "colour-invalid", Error, Configuration;
    /// Colours of `[brand]` that many people could not read on each other.
    ContrastLow = "contrast-low", Warning, Configuration;
    /// MJML cannot be read.
    MjmlInvalid = "mjml-invalid", Error, Configuration;
    /// A template that runs code or has something fetched.
    ForeignContent = "foreign-content", Error, Configuration;
    /// A condition compares the Land with something that is none.
    StateLiteralUnknown = "state-literal-unknown", Error, Configuration;
    /// A condition compares several names with a single word: it never holds.
    ComparisonNever = "comparison-never", Error, Configuration;
    /// A value of a contact compared with a number: all of them are texts.
    NumberCompared = "number-compared", Error, Configuration;
    /// A word alone in place of a condition, which holds for everybody.
    ConstantAlone = "constant-alone", Error, Configuration;
    /// A question about the past whose name is computed: it would be answered with no for everybody.
    QuestionComputed = "question-computed", Error, Configuration;
    /// The rule of an audience cannot be read.
    SegmentInvalid = "segment-invalid", Error, Configuration;
    /// The page of an event whose address would run something.
    UrlUnsafe = "url-unsafe", Error, Configuration;
    /// A layout as MJML and as HTML.
    TemplateTwice = "template-twice", Error, Configuration;
    /// A page for everybody that shows what belongs to one person.
    PublicPersonal = "public-personal", Error, Configuration;
    /// A part of a mail does not lead to the imprint (§ 5 DDG).
    ImprintMissing = "imprint-missing", Warning, Configuration;
    /// A part of a mail does not lead to the privacy notice (Art. 13 DSGVO).
    PrivacyMissing = "privacy-missing", Warning, Configuration;
    /// A part of a mail lacks the sender's postal address.
    PostalAddressMissing = "postal-address-missing", Warning, Configuration;
    /// Nothing for the place beside the subject that the layout has.
    PreheaderMissing = "preheader-missing", Note, Configuration;
    /// More beside the subject than mail programs show.
    PreheaderLong = "preheader-long", Note, Configuration;
    /// The text part lacks what the HTML part says.
    TextDiverges = "text-diverges", Warning, Configuration;
    /// The words of a link do not tell where it leads (WCAG 2.1, 2.4.4).
    LinkText = "link-text", Warning, Configuration;
    /// Nothing in a part of a mail lets people unsubscribe.
    UnsubscribeMissing = "unsubscribe-missing", Warning, Configuration;
    /// An `answers` file that cannot be understood.
    AnswersInvalid = "answers-invalid", Warning, Configuration;
    /// An answer in a row that is hidden or struck through.
    AnswersHeld = "answers-held", Warning, Configuration;
    /// Answers without a date to an event that has moved.
    AnswersUndated = "answers-undated", Warning, Configuration;
    /// People whom a campaign does not reach.
    PeopleLeftOut = "people-left-out", Note, Configuration;
    /// Two files hold the answers to one event.
    AnswersTwice = "answers-twice", Error, Configuration;
    /// Nobody is left to write to.
    AudienceEmpty = "audience-empty", Warning, Configuration;

    /// Another `send` works on the ledger.
    LedgerLocked = "ledger-locked", Error, Circumstance;
    /// The ledger lies where locks and syncs cannot be trusted.
    LedgerOnShare = "ledger-on-share", Error, Configuration;
    /// The ledger was written by a newer version.
    LedgerNewer = "ledger-newer", Error, Configuration;
    /// The file is no ledger or is damaged.
    LedgerDamaged = "ledger-damaged", Error, Circumstance;
    /// The ledger cannot be written, for example because the disk is full.
    LedgerUnwritable = "ledger-unwritable", Error, Circumstance;
    /// The configured kind of ledger is not supported.
    LedgerKind = "ledger-kind", Error, Configuration;
    /// Another ledger sent last, or there is none here though one sent.
    LedgerOther = "ledger-other", Error, Configuration;
    /// The ledger does not know the last runs.
    LedgerOlder = "ledger-older", Error, Configuration;
    /// `data/ledger.toml` cannot be understood.
    LedgerRecord = "ledger-record", Error, Configuration;
    /// There is no ledger yet.
    LedgerMissing = "ledger-missing", Error, Configuration;
    /// The file is no backup, or is damaged.
    BackupInvalid = "backup-invalid", Error, Configuration;
    /// The backup would replace what it is made of.
    BackupOverLedger = "backup-over-ledger", Error, Configuration;
    /// The keys that signed earlier mails are gone.
    KeysMissing = "keys-missing", Error, Configuration;
    /// The campaign was sent in runs that this ledger does not know.
    CampaignUncertain = "campaign-uncertain", Warning, Configuration;
    /// The event's time or place is other than calendars have it, and its revision is not higher.
    RevisionDue = "revision-due", Error, Configuration;
    /// The campaign told some people another time or place than its event has now.
    EventMoved = "event-moved", Error, Configuration;
    /// The campaign's event was called off after mails went out.
    EventCancelled = "event-cancelled", Error, Configuration;
    /// People who were told another time or place, or that the event is on, have not heard what holds now.
    ChangeUntold = "change-untold", Warning, Configuration;
    /// The campaign's event changed after mails went out.
    CampaignMoved = "campaign-moved", Warning, Configuration;
    /// A campaign that went out under another id.
    CampaignRenamed = "campaign-renamed", Warning, Configuration;
    /// Content or audience changed since they were agreed to.
    PlanChanged = "plan-changed", Warning, Configuration;
    /// A real `send` needs an approval, and there is none.
    ApprovalMissing = "approval-missing", Error, Configuration;
    /// What is about to be sent is not what was approved.
    ApprovalVoid = "approval-void", Error, Configuration;
    /// A seal that cannot be understood, or was changed by hand.
    ApprovalInvalid = "approval-invalid", Error, Configuration;
    /// The approval ends before the campaign may begin.
    ApprovalEndsEarly = "approval-ends-early", Warning, Configuration;
    /// Somebody who may not approve.
    ApproverUnknown = "approver-unknown", Error, Configuration;
    /// A reply that is no mail, or has no sender or no date.
    EvidenceInvalid = "evidence-invalid", Error, Configuration;
    /// A reply that does not name the fingerprint of what is approved.
    EvidenceOther = "evidence-other", Error, Configuration;
    /// A reply of somebody else than the approver.
    EvidenceStranger = "evidence-stranger", Error, Configuration;
    /// A person stopped the campaign.
    CampaignStopped = "campaign-stopped", Warning, Configuration;
    /// Key file unreadable.
    KeyInvalid = "key-invalid", Error, Configuration;
    /// The DKIM key cannot be read.
    KeyUnreadable = "key-unreadable", Error, Configuration;
    /// Others can read the DKIM key.
    KeyWorldReadable = "key-world-readable", Error, Configuration;
    /// The file holds no key that DKIM signs with.
    KeyUnusable = "key-unusable", Error, Configuration;
    /// A new key would overwrite one.
    KeyExists = "key-exists", Error, Configuration;
    /// The cryptography does not sign, or makes no key.
    SigningFailed = "signing-failed", Error, Circumstance;
    /// No pages can be served on this port of the own machine.
    PortTaken = "port-taken", Error, Circumstance;
    /// The outbox cannot be written.
    OutboxUnwritable = "outbox-unwritable", Error, Circumstance;
    /// No connection to the mail server.
    ServerUnreachable = "server-unreachable", Error, Circumstance;
    /// The server asks to come back later, before it knows what for.
    ServerBusy = "server-busy", Error, Circumstance;
    /// The server's certificate is not trusted.
    CertificateUntrusted = "certificate-untrusted", Error, Configuration;
    /// The server offers no STARTTLS.
    StarttlsMissing = "starttls-missing", Error, Configuration;
    /// Somebody on the way put words into the server's mouth before the line was encrypted.
    StarttlsInjected = "starttls-injected", Error, Circumstance;
    /// Login refused.
    LoginRefused = "login-refused", Error, Configuration;
    /// The server refuses the sender or every mail.
    ServerRefuses = "server-refuses", Error, Circumstance;
    /// A ledger that is replaced by a backup cannot be read any more.
    SuppressionsLost = "suppressions-lost", Warning, Circumstance;
    /// The server refuses so many mails that going on would burn the sender's name.
    ReputationAtRisk = "reputation-at-risk", Error, Circumstance;
    /// One mail after the other gets no answer to its final dot.
    AnswersMissing = "answers-missing", Error, Circumstance;
    /// The machine's clock is years behind.
    ClockWrong = "clock-wrong", Error, Configuration;
    /// The log file could not be written to its end.
    LogIncomplete = "log-incomplete", Warning, Circumstance;
    /// A question cannot be asked without a terminal.
    ConfirmationMissing = "confirmation-missing", Error, Configuration;
    /// No browser could be opened.
    BrowserUnopened = "browser-unopened", Warning, Circumstance;
    /// The folder for a preview holds other things.
    FolderForeign = "folder-foreign", Error, Configuration;
    /// `send --again` over a mail server.
    RehearsalOnly = "rehearsal-only", Error, Configuration;
    /// The merged list would overwrite one of the lists.
    OutputIsList = "output-is-list", Error, Configuration;
    /// The merged list would become a list.
    OutputAmongLists = "output-among-lists", Error, Configuration;
    /// A file format that is not written.
    OutputFormat = "output-format", Error, Configuration;
    /// The address named on the command line is not usable.
    ArgumentAddress = "argument-address", Error, Configuration;
    /// The address named on the command line is in no list.
    ContactUnknown = "contact-unknown", Error, Configuration;
    /// The address named on the command line is one that the campaign leaves out.
    ContactLeftOut = "contact-left-out", Error, Configuration;
    /// Questions about contacts that nobody has decided.
    ReviewWaiting = "review-waiting", Note, Configuration;
    /// The address named has no delivery in doubt.
    NothingInDoubt = "nothing-in-doubt", Error, Configuration;
    /// A name that a new file cannot have.
    NewNameInvalid = "new-name-invalid", Error, Configuration;
    /// A new file would overwrite another one.
    NewExists = "new-exists", Error, Configuration;
    /// A new campaign needs an event and a layout, and there is none.
    NewNeeds = "new-needs", Error, Configuration;
    /// A new workspace would overwrite what the folder holds.
    WorkspaceExists = "workspace-exists", Error, Configuration;
    /// The file named for writing exists already.
    FileExists = "file-exists", Error, Configuration;
    /// What is named on the command line is neither an address nor a domain.
    ArgumentKey = "argument-key", Error, Configuration;
    /// What is to be lifted is not on the suppression list.
    SuppressionUnknown = "suppression-unknown", Error, Configuration;
    /// A row of an imported suppression list has a scope, a reason or a date that nobody knows.
    SuppressionRow = "suppression-row", Error, Configuration;
    /// Who unsubscribed is taken off the suppression list by the person's own later consent only.
    ConsentNeeded = "consent-needed", Error, Configuration;
    /// Somebody who was erased can come back only by a consent that is later and proven.
    ErasedConsentNeeded = "erased-consent-needed", Error, Configuration;
    /// Nobody consents in the future.
    ConsentFuture = "consent-future", Error, Configuration;
    /// What proves a consent is blank.
    ProofBlank = "proof-blank", Error, Configuration;
    /// What is named on the command line is no day.
    ArgumentDate = "argument-date", Error, Configuration;
    /// The person got no mail of that campaign.
    MailUnknown = "mail-unknown", Error, Configuration;
    /// What the mail was made from is not in the ledger.
    MailNotStored = "mail-not-stored", Error, Configuration;
    /// Two options exclude each other or one is missing.
    OptionsUnclear = "options-unclear", Error, Configuration;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_names_are_unique() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
