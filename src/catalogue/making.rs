//! Words of `gouji new`: its help, what it says, and what a draft leaves for its author to settle.

use super::command::pick;
use crate::lang::Lang;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $zh:expr, $en:expr;)*) => {
        $( $(#[$doc])* pub fn $name(lang: Lang) -> &'static str { pick(lang, $zh, $en) } )*
    };
}

words! {
    /// Of the list of commands.
    new_about: "新建规则包、规则，或由空表起草表样", "make a rule pack or a rule, or draft a form from a blank one";
    /// Of its help.
    new_usage: "gouji new pack|rule|form …", "gouji new pack|rule|form …";
    /// Of its help.
    new_long:
        "新建规则包、规则，或由空表起草表样。新建的东西马上就能运行，再用手改。已有的文件一个也不覆盖。\n\n退出码：0 建好了；2 用法不对，或者位置上已有文件，或者写不了；3 规则包有错；4 文件读不了，或者里面没有表。",
        "Make a rule pack or a rule, or draft a form from a blank one. What is made runs at once, and is changed by hand from there. No file that is there is ever overwritten.\n\nExit codes: 0 made; 2 wrong usage, or something is in the way, or cannot be written; 3 the pack does not compile; 4 the document cannot be read, or has no table.";
    /// Of its help.
    new_examples:
        "例：\n  gouji new pack 本市                       在文件夹 本市 里建一套规则\n  gouji new rule 结转-不多于收到 --in 本市  在这套规则里加一条\n  gouji new form --from 空表.docx           由空表起草表样",
        "Examples:\n  gouji new pack ourcity                     make a pack in the folder ourcity\n  gouji new rule carried-over --in ourcity   add a rule to it\n  gouji new form --from blank.docx           draft a form from a blank one";
    /// Of its help.
    pack_about: "新建一套规则：规则包、一条规则、它的测试、样例报告", "make a pack: its head, a rule, its tests and a sample report";
    /// Of its help.
    pack_usage: "gouji new pack 名称 [--in 文件夹]", "gouji new pack NAME [--in DIR]";
    /// Of its help.
    pack_long:
        "新建一套规则：文件夹 名称，里面是规则包 pack.gj、一条规则、它的测试、样例报告和说明。名称用文字、数字和连字符，不以数字开头。",
        "Make a pack: a folder NAME with pack.gj, a rule, its tests, a sample report and a page of what to do next. A name is letters, digits and hyphens, and does not begin with a digit.";
    /// Of its help.
    pack_name: "规则包的名称，也是文件夹的名称", "the name of the pack, and of its folder";
    /// Of its help.
    pack_in: "建在这个文件夹里；不写就建在当前文件夹里", "where to make the folder; the current folder if not given";
    /// Of its help.
    rule_about: "在一套规则里新建一条规则，连同测试和说明", "make a rule in a pack, with its tests and its page";
    /// Of its help.
    rule_usage: "gouji new rule 编号 [--in 文件夹]", "gouji new rule ID [--in DIR]";
    /// Of its help.
    rule_long:
        "在一套规则里新建一条规则：编号.gj 是规则，编号.test.gj 是测试，编号.md 是说明。规则用这套规则所管表样里的行和列，马上就能运行；哪一行要改，文件里写着。",
        "Make a rule in a pack: ID.gj is the rule, ID.test.gj its tests, ID.md its page. It is about rows and columns of the form the pack is for and runs at once; the file says which lines to change.";
    /// Of its help.
    rule_id: "规则的编号，也是文件的名称", "the id of the rule, and the name of its files";
    /// Of its help.
    rule_in: "放规则包的文件夹（也可写作 --pack）；不写就是当前文件夹", "the folder of the pack (--pack is the same); the current folder if not given";
    /// Of its help.
    form_about: "由空表（填过的也行）起草表样", "draft a form from a blank form, or a filled one";
    /// Of its help.
    form_usage: "gouji new form --from 文件 [名称] [--output 文件]", "gouji new form --from FILE [NAME] [--output FILE]";
    /// Of its help.
    form_long:
        "由一份空表（填过的也行，Word、PDF、网页、Excel、文本都行）起草表样：部分、表、行、列、单位和印着的字。草稿能编译、能读数；拿不准的地方注着“待定”或“请核对”，由人改定。结果写到屏幕，或 --output 指定的新文件。",
        "Draft a form from a blank form or a filled one (Word, PDF, a web page, Excel, text): its sections, tables, rows, columns, units and printed labels. The draft compiles and reads; whatever is uncertain has a comment that says what to settle. The result goes to the screen, or to the new file named by --output.";
    /// Of its help.
    form_from: "空表文件", "the blank form";
    /// Of its help.
    form_name: "表样的名称；不写就由标题取", "the name of the form; taken from its title if not given";
    /// Of its help.
    form_output: "写到这个新文件，而不是屏幕", "write to this new file instead of the screen";
    /// What to make was not said.
    no_kind: "没有说新建什么：gouji new pack 名称、gouji new rule 编号，或 gouji new form --from 空表", "what to make was not said: gouji new pack NAME, gouji new rule ID, or gouji new form --from FILE";
    /// A pack needs a name.
    no_pack_name: "没有给出规则包的名称：gouji new pack 名称", "no name given: gouji new pack NAME";
    /// A rule needs an id.
    no_rule_id: "没有给出规则的编号：gouji new rule 编号", "no id given: gouji new rule ID";
    /// A draft needs a document.
    no_form_source: "没有给出空表：gouji new form --from 文件", "no blank form given: gouji new form --from FILE";
    /// What is in the way.
    in_the_way: "已经有了，没有覆盖", "it is there already, and was not overwritten";
    /// Where a folder should be.
    not_a_folder: "不是文件夹", "not a folder";
    /// A folder without rules.
    no_pack_here: "这里没有规则（.gj）；先用 gouji new pack 名称 新建一套，或用 --in 指明文件夹", "there are no rules (.gj) here; make a pack first with gouji new pack NAME, or name its folder with --in";
    /// A document without tables.
    no_tables: "里面没有找到表；表样由表起草", "no table was found in it, and a form is drafted from tables";
    /// Tables no form has.
    too_large: "里面的表太大，不像表样；请只留一份空表或一份报告", "its tables are larger than those of any form; leave a blank form, or one report";
    /// Several documents.
    one_document: "--from 要的是一份文件，不是文件夹、压缩包或已读出的结果", "--from takes one document, not a folder, an archive or a reading";
    /// A draft that the compiler refuses.
    draft_refused: "草稿编译不过去，先按上面的说明改", "the draft does not compile; settle the above first";
    /// A name that is not given and cannot be told.
    form_name_fallback: "新表样", "new_form";
}

/// A name that cannot be one.
pub fn bad_name(name: &str, hyphens: bool, lang: Lang) -> String {
    match (lang, hyphens) {
        (Lang::Zh, true) => format!("“{name}”不能作名称：要用文字、数字、下划线，中间可以有连字符，不以数字开头，最多 60 个字"),
        (Lang::Zh, false) => format!("“{name}”不能作名称：要用文字、数字、下划线，不以数字开头，没有连字符，最多 60 个字"),
        (Lang::En, true) => {
            format!("`{name}` cannot be a name: use letters, digits, underscores and hyphens inside, no digit first, at most 60 characters")
        }
        (Lang::En, false) => {
            format!("`{name}` cannot be a name: use letters, digits and underscores, no digit first, no hyphen, at most 60 characters")
        }
    }
}

/// A word of the language is no name.
pub fn word_taken(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("“{name}”是规则语言里的词，不能作名称"),
        Lang::En => format!("`{name}` is a word of the language and cannot be a name"),
    }
}

