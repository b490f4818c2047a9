//! Laws that hold for every report and every rule.

use gouji::engine::{Engine, RuleSet};
use gouji::eval::{Outcomes, Related};
use gouji::explain::CheckOptions;
use gouji::finding::Verdict;
use gouji::program::Range;
use gouji::report::{Cell, CellState, Report};
use gouji::source::Source;
use gouji::value::Decimal;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::sync::{Arc, LazyLock};

static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::shipped().expect("the shipped rules compile"));

fn cell(state: CellState) -> Cell {
    let text = match state {
        CellState::Number(n) => Some(n.to_string()),
        CellState::Blank => Some(String::new()),
        CellState::Placeholder => Some("/".to_owned()),
        CellState::Unreadable => Some("见附件".to_owned()),
        CellState::Missing => None,
    };
    Cell { state, text, place: None }
}

fn any_state() -> impl Strategy<Value = CellState> {
    prop_oneof![
        6 => (-2i64..30).prop_map(|n| CellState::Number(Decimal::from(n))),
        1 => Just(CellState::Number(Decimal::new(15, 1))),
        1 => Just(CellState::Blank),
        1 => Just(CellState::Placeholder),
        1 => Just(CellState::Unreadable),
        1 => Just(CellState::Missing),
    ]
}

fn any_report() -> impl Strategy<Value = Report> {
    proptest::collection::vec(any_state(), 200).prop_map(|states| {
        let form = RULES.forms().remove(0);
        let mut report = Report::empty(form);
        report.year = Some(2025);
        report.cells = states.into_iter().map(cell).collect();
        report
    })
}

/// A small form whose rules are easy to decide by trying every value.
const SMALL: &str = r#"
表样 小 "小" { 部分 一 "数" { 表 甲 件 { 列 数  行 a  行 b  行 c  行 d } } }
规则 和 "和" { 级别 强制 依据 "无" 要求 甲.a[数] + 甲.b[数] = 甲.c[数] }
规则 倍 "倍" { 级别 强制 依据 "无" 要求 甲.a[数] × 2 + 甲.b[数] × 3 = 甲.c[数] }
规则 偶 "偶" { 级别 强制 依据 "无" 要求 甲.a[数] × 2 - 甲.b[数] × 4 = 甲.c[数] }
规则 界 "界" { 级别 强制 依据 "无" 要求 甲.a[数] + 甲.b[数] <= 甲.c[数] }
规则 链 "链" { 级别 强制 依据 "无" 要求 0 <= 甲.a[数] <= 甲.c[数] }
规则 消 "消" { 级别 强制 依据 "无" 要求 甲.a[数] + 甲.b[数] = 甲.a[数] + 甲.c[数] }
规则 若 "若" { 级别 强制 依据 "无" 要求 若 甲.a[数] > 甲.b[数] 则 甲.c[数] > 甲.d[数] }
规则 异 "异" { 级别 强制 依据 "无" 要求 甲.a[数] × 2 ≠ 甲.c[数] × 2 }
"#;

static SMALL_RULES: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::compile([Source::new("small.gj", SMALL)]).unwrap_or_else(|e| panic!("{e}")));

/// Whether each rule of the small form holds for these figures, written once more by hand.
fn holds(rule: &str, [a, b, c, d]: [i64; 4]) -> bool {
    match rule {
        "和" => a + b == c,
        "倍" => 2 * a + 3 * b == c,
        "偶" => 2 * a - 4 * b == c,
        "界" => a + b <= c,
        "链" => 0 <= a && a <= c,
        "消" => b == c,
        "若" => a <= b || c > d,
        "异" => a != c,
        other => panic!("{other}"),
    }
}

fn small_report(cells: &[Option<i64>; 4]) -> Report {
    let form = SMALL_RULES.forms().remove(0);
    let mut report = Report::empty(form);
    report.cells = cells.iter().map(|n| cell(n.map_or(CellState::Blank, |n| CellState::Number(Decimal::from(n))))).collect();
    report
}

/// Every way to fill the blanks with 0 … `most`.
fn fillings(cells: &[Option<i64>; 4], most: i64) -> Vec<[i64; 4]> {
    let mut all = vec![[0; 4]];
    for (i, cell) in cells.iter().enumerate() {
        let choices: Vec<i64> = cell.map_or_else(|| (0..=most).collect(), |n| vec![n]);
        all = all
            .into_iter()
            .flat_map(|f| {
                choices.iter().map(move |c| {
                    let mut f = f;
                    f[i] = *c;
                    f
                })
            })
            .collect();
    }
    all
}

fn evaluated(report: &Report) -> Outcomes {
    let engine = Engine::new();
    engine.evaluate(&SMALL_RULES, &engine.prepare(&SMALL_RULES, "", report), &Related::default()).expect("rules for its form")
}

