//! PLOVER and CAMEO: what the codes are, what they mean, and how one turns into another.
//!
//! The tables are `data/ontology/*.tsv`, in our own words after the PLOVER manual; they are part of the program.

mod auxiliary;
mod plover;
mod table;

pub use auxiliary::{Auxiliary, Resolution, resolve_auxiliary};
pub use plover::{
    Context, EventType, Mode, Sector, Status, UnknownCode, intensity, is_nonstate, quad,
};