/// A rule of this id is there.
pub fn id_taken(id: &str, place: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已经有规则“{id}”了，在 {place}；请换一个编号"),
        Lang::En => format!("there is a rule `{id}` already, in {place}; choose another id"),
    }
}

/// Something about a file.
pub fn of_file(path: &str, said: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{path}：{said}"),
        Lang::En => format!("{path}: {said}"),
    }
}

/// What was made.
pub fn made(path: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("建好 {path}"),
        Lang::En => format!("made {path}"),
    }
}

/// What to do after a pack is made.
pub fn after_pack(folder: &str, readme: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("接着做什么，见 {folder}/{readme}"),
        Lang::En => format!("what to do next is in {folder}/{readme}"),
    }
}

/// What to do after a rule is made.
pub fn after_rule(file: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("现在就能运行；要改的几行，在 {file} 里用“改”标着"),
        Lang::En => format!("it runs as it is; the lines to change are marked `change` in {file}"),
    }
}

/// How the draft read the very document it was made from.
pub fn tried(tables: usize, cells: usize, found: usize, doubts: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("草稿有 {tables} 张表 {cells} 格；拿原件试读，对上 {found} 格；要核对的有 {doubts} 处"),
        Lang::En => {
            let (s, c, d) = (plural(tables), plural(cells), plural(doubts));
            format!(
                "the draft has {tables} table{s} and {cells} cell{c}; {found} were found on reading the document with it; {doubts} point{d} to settle"
            )
        }
    }
}

