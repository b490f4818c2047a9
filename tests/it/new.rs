//! What `gouji new` makes: it runs at once, says what is to be settled, and is never put in the place of anything.

use super::command::{gouji, root, scratch, snapshot};
use gouji::draft;
use gouji::lang::Lang;
use gouji::load::document::{Block, Document, Grid, GridCell, Line};
use gouji::report::{Paragraph, Place};
use gouji::{RuleSet, Source};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

fn cases() -> PathBuf {
    root().join("tests/cases/new")
}

/// The files of a folder with what is in them, by name; the sample report only by name.
fn contents(folder: &Path) -> String {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).expect("readable").map(|e| e.expect("readable").path()).collect();
    paths.sort();
    let mut text = String::new();
    for path in paths {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let inside = std::fs::read_to_string(&path).expect("readable");
        let inside = if name == "样例.md" || name == "sample.md" { "…\n".to_owned() } else { inside };
        text.push_str(&format!("=== {name}\n{inside}"));
    }
    text
}

/// Runs the command line after line; a line is told as it is typed.
fn run(folder: &Path, lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines {
        let arguments: Vec<&str> = line.split(' ').collect();
        text.push_str(&format!("$ gouji {line}\n{}", gouji(folder, &arguments, b"")));
    }
    text
}

/// Whether the tests that were made with a rule pass, each of their cases, and still do when their snapshots are accepted.
fn keeps_its_promises(folder: &Path, test: &str) {
    let ran = gouji(folder, &["test", test], b"");
    assert!(ran.starts_with("exit: 7"), "only the snapshots are new: {ran}");
    let cases = std::fs::read_to_string(folder.join(test))
        .expect("made")
        .lines()
        .filter(|l| l.contains("用例 \"") || l.starts_with("case "))
        .count();
    assert!(cases >= 3, "{test} has {cases} cases");
    gouji(folder, &["review", "--accept"], b"");
    let ran = gouji(folder, &["test", test, "--strict"], b"");
    assert!(ran.starts_with("exit: 0"), "{ran}");
    std::fs::remove_dir_all(folder.join("snapshots")).expect("there are some");
}

#[test]
fn a_new_pack_runs_at_once() {
    for (lang, name, sample) in [("zh", "本市-年报", "样例.md"), ("en", "our-city", "sample.md")] {
        let folder = scratch(&format!("new-pack-{lang}"));
        let mut text = run(&folder, &[&format!("new pack {name} --lang {lang}")]);
        let check = format!("check {sample} --rules . --format plain --lang {lang}");
        text.push_str(&run(&folder.join(name), &[&check, "fmt --check . --lang en", "lint . --lang en"]));
        text.push_str(&contents(&folder.join(name)));
        let id = if lang == "zh" { "文件-现行有效" } else { "documents-in-force" };
        keeps_its_promises(&folder.join(name), &format!("{id}.test.gj"));
        assert_eq!(std::fs::read_dir(&folder).expect("readable").count(), 1, "nothing is left beside it");
        snapshot(&cases(), &format!("pack.{lang}"), &text);
    }
}

#[test]
fn a_new_rule_runs_at_once_in_the_pack_it_is_put_in() {
    for (lang, name) in [("zh", "本市"), ("en", "ours")] {
        let folder = scratch(&format!("new-rule-{lang}"));
        gouji(&folder, &["new", "pack", name, "--lang", lang], b"");
        let mut text = run(&folder, &[&format!("new rule 申请-结转 --in {name} --lang {lang}")]);
        text.push_str(&run(&folder.join(name), &["fmt --check . --lang en", "lint . --lang en"]));
        for file in ["申请-结转.gj", "申请-结转.test.gj", "申请-结转.md"] {
            let inside = std::fs::read_to_string(folder.join(name).join(file)).expect("made");
            text.push_str(&format!("=== {file}\n{inside}"));
        }
        keeps_its_promises(&folder.join(name), "申请-结转.test.gj");
        snapshot(&cases(), &format!("rule.{lang}"), &text);
    }
}

