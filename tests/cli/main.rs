//! The command as people use it: arguments in; standard output, standard error, exit code and files out.

mod bad_input;
mod check;
mod double;
mod identity;
mod injection;
mod kill;
mod merge;
mod postfix;
mod preview;
mod sample;
mod send;
mod status;
mod stop;
mod workdir;
