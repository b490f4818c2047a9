//! What the tutorial and the reference say is true: every rule in them compiles, every command prints what they show, and what is generated from
//! the sources is up to date. `GOUJI_UPDATE_DOCS=1` writes what is generated and what the commands print into the documents.

use super::command::{gouji, root};
use gouji::builtins::BUILTINS;
use gouji::engine::{CompileOptions, Library, RuleSet};
use gouji::lang::Lang;
use gouji::source::Source;
use gouji::syntax::outline::WORDS;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const LANGS: [&str; 2] = ["zh", "en"];

/// A fenced block.
#[derive(Debug)]
struct Block {
    /// The line of its first fence, from 0.
    line: usize,
    /// What stands after the fence.
    info: Vec<String>,
    /// What stands in it.
    text: String,
}

impl Block {
    fn kind(&self) -> &str {
        self.info.first().map_or("", String::as_str)
    }

    fn value(&self, key: &str) -> Option<&str> {
        self.info.iter().find_map(|word| word.strip_prefix(key)?.strip_prefix('='))
    }

    fn has(&self, word: &str) -> bool {
        self.info.iter().any(|w| w == word)
    }

    /// The codes it must yield.
    fn codes(&self) -> Vec<&str> {
        let is_code = |w: &&str| w.len() == 5 && w.starts_with(['E', 'W']) && w[1..].bytes().all(|b| b.is_ascii_digit());
        let mut codes: Vec<&str> = self.info.iter().map(String::as_str).filter(is_code).collect();
        codes.sort_unstable();
        codes
    }
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (line, content) in text.lines().enumerate() {
        match (&mut open, content.strip_prefix("```")) {
            (None, Some(info)) => {
                open = Some(Block { line, info: info.split_whitespace().map(str::to_owned).collect(), text: String::new() })
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => {
                block.text.push_str(content);
                block.text.push('\n');
            }
            (None, None) => {
                // What the reader is told to do with files, for the tests to do it too: `<!-- copy: FROM TO -->`, `<!-- remove: FILE -->`.
                let told = content.strip_prefix("<!-- ").and_then(|c| c.strip_suffix(" -->"));
                let told = told.filter(|t| t.starts_with("copy: ") || t.starts_with("remove: "));
                blocks.extend(told.map(|t| Block { line, info: t.split_whitespace().map(str::to_owned).collect(), text: String::new() }));
            }
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

fn path(lang: &str, name: &str) -> PathBuf {
    root().join("docs").join(lang).join(name)
}

fn updating() -> bool {
    std::env::var_os("GOUJI_UPDATE_DOCS").is_some_and(|v| v == "1")
}

/// The document with its generated parts as they must be.
fn document(lang: &str, name: &str) -> String {
    let path = path(lang, name);
    let text = std::fs::read_to_string(&path).expect("the document is there").replace("\r\n", "\n");
    generated(&text, lang)
}

// ── rules ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// What fragments may refer to.
const DECLARED: [(&str, &str); 6] = [
    ("正文新收", "读数 正文新收 \"正文所述新收件数\" 件 { 取自 部分(一) 句式 \"收到申请{数}件\" }"),
    ("总分", "读数 总分 \"总数与各项\" 条 { 取自 部分(一) 句式 \"发布{总:数}条，其中…{分:数}*\" }"),
    ("称全部办结", "读数 称全部办结 \"正文称全部办结\" 件 { 取自 部分(一) 句式 \"申请均已办结\" 作 1 }"),
    ("互动渠道", "名单 互动渠道 { \"留言\" \"咨询\" }"),
    ("按件计收", "分档 按件计收 件 { 1 起 0 元  11 起 100 元 }"),
    ("套话", "名单 套话 { \"高度重视\" }"),
];

/// The files of rule text a block stands for.
fn files(block: &Block, folder: &Path) -> Vec<Vec<Source>> {
    let text = &block.text;
    let declared = |text: &str| {
        let used = DECLARED.iter().filter(|(name, declaration)| text.contains(name) && !text.contains(declaration));
        used.map(|(_, declaration)| *declaration).collect::<Vec<_>>().join("\n")
    };
    let rule = |clauses: &str| {
        let mut rule = String::from("规则 例 \"例\" {\n");
        for (zh, en, missing) in
            [("级别", "level", "级别 提示"), ("依据", "basis", "依据 \"例\""), ("要求", "require", "要求 申请.新收[总计] >= 0")]
        {
            let has = |word: &str| clauses.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|w| w == word);
            if !has(zh) && !has(en) {
                let _ = writeln!(rule, "{missing}");
            }
        }
        let _ = write!(rule, "{clauses}\n}}\n{}\n", declared(clauses));
        vec![Source::new("rules.gj", rule)]
    };
    if block.has("clauses") {
        text.split("\n\n").map(rule).collect()
    } else if block.has("expr") {
        let range = match block.value("over") {
            None => String::new(),
            Some(range) => format!("范围 {}\n", range.replace(',', " ")),
        };
        text.lines().filter(|l| !l.trim().is_empty()).map(|line| rule(&format!("{range}要求 {line}"))).collect()
    } else if block.has("pack") {
        vec![vec![Source::new("rules.gj", format!("规则包 例 \"例\" {{ 语言 1 版本 \"1\" 引用 \"national/2021\"\n{text}}}\n"))]]
    } else if block.has("reading") {
        // A reading that does not compile is unknown to what uses it.
        let uses = if block.codes().is_empty() { "一致(例)" } else { "申请.新收[总计] >= 0" };
        let rule = format!("规则 用处 \"例\" {{ 级别 提示 依据 \"例\" 要求 {uses} }}");
        let reading = format!("读数 例 \"例\" 件 {{\n{text}}}\n{rule}\n{}", declared(text));
        vec![vec![Source::new("rules.gj", reading)]]
    } else if let Some((dir, _)) = block.value("file").and_then(|f| f.rsplit_once('/')) {
        // A file of a folder is compiled with what is there already.
        vec![folder_sources(&folder.join(dir))]
    } else {
        vec![vec![Source::new("rules.gj", format!("{text}\n{}", if block.has("declared") { declared(text) } else { String::new() }))]]
    }
}

/// Packs in folders beside the file that names them.
struct Beside;

impl Library for Beside {
    fn find(&self, from: &str, name: &str) -> Vec<Source> {
        folder_sources(&Path::new(from).parent().expect("a folder").join(name))
    }
}

fn folder_sources(folder: &Path) -> Vec<Source> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().map(|e| e.expect("readable").path());
    let is_rules = |p: &PathBuf| p.extension().is_some_and(|e| e == "gj") && !p.to_string_lossy().ends_with(".test.gj");
    let mut rules: Vec<PathBuf> = entries.filter(is_rules).collect();
    rules.sort();
    let source = |p: &PathBuf| Source::new(p.to_string_lossy().into_owned(), std::fs::read_to_string(p).expect("readable"));
    rules.iter().map(source).collect()
}

fn compiles(block: &Block, folder: &Path, place: &str) {
    for files in files(block, folder) {
        let shown: Vec<String> = files.iter().map(|f| f.text().to_owned()).collect();
        let options = CompileOptions { library: Some(&Beside), ..CompileOptions::default() };
        let (mut codes, said) = match RuleSet::compile_with(files, options) {
            Ok(rules) => (
                rules.warnings().iter().map(|d| d.code().to_owned()).collect::<Vec<_>>(),
                rules.warnings().iter().map(|d| d.message(Lang::En)).collect::<Vec<_>>().join("\n"),
            ),
            Err(errors) => (errors.diagnostics.iter().map(|d| d.code().to_owned()).collect(), errors.to_string()),
        };
        codes.sort_unstable();
        assert_eq!(codes, block.codes(), "{place}:\n{}\n{said}", shown.join("\n"));
    }
}

// ── commands ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/// What a command prints, and how it ends.
fn run(command: &str, folder: &Path) -> (String, i32) {
    let arguments: Vec<&str> = command.strip_prefix("gouji ").expect("commands begin with gouji").split_whitespace().collect();
    let output = gouji(folder, &arguments, b"");
    let (code, rest) = output.split_once('\n').expect("an exit code");
    let code = code.strip_prefix("exit: ").and_then(|c| c.parse().ok()).expect("a number");
    let printed: String = rest.split_inclusive('\n').filter(|l| !l.starts_with("--- std")).collect();
    (printed, code)
}

/// Whether `printed` is what is shown; a line `…` stands for any lines.
fn shows(shown: &[&str], printed: &[&str]) -> bool {
    match (shown.split_first(), printed.split_first()) {
        (None, None) => true,
        (Some((&"…", rest)), _) => (0..=printed.len()).any(|i| shows(rest, &printed[i..])),
        (Some((a, shown)), Some((b, printed))) => a.trim_end() == b.trim_end() && shows(shown, printed),
        _ => false,
    }
}

/// The file a block makes: what stands in it, or another file with lines that begin with `-` made those that begin with `+`.
fn block_file(block: &Block, folder: &Path) -> String {
    let Some(from) = block.value("from") else { return block.text.clone() };
    let text = std::fs::read_to_string(folder.join(from)).expect("it was made");
    let lines = |mark: char| block.text.lines().filter_map(|l| Some(format!("{}\n", l.strip_prefix(mark)?))).collect::<String>();
    let (old, new) = (lines('-'), lines('+'));
    assert_eq!(text.matches(&old).count(), 1, "{from} has this once:\n{old}");
    text.replace(&old, &new)
}

/// Follows a document: makes its files, compiles its rules, runs its commands.
fn follow(lang: &str, name: &str) {
    let text = document(lang, name);
    let folder = std::env::temp_dir().join(format!("gouji-docs-{}-{lang}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    // Blocks as they should be, by the lines they take.
    let mut fresh: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    let mut wrong = Vec::new();
    for block in &blocks(&text) {
        let place = format!("docs/{lang}/{name}:{}", block.line + 1);
        if let Some(file) = block.value("file").filter(|_| block.kind() != "shown") {
            let path = folder.join(file);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, block_file(block, &folder)).expect("written");
        }
        match block.kind() {
            "gouji" => compiles(block, &folder, &place),
            "copy:" => drop(std::fs::copy(root().join(&block.info[1]), folder.join(&block.info[2])).expect("copied")),
            "remove:" => std::fs::remove_file(folder.join(&block.info[1])).expect("it was there"),
            "shown" => {
                let file = block.value("file").expect("the file that is shown");
                let text = std::fs::read_to_string(folder.join(file)).expect("it was made");
                if text != block.text {
                    wrong.push(format!("{place}: {file} holds\n{text}"));
                    let end = block.line + 1 + block.text.lines().count();
                    fresh.push((block.line..end, format!("```shown file={file}\n{}", text.trim_end())));
                }
            }
            "console" => {
                let (command, shown) = block.text.split_once('\n').expect("a command");
                let command = command.strip_prefix("$ ").expect("a command begins with `$ `");
                let (printed, code) = run(command, &folder);
                let expected: i32 = block.value("exit").map_or(0, |c| c.parse().expect("a number"));
                let shown: Vec<&str> = shown.lines().collect();
                let printed: Vec<&str> = printed.trim_end().lines().collect();
                if !shows(&shown, &printed) || code != expected {
                    wrong.push(format!("{place}: $ {command}\nexit {code}, {expected} said\n{}\n", printed.join("\n")));
                    let exit = if code == 0 { String::new() } else { format!(" exit={code}") };
                    let printed: Vec<&str> = printed.iter().map(|l| l.trim_end()).collect();
                    let end = block.line + 2 + shown.len();
                    fresh.push((block.line..end, format!("```console{exit}\n$ {command}\n{}", printed.join("\n"))));
                }
            }
            _ => {}
        }
    }
    std::fs::remove_dir_all(&folder).expect("the folder goes away again");
    if updating() {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for (range, block) in fresh.into_iter().rev() {
            lines.splice(range, [block]);
        }
        std::fs::write(path(lang, name), lines.join("\n") + "\n").expect("written");
    } else {
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

#[test]
fn the_tutorial_can_be_followed_word_for_word_in_chinese() {
    follow("zh", "tutorial.md");
}

#[test]
fn the_tutorial_can_be_followed_word_for_word_in_english() {
    follow("en", "tutorial.md");
}

#[test]
fn the_chapter_on_tests_can_be_followed_word_for_word() {
    for lang in LANGS {
        follow(lang, "testing.md");
    }
}

#[test]
fn the_examples_of_the_reference_compile_and_run() {
    for lang in LANGS {
        follow(lang, "reference.md");
    }
}

// ── two languages ────────────────────────────────────────────────────────────────────────────────────────────────────

/// Rule text with English words, and without its sentences and comments, which are the author's.
fn settled(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut word = String::new();
    let mut chars = text.chars().peekable();
    let settle = |word: &mut String, tokens: &mut Vec<String>| {
        if !word.is_empty() {
            tokens.push(english(word).unwrap_or(word).to_owned());
            word.clear();
        }
    };
    while let Some(c) = chars.next() {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        settle(&mut word, &mut tokens);
        match c {
            '/' if chars.peek() == Some(&'/') => while chars.next_if(|c| *c != '\n').is_some() {},
            '"' => {
                while chars.next_if(|c| *c != '"').is_some() {}
                chars.next();
                // A title with its English is a title.
                if tokens.last().is_some_and(|t| t == "en") {
                    tokens.pop();
                } else {
                    tokens.push("\"\"".to_owned());
                }
            }
            c if c.is_whitespace() => {}
            c => tokens.push(c.to_string()),
        }
    }
    settle(&mut word, &mut tokens);
    tokens
}

#[test]
fn both_languages_have_the_same_blocks() {
    for name in ["tutorial.md", "reference.md", "testing.md"] {
        let [zh, en] = LANGS.map(|lang| blocks(&document(lang, name)));
        let outline = |blocks: &[Block]| -> Vec<Vec<String>> {
            let settle = |b: &Block| b.info.iter().map(|w| if w.starts_with("over=") { settled(w).concat() } else { w.clone() }).collect();
            blocks.iter().map(settle).collect()
        };
        assert_eq!(outline(&zh), outline(&en), "{name}");
        for (zh, en) in zh.iter().zip(&en) {
            let place = format!("{name}: line {} of zh, line {} of en", zh.line + 1, en.line + 1);
            match zh.kind() {
                "gouji" | "tests" => assert_eq!(settled(&zh.text), settled(&en.text), "{place}"),
                "console" => {
                    let command = |b: &Block| b.text.lines().next().unwrap_or_default().replace(" --lang en", "");
                    assert_eq!(command(zh), command(en), "{place}");
                }
                "text" | "shown" => {}
                _ => assert_eq!(zh.text, en.text, "{place}"),
            }
        }
    }
}

// ── generated parts ──────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn generated_parts_are_up_to_date() {
    for lang in LANGS {
        for name in ["tutorial.md", "reference.md"] {
            let fresh = document(lang, name);
            let text = std::fs::read_to_string(path(lang, name)).expect("the document is there").replace("\r\n", "\n");
            let differs = text.lines().zip(fresh.lines()).find(|(a, b)| a != b);
            assert!(text == fresh || updating(), "docs/{lang}/{name} is stale; run the tests with GOUJI_UPDATE_DOCS=1: {differs:?}");
        }
    }
}

/// A document with what stands between `<!-- generated: … -->` and `<!-- end -->` made anew.
fn generated(text: &str, lang: &str) -> String {
    let mut fresh = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("<!-- generated: ") {
        let head = start + rest[start..].find("-->").expect("a marker ends") + "-->".len();
        let name = rest[start..head].trim_start_matches("<!-- generated: ").trim_end_matches("-->").trim();
        let end = head + rest[head..].find("<!-- end -->").expect("a generated part ends");
        let part = match name {
            "report" => format!("```markdown file=report.md\n{}```", read("examples/reports/wrong.md")),
            "words" => words(lang),
            "names" => names(lang),
            "precedence" => precedence(lang),
            "builtins" => builtins(lang),
            "grammar" => grammar(lang),
            "codes" => codes(lang),
            "form" => format!("```text\n{}```", read("rules/forms/annual-2021.gj")),
            other => panic!("nothing is generated as {other}"),
        };
        let _ = write!(fresh, "{}\n\n{}\n\n", &rest[..head], part.trim_end());
        rest = &rest[end..];
    }
    fresh + rest
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect("readable").replace("\r\n", "\n")
}

fn pick<'a>(lang: &str, zh: &'a str, en: &'a str) -> &'a str {
    if lang == "zh" { zh } else { en }
}

/// Text as it stands in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn words(lang: &str) -> String {
    let mut text = format!("| {} |\n|---|---|\n", pick(lang, "中文 | 英文", "Chinese | English"));
    for (zh, en) in WORDS {
        let _ = writeln!(text, "| `{zh}` | `{en}` |");
    }
    text
}

fn builtins(lang: &str) -> String {
    let mut text = String::new();
    for b in BUILTINS {
        if lang == "zh" {
            let _ = write!(text, "#### {} {}\n\n{}。\n\n- 写法：{}\n- 例：`要求 {}`\n\n", b.zh, b.en, b.doc_zh, b.takes, b.example);
        } else {
            let takes = in_english(b.takes).replace(['，', '、'], ", ").replace('；', "; ").replace(['“', '”'], "\"");
            let example = in_english(b.example);
            let _ =
                write!(text, "#### {} {}\n\n{}.\n\n- Written: {takes}\n- Example: `require {example}`\n\n", b.en, b.zh, capital(b.doc_en));
        }
    }
    text
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// What the table of functions calls its arguments.
const ARGUMENTS: [(&str, &str); 17] = [
    ("组", "group"),
    ("数", "number"),
    ("名称", "name"),
    ("名", "name"),
    ("格", "cell"),
    ("读数", "reading"),
    ("条件", "condition"),
    ("文", "text"),
    ("文字", "text"),
    ("序号", "ordinal"),
    ("名单", "list"),
    ("年", "year"),
    ("月", "month"),
    ("日", "day"),
    ("金额", "amount"),
    ("分档", "steps"),
    ("代码", "code"),
];

/// Names that stand for a value: of the instance at hand, of a report, of a body.
const NAMES: [[&str; 4]; 26] = [
    [
        "本格",
        "this_cell",
        "这一格。用在 `每格` 里，或 `每一`、`存在`、`计数 … 满足` 走到的一格",
        "the cell at hand, in a range over cells, or that `every`, `exists` or `count … satisfying` is at",
    ],
    [
        "本行",
        "this_row",
        "这一格所在的行。用在 `每格` 里，写成 `本行[列]`，或整行作一组",
        "the row of the cell at hand: `this_row[column]`, or the whole row as a group",
    ],
    ["本列", "this_column", "这一格所在的列，作一组。用在 `每格` 里", "the column of the cell at hand, as a group"],
    [
        "本条",
        "this_reading",
        "读到的这个数；`本条.名` 是句式里取了名的数。用在 `逐条` 里",
        "the figure that was read; `this_reading.name` is one that the pattern names. In a range over a reading",
    ],
    [
        "本项",
        "this_item",
        "`每一 本条.名 满足`、`存在 本条.名 满足` 走到的那个数",
        "the figure that `every this_reading.name satisfying` is at",
    ],
    ["本句", "this_sentence", "这一句。用在 `逐句` 里", "the sentence at hand, in a range over sentences"],
    ["本段", "this_paragraph", "这一段。用在 `逐段` 里", "the paragraph at hand, in a range over paragraphs"],
    ["年度", "year", "报告年度，从标题上读，或由 `--year` 给出", "the year reported on, from the title or `--year`"],
    ["标题", "title", "报告的标题", "the title of the report"],
    ["单位名称", "body_name", "标题里的单位名称", "the body named in the title"],
    ["落款单位", "signatory", "落款的单位", "the body that signs the report"],
    ["表样", "form", "报告所用表样的名称", "the name of the form of the report"],
    ["发布日期", "published", "报告上写的发布日期", "the date of publication stated in the report"],
    ["落款日期", "signed", "落款的日期", "the date of the signature"],
    ["期间起", "period_from", "统计期限的第一天", "the first day of the period reported on"],
    ["期间止", "period_to", "统计期限的最后一天", "the last day of the period reported on"],
    ["核对日期", "as_of", "`--as-of` 给的日期；程序不看时钟", "the date given by `--as-of`; there is no clock"],
    ["全文", "whole_text", "各部分的正文，不含表格", "the prose of all sections, without tables"],
    [
        "强制不符数",
        "must_violations",
        "这份报告违反了几条强制规则，如 `下级.强制不符数`",
        "how many checks of level must are violated, as in `children.must_violations`",
    ],
    [
        "上年",
        "prior",
        "上年报告：`上年.X`；再往前写 `上年.上年.X`，最多三年。由 `--prior` 给出，或同在一批里",
        "last year's report: `prior.X`; before that `prior.prior.X`, three years at most. Given by `--prior`, or among those checked",
    ],
    [
        "下级",
        "children",
        "下级单位的报告：`下级.X`，只能用在 `合计`、`最大`、`最小`、`计数`、`中位` 里，或 `每一`、`存在` 之后。由 `--children` 和名录给出",
        "reports of subordinate bodies: `children.X`, inside `sum`, `max`, `min`, `count`, `median`, or after `every` and `exists`. Given by `--children` and the roster",
    ],
    [
        "同批",
        "peers",
        "同一年度一起核对的其他报告：`同批.X`，用法同 `下级`",
        "the other reports of the year checked together: `peers.X`, used as `children`",
    ],
    [
        "单位类别",
        "body_kind",
        "单位属性，由名录或 `--body` 给出；下面三个同此",
        "an attribute of the body, from the roster or `--body`; so are the next three",
    ],
    ["层级", "tier", "单位属性", "an attribute of the body"],
    ["口径", "scope", "单位属性，如 `汇总`", "an attribute of the body, such as `汇总` (a summary of all bodies below)"],
    ["上级", "superior", "单位属性：上级单位的名称", "an attribute of the body: the one above it"],
];

fn names(lang: &str) -> String {
    let mut text = format!("| {} |\n|---|---|\n", pick(lang, "名称 | 是什么", "name | what it is"));
    for [zh, en, doc_zh, doc_en] in NAMES {
        let _ = match lang {
            "zh" => writeln!(text, "| `{zh}` `{en}` | {doc_zh} |"),
            _ => writeln!(text, "| `{en}` `{zh}` | {doc_en} |"),
        };
    }
    text
}

/// The English spelling of a word of the language.
fn english(word: &str) -> Option<&'static str> {
    let name = NAMES.iter().find(|[zh, ..]| *zh == word).map(|[_, en, ..]| *en);
    let function = || BUILTINS.iter().find(|b| b.zh == word).map(|b| b.en);
    name.or_else(function).or_else(|| WORDS.iter().find(|(zh, _)| *zh == word).map(|(_, en)| *en))
}

/// Text of the language with its words in English; the names of the form stay.
fn in_english(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        if c == '"' {
            let close = rest[1..].find('"').map_or(rest.len(), |i| i + 2);
            out.push_str(&rest[..close]);
            rest = &rest[close..];
        } else if end == 0 {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            let word = &rest[..end];
            rest = &rest[end..];
            // A word before a bracket is a function; elsewhere it may be what the table calls an argument.
            let argument = ARGUMENTS.iter().find(|(zh, _)| *zh == word).map(|(_, en)| *en);
            let is_form = word == "金额" && rest.starts_with(']');
            let as_argument = argument.filter(|_| !rest.starts_with('(') && !is_form);
            out.push_str(as_argument.or_else(|| english(word)).filter(|_| !is_form).unwrap_or(word));
        }
    }
    out
}

#[test]
fn the_examples_of_the_functions_compile_in_english() {
    for builtin in BUILTINS {
        let example = in_english(builtin.example);
        assert!(example.contains(&format!("{}(", builtin.en)), "{example}");
        let declared = gouji::builtins::EXAMPLES;
        let rules = format!("{declared}\nrule a \"a\" {{ level note basis \"a\" over 申请 each_column require {example} }}");
        if let Err(errors) = RuleSet::compile([Source::new("rules.gj", rules.as_str())]) {
            panic!("{rules}\n{errors}");
        }
    }
}

#[test]
fn the_names_of_values_are_those_of_the_language() {
    for [zh, en, ..] in NAMES {
        assert_eq!(gouji::compile::settled_attribute(en), zh);
    }
}

/// The order in which operators bind, from the table of the parser.
fn precedence(lang: &str) -> String {
    let source = read("src/syntax/build/mod.rs");
    let table = source.split("PrattParser::new()").nth(1).and_then(|t| t.split("});").next()).expect("the table of the parser");
    let operators = operators();
    let mut text = format!("| {} |\n|---|---|\n", pick(lang, "先后 | 运算符", "binds | operators"));
    let levels: Vec<&str> = table.split(".op(").skip(1).collect();
    for (i, level) in levels.iter().enumerate() {
        let names = level.split("Rule::").skip(1).map(|r| r.split([',', ')']).next().unwrap_or_default());
        let spelled: Vec<String> = names.map(|n| operators.get(n).unwrap_or_else(|| panic!("{n} is no operator")).clone()).collect();
        let place = match i {
            0 => pick(lang, "1（最松）", "1 (loosest)").to_owned(),
            i if i + 1 == levels.len() => format!("{}{}", i + 1, pick(lang, "（最紧）", " (tightest)")),
            i => (i + 1).to_string(),
        };
        let sign = if level.contains("negate") { pick(lang, "（负号）", " (sign)") } else { "" };
        let _ = writeln!(text, "| {place} | {}{sign} |", spelled.join("; "));
    }
    text
}

/// How the grammar spells each operator.
fn operators() -> BTreeMap<String, String> {
    let grammar = read("grammar/gouji.pest");
    let mut operators = BTreeMap::new();
    for line in grammar.lines() {
        let Some((name, body)) = line.split_once('=') else { continue };
        let spelled: Vec<String> = body.split('"').skip(1).step_by(2).filter(|s| *s != "//").map(|s| format!("`{}`", cell(s))).collect();
        operators.entry(name.trim().to_owned()).or_insert_with(|| spelled.join(" "));
    }
    operators
}

/// What the grammar says of each construct, in its order: the examples of its comments, and in English what they say besides.
fn grammar(lang: &str) -> String {
    let grammar = read("grammar/gouji.pest");
    let mut text = String::from("```text\n");
    let mut doc: Vec<&str> = Vec::new();
    for line in grammar.lines() {
        if let Some(line) = line.strip_prefix("///") {
            doc.push(line.trim());
            continue;
        }
        if let Some((name, _)) = line.split_once(" =").filter(|(name, _)| !doc.is_empty() && !name.starts_with("only_")) {
            // What follows an empty line is for whoever reads the grammar.
            let said = doc.split(|l| l.is_empty()).next().unwrap_or_default().join(" ");
            let examples: Vec<&str> = said.split('`').skip(1).step_by(2).collect();
            let shown = if lang == "en" { said.replace('`', "") } else { examples.join("   ") };
            let is_token = lang == "zh" && matches!(name.trim(), "string" | "number");
            if !(examples.is_empty() || is_token) {
                let _ = writeln!(text, "{shown}");
            }
        }
        doc.clear();
    }
    text + "```\n"
}

/// Every code with the beginning of what it says, `{…}` for what is named in it.
fn codes(lang: &str) -> String {
    let mut known: Vec<&str> = Vec::new();
    known.extend(gouji::catalogue::Fault::CODES.iter().map(|(code, _)| *code));
    known.extend(gouji::catalogue::Trouble::CODES.iter().map(|(code, _)| *code));
    known.extend(gouji::catalogue::RosterFault::CODES.iter().map(|(code, _)| *code));
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    for file in ["rules/mod", "loading", "roster"] {
        let source = read(&format!("src/catalogue/{file}.rs"));
        for part in source.split("\n        \"").skip(1) {
            let Some((code, rest)) = part.split_once('"') else { continue };
            let Some((_, words)) = rest.split_once(&format!("\n            {lang} {{")) else { continue };
            let ends = ["\n            en {", "\n            hint {"];
            let words = ends.iter().fold(words, |words, end| words.split(end).next().unwrap_or(words));
            // The longest is the sentence, the others are what it is made of.
            let longest = strings(words).into_iter().max_by_key(|s| s.chars().count());
            let sentence = longest.unwrap_or_else(|| pick(lang, "句式写得不对：…", "something is wrong with the pattern: …").to_owned());
            said.entry(code.to_owned()).or_insert(sentence);
        }
    }
    let mut text = format!("| {} |\n|---|---|\n", pick(lang, "代码 | 说的是", "code | what it says"));
    known.sort_unstable();
    known.dedup();
    for code in known {
        let sentence = said.get(code).unwrap_or_else(|| panic!("{code} has no sentence"));
        let _ = writeln!(text, "| {code} | {} |", cell(sentence));
    }
    text
}

/// The string literals of a piece of Rust, with `…` for what is filled in.
fn strings(source: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut chars = source.chars();
    while let Some(c) = chars.next() {
        if c != '"' {
            continue;
        }
        let mut text = String::new();
        let mut inside = false;
        while let Some(c) = chars.next() {
            match c {
                '\\' => text.extend(chars.next()),
                '"' => break,
                '{' if chars.as_str().starts_with('{') => text.extend(chars.next()),
                '}' if !inside && chars.as_str().starts_with('}') => text.extend(chars.next()),
                '{' => {
                    inside = true;
                    text.push('…');
                }
                '}' => inside = false,
                c if !inside => text.push(c),
                _ => {}
            }
        }
        all.push(text);
    }
    all
}

#[test]
fn doc_prints_the_documents() {
    for lang in LANGS {
        for name in ["reference", "tutorial", "testing", "formats"] {
            let printed = gouji(&root(), &["doc", name, "--lang", lang], b"");
            let text = document(lang, &format!("{name}.md"));
            let kept: String = text.split_inclusive('\n').filter(|l| !l.starts_with("<!-- ")).collect();
            assert!(updating() || printed == format!("exit: 0\n--- stdout\n{kept}"), "{lang} {name}");
        }
        assert_eq!(gouji(&root(), &["doc", "--lang", lang], b""), gouji(&root(), &["doc", "reference", "--lang", lang], b""));
    }
}
