//! Folders of many reports: what is found in each is what is found when few are checked, however they are kept and whoever's turn it is.

use super::command::{gouji, scratch};
use serde_json::Value;
use std::path::Path;

const FORM: &str = r#"
表样 月报 "热线月报" {
  部分 一 "数据" {
    表 来电 件 { 列 数量  行 上月结转  行 本月新收  行 本月办结  行 结转下月 }
  }
}
规则 收支平衡 "结转加新收等于办结加未结" {
  级别 强制
  依据 "热线管理办法第八条"
  范围 来电 逐列
  要求 上月结转 + 本月新收 = 本月办结 + 结转下月
}
"#;

const PRIOR: &str = r#"
规则 接续 "上年的结转就是今年的上年结转" {
  级别 核实
  依据 "热线管理办法第九条"
  要求 来电.上月结转[数量] = 上年.来电.结转下月[数量]
}
"#;

/// More bodies, each with two years, than are kept in memory at once; every seventh does not add up, every eleventh does not go on.
fn folder(name: &str, bodies: std::ops::Range<usize>) -> std::path::PathBuf {
    let folder = scratch(name);
    for body in bodies {
        for year in [2024, 2025] {
            let carried = if year == 2025 { 2 + usize::from(body % 11 == 0) } else { body % 5 };
            let taken = 40 + body;
            let open = if year == 2024 { 2 } else { 3 };
            let done = carried + taken - open + usize::from(body % 7 == 0 && year == 2025);
            let text = format!(
                "# 第{body}县热线办{year}年热线月报\n\n一、数据\n\n| | 数量 |\n|---|---|\n| 上月结转 | {carried} |\n| 本月新收 | {taken} |\n| 本月办结 | {done} |\n| 结转下月 | {open} |\n"
            );
            std::fs::write(folder.join(format!("{year}-{body:03}.md")), text).expect("written");
        }
    }
    folder
}

fn check(folder: &Path, rules: &str, jobs: &str) -> Value {
    std::fs::write(folder.join("rules.gj"), rules).expect("written");
    let text = gouji(folder, &["check", ".", "--rules", "rules.gj", "--format", "json", "--jobs", jobs], b"");
    let json = text.split("--- stdout\n").nth(1).expect("a result").split("--- stderr").next().expect("a result");
    serde_json::from_str(json).expect("JSON")
}

/// What was found in each report, by its title and year.
fn found(document: &Value) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = document["reports"]
        .as_array()
        .expect("reports")
        .iter()
        .map(|r| (format!("{} {}", r["agency"], r["year"]), format!("{} {}", r["outcomes"], r["findings"])))
        .collect();
    all.sort();
    all
}

fn same_however_many(rules: &str, name: &str) {
    let all = folder(name, 0..44);
    let whole = check(&all, rules, "1");
    assert_eq!(whole, check(&all, rules, "3"), "the number of jobs changes nothing");
    assert_eq!(whole["reports"].as_array().expect("reports").len(), 88);
    let mut few = Vec::new();
    for (part, bodies) in [0..22, 22..44].into_iter().enumerate() {
        few.extend(found(&check(&folder(&format!("{name}-{part}"), bodies), rules, "2")));
    }
    few.sort();
    assert_eq!(found(&whole), few);
    let wrong = whole["account"]["rules"].as_array().expect("rules").len();
    assert!(wrong >= 1, "{}", whole["account"]);
}

#[test]
fn many_reports_are_checked_as_few_are() {
    same_however_many(FORM, "folder-alone");
}

#[test]
fn last_years_reports_are_found_among_many() {
    let rules = format!("{FORM}{PRIOR}");
    same_however_many(&rules, "folder-prior");
    let whole = check(&folder("folder-prior-count", 0..44), &rules, "2");
    let of = |rule: &str| whole["account"]["rules"].as_array().unwrap().iter().find(|r| r["rule"] == rule).cloned().unwrap();
    // Every eleventh of 44 bodies does not go on; of 44 the year before 2024 is not there.
    assert_eq!((of("接续")["violated"].as_u64(), of("接续")["undecided"].as_u64()), (Some(4), Some(44)));
    // Every seventh of 44 bodies.
    assert_eq!(of("收支平衡")["violated"].as_u64(), Some(7));
}