#[test]
fn a_new_rule_is_about_the_form_of_its_pack() {
    let mut text = String::new();
    let forms = [
        ("rows", "表 来电 件 { 列 数量  行 投诉  行 咨询  行组 其他类 { 行 建议  行 表扬 }  行 合计 }"),
        ("columns", "表 来电 件 { 列组 \"渠道\" { 列 电话  列组 网络 { 列 网站  列 微信 }  列 总计 }  行 投诉  行 咨询 }"),
        ("inside-a-group", "表 来电 件 { 列 数量  行组 办理 { 行 办结  行 在办  行 总计 }  行 结转 }"),
        ("without-totals", "表 来电 { 列 数量 件  列 金额 万元  列 增减 件 可负  行 投诉  行 咨询 }"),
        ("may-all-be-negative", "表 来电 件 { 列 增减 可负  行 投诉 }"),
        ("only-a-total", "表 来电 件 { 列 总计  行 总计 }"),
        ("other-units", "表 来电 { 列 件数 件  列 总计 万元  行 投诉 }"),
    ];
    for (name, table) in forms {
        let folder = scratch(&format!("new-rule-form-{name}"));
        std::fs::write(folder.join("form.gj"), format!("表样 月报 \"热线月报\" {{ 部分 一 \"数据\" {{ {table} }} }}\n")).expect("written");
        let said = run(&folder, &["new rule 来电-核对", "lint .", "fmt --check 来电-核对.gj"]);
        assert!(said.starts_with("$ gouji new rule 来电-核对\nexit: 0\n"), "{said}");
        assert!(!said.contains("E0"), "{said}");
        keeps_its_promises(&folder, "来电-核对.test.gj");
        let rule = std::fs::read_to_string(folder.join("来电-核对.gj")).expect("made");
        let test = std::fs::read_to_string(folder.join("来电-核对.test.gj")).expect("made");
        let lines = |text: &str, words: &[&str]| {
            let kept = text.lines().filter(|l| words.iter().any(|w| l.trim_start().starts_with(w))).map(|l| format!("{}\n", l.trim()));
            kept.collect::<String>()
        };
        text.push_str(&format!("=== {table}\n{}{}", lines(&rule, &["规则", "范围", "要求"]), lines(&test, &["用例", "改", "期望"])));
    }
    snapshot(&cases(), "rule-of-form", &text);
}

#[test]
fn nothing_is_overwritten_and_wrong_names_are_told() {
    let folder = scratch("new-wrong");
    gouji(&folder, &["new", "pack", "本市"], b"");
    std::fs::create_dir(folder.join("空的")).expect("made");
    std::fs::write(folder.join("占着"), "x").expect("written");
    std::fs::write(folder.join("draft.gj"), "x").expect("written");
    std::fs::write(folder.join("本市/有页.md"), "x").expect("written");
    std::fs::create_dir(folder.join("坏的")).expect("made");
    std::fs::write(folder.join("坏的/a.gj"), "规则 甲 { 要求 }").expect("written");
    std::fs::write(folder.join("无表.md"), "# 标题\n\n没有表。\n").expect("written");
    let before = contents(&folder.join("本市"));
    let lines = [
        "new",
        "new pack",
        "new pack 1市",
        "new pack a/b",
        "new pack ../a",
        "new pack 本市-",
        "new pack 本市",
        "new pack 占着",
        "new pack 新的 --in 没有",
        "new pack 新的 --in 占着",
        "new rule",
        "new rule 甲.乙 --in 本市",
        "new rule 甲 --in 空的",
        "new rule 甲 --in 坏的",
        "new rule 文件-现行有效 --pack 本市",
        "new rule 表三－收支平衡 --in 本市",
        "new rule 有页 --in 本市",
        "new form",
        "new form --from 无表.md",
        "new form --from 没有.docx",
        "new form --from 本市",
        "new form --from 无表.md 甲-乙",
        "new form --from 本市/样例.md --output draft.gj",
        "new form --from 本市/样例.md --output 没有/draft.gj",
        "new house",
        "new pack 甲 --what",
    ];
    let mut text = String::new();
    for line in lines {
        text.push_str(&run(&folder, &[line, &format!("{line} --lang en")]));
    }
    snapshot(&cases(), "wrong", &text);
    assert_eq!(contents(&folder.join("本市")), before);
    assert_eq!(std::fs::read_to_string(folder.join("draft.gj")).expect("readable"), "x");
    // An empty folder is in nobody's way.
    assert!(gouji(&folder, &["new", "pack", "空的"], b"").starts_with("exit: 0\n"));
    let left: Vec<String> =
        std::fs::read_dir(&folder).expect("readable").map(|e| e.expect("readable").file_name().to_string_lossy().into_owned()).collect();
    assert!(left.iter().all(|name| !name.starts_with('.')), "{left:?}");
}

