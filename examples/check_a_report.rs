//! A host's view: compile rules once, check a report, use what was found as data.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "an example prints")]

use gouji::{CheckOptions, Engine, Lang, RuleSet, Verdict};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/examples/reports/wrong.md").to_owned());

    // Once for the life of the program; rules that are wrong do not compile.
    let rules = RuleSet::shipped()?;

    let report = Engine::new().load(&rules, &std::fs::read(path)?)?;
    let options = CheckOptions { lang: Lang::En, ..CheckOptions::default() };
    let found = Engine::new().check(&rules, &report, &options).ok_or("no rules for this form")?;

    for finding in found.findings.iter().filter(|f| f.outcome == Verdict::Violated) {
        println!("{}: {}", finding.rule, finding.message);
        for cell in &finding.cells {
            let line = cell.place.as_ref().and_then(|p| p.line).unwrap_or(0);
            println!("  line {line}: {} = {}", cell.id, cell.value.as_deref().unwrap_or(cell.state));
        }
    }
    println!("{}", serde_json::to_string(&found.outcomes)?);
    Ok(())
}
