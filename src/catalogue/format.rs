//! Words of the formatter and the linter.

use super::command::pick;
use crate::lang::Lang;

/// Nothing to lay out.
pub fn no_file(lang: Lang) -> &'static str {
    pick(lang, "没有给出规则文件：gouji fmt 规则文件", "no rule file given: gouji fmt FILE")
}

/// A file that cannot be cut into items.
pub fn refused(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{name}：没有改动。请先改好上面的错误，再排。"),
        Lang::En => format!("{name}: left as it is. Correct the error above first."),
    }
}

/// A bug, met before it did harm.
pub fn differs(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{name}：没有改动。排好的文字与原文意思对不上，这是本程序的错误，请把文件发给我们。"),
        Lang::En => format!("{name}: left as it is. Laid out it would not say the same; this is a bug of ours, please send us the file."),
    }
}

/// An item that does not parse.
pub fn left(name: &str, line: u32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{name}:{line}：这一条有错，原样保留；用 gouji {} 看错在哪里", told_by(name)),
        Lang::En => format!("{name}:{line}: this item has errors and is left as it is; see gouji {}", told_by(name)),
    }
}

/// The command that says what is wrong with a file.
fn told_by(name: &str) -> &'static str {
    if name.ends_with(".test.gj") { "test" } else { "lint" }
}

/// Tests are run, and not looked through.
pub fn tests_are_run(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("“{name}”是用例文件：用 gouji test 运行"),
        Lang::En => format!("`{name}` is a file of tests: run it with gouji test"),
    }
}

/// A file that is not laid out.
pub fn would_change(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{name}：需要重排"),
        Lang::En => format!("{name}: would be laid out anew"),
    }
}

/// The last line.
pub fn account(files: usize, changed: usize, failed: usize, only_look: bool, lang: Lang) -> String {
    let rest = if failed == 0 {
        String::new()
    } else {
        match lang {
            Lang::Zh => format!("，{failed} 个没有处理"),
            Lang::En => format!(", {failed} refused"),
        }
    };
    let s = if files == 1 { "" } else { "s" };
    match (lang, only_look) {
        (Lang::Zh, true) => format!("{files} 个文件，{changed} 个需要重排{rest}"),
        (Lang::Zh, false) => format!("{files} 个文件，重排 {changed} 个{rest}"),
        (Lang::En, true) => format!("{files} file{s}, {changed} to be laid out anew{rest}"),
        (Lang::En, false) => format!("{files} file{s}, {changed} laid out anew{rest}"),
    }
}

/// Nothing to look through.
pub fn nothing_to_lint(lang: Lang) -> &'static str {
    pick(lang, "没有给出规则文件：gouji lint 规则文件", "no rule file given: gouji lint FILE")
}

/// Standard input cannot be written over.
pub fn fix_needs_a_file(lang: Lang) -> &'static str {
    pick(lang, "--fix 改的是文件，不能用 -", "--fix changes files, and cannot be used with -")
}

/// What was put right.
pub fn fixed(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("改好 {count} 处"),
        Lang::En => format!("{count} put right"),
    }
}

/// The last line.
pub fn lint_account(files: usize, found: usize, lang: Lang) -> String {
    let s = if files == 1 { "" } else { "s" };
    match lang {
        Lang::Zh => format!("{files} 个文件，{found} 处提醒"),
        Lang::En => format!("{files} file{s}, {found} found"),
    }
}
