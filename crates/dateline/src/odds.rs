//! Which country it is, of several that an article names: the odds of each by a small network over its signs, and the odds of
//! "none of them". Fitted by `training/countries.py` and kept in `data`.

use serde::Deserialize;

/// A network for `SIGNS` signs of a country. What is asked for is one of several kinds, which is known to it as well.
#[derive(Deserialize)]
pub(crate) struct Odds<const SIGNS: usize> {
    /// The weights of the signs, then of the kinds.
    straight: Vec<f32>,
    inner: Vec<Vec<f32>>,
    inner_bias: Vec<f32>,
    outer: Vec<f32>,
    /// For each kind, what speaks for "no country".
    nobody: Vec<f32>,
}

impl<const SIGNS: usize> Odds<SIGNS> {
    /// Reads the file of weights that is part of the program.
    ///
    /// # Panics
    /// When it holds more or fewer numbers than there are signs and kinds, which the tests exclude.
    pub(crate) fn built_in(json: &str, kinds: usize) -> Odds<SIGNS> {
        let odds: Odds<SIGNS> = serde_json::from_str(json).expect("a file of odds holds numbers");
        let inputs = SIGNS + kinds;
        let is_whole = odds.nobody.len() == kinds
            && odds.straight.len() == inputs
            && odds.inner.iter().all(|weights| weights.len() == inputs)
            && odds.inner.len() == odds.inner_bias.len()
            && odds.inner.len() == odds.outer.len();
        assert!(is_whole, "a file of odds holds numbers for {inputs} inputs");
        odds
    }

    /// The likeliest of some countries, each with its signs, and its chance, 0 to 1; `None` where the chance of "no country" is `too_likely`
    /// or higher.
    pub(crate) fn likeliest(
        &self,
        kind: usize,
        countries: impl IntoIterator<Item = (String, [f32; SIGNS])>,
        too_likely: f32,
    ) -> Option<(String, f32)> {
        let odds = countries
            .into_iter()
            .map(|(country, signs)| (country, self.of(kind, &signs)));
        likeliest(odds, self.of_nobody(kind), too_likely)
    }

    /// The logarithm of the odds, up to a constant, of a country with these signs.
    pub(crate) fn of(&self, kind: usize, signs: &[f32; SIGNS]) -> f32 {
        let weigh = |weights: &[f32]| -> f32 {
            let of_signs: f32 = weights.iter().zip(signs).map(|(w, x)| w * x).sum();
            of_signs + weights[SIGNS + kind]
        };
        let inner = self.inner.iter().zip(&self.inner_bias).zip(&self.outer);
        weigh(&self.straight)
            + inner
                .map(|((weights, bias), outer)| outer * (weigh(weights) + bias).max(0.0))
                .sum::<f32>()
    }

    /// The same of "no country".
    pub(crate) fn of_nobody(&self, kind: usize) -> f32 {
        self.nobody[kind]
    }
}

/// The country with the highest log odds, with its chance; `None` where the chance of "no country" is `too_likely` or higher.
pub(crate) fn likeliest(
    countries: impl Iterator<Item = (String, f32)>,
    nobody: f32,
    too_likely: f32,
) -> Option<(String, f32)> {
    let countries: Vec<(String, f32)> = countries.collect();
    let all = countries.iter().map(|(_, odds)| (odds - nobody).exp());
    let all: f32 = 1.0 + all.sum::<f32>();
    let (country, odds) = countries.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    (1.0 / all < too_likely).then(|| (country, (odds - nobody).exp() / all))
}
