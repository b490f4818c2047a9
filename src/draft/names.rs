//! Names out of labels: without numbering marks and notes, of letters and digits, one of a kind where the language wants it.

use super::{Draft, Line, Table};
use crate::catalogue::making::{Doubt, MadeUp, made_up};
use crate::lang::Lang;
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Longer names are a burden on whoever writes rules. In columns of a screen: a Chinese character takes two.
const LONGEST: usize = 32;
/// A table is named oftener than anything else.
const LONGEST_OF_TABLE: usize = 24;

static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[\p{L}_][\p{L}\p{M}\p{Nd}_]*$").ok());
static CHARACTER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[\p{L}\p{M}\p{Nd}_]").ok());
static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let marks = r"[（(][一二三四五六七八九十0-9０-９]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．，]|[0-9０-９]{1,2}[)）、]|[0-9０-９]{1,2}[.．](?:[^0-9０-９]|$)|[①-⑳]|其中[：:]|附?表\s*[一二三四五六七八九十0-9０-９]{1,3}(?:[-－—][0-9０-９]{1,2})?(?:[：:、.．\s]|$)|[*＊☆★●○◆◇■□▲△]";
    Regex::new(&format!(r"^\s*(?:{marks})")).ok()
});

/// Whether a text can be a name of the language.
pub fn is_name(text: &str) -> bool {
    NAME.as_ref().is_some_and(|r| r.is_match(text))
}

/// A name out of a label; empty where it has no letters.
fn name_of(label: &str, longest: usize, lang: Lang) -> String {
    let mut rest = label.trim();
    // Marks in front of marks: 三、（一）.
    for _ in 0..4 {
        let Some(mark) = MARK.as_ref().and_then(|r| r.find(rest)) else { break };
        let end = if mark.as_str().ends_with(['.', '．', '、', '，', ')', '）', '：', ':', ' ']) || mark.end() == rest.len() {
            mark.end()
        } else {
            // The mark with a full stop was matched with the character after it.
            let last = mark.as_str().chars().next_back().map_or(0, char::len_utf8);
            if mark.as_str().chars().count() == 1 { mark.end() } else { mark.end() - last }
        };
        rest = rest.get(end..).unwrap_or("").trim();
    }
    let bare = without_notes(rest);
    let chosen = if bare.chars().any(char::is_alphabetic) { bare } else { rest.to_owned() };
    let clause = chosen.split(['、', '，', ',', '；', ';', '：', ':', '。']).find(|c| c.chars().any(char::is_alphabetic));
    let chosen = if width(&legal(&chosen)) > longest { clause.unwrap_or(&chosen).to_owned() } else { chosen };
    let mut name = legal(&chosen);
    while width(&name) > longest {
        name.pop();
    }
    let mut name = name.trim_end_matches('_').to_owned();
    if name.is_empty() {
        return name;
    }
    if !is_name(&name) {
        name.insert_str(0, made_up(MadeUp::BeforeDigit, lang));
    }
    // What begins with a mark of another letter is still none.
    if is_name(&name) { name } else { String::new() }
}

/// A label without the parentheses that hold more than a few characters, or that it ends with.
fn without_notes(label: &str) -> String {
    let mut text = label.trim();
    while let Some(inner) = text.strip_suffix([')', '）']) {
        let Some(open) = inner.rfind(['(', '（']) else { break };
        let before = text.get(..open).unwrap_or("").trim_end();
        if before.is_empty() {
            break;
        }
        text = before;
    }
    text.to_owned()
}

/// How many columns of a screen a text takes.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// The characters that a name may have; words of a language with spaces are joined by underscores.
fn legal(text: &str) -> String {
    let Some(character) = CHARACTER.as_ref() else { return String::new() };
    let mut out = String::new();
    let mut apart = false;
    let mut buffer = [0u8; 4];
    for c in text.chars() {
        if character.is_match(c.encode_utf8(&mut buffer)) {
            let latin = |c: char| c.is_ascii_alphanumeric();
            if apart && latin(c) && out.chars().next_back().is_some_and(latin) {
                out.push('_');
            }
            out.push(folded(c));
            apart = false;
        } else {
            apart = true;
        }
    }
    out
}

/// Full-width letters and digits as they are typed.
fn folded(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Gives a draft its names.
pub(super) fn give(draft: &mut Draft, name: Option<&str>, lang: Lang) {
    let own = name_of(&draft.title, LONGEST, lang);
    draft.name = match name {
        Some(name) => name.to_owned(),
        None if own.is_empty() => crate::catalogue::making::form_name_fallback(lang).to_owned(),
        None => own,
    };
    if draft.title.is_empty() {
        draft.title = draft.name.clone();
    }
    let mut taken = BTreeSet::new();
    let mut number = 0;
    for section in &mut draft.sections {
        for table in &mut section.tables {
            number += 1;
            let label = table.label.as_deref().map_or(String::new(), |l| name_of(l, usize::MAX, lang));
            let fits = |name: &String| !name.is_empty() && width(name) <= LONGEST_OF_TABLE;
            table.name = if fits(&label) {
                label
            } else {
                table.doubts.push(Doubt::TableName);
                format!("{}{number}", made_up(MadeUp::Table, lang))
            };
            if taken.contains(&table.name) {
                table.doubts.push(Doubt::SameName(table.label.clone().unwrap_or_default()));
            }
            table.name = unique(&table.name, &mut taken);
            name_lines(table, lang);
        }
    }
}

fn name_lines(table: &mut Table, lang: Lang) {
    let mut taken = BTreeSet::new();
    name_columns(&mut table.columns, &mut taken, &mut 0, "", lang);
    name_rows(&mut table.rows, &mut 0, lang);
}

/// Columns and their groups are named once in a table: a column that another is named like takes the name of its group in front.
fn name_columns(lines: &mut [Line], taken: &mut BTreeSet<String>, number: &mut usize, around: &str, lang: Lang) {
    for line in lines {
        let leaf = line.members.is_empty();
        *number += usize::from(leaf);
        let mut name = name_of(&line.label, LONGEST, lang);
        if name.is_empty() {
            name = format!("{}{number}", made_up(MadeUp::Column, lang));
        }
        if taken.contains(&name) && leaf && !around.is_empty() {
            name = format!("{around}{name}");
        }
        if taken.contains(&name) && leaf {
            line.doubts.push(Doubt::SameName(line.label.clone()));
        }
        line.name = unique(&name, taken);
        let own = line.name.clone();
        name_columns(&mut line.members, taken, number, &own, lang);
    }
}

/// Rows and their groups are named once in a group.
fn name_rows(lines: &mut [Line], number: &mut usize, lang: Lang) {
    let mut taken = BTreeSet::new();
    for line in lines {
        *number += usize::from(line.members.is_empty());
        let mut name = name_of(&line.label, LONGEST, lang);
        if name.is_empty() {
            name = format!("{}{number}", made_up(MadeUp::Row, lang));
        }
        if taken.contains(&name) {
            line.doubts.push(Doubt::SameName(line.label.clone()));
        }
        line.name = unique(&name, &mut taken);
        name_rows(&mut line.members, number, lang);
    }
}

/// The name, numbered where it is taken.
fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut own = name.to_owned();
    let mut number = 2u32;
    while !taken.insert(own.clone()) {
        // Never two digits that read as one number.
        let mark = if name.ends_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
        own = format!("{name}{mark}{number}");
        number = number.saturating_add(1);
    }
    own
}
