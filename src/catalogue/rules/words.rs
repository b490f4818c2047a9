//! Words that several sentences about rule text are put together from.

use crate::lang::Lang;

/// What could have stood where something else was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is named for what it is")]
pub enum Expected {
    Expression,
    Operator,
    String,
    Number,
    Name,
    Id,
    Ordinal,
    Level,
    Each,
    Then,
    Satisfying,
    Because,
    SectionRef,
    Outcome,
    Entry,
    Change,
    Further,
}

impl Expected {
    fn words(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Expected::Expression, Lang::Zh) => "一个数、名称或式子",
            (Expected::Expression, Lang::En) => "a number, a name or an expression",
            (Expected::Operator, Lang::Zh) => "运算符（＋ － × ÷ ＝ ≥ 且 或……）",
            (Expected::Operator, Lang::En) => "an operator (+ - × ÷ = >= and or …)",
            (Expected::String, Lang::Zh) => "引号中的文字",
            (Expected::String, Lang::En) => "a text in quotation marks",
            (Expected::Number, Lang::Zh) => "一个数",
            (Expected::Number, Lang::En) => "a number",
            (Expected::Name, Lang::Zh) => "一个名称",
            (Expected::Name, Lang::En) => "a name",
            (Expected::Id, Lang::Zh) => "一个名称（如 表三-行合计）",
            (Expected::Id, Lang::En) => "an id (such as row-sums)",
            (Expected::Ordinal, Lang::Zh) => "部分的序号（如 一）",
            (Expected::Ordinal, Lang::En) => "the ordinal of a section (such as 一)",
            (Expected::Level, Lang::Zh) => "强制、核实或提示",
            (Expected::Level, Lang::En) => "must, verify or note",
            (Expected::Each, Lang::Zh) => "逐列、逐行、每格、逐条、逐句或逐段",
            (Expected::Each, Lang::En) => "each_column, each_row, each_cell, each_reading, each_sentence or each_paragraph",
            (Expected::Then, Lang::Zh) => "则",
            (Expected::Then, Lang::En) => "then",
            (Expected::Satisfying, Lang::Zh) => "满足",
            (Expected::Satisfying, Lang::En) => "satisfying",
            (Expected::Because, Lang::Zh) => "因 “理由”",
            (Expected::Because, Lang::En) => "because \"reason\"",
            (Expected::SectionRef, Lang::Zh) => "部分(序号)",
            (Expected::SectionRef, Lang::En) => "section(ordinal)",
            (Expected::Outcome, Lang::Zh) => "通过、不符、有解释、未能核对、不适用或无可核对",
            (Expected::Outcome, Lang::En) => "satisfied, violated, explained, undecided, not_applicable or vacuous",
            (Expected::Change, Lang::Zh) => "等号和值，或者 作、加",
            (Expected::Change, Lang::En) => "= and a value, or as, or adding",
            (Expected::Further, Lang::Zh) => "或、左、右、差、因，或另一行",
            (Expected::Further, Lang::En) => "or, left, right, difference, because, or another line",
            (Expected::Entry, Lang::Zh) => "一个数、引号中的文字、空白或缺",
            (Expected::Entry, Lang::En) => "a number, a text in quotation marks, blank or missing",
        }
    }
}

pub(super) fn expected_zh(expected: &[Expected]) -> String {
    let words: Vec<&str> = expected.iter().map(|e| e.words(Lang::Zh)).collect();
    if words.is_empty() { String::new() } else { format!("，这里应当是{}", words.join("，或")) }
}

pub(super) fn expected_en(expected: &[Expected]) -> String {
    let words: Vec<&str> = expected.iter().map(|e| e.words(Lang::En)).collect();
    if words.is_empty() { String::new() } else { format!("; here should be {}", words.join(", or ")) }
}

/// What the instances of a rule are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstancesOf {
    /// The rule.
    pub rule: String,
    /// `column`, `row`, `cell`, `number`, or `none`.
    pub kind: &'static str,
    /// The first of them.
    pub known: Vec<String>,
}

pub(super) fn instances_zh(kind: &str) -> &'static str {
    match kind {
        "none" => "它没有范围，名称后面不写实例",
        "column" => "它的实例是列名",
        "row" => "它的实例是行的全名",
        "cell" => "它的实例是格，如 申请.新收[总计]",
        _ => "它的实例是序号，从 1 起",
    }
}

pub(super) fn instances_en(kind: &str) -> &'static str {
    match kind {
        "none" => "it has no range, and no instance stands after its name",
        "column" => "its instances are columns",
        "row" => "its instances are rows, by their full path",
        "cell" => "its instances are cells, such as 申请.新收[总计]",
        _ => "its instances are numbers, from 1",
    }
}

