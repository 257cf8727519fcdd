//! What could stand where the cursor is. Never here: keys, drawing.

mod clauses;
mod made;
mod offer;
mod offers;
mod place;

pub use offer::{Known, Offer, Offers};
pub use offers::offers;
