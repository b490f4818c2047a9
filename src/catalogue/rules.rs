//! Sentences about rule text: codes in `E` (the rules do not run) and `W` (they run, and something is probably not meant).

use super::{hint, sentences};
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
    Because,
    SectionRef,
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
            (Expected::Each, Lang::Zh) => "逐列、逐行、每格或逐条",
            (Expected::Each, Lang::En) => "each_column, each_row, each_cell or each_reading",
            (Expected::Then, Lang::Zh) => "则",
            (Expected::Then, Lang::En) => "then",
            (Expected::Because, Lang::Zh) => "因 “理由”",
            (Expected::Because, Lang::En) => "because \"reason\"",
            (Expected::SectionRef, Lang::Zh) => "部分(序号)",
            (Expected::SectionRef, Lang::En) => "section(ordinal)",
        }
    }
}

fn expected_zh(expected: &[Expected]) -> String {
    let words: Vec<&str> = expected.iter().map(|e| e.words(Lang::Zh)).collect();
    if words.is_empty() { String::new() } else { format!("，这里应当是{}", words.join("，或")) }
}

fn expected_en(expected: &[Expected]) -> String {
    let words: Vec<&str> = expected.iter().map(|e| e.words(Lang::En)).collect();
    if words.is_empty() { String::new() } else { format!("; here should be {}", words.join(", or ")) }
}

fn did_you_mean(nearest: &[String]) -> Option<(String, String)> {
    (!nearest.is_empty()).then(|| {
        let zh = nearest.iter().map(|n| format!("“{n}”")).collect::<Vec<_>>().join("还是");
        let en = nearest.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(" or ");
        (format!("是不是 {zh}？"), format!("did you mean {en}?"))
    })
}

fn mean_or(nearest: &[String], otherwise: Option<(String, String)>) -> Option<(String, String)> {
    did_you_mean(nearest).or(otherwise)
}

