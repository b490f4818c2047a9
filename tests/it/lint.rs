//! The linter: what it finds in rules that run, and what it puts right in those that do not.

use super::command::{gouji, root, snapshot};
use gouji::lint::{fixed, lint};
use gouji::{RuleSet, Source};

#[test]
fn careless_rules_are_told_of() {
    let folder = root().join("tests/cases/lint");
    snapshot(&folder, "careless.zh", &gouji(&folder, &["lint", "careless.gj"], b""));
    snapshot(&folder, "careless.en", &gouji(&folder, &["lint", "careless.gj", "--lang", "en"], b""));
    snapshot(&folder, "usage", &gouji(&folder, &["lint"], b""));
}

#[test]
fn the_rules_of_the_package_are_clean() {
    let said = gouji(&root(), &["lint", "examples/office"], b"");
    assert!(said.starts_with("exit: 0\n"), "{said}");
    let shipped = RuleSet::shipped().expect("the shipped rules compile");
    let names: Vec<String> = shipped.sources().iter().map(|(_, s)| s.name().to_owned()).collect();
    assert!(lint(&shipped, &names).is_empty());
}

/// What has one remedy is put right, and only that.
#[test]
fn fix_puts_right_what_has_one_remedy() {
    let slips = "规则 甲 “甲” {\n  级别 强制\n  依据 「国办」\n  范围 申请 逐列\n  要求新收 >= 0且上年结转 >= 0\n  改法 ”改“\n}\n";
    let (text, count) = fixed(&Source::new("x", slips)).expect("there are slips");
    insta::assert_snapshot!(format!("{count}\n{text}"), @r#"
    4
    规则 甲 “甲” {
      级别 强制
      依据 "国办"
      范围 申请 逐列
      要求 新收 >= 0 且 上年结转 >= 0
      改法 "改"
    }
    "#);
    RuleSet::compile([Source::new("x", text.as_str())]).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(fixed(&Source::new("x", text.as_str())), None);
    let explained = "规则 a \"t\" { 级别 强制 依据 \"x\" 改法 \"y\" 要求 申请.新收[总计]=0 或解释申请.新收[总计]=1 \"z\" }";
    let (text, _) = fixed(&Source::new("x", explained)).expect("there is a slip");
    assert!(text.contains("或解释 申请.新收[总计]=1"), "{text}");
    // Where a text ends is not sure: nothing is touched.
    for text in ["依据 「甲\"乙\"丙」", "依据 'don't' 改法 \"y\"", "改法 'y \"z\" w'"] {
        let rule = format!("规则 a \"t\" {{ 级别 强制 要求 申请.新收[总计] = 0 {text} }}");
        assert_eq!(fixed(&Source::new("x", rule.as_str())), None, "{rule}");
    }
    // A name that does not exist has no remedy that is sure.
    let unknown = "规则 甲 \"甲\" { 级别 强制 依据 \"x\" 要求 申情.新收[总计] >= 0 }";
    assert_eq!(fixed(&Source::new("x", unknown)), None);
    // Each slip of the cases: what is put right is fewer mistakes, and never more.
    let faults = std::fs::read_to_string(root().join("tests/cases/rules/faults.txt")).expect("readable");
    for line in faults.lines().filter_map(|l| l.split_once(" | ")).map(|(_, clauses)| clauses) {
        let text = format!("规则 例 \"例\" {{ 级别 强制 依据 \"x\" {line} }}");
        let errors = |text: &str| gouji::syntax::parse(gouji::source::SourceId(0), &Source::new("x", text)).1.len();
        if let Some((better, _)) = fixed(&Source::new("x", text.as_str())) {
            assert!(errors(&better) <= errors(&text), "{text}\n{better}");
        }
    }
}
