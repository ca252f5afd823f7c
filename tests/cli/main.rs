//! The command as people use it: arguments in; standard output, standard error, exit code and files out.

mod approve;
mod bad_input;
mod check;
mod dkim;
mod double;
mod few_connections;
mod identity;
mod injection;
mod issuer;
mod kill;
mod kill_random;
mod ledger;
mod limits;
mod login;
mod merge;
mod person;
mod postfix;
mod postgrey;
mod preview;
mod sample;
mod send;
mod status;
mod stop;
mod suppress;
mod tls;
mod workdir;
