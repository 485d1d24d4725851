//! Chances that signs speak for: a logistic regression over named numbers and the type of an act, fitted by
//! `training/signs.py` and kept in `data`.

use std::collections::HashMap;

use serde::Deserialize;

use crate::ontology::EventType;

/// What each of `N` signs weighs.
pub(crate) struct Weights<const N: usize> {
    /// In the order of the signs' names.
    signs: [f32; N],
    /// What a type of act does before any sign.
    types: HashMap<String, f32>,
    base: f32,
}

/// What a file of weights holds.
#[derive(Deserialize)]
struct Fitted {
    base: f32,
    signs: HashMap<String, f32>,
    types: HashMap<String, f32>,
}

impl<const N: usize> Weights<N> {
    /// Reads the file of weights that is part of the program.
    ///
    /// # Panics
    /// When it holds no number for one of the signs, which the tests exclude.
    pub(crate) fn built_in(json: &str, names: &[&str; N]) -> Weights<N> {
        let fitted: Fitted = serde_json::from_str(json).expect("a file of weights holds numbers");
        let weight = |name: &str| {
            let found = fitted.signs.get(name).copied();
            found.unwrap_or_else(|| panic!("a file of weights holds no number for \"{name}\""))
        };
        Weights {
            signs: names.map(weight),
            types: fitted.types,
            base: fitted.base,
        }
    }

    /// The chance, 0 to 1, that signs speak for.
    pub(crate) fn chance(&self, event_type: EventType, signs: &[f32; N]) -> f32 {
        let of_type = self.types.get(event_type.code()).copied();
        let weighed = signs.iter().zip(&self.signs).map(|(sign, w)| w * sign);
        let points = self.base + of_type.unwrap_or_default() + weighed.sum::<f32>();
        1.0 / (1.0 + (-points).exp())
    }
}
