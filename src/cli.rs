//! The global options and the list of commands.
