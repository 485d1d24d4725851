//! PLOVER and CAMEO: what the codes are, what they mean, and how one turns into another.
//!
//! The tables are `data/ontology/*.tsv`, in our own words after the PLOVER manual; they are part of the program.

mod auxiliary;
mod cameo;
mod explain;
mod plover;
mod table;

pub use auxiliary::{Auxiliary, Resolution, resolve_auxiliary};
pub use cameo::{CameoCode, cameo};
pub use explain::{Explanation, Sense, explain};
pub use plover::{
    Context, EventType, Mode, Sector, Status, UnknownCode, intensity, is_nonstate, quad,
};
