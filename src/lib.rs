//! rundbrief turns contact lists and event reports, kept as files, into personal mails, and sends each of them once.
//!
//! The data goes one way, and the rooms of the house stand along it:
//!
//! | room | what it does |
//! | --- | --- |
//! | [`list`] | files of rows, read as they are: encoding, delimiter, headings |
//! | [`contact`] | rows merged into contacts, each value with its origin; salutations |
//! | [`audience`] | whom a campaign reaches, whom not, and why |
//! | [`campaign`], [`event`] | what people write: front matter and Markdown |
//! | [`decision`] | what people decided about contacts, in a file |
//! | [`approval`] | a person's seal over content and audience |
//! | [`message`] | a campaign compiled once, rendered per contact, written as MIME |
//! | [`ledger`] | what was planned, what left, what came back; the only SQL |
//! | [`delivery`] | pace, SMTP, outbox; takes rendered mails and knows no templates |
//! | [`preview`] | the dry run as pages |
//! | [`web`] | pages for the browser of this machine |
//!
//! Below them, known to all: [`finding`], [`address`], [`token`], [`digest`], [`credential`], [`template`],
//! [`frontmatter`], [`clock`], [`cores`], [`dns`], [`media`], [`nearest`], [`refusal`], [`folding`], [`durable`],
//! [`signals`], [`pieces`], [`watch`]. Above them: [`config`] reads the settings, [`command`] holds one verb a
//! file and is the only room that knows several stages, [`terminal`] is the only one that prints, [`cli`] declares the command line.
//!
//! A stage never reaches up, and never sideways against the direction of the data; `tests/house.rs` guards that.

pub mod address;
pub mod approval;
pub mod audience;
pub mod campaign;
pub mod cli;
pub mod clock;
pub mod command;
pub mod config;
pub mod contact;
pub mod cores;
pub mod credential;
pub mod decision;
pub mod delivery;
pub mod digest;
pub mod dns;
pub mod durable;
pub mod event;
pub mod finding;
pub mod folding;
pub mod frontmatter;
pub mod ledger;
pub mod list;
pub mod media;
pub mod message;
pub mod nearest;
pub mod pieces;
pub mod preview;
pub mod refusal;
pub mod signals;
pub mod template;
pub mod terminal;
pub mod token;
pub mod watch;
pub mod web;
