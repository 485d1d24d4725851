//! Who is who and where is where, by date.