/// A table none or only some of whose cells were found.
pub fn table_missed(table: &str, cells: usize, missing: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("表 {table}：{cells} 格里有 {missing} 格没有对上，请核对它的行名和列名"),
        Lang::En => format!("table {table}: {missing} of its {cells} cells were not found; check the labels of its rows and columns"),
    }
}

/// How many more tables have cells that were not found.
pub fn more_missed(tables: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("……还有 {tables} 张表也没有全对上"),
        Lang::En => format!("… and {tables} more table{}", plural(tables)),
    }
}

fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

/// What a draft leaves for its author to settle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// The title of the form was made up.
    Title,
    /// The title was cut out of what is printed.
    TitleCut(String),
    /// The document has no headings; the section was made up.
    NoSections,
    /// Tables before the first heading.
    BeforeSections,
    /// The ordinal of a section was made up.
    Ordinal,
    /// The name of a table was made up.
    TableName,
    /// A line above the table was taken for its label.
    Caption,
    /// No unit is printed.
    Unit(String),
    /// The rows of a table have units of their own.
    RowUnits(Vec<String>),
    /// A column without a heading.
    NoHeading,
    /// A table without any heading.
    NoHeader,
    /// A row without a label.
    NoLabel,
    /// A table whose rows have no labels.
    NoLabels,
    /// A name that something else has too.
    SameName(String),
    /// Headings that only their groups tell apart.
    SameHeadings,
    /// Rows that only their groups tell apart.
    SameLabels,
    /// A heading over several columns of figures.
    Wide(usize),
    /// It may hold negative figures.
    Signed,
    /// A column that was left out.
    LeftOut(String),
    /// What else stands in the header.
    Printed(String),
    /// Rows printed side by side.
    SideBySide,
    /// A row without figures, where others have some.
    MayBeGroup,
    /// A heading across the table was taken for a group of rows.
    Banner,
    /// A piece of the same table, continued.
    Continued,
    /// So many tables more were left out, as the form would be too large.
    TooLarge(usize),
    /// The year it is in force from.
    Applies,
}

impl Doubt {
    /// Whether it is for the author to settle, and not only to know.
    pub fn is_open(&self) -> bool {
        !matches!(self, Doubt::Printed(_) | Doubt::LeftOut(_))
    }