sentences! {
    /// Something wrong with rule text. `E01..`: spelling; `E02..`: names; `E03..`: types and units; `E04..`: rules as a whole; `E05..`: forms.
    pub enum Fault {
        /// Brackets nested deeper than any rule needs.
        "E0101" NestingTooDeep { limit: usize }
            zh { format!("括号嵌套超过 {limit} 层，到此为止没有再往下读") }
            en { format!("nested more than {limit} deep; nothing was read beyond this point") }
            hint { hint("请用“设 名 = 式”把式子拆开", "split the expression with `let name = …`") }
        /// More operators in one rule than any rule needs.
        "E0102" TooManyOperators { limit: usize }
            zh { format!("一条规则里的运算符超过 {limit} 个，到此为止没有再往下读") }
            en { format!("more than {limit} operators in one rule; nothing was read beyond this point") }
            hint { hint("请用“合计(组)”或拆成几条规则", "use `sum(group)`, or split the rule") }
        /// A string without its end on the same line.
        "E0103" UnclosedString { mark: String }
            zh { format!("引号没有结束，这一行缺 {mark}") }
            en { format!("the quotation does not end; {mark} is missing on this line") }
            hint { hint("引号里的文字不能换行", "a text in quotation marks stays on one line") }
        /// A quotation mark that does not begin a string.
        "E0104" WrongQuotes { mark: String }
            zh { format!("文字不能用 {mark} 开头") }
            en { format!("a text does not begin with {mark}") }
            hint { hint("请用一对 “ ” 或一对 \" \"", "use a pair of “ ” or a pair of \" \"") }
        /// A block without its closing brace.
        "E0105" MissingClose {}
            zh { "缺右大括号 }" }
            en { "the closing brace } is missing" }
            hint { hint("请在这里补上 }", "add } here") }
        /// A closing brace with nothing to close.
        "E0106" ExtraClose {}
            zh { "多出一个右大括号 }" }
            en { "this closing brace } closes nothing" }
            hint { hint("请删去，或检查前面是否少了 {", "remove it, or look for a missing { before it") }
        /// A word written together with a keyword.
        "E0107" GluedWord { word: String, spaced: String }
            zh { format!("“{word}”连在一起写了") }
            en { format!("`{word}` is written as one word") }
            hint { hint(format!("请用空格隔开：{spaced}"), format!("put a space: `{spaced}`")) }
        /// A word that means nothing in its place.
        "E0108" UnknownWord { word: String, nearest: Vec<String>, known: Vec<String> }
            zh { format!("这里不认识“{word}”") }
            en { format!("`{word}` means nothing here") }
            hint { mean_or(nearest, hint(format!("这里可以用：{}", known.join(" ")), format!("words that stand here: {}", known.join(" ")))) }
        /// Something else than the grammar could go on with.
        "E0109" Unexpected { found: String, expected: Vec<Expected> }
            zh { format!("没有料到“{found}”{}", expected_zh(expected)) }
            en { format!("unexpected `{found}`{}", expected_en(expected)) }
            hint { None }
        /// A statement that ends too early.
        "E0110" BreaksOff { statement: String, expected: Vec<Expected> }
            zh { format!("“{statement}”没有写完{}", expected_zh(expected)) }
            en { format!("`{statement}` is not finished{}", expected_en(expected)) }
            hint { None }
        /// A bracket without its end.
        "E0111" UnclosedBracket { mark: String }
            zh { format!("括号“{mark}”没有配对") }
            en { format!("the bracket `{mark}` is not closed") }
            hint { hint("请补上右括号", "add the closing bracket") }

        /// A row that the table does not have.
        "E0201" UnknownRow { table: String, name: String, nearest: Vec<String> }
            zh { format!("表“{table}”没有行“{name}”") }
            en { format!("table `{table}` has no row `{name}`") }
            hint { did_you_mean(nearest) }
        /// A column that the table does not have.
        "E0202" UnknownColumn { table: String, name: String, nearest: Vec<String> }
            zh { format!("表“{table}”没有列“{name}”") }
            en { format!("table `{table}` has no column `{name}`") }
            hint { did_you_mean(nearest) }
        /// A table that the form does not have.
        "E0203" UnknownTable { form: String, name: String, nearest: Vec<String> }
            zh { format!("表样“{form}”没有表“{name}”") }
            en { format!("form `{form}` has no table `{name}`") }
            hint { did_you_mean(nearest) }
        /// A name that is nothing here.
        "E0204" UnknownName { name: String, nearest: Vec<String>, range: &'static str }
            zh { match *range {
                "" => format!("不认识“{name}”"),
                range => format!("不认识“{name}”：它不是“{range}”里的{}", if range == "逐列" { "行" } else { "列" }),
            } }
            en { match *range {
                "" => format!("unknown name `{name}`"),
                range => format!("unknown name `{name}`: it is not a {} of the range", if range == "逐列" { "row" } else { "column" }),
            } }
            hint { mean_or(nearest, if range.is_empty() { hint("一格写成 表.行[列]；文字要加引号", "a cell is written table.row[column]; a text stands in quotation marks") } else { None }) }
        /// A function that does not exist.
        "E0205" UnknownFunction { name: String, nearest: Vec<String> }
            zh { format!("没有名为“{name}”的函数") }
            en { format!("there is no function `{name}`") }
            hint { did_you_mean(nearest) }
        /// A unit that no column has.
        "E0206" UnknownUnit { name: String, nearest: Vec<String> }
            zh { format!("没有以“{name}”为单位的列；若“{name}”不是单位，它前面缺运算符") }
            en { format!("no column has the unit `{name}`; if it is not a unit, an operator is missing before it") }
            hint { did_you_mean(nearest) }
        /// Two things with one id.
        "E0207" DuplicateId { id: String }
            zh { format!("“{id}”已经用过了") }
            en { format!("`{id}` is used already") }
            hint { hint("请换一个名称，或删去其中一个", "give it another name, or remove one of the two") }
        /// A clause that stands twice in one rule.
        "E0208" DuplicateClause { word: String }
            zh { format!("“{word}”在同一处写了两次") }
            en { format!("`{word}` stands twice in one block") }
            hint { hint("请只留一个", "keep one of them") }
        /// A new name that hides another.
        "E0209" HidesName { name: String, what: &'static str }
            zh { format!("“{name}”已经是{}的名称，不能再用", what_zh(what)) }
            en { format!("`{name}` is the name of a {what} already") }
            hint { hint("请换一个名称", "choose another name") }
        /// A reading that is not declared.
        "E0210" UnknownReading { name: String, nearest: Vec<String> }
            zh { format!("没有名为“{name}”的读数") }
            en { format!("no reading is named `{name}`") }
            hint { did_you_mean(nearest) }
        /// A pack or form that cannot be found.
        "E0211" UnknownUse { name: String, known: Vec<String> }
            zh { format!("找不到要引用的“{name}”") }
            en { format!("`{name}` cannot be found") }
            hint { hint(format!("可以引用：{}", known.join("、")), format!("known are {}", known.join(", "))) }
        /// A hole of a message that names nothing.
        "E0212" UnknownHole { hole: String, known: Vec<String> }
            zh { format!("提示语里的 {{{hole}}} 没有内容可填") }
            en { format!("the message has nothing to put into {{{hole}}}") }
            hint { hint(format!("可以用：{}", known.join(" ")), format!("known holes: {}", known.join(" "))) }
        /// Something of the language that this version cannot do.
        "E0213" NotYet { what: String }
            zh { format!("这个版本还不能用“{what}”") }
            en { format!("this version cannot do `{what}` yet") }
            hint { None }
        /// A row named in a range over rows, or a column in one over columns.
        "E0214" WrongAxis { name: String, each: &'static str }
            zh { format!("“{name}”是{}，而“{each}”里的名称应当是{}", if *each == "逐行" { "行" } else { "列" }, if *each == "逐行" { "列" } else { "行" }) }
            en { format!("`{name}` is a {}; in a range over {} a bare name is a {}", if *each == "逐行" { "row" } else { "column" }, if *each == "逐行" { "rows" } else { "columns" }, if *each == "逐行" { "column" } else { "row" }) }
            hint { hint("指定一格时写成 行[列]，或换一种范围", "a single cell is written row[column]; or use another range") }
        /// A section that the form does not have.
        "E0215" UnknownSection { form: String, name: String, known: Vec<String> }
            zh { format!("表样“{form}”没有部分“{name}”") }
            en { format!("form `{form}` has no section `{name}`") }
            hint { hint(format!("有：{}", known.join(" ")), format!("there are {}", known.join(" "))) }
        /// A name with meaning only inside a range.
        "E0216" OutsideRange { name: String, needs: &'static str }
            zh { format!("“{name}”只能用在“范围 … {needs}”的规则里") }
            en { format!("`{name}` stands only in a rule with a range `{}`", match *needs { "每格" => "each_cell", _ => "each_reading" }) }
            hint { None }
        /// A name that two things have.
        "E0217" AmbiguousName { name: String, candidates: Vec<String> }
            zh { format!("“{name}”有不止一个，分不清是哪个") }
            en { format!("`{name}` could be more than one thing") }
            hint { hint(format!("请写全：{}", candidates.join("，或 ")), format!("write it in full: {}", candidates.join(", or "))) }

        /// 上年 with nothing of a report after it.
        "E0218" PriorOfWhat { word: String }
            zh { format!("“{word}”后面应当是上年报告里的一格或一组，如 {word}.结转下年") }
            en { format!("`{word}` is followed by a cell or a group of last year's report, as in {word}.row") }
            hint { None }
        /// A filter of a range that names something of the other axis.
        "E0221" WrongFilter { name: String, each: &'static str }
            zh { format!("“{name}”是{}，在“{each}”里既不能只含也不能不含它", if *each == "逐列" { "行" } else { "列" }) }
            en { format!("`{name}` is a {}; a range over {} cannot be limited to it or exclude it", if *each == "逐列" { "row" } else { "column" }, if *each == "逐列" { "columns" } else { "rows" }) }
            hint { hint(if *each == "逐列" { "只含、不含 后面写列名" } else { "只含、不含 后面写行名" }, if *each == "逐列" { "name columns after only and except" } else { "name rows after only and except" }) }
        /// More years back than a rule can look.
        "E0219" TooFarBack { limit: u8 }
            zh { format!("最多往前看 {limit} 年") }
            en { format!("a rule looks back {limit} years at most") }
            hint { None }

        /// Figures of different quantities in one sum or comparison.
        "E0301" UnitMismatch { left: String, right: String, compared: bool }
            zh { format!("单位不同，不能{}：左边是 {left}，右边是 {right}", if *compared { "比较" } else { "相加减" }) }
            en { format!("different units cannot be {}: {left} on the left, {right} on the right", if *compared { "compared" } else { "added" }) }
            hint { None }
        /// A number where something else stands.
        "E0302" NotANumber { found: &'static str }
            zh { format!("这里应当是数，不是{}", what_zh(found)) }
            en { format!("this should be a number, not a {found}") }
            hint { None }
        /// A condition where something else stands.
        "E0303" NotACondition { found: &'static str }
            zh { format!("这里应当是一个成立或不成立的条件，不是{}", what_zh(found)) }
            en { format!("this should be a condition that holds or does not, not a {found}") }
            hint { hint("条件里要有比较，如 a = b、a >= 0", "a condition compares, as in a = b or a >= 0") }
        /// A group used as a number.
        "E0304" GroupAsNumber { group: String }
            zh { format!("“{group}”是一组，不是一个数") }
            en { format!("`{group}` is a group, not a number") }
            hint { hint(format!("要它各项之和，请写 合计({group})"), format!("for the sum of its members write sum({group})")) }
        /// A total summed with what it totals.
        "E0305" TotalInSum { group: String, total: String }
            zh { format!("“{group}”里有“{total}”，一起相加会重复计算") }
            en { format!("`{group}` holds `{total}`; adding it counts everything twice") }
            hint { hint(format!("请写 合计({group} 不含 {total})"), format!("write sum({group} except {total})")) }
        /// A function called with other things than it takes.
        "E0306" WrongArguments { function: String, takes: &'static str }
            zh { format!("“{function}”要写成 {takes}") }
            en { format!("`{function}` is written {takes}") }
            hint { None }
        /// The state of something that is not a cell.
        "E0307" NotACell { function: String }
            zh { format!("“{function}”只能问一格，如 {function}(新收) 或 {function}(本格)") }
            en { format!("`{function}` asks about one cell") }
            hint { None }
        /// A number with more digits than can be exact.
        "E0308" NumberTooLong {}
            zh { "这个数超过 28 位，无法精确表示" }
            en { "this number has more than 28 digits and cannot be exact" }
            hint { None }
        /// Two things that cannot be compared.
        "E0309" NotComparable { left: &'static str, right: &'static str }
            zh { format!("{}和{}不能比较", what_zh(left), what_zh(right)) }
            en { format!("a {left} and a {right} cannot be compared") }
            hint { None }
        /// Counts multiplied or divided into something that has no unit.
        "E0310" ProductOfUnits { left: String, right: String }
            zh { format!("{left} 与 {right} 不能相乘或相除") }
            en { format!("{left} and {right} cannot be multiplied or divided") }
            hint { hint("同一单位相除得比率；乘除另一边应当是没有单位的数", "figures of one unit divide into a ratio; otherwise one side has no unit") }

        /// Comparisons of a chain that point different ways.
        "E0311" MixedChain {}
            zh { "连写的比较要朝一个方向，如 0 <= x <= 1" }
            en { "a chain of comparisons points one way, as in 0 <= x <= 1" }
            hint { hint("请用“且”分成两个比较", "write two comparisons with `and` between them") }
        /// 误差 whose unit cannot be known.
        "E0312" ToleranceNeedsUnit {}
            zh { "误差要写明单位，而且不能是百分数" }
            en { "the tolerance needs a unit and cannot be a percentage" }
            hint { hint("如：误差 0.01 万元。要按比例时写成 最大(a, b) - 最小(a, b) <= a × 5%", "such as: tolerance 0.01 万元. For a share write max(a, b) - min(a, b) <= a × 5%") }
        /// A divisor that is 0 in every report.
        "E0313" DividesByZero {}
            zh { "除数总是 0" }
            en { "the divisor is always 0" }
            hint { None }
        /// A value defined by itself.
        "E0220" CircularValue { name: String }
            zh { format!("“{name}”是用它自己定义的") }
            en { format!("`{name}` is defined by itself") }
            hint { None }

        /// A rule without 要求.
        "E0401" NoRequirement {}
            zh { "这条规则没有“要求”" }
            en { "this rule requires nothing" }
            hint { hint("每条规则有且只有一个：要求 ……", "every rule has exactly one: require …") }
        /// A rule without 级别.
        "E0402" NoLevel {}
            zh { "这条规则没有“级别”" }
            en { "this rule has no level" }
            hint { hint("级别 强制（必须改正）、核实（请确认）或 提示", "level must (to be corrected), verify (to be confirmed) or note") }
        /// A rule that reads no cell and no reading.
        "E0403" ReadsNothing {}
            zh { "这条要求没有用到任何一格或一处正文，对所有报告结果都一样" }
            en { "this requirement reads no cell and no text: it is the same for every report" }
            hint { hint("请写明要核对的格，如 申请.新收[总计]", "name the cells to check, such as 申请.新收[总计]") }
        /// A rule that cannot fail.
        "E0404" AlwaysTrue {}
            zh { "这条要求总是成立，查不出任何问题" }
            en { "this requirement always holds and can find nothing" }
            hint { hint("请检查两边是否写成了同样的式子", "check whether both sides are the same") }
        /// A rule that cannot hold.
        "E0405" AlwaysFalse {}
            zh { "这条要求不可能成立，任何报告都会不符" }
            en { "this requirement cannot hold; every report would fail it" }
            hint { None }
        /// A range without a single instance.
        "E0406" EmptyRange {}
            zh { "这个范围里一格也没有" }
            en { "this range is empty" }
            hint { hint("请检查 只含、不含、单位 的条件", "check its only, except and unit") }
        /// A reading without a pattern.
        "E0407" NoPattern {}
            zh { "这个读数没有“句式”，也没有“否定”" }
            en { "this reading has neither a pattern nor a negation" }
            hint { None }
        /// A pattern that is not well formed.
        "E0408" BadPattern { reason: PatternFault }
            zh { reason.zh() }
            en { reason.en() }
            hint { None }
        /// A reading that says not where it is taken from.
        "E0409" NoSections {}
            zh { "这个读数没有“取自”" }
            en { "this reading does not say which sections it is taken from" }
            hint { hint("取自 部分(一)", "from section(一)") }
        /// Rules without a form to check them against.
        "E0410" NoForm {}
            zh { "没有可用的表样" }
            en { "there is no form to check the rules against" }
            hint { hint("请在规则包里写 引用 \"forms/…\"，或声明 表样", "name one in the pack: use \"forms/…\"; or declare a form") }
        /// Rule text without a rule in it.
        "E0411" NoRules {}
            zh { "里面没有一条可以运行的规则" }
            en { "there is not a single rule in it that runs" }
            hint { hint("规则写成：规则 名称 “标题” { 级别 强制  要求 …… }", "a rule is written: rule id \"title\" { level must  require … }") }
        /// A rule that no year or body can bring into play.
        "E0412" NeverApplies {}
            zh { "这个条件不可能成立，规则永远不适用" }
            en { "this condition cannot hold; the rule never applies" }
            hint { None }
        /// A year written out where the reporting year is meant.
        "W0401" LiteralYear { year: String }
            zh { format!("规则里写死了年份 {year}，明年就要改") }
            en { format!("the year {year} is written out; next year it is wrong") }
            hint { hint("请用 年度（报告年度）代替", "use `year`, the reporting year") }
        /// A name that is never used.
        "W0402" Unused { name: String, what: &'static str }
            zh { format!("{}“{name}”没有用到", what_zh(what)) }
            en { format!("`{name}` ({what}) is never used") }
            hint { None }
        /// An edition of the language that this version does not have.
        "E0413" UnknownLanguage { version: String }
            zh { format!("不认识语言版本 {version}，目前只有 1") }
            en { format!("unknown edition {version} of the language; there is only 1") }
            hint { None }
        /// A rule that names no document it rests on.
        "W0403" NoBasis {}
            zh { "这条规则没有写依据" }
            en { "this rule names no basis" }
            hint { hint("依据 \"文件名和条款\"", "basis \"document and article\"") }
        /// A clause that has no effect here.
        "W0404" NoEffect { word: String, why_zh: &'static str, why_en: &'static str }
            zh { format!("“{word}”在这里不起作用：{why_zh}") }
            en { format!("`{word}` has no effect here: {why_en}") }
            hint { None }

        /// A table without rows or without columns.
        "E0501" EmptyTable { table: String }
            zh { format!("表“{table}”缺行或缺列") }
            en { format!("table `{table}` lacks rows or columns") }
            hint { None }
        /// A column without a unit.
        "E0502" NoUnit { table: String, column: String }
            zh { format!("表“{table}”的列“{column}”没有单位") }
            en { format!("column `{column}` of table `{table}` has no unit") }
            hint { hint("请在表名或列名后写单位，如 件、万元", "name a unit after the table or the column, such as 件 or 万元") }
        /// A group that is neither named nor printed.
        "E0503" NamelessGroup {}
            zh { "这个组既没有名称，也没有标签" }
            en { "this group has neither a name nor a label" }
            hint { None }
        /// A form larger than any form.
        "E0504" FormTooLarge { limit: usize }
            zh { format!("表样超过 {limit} 格") }
            en { format!("the form has more than {limit} cells") }
            hint { None }
    }
}

/// What is wrong with a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named for what it is")]
pub enum PatternFault {
    UnclosedGroup,
    ExtraClose,
    EmptyAlternative,
    UnknownHole(String),
    NoHole,
    HoleInNegation,
    TooLong(usize),
    Empty,
}

impl PatternFault {
    fn zh(&self) -> String {
        match self {
            PatternFault::UnclosedGroup => "句式里的括号没有配对".to_owned(),
            PatternFault::ExtraClose => "句式里多出一个右括号".to_owned(),
            PatternFault::EmptyAlternative => "句式里“|”的一边是空的".to_owned(),
            PatternFault::UnknownHole(hole) => format!("句式里不认识 {{{hole}}}，只有 {{数}} 和 {{期}}"),
            PatternFault::NoHole => "句式里没有 {数}，读不出数来".to_owned(),
            PatternFault::HoleInNegation => "否定里不能有 {数}；它代表的数写在 作 后面".to_owned(),
            PatternFault::TooLong(limit) => format!("句式超过 {limit} 个字符"),
            PatternFault::Empty => "句式是空的".to_owned(),
        }
    }

    fn en(&self) -> String {
        match self {
            PatternFault::UnclosedGroup => "a parenthesis of the pattern is not closed".to_owned(),
            PatternFault::ExtraClose => "a closing parenthesis of the pattern closes nothing".to_owned(),
            PatternFault::EmptyAlternative => "one side of `|` in the pattern is empty".to_owned(),
            PatternFault::UnknownHole(hole) => format!("the pattern has an unknown hole {{{hole}}}; there are {{数}} and {{期}}"),
            PatternFault::NoHole => "the pattern has no {数} and reads no number".to_owned(),
            PatternFault::HoleInNegation => "a negation has no {数}; the number it stands for follows `as`".to_owned(),
            PatternFault::TooLong(limit) => format!("the pattern has more than {limit} characters"),
            PatternFault::Empty => "the pattern is empty".to_owned(),
        }
    }
}

fn what_zh(what: &str) -> &str {
    match what {
        "row" => "行",
        "column" => "列",
        "table" => "表",
        "group" => "组",
        "condition" => "条件",
        "number" => "数",
        "text" => "文字",
        "reading" => "读数",
        "let" => "设",
        "parameter" => "参数",
        "list" => "名单",
        "attribute" => "属性",
        "keyword" => "语言里的词",
        "collection of readings" => "一组读数",
        other => other,
    }
}

/// A short note at a secondary place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named for what it says")]
pub enum Note {
    FirstHere,
    OpenedHere,
    UnitOf(String),
    RangeHere,
    TotalHere,
}

impl Note {
    /// The note in `lang`.
    pub fn message(&self, lang: Lang) -> String {
        match (self, lang) {
            (Note::FirstHere, Lang::Zh) => "先在这里用过".to_owned(),
            (Note::FirstHere, Lang::En) => "first used here".to_owned(),
            (Note::OpenedHere, Lang::Zh) => "从这里开始的".to_owned(),
            (Note::OpenedHere, Lang::En) => "opened here".to_owned(),
            (Note::UnitOf(unit), Lang::Zh) => format!("这里的单位是 {unit}"),
            (Note::UnitOf(unit), Lang::En) => format!("this is in {unit}"),
            (Note::RangeHere, Lang::Zh) => "范围在这里".to_owned(),
            (Note::RangeHere, Lang::En) => "the range is here".to_owned(),
            (Note::TotalHere, Lang::Zh) => "总计在表样的这里".to_owned(),
            (Note::TotalHere, Lang::En) => "the total is declared here".to_owned(),
        }
    }
}