#[test]
fn help_teaches_in_both_languages() {
    let folder = cases();
    let mut text = String::new();
    for line in ["new --help", "new pack --help", "new rule --help", "new form --help"] {
        text.push_str(&run(&folder, &[line, &format!("{line} --lang en")]));
    }
    snapshot(&folder, "help", &text);
}

#[test]
fn forms_are_drafted_from_documents() {
    let folder = cases().join("forms");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder).expect("readable").map(|e| e.expect("readable").path()).collect();
    paths.retain(|p| !p.to_string_lossy().contains(".snap"));
    paths.sort();
    for path in paths {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let lang = if name.starts_with("english") || name.starts_with("units-of") { "en" } else { "zh" };
        let text = gouji(&folder, &["new", "form", "--from", &name, "--lang", lang], b"");
        // The rule at the end is the same for all but its words.
        let rule = if lang == "zh" { "\n规则 " } else { "\nrule " };
        let shown: String = match (text.split_once(rule), text.split_once("--- stderr")) {
            (Some((form, rest)), Some((_, said))) => {
                let lines = rest.lines().take_while(|l| *l != "}").filter(|l| !l.trim_start().starts_with("//"));
                let kept: Vec<&str> =
                    lines.filter(|l| ["范围", "要求", "over", "require"].iter().any(|w| l.trim_start().starts_with(w))).collect();
                format!("{form}{rule}…\n{}\n--- stderr{said}", kept.join("\n"))
            }
            _ => text.clone(),
        };
        snapshot(&folder, &name, &shown);
    }
}

/// A drafted file compiles, is laid out as the formatter would, and reads the very document it was drafted from.
#[test]
fn drafts_of_a_report_in_any_format_read_it_whole() {
    let folder = scratch("new-forms");
    let formats = root().join("tests/cases/formats");
    let whole = [
        "report.html",
        "report-word.docx",
        "report-libreoffice.docx",
        "report-sheets.xlsx",
        "report.xls",
        "report.mht",
        "report-libreoffice.pdf",
        "report-chromium.pdf",
        "report-landscape.pdf",
        "report.csv",
    ];
    let mut text = String::new();
    for name in whole {
        let path = formats.join(name).to_string_lossy().into_owned();
        let draft = format!("{name}.gj");
        let said = gouji(&folder, &["new", "form", "--from", &path, "-o", &draft], b"");
        let said = said.replace(&path, name).replace("--- stderr\n", "");
        let laid = gouji(&folder, &["fmt", "--check", &draft], b"");
        assert!(laid.starts_with("exit: 0\n"), "{name}: {laid}");
        let read = gouji(&folder, &["read", &path, "--rules", &draft], b"");
        let line = read.lines().find(|l| l.contains("格读到")).unwrap_or("nothing was read");
        text.push_str(&format!("{name}\n  {}\n  {}\n", said.trim_end().replace('\n', "\n  "), line.trim()));
    }
    snapshot(&cases(), "drafts-of-a-report", &text);
}

