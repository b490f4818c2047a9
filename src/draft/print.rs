//! A drafted form as rule text, laid out as the formatter lays it out.

use super::matrix::is_unseen;
use super::{Draft, Line, Table};
use crate::catalogue::making::{Doubt, draft_head};
use crate::lang::Lang;

/// Characters of a comment; labels may have any number.
const LONGEST_COMMENT: usize = 160;

/// The words of the language that a form is written in.
struct Words {
    form: &'static str,
    section: &'static str,
    table: &'static str,
    side_by_side: &'static str,
    column: [&'static str; 2],
    row: [&'static str; 2],
    alias: &'static str,
    signed: &'static str,
}

const ZH: Words = Words {
    form: "表样",
    section: "部分",
    table: "表",
    side_by_side: "横排",
    column: ["列", "列组"],
    row: ["行", "行组"],
    alias: "又作",
    signed: "可负",
};

const EN: Words = Words {
    form: "form",
    section: "section",
    table: "table",
    side_by_side: "side_by_side",
    column: ["column", "columns"],
    row: ["row", "rows"],
    alias: "alias",
    signed: "signed",
};

pub(super) fn form(draft: &Draft, lang: Lang) -> String {
    let words = if lang == Lang::Zh { &ZH } else { &EN };
    let mut out = Printer { out: String::new(), indent: 0, words, lang };
    for line in draft_head(lang) {
        out.line(&format!("// {line}"));
    }
    out.line("");
    out.doubts(draft.doubts.iter().filter(|d| **d != Doubt::Applies));
    let mut head = format!("{} {}", words.form, draft.name);
    if draft.title != draft.name {
        head.push_str(&format!(" {}", quoted(&draft.title)));
    }
    if !draft.aliases.is_empty() {
        let aliases: Vec<String> = draft.aliases.iter().map(|a| quoted(a)).collect();
        head.push_str(&format!(" {} {}", words.alias, aliases.join(" ")));
    }
    out.open(&head);
    out.doubts(draft.doubts.iter().filter(|d| **d == Doubt::Applies));
    for section in &draft.sections {
        out.line("");
        out.doubts(section.doubts.iter());
        let head = format!("{} {} {}", words.section, section.id, quoted(&section.title));
        if section.tables.is_empty() {
            out.line(&head);
            continue;
        }
        out.open(&head);
        for table in &section.tables {
            out.table(table);
        }
        out.close();
    }
    out.close();
    out.out
}

/// A string of the language.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' | '\r' | '\t' => out.push(' '),
            c if is_unseen(c) => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

struct Printer {
    out: String,
    indent: usize,
    words: &'static Words,
    lang: Lang,
}

impl Printer {
    fn line(&mut self, text: &str) {
        if !text.is_empty() {
            self.out.push_str(&"  ".repeat(self.indent));
            self.out.push_str(text);
        }
        self.out.push('\n');
    }

    fn open(&mut self, head: &str) {
        self.line(&format!("{head} {{"));
        self.indent += 1;
    }

    fn close(&mut self) {
        self.indent = self.indent.saturating_sub(1);
        self.line("}");
    }

    fn doubts<'d>(&mut self, doubts: impl Iterator<Item = &'d Doubt>) {
        for doubt in doubts {
            let said = doubt.say(self.lang);
            let mut text: String = said.chars().take(LONGEST_COMMENT).filter(|c| !is_unseen(*c)).collect();
            if said.chars().nth(LONGEST_COMMENT).is_some() {
                text.push('…');
            }
            self.line(&format!("// {}", text.trim_end()));
        }
    }

    fn table(&mut self, table: &Table) {
        self.doubts(table.doubts.iter());
        let mut head = format!("{} {}", self.words.table, table.name);
        if let Some(label) = &table.label {
            head.push_str(&format!(" {}", quoted(label)));
        }
        head.push_str(&format!(" {}", table.unit));
        if table.side_by_side {
            head.push_str(&format!(" {}", self.words.side_by_side));
        }
        self.open(&head);
        self.lines(&table.columns, self.words.column);
        self.lines(&table.rows, self.words.row);
        self.close();
    }

    fn lines(&mut self, lines: &[Line], words: [&'static str; 2]) {
        for line in lines {
            self.doubts(line.doubts.iter());
            let [leaf, group] = words;
            let mut text = format!("{} {}", if line.members.is_empty() { leaf } else { group }, line.name);
            if line.label != line.name && !line.label.is_empty() {
                text.push_str(&format!(" {}", quoted(&line.label)));
            }
            if let Some(unit) = &line.unit {
                text.push_str(&format!(" {unit}"));
            }
            if line.signed {
                text.push_str(&format!(" {}", self.words.signed));
            }
            if line.members.is_empty() {
                self.line(&text);
            } else {
                self.open(&text);
                self.lines(&line.members, words);
                self.close();
            }
        }
    }
}
