//! The command as people use it: arguments in; standard output, standard error, exit code and files out.

mod bad_input;
mod check;
mod double;
mod injection;
mod kill;
mod ledger;
mod merge;
mod person;
mod postfix;
mod preview;
mod sample;
mod send;
mod status;
mod suppress;
mod workdir;
