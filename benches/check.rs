//! Times of compiling the shipped rules, reading a report, and checking it. A time is never a test.
#![allow(missing_docs, clippy::expect_used, clippy::disallowed_methods, reason = "a benchmark stops at the first surprise")]

use divan::Bencher;
use gouji::eval::Related;
use gouji::explain::CheckOptions;
use gouji::{Engine, RuleSet};

fn main() {
    divan::main();
}

fn report() -> Vec<u8> {
    std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/reports/wrong.md")).expect("the example is there")
}

#[divan::bench]
fn compile_shipped_rules() -> RuleSet {
    RuleSet::shipped().expect("the shipped rules compile")
}

#[divan::bench]
fn read_a_report(bencher: Bencher) {
    let rules = RuleSet::shipped().expect("the shipped rules compile");
    let bytes = report();
    bencher.bench(|| Engine::new().load(&rules, &bytes).expect("a report"));
}

#[divan::bench]
fn evaluate_a_report(bencher: Bencher) {
    let rules = RuleSet::shipped().expect("the shipped rules compile");
    let report = Engine::new().load(&rules, &report()).expect("a report");
    // Prepared anew each time: what is read from prose is part of the work.
    bencher.bench(|| Engine::new().evaluate(&rules, &Engine::new().prepare(&rules, "", &report), &Related::default()));
}

#[divan::bench]
fn check_a_report(bencher: Bencher) {
    let rules = RuleSet::shipped().expect("the shipped rules compile");
    let report = Engine::new().load(&rules, &report()).expect("a report");
    bencher.bench(|| Engine::new().check(&rules, &report, &CheckOptions::default()));
}
