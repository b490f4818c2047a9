//! Sentences about rosters (名录).

use super::{hint, sentences};

sentences! {
    /// Something wrong with a roster; each has the line it is on.
    pub enum RosterFault {
        /// No column of names.
        "L0901" NoNameColumn { found: Vec<String> }
            zh { format!("没有“名称”这一列；第一行是：{}", found.join("、")) }
            en { format!("there is no column 名称 (name); the first line has {}", found.join(", ")) }
            hint { hint("第一行写列名：名称,别名,曾用名,上级,单位类别,层级,口径", "the first line names the columns: name,aliases,former_names,superior,body_kind,tier,scope") }
        /// A line without a name.
        "L0902" NoName {}
            zh { "这一行没有单位名称" }
            en { "this line names no body" }
            hint { None }
        /// A name that two bodies have.
        "L0903" NameTwice { name: String, first: u64 }
            zh { format!("“{name}”在第 {first} 行已经有了") }
            en { format!("`{name}` stands on line {first} already") }
            hint { hint("名称、别名、曾用名都不能重复，否则分不清是哪个单位", "no two bodies can share a name, alias or former name") }
        /// More cells than the first line names.
        "L0904" TooManyCells { found: usize, expected: usize }
            zh { format!("这一行有 {found} 格，第一行只有 {expected} 列") }
            en { format!("this line has {found} cells, the first line names {expected}") }
            hint { hint("名称里有逗号的，要用引号括起来；几个别名之间用分号或顿号", "put a name with a comma in quotation marks, and semicolons between several aliases") }
        /// A body above itself.
        "L0905" Circular { name: String }
            zh { format!("“{name}”的上级绕回到了它自己") }
            en { format!("`{name}` is above itself") }
            hint { hint("请核对“上级”一列", "check the column of superiors") }
        /// A column that stands twice.
        "L0906" ColumnTwice { name: String }
            zh { format!("“{name}”这一列有两次") }
            en { format!("column `{name}` stands twice") }
            hint { None }
        /// Nothing in it.
        "L0907" Empty {}
            zh { "名录里没有一个单位" }
            en { "there is no body in the roster" }
            hint { None }
        /// A quotation that does not end, or another fault of the file.
        "L0908" NotCsv {}
            zh { "这一行不是逗号分隔的文字，可能引号没有配对" }
            en { "this line is not separated by commas; perhaps a quotation mark lacks its half" }
            hint { None }
    }
}
