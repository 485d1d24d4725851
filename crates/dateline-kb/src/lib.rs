//! Who is who and where is where, by date.
//!
//! A leaf: it knows names, offices, roles and places, and nothing of sentences or events. Two compiled files hold
//! the facts, `data/knowledge.bin` (who) and `data/places.bin` (where); [`compile`] makes them from the readable
//! tables and [`Knowledge::from_bytes`] and [`Gazetteer::from_bytes`] read them without copying.
//!
//! - [`Knowledge::resolve`]: a noun phrase on a day, such as "Russian Deputy Foreign Minister Andrey Rudenko", to an
//!   [`Actor`] with country, sector, role and person.
//! - [`Additions`]: actors that a user brings along, over the built-in ones.
//! - [`Knowledge::scan`]: all known names in a row of words.
//! - [`Gazetteer::places`] and [`Gazetteer::resolve_places`]: a place name to candidates, and all place names of a
//!   text to the places meant.

mod actor;
mod additions;
pub mod compile;
mod error;
mod fold;
mod knowledge;
mod lookup;
mod names;
mod phrase;
mod phrase_actor;
mod phrase_person;
mod place_context;
pub mod place_score;
mod places;
mod resolve;
mod store;
mod surname;
mod titles;
mod vocabulary;

pub use actor::{Actor, Country, Match, MatchKind, Organisation, Outlet, Role, Term};
pub use additions::{Additions, Note};
pub use error::Error;
pub use fold::fold;
pub use knowledge::Knowledge;
pub use places::{Gazetteer, Place, PlaceContext, PlaceMention, Precision, kilometres};
