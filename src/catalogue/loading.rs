//! Sentences about reading documents: codes in `L`.

use super::{hint, sentences};

/// How far a loading problem reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TroubleSeverity {
    /// Bound, and worth saying how.
    Note,
    /// Bound with doubt.
    Warning,
    /// Not found or not bindable.
    Error,
}

/// What is wrong with a reading document (`gouji.reading/1`).
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the sentence")]
pub enum ReadingFault {
    /// Another schema than the one that is read.
    WrongSchema { found: String },
    /// The findings of a check, given back as if they were figures.
    Findings { schema: String },
    /// JSON of something else.
    NotReading,
    /// A field that must be there.
    MissingField { field: &'static str },
    /// A field of a report that stands there twice.
    RepeatedField { field: String },
    /// A field that holds something else than it should.
    WrongType { field: &'static str, found: String, expected: &'static str },
    /// `reports` is empty.
    NoReports,
    /// The value of a cell is a list, an object or a truth value.
    NotScalar { cell: String, found: String },
    /// A cell stated as a number, without one.
    NumberWithoutValue { cell: String },
    /// A cell stated as a number, with something else.
    NotANumber { cell: String, found: String },
    /// A state that is none of the five.
    UnknownState { cell: String, found: String },
    /// A cell the form does not have.
    UnknownCell { name: String, near: Option<String> },
    /// A date that is none.
    BadDate { field: &'static str, found: String },
    /// The file ends in the middle.
    Incomplete,
    /// Something else where a key in quotes belongs.
    KeyExpected,
    /// Any other fault of the JSON.
    Syntax,
}

impl ReadingFault {
    fn zh(&self) -> String {
        match self {
            ReadingFault::WrongSchema { found } => format!("schema 是“{found}”，应为“gouji.reading/1”"),
            ReadingFault::Findings { schema } => format!("这是核对结果（{schema}），不是读数文件"),
            ReadingFault::NotReading => "这不是读数文件：没有 schema、form、cells".to_owned(),
            ReadingFault::MissingField { field } => match *field {
                "year" => "缺 year（报告年度）".to_owned(),
                "form" => "缺 form（表样名称）".to_owned(),
                "cells" => "缺 cells（各格的数）".to_owned(),
                "schema" => "缺 schema（应为“gouji.reading/1”）".to_owned(),
                "id" => "缺 id（格或部分的名称）".to_owned(),
                field => format!("缺 {field}"),
            },
            ReadingFault::RepeatedField { field } => format!("同一份报告里“{field}”写了两次"),
            ReadingFault::WrongType { field, found, expected } => {
                let expected = match *expected {
                    "string" => "文字",
                    "list" => "列表",
                    "object" => "对象",
                    "place" => "位置（如 {\"line\":7,\"column\":3}）",
                    "period" => "起止日期（如 {\"from\":\"2025-01-01\",\"to\":\"2025-12-31\"}）",
                    "year" => "年份（整数）",
                    "report" => "报告（对象）",
                    "cells" => "“格名: 数”的对象，或列表",
                    "cell" => "格（有 id 的对象）",
                    other => other,
                };
                format!("{field} 写的是“{found}”，应为{expected}")
            }
            ReadingFault::NoReports => "reports 里一份报告也没有".to_owned(),
            ReadingFault::NotScalar { cell, found } => format!("{cell} 的值写的是“{found}”，应为数、文字或 null"),
            ReadingFault::NumberWithoutValue { cell } => format!("{cell} 的 state 是 number，却没有 value"),
            ReadingFault::NotANumber { cell, found } => format!("{cell} 的 state 是 number，value 却是“{found}”，不是数"),
            ReadingFault::UnknownState { cell, found } => {
                format!("{cell} 的 state 写的是“{found}”，应为 number、blank、placeholder、unreadable、missing 之一")
            }
            ReadingFault::UnknownCell { name, near } => {
                let near = near.as_ref().map_or(String::new(), |n| format!("，是不是“{n}”？"));
                format!("表样没有“{name}”这一格{near}")
            }
            ReadingFault::BadDate { field, found } => format!("{field} 写的是“{found}”，不是日期；应如 2026-01-20"),
            ReadingFault::Incomplete => "JSON 不完整，文件到此中断".to_owned(),
            ReadingFault::KeyExpected => "JSON 语法有误（此处应是带引号的键；前一行末尾可能多了一个逗号）".to_owned(),
            ReadingFault::Syntax => "JSON 语法有误（前一行末尾可能少了一个逗号）".to_owned(),
        }
    }

    fn en(&self) -> String {
        match self {
            ReadingFault::WrongSchema { found } => format!("the schema is `{found}`; it should be `gouji.reading/1`"),
            ReadingFault::Findings { schema } => format!("these are the findings of a check ({schema}), not a reading"),
            ReadingFault::NotReading => "this is no reading document: it has no schema, form or cells".to_owned(),
            ReadingFault::MissingField { field } => format!("`{field}` is missing"),
            ReadingFault::RepeatedField { field } => format!("`{field}` stands twice in one report"),
            ReadingFault::WrongType { field, found, expected } => {
                let expected = match *expected {
                    "string" => "a string",
                    "list" => "a list",
                    "object" => "an object",
                    "place" => "a place such as {\"line\":7,\"column\":3}",
                    "period" => "two dates such as {\"from\":\"2025-01-01\",\"to\":\"2025-12-31\"}",
                    "year" => "a year, a whole number",
                    "report" => "a report, an object",
                    "cells" => "an object of names and figures, or a list",
                    "cell" => "a cell, an object with an id",
                    other => other,
                };
                format!("`{field}` is `{found}`; it should be {expected}")
            }
            ReadingFault::NoReports => "`reports` is empty".to_owned(),
            ReadingFault::NotScalar { cell, found } => format!("the value of {cell} is `{found}`; it should be a number, a string or null"),
            ReadingFault::NumberWithoutValue { cell } => format!("{cell} is stated as `number` without a value"),
            ReadingFault::NotANumber { cell, found } => format!("{cell} is stated as `number`, and its value `{found}` is none"),
            ReadingFault::UnknownState { cell, found } => {
                format!("the state of {cell} is `{found}`; it should be number, blank, placeholder, unreadable or missing")
            }
            ReadingFault::UnknownCell { name, near } => {
                let near = near.as_ref().map_or(String::new(), |n| format!("; did you mean `{n}`?"));
                format!("the form has no cell `{name}`{near}")
            }
            ReadingFault::BadDate { field, found } => format!("`{field}` is `{found}`, which is no date; write it like 2026-01-20"),
            ReadingFault::Incomplete => "the JSON is incomplete; the file ends here".to_owned(),
            ReadingFault::KeyExpected => {
                "the JSON is not valid (a key in quotes belongs here; perhaps the line before ends with a comma too many)".to_owned()
            }
            ReadingFault::Syntax => "the JSON is not valid (perhaps the line before lacks a comma)".to_owned(),
        }
    }
}

sentences! {
    /// Something a document would not give up, or gave up with doubt. `L00..`: the document cannot be read as a report at all.
    pub enum Trouble {
        /// Zero bytes, or nothing but blanks.
        "L0001" Empty {}
            zh { "文件是空的，没有任何内容" }
            en { "the file is empty" }
            hint { hint("请确认文件保存完整，再检查一次", "check that the file was saved completely") }
        /// NUL bytes, images, archives of other programs: not text.
        "L0002" NotText { kind: Option<&'static str> }
            zh { match kind { Some(kind) => format!("这不是能读的报告，看起来是：{}", kind_zh(kind)), None => "这不是能读的报告，里面是认不出的二进制数据".to_owned() } }
            en { match kind { Some(kind) => format!("this is no report that can be read; it looks like {kind}"), None => "this is no report that can be read: it holds binary data of no known kind".to_owned() } }
            hint { hint("请用制作报告时的 Word 文件，或另存为 .docx、.txt，再检查", "use the Word file the report was made with, or save it as .docx or .txt") }
        /// Neither UTF-8, UTF-16 nor GB18030.
        "L0003" Encoding { line: u32 }
            zh { format!("无法识别文字编码：第 {line} 行起的内容既不是 UTF-8，也不是 GBK（GB18030）") }
            en { format!("unreadable encoding: from line {line} on it is neither UTF-8 nor GBK (GB18030)") }
            hint { hint("请用记事本打开，确认显示正常后另存为 UTF-8 编码", "open it in a text editor, see that it shows well, and save it as UTF-8") }
        /// UTF-8 read as GBK and saved, or text lost to question marks.
        "L0004" Mojibake { sample: String }
            zh { format!("文字已经损坏（乱码），例如“{sample}”") }
            en { format!("the text is garbled (decoded with the wrong encoding and saved), for example `{sample}`") }
            hint { hint("请从原件重新导出，不要在乱码的文件上修改", "export it again from the original; a garbled file cannot be mended") }
        /// Nothing in the document is of any known form.
        "L0005" NothingRecognised { forms: Vec<String> }
            zh { format!("没有认出任何表格或章节：这份文件不像是{}", join_zh(forms)) }
            en { format!("no table or section recognised: this does not look like {}", forms.join(", ")) }
            hint { hint("请确认给的是年度报告本身，而不是通知、预算或其他材料", "check that this is the report itself, not a notice, a budget or something else") }
        /// Tables were found whose labels are not those of the form.
        "L0006" NoFormFits { nearest: String, labels: Vec<String>, year: Option<i32> }
            zh {
                let year = year.map_or(String::new(), |y| format!("（标题年度 {y}）"));
                format!("没有适用的表样：最接近的是“{nearest}”{year}，但表中有它没有的栏目：{}。可能是尚不认识的旧版表样", quoted_zh(labels))
            }
            en {
                let year = year.map_or(String::new(), |y| format!(" (the title says {y})"));
                format!("no form fits: the nearest is `{nearest}`{year}, but the tables have labels it does not know: {}. This edition is not known yet", quoted_en(labels))
            }
            hint { hint("请对照现行表样核对；若是往年的版本，请用 --rules 指定含有该表样的规则", "compare it with the form in force; for an earlier edition, name rules that declare its form with --rules") }
        /// The file could not be opened.
        "L0007" Unopened { reason: String }
            zh { format!("打不开文件：{reason}") }
            en { format!("cannot open the file: {reason}") }
            hint { hint("请检查路径和文件名，以及是否有读取权限", "check the path, the name, and the permission to read it") }
        /// Larger than a counted limit.
        "L0008" TooLarge { what: &'static str, limit: u64 }
            zh { format!("文件超出限度：{}超过 {limit}", limit_zh(what)) }
            en { format!("the file is over a limit: {what} more than {limit}") }
            hint { hint("请确认这是一份年度报告，而不是别的数据", "check that this is one report and not other data") }
        /// A reading document that is not valid.
        "L0009" BadReading { reason: ReadingFault, line: Option<u32> }
            zh { match line { Some(line) => format!("读数文件第 {line} 行：{}", reason.zh()), None => reason.zh() } }
            en { match line { Some(line) => format!("reading document, line {line}: {}", reason.en()), None => reason.en() } }
            hint { hint("读数文件可由 gouji read 报告 --format json 得到，格式是 gouji.reading/1", "gouji read REPORT --format json writes one; its schema is gouji.reading/1") }
        /// A folder without a single report.
        "L0010" EmptyFolder {}
            zh { "文件夹里没有报告" }
            en { "there is no report in this folder" }
            hint { hint("请给出报告文件，或放有报告（Word、PDF、网页、Excel、文本）的文件夹", "name a report, or a folder that holds reports (Word, PDF, web pages, Excel, text)") }
        /// A file of a type that cannot be read.
        "L0011" UnknownType { extension: String }
            zh { format!("不支持的文件类型“.{extension}”") }
            en { format!("unsupported type of file `.{extension}`") }
            hint { hint("请另存为 .docx、.txt 或 .md，再检查", "save it as .docx, .txt or .md, and check that") }
        /// A form named by the document is not declared by the rules.
        "L0012" UnknownForm { name: String, known: Vec<String> }
            zh { format!("没有名为“{name}”的表样；已知的有：{}", join_zh(known)) }
            en { format!("no form is named `{name}`; known are {}", known.join(", ")) }
            hint { None }
        /// The title of a report, and nothing of its sections or tables.
        "L0013" OnlyTitle { title: String }
            zh { format!("只有标题“{title}”，没有认出任何章节或表格：这份文件可能不完整") }
            en { format!("there is the title `{title}` and no section or table: the file may be incomplete") }
            hint { hint("请确认报告保存完整，表格没有丢失", "check that the report was saved whole and its tables were not lost") }
        /// The file is of a kind that is read, and broken.
        "L0014" Damaged { kind: &'static str }
            zh { format!("文件已损坏，读不出来：看起来是 {}，但内部结构不完整", kind_zh(kind)) }
            en { format!("the file is damaged: it looks like {kind}, and its inside is broken") }
            hint { hint("请在原来的程序里打开看能否正常显示，再另存一份；打不开就从原处重新下载", "see whether it opens in the program it came from, and save it again; if it does not, download it again") }
        /// A password is needed to open the file.
        "L0015" Encrypted { kind: &'static str }
            zh { format!("文件加了密码，读不出来（{}）", kind_zh(kind)) }
            en { format!("the file needs a password ({kind})") }
            hint { hint("请用密码打开后，去掉打开密码另存一份，再检查", "open it with its password, save a copy without one, and check that") }
        /// A PDF whose pages are pictures of text.
        "L0016" Scanned { pages: usize }
            zh { format!("这份 PDF 是扫描件：{pages} 页都是图片，没有文字可读") }
            en { format!("this PDF is a scan: its {pages} page(s) are pictures, without text") }
            hint { hint("请用制作报告时的 Word 文件或导出的 PDF；没有时，用文字识别（OCR）软件转成 Word 或文本并逐格核对，再检查", "check the Word file it was made from, or a PDF exported from it; failing that, let OCR make a Word or text file of it and compare that cell by cell") }
        /// The text of a PDF has no known characters: its fonts do not say what they show.
        "L0017" NoCharacters { pages: usize }
            zh { format!("这份 PDF 的字体没有文字编码，{pages} 页都读不出文字") }
            en { format!("the fonts of this PDF do not say which characters they show; none of its {pages} page(s) can be read") }
            hint { hint("请用制作报告时的 Word 文件，或重新导出 PDF（导出时嵌入字体）", "check the Word file it was made from, or export the PDF again with its fonts embedded") }
        /// Only LibreOffice reads files of this kind, and it is not there, or was not asked.
        "L0018" NeedsConverting { kind: &'static str }
            zh { format!("{}要借助 LibreOffice 才能读，这台电脑上没有找到", kind_zh(kind)) }
            en { format!("{kind} is read with the help of LibreOffice, which was not found") }
            hint { hint("请用 Word、Excel 或 WPS 打开，另存为 .docx 或 .xlsx，再检查", "open it in Word, Excel or WPS, save it as .docx or .xlsx, and check that") }
        /// LibreOffice was asked and made nothing of it.
        "L0019" NotConverted { kind: &'static str }
            zh { format!("LibreOffice 没能打开这份文件（{}）", kind_zh(kind)) }
            en { format!("LibreOffice could not open this file ({kind})") }
            hint { hint("请用 Word、Excel 或 WPS 打开，另存为 .docx 或 .xlsx，再检查", "open it in Word, Excel or WPS, save it as .docx or .xlsx, and check that") }
        /// The tool was built without this format.
        "L0020" NotBuiltIn { kind: &'static str }
            zh { format!("这个版本的 gouji 没有编入对此格式的支持：{}", kind_zh(kind)) }
            en { format!("this build of gouji has no support for {kind}") }
            hint { hint("请另存为纯文本（.txt）或 Markdown（.md），或换用完整的 gouji", "save it as plain text (.txt) or Markdown (.md), or use the full gouji") }
        /// The clock ran out on one document.
        "L0021" TimedOut { seconds: u64 }
            zh { format!("这份文件读了 {seconds} 秒还没有读完，已放弃") }
            en { format!("this document was given up on after {seconds} seconds") }
            hint { hint("请在原来的程序里另存一份（例如另存为 .docx），再检查", "save it again in the program it came from, as .docx for example, and check that") }
        /// A ZIP file without anything that may be a report.
        "L0022" EmptyArchive {}
            zh { "压缩包里没有报告" }
            en { "there is no report in this ZIP file" }
            hint { hint("请把报告文件放进压缩包，或解压后直接检查", "put the reports into the archive, or unpack it and check them as they are") }
        /// The name of a file in an archive leads out of it.
        "L0023" UnsafePath { name: String }
            zh { format!("压缩包里的文件名“{name}”指向压缩包之外，没有读") }
            en { format!("the name `{name}` in the archive leads out of it; the file was not read") }
            hint { hint("这样的压缩包可能有害，请向来源单位核实", "such an archive may mean harm; ask where it came from") }

        /// No part of a table was found.
        "L0101" MissingTable { table: String, label: Option<String>, section: String, title: String }
            zh { match label {
                Some(label) => format!("没有找到表“{label}”（{table}）"),
                None => format!("没有找到第{section}部分“{title}”的表（{table}）"),
            } }
            en { match label {
                Some(label) => format!("table `{label}` ({table}) was not found"),
                None => format!("the table of section {section} `{title}` ({table}) was not found"),
            } }
            hint { hint("若报告中确有此表，可能是表格没有随文字一起保存（例如是图片）", "if the report has it, it may not have been saved with the text (a picture, for example)") }
        /// Rows of a table that was found are not in it.
        "L0102" MissingRows { table: String, rows: Vec<String> }
            zh { format!("表“{table}”缺 {} 行：{}", rows.len(), quoted_zh(rows)) }
            en { format!("table `{table}` lacks {} row(s): {}", rows.len(), quoted_en(rows)) }
            hint { None }
        /// A row holds as many figures as the table has columns, but not under its columns.
        "L0103" ShiftedRow { table: String, row: String, figures: usize }
            zh { format!("表“{table}”的行“{row}”整行没有对齐各列；它正好有 {figures} 个数，已按顺序读入") }
            en { format!("row `{row}` of table `{table}` does not stand under its columns; it holds exactly {figures} figures and was read in order") }
            hint { hint("请核对这一行各数所在的列", "check the columns of this row against the original") }
        /// A row holds fewer figures than the table has columns, and which columns they belong to cannot be known.
        "L0104" ShortRow { table: String, row: String, figures: usize, columns: usize }
            zh { format!("表“{table}”的行“{row}”只有 {figures} 个数，应有 {columns} 个，无法判断各数属于哪一列，这一行没有读入") }
            en { format!("row `{row}` of table `{table}` holds {figures} figures where {columns} are expected; which columns they belong to cannot be known, so none was read") }
            hint { hint("请对照原件检查这一行，疑似漏了一格或整行错位", "check this row against the original: a cell may be lost or the row shifted") }
        /// A row holds more figures than the table has columns.
        "L0105" SplitCells { table: String, row: String, figures: usize, columns: usize, suspect: Option<String> }
            zh {
                let suspect = suspect.as_ref().map_or(String::new(), |s| format!("，疑似拆格（{s}）"));
                format!("表“{table}”的行“{row}”单元格数 {figures}≠{columns}{suspect}，这一行没有读入")
            }
            en {
                let suspect = suspect.as_ref().map_or(String::new(), |s| format!(", perhaps a number split over two cells ({s})"));
                format!("row `{row}` of table `{table}` holds {figures} figures, not {columns}{suspect}; none was read")
            }
            hint { hint("请对照原件检查这一行；这是读取存疑，不是填写错误", "check this row against the original: the reading is in doubt, not the report") }
        /// A label was matched by a near spelling.
        "L0106" NearLabel { printed: String, label: String }
            zh { format!("标签“{printed}”与表样的“{label}”略有出入，按后者读入") }
            en { format!("label `{printed}` differs a little from the form's `{label}` and was read as that") }
            hint { hint("请改回表样的标准写法", "use the wording of the form") }
        /// A label was matched by an alias the form declares.
        "L0107" AliasLabel { printed: String, label: String }
            zh { format!("标签“{printed}”是表样“{label}”的另一种写法") }
            en { format!("label `{printed}` is another wording of the form's `{label}`") }
            hint { hint("请改回表样的标准写法", "use the wording of the form") }
        /// A table that was recognised has labels that the form does not know, so its figures were not bound.
        "L0108" ForeignLabels { table: String, labels: Vec<String> }
            zh { format!("表“{table}”里有表样没有的栏目：{}，这部分数没有读入（可能用了别的版本的表样）", quoted_zh(labels)) }
            en { format!("table `{table}` has labels that the form does not know: {}; their figures were not read (perhaps a table of another edition)", quoted_en(labels)) }
            hint { hint("请换用现行表样重新填写", "use the tables of the form in force") }
        /// Two readings of one cell disagree.
        "L0109" Conflict { cell: String, first: String, second: String }
            zh { format!("{cell} 的两种读法不一致：“{first}”与“{second}”，不取任何一个") }
            en { format!("two readings of {cell} disagree: `{first}` and `{second}`; neither was taken") }
            hint { hint("报告中同一张表可能出现了两次，请核对", "the same table may stand in the report twice; compare them") }
        /// Something that is not a figure stands in a cell.
        "L0110" NotAFigure { cell: String, text: String }
            zh { format!("{cell} 处的“{text}”不是数字，没有读入") }
            en { format!("`{text}` at {cell} is not a figure and was not read") }
            hint { None }
        /// The header of a table was not recognised; its rows were read in column order.
        "L0111" NoHeader { table: String }
            zh { format!("表“{table}”的表头没有认全，各行按列的顺序读入") }
            en { format!("the header of table `{table}` was not recognised; its rows were read in column order") }
            hint { hint("请核对各列的顺序与表样一致", "check that the columns are in the order of the form") }
        /// Figures that belong to no row of any table.
        "L0112" StrayFigures { text: String }
            zh { format!("“{text}”这些数认不出属于哪一行，没有读入") }
            en { format!("the figures `{text}` could not be bound to any row and were not read") }
            hint { hint("请检查附近的行名是否完整", "check that the row labels nearby are complete") }
        /// Figures of a table that lost their rows altogether.
        "L0115" ScatteredFigures { text: String, runs: usize }
            zh { format!("有 {runs} 处数认不出属于哪一行（第一处是“{text}”），都没有读入") }
            en { format!("{runs} groups of figures could not be bound to any row (the first is `{text}`); none was read") }
            hint { hint("表格在导出时被打散了，请换一种方式导出文字（例如保留版面），或直接由 Word 文件转换", "the table fell apart in the export; export the text another way, keeping the layout, or from the Word file") }
        /// Rows that a recognised table has and the form does not.
        "L0113" ForeignRow { table: String, label: String }
            zh { format!("表“{table}”里多出一行“{label}”，表样没有这一行，没有读入") }
            en { format!("table `{table}` has a row `{label}` that the form does not have; it was not read") }
            hint { hint("请对照表样，删去自行增加的行，或改回标准行名", "compare it with the form: remove the added row or restore its label") }

        /// A figure stands in another unit of money than its column's and was converted exactly.
        "L0114" ConvertedUnit { cell: String, text: String, value: String, unit: String }
            zh { format!("{cell} 处写的是“{text}”，单位与表样不同，按 {value} {unit} 读入") }
            en { format!("`{text}` at {cell} is in another unit than the form's and was read as {value} {unit}") }
            hint { hint("请按表样的单位填写；若原表单位写错，请改正后再检查", "write the amount in the unit of the form; if the printed unit is wrong, mend it and check again") }

        /// Figures stand beside the label of a group whose rows the form has one by one.
        "L0116" GroupAsRow { table: String, label: String, rows: Vec<String> }
            zh { format!("表“{table}”的“{label}”只有一行，现行表样把它分为 {} 行：{}，这一行的数没有读入", rows.len(), quoted_zh(rows)) }
            en { format!("`{label}` of table `{table}` is one row; the form has {} rows in its place: {}. Its figures were not read", rows.len(), quoted_en(rows)) }
            hint { hint("请换用现行表样，按各行分别填写", "use the form in force and fill in each of its rows") }

        /// The header of a table has its columns in another order than the form.
        "L0117" ColumnOrder { table: String }
            zh { format!("表“{table}”各列的顺序与表样不同，按表头上的字读入") }
            en { format!("the columns of table `{table}` are in another order than the form's; they were read by the words of the header") }
            hint { hint("请核对表头与各列的数是否对得上，并改回表样的顺序", "check that the header fits the figures under it, and restore the order of the form") }

        /// A section's heading was not found.
        "L0201" MissingHeading { ordinal: String, title: String }
            zh { format!("没有找到标题“{ordinal}、{title}”") }
            en { format!("the heading `{ordinal}、{title}` was not found") }
            hint { hint("请检查报告是否缺这一部分，或标题在保存时丢失", "check whether the report lacks this section, or its heading was lost in saving") }
        /// A heading carries another ordinal than the form gives it.
        "L0202" WrongOrdinal { printed: String, title: String, expected: String }
            zh { format!("标题“{title}”的序号是“{printed}”，应为“{expected}”") }
            en { format!("the heading `{title}` is numbered `{printed}`; it should be `{expected}`") }
            hint { hint(format!("请把序号改为“{expected}、”"), format!("number it `{expected}、`")) }
        /// A heading was matched by a near spelling.
        "L0203" NearHeading { printed: String, title: String }
            zh { format!("标题“{printed}”与标准标题“{title}”略有出入，按后者认定") }
            en { format!("the heading `{printed}` differs a little from `{title}` and was taken for it") }
            hint { hint("请改回标准标题", "use the standard heading") }
        /// Sections stand in another order than the form gives them.
        "L0204" SectionOrder { title: String, after: String }
            zh { format!("“{title}”排在了“{after}”之后，顺序与表样不同") }
            en { format!("`{title}` stands after `{after}`, out of the order of the form") }
            hint { None }
        /// A heading stands in the document more than once.
        "L0205" RepeatedHeading { title: String }
            zh { format!("标题“{title}”出现了不止一次") }
            en { format!("the heading `{title}` stands here more than once") }
            hint { None }

        /// No title with the words of the form was found.
        "L0301" NoTitle { title: String }
            zh { format!("没有找到含“{title}”的报告标题") }
            en { format!("no title with the words `{title}` was found") }
            hint { hint("标题一般是“单位全称＋年份＋报告名称”", "a title has the full name of the body, the year and the name of the report") }
        /// The year reported on could not be read.
        "L0302" NoYear {}
            zh { "读不出报告年度" }
            en { "the year reported on could not be read" }
            hint { hint("请在标题中写明年份，或用 --year 指定", "state the year in the title, or give it with --year") }
        /// The title's year differs from that of the statistical period.
        "L0303" YearConflict { title: i32, period: i32 }
            zh { format!("标题年度是 {title}，统计期限却是 {period} 年") }
            en { format!("the title says {title}, the statistical period {period}") }
            hint { hint("请核对标题与统计期限", "compare the title and the statistical period") }
        /// The encoding was guessed.
        "L0304" Decoded { encoding: String }
            zh { format!("文件不是 UTF-8 编码，按 {encoding} 解读") }
            en { format!("the file is not UTF-8 and was decoded as {encoding}") }
            hint { None }
        /// A Word file with tracked changes, read as if they had been accepted.
        "L0305" TrackedChanges { insertions: usize, deletions: usize }
            zh { format!("文件里还有未处理的修订（插入 {insertions} 处，删除 {deletions} 处），按全部接受读入") }
            en { format!("the file has tracked changes ({insertions} insertion(s), {deletions} deletion(s)), read as if all were accepted") }
            hint { hint("正式报送前请在 Word 里接受或拒绝全部修订", "accept or reject every change in Word before the report is handed in") }
        /// Rows, columns or sheets that a spreadsheet hides, and that were read all the same.
        "L0306" Hidden { sheet: String, parts: usize }
            zh { format!("工作表“{sheet}”有隐藏的行、列或整表隐藏（{parts} 处），照样读入") }
            en { format!("sheet `{sheet}` is hidden or has hidden rows or columns ({parts}); they were read all the same") }
            hint { hint("请取消隐藏，看看里面是不是要报送的内容", "unhide them and see whether they belong to the report") }
        /// A formula in a spreadsheet that was saved without its result.
        "L0307" NoCachedValue { sheet: String, reference: String }
            zh { format!("工作表“{sheet}”的 {reference} 是公式，文件里没有存它的结果，没有读入") }
            en { format!("{reference} of sheet `{sheet}` is a formula whose result is not in the file; it was not read") }
            hint { hint("请用 Excel 或 WPS 打开，重新计算并保存", "open it in Excel or WPS, let it calculate, and save it") }
        /// Pages of a PDF that are pictures, among others that have text.
        "L0308" PicturePages { pages: Vec<u32> }
            zh { format!("第 {} 页是图片，上面的文字和数没有读入", numbers(pages, "、")) }
            en { format!("page(s) {} are pictures; their text and figures were not read", numbers(pages, ", ")) }
            hint { hint("请用制作报告时的 Word 文件检查", "check the Word file the PDF was made from") }
        /// Pages of a PDF that are pictures with the text that OCR put under them.
        "L0309" RecognisedPages { pages: Vec<u32> }
            zh { format!("第 {} 页是扫描的图片，读入的是文字识别（OCR）写在图片下面的文字，可能有认错的字和数", numbers(pages, "、")) }
            en { format!("page(s) {} are scanned; what was read is the text that OCR put under the pictures, and may be wrong", numbers(pages, ", ")) }
            hint { hint("请逐格核对这些页上的数，或用制作报告时的 Word 文件检查", "compare the figures on them one by one, or check the Word file it was made from") }
        /// Pages of a PDF that could not be read, among others that could.
        "L0310" UnreadPages { pages: Vec<u32> }
            zh { format!("第 {} 页读不出来：字体没有文字编码，或这一页已损坏；上面的文字和数没有读入", numbers(pages, "、")) }
            en { format!("page(s) {} could not be read: their fonts do not say what they show, or they are broken; their text and figures are missing", numbers(pages, ", ")) }
            hint { hint("请重新导出 PDF，或用制作报告时的 Word 文件检查", "export the PDF again, or check the Word file it was made from") }
        /// Pages of a PDF that have a large picture beside their text.
        "L0311" Pictures { pages: Vec<u32> }
            zh { format!("第 {} 页上有图片，图片里的文字和数没有读入", numbers(pages, "、")) }
            en { format!("page(s) {} have pictures beside their text; what the pictures say was not read", numbers(pages, ", ")) }
            hint { hint("图片如果是表格，请把表格做成文字再导出", "where a picture is a table, make it a table of text and export it again") }
    }
}

fn numbers(pages: &[u32], between: &str) -> String {
    pages.iter().map(u32::to_string).collect::<Vec<_>>().join(between)
}

impl Trouble {
    /// How far it reaches.
    pub fn severity(&self) -> TroubleSeverity {
        use Trouble::*;
        match self {
            Empty { .. }
            | NotText { .. }
            | Encoding { .. }
            | Mojibake { .. }
            | NothingRecognised { .. }
            | NoFormFits { .. }
            | Unopened { .. }
            | TooLarge { .. }
            | BadReading { .. }
            | EmptyFolder { .. }
            | UnknownType { .. }
            | UnknownForm { .. }
            | OnlyTitle { .. }
            | Damaged { .. }
            | Encrypted { .. }
            | Scanned { .. }
            | NoCharacters { .. }
            | NeedsConverting { .. }
            | NotConverted { .. }
            | NotBuiltIn { .. }
            | TimedOut { .. }
            | EmptyArchive { .. }
            | UnsafePath { .. } => TroubleSeverity::Error,
            MissingTable { .. }
            | MissingRows { .. }
            | ShortRow { .. }
            | SplitCells { .. }
            | ForeignLabels { .. }
            | Conflict { .. }
            | StrayFigures { .. }
            | ScatteredFigures { .. }
            | PicturePages { .. }
            | UnreadPages { .. }
            | MissingHeading { .. } => TroubleSeverity::Error,
            GroupAsRow { .. } => TroubleSeverity::Error,
            NotAFigure { .. }
            | ShiftedRow { .. }
            | NearLabel { .. }
            | NoHeader { .. }
            | ColumnOrder { .. }
            | ConvertedUnit { .. }
            | ForeignRow { .. }
            | WrongOrdinal { .. }
            | SectionOrder { .. }
            | NoTitle { .. }
            | NoYear { .. }
            | TrackedChanges { .. }
            | Hidden { .. }
            | NoCachedValue { .. }
            | RecognisedPages { .. }
            | Pictures { .. }
            | YearConflict { .. } => TroubleSeverity::Warning,
            AliasLabel { .. } | NearHeading { .. } | RepeatedHeading { .. } | Decoded { .. } => TroubleSeverity::Note,
        }
    }
}

fn quoted_zh(names: &[String]) -> String {
    names.iter().map(|n| format!("“{n}”")).collect::<Vec<_>>().join("、")
}

fn quoted_en(names: &[String]) -> String {
    names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")
}

fn join_zh(names: &[String]) -> String {
    names.join("、")
}

fn kind_zh(kind: &str) -> &str {
    match kind {
        "a Word file" => "Word 文件",
        "a PDF" => "PDF 文件",
        "an Excel file" => "Excel 文件",
        "an Excel 97 file" => "旧版 Excel 文件（.xls）",
        "a Word or Excel file" => "Word 或 Excel 文件",
        "a Word 97 file" => "旧版 Word 或 WPS 文件（.doc、.wps）",
        "Word XML" => "Word XML 文件",
        "an OpenDocument text" => "OpenDocument 文本（.odt）",
        "a workbook" => "别的格式的工作簿（.ods、.xlsb、2003 XML）",
        "a saved web page" => "网页存档（.mht）",
        "a ZIP file" => "ZIP 压缩包",
        "an archive" => "压缩包",
        "text" => "文本文件",
        "a picture" => "图片",
        "a web page" => "网页",
        "RTF" => "RTF 文件",
        other => other,
    }
}

fn limit_zh(what: &str) -> &str {
    match what {
        "bytes" => "字节数",
        "lines" => "行数",
        "cells" => "单元格数",
        "nesting" => "嵌套层数",
        "reports" => "报告份数",
        "unpacked bytes" => "解压后的字节数",
        "parts" => "部件数",
        "pages" => "页数",
        "attributes" => "一个标签的属性数",
        other => other,
    }
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.code(), self.message(crate::lang::Lang::En))
    }
}

impl std::error::Error for Trouble {}