    /// The sentence in `lang`.
    pub fn say(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> String {
        match self {
            Doubt::Title => "待定：没有认出标题，请写上报告标题里固定的那几个字".to_owned(),
            Doubt::TitleCut(printed) => format!("请核对：印的是“{printed}”，只留了各年各单位都一样的字"),
            Doubt::NoSections => "待定：没有认出分部分的标题，请按报告的标题改".to_owned(),
            Doubt::BeforeSections => "待定：这些表在第一个标题之前，请改成它们所在部分的标题".to_owned(),
            Doubt::Ordinal => "请核对：序号是按次序编的".to_owned(),
            Doubt::TableName => "待定：给表取一个短的名称".to_owned(),
            Doubt::Caption => "请核对：取表前一行作表名".to_owned(),
            Doubt::Unit(unit) => format!("请核对：没有印单位，暂写“{unit}”"),
            Doubt::RowUnits(units) => format!("待定：各行的单位不同（{}），一张表按列定单位，请分成几张表或者统一", units.join("、")),
            Doubt::NoHeading => "待定：这一列没有印列名".to_owned(),
            Doubt::NoHeader => "待定：这张表没有表头，列名是编的".to_owned(),
            Doubt::NoLabel => "待定：这一行没有印行名".to_owned(),
            Doubt::NoLabels => "待定：这张表没有行名，读报告时对不上，请补行名".to_owned(),
            Doubt::SameName(label) => format!("请核对：不止一处叫“{label}”，名称后面编了号"),
            Doubt::SameHeadings => "待定：有的列只靠上一级的名称分得开，请用一份填好的报告核对".to_owned(),
            Doubt::SameLabels => "待定：有的行只靠行组的名称分得开，请用一份填好的报告核对".to_owned(),
            Doubt::Wide(columns) => format!("待定：这个列名下面有 {columns} 列"),
            Doubt::Signed => "请核对：可以是负数".to_owned(),
            Doubt::LeftOut(label) => format!("没有写进来的列：{label}"),
            Doubt::Printed(text) => format!("表头里还印着：{text}"),
            Doubt::SideBySide => "请核对：几行并排印成一行".to_owned(),
            Doubt::MayBeGroup => "待定：这一行没有数，也许是下面几行的总名称".to_owned(),
            Doubt::Banner => "请核对：表中间的一行小标题，当作行组".to_owned(),
            Doubt::Continued => "请核对：由分页断开的几块接成".to_owned(),
            Doubt::TooLarge(tables) => format!("待定：还有 {tables} 张表没有写进来，格子太多"),
            Doubt::Applies => "待定：从哪一年起用，写成 适用 年度 >= 2026".to_owned(),
        }
    }

    fn en(&self) -> String {
        match self {
            Doubt::Title => "to settle: no title was recognised; write the words that every report's title ends with".to_owned(),
            Doubt::TitleCut(printed) => format!("check: printed as `{printed}`; only what every year and body has was kept"),
            Doubt::NoSections => "to settle: no headings were recognised; write those of the report".to_owned(),
            Doubt::BeforeSections => "to settle: these tables stand before the first heading; write the heading they are under".to_owned(),
            Doubt::Ordinal => "check: numbered in order".to_owned(),
            Doubt::TableName => "to settle: give the table a short name".to_owned(),
            Doubt::Caption => "check: the line above the table was taken for its label".to_owned(),
            Doubt::Unit(unit) => format!("check: no unit is printed; {unit} was written"),
            Doubt::RowUnits(units) => {
                format!(
                    "to settle: its rows have units of their own ({}); a unit belongs to a column, so make several tables of it",
                    units.join(", ")
                )
            }
            Doubt::NoHeading => "to settle: this column has no heading".to_owned(),
            Doubt::NoHeader => "to settle: the table has no header, and its columns were numbered".to_owned(),
            Doubt::NoLabel => "to settle: this row has no label".to_owned(),
            Doubt::NoLabels => "to settle: its rows have no labels, without which no report can be read; give them some".to_owned(),
            Doubt::SameName(label) => format!("check: `{label}` is printed more than once; the name was numbered"),
            Doubt::SameHeadings => "to settle: some columns are told apart only by their group; check with a filled report".to_owned(),
            Doubt::SameLabels => "to settle: some rows are told apart only by their group; check with a filled report".to_owned(),
            Doubt::Wide(columns) => format!("to settle: {columns} columns stand under this heading"),
            Doubt::Signed => "check: it may be negative".to_owned(),
            Doubt::LeftOut(label) => format!("column left out: {label}"),
            Doubt::Printed(text) => format!("also printed in the header: {text}"),
            Doubt::SideBySide => "check: several rows printed side by side as one".to_owned(),
            Doubt::MayBeGroup => "to settle: this row has no figures; it may be the name of the rows below".to_owned(),
            Doubt::Banner => "check: a heading across the table, taken for a group of rows".to_owned(),
            Doubt::Continued => "check: put together from pieces that page breaks had cut".to_owned(),
            Doubt::TooLarge(tables) => format!("to settle: {tables} more table(s) were left out, as there are too many cells"),
            Doubt::Applies => "to settle: the year it is in force from, as in: applies year >= 2026".to_owned(),
        }
    }
}

/// The first lines of a draft.
pub fn draft_head(lang: Lang) -> [&'static str; 2] {
    match lang {
        Lang::Zh => [
            "这份表样是由一份表自动起草的，要由人改定：名称改成好写好念的，凡注着“待定”“请核对”的地方逐处看过，再把注去掉。",
            "引号里是表上印的字，照印；实际报告里的其他写法，写在“又作”后面。",
        ],
        Lang::En => [
            "Drafted from a document, to be finished by hand: give names that are easy to write, and settle each comment, then take it away.",
            "In quotes: the labels as printed. Other spellings met in reports go after `alias`.",
        ],
    }
}

/// The comment above the rule of a draft.
pub fn draft_rule(lang: Lang) -> &'static str {
    pick(
        lang,
        "一条示例规则，好让这个文件现在就能用：gouji read 文件 --rules 本文件。注着“改”的行，改成自己要核对的，改完把注去掉。",
        "A rule as an example, so that this file works at once: gouji read FILE --rules THIS_FILE. Change the lines marked `change`, then take the comments away.",
    )
}

