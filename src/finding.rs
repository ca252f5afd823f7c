//! What a person is told about a place in a file; the sentence itself stands in `locales/` under the code.

use std::fmt;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something was decided that a person may want to know.
    Note,
    /// The work goes on, but somebody should look.
    Warning,
    /// The thing named cannot be used.
    Error,
}

/// Who can mend it: decides between exit codes 1 and 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A file of the workspace or the command line (exit code 2).
    Configuration,
    /// The machine, the network or another process (exit code 1).
    Circumstance,
}

/// A place in a file of the workspace. Lines and columns count from 1, columns in characters; 0 means the whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Place {
    /// Path as the person knows it: relative to the workspace where it lies inside.
    pub file: String,
    /// Line, from 1; 0 for the whole file.
    pub line: u32,
    /// Column in characters, from 1; 0 for the whole line.
    pub column: u32,
}

impl Place {
    /// The whole file.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), line: 0, column: 0 }
    }

    /// A whole line of a file.
    pub fn line(file: impl Into<String>, line: u32) -> Self {
        Self { file: file.into(), line, column: 0 }
    }

    /// The place of byte `offset` in `text`, which begins on line `first_line` of the file.
    pub fn of_offset(file: &str, text: &str, offset: usize, first_line: u32) -> Self {
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[..end];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            file: file.to_owned(),
            line: first_line + count(before.matches('\n').count()),
            column: 1 + count(before[line_start..].chars().count()),
        }
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if self.column > 0 {
            write!(f, ":{}", self.column)?;
        }
        Ok(())
    }
}

/// One finding: a code, a place, and the facts its sentence needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which sentence.
    pub code: Code,
    /// Where, if a file is concerned.
    pub place: Option<Place>,
    /// What the sentence fills in; names are those of the Fluent placeables.
    pub facts: Vec<(&'static str, String)>,
}

impl Finding {
    /// A finding without a place and without facts.
    pub fn new(code: Code) -> Self {
        Self { code, place: None, facts: Vec::new() }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.facts.push((name, value.to_string()));
        self
    }

