//! Cases of our own: queries with what must come of them. Only tests live here.

mod checked;
mod printed;
mod read;
mod run;
pub mod table;
mod whole;
