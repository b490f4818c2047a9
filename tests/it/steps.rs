//! `gouji explain … --on`: rules and results step by step, as a rule author reads them.

use super::command::{gouji, root, scratch, snapshot};
use super::office;
use gouji::Lang;
use gouji::engine::{Engine, RuleSet};
use gouji::eval::Related;
use gouji::explain::steps::{Holds, InstanceSteps, RuleSteps, Wanted};
use gouji::finding::Verdict;
use gouji::program::Range;
use std::path::Path;

/// What each command line prints, run in `folder`.
fn told(folder: &Path, lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines {
        let arguments: Vec<&str> = line.split_whitespace().collect();
        text.push_str(&format!("$ gouji {line}\n{}\n", gouji(folder, &arguments, b"")));
    }
    text
}

#[track_caller]
fn tells(name: &str, folder: &str, lines: &[&str]) {
    snapshot(&root().join("tests/cases/steps"), name, &told(&root().join(folder), lines));
}

const HERE: &str = "tests/cases/steps";

#[test]
fn a_sum_shows_its_terms_both_sides_and_their_difference() {
    tells(
        "sums",
        HERE,
        &[
            "explain 收支平衡 --on report.md --rules hotline.gj",
            "explain 收支平衡[电话] --on report.md --rules hotline.gj --lang en",
            "explain 支出 --on report.md --rules hotline.gj",
            "explain 办结率 --on report.md --rules hotline.gj",
        ],
    );
    // A long sum shows what is not 0.
    tells("long-sum", "examples/reports", &["explain 表三-结果分项[总计] --on wrong.md"]);
}

#[test]
fn what_is_no_figure_says_so_and_what_it_may_be() {
    tells(
        "gaps",
        HERE,
        &[
            "explain 收支平衡[网络] --on gaps.md --rules hotline.gj",
            "explain 行合计 --on gaps.md --rules hotline.gj",
            "explain 行合计[本月新收] --on gaps.md --rules hotline.gj --lang en",
        ],
    );
}

#[test]
fn an_explanation_that_holds_is_shown_beside_the_requirement_that_does_not() {
    tells(
        "explained",
        HERE,
        &["explain 行合计[本月办结] --on last.md --rules hotline.gj", "explain 行合计[本月办结] --on last.md --rules hotline.gj --lang en"],
    );
}

#[test]
fn blanks_taken_for_zero_are_said() {
    tells(
        "assumed",
        HERE,
        &[
            "explain 行合计[上月结转] --on gaps.md --rules hotline.gj",
            "explain 行合计[上月结转] --on gaps.md --rules hotline.gj --lang en",
            "explain 支出 --on gaps.md --rules hotline.gj",
        ],
    );
}

#[test]
fn conditions_are_shown_part_by_part() {
    tells(
        "conditions",
        HERE,
        &[
            "explain 大户 --on report.md --rules hotline.gj",
            "explain 大户 --on report.md --rules hotline.gj --lang en",
            "explain 支出-有数 --on report.md --rules hotline.gj",
            "explain 支出-有数 --on gaps.md --rules hotline.gj",
            "explain 支出-有数 --on gaps.md --rules hotline.gj --body 单位类别=政府",
            "explain 全为整数 --on report.md --rules hotline.gj",
            "explain 有数 --on report.md --rules hotline.gj",
        ],
    );
}

#[test]
fn last_years_operands_say_whose_they_are() {
    tells(
        "prior",
        HERE,
        &[
            "explain 衔接 --on report.md --rules hotline.gj",
            "explain 衔接[电话] --on report.md --rules hotline.gj --lang en",
            "explain 衔接 --on report.md --prior last.md --rules hotline.gj",
            "explain 衔接[网络] --on report.md --on last.md --rules hotline.gj --lang en",
        ],
    );
}

#[test]
fn figures_of_the_text_show_their_sentences() {
    tells(
        "prose",
        HERE,
        &[
            "explain 新收一致 --on report.md --rules hotline.gj",
            "explain 满意 --on report.md --rules hotline.gj",
            "explain 用语 --on report.md --rules hotline.gj",
            "explain 用语 --on gaps.md --rules hotline.gj --lang en",
            "explain 试用 --on gaps.md --rules hotline.gj",
        ],
    );
}

