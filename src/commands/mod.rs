//! The subcommands, one file each: they parse, choose the world, run, and print why it ended.
//!
//! Never here: anything two commands share; that belongs to a floor below.

pub mod explain;
