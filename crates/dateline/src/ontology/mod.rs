//! PLOVER and CAMEO: what the codes are and mean.