#[test]
fn a_rule_that_stayed_silent_says_why() {
    let folder = scratch("steps-silent");
    for name in ["hotline.gj", "report.md"] {
        std::fs::copy(root().join(HERE).join(name), folder.join(name)).expect("copied");
    }
    let report = std::fs::read_to_string(folder.join("report.md")).expect("readable");
    let without = report.replace("全年新收来电57件。", "").replace("满意率约95%。", "");
    std::fs::write(folder.join("silent.md"), &without).expect("written");
    std::fs::write(folder.join("cut.md"), without.replace("一、总体情况", "概述")).expect("written");
    let text = told(
        &folder,
        &[
            "explain 新收一致 --on silent.md --rules hotline.gj",
            "explain 新收一致 --on silent.md --rules hotline.gj --lang en",
            "explain 满意 --on silent.md --rules hotline.gj",
            "explain 新收一致 --on cut.md --rules hotline.gj",
        ],
    );
    snapshot(&root().join(HERE), "silent", &text);
    tells("too-few", "examples/reports", &["explain 正文-新收自洽 --on wrong.md", "explain 正文-新收自洽 --on wrong.md --lang en"]);
}

#[test]
fn other_forms_packs_and_trials_are_told_of() {
    tells(
        "elsewhere",
        "tests/cases/check",
        &[
            "explain 表样-2021年格式 --on edition-of-2019/report.md",
            "explain 表样-2021年格式 --on edition-of-2019/report.md --lang en",
            "explain 结转偏多 --on layers-of-packs/report.md --rules layers-of-packs/office",
            "explain 逾期-部门 --on layers-of-packs/report.md --rules layers-of-packs/office --body 单位类别=部门 --body 发布日期=2026-01-25",
            "explain 正文-篇幅 --on layers-of-packs/report.md --rules layers-of-packs/office",
        ],
    );
}

#[test]
fn other_bodies_and_all_reports_together() {
    tells(
        "others",
        "tests/cases/check",
        &[
            "explain 雷同 --on reports-alike/report.json --rules reports-alike/rules.gj",
            "explain 全零偏多 --on reports-alike/report.json --rules reports-alike/rules.gj",
            "explain 全零偏多 --on reports-alike/report.json --rules reports-alike/rules.gj --lang en",
            "explain 汇总-新收 --on sum-of-subordinates-wrong/report.json --children sum-of-subordinates-wrong/children --body 口径=汇总 --rules sum-of-subordinates-wrong/rules.gj",
            "explain 汇总-新收 --on sum-of-subordinates-wrong/report.json --rules sum-of-subordinates-wrong/rules.gj",
            "explain 雷同-上年 --on section-five-as-last-year/report.json --prior section-five-as-last-year/prior.json --rules section-five-as-last-year/rules.gj",
        ],
    );
}

#[test]
fn a_result_goes_by_its_fingerprint() {
    tells(
        "fingerprints",
        "examples/reports",
        &[
            "explain d11e9600b2563e7d --on wrong.md",
            "explain 05B380 --on wrong.md",
            "explain 05b3800da565 --on wrong.md --lang en",
            // Not one, too little of one, one that is nearly one, the beginning of several, one without a report.
            "explain ffffff --on wrong.md",
            "explain ffffff --on wrong.md --lang en",
            "explain 05b --on wrong.md",
            "explain 05b38a0da5 --on wrong.md",
            "explain b62c --on wrong.md",
            "explain b62c --on wrong.md --lang en",
            "explain 05b3800d",
            "explain 05b3800d --lang en",
        ],
    );
}