#[test]
fn wide_forms_are_drafted_and_lists_are_told_of() {
    let folder = scratch("new-sizes");
    let row = |first: &str, cell: &dyn Fn(usize) -> String, columns: usize| {
        format!("| {first} | {} |\n", (0..columns).map(cell).collect::<Vec<_>>().join(" | "))
    };
    let mut wide = format!("# 某县2025年统计表\n\n{}|{}\n", row("事项", &|c| format!("第{c}列"), 300), "---|".repeat(301));
    for name in ["收件", "办结", "合计"] {
        wide.push_str(&row(name, &|c| c.to_string(), 300));
    }
    std::fs::write(folder.join("wide.md"), wide).expect("written");
    let said = gouji(&folder, &["new", "form", "--from", "wide.md", "--output", "wide.gj"], b"");
    assert!(said.contains("1 张表 900 格；拿原件试读，对上 900 格"), "{said}");
    let list: String = (0..5000).map(|n| format!("第{n}项,{n},1,2,3\n")).collect();
    std::fs::write(folder.join("list.csv"), format!("事项,数一,数二,数三,数四\n{list}")).expect("written");
    let said = gouji(&folder, &["new", "form", "--from", "list.csv", "--lang", "en"], b"");
    assert_eq!(
        said,
        "exit: 4\n--- stderr\ngouji: list.csv: its tables are larger than those of any form; leave a blank form, or one report\n"
    );
}

fn cell() -> impl Strategy<Value = GridCell> {
    let text = prop_oneof![
        4 => Just(String::new()),
        4 => proptest::sample::select(vec![
            "1", "12万元", "-3", "/", "其他", "合计", "总计", "（一）数", "1.属于", "序号", "单位", "件", "备注", "2024", "\"\\", "行", "列组", "a b",
            "１", "①", "—", "其中：甲", "单位：万元", "注：无", "增减", "第二十条第（一）项", "//", "}", "{", "横排", "上年", "本格", "若", "下级",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
    ];
    let span = || prop_oneof![6 => Just(1u32), 1 => 2u32..5, 1 => Just(u32::MAX)];
    (text, span(), span()).prop_map(|(text, colspan, rowspan)| GridCell { text, place: Place::default(), colspan, rowspan })
}

fn document() -> impl Strategy<Value = Document> {
    let line = |text: String, heading| {
        let paragraph = Paragraph { text, pieces: vec![(0, Place::default())] };
        Block::Text(Line { paragraph, heading, starts_paragraph: true })
    };
    let text = prop_oneof![
        proptest::sample::select(vec!["一、甲", "二、乙", "某县2025年热线年报", "单位：件", "表1 收件", "3", "（一）情况", "三、"])
            .prop_map(str::to_owned),
        "\\PC{0,20}",
    ];
    let block = prop_oneof![
        (text, any::<bool>()).prop_map(move |(text, heading)| line(text, heading)),
        proptest::collection::vec(proptest::collection::vec(cell(), 0..7), 0..7).prop_map(|rows| Block::Grid(Grid { rows })),
    ];
    proptest::collection::vec(block, 0..7).prop_map(|blocks| Document { blocks, problems: Vec::new() })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_draft_compiles(document in document(), chinese in any::<bool>()) {
        let lang = if chinese { Lang::Zh } else { Lang::En };
        if let Ok(draft) = draft::form(&document, None, lang) {
            let text = draft.text(lang);
            let rule = "规则 甲 \"乙\" { 级别 提示  依据 \"丙\"  范围 全表 每格  要求 非 空白(本格)  改法 \"丁\" }";
            let bare = RuleSet::compile([Source::new("draft.gj", text.as_str()), Source::new("rule.gj", rule)]);
            let rules = match bare {
                Ok(rules) => rules,
                Err(errors) => panic!("{errors}\n{text}"),
            };
            let forms = rules.forms();
            let suggestions = draft::suggestions(&forms[0], lang);
            // The last resort of those that are suggested always fits.
            let last = suggestions.last().expect("one at the least");
            let rule = format!("规则 甲 \"乙\" {{ 级别 提示  依据 \"丙\"  范围 {}  要求 {}  改法 \"丁\" }}", last.over, last.require);
            let with = RuleSet::compile([Source::new("draft.gj", text.as_str()), Source::new("rule.gj", rule.as_str())]);
            if let Err(errors) = with {
                panic!("{errors}\n{text}{rule}");
            }
        }
    }
}
