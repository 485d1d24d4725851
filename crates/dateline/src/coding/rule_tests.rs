//! Runs the example sentences of every rule through the real model: each must match, or be left alone.
//!
//! The model is a trained one, so a few examples fail with each new model. They are listed in
//! `testdata/rules/known-failures.txt`; the test fails when an example not listed there fails, and when a listed one
//! passes, so that the list stays true.

use std::collections::BTreeSet;

use super::examples;
use super::rules::Rules;
use crate::pipeline::Pipeline;

#[test]
fn examples_of_every_rule() {
    let pipeline = Pipeline::built_in().expect("the built-in parts");
    let rules = Rules::built_in().expect("the built-in rules");
    let listed = include_str!("../../../../testdata/rules/known-failures.txt");
    let known: BTreeSet<&str> = listed
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .collect();
    let mut failed = BTreeSet::new();
    let mut report = String::new();
    for failure in examples::check(&pipeline, &rules, rules.all().iter(), false) {
        let line = format!("{}: {}", failure.rule, failure.sentence);
        if !known.contains(line.as_str()) {
            report.push_str(&format!("{line}\n    found {:?}\n", failure.found));
        }
        failed.insert(line);
    }
    let mended: Vec<&&str> = known
        .iter()
        .filter(|line| !failed.contains(**line))
        .collect();
    println!("{} known failures", known.len());
    assert!(
        report.is_empty(),
        "examples that fail and are not listed as known failures:\n{report}"
    );
    assert!(
        mended.is_empty(),
        "these pass now; take them off the list:\n{mended:#?}"
    );
}
