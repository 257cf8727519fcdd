//! What can be done to the account now, with its price: only what is legal in this state, what takes least away first.
//!
//! Never here: what is wrong. The verdict's way out, the menu's star, the palette and the guided way all read the same
//! list, made of what is given here ([`super::verdict::Diagnosis::ways_out`]).

mod hook;
mod lost;
mod none;
mod price;
mod settle;
mod stack;
mod state;
mod ways;

pub use hook::at_hook;
pub use settle::settle;
pub use stack::continue_rollback;
pub use ways::for_service;