#[test]
fn wrong_usage_says_what_is_meant() {
    tells(
        "usage",
        "examples/reports",
        &[
            "explain 表四-合记 --on wrong.md",
            "explain 表四-合计[行政复意] --on wrong.md",
            "explain 表四-合计[行政复意] --on wrong.md --lang en",
            "explain 表样-2021年格式[总计] --on wrong.md",
            "explain 正文-新收一致[7] --on wrong.md",
            "explain 表四-合计[行政复议]",
            "explain --on wrong.md",
            "explain 表四-合计 --format json",
            "explain 表四-合计 --on nothing.md",
            "explain 表四-合计 --on nothing.md --lang en",
            "explain 表四-合计 --on ../office/prior.gj",
            "explain 05b3800d --on nothing.md --on right.md",
            "explain 表四-合计 --on wrong.md --rules nothing.gj",
            "explain 表四-合计 --on wrong.md --body 口径",
        ],
    );
}

#[test]
fn the_page_of_a_code_needs_no_report() {
    let folder = root().join("examples/reports");
    assert_eq!(gouji(&folder, &["explain", "E0203", "--on", "wrong.md"], b""), gouji(&folder, &["explain", "E0203"], b""));
}

#[test]
fn programs_are_told_the_same() {
    tells("json", HERE, &["explain 收支平衡[电话] --on report.md --rules hotline.gj --format json"]);
}

#[test]
fn standard_input_and_folders_are_reports_too() {
    let folder = root().join("examples/reports");
    let report = std::fs::read(folder.join("wrong.md")).expect("readable");
    let text = gouji(&folder, &["explain", "d11e", "--on", "-"], &report);
    assert!(text.starts_with("exit: 0\n--- stdout\n-\n") && text.contains("左边减右边  -1 件"), "{text}");
    let text = gouji(&folder, &["explain", "表四-合计", "--on", "."], b"");
    assert!(text.contains("right.md") && text.contains("wrong.md"), "{text}");
    assert_eq!(text, gouji(&folder, &["explain", "表四-合计", "--on", ".", "--jobs", "1"], b""));
}

#[test]
fn a_report_of_another_body_is_not_last_years_and_is_told_of() {
    let folder = scratch("steps-misplaced");
    for name in ["hotline.gj", "report.md"] {
        std::fs::copy(root().join(HERE).join(name), folder.join(name)).expect("copied");
    }
    let last = std::fs::read_to_string(root().join(HERE).join("last.md")).expect("readable");
    std::fs::write(folder.join("other.md"), last.replace("青松市", "黄松市")).expect("written");
    let arguments = ["explain", "衔接[电话]", "--on", "report.md", "--prior", "other.md", "--rules", "hotline.gj"];
    let text = gouji(&folder, &arguments, b"");
    assert!(text.starts_with("exit: 0") && text.contains("没有给出 2024 年的报告") && text.contains("跳过 other.md"), "{text}");
}

#[test]
fn check_names_fingerprints_where_everything_is_listed() {
    let folder = root().join("examples/reports");
    assert!(!gouji(&folder, &["check", "wrong.md"], b"").contains("d11e9600b2563e7d"));
    assert!(gouji(&folder, &["check", "wrong.md", "-v"], b"").contains("指纹  d11e9600b2563e7d"));
}

