//! A first rule for a form that nobody has written rules for: what its totals say, else that nothing is below 0.

use crate::catalogue::making::{Suggested, suggested};
use crate::compile;
use crate::form::{Form, Table};
use crate::lang::Lang;

/// More parts than this make a sum nobody reads.
const MOST_PARTS: usize = 12;

/// A rule that may fit a form, with figures that keep it and figures that break it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it is called.
    pub title: String,
    /// What its range means.
    pub note: String,
    /// What to do where it is broken.
    pub fix: String,
    /// What stands after 范围.
    pub over: String,
    /// What stands after 要求.
    pub require: String,
    /// The instance that the figures are of.
    pub instance: String,
    /// Cells with figures that keep it; every other cell is 0.
    pub good: Vec<(String, i32)>,
    /// A cell with a figure that breaks it.
    pub bad: (String, i32),
    /// What both sides and the difference are then, where they can be told.
    pub sides: Option<(i32, i32, i32)>,
    /// The cell to take away, so that it cannot be decided.
    pub absent: String,
}

/// Rules that may fit a form, likelier ones first; they are right in form, and whether they hold is for the author to say.
pub fn suggestions(form: &Form, lang: Lang) -> Vec<Suggestion> {
    let mut all: Vec<Suggestion> = Vec::new();
    for table in &form.tables {
        all.extend(row_totals(table, lang));
        all.extend(column_total(table, lang));
    }
    // Rules that nobody could try one by one.
    all.truncate(16);
    all.extend(form.tables.iter().filter(|t| t.columns.iter().any(|c| !c.signed)).take(1).filter_map(|t| not_negative(t, lang)));
    // Where everything may be negative, the author has to say what holds anyway.
    all.extend(form.tables.first().and_then(|t| not_negative(t, lang)));
    all
}

fn word<'w>(lang: Lang, zh: &'w str, en: &'w str) -> &'w str {
    if lang == Lang::Zh { zh } else { en }
}

/// Whether a row or column of this name is a total.
fn is_total(name: &str) -> bool {
    compile::is_total(&name.to_lowercase())
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// A term of a sum, with a leaf of it.
struct Part {
    term: String,
    leaf: String,
}

/// The rows of a table that are totals, each with its parts.
fn row_totals(table: &Table, lang: Lang) -> Vec<Suggestion> {
    let totals = table.rows.iter().filter(|r| is_total(last(&r.path)));
    totals
        .filter_map(|total| {
            let column = table.columns.first()?;
            let group = total.groups.iter().rev().find_map(|g| table.row_groups.get(*g)?.path.clone());
            let parts = match &group {
                // The total of a group is that of everything else in it.
                Some(group) => {
                    let inside = table.rows.iter().find(|r| r.path != total.path && r.path.starts_with(&format!("{group}.")))?;
                    let (sum, except) = (word(lang, "合计", "sum"), word(lang, "不含", "except"));
                    vec![Part { term: format!("{sum}({group} {except} {})", last(&total.path)), leaf: inside.path.clone() }]
                }
                None => row_parts(table, &total.path, lang)?,
            };
            let require = format!("{} = {}", parts.iter().map(|p| p.term.as_str()).collect::<Vec<_>>().join(" + "), total.path);
            let cell = |path: &str| format!("{}.{path}[{}]", table.name, column.name);
            let over = format!("{} {}", table.name, word(lang, "逐列", "each_column"));
            suggestion(Suggested::RowTotal, table, over, require, &column.name, &cell(&parts.first()?.leaf), &cell(&total.path), lang)
        })
        .collect()
}

/// Everything beside a total row of a table that is in no group.
fn row_parts(table: &Table, total: &str, lang: Lang) -> Option<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    for row in table.rows.iter().filter(|r| r.path != total) {
        let group = row.groups.iter().find_map(|g| table.row_groups.get(*g)?.path.clone());
        if is_total(last(&row.path)) && group.is_none() {
            return None;
        }
        add(&mut parts, group, &row.path, lang)?;
    }
    (parts.len() > 1 || parts.iter().any(|p| p.term != p.leaf)).then_some(parts)
}

