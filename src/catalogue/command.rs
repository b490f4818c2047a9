//! Words of the command.