pub(super) fn case_names_zh(what: &str) -> &'static str {
    match what {
        "form" => "表样",
        "table" => "表",
        "row" => "行",
        "column" => "列",
        "cell" => "格",
        "section" => "部分",
        _ => "格、部分或单位属性",
    }
}

pub(super) fn case_names_en(what: &str) -> &'static str {
    match what {
        "form" => "form",
        "table" => "table",
        "row" => "row",
        "column" => "column",
        "cell" => "cell",
        "section" => "section",
        _ => "cell, section or attribute",
    }
}

pub(super) fn entries_zh(expected: &str) -> &'static str {
    match expected {
        "year" => "四位数的年份",
        "short-number" => "不超过 28 位的数",
        "no-share" => "一个数；格里写的是百分数，就写在引号里，如 “50%”",
        "date" => "日期，如 “2026-01-20”",
        _ => "引号中的文字",
    }
}

pub(super) fn entries_en(expected: &str) -> &'static str {
    match expected {
        "year" => "a year of four digits",
        "short-number" => "a number of no more than 28 digits",
        "no-share" => "a number; where the cell has a percentage, write it as a text: \"50%\"",
        "date" => "a date, such as \"2026-01-20\"",
        _ => "a text in quotation marks",
    }
}

pub(super) fn did_you_mean(nearest: &[String]) -> Option<(String, String)> {
    (!nearest.is_empty()).then(|| {
        let zh = nearest.iter().map(|n| format!("“{n}”")).collect::<Vec<_>>().join("还是");
        let en = nearest.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(" or ");
        (format!("是不是 {zh}？"), format!("did you mean {en}?"))
    })
}

/// A word of the language in both spellings.
pub(super) fn also_english(word: &str) -> String {
    let english = [("且", "and"), ("或", "or"), ("非", "not"), ("若", "if"), ("则", "then"), ("每一", "every")];
    english.iter().find(|(zh, _)| *zh == word).map_or_else(|| format!("`{word}`"), |(zh, en)| format!("`{en}` (or `{zh}`)"))
}

pub(super) fn mean_or(nearest: &[String], otherwise: Option<(String, String)>) -> Option<(String, String)> {
    did_you_mean(nearest).or(otherwise)
}

/// What a character is that looks like another.
pub(super) fn look_zh(what: &str) -> &str {
    match what {
        "a letter, not a digit" => "字母，不是数字",
        "a Cyrillic letter, not a digit" => "西里尔字母，不是数字",
        "a Greek letter, not a digit" => "希腊字母，不是数字",
        "a Cyrillic letter" => "西里尔字母",
        "a Greek letter" => "希腊字母",
        "the sign of a radical" => "偏旁符号，不是汉字",
        "a Chinese character" => "汉字",
        "an en dash" => "连接号",
        "a dash" => "破折号",
        "a hyphen" => "连字符",
        "the mark of a long vowel" => "长音符号",
        "a ratio sign" => "比号",
        "a colon of another kind" => "另一种冒号",
        "a semicolon of another kind" => "另一种分号",
        "a comma of another kind" => "另一种逗号",
        "a full stop" => "句号",
        "a middle dot" => "间隔号",
        "a bracket of another kind" => "另一种括号",
        "a title mark" => "书名号",
        "a less-than sign of another kind" => "另一种小于号",
        "a greater-than sign of another kind" => "另一种大于号",
        "an arrow" => "箭头",
        "a percent sign of another kind" => "另一种百分号",
        "a digit in a circle" => "带圈的数字",
        _ => "另一种符号",
    }
}

/// A measure as English says it.
pub(super) fn unit_en(unit: &str) -> &str {
    match unit {
        "比率（没有单位）" => "a ratio without unit",
        "年" => "a year",
        other => other,
    }
}

pub(super) fn what_zh(what: &str) -> &str {
    match what {
        "row" => "行",
        "column" => "列",
        "table" => "表",
        "group" => "组",
        "condition" => "条件",
        "number" => "数",
        "text" => "文字",
        "date" => "日期",
        "reading" => "读数",
        "let" => "设",
        "parameter" => "参数",
        "list" => "名单",
        "steps" => "分档",
        "attribute" => "属性",
        "keyword" => "语言里的词",
        "collection of readings" => "一组读数",
        other => other,
    }
}

pub(super) fn regex_zh(reason: &str) -> &str {
    match reason {
        "it is not closed" => "有括号没有配对",
        "it repeats nothing" => "* + ? 前面没有可以重复的",
        "it looks back or around" => "用了反向引用或环视",
        "it is too large" => "太大",
        "a blank in it does not count" => "查找时空格不计，这里的空格却要算数",
        "a range is out of order" => "范围前后颠倒",
        _ => "有认不出的写法",
    }
}