/// The column of a table that is a total, with its parts.
fn column_total(table: &Table, lang: Lang) -> Option<Suggestion> {
    let total = table.columns.iter().find(|c| is_total(&c.name))?;
    let row = table.rows.first()?;
    let mut parts: Vec<Part> = Vec::new();
    for column in table.columns.iter().filter(|c| c.name != total.name) {
        // What is counted otherwise is no part of it.
        if column.unit != total.unit {
            return None;
        }
        let group = column.groups.iter().filter_map(|g| table.column_groups.get(*g)).find_map(|g| {
            // A group that the total itself is in is the whole.
            let around = g.leaves.clone().any(|l| table.columns.get(l).is_some_and(|c| c.name == total.name));
            if around { None } else { g.path.as_ref().map(|p| last(p).to_owned()) }
        });
        add(&mut parts, group, &column.name, lang)?;
    }
    if parts.len() < 2 && parts.iter().all(|p| p.term == p.leaf) {
        return None;
    }
    let require = format!("{} = {}", parts.iter().map(|p| p.term.as_str()).collect::<Vec<_>>().join(" + "), total.name);
    let cell = |column: &str| format!("{}.{}[{column}]", table.name, row.path);
    let over = format!("{} {}", table.name, word(lang, "逐行", "each_row"));
    suggestion(Suggested::ColumnTotal, table, over, require, &row.path, &cell(&parts.first()?.leaf), &cell(&total.name), lang)
}

/// Adds a term: a row or column, or once the group it is in.
fn add(parts: &mut Vec<Part>, group: Option<String>, leaf: &str, lang: Lang) -> Option<()> {
    let term = match group {
        Some(group) => format!("{}({group})", word(lang, "合计", "sum")),
        None => leaf.to_owned(),
    };
    if parts.last().is_none_or(|p| p.term != term) {
        parts.push(Part { term, leaf: leaf.to_owned() });
    }
    (parts.len() <= MOST_PARTS).then_some(())
}

#[allow(clippy::too_many_arguments, reason = "the words of one sentence")]
fn suggestion(
    kind: Suggested,
    table: &Table,
    over: String,
    require: String,
    instance: &str,
    part: &str,
    total: &str,
    lang: Lang,
) -> Option<Suggestion> {
    let [title, note, fix] = suggested(kind, &table.name, lang);
    Some(Suggestion {
        title,
        note,
        fix,
        over,
        require,
        instance: instance.to_owned(),
        good: vec![(part.to_owned(), 3), (total.to_owned(), 3)],
        bad: (total.to_owned(), 2),
        sides: Some((3, 2, 1)),
        absent: total.to_owned(),
    })
}

fn not_negative(table: &Table, lang: Lang) -> Option<Suggestion> {
    let [title, note, fix] = suggested(Suggested::NotNegative, &table.name, lang);
    let mut signed: Vec<&str> = table.columns.iter().filter(|c| c.signed).map(|c| c.name.as_str()).collect();
    if signed.len() == table.columns.len() {
        signed.clear();
    }
    let column = table.columns.iter().find(|c| !signed.contains(&c.name.as_str()))?;
    let row = table.rows.first()?;
    let mut over = format!("{} {}", table.name, word(lang, "每格", "each_cell"));
    if !signed.is_empty() {
        over.push_str(&format!(" {} {}", word(lang, "不含", "except"), signed.join(", ")));
    }
    let cell = format!("{}.{}[{}]", table.name, row.path, column.name);
    let require = format!("{} >= 0", word(lang, "本格", "this_cell"));
    Some(Suggestion {
        title,
        note,
        fix,
        over,
        require,
        instance: cell.clone(),
        good: vec![(cell.clone(), 1)],
        bad: (cell.clone(), -1),
        sides: None,
        absent: cell,
    })
}
