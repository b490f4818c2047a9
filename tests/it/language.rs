//! One meaning, however it is spelled.

use super::command::{gouji, root, snapshot};
use gouji::engine::{Engine, RuleSet};
use gouji::explain::CheckOptions;
use gouji::source::Source;

const CHINESE: &str = r#"
规则 平衡 "收支平衡" {
  级别 强制
  依据 "表三表头"
  范围 申请 逐列 不含 总计
  当 非 缺(新收) 且 新收 > 0
  设 收入 = 新收 + 上年结转
  要求 收入 = 办理结果.总计 + 结转下年 或 合计(办理结果 不含 总计) <= 最大(收入, 1)
  改法 "核对"
}
规则 金额 "金额" {
  级别 核实
  依据 "表二"
  误差 0.01 万元
  要求 若 有数(收费.行政事业性收费[金额]) 则 收费.行政事业性收费[金额] = 463500 元
}
规则 每格 "每格" { 级别 提示 依据 "各表" 范围 全表 每格 单位 件 要求 本格 >= 0 且 整数(本格) }
"#;

const ENGLISH: &str = r#"
rule 平衡 "收支平衡" {
  level must
  basis "表三表头"
  over 申请 each_column except 总计
  when not missing(新收) and 新收 > 0
  let 收入 = 新收 + 上年结转
  require 收入 = 办理结果.总计 + 结转下年 or sum(办理结果 except 总计) <= max(收入, 1)
  fix "核对"
}
rule 金额 "金额" {
  level verify
  basis "表二"
  tolerance 0.01 万元
  require if has_number(收费.行政事业性收费[金额]) then 收费.行政事业性收费[金额] = 463500 元
}
rule 每格 "每格" { level note basis "各表" over all_tables each_cell unit 件 require this_cell >= 0 and integer(this_cell) }
"#;

/// As an input method types it: full-width marks and digits, ideographic spaces, colons after clause words and semicolons at their ends.
const FULL_WIDTH: &str = "
规则　平衡　“收支平衡”　｛
　　级别：强制；
　　依据：“表三表头”；
　　范围：申请　逐列　不含：总计；
　　当：非　缺（新收）　且　新收＞０；
　　设：收入＝新收＋上年结转；
　　要求：\u{2009}收入\u{202F}＝办理结果．总计＋结转下年　或　合计（办理结果　不含　总计）≤最大（收入，１）；
　　改法：“核对”；
｝
规则　金额　“金额”　｛
　　级别　核实；　依据　“表二”；　误差：０.０１　万元；
　　要求：若　有数（收费．行政事业性收费【金额】）　则　收费．行政事业性收费［金额］＝４６３５００　元；
｝
规则　每格　“每格”　｛　级别　提示；　依据　“各表”；　范围　全表　每格　单位：件；　要求　本格≥０　且　整数（本格）｝
";

fn findings(rules: &str, report: &str) -> String {
    let rules = RuleSet::compile([Source::new("rules.gj", rules)]).unwrap_or_else(|e| panic!("{e}"));
    assert!(rules.warnings().is_empty(), "{:?}", rules.warnings());
    let engine = Engine::new();
    let report = engine.load(&rules, report.as_bytes()).expect("a report");
    let options = CheckOptions { verbose: true, ..CheckOptions::default() };
    let mut found = engine.check(&rules, &report, &options).expect("rules for its form");
    found.hash.clear();
    serde_json::to_string_pretty(&found).expect("plain data")
}

#[test]
fn chinese_english_and_full_width_mean_the_same() {
    let report = std::fs::read_to_string(super::command::root().join("examples/reports/right.md")).expect("the example is there");
    let chinese = findings(CHINESE, &report);
    for other in [findings(ENGLISH, &report), findings(FULL_WIDTH, &report)] {
        // The first line that differs, not two documents.
        let differs = chinese.lines().zip(other.lines()).find(|(a, b)| a != b);
        assert_eq!(differs, None);
        assert_eq!(chinese.len(), other.len());
    }
    // And the rules do say something: the amount in 元 is compared by value.
    assert!(chinese.contains("\"outcome\": \"satisfied\"") && chinese.contains("\"rule\": \"金额\""));
}

/// Words of the language are names where a name stands.
#[test]
fn keywords_are_contextual() {
    let rules = r#"
表样 报 "某报表" {
  部分 一 "数据" {
    表 规则 件 { 列 提示  列 其余 又作 "余"  行 行政复议  行 废止  行 当  行组 要求 { 行 级别  行 总计 } }
  }
}
规则 依据 "名称与词相同" {
  级别 提示
  依据 "无"
  范围 规则 逐列
  要求 当 + 废止 >= 行政复议 且 要求.级别 = 要求.总计
}
"#;
    RuleSet::compile([Source::new("rules.gj", rules)]).unwrap_or_else(|e| panic!("{e}"));
}