#[test]
fn rules_that_mean_harm_are_told_in_bounds() {
    let folder = scratch("steps-bounds");
    let rules = std::fs::read_to_string(root().join(HERE).join("hotline.gj")).expect("readable");
    let form = rules.split("规则 收支平衡").next().expect("a form").replace("排除 转办", "");
    let cell = "来电.本月新收[电话]";
    let rule = |id: &str, require: &str| format!("规则 {id} \"{id}\" {{\n  级别 提示\n  依据 \"限度\"\n  要求 {require}\n}}\n");
    let long = vec![cell; 150].join(" + ");
    let nested = format!("{}{cell} = 1{}", "非 (".repeat(40), ")".repeat(40));
    let many: Vec<String> = (0..90).map(|n| format!("{cell} = {n}")).collect();
    let square = "每一 新收 满足 (存在 来电 满足 (本格 > 本条 且 存在 同批 满足 (同批.本格 > 本条)))";
    let all = [
        rule("长", &format!("{long} = 1")),
        rule("深", &nested),
        rule("多", &many.join(" 且 ")),
        rule("平方", square),
        rule("满意", "唯一(满意率) > 0%"),
        rule("词", "非 全文 包含 转办"),
    ];
    std::fs::write(folder.join("rules.gj"), format!("{form}{}", all.concat())).expect("written");
    let report = std::fs::read_to_string(root().join(HERE).join("report.md")).expect("readable");
    let sentences: String = (1..900).map(|n| format!("新收{n}件。")).collect();
    let report = report.replace("全年新收来电57件。", &sentences).replace("青松市", "青\u{1b}[31m松\u{202e}市");
    std::fs::write(folder.join("report.md"), report).expect("written");
    for (id, lines) in [("长", 700), ("深", 40), ("多", 700), ("平方", 700), ("词", 40)] {
        for format in ["pretty", "json"] {
            let text = gouji(&folder, &["explain", id, "--on", "report.md", "--rules", "rules.gj", "--format", format], b"");
            assert!(text.starts_with("exit: 0"), "{id}: {text}");
            assert!(format == "json" || text.lines().count() < lines, "{id}: {} lines", text.lines().count());
            assert!(!text.contains(['\u{1b}', '\u{202e}']), "{id}");
        }
    }
}

/// Whether the steps of an instance say what its verdict says.
fn agrees(instance: &InstanceSteps) -> bool {
    use gouji::explain::steps::Step;
    let of = |name: &str| -> Vec<Option<Holds>> {
        let part = |s: &&Step| s.part.and_then(|p| serde_json::to_value(p).ok()).is_some_and(|p| p == name);
        instance.steps.iter().filter(part).map(|s| s.holds).collect()
    };
    let (when, require, explained) = (of("when"), of("require"), of("or_explained"));
    let applies = when.iter().all(|h| *h == Some(Holds::Yes));
    match instance.outcome {
        Verdict::Satisfied => applies && require == [Some(Holds::Yes)],
        Verdict::Violated => applies && require == [Some(Holds::No)] && explained.iter().all(|h| *h == Some(Holds::No)),
        Verdict::Explained => applies && require == [Some(Holds::No)] && explained.contains(&Some(Holds::Yes)),
        Verdict::NotApplicable => instance.steps.is_empty() || when == [Some(Holds::No)] && require.is_empty(),
        Verdict::Undecided => {
            instance.steps.is_empty() || [&when, &require, &explained].iter().any(|all| all.contains(&Some(Holds::Unknown)))
        }
    }
}

/// Every rule on a report, the instances that are told in full.
fn full(rules: &RuleSet, path: &str) -> Vec<(String, InstanceSteps)> {
    let engine = Engine::new();
    let bytes = std::fs::read(root().join(path)).expect("readable");
    let report = engine.load(rules, &bytes).expect("a report");
    let prepared = engine.prepare(rules, path, &report);
    let program = rules.program_for(&report).expect("rules for its form");
    let mut all = Vec::new();
    for rule in program.rules.iter().filter(|r| r.range != Range::Batch) {
        let steps: RuleSteps =
            engine.steps(rules, &prepared, &Related::default(), (&rule.id, Wanted::All), Lang::Zh).expect("the rule is there");
        assert_eq!(steps.outcomes.total(), steps.instances.len() + steps.more, "{}", rule.id);
        assert!(steps.outcomes.total() > 0 || steps.silent.is_some(), "{} is silent, and does not say why", rule.id);
        all.extend(steps.instances.into_iter().filter(|i| i.full).map(|i| (rule.id.clone(), i)));
    }
    all
}

#[test]
fn the_steps_come_to_the_verdict() {
    let office = office::rules();
    for path in ["examples/reports/wrong.md", "tests/cases/check/seven-refusal-rows-printed-blank/report.md"] {
        let all = full(&office, path);
        assert!(all.len() > 150, "{path}: {}", all.len());
        let wrong: Vec<_> = all.iter().filter(|(_, i)| !agrees(i)).collect();
        assert!(wrong.is_empty(), "{path}: {wrong:#?}");
    }
}
