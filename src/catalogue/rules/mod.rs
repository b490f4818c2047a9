//! Sentences about rule text: codes in `E` (the rules do not run) and `W` (they run, and something is probably not meant).

mod words;

use super::{hint, sentences};
use crate::lang::Lang;
use words::*;

pub use words::{Expected, InstancesOf};

sentences! {
    /// Something wrong with rule text. `E01..`: spelling; `E02..`: names; `E03..`: types and units; `E04..`: rules as a whole; `E05..`: forms; `E06..`: tests of
    /// rules.
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
            hint { hint(format!("请在文字末尾补上 {mark}；引号里的文字不能换行"), format!("add {mark} at the end of the text, which stays on one line")) }
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
        "E0109" Unexpected { found: String, expected: Vec<Expected>, nearest: Vec<String> }
            zh { format!("没有料到“{found}”{}", expected_zh(expected)) }
            en { format!("unexpected `{found}`{}", expected_en(expected)) }
            hint { did_you_mean(nearest) }
        /// A statement that ends too early.
        "E0110" BreaksOff { statement: String, expected: Vec<Expected> }
            zh { format!("“{statement}”没有写完{}", expected_zh(expected)) }
            en { format!("`{statement}` is not finished{}", expected_en(expected)) }
            hint { match statement.as_str() {
                "或解释" | "or_explained" => hint("式子后面写明理由，如：或解释 本条 = 申请.新收[总计] \"正文口径为新收\"", "the reason follows the expression, as in: or_explained this_reading = … \"reason\""),
                "范围" | "over" => hint("如：范围 申请 逐列", "such as: over 申请 each_column"),
                _ => None,
            } }
        /// A bracket without its end.
        "E0111" UnclosedBracket { mark: String }
            zh { format!("括号“{mark}”没有配对") }
            en { format!("the bracket `{mark}` is not closed") }
            hint { hint("请补上右括号", "add the closing bracket") }

        /// A character that looks like another.
        "E0112" LookAlike { found: char, what: &'static str, meant: &'static str, word: String }
            zh { format!("“{found}”是{}，应为“{meant}”", look_zh(what)) }
            en { format!("`{found}` is {what}; `{meant}` is meant") }
            hint { if word.is_empty() { None } else { hint(format!("请改成：{word}"), format!("write `{word}`")) } }
        /// A character that is not seen.
        "E0113" Unseen { code: String }
            zh { format!("这里夹着一个看不见的字符（{code}），多半是从文档或网页里带来的") }
            en { format!("a character that is not seen ({code}) stands here, probably from a document or a web page") }
            hint { hint("请删去这几个字，重新打一遍", "remove these characters and type them again") }
        /// A word or mark of everyday use or of other languages.
        "E0114" OtherSpelling { found: String, meant: String }
            zh { format!("规则里不写“{found}”") }
            en { format!("`{found}` is not written in rules") }
            hint { hint(format!("请写：{meant}"), format!("write {}", also_english(meant))) }
        /// A comment as other languages write it.
        "E0115" OtherComment { mark: String }
            zh { format!("说明文字不用“{mark}”开头") }
            en { format!("a comment does not begin with `{mark}`") }
            hint { hint("请写：// 说明文字，到这一行末尾为止", "write `// …`; it ends with the line") }
        /// A bracket of another kind than stands there.
        "E0116" WrongBracket { found: String, meant: String }
            zh { format!("这里要用“{meant}”，不是“{found}”") }
            en { format!("here stands `{meant}`, not `{found}`") }
            hint { if matches!(meant.as_str(), "{" | "}") { hint("内容放在一对大括号 { } 里", "what belongs to it stands in a pair of braces { }") } else { hint("左右括号要是同一种", "a bracket is closed by one of its kind") } }
        /// A block without its opening brace.
        "E0117" MissingOpen { word: String }
            zh { format!("“{word}”这一行末尾缺左大括号 {{") }
            en { format!("the opening brace {{ is missing at the end of the line of `{word}`") }
            hint { hint("请在这里补上 {", "add { here") }
        /// A text without quotation marks.
        "E0118" Unquoted { text: String }
            zh { "这里的文字没有加引号" }
            en { "this text has no quotation marks" }
            hint { hint(format!("请写：“{text}”"), format!("write “{text}”")) }
        /// A text whose two quotation marks are of different kinds.
        "E0119" MixedQuotes { open: String, close: String }
            zh { format!("引号前后不一样：开头是 {open}，结尾是 {close}") }
            en { format!("the quotation begins with {open} and ends with {close}") }
            hint { hint("两头用同一种：一对 “ ” 或一对 \" \"", "use a pair of “ ” or a pair of \" \"") }
        /// A number in Chinese characters.
        "E0120" NumberInWords { found: String, meant: String }
            zh { format!("“{found}”是汉字，数要写成阿拉伯数字") }
            en { format!("`{found}` is in Chinese characters; a number is written in digits") }
            hint { hint(format!("请写：{meant}"), format!("write `{meant}`")) }
        /// A mark that does not belong where it stands.
        "E0121" Stray { found: String }
            zh { format!("这里不要“{found}”") }
            en { format!("`{found}` does not belong here") }
            hint { hint("请删去", "remove it") }
        /// Something that cannot be a name.
        "E0122" BadName { name: String }
            zh { format!("“{name}”不能作名称：名称由文字、数字和 - 组成，不以数字开头") }
            en { format!("`{name}` cannot be a name: letters, digits and -, not beginning with a digit") }
            hint { hint("如：新收-核对、表三-行合计", "such as row-sums or 表三-行合计") }
        /// A name that is left out.
        "E0123" NoName { word: String }
            zh { match word.as_str() {
                "范围" | "over" => format!("“{word}”后面缺表名"),
                _ => format!("“{word}”后面缺名称"),
            } }
            en { match word.as_str() {
                "范围" | "over" => format!("the table is missing after `{word}`"),
                _ => format!("the name is missing after `{word}`"),
            } }
            hint { match word.as_str() {
                "范围" | "over" => hint("如：范围 申请 逐列；所有的表写：范围 全表 每格", "such as: over 申请 each_column; for all tables: over all_tables each_cell"),
                "规则" | "rule" | "规则包" | "pack" | "读数" | "reading" => hint(format!("如：{word} 新收-核对 “标题” {{ …… }}"), format!("such as: {word} row-sums \"title\" {{ … }}")),
                "名单" | "list" => hint("如：名单 渠道 { \"信件\" \"网站\" }", "such as: list channels { \"mail\" \"web\" }"),
                _ => hint(format!("如：{word} 新收 “表上印的字”"), format!("such as: {word} name \"printed label\"")),
            } }
        /// A line of a rule that begins with no word of the language.
        "E0124" NoClauseWord { word: String }
            zh { format!("这一行以“{word}”开头，不知道是要求、条件还是别的") }
            en { format!("this line begins with `{word}` and does not say what it is") }
            hint { hint("必须成立的，前面写 要求；只在这时才核对的，前面写 当", "write `require` before what must hold, `when` before what brings the rule into play") }
        /// A closing bracket with nothing to close.
        "E0125" ExtraBracket { mark: String }
            zh { format!("多出一个“{mark}”") }
            en { format!("`{mark}` closes nothing") }
            hint { hint("请删去，或在前面补上左括号", "remove it, or add the opening bracket before it") }

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
        "E0203" UnknownTable { form: Box<str>, name: String, tables: Vec<String>, near: bool }
            zh { format!("表样“{form}”没有表“{name}”") }
            en { format!("form `{form}` has no table `{name}`") }
            hint { if *near { did_you_mean(tables) } else { hint(format!("有：{}", tables.join(" ")), format!("there are {}", tables.join(", "))) } }
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
            zh { match *what {
                "keyword" => format!("“{name}”是规则语言里的词，不能作名称"),
                what => format!("“{name}”已经是{}的名称，不能再用", what_zh(what)),
            } }
            en { match *what {
                "keyword" => format!("`{name}` is a word of the language and cannot be a name"),
                what => format!("`{name}` is the name of a {what} already"),
            } }
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
            en { format!("`{name}` stands only in a rule with a range `{}`", match *needs {
                "每格" => "each_cell",
                "逐句" => "each_sentence",
                "逐段" => "each_paragraph",
                _ => "each_reading",
            }) }
            hint { None }

        /// A list of words that is not declared.
        "E0222" UnknownList { name: String, nearest: Vec<String> }
            zh { format!("没有名为“{name}”的名单") }
            en { format!("no list is named `{name}`") }
            hint { mean_or(nearest, hint("名单 名 { \"…\" \"…\" }；文字要加引号", "list name { \"…\" \"…\" }; a text stands in quotation marks")) }
        /// 下级 or 同批 outside of what goes through them.
        "E0223" RoleOutside { word: String }
            zh { format!("“{word}”有许多份，只能用在 合计、最大、最小、计数、中位 里，或 每一、存在 之后") }
            en { format!("`{word}` are many reports: they stand inside sum, max, min, count or median, or after every or exists") }
            hint { hint(format!("如：合计({word}.…)，或 每一 {word} 满足 …"), format!("such as sum({word}.…), or every {word} satisfying …")) }
        /// 下级 or 同批 after another such word.
        "E0224" RoleNotFirst { word: String }
            zh { format!("“{word}”要写在最前面") }
            en { format!("`{word}` stands first") }
            hint { hint("下级的上年报告写成 下级.上年.…", "last year's report of a subordinate is written children.prior.…") }
        /// A field that a reading does not have.
        "E0225" UnknownField { reading: String, name: String, known: Vec<String> }
            zh { format!("读数“{reading}”没有名为“{name}”的数") }
            en { format!("reading `{reading}` has no figure named `{name}`") }
            hint { if known.is_empty() { hint("在句式里取名：{总:数}", "name it in a pattern: {all:number}") } else { hint(format!("有：{}", known.join(" ")), format!("there are {}", known.join(", "))) } }
        /// A table of steps that is not declared.
        "E0226" UnknownSteps { name: String, nearest: Vec<String> }
            zh { format!("没有名为“{name}”的分档") }
            en { format!("no table of steps is named `{name}`") }
            hint { did_you_mean(nearest) }
        /// A name of one report in a rule over all of them.
        "E0227" OwnInBatch { name: String }
            zh { format!("范围是“同批”的规则说的是所有报告，不能单说“{name}”") }
            en { format!("a rule over peers is about all reports and cannot speak of `{name}` alone") }
            hint { hint(format!("写在 合计、计数、每一、存在 里，如 同批.{name}"), format!("say peers.{name}, inside sum, count, every or exists")) }
        /// A parameter given from outside that no rule has.
        "E0228" UnknownParameter { name: String, nearest: Vec<String> }
            zh { format!("没有规则用到参数“{name}”") }
            en { format!("no rule has a parameter `{name}`") }
            hint { did_you_mean(nearest) }
        /// A parameter given from outside whose value cannot be read.
        "E0229" BadParameter { name: String, value: String }
            zh { format!("参数“{name}”的值“{value}”看不懂") }
            en { format!("the value `{value}` of parameter `{name}` cannot be read") }
            hint { hint("可以是数（20、50%、100 万元）、日期（2026-01-20）或式子（日期(年度 + 1, 1, 20)）", "it is a number (20, 50%, 100 万元), a date (2026-01-20) or an expression (date(year + 1, 1, 20))") }

        /// A filter that a range of this kind does not have.
        "E0231" FilterHere { each: &'static str }
            zh { format!("“{each}”的范围不能用 只含、不含、单位") }
            en { format!("a range over {} has no only, except or unit", if *each == "逐条" { "readings" } else { "text" }) }
            hint { hint("要挑选其中一些，请用 当", "use `when` to choose among them") }
        /// 含约数 where nothing is approximate.
        "E0232" ApproximateHere {}
            zh { "“含约数”只能用在“逐条”的范围里" }
            en { "`with_approximate` stands only in a range over readings" }
            hint { None }
        /// A word that would mean something else than it does outside.
        "E0230" Hidden { word: String }
            zh { format!("外面已经有“{word}”，里面的会把它盖住") }
            en { format!("`{word}` stands for something else outside already") }
            hint { hint("请先用 设 给外面的取名，或拆成两条规则", "name the outer one with `let` first, or split the rule") }

        /// A word of the language where a name of the form stands.
        "E0233" WordAsName { name: String }
            zh { format!("“{name}”是规则语言里的词，这里要写表样里的名称") }
            en { format!("`{name}` is a word of the language; a name of the form stands here") }
            hint { hint("一格写成 表.行[列]，如 申请.新收[总计]", "a cell is written table.row[column], such as 申请.新收[总计]") }
        /// A range of the wrong kind: a reading by columns, or a table by readings.
        "E0234" RangeOfAnother { name: String, reading: bool }
            zh { format!("“{name}”是{}", if *reading { "读数，要逐条核对" } else { "表，不能逐条核对" }) }
            en { format!("`{name}` is a {}", if *reading { "reading, which is gone through reading by reading" } else { "table, which has no readings" }) }
            hint { if *reading { hint(format!("请写：范围 {name} 逐条"), format!("write: over {name} each_reading")) } else { hint(format!("请写：范围 {name} 逐列、逐行 或 每格"), format!("write: over {name} each_column, each_row or each_cell")) } }
        /// A row and a column written in each other's place.
        "E0235" Exchanged { row: String, column: String, meant: String }
            zh { format!("行和列写反了：“{column}”是列，“{row}”是行") }
            en { format!("row and column are exchanged: `{column}` is a column, `{row}` a row") }
            hint { hint(format!("请写：{meant}"), format!("write `{meant}`")) }

        /// 上年 with nothing of a report after it.
        "E0218" PriorOfWhat { word: String }
            zh { format!("“{word}”后面应当是那份报告里的一格、一组、日期或文字，如 {word}.结转下年、{word}.部分(五)") }
            en { format!("`{word}` is followed by a cell, a group, a date or a text of that report, as in {word}.row or {word}.section(五)") }
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
            en { format!("different units cannot be {}: {} on the left, {} on the right", if *compared { "compared" } else { "added" }, unit_en(left), unit_en(right)) }
            hint { if left == "%" || right == "%" { hint("百分数只能和比率比较，如 申请.结转下年[总计] ÷ 申请.新收[总计] <= 50%", "a percentage is compared with a ratio, such as a ÷ b <= 50%") } else { hint("两边要是同一种单位；请检查是不是写错了格", "both sides have one unit; check whether another cell is meant") } }
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
            hint { hint(format!("要它各项之和，请写 合计({group})；要其中一格，请写明行和列：表.行[列]"), format!("for the sum of its members write sum({group}); for one cell name its row and column: table.row[column]")) }
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
            hint { if [left, right].contains(&&"date") { hint("日期写成 日期(年度 + 1, 1, 31)", "a date is written date(year + 1, 1, 31)") } else { hint("表样里的名称不加引号，文字要加引号", "names of the form have no quotation marks, texts have") } }
        /// Counts multiplied or divided into something that has no unit.
        "E0310" ProductOfUnits { left: String, right: String }
            zh { format!("{left} 与 {right} 不能相乘或相除") }
            en { format!("{} and {} cannot be multiplied or divided", unit_en(left), unit_en(right)) }
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
        /// A regular expression where none stands, or none where one should.
        "E0314" PatternNeeded {}
            zh { "“匹配”后面应当是写在两条斜线之间的式样，如 /第[0-9]+号/；别处不能写" }
            en { "`matches` is followed by a pattern between slashes, as in /No\\. [0-9]+/; a pattern stands nowhere else" }
            hint { None }
        /// A regular expression that is not well formed.
        "E0315" BadRegex { reason: &'static str }
            zh { format!("式样写得不对：{}", regex_zh(reason)) }
            en { format!("the pattern is not well formed: {reason}") }
            hint {
                match *reason {
                    "it is too large" => hint("{n,m} 的次数写少些，或用 *", "repeat fewer times in {n,m}, or use *"),
                    "a blank in it does not count" => hint("去掉空格", "leave the blank out"),
                    _ => hint("可以用 . [ ] ( ) | * + ? {n,m} ^ $；不能用反向引用和环视", "there are . [ ] ( ) | * + ? {n,m} ^ $; no back-references and no look-around"),
                }
            }
        /// A date that does not exist.
        "E0316" NoSuchDate {}
            zh { "没有这一天" }
            en { "there is no such day" }
            hint { None }
        /// 每一 or 存在 over something that is not many.
        "E0317" NotMany {}
            zh { "这里应当是许多个中的每一个：下级、同批、一个读数、一组格，或 本条 里重复的数" }
            en { "this should be many things: children, peers, a reading, a group of cells, or a repeated figure of this_reading" }
            hint { None }
        /// Two sets gone through at once.
        "E0318" TwoRoles {}
            zh { "“下级”和“同批”不能在同一个括号里" }
            en { "children and peers cannot stand inside one pair of parentheses" }
            hint { None }
        /// A text where something else stands, or something else where a text should.
        "E0319" NotAText { found: &'static str }
            zh { format!("这里应当是一段文字，如 部分(五)、全文、本句，不是{}", what_zh(found)) }
            en { format!("this should be a text, such as section(五), whole_text or this_sentence, not a {found}") }
            hint { None }
        /// An amount read in a unit that is no money.
        "E0320" AmountInUnit { unit: String }
            zh { format!("句式里读的是金额，读数的单位却是“{unit}”") }
            en { format!("the patterns read an amount of money, and the unit of the reading is `{unit}`") }
            hint { hint("单位写 元、万元 或 亿元，或者不写", "the unit is 元, 万元 or 亿元, or none is named") }
        /// Dates added, or multiplied.
        "E0321" DateArithmetic {}
            zh { "日期只能减日期（得天数），或加减天数" }
            en { "a date less a date is a number of days, and days can be added to a date; nothing else can be done with dates" }
            hint { None }
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
            hint { hint("请检查比较的方向，两边是不是同样的式子", "check which way the comparison points, and whether both sides are the same") }
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
            hint { hint("请检查 当、适用 后面的条件，几个条件是不是互相抵触", "check the conditions after `when` and `applies`, and whether they contradict one another") }
        /// A year written out where the reporting year is meant.
        "W0401" LiteralYear { year: String }
            zh { format!("规则里写死了年份 {year}，明年就要改") }
            en { format!("the year {year} is written out; next year it is wrong") }
            hint { hint("请用 年度（报告年度）代替", "use `year`, the reporting year") }
        /// A name that is never used.
        "W0402" Unused { name: String, what: &'static str }
            zh { format!("{}“{name}”没有用到", what_zh(what)) }
            en { format!("`{name}` ({what}) is never used") }
            hint { hint("请删去，或在要求里用上", "remove it, or use it") }
        /// A rule that a pack adjusts or switches off, and that no pack it builds on has.
        "E0415" UnknownRule { name: String, nearest: Vec<String> }
            zh { format!("所引用的规则包里没有规则“{name}”") }
            en { format!("no pack this one builds on has a rule `{name}`") }
            hint { did_you_mean(nearest) }
        /// A rule that a pack adjusts although it is its own.
        "E0416" AdjustsOwn { name: String }
            zh { format!("“{name}”就是这个规则包里的，直接改它") }
            en { format!("`{name}` is a rule of this very pack; change it where it stands") }
            hint { None }
        /// An adjustment without its reason.
        "E0417" NoReason { name: String }
            zh { format!("调整“{name}”没有写理由") }
            en { format!("the adjustment of `{name}` gives no reason") }
            hint { hint("在大括号里写 因 \"……\"", "write because \"…\" inside the braces") }
        /// A table of steps that does not rise from 1.
        "E0414" BadSteps { why: &'static str }
            zh { match *why {
                "first" => "第一档要从 1 起",
                "order" => "各档要一档比一档高，起点是整数",
                "rise" => "每几个加价，几要是正整数，加的价不能是负数",
                "price" => "价格不能是负数",
                _ => "分档里没有一档",
            } }
            en { match *why {
                "first" => "the first step begins at 1",
                "order" => "each step begins above the one before, at a whole number",
                "rise" => "a price rises after a whole number of units, and by no negative amount",
                "price" => "a price is not negative",
                _ => "there is no step in it",
            } }
            hint { hint("如：1 起 0 元  31 起 10 元  101 起 20 元", "such as: 1 onward 0 元  31 onward 10 元  101 onward 20 元") }
        /// An edition of the language that this version does not have.
        "E0413" UnknownLanguage { version: String }
            zh { format!("不认识语言版本 {version}，目前只有 1") }
            en { format!("unknown edition {version} of the language; there is only 1") }
            hint { None }
        /// A rule that names no document it rests on.
        "W0501" AlikeRules { other: String, differs: Vec<&'static str> }
            zh { match differs.as_slice() {
                [] => format!("与规则“{other}”要求的一样"),
                differs => format!("与规则“{other}”要求的一样，只是{}不同", differs.iter().map(|d| if *d == "level" { "级别" } else { "误差" }).collect::<Vec<_>>().join("和")),
            } }
            en { match differs.as_slice() {
                [] => format!("requires what the rule `{other}` does"),
                differs => format!("requires what the rule `{other}` does, but for its {}", differs.join(" and ")),
            } }
            hint { hint("请只留一条", "keep one of the two") }
        /// Totals that nothing adds up, while others of the form are.
        "W0502" UncheckedTotals { table: String, count: usize, cells: Vec<String>, like: String }
            zh { format!("表“{table}”有 {count} 格合计没有规则核对：{}{}", cells.join("、"), if *count > cells.len() { "……" } else { "" }) }
            en { format!("no rule adds up {count} totals of table `{table}`: {}{}", cells.join(", "), if *count > cells.len() { " …" } else { "" }) }
            hint { hint(format!("可以照规则“{like}”写"), format!("the rule `{like}` may serve as an example")) }
        /// A rule that finds fault and does not say what to do.
        "W0503" NoFix {}
            zh { "这条规则没有写改法，填报人不知道怎么改" }
            en { "this rule does not say what to change" }
            hint { hint("加一行：改法 \"……\"", "add a line: fix \"…\"") }
        /// Cells that no rule reads.
        "W0504" UnreadCells { tables: Vec<(String, usize)>, count: usize, cells: Vec<String> }
            zh {
                let tables: Vec<String> = tables.iter().map(|(t, n)| format!("表“{t}” {n} 格")).collect();
                format!("有 {count} 格没有规则用到（{}）：{}{}", tables.join("，"), cells.join("、"), if *count > cells.len() { "……" } else { "" })
            }
            en {
                let tables: Vec<String> = tables.iter().map(|(t, n)| format!("{n} of table `{t}`")).collect();
                format!("no rule reads {count} cells ({}): {}{}", tables.join(", "), cells.join(", "), if *count > cells.len() { " …" } else { "" })
            }
            hint { hint("如果这些格本来就不用核对，可以不管", "if there is nothing to check of them, leave it") }
        /// Tolerances of one unit that are not the same.
        "W0505" TolerancesDiffer { unit: String, one: String, other: String }
            zh { format!("误差一处是 {one}，一处是 {other}{}", if unit.is_empty() { String::new() } else { format!("，单位都是 {unit}") }) }
            en { format!("the tolerance is {one} in one rule and {other} in another{}", if unit.is_empty() { String::new() } else { format!(", both in {unit}") }) }
            hint { hint("请统一；确实不同的，在这一行后面用 // 写明为什么", "make them one, or say why they differ in a comment (//) on the line") }
        "W0403" NoBasis {}
            zh { "这条规则没有写依据" }
            en { "this rule names no basis" }
            hint { hint("依据 \"文件名和条款\"", "basis \"document and article\"") }
        /// A clause that has no effect here.
        "W0404" NoEffect { word: String, why_zh: &'static str, why_en: &'static str }
            zh { format!("“{word}”在这里不起作用：{why_zh}") }
            en { format!("`{word}` has no effect here: {why_en}") }
            hint { None }

        /// A name that is also a word of the language.
        "W0405" WordTaken { name: String }
            zh { format!("名称“{name}”也是规则语言里的词，容易看错") }
            en { format!("the name `{name}` is also a word of the language and easily misread") }
            hint { hint("请换一个名称", "choose another name") }

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

        /// A test among the rules.
        "E0601" CaseAmongRules {}
            zh { "用例不写在规则文件里" }
            en { "a test does not stand among the rules" }
            hint { hint("请移到同一文件夹里的“名称.test.gj”", "move it to a file `NAME.test.gj` beside them") }
        /// A rule, a form or the like among the tests.
        "E0602" NoCase { word: String }
            zh { format!("“{word}”不写在用例文件里，这里只写用例") }
            en { format!("`{word}` does not stand among tests; a file of tests holds cases alone") }
            hint { hint("请移到规则文件（.gj）", "move it to a file of rules (.gj)") }
        /// Two cases of one name.
        "E0603" DuplicateCase { name: String }
            zh { format!("用例“{name}”重名；快照按名称存放，名称不能只差大小写") }
            en { format!("there are two cases `{name}`; their snapshots are kept by name, and names must differ in more than case") }
            hint { None }
        /// A case without a report.
        "E0604" CaseWithoutReport {}
            zh { "这个用例没有“报告”" }
            en { "this case has no report" }
            hint { hint("报告 “样例.md”，或 报告 { 表 …… }", "report \"sample.md\", or report { table … }") }
        /// A case that expects nothing.
        "E0605" ExpectsNothing {}
            zh { "这个用例什么也没有期望，怎样都会通过" }
            en { "this case expects nothing and would always pass" }
            hint { hint("期望 规则名称[实例] 不符，或 期望 其余 通过", "expect rule[instance] violated, or expect rest satisfied") }
        /// A rule that an expectation names and the rules tested do not have.
        "E0606" ExpectedUnknownRule { name: String, nearest: Vec<String>, switched_off: bool }
            zh { if *switched_off { format!("规则“{name}”已经停用") } else { format!("所测的规则里没有“{name}”") } }
            en {
                if *switched_off {
                    format!("rule `{name}` is switched off")
                } else {
                    format!("the rules that are tested have no `{name}`")
                }
            }
            hint { did_you_mean(nearest) }
        /// An instance that a rule does not have.
        "E0607" ExpectedUnknownInstance { name: String, nearest: Vec<String>, of: Box<InstancesOf> }
            zh {
                let known = if of.known.is_empty() { String::new() } else { format!("：{}", of.known.join("、")) };
                format!("规则“{}”没有实例“{name}”；{}{known}", of.rule, instances_zh(of.kind))
            }
            en {
                let known = if of.known.is_empty() { String::new() } else { format!(": {}", of.known.join(", ")) };
                format!("rule `{}` has no instance `{name}`; {}{known}", of.rule, instances_en(of.kind))
            }
            hint { did_you_mean(nearest) }
        /// A name in a case that no form, rule or fact has.
        "E0608" UnknownInCase { what: &'static str, name: String, nearest: Vec<String> }
            zh { format!("没有{}“{name}”", case_names_zh(what)) }
            en { format!("there is no {} `{name}`", case_names_en(what)) }
            hint { did_you_mean(nearest) }
        /// A value that cannot be had.
        "E0609" WrongEntry { name: String, expected: &'static str }
            zh { format!("“{name}”应当是{}", entries_zh(expected)) }
            en { format!("`{name}` should be {}", entries_en(expected)) }
            hint { None }
        /// A row with more or fewer figures than columns.
        "E0610" WrongWidth { row: String, expected: usize, found: usize }
            zh { format!("行“{row}”有 {found} 个数，列有 {expected} 个") }
            en { format!("row `{row}` has {found} entries for {expected} columns") }
            hint { hint("空着的格写“空白”，没有的格写“缺”", "write `blank` for a cell with nothing in it, and `missing` for one that is not there") }
        /// A cell, row, section or fact stated twice.
        "E0611" StatedTwice { name: String }
            zh { format!("“{name}”写了两次") }
            en { format!("`{name}` is stated twice") }
            hint { None }
        /// A change where it is not clear in which report.
        "E0612" ChangeOfMany { found: usize }
            zh { if *found == 0 { "这里没有可改的报告".to_owned() } else { format!("这里有 {found} 份报告，不知道改哪一份") } }
            en {
                match found {
                    0 => "there is no report here to be changed".to_owned(),
                    n => format!("there are {n} reports here, and it is not clear which of them is changed"),
                }
            }
            hint {
                match found {
                    0 => hint("改上年的报告，用例里要有“上年”", "to change last year's report a case needs one: prior …"),
                    _ => hint("只有一份时才能改：要改的是报告，用例里就写一份报告；要改的是上年，就写一份上年", "one of them can be changed where there is one: write one report, or one of last year's"),
                }
            }
        /// A reason that there is not.
        "E0613" UnknownReason { name: String, nearest: Vec<String> }
            zh { format!("没有这样的原因：“{name}”") }
            en { format!("there is no such reason: `{name}`") }
            hint { did_you_mean(nearest) }
        /// Words to be replaced that the section does not have.
        "E0614" NothingToReplace { section: String, words: String }
            zh { format!("部分“{section}”里没有“{words}”，没有改成") }
            en { format!("section `{section}` does not say `{words}`; nothing was changed") }
            hint { None }
        /// An expectation of a report that the case does not have.
        "E0615" ExpectedUnknownFile { name: String, nearest: Vec<String> }
            zh { format!("这个用例里没有报告“{name}”") }
            en { format!("this case has no report `{name}`") }
            hint { did_you_mean(nearest) }
        /// The path of a file that leads elsewhere on every machine.
        "E0617" PathOfOneMachine { path: String }
            zh { format!("“{path}”只在这台机器上有") }
            en { format!("`{path}` is on this machine alone") }
            hint {
                hint(
                    "把报告放在用例旁边，写从用例文件算起的路径，如 “报告/甲局.docx”",
                    "keep the report beside the tests and write its path from there, such as \"reports/a.docx\"",
                )
            }
        /// An expectation that holds whatever comes out.
        "E0618" ExpectsAnything {}
            zh { "可能得出的结果都写上了，这个期望怎样都会成立" }
            en { "every outcome there can be is expected: this holds whatever comes out" }
            hint { hint("只写应当得出的结果", "write what should come out, and no more") }
        /// Figures expected where there can be none.
        "E0616" NoFiguresExpected {}
            zh { "左、右、差 和 因 要写在一条规则的期望后面，并且只期望一种结果" }
            en { "left, right, difference and because stand after what is expected of one rule, where one outcome is expected" }
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
    HoleAndFigure,
    HoleName(String),
    HoleTwice(String),
    NestedRepeat,
    NamelessRepeat,
    NothingToRepeat,
    OnlyRepeats,
    KindsDiffer,
    FieldDiffers(String),
    TooLong(usize),
    Empty,
    Dots,
    HoleBrackets,
}

impl PatternFault {
    fn zh(&self) -> String {
        match self {
            PatternFault::UnclosedGroup => "句式里的括号没有配对".to_owned(),
            PatternFault::ExtraClose => "句式里多出一个右括号".to_owned(),
            PatternFault::EmptyAlternative => "句式里“|”的一边是空的".to_owned(),
            PatternFault::UnknownHole(hole) => format!(
                "句式里不认识 {{{hole}}}，只有 {{数}} {{百分数}} {{金额}} {{日期}} {{年}}（可以取名，如 {{总:数}}）和 {{期}} {{分句}}"
            ),
            PatternFault::NoHole => "句式里没有 {数} 之类要读的数；只看有没有这句话的，后面写 作 1".to_owned(),
            PatternFault::HoleInNegation => "否定里不能有 {数}；它代表的数写在 作 后面".to_owned(),
            PatternFault::HoleAndFigure => "句式已经读出一个数，后面不能再写 作".to_owned(),
            PatternFault::HoleName(name) => format!("“{name}”不能作名称：名称由文字和数字组成，不以数字开头"),
            PatternFault::HoleTwice(name) => format!("一个句式里有两处叫“{name}”"),
            PatternFault::NestedRepeat => "重复的部分里不能再有重复的部分".to_owned(),
            PatternFault::NamelessRepeat => "重复的数要取名，如 {分:数}*".to_owned(),
            PatternFault::NothingToRepeat => "* 只能写在括号或大括号后面，如 (、…)*、{分:数}*".to_owned(),
            PatternFault::OnlyRepeats => "句式里只有重复的数，没有可作“本条”的数".to_owned(),
            PatternFault::KindsDiffer => "同一读数的“本条”有时是数、有时是百分数或日期，要一致".to_owned(),
            PatternFault::FieldDiffers(name) => format!("“{name}”在别的句式里是另一种数，或者有时重复、有时不重复"),
            PatternFault::TooLong(limit) => format!("句式太长或套得太深：最多 {limit} 个字符"),
            PatternFault::Empty => "句式是空的".to_owned(),
            PatternFault::Dots => "句式里略去的文字写成省略号 …，不是几个点".to_owned(),
            PatternFault::HoleBrackets => "句式里要读的数写成 {数}，用大括号".to_owned(),
        }
    }

    fn en(&self) -> String {
        match self {
            PatternFault::UnclosedGroup => "a parenthesis of the pattern is not closed".to_owned(),
            PatternFault::ExtraClose => "a closing parenthesis of the pattern closes nothing".to_owned(),
            PatternFault::EmptyAlternative => "one side of `|` in the pattern is empty".to_owned(),
            PatternFault::UnknownHole(hole) => format!(
                "the pattern has an unknown hole {{{hole}}}; there are {{number}} {{percent}} {{amount}} {{date}} {{year}}, perhaps with a name as in {{all:number}}, and {{period}} {{clause}}"
            ),
            PatternFault::NoHole => "the pattern reads no number; where only its presence counts, write `as 1` after it".to_owned(),
            PatternFault::HoleInNegation => "a negation has no {数}; the number it stands for follows `as`".to_owned(),
            PatternFault::HoleAndFigure => "the pattern reads a number already; no `as` can follow it".to_owned(),
            PatternFault::HoleName(name) => format!("`{name}` is no name: letters and digits, not beginning with a digit"),
            PatternFault::HoleTwice(name) => format!("two holes of one pattern are named `{name}`"),
            PatternFault::NestedRepeat => "a repeated part holds no other repeated part".to_owned(),
            PatternFault::NamelessRepeat => "a repeated number needs a name, as in {part:number}*".to_owned(),
            PatternFault::NothingToRepeat => "* stands after parentheses or braces, as in (…)* or {part:number}*".to_owned(),
            PatternFault::OnlyRepeats => "the pattern has only repeated numbers, and none that could be this_reading".to_owned(),
            PatternFault::KindsDiffer => {
                "what this reading reads is a number in one place and a percentage, amount or date in another".to_owned()
            }
            PatternFault::FieldDiffers(name) => {
                format!("`{name}` is another kind of number in another pattern, or repeated there and not here")
            }
            PatternFault::TooLong(limit) => format!("the pattern is too long or nested too deep: at most {limit} characters"),
            PatternFault::Empty => "the pattern is empty".to_owned(),
            PatternFault::Dots => "text left out of a pattern is written …, not as dots".to_owned(),
            PatternFault::HoleBrackets => "a number to be read is written {number} or {数}, in braces".to_owned(),
        }
    }
}

/// A short note at a secondary place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named for what it says")]
pub enum Note {
    FirstHere,
    OpenedHere,
    UnitOf(String),
    NoUnit,
    Percentage,
    AYear,
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
            (Note::NoUnit, Lang::Zh) => "这里没有单位".to_owned(),
            (Note::NoUnit, Lang::En) => "this has no unit".to_owned(),
            (Note::Percentage, Lang::Zh) => "这里是百分数".to_owned(),
            (Note::Percentage, Lang::En) => "this is a percentage".to_owned(),
            (Note::AYear, Lang::Zh) => "这里是年份".to_owned(),
            (Note::AYear, Lang::En) => "this is a year".to_owned(),
            (Note::RangeHere, Lang::Zh) => "范围在这里".to_owned(),
            (Note::RangeHere, Lang::En) => "the range is here".to_owned(),
            (Note::TotalHere, Lang::Zh) => "总计在表样的这里".to_owned(),
            (Note::TotalHere, Lang::En) => "the total is declared here".to_owned(),
        }
    }
}