const LINEAR: [&str; 5] = ["和", "倍", "偶", "界", "消"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, rng_seed: RngSeed::Fixed(2021), ..ProptestConfig::default() })]

    /// Outcomes add up to the number of instances, and every finding carries something to look at.
    #[test]
    fn outcomes_add_up_and_findings_have_evidence(report in any_report()) {
        let options = CheckOptions { verbose: true, ..CheckOptions::default() };
        let found = Engine::new().check(&RULES, &report, &options).expect("rules for its form");
        let program = &RULES.programs()[0];
        // Rules over prose have an instance for each section that is not there.
        let fixed: usize = program.rules.iter().filter(|r| r.range == Range::Fixed && r.needs.is_empty()).map(|r| r.instances.len()).sum();
        prop_assert_eq!(found.outcomes.total(), found.findings.len());
        let over_prose = program.rules.iter().filter(|r| r.range != Range::Fixed || !r.needs.is_empty()).count();
        prop_assert_eq!(found.findings.len(), fixed + over_prose);
        for finding in &found.findings {
            prop_assert!(!(finding.cells.is_empty() && finding.quotes.is_empty() && finding.absent.is_empty()), "{:?}", finding);
            let undecided = finding.outcome == Verdict::Undecided;
            prop_assert_eq!(undecided, finding.reason.is_some());
        }
        let mut prints: Vec<&str> = found.findings.iter().map(|f| f.fingerprint.as_str()).collect();
        prints.sort_unstable();
        prints.dedup();
        prop_assert_eq!(prints.len(), found.findings.len(), "fingerprints tell findings apart");
    }

    /// A verdict is so for every value a blank may hold; for one linear comparison it is undecided only if both are possible.
    #[test]
    fn verdicts_on_blanks_are_sound_and_linear_ones_exact(cells in proptest::array::uniform4(proptest::option::weighted(0.6, 0i64..9))) {
        let report = small_report(&cells);
        let outcomes = evaluated(&report);
        let program = &SMALL_RULES.programs()[0];
        let fillings = fillings(&cells, 40);
        let zeros: [i64; 4] = cells.map(|c| c.unwrap_or(0));
        for outcome in &outcomes.outcomes {
            let rule = program.rules[outcome.rule].id.as_str();
            let all = fillings.iter().all(|f| holds(rule, *f));
            let none = !fillings.iter().any(|f| holds(rule, *f));
            match outcome.verdict {
                Verdict::Violated => prop_assert!(none, "{rule} {cells:?}"),
                Verdict::Satisfied if outcome.assumed.is_empty() => prop_assert!(all, "{rule} {cells:?}"),
                Verdict::Satisfied => prop_assert!(holds(rule, zeros), "{rule} {cells:?}"),
                Verdict::Undecided => {
                    prop_assert!(!holds(rule, zeros), "{rule} {cells:?}: 0 for each blank fits");
                    if LINEAR.contains(&rule) {
                        // Filled up to 40 the small figures have met every value that matters.
                        prop_assert!(!all && !none, "{rule} {cells:?} is decided by trying every value");
                    }
                }
                other => prop_assert!(false, "{rule}: {other:?}"),
            }
        }
    }

    /// Taking a figure away never makes a violated instance pass without a recorded assumption.
    #[test]
    fn a_figure_less_never_turns_violated_into_satisfied(cells in proptest::array::uniform4(0i64..9), blank in 0usize..4) {
        let mut fewer = cells.map(Some);
        fewer[blank] = None;
        let before = evaluated(&small_report(&cells.map(Some)));
        let after = evaluated(&small_report(&fewer));
        for (b, a) in before.outcomes.iter().zip(&after.outcomes) {
            if b.verdict == Verdict::Violated && a.verdict == Verdict::Satisfied {
                prop_assert!(!a.assumed.is_empty());
            }
        }
    }

    /// Any text is a rule file with errors, or without; it is never a panic, and what it says points into it.
    #[test]
    fn any_text_is_parsed_without_a_panic(text in "[规则表样列行要求范围申请逐列新收总计合计不含且或非若则(){}“”\"=+<>0-9a-z；：，. \n]{0,200}") {
        if let Err(errors) = RuleSet::compile([Source::new("any.gj", text.as_str())]) {
            prop_assert!(!errors.diagnostics.is_empty());
            for d in &errors.diagnostics {
                let source = errors.sources.get(d.span.source);
                prop_assert!(source.text().is_char_boundary(d.span.start as usize) && source.text().is_char_boundary(d.span.end as usize));
            }
        }
    }

    /// A rule file cut off anywhere, or with a piece taken out, is reported and never a panic.
    #[test]
    fn damaged_rule_files_are_reported(at in 0usize..3000, length in 1usize..40) {
        let text = include_str!("../../rules/national/common/tables.gj");
        let start = text.char_indices().map(|(i, _)| i).nth(at).unwrap_or(text.len());
        let end = text[start..].char_indices().map(|(i, _)| start + i).nth(length).unwrap_or(text.len());
        let damaged = format!("{}{}", &text[..start], &text[end..]);
        let _ = RuleSet::compile([Source::new("damaged.gj", damaged.as_str())]);
    }
}

/// The order in which rules are written changes nothing but the order of what is found.
#[test]
fn verdicts_do_not_depend_on_rule_order() {
    let report = std::fs::read(super::command::root().join("examples/reports/wrong.md")).expect("the example is there");
    let items: Vec<&str> = include_str!("../../rules/national/common/tables.gj").split("\n\n").collect();
    let turned: Vec<&str> = items.iter().rev().copied().collect();
    let findings = |text: String| {
        let rules = RuleSet::compile([Source::new("rules.gj", text.as_str())]).unwrap_or_else(|e| panic!("{e}"));
        let report = Engine::new().load(&rules, &report).expect("a report");
        let options = CheckOptions { verbose: true, ..CheckOptions::default() };
        let mut found = Engine::new().check(&rules, &report, &options).expect("rules").findings;
        found.sort_by(|a, b| (&a.rule, &a.instance).cmp(&(&b.rule, &b.instance)));
        found
    };
    assert_eq!(findings(items.join("\n\n")), findings(turned.join("\n\n")));
    let _: Arc<gouji::form::Form> = RULES.forms().remove(0);
}
