//! The functions of the language, one entry each: the checker, completion and the manual all read this table.

use crate::program::StateTest;

/// A function.
#[derive(Debug, Clone, Copy)]
pub struct Builtin {
    /// What it does, for the compiler.
    pub function: Function,
    /// Chinese name.
    pub zh: &'static str,
    /// English name.
    pub en: &'static str,
    /// How it is written.
    pub takes: &'static str,
    /// What it gives, in Chinese.
    pub doc_zh: &'static str,
    /// What it gives, in English.
    pub doc_en: &'static str,
    /// A requirement that uses it, in a rule over every column of 申请.
    pub example: &'static str,
}

/// What a function does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// Sum of a group.
    Sum,
    /// Largest of a group or of several numbers.
    Max,
    /// Smallest.
    Min,
    /// Whether a number is whole.
    Whole,
    /// A question about the state of a cell.
    State(StateTest),
    /// What stood in a cell.
    CellText,
    /// A figure, or 0 for a blank.
    BlankAsZero,
    /// Whether all figures of a reading are equal.
    Consistent,
}

/// Every function there is.
pub const BUILTINS: &[Builtin] = &[
    Builtin {
        function: Function::Sum,
        zh: "合计",
        en: "sum",
        takes: "合计(组) 或 合计(组 不含 名称)",
        doc_zh: "组里每一格之和，不论套了几层；组里的总计要用“不含”排除",
        doc_en: "the sum of every cell below a group, however deep; a total inside it is left out with `except`",
        example: "合计(办理结果 不含 总计) = 办理结果.总计",
    },
    Builtin {
        function: Function::Max,
        zh: "最大",
        en: "max",
        takes: "最大(组) 或 最大(数, 数, …)",
        doc_zh: "其中最大的数",
        doc_en: "the largest of them",
        example: "最大(新收, 上年结转) <= 新收 + 上年结转",
    },
    Builtin {
        function: Function::Min,
        zh: "最小",
        en: "min",
        takes: "最小(组) 或 最小(数, 数, …)",
        doc_zh: "其中最小的数",
        doc_en: "the smallest of them",
        example: "最小(新收, 上年结转) >= 0",
    },
    Builtin {
        function: Function::Whole,
        zh: "整数",
        en: "integer",
        takes: "整数(数)",
        doc_zh: "是不是整数",
        doc_en: "whether a number is whole",
        example: "整数(新收)",
    },
    Builtin {
        function: Function::State(StateTest::Blank),
        zh: "空白",
        en: "blank",
        takes: "空白(格)",
        doc_zh: "格子在，里面什么也没有",
        doc_en: "the cell is there, with nothing in it",
        example: "非 空白(新收)",
    },
    Builtin {
        function: Function::State(StateTest::Placeholder),
        zh: "占位",
        en: "placeholder",
        takes: "占位(格)",
        doc_zh: "格里是“/”“-”“不适用”之类",
        doc_en: "the cell holds `/`, `-`, 不适用 or the like",
        example: "非 占位(新收)",
    },
    Builtin {
        function: Function::State(StateTest::Unreadable),
        zh: "读不出",
        en: "unreadable",
        takes: "读不出(格)",
        doc_zh: "格里不是数，或认不出属于哪一列",
        doc_en: "the cell holds something else than a figure, or its column cannot be known",
        example: "非 读不出(新收)",
    },
    Builtin {
        function: Function::State(StateTest::Missing),
        zh: "缺",
        en: "missing",
        takes: "缺(格)",
        doc_zh: "报告里没有找到这一格",
        doc_en: "no such cell was found in the report",
        example: "非 缺(新收)",
    },
    Builtin {
        function: Function::State(StateTest::Number),
        zh: "有数",
        en: "has_number",
        takes: "有数(格)",
        doc_zh: "格里是一个数",
        doc_en: "the cell holds a figure",
        example: "有数(新收)",
    },
    Builtin {
        function: Function::CellText,
        zh: "原文",
        en: "text",
        takes: "原文(格)",
        doc_zh: "格里原来的文字",
        doc_en: "what stands in the cell, as it stands",
        example: "原文(新收) ≠ \"见附件\"",
    },
    Builtin {
        function: Function::BlankAsZero,
        zh: "空作零",
        en: "blank_as_zero",
        takes: "空作零(格)",
        doc_zh: "格里的数；空白当作 0（表样明说空白即 0 时用）",
        doc_en: "the figure, or 0 for a blank, where the form says that a blank is 0",
        example: "空作零(新收) >= 0",
    },
    Builtin {
        function: Function::Consistent,
        zh: "一致",
        en: "consistent",
        takes: "一致(读数)",
        doc_zh: "正文各处读到的数是否都相同",
        doc_en: "whether all figures of a reading are equal",
        example: "一致(正文新收)",
    },
];

/// The function with this name, in either language.
pub fn find(name: &str) -> Option<&'static Builtin> {
    BUILTINS.iter().find(|b| b.zh == name || b.en == name)
}