/// Words in the made-up parts of a draft.
pub fn made_up(what: MadeUp, lang: Lang) -> &'static str {
    match what {
        MadeUp::Section => pick(lang, "数据", "Data"),
        MadeUp::Before => pick(lang, "前", "before"),
        MadeUp::Table => pick(lang, "表", "table"),
        MadeUp::Column => pick(lang, "列", "column"),
        MadeUp::Row => pick(lang, "行", "row"),
        MadeUp::BeforeDigit => pick(lang, "第", "n"),
    }
}

/// What a draft makes up a name for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MadeUp {
    /// A section.
    Section,
    /// The ordinal of one before the first.
    Before,
    /// A table.
    Table,
    /// A column.
    Column,
    /// A row.
    Row,
    /// What stands before a name that would begin with a digit.
    BeforeDigit,
}

/// What a suggested rule says.
pub fn suggested(kind: Suggested, table: &str, lang: Lang) -> [String; 3] {
    match (kind, lang) {
        (Suggested::RowTotal, Lang::Zh) => [
            format!("{table}：各行之和等于合计行"),
            "每一列分别核对；合计行等于各行之和".to_owned(),
            "对照台账，核对这一列的各数，改正填错的一个".to_owned(),
        ],
        (Suggested::RowTotal, Lang::En) => [
            format!("{table}: the rows add up to the total"),
            "each column by itself: the total equals its rows together".to_owned(),
            "Compare the figures of this column with the register and correct the wrong one".to_owned(),
        ],
        (Suggested::ColumnTotal, Lang::Zh) => [
            format!("{table}：各列之和等于合计列"),
            "每一行分别核对；合计列等于各列之和".to_owned(),
            "对照台账，核对这一行的各数，改正填错的一个".to_owned(),
        ],
        (Suggested::ColumnTotal, Lang::En) => [
            format!("{table}: the columns add up to the total"),
            "each row by itself: the total equals its columns together".to_owned(),
            "Compare the figures of this row with the register and correct the wrong one".to_owned(),
        ],
        (Suggested::NotNegative, Lang::Zh) => {
            [format!("{table}：各格不小于 0"), "每一格分别核对；不能是负数".to_owned(), "核对台账，填 0 或正数".to_owned()]
        }
        (Suggested::NotNegative, Lang::En) => [
            format!("{table}: no figure is below 0"),
            "each cell by itself: none is negative".to_owned(),
            "Check the register and enter 0 or more".to_owned(),
        ],
    }
}

/// Kinds of rules that fit a form nobody has written rules for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suggested {
    /// A row of totals.
    RowTotal,
    /// A column of totals.
    ColumnTotal,
    /// Nothing is below 0.
    NotNegative,
}
