//! What must never be said of a report: verdicts that rest on a rounding, on a file that was not read, or on whose figures they are.

use super::command::gouji;
use serde_json::{Value, json};
use std::path::PathBuf;

/// A report in which every cell holds 0, but for those given.
fn report(agency: &str, year: i32, cells: &[(&str, &str)], sections: &[(&str, &str)]) -> Value {
    let rules = gouji::RuleSet::shipped().expect("the shipped rules compile");
    let form = rules.forms().remove(0);
    let mut all: serde_json::Map<String, Value> = form.cells().map(|c| (form.cell_name(c).to_owned(), json!("0"))).collect();
    for (name, value) in cells {
        assert!(all.insert((*name).to_owned(), json!(value)).is_some(), "{name} is a cell");
    }
    let sections: Vec<Value> = sections.iter().map(|(id, text)| json!({"id": id, "title": "", "text": text})).collect();
    let title = format!("{agency}{year}年政府信息公开工作年度报告");
    json!({"schema": "gouji.reading/1", "reports": [{"form": form.name, "agency": agency, "title": title, "year": year, "cells": all, "sections": sections}]})
}

/// What one requirement comes to, on a report with others beside it.
struct Case {
    folder: PathBuf,
}

impl Case {
    fn new(name: &str, declared: &str, require: &str, own: &Value) -> Case {
        let folder = std::env::temp_dir().join(format!("gouji-sound-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let rules = format!("{declared}\n规则 r \"r\" {{ 级别 强制  依据 \"x\"  {require} }}\n");
        std::fs::write(folder.join("rules.gj"), rules).expect("written");
        let case = Case { folder };
        case.put("report.json", &own.to_string());
        case
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("written");
    }

    /// The outcomes of the first report, as `outcome` or `outcome reason`.
    fn outcomes(&self, more: &[&str]) -> Vec<String> {
        let mut arguments = vec!["check", "report.json", "--rules", "rules.gj", "--format", "json", "--verbose"];
        arguments.extend(more);
        let said = gouji(&self.folder, &arguments, b"");
        let json = said.split("--- stdout\n").nth(1).unwrap_or_else(|| panic!("{said}"));
        let json = json.split("\n--- stderr").next().unwrap_or(json);
        let findings: Value = serde_json::from_str(json).unwrap_or_else(|e| panic!("{e}\n{said}"));
        let of = |f: &Value| match f["reason"].as_str() {
            Some(reason) => format!("{} {reason}", f["outcome"].as_str().unwrap_or("?")),
            None => f["outcome"].as_str().unwrap_or("?").to_owned(),
        };
        findings["reports"][0]["findings"].as_array().map(|all| all.iter().map(of).collect()).unwrap_or_default()
    }
}

impl Drop for Case {
    fn drop(&mut self) {
        // A folder that stays behind in the temporary folder is no reason to fail.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

const N: &str = "申请.新收[总计]";
const FEE: &str = "收费.行政事业性收费[金额]";

/// Written amounts agree where they agree to their last digits; that they might differ, or might be equal, is never held against a report.
#[test]
fn a_rounding_speaks_for_a_report_and_never_against_it() {
    let reading = "读数 费 \"费\" 元 { 取自 部分(六)  句式 \"收取信息处理费{金额}\" }";
    let outcome = |fee: &str, text: &str, require: &str| {
        let own = report("青松县水利局", 2025, &[(FEE, fee)], &[("六", text)]);
        Case::new("rounding", reading, &format!("要求 {require}"), &own).outcomes(&[]).join(",")
    };
    let f = "收费.行政事业性收费[金额]";
    // 400 元 is 0.04 万元.
    let same = |require: &str| outcome("0.04", "收取信息处理费400元。", require);
    assert_eq!(same(&format!("唯一(费) = {f}")), "satisfied");
    assert_eq!(same(&format!("唯一(费) > {f}")), "violated");
    assert_eq!(same(&format!("非 唯一(费) > {f}")), "satisfied");
    // 3.5 万元 may be 3.54 万元, and may not.
    let near = |require: &str| outcome("3.54", "收取信息处理费3.5万元。", require);
    assert_eq!(near(&format!("唯一(费) = {f}")), "satisfied");
    assert_eq!(near(&format!("唯一(费) - {f} = 0 元")), "satisfied");
    for require in ["唯一(费) ≠ F", "唯一(费) > F", "非 唯一(费) = F", "非 唯一(费) <= F", "非 唯一(费) >= F"] {
        assert!(near(&require.replace('F', f)).starts_with("undecided"), "{require}");
    }
    assert_eq!(outcome("3.7", "收取信息处理费3.5万元。", &format!("唯一(费) = {f}")), "violated");
    // Nobody rounds to 0.
    assert_eq!(outcome("0", "收取信息处理费4000元。", &format!("唯一(费) = {f}")), "violated");
    assert_eq!(outcome("0.4", "收取信息处理费0万元。", &format!("唯一(费) = {f}")), "violated");
}

/// A file of a subordinate body that could not be read, or says no year, is a report that is missing, and no 0.
#[test]
fn a_subordinate_that_was_not_read_is_missing() {
    let child = |name: &str, n: &str| report(name, 2025, &[(N, n)], &[]).to_string();
    for (n, third) in [("15", "丙局2025年政府信息公开工作年度报告\n"), ("12", "只有一行字。\n")] {
        let own = report("甲县", 2025, &[(N, n)], &[]);
        let case = Case::new("children", "", &format!("要求 {N} = 合计(下级.{N})"), &own);
        case.put("下级/a.json", &child("甲局", "5"));
        case.put("下级/b.json", &child("乙局", "7"));
        // The report at hand is none of its own subordinates.
        case.put("下级/own.json", &own.to_string());
        assert_eq!(case.outcomes(&["--children", "下级"]), [if n == "12" { "satisfied" } else { "violated" }]);
        case.put("下级/c.txt", third);
        assert_eq!(case.outcomes(&["--children", "下级"]), ["undecided no-children"], "{third}");
    }
}

/// Last year's report that does not say the same in two files is one that is not known, whichever comes first.
#[test]
fn two_reports_of_last_year_that_differ_are_ambiguous() {
    let own = report("甲局", 2025, &[], &[("五", "存在问题：公开不够及时，需要改进。")]);
    let case = Case::new("prior", "", "要求 重复率(部分(五), 上年.部分(五)) <= 50%", &own);
    case.put("p1.json", &report("甲局", 2024, &[], &[("五", "存在问题：公开不够及时，需要改进。")]).to_string());
    case.put("p2.json", &report("甲局", 2024, &[], &[("五", "人手不足，解读形式单一，明年加强培训。")]).to_string());
    for order in [["p1.json", "p2.json"], ["p2.json", "p1.json"]] {
        assert_eq!(case.outcomes(&["--prior", order[0], "--prior", order[1]]), ["undecided ambiguous-input"]);
    }
    // A report of another body is said to have been left out, not silently dropped.
    case.put("p3.json", &report("乙局", 2024, &[], &[]).to_string());
    let said = gouji(&case.folder, &["check", "report.json", "--rules", "rules.gj", "--prior", "p3.json"], b"");
    assert!(said.contains("跳过 p3.json"), "{said}");
}

/// Approximate figures are stated, and are what they may be.
#[test]
fn approximate_figures_are_bounds() {
    let reading = "读数 甲 \"甲\" 件 { 取自 部分(一)  句式 \"收到申请{数}件\" }";
    let outcome = |text: &str, require: &str| {
        let own = report("青松县水利局", 2025, &[(N, "5")], &[("一", text)]);
        Case::new("approximate", reading, &format!("要求 {require}"), &own).outcomes(&[]).join(",")
    };
    assert_eq!(outcome("收到申请约5件。", &format!("计数(甲) >= 1 或 {N} < 0")), "satisfied");
    assert_eq!(outcome("收到申请约5件。", &format!("存在 甲 满足 本条 = {N}")), "undecided approximate");
    let both = "收到申请5件。收到申请约600件。";
    assert_eq!(outcome(both, &format!("最大(甲) <= {N}")), "violated");
    assert_eq!(outcome(both, &format!("每一 甲 满足 本条 = {N}")), "violated");
}

/// Digits in full width are digits, but in a cell whose writing is asked for.
#[test]
fn full_width_digits_are_found() {
    let outcome = |text: &str, require: &str| {
        let own = report("青松县水利局", 2025, &[(N, "５")], &[("一", text)]);
        Case::new("width", "", &format!("要求 {require}"), &own).outcomes(&[]).join(",")
    };
    assert_eq!(outcome("依据国务院令第７１１号。", "部分(一) 包含 \"第711号\""), "satisfied");
    assert_eq!(outcome("依据国务院令第４９２号，１００％办结。", "非 部分(一) 匹配 /第492号/"), "violated");
    assert_eq!(outcome("依据国务院令第492号。", "部分(一) 匹配 /[０-９]/ 或 部分(一) 包含 \"第４９２号\""), "satisfied");
    assert_eq!(outcome("无。", &format!("原文({N}) 匹配 /[０-９]/")), "satisfied");
}

/// A day that does not exist has nothing to do with the day of the check; a report without others has no others.
#[test]
fn the_reason_is_the_reason() {
    let own = report("青松县水利局", 2025, &[(N, "5")], &[]);
    let case = Case::new("peers", "", &format!("要求 {N} <= 10 × 中位(同批.{N})"), &own);
    assert_eq!(case.outcomes(&[]), ["undecided no-peers"]);
}