#[test]
fn every_example_of_the_functions_compiles() {
    for builtin in gouji::builtins::BUILTINS {
        for (name, other) in [(builtin.zh, builtin.en), (builtin.en, builtin.zh)] {
            let example = builtin.example.replace(&format!("{}(", builtin.zh), &format!("{name}("));
            assert!(example.contains(&format!("{name}(")), "{other}");
            let rules = format!("{}\n规则 例 \"例\" {{ 级别 提示 依据 \"无\" 范围 申请 逐列 要求 {example} }}", gouji::builtins::EXAMPLES);
            let compiled = RuleSet::compile([Source::new("rules.gj", rules.as_str())]);
            let compiled = compiled.unwrap_or_else(|e| panic!("{rules}\n{e}"));
            // What an example does not use of the declarations is unused, and that is all there is to say.
            assert!(compiled.warnings().iter().all(|d| d.code() == "W0402"), "{rules}");
        }
    }
}

/// Lines of a data file: fields between `|`, comments left out.
fn lines(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).map(|l| l.split('|').map(str::trim).collect())
}

#[test]
fn each_fault_is_reported_once_and_alone() {
    let one = |clauses: &str| format!("规则 甲 \"甲\" {{ 级别 强制  依据 \"无\"  {clauses} }}");
    let file = |text: &str| text.replace('〔', "{ 级别 强制 依据 \"无\" ").replace('〕', " }");
    let mut wrong = Vec::new();
    let faults = lines(include_str!("../cases/rules/faults.txt")).map(|line| (line, true));
    for (line, clauses) in faults.chain(lines(include_str!("../cases/rules/files.txt")).map(|line| (line, false))) {
        // A pattern may well hold the mark between the columns.
        let (codes, rest) = line.split_first().expect("columns");
        let text = rest.join(" | ");
        let rules = if clauses { one(&text) } else { file(&text) };
        let compiled = RuleSet::compile([Source::new("rules.gj", rules.as_str())]);
        let diagnostics = match &compiled {
            Ok(rules) => rules.warnings(),
            Err(errors) => &errors.diagnostics,
        };
        let found: Vec<&str> = diagnostics.iter().map(gouji::Diagnostic::code).collect();
        if found.join(" ") != *codes {
            wrong.push(format!("{text}: {found:?}, not {codes}"));
        }
        // Every sentence exists in both languages, and neither is the other.
        for d in diagnostics {
            assert_ne!(d.message(gouji::Lang::Zh), d.message(gouji::Lang::En));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn verdicts_by_hand() {
    let mut wrong = Vec::new();
    for line in lines(include_str!("../cases/rules/verdicts.txt")) {
        let [expected, cells, requirement] = line.as_slice() else { panic!("{line:?}") };
        let rules = format!(
            "表样 小 \"小\" {{ 部分 一 \"数\" {{ 表 甲 件 {{ 列 数  行 a  行 b  行 c  行 d }} }} }}\n\
             规则 乙 \"乙\" {{ 级别 强制  依据 \"无\"  范围 甲 逐列  要求 {requirement} }}"
        );
        let rules = RuleSet::compile([Source::new("rules.gj", rules.as_str())]).unwrap_or_else(|e| panic!("{requirement}\n{e}"));
        let listed: Vec<String> = cells
            .split_whitespace()
            .zip(["a", "b", "c", "d"])
            .map(|(text, row)| {
                let id = format!("\"id\":\"甲.{row}[数]\"");
                match text {
                    "_" => format!("{{{id},\"state\":\"blank\"}}"),
                    "/" => format!("{{{id},\"state\":\"placeholder\",\"text\":\"/\"}}"),
                    "?" => format!("{{{id},\"state\":\"unreadable\",\"text\":\"O\"}}"),
                    "x" => format!("{{{id},\"state\":\"missing\"}}"),
                    figure => format!("{{{id},\"state\":\"number\",\"value\":\"{figure}\"}}"),
                }
            })
            .collect();
        let document = format!("{{\"schema\":\"gouji.reading/1\",\"form\":\"小\",\"year\":2025,\"cells\":[{}]}}", listed.join(","));
        let report = Engine::new().load_reading(&rules, document.as_bytes()).expect("a reading").remove(0).1;
        let options = CheckOptions { verbose: true, ..CheckOptions::default() };
        let found = Engine::new().check(&rules, &report, &options).expect("rules for its form");
        let finding = &found.findings[0];
        let mut came: Vec<String> = vec![serde_json::to_value(finding.outcome).expect("plain").as_str().expect("a word").to_owned()];
        came.extend(finding.reason.map(|r| serde_json::to_value(r).expect("plain").as_str().expect("a word").to_owned()));
        if !found.assumptions.is_empty() {
            came.push("assumed".to_owned());
        }
        if came.join(" ") != *expected {
            wrong.push(format!("{cells} | {requirement}: {came:?}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is known of an instance: what it came to, which it is, and every text that is shown of its figures.
fn instances(report: &str) -> Vec<(String, String, String)> {
    let rules = r#"
表样 小 "季报" {
  部分 一 "数据" { 表 甲 件 { 列 春  列 夏  列 秋  行 收  行 转  行 结 } }
}
读数 文 "正文所述" 件 { 取自 部分(一) 句式 "收到申请{数}件" }
规则 和 "收加转等于结" { 级别 强制  依据 "无"  范围 甲 逐列  当 有数(收) 且 收 > 0  要求 收 + 转 = 结 }
规则 言 "正文所述为一" { 级别 强制  依据 "无"  范围 文 逐条  要求 本条 = 1 }
"#;
    let rules = RuleSet::compile([Source::new("rules.gj", rules)]).unwrap_or_else(|e| panic!("{e}"));
    let report = Engine::new().load(&rules, report.as_bytes()).expect("a report");
    let options = CheckOptions { verbose: true, ..CheckOptions::default() };
    let found = Engine::new().check(&rules, &report, &options).expect("rules for its form");
    let mut seen = std::collections::HashSet::new();
    let told = |f: &gouji::Finding| {
        assert!(seen.insert(f.fingerprint.clone()), "two instances have one fingerprint: {f:?}");
        let outcome = serde_json::to_value(f.outcome).expect("plain").as_str().expect("a word").to_owned();
        let reason = f.reason.map(|r| format!(" {}", serde_json::to_value(r).expect("plain").as_str().expect("a word")));
        let shown = [&f.computed, &f.left, &f.right, &f.difference, &f.note].into_iter().flatten().map(String::as_str);
        let shown = shown.collect::<Vec<_>>().join("; ");
        (format!("{}[{}]", f.rule, f.instance.as_deref().unwrap_or("")), outcome + &reason.unwrap_or_default(), shown)
    };
    found.findings.iter().map(told).collect()
}

/// One rule at two places is two findings; one kept out by its condition is neither passed nor undecided; what is missing is no 0.
#[test]
fn an_instance_is_known_by_its_place_and_says_why() {
    let report = |rows: &str| {
        format!("# 某局2025年季报\n\n一、数据\n\n收到申请3件。又收到申请4件。\n\n| | 春 | 夏 | 秋 |\n|---|---|---|---|\n{rows}")
    };
    let outcomes = |rows: &str| instances(&report(rows));
    let whole = outcomes("| 收 | 1 | 1 | 0 |\n| 转 | 1 | 2 | 0 |\n| 结 | 3 | 9 | 5 |\n");
    let [first, second] = ["和[春]", "和[夏]"].map(|key| whole.iter().find(|(k, ..)| k == key).expect("a finding"));
    assert_eq!((first.1.as_str(), second.1.as_str()), ("violated", "violated"));
    let kept_out = whole.iter().find(|(k, ..)| k == "和[秋]").expect("a finding");
    assert_eq!(kept_out.1, "not_applicable");
    assert!(kept_out.2.contains("有数(收)"), "{kept_out:?}");
    let readings: Vec<_> = whole.iter().filter(|(k, o, _)| k.starts_with("言") && o == "violated").collect();
    assert_eq!(readings.len(), 2);
    assert_ne!(readings[0].0, readings[1].0);

    // The row 转 is not there at all.
    let missing = outcomes("| 收 | 1 | 1 | 0 |\n| 结 | 3 | 9 | 5 |\n");
    for key in ["和[春]", "和[夏]"] {
        let (_, outcome, shown) = missing.iter().find(|(k, ..)| k == key).expect("a finding");
        assert_eq!(outcome, "undecided missing-cell");
        assert!(!shown.split(|c: char| !c.is_ascii_digit()).any(|n| n == "0"), "{shown}");
    }
    assert_eq!(missing.iter().find(|(k, ..)| k == "和[秋]").expect("a finding").1, "not_applicable");
}

/// A rule of one id in two files is reported in the second, with the place of the first.
#[test]
fn an_id_used_in_two_files_is_reported_with_both_places() {
    let rule = "规则 甲 \"甲\" { 级别 强制  依据 \"无\"  要求 申请.新收[总计] >= 0 }";
    let errors = RuleSet::compile([Source::new("a.gj", rule), Source::new("b.gj", rule)]).expect_err("an id used twice");
    let [d] = errors.diagnostics.iter().collect::<Vec<_>>()[..] else { panic!("{errors}") };
    assert_eq!(d.code(), "E0207");
    let [(first, _)] = d.labels[..] else { panic!("{d:?}") };
    let name = |span: gouji::Span| errors.sources.get(span.source).name().to_owned();
    assert_eq!((name(d.span), name(first)), ("b.gj".to_owned(), "a.gj".to_owned()));
}

/// What an office audits beyond the example's rules can be written too, and finds what is wrong in a report that is.
#[test]
fn more_of_the_catalogue_can_be_written() {
    let folder = root().join("tests/cases/language");
    let said = gouji(&folder, &["check", "more-of-the-catalogue.md", "--rules", "more-of-the-catalogue.gj"], b"");
    snapshot(&folder, "more-of-the-catalogue", &said);
}
