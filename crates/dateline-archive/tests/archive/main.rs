//! The archive as its callers meet it.

mod adding;
mod made;
mod opening;
mod queries;