    /// How much it weighs.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// The English form for logs; people read the sentence of `locales/`.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(self.code.name())?;
        for (name, value) in &self.facts {
            write!(f, " {name}={value:?}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Finding {}

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
    /// The file named on the command line does not exist.
    FileUnknown = "file-unknown", Error, Configuration;
    /// TOML syntax, unknown key or wrong type.
    TomlInvalid = "toml-invalid", Error, Configuration;
    /// A file that must begin with `+++` does not, or the closing `+++` is missing.
    FrontMatterMissing = "front-matter-missing", Error, Configuration;
    /// The file is not UTF-8.
    NotUtf8 = "not-utf8", Error, Configuration;
    /// A value of the configuration cannot be understood.
    ValueInvalid = "value-invalid", Error, Configuration;
    /// No preset of that name.
    PresetUnknown = "preset-unknown", Error, Configuration;
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
    /// A list without rows.
    ListEmpty = "list-empty", Warning, Configuration;
    /// No column of the list holds addresses.
    AddressColumnMissing = "address-column-missing", Error, Configuration;
    /// Two columns of a list mean the same field.
    ColumnTwice = "column-twice", Warning, Configuration;
    /// A list has neither a basis nor rows with one.
    BasisMissing = "basis-missing", Warning, Configuration;
    /// The campaign or command names a list that does not exist.
    ListUnknown = "list-unknown", Error, Configuration;
    /// A file format that is not read.
    ListFormat = "list-format", Error, Configuration;
    /// Two lists have one name.
    ListTwice = "list-twice", Error, Configuration;
    /// More lists or columns than can be kept apart.
    ListTooLarge = "list-too-large", Error, Configuration;
    /// A row without an address.
    AddressMissing = "address-missing", Warning, Configuration;
    /// A row whose address cannot be used.
    AddressInvalid = "address-invalid", Warning, Configuration;
    /// A row without any value.
    RowBlank = "row-blank", Note, Configuration;
    /// A row with more or fewer cells than the heading.
    RowRagged = "row-ragged", Warning, Configuration;
    /// Two rows of one person differ in a value.
    ValueConflict = "value-conflict", Note, Configuration;
    /// A state that is no German Land.
    StateUnknown = "state-unknown", Warning, Configuration;

    /// No campaign of that name.
    CampaignUnknown = "campaign-unknown", Error, Configuration;
    /// Two campaign files claim one id.
    CampaignIdTwice = "campaign-id-twice", Error, Configuration;
    /// No event of that name.
    EventUnknown = "event-unknown", Error, Configuration;
    /// No template of that name.
    TemplateUnknown = "template-unknown", Error, Configuration;
    /// A template without the place for the campaign's body.
    BodySlotMissing = "body-slot-missing", Error, Configuration;
    /// A picture or attachment that does not exist.
    MediaMissing = "media-missing", Error, Configuration;
    /// A path that leaves the workspace.
    PathOutside = "path-outside", Error, Configuration;
    /// The campaign's `not_before` lies in the future.
    TooEarly = "too-early", Error, Configuration;
    /// The last mail would leave when the event is over.
    FinishesAfterEvent = "finishes-after-event", Warning, Configuration;
    /// The last mail would leave when people can no longer answer.
    FinishesAfterRsvp = "finishes-after-rsvp", Warning, Configuration;
    /// Tera cannot read a tag.
    TagInvalid = "tag-invalid", Error, Configuration;
    /// A tag stands where it does not survive Markdown, MJML or inlining.
    TagMisplaced = "tag-misplaced", Error, Configuration;
    /// A name no list and no schema knows.
    VariableUnknown = "variable-unknown", Error, Configuration;
    /// A known field that some contacts lack.
    ValueMissing = "value-missing", Error, Configuration;
    /// A fact of the event that its file does not give.
    FactMissing = "fact-missing", Error, Configuration;
    /// A tag fails for a contact in another way.
    RenderFailed = "render-failed", Error, Configuration;
    /// MJML cannot be read.
    MjmlInvalid = "mjml-invalid", Error, Configuration;
    /// A template that runs code or has something fetched.
    ForeignContent = "foreign-content", Error, Configuration;
    /// The rule of an audience cannot be read.
    SegmentInvalid = "segment-invalid", Error, Configuration;
    /// Nothing in the mail lets people unsubscribe.
    UnsubscribeMissing = "unsubscribe-missing", Warning, Configuration;
    /// An `answers` file that cannot be understood.
    AnswersInvalid = "answers-invalid", Warning, Configuration;
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
    /// The outbox cannot be written.
    OutboxUnwritable = "outbox-unwritable", Error, Circumstance;
    /// No connection to the mail server.
    ServerUnreachable = "server-unreachable", Error, Circumstance;
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
    /// The folder for a preview holds other things.
    FolderForeign = "folder-foreign", Error, Configuration;
    /// `send --again` over a mail server.
    RehearsalOnly = "rehearsal-only", Error, Configuration;
    /// The merged list would overwrite one of the lists.
    OutputIsList = "output-is-list", Error, Configuration;
    /// The address named on the command line is not usable.
    ArgumentAddress = "argument-address", Error, Configuration;
    /// The address named has no delivery in doubt.
    NothingInDoubt = "nothing-in-doubt", Error, Configuration;
    /// The file named for writing exists already.
    FileExists = "file-exists", Error, Configuration;
    /// What is named on the command line is neither an address nor a domain.
    ArgumentKey = "argument-key", Error, Configuration;
    /// What is to be lifted is not on the suppression list.
    SuppressionUnknown = "suppression-unknown", Error, Configuration;
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
    fn a_place_counts_lines_from_the_first_and_columns_in_characters() {
        let place = Place::of_offset("a.md", "Größe\nfür {{ x }}", "Größe\nfür ".len(), 7);
        assert_eq!(place.to_string(), "a.md:8:5");
    }

    #[test]
    fn code_names_are_unique() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
