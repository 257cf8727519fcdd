//! From trees back to text. What is printed reads as the same tree; only places, blanks and comments differ.
//! Never here: how anything looks on a screen.

mod commands;
mod expr;
mod name;
mod query;
