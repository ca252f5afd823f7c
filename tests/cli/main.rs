//! The command as people use it: arguments in; standard output, standard error, exit code and files out.

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
mod limits;
mod login;
mod merge;
mod postfix;
mod postgrey;
mod preview;
mod sample;
mod send;
mod status;
mod stop;
mod tls;
mod workdir;
