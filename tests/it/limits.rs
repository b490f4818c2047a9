//! What an author or a document can make large is counted, and reaching a limit is said: undecided, never a value and never a pass.

use super::command::{gouji, root};
use gouji::engine::{Engine, RuleSet};
use gouji::eval::{Absence, Member, Related};
use gouji::finding::{Reason, Verdict};
use gouji::report::{Paragraph, Place, Report, Section};
use gouji::source::Source;

fn compile(text: &str) -> RuleSet {
    RuleSet::compile([Source::new("rules.gj", text)]).unwrap_or_else(|e| panic!("{e}"))
}

fn report(rules: &RuleSet, text: &str) -> Report {
    let mut report = Report::empty(rules.forms().remove(0));
    report.year = Some(2025);
    let paragraph = Paragraph { text: text.to_owned(), pieces: vec![(0, Place::default())] };
    report.sections =
        vec![Section { id: "一".to_owned(), title: "总体情况".to_owned(), place: Place::default(), paragraphs: vec![paragraph] }];
    report
}

fn outcomes(rules: &RuleSet, report: &Report) -> Vec<(Verdict, Option<Reason>)> {
    let engine = Engine::new();
    let outcomes = engine.evaluate(rules, &engine.prepare(rules, "", report), &Related::default()).expect("rules for its form");
    outcomes.outcomes.iter().map(|o| (o.verdict, o.reason)).collect()
}

/// Patterns that would take a matcher that tries one way after the other longer than anyone waits.
#[test]
fn patterns_built_to_backtrack_end() {
    let patterns = [
        format!("{}{{数}}件", "(收)?(到)?(申)?".repeat(40)),
        format!("({}收){{数}}件", "(收|到|收到|…)?".repeat(30)),
        "((收…到…)*…(收…到…)*)*{数}件".to_owned(),
        format!("{}{{数}}件", "…收".repeat(60)),
        "(收{分:数}|到…)*{数}件".to_owned(),
    ];
    let text = "收到".repeat(4_000) + "申请3件。" + &"收1到".repeat(1_000);
    for pattern in patterns {
        let rules = format!("读数 甲 件 {{ 取自 部分(一) 句式 \"{pattern}\" }} 规则 乙 \"乙\" {{ 级别 提示 依据 \"无\" 要求 一致(甲) }}");
        match RuleSet::compile([Source::new("rules.gj", rules.as_str())]) {
            Ok(rules) => drop(outcomes(&rules, &report(&rules, &text))),
            // Or it is refused as too large, before any report is read.
            Err(errors) => assert!(errors.diagnostics.iter().all(|d| d.code() == "E0408"), "{pattern}: {errors}"),
        }
    }
    for pattern in ["(a*)*b", "(a|aa)+$", "(.*)*收", "(a{0,100}){0,100}", "((a{50}){50}){50}"] {
        let rules = format!("规则 乙 \"乙\" {{ 级别 提示 依据 \"无\" 要求 非 部分(一) 匹配 /{pattern}/ }}");
        match RuleSet::compile([Source::new("rules.gj", rules.as_str())]) {
            Ok(rules) => drop(outcomes(&rules, &report(&rules, &"a".repeat(200_000)))),
            Err(errors) => assert!(errors.diagnostics.iter().all(|d| d.code() == "E0315"), "{pattern}: {errors}"),
        }
    }
}

#[test]
fn sentences_beyond_the_limit_are_one_instance_that_is_not_decided() {
    let rules = compile("规则 乙 \"乙\" { 级别 提示 依据 \"无\" 范围 部分(一) 逐句 要求 非 本句 包含 \"××\" }");
    let found = outcomes(&rules, &report(&rules, &"工作平稳。".repeat(20_001)));
    assert_eq!(found.len(), 20_001);
    assert_eq!(found.last(), Some(&(Verdict::Undecided, Some(Reason::Limit))));
    assert!(found.iter().take(20_000).all(|o| *o == (Verdict::Satisfied, None)));
}

#[test]
fn figures_beyond_the_limit_are_one_instance_that_is_not_decided() {
    let rules = compile(
        "读数 甲 件 { 取自 部分(一) 句式 \"收到{数}件\" } 规则 乙 \"乙\" { 级别 提示 依据 \"无\" 范围 甲 逐条 要求 本条 = 3 }
         规则 丙 \"丙\" { 级别 提示 依据 \"无\" 要求 一致(甲) } 规则 丁 \"丁\" { 级别 提示 依据 \"无\" 要求 计数(甲) <= 1000 }",
    );
    let found = outcomes(&rules, &report(&rules, &"收到3件。".repeat(1_001)));
    assert_eq!(found[999..=1000], [(Verdict::Satisfied, None), (Verdict::Undecided, Some(Reason::Limit))]);
    // All that were looked at agree, and there are more; there are a thousand, or more.
    assert_eq!(found[1001..], [(Verdict::Undecided, Some(Reason::Limit)), (Verdict::Undecided, Some(Reason::Limit))]);
}

/// A rule that goes through all reports for each of all reports for each of all reports.
#[test]
fn steps_beyond_the_limit_are_not_decided() {
    let rules = compile(
        "规则 乙 \"乙\" { 级别 提示 依据 \"无\"
           要求 计数(同批 满足 存在 同批 满足 (存在 同批 满足 (每一 同批 满足 (同批.年度 > 年度)))) = 0 }
         规则 丙 \"丙\" { 级别 提示 依据 \"无\" 要求 计数(同批) = 299 }",
    );
    let engine = Engine::new();
    let reports: Vec<Report> = (0..300).map(|_| report(&rules, "")).collect();
    let prepared: Vec<_> = reports.iter().map(|r| engine.prepare(&rules, "", r)).collect();
    let missing = Err(Absence::NotGiven);
    let members: Vec<Member> = prepared
        .iter()
        .map(|p| Member { name: String::new(), attributes: Default::default(), reports: [Ok(p), missing, missing, missing] })
        .collect();
    let related = Related { peers: Some(&members), own_peer: Some(0), ..Related::default() };
    let outcomes = engine.evaluate(&rules, &prepared[0], &related).expect("rules for its form").outcomes;
    let found: Vec<_> = outcomes.iter().map(|o| (o.verdict, o.reason)).collect();
    assert_eq!(found, [(Verdict::Undecided, Some(Reason::Limit)), (Verdict::Satisfied, None)]);
}

/// How many work at once shows nowhere in what they find.
#[test]
fn the_number_of_jobs_changes_nothing() {
    let folder = root().join("tests/cases/check/reports-alike");
    let more = root().join("examples/reports").to_string_lossy().into_owned();
    for format in ["pretty", "json"] {
        let run = |jobs: &str| {
            gouji(&folder, &["check", "report.json", &more, "--rules", "rules.gj", "--format", format, "--verbose", "--jobs", jobs], b"")
        };
        let one = run("1");
        for jobs in ["2", "3", "16"] {
            assert_eq!(one, run(jobs), "{jobs}");
        }
    }
}
