//! The functions of one row, by family. Arguments that cannot be used give null, never an error.

mod call;
pub mod date;
mod encoding;
mod hash;
mod ip;
mod java_date;
pub mod json;
mod numeric;
pub mod string;

pub use call::call;
