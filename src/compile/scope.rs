//! What a name means: cells, groups of cells, values given by the rule, words of the language.

use crate::builtins;
use crate::catalogue::{Fault, Note};
use crate::diagnostic::Diagnostic;
use crate::form::{ColumnId, Form, RowId, Table, TableId};
use crate::program::{DateFact, Figure, MAX_YEARS_BACK, Role, TextFact, Whose};
use crate::source::{Span, Spanned};
use crate::spelling::nearest;
use crate::syntax::ast::{Each, Path};
use crate::syntax::{joined, of_name};
use indexmap::IndexMap;

/// Names of totals: a group that holds one beside what it totals is not summed whole.
const TOTALS: [&str; 6] = ["总计", "合计", "小计", "总数", "total", "subtotal"];

/// Attributes a body may have, Chinese and English.
pub const ATTRIBUTES: [(&str, &str); 4] = [("单位类别", "body_kind"), ("层级", "tier"), ("口径", "scope"), ("上级", "superior")];

/// Words of the language that stand for a value of the row, column, cell or reading at hand.
const VALUES: [(&str, &str); 8] = [
    ("本格", "this_cell"),
    ("本行", "this_row"),
    ("本列", "this_column"),
    ("本条", "this_reading"),
    ("本项", "this_item"),
    ("本句", "this_sentence"),
    ("本段", "this_paragraph"),
    ("年度", "year"),
];

/// Words that stand for something a report says of itself.
const FACTS: [(&str, &str, Meaning); 12] = [
    ("标题", "title", Meaning::Fact(Whose::OWN, TextFact::Title)),
    ("单位名称", "body_name", Meaning::Fact(Whose::OWN, TextFact::Body)),
    ("落款单位", "signatory", Meaning::Fact(Whose::OWN, TextFact::Signatory)),
    ("表样", "form", Meaning::Fact(Whose::OWN, TextFact::Form)),
    ("发布日期", "published", Meaning::Dated(Whose::OWN, DateFact::Published)),
    ("落款日期", "signed", Meaning::Dated(Whose::OWN, DateFact::Signed)),
    ("期间起", "period_from", Meaning::Dated(Whose::OWN, DateFact::PeriodFrom)),
    ("期间止", "period_to", Meaning::Dated(Whose::OWN, DateFact::PeriodTo)),
    ("核对日期", "as_of", Meaning::AsOf),
    ("全文", "whole_text", Meaning::WholeText(Whose::OWN)),
    ("强制不符数", "must_violations", Meaning::Violations(Whose::OWN)),
    ("年度", "year", Meaning::Year(Whose::OWN)),
];

/// Words before a name that say whose report it is in.
const ROLES: [(&str, &str); 3] = [("上年", "prior"), ("下级", "children"), ("同批", "peers")];

/// Whether a row or column of this name holds the total of its neighbours.
pub fn is_total(name: &str) -> bool {
    TOTALS.contains(&name)
}

/// The attributes of a body that the language knows, Chinese and English.
pub fn attributes() -> impl Iterator<Item = (&'static str, &'static str)> {
    ATTRIBUTES.iter().copied()
}

/// The words of the language that stand for a value or a report, Chinese and English.
pub fn words_for_values() -> impl Iterator<Item = (&'static str, &'static str)> {
    let facts = FACTS.iter().map(|(zh, en, _)| (*zh, *en));
    VALUES.iter().chain(&ATTRIBUTES).chain(&ROLES).copied().chain(facts)
}

/// The Chinese spelling of a word of the language; any other name as it is.
pub fn settled_word(name: &str) -> &str {
    words_for_values().find(|(_, en)| *en == name).map_or(name, |(zh, _)| zh)
}

/// Where a name stands: the form, and the row, column or cell an instance is at.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    pub form: &'a Form,
    pub table: Option<TableId>,
    pub row: Option<RowId>,
    pub column: Option<ColumnId>,
    pub each: Option<Each>,
    /// Span of the range, for labels.
    pub range: Option<Span>,
    /// What 上年, 下级 or 同批 before the name say.
    pub whose: Whose,
    /// The cell that 每一 or 存在 over a group is at.
    pub at: Option<(TableId, RowId, ColumnId)>,
    /// Whether 本条 is a figure of a reading that the range, or 每一 or 存在, is at.
    pub reading: bool,
    /// Whether 本项 is an item that 每一 or 存在 is at.
    pub item: bool,
}

impl<'a> Place<'a> {
    /// Outside of any range.
    pub fn outside(form: &'a Form) -> Place<'a> {
        Place {
            form,
            table: None,
            row: None,
            column: None,
            each: None,
            range: None,
            whose: Whose::OWN,
            at: None,
            reading: false,
            item: false,
        }
    }
}

/// What a name turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// One cell.
    Cell(Figure),
    /// Several, each with its path inside the group.
    Group(Group),
    /// 设 or 参数.
    Value(String),
    /// 本条, or a named figure of it.
    ThisReading(Option<String>),
    /// 本项
    ThisItem,
    /// 本句, 本段
    ThisText,
    /// 年度
    Year(Whose),
    /// An attribute of the body.
    Attribute(Whose, &'static str),
    /// 标题 and its like.
    Fact(Whose, TextFact),
    /// 发布日期 and its like.
    Dated(Whose, DateFact),
    /// 核对日期
    AsOf,
    /// 全文
    WholeText(Whose),
    /// 强制不符数
    Violations(Whose),
    /// 上年, 下级, 同批: the report itself.
    Report(Whose),
    /// Some other name in another report: a reading, perhaps.
    Elsewhere(Whose, String),
}

/// A group of cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// As written.
    pub name: String,
    /// The cells, with their names inside the group.
    pub members: Vec<(String, Figure)>,
}

impl Group {
    /// Whether `path`, as written inside the group, names this member or a group around it.
    pub fn covers(path: &str, member: &str) -> bool {
        member == path || member.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'))
    }

    /// The first total among several members.
    pub fn total(members: &[(String, Figure)]) -> Option<&str> {
        if members.len() < 2 {
            return None;
        }
        members.iter().map(|(name, _)| name.as_str()).find(|name| TOTALS.contains(&name.rsplit('.').next().unwrap_or(name)))
    }
}

impl Place<'_> {
    fn figure(&self, table: TableId, row: RowId, column: ColumnId) -> Figure {
        Figure { whose: self.whose, cell: self.form.cell_at(table, row, column) }
    }

    /// Resolves a path, with the column in brackets if there is one.
    pub fn resolve(&self, path: &Path, index: Option<&Spanned<String>>, values: &IndexMap<String, Span>) -> Result<Meaning, Diagnostic> {
        if let Some(role) = self.role(&path.names[0].node) {
            return self.in_other(role, path, index);
        }
        let text = path.text();
        if index.is_none() && path.names.len() == 1 {
            if values.contains_key(&text) {
                return Ok(Meaning::Value(text));
            }
            if let Some(meaning) = self.word(&text, path.span)? {
                return Ok(meaning);
            }
        }
        if let ([first, field], None) = (path.names.as_slice(), index)
            && matches!(first.node.as_str(), "本条" | "this_reading")
            && self.taken_by_form(&first.node).is_none()
        {
            self.word(&first.node, first.span)?;
            return Ok(Meaning::ThisReading(Some(field.node.clone())));
        }
        if let Some(table) = self.table
            && let Some(meaning) = self.in_range(table, &text, path, index)?
        {
            return Ok(meaning);
        }
        self.in_form(path, index, values)
    }

    /// The settled spelling of a word that says whose report is meant.
    pub fn role(&self, name: &str) -> Option<&'static str> {
        if self.taken_by_form(name).is_some() {
            return None;
        }
        ROLES.iter().find(|(zh, en)| *zh == name || *en == name).map(|(zh, _)| *zh)
    }

    /// `上年.X`, `下级.X`: X in that report, at the same column, row or cell.
    fn in_other(&self, role: &'static str, path: &Path, index: Option<&Spanned<String>>) -> Result<Meaning, Diagnostic> {
        let word = &path.names[0];
        let whose = match role {
            "上年" if self.whose.back >= MAX_YEARS_BACK => {
                return Err(Diagnostic::new(Fault::TooFarBack { limit: MAX_YEARS_BACK }, word.span));
            }
            "上年" => Whose { back: self.whose.back + 1, ..self.whose },
            // 上年.下级 would be the subordinates of another year; 下级.上年 are the reports of last year of this year's.
            _ if self.whose != Whose::OWN => return Err(Diagnostic::new(Fault::RoleNotFirst { word: word.node.clone() }, word.span)),
            "下级" => Whose { role: Role::Child, back: 0 },
            _ => Whose { role: Role::Peer, back: 0 },
        };
        let [_, rest @ ..] = path.names.as_slice() else { unreachable!("a path has a name") };
        let (Some(first), Some(last)) = (rest.first(), rest.last()) else {
            return match index {
                None => Ok(Meaning::Report(whose)),
                Some(index) => Err(Diagnostic::new(Fault::PriorOfWhat { word: word.node.clone() }, word.span.to(index.span))),
            };
        };
        let inner = Path { names: rest.to_vec(), span: first.span.to(last.span) };
        let there = Place { whose, ..*self };
        match there.resolve(&inner, index, &IndexMap::new()) {
            Ok(Meaning::Value(_) | Meaning::ThisReading(_) | Meaning::ThisItem | Meaning::ThisText | Meaning::AsOf) => {
                Err(Diagnostic::new(Fault::PriorOfWhat { word: word.node.clone() }, path.span))
            }
            Ok(meaning) => Ok(meaning),
            // It may be a reading, which whoever asked knows.
            Err(_) if index.is_none() && rest.len() == 1 && self.taken_by_form(&first.node).is_none() && self.is_plain(&first.node) => {
                Ok(Meaning::Elsewhere(whose, first.node.clone()))
            }
            Err(diagnostic) => Err(diagnostic),
        }
    }

    /// Whether a name is no word of the language.
    fn is_plain(&self, name: &str) -> bool {
        settled_word(name) == name && !VALUES.iter().any(|(zh, _)| *zh == name)
    }

    /// Whether the form at hand has a table, row or column of this name: then it is not a word of the language here.
    fn taken_by_form(&self, name: &str) -> Option<&'static str> {
        if self.form.tables.iter().any(|t| t.name == name) {
            return Some("table");
        }
        let t = self.form.table(self.table?);
        if find_row(t, name).is_some() {
            return Some("row");
        }
        find_column(t, name).is_some().then_some("column")
    }

    fn word(&self, name: &str, span: Span) -> Result<Option<Meaning>, Diagnostic> {
        let outside = |needs| Err(Diagnostic::new(Fault::OutsideRange { name: name.to_owned(), needs }, span));
        if let Some((zh, _)) = ATTRIBUTES.iter().find(|(zh, en)| *zh == name || *en == name) {
            return Ok(Some(Meaning::Attribute(self.whose, zh)));
        }
        // A form may well have a row that is called 标题.
        let taken = self.taken_by_form(name).is_some();
        if let Some((_, _, meaning)) = FACTS.iter().find(|(zh, en, _)| (*zh == name || *en == name) && !taken) {
            return Ok(Some(match meaning {
                Meaning::Fact(_, fact) => Meaning::Fact(self.whose, *fact),
                Meaning::Dated(_, fact) => Meaning::Dated(self.whose, *fact),
                Meaning::WholeText(_) => Meaning::WholeText(self.whose),
                Meaning::Violations(_) => Meaning::Violations(self.whose),
                Meaning::Year(_) => Meaning::Year(self.whose),
                other => other.clone(),
            }));
        }
        let Some((zh, _)) = VALUES.iter().find(|(zh, en)| *zh == name || *en == name) else { return Ok(None) };
        match (*zh, self.table, self.row, self.column) {
            ("本条", ..) if self.reading => Ok(Some(Meaning::ThisReading(None))),
            ("本条", ..) => outside("逐条"),
            ("本项", ..) if self.item => Ok(Some(Meaning::ThisItem)),
            ("本项", ..) => outside("每一"),
            ("本句", ..) if self.each == Some(Each::Sentence) => Ok(Some(Meaning::ThisText)),
            ("本句", ..) => outside("逐句"),
            ("本段", ..) if self.each == Some(Each::Paragraph) => Ok(Some(Meaning::ThisText)),
            ("本段", ..) => outside("逐段"),
            ("本格", ..) if self.at.is_some() => Ok(self.at.map(|(t, r, c)| Meaning::Cell(self.figure(t, r, c)))),
            ("本格", Some(t), Some(r), Some(c)) => Ok(Some(Meaning::Cell(self.figure(t, r, c)))),
            ("本格", ..) => outside("每格"),
            ("本行", Some(t), Some(r), _) => Ok(Some(self.row_group(t, r, name))),
            ("本行", ..) => outside("每格"),
            (_, Some(t), _, Some(c)) => Ok(Some(self.column_group(t, c, name))),
            _ => outside("每格"),
        }
    }

    fn row_group(&self, table: TableId, row: RowId, name: &str) -> Meaning {
        let t = self.form.table(table);
        let columns = (0..t.columns.len()).map(|c| self.column_member(table, row, c)).collect();
        Meaning::Group(Group { name: name.to_owned(), members: columns })
    }

    fn column_group(&self, table: TableId, column: ColumnId, name: &str) -> Meaning {
        let t = self.form.table(table);
        let rows = t.rows.iter().enumerate().map(|(r, row)| (row.path.clone(), self.figure(table, RowId(number(r)), column))).collect();
        Meaning::Group(Group { name: name.to_owned(), members: rows })
    }

    fn column_member(&self, table: TableId, row: RowId, column: usize) -> (String, Figure) {
        let t = self.form.table(table);
        (t.columns[column].name.clone(), self.figure(table, row, ColumnId(number(column))))
    }

    /// A name inside the table of the range. `None`: it is nothing there.
    fn in_range(&self, table: TableId, text: &str, path: &Path, index: Option<&Spanned<String>>) -> Result<Option<Meaning>, Diagnostic> {
        let t = self.form.table(table);
        if let Some(index) = index {
            let row = if matches!(text, "本行" | "this_row") { self.row } else { find_row(t, text) };
            let Some(row) = row else { return Ok(None) };
            return self.at_column(table, row, index, text).map(Some);
        }
        match self.each {
            Some(Each::Column) => {
                let Some(column) = self.column else { return Ok(None) };
                if let Some(row) = find_row(t, text) {
                    return Ok(Some(Meaning::Cell(self.figure(table, row, column))));
                }
                if let Some(group) = t.row_groups.iter().find(|g| g.path.as_deref() == Some(text)) {
                    let prefix = format!("{text}.");
                    let members = group.leaves.clone().map(|r| {
                        let name = t.rows[r].path.strip_prefix(&prefix).unwrap_or(&t.rows[r].path).to_owned();
                        (name, self.figure(table, RowId(number(r)), column))
                    });
                    return Ok(Some(Meaning::Group(Group { name: text.to_owned(), members: members.collect() })));
                }
                if find_column(t, text).is_some() {
                    return Err(self.wrong_axis(text, "逐列", path.span));
                }
            }
            Some(Each::Row) => {
                let Some(row) = self.row else { return Ok(None) };
                if let Some(meaning) = self.across(table, row, text) {
                    return Ok(Some(meaning));
                }
                if find_row(t, text).is_some() {
                    return Err(self.wrong_axis(text, "逐行", path.span));
                }
            }
            Some(Each::Cell | Each::Reading | Each::Sentence | Each::Paragraph | Each::Batch) | None => {}
        }
        Ok(None)
    }

    fn wrong_axis(&self, name: &str, each: &'static str, span: Span) -> Diagnostic {
        let d = Diagnostic::new(Fault::WrongAxis { name: name.to_owned(), each }, span);
        match self.range {
            Some(range) => d.with(range, Note::RangeHere),
            None => d,
        }
    }

    /// A column, or a group of columns, of one row.
    fn across(&self, table: TableId, row: RowId, name: &str) -> Option<Meaning> {
        let t = self.form.table(table);
        if let Some(column) = find_column(t, name) {
            return Some(Meaning::Cell(self.figure(table, row, column)));
        }
        let group = t.column_groups.iter().find(|g| g.name.as_deref() == Some(name) || g.path.as_deref() == Some(name))?;
        let members = group.leaves.clone().map(|c| self.column_member(table, row, c)).collect();
        Some(Meaning::Group(Group { name: name.to_owned(), members }))
    }

    fn at_column(&self, table: TableId, row: RowId, index: &Spanned<String>, row_text: &str) -> Result<Meaning, Diagnostic> {
        let t = self.form.table(table);
        if matches!(index.node.as_str(), "本列" | "this_column") {
            return match self.column {
                Some(column) => Ok(Meaning::Cell(self.figure(table, row, column))),
                None => Err(Diagnostic::new(Fault::OutsideRange { name: index.node.clone(), needs: "每格" }, index.span)),
            };
        }
        match self.across(table, row, &index.node) {
            Some(Meaning::Group(mut group)) => {
                group.name = format!("{row_text}[{}]", index.node);
                Ok(Meaning::Group(group))
            }
            Some(meaning) => Ok(meaning),
            None => {
                let names = t.columns.iter().map(|c| c.name.as_str());
                let fault = Fault::UnknownColumn { table: t.name.clone(), name: index.node.clone(), nearest: nearest(&index.node, names) };
                Err(Diagnostic::new(fault, index.span))
            }
        }
    }

    /// A full name: `表.行[列]`, or `表.行` and `表.组` as groups.
    fn in_form(&self, path: &Path, index: Option<&Spanned<String>>, values: &IndexMap<String, Span>) -> Result<Meaning, Diagnostic> {
        let first = &path.names[0];
        let Some(table_index) = self.form.tables.iter().position(|t| t.name == first.node) else {
            return Err(self.unknown(path, index, values));
        };
        let table = TableId(number(table_index));
        let t = self.form.table(table);
        let rest: Vec<&str> = path.names[1..].iter().map(|n| n.node.as_str()).collect();
        let rest_text = rest.join(".");
        if rest.is_empty() {
            if let Some(index) = index {
                // `申请[总计]`: a column of the whole table.
                let Some(column) = find_column(t, &index.node) else {
                    let names = t.columns.iter().map(|c| c.name.as_str());
                    let fault =
                        Fault::UnknownColumn { table: t.name.clone(), name: index.node.clone(), nearest: nearest(&index.node, names) };
                    return Err(Diagnostic::new(fault, index.span));
                };
                return Ok(self.column_group(table, column, &format!("{}[{}]", first.node, index.node)));
            }
            let members = t.rows.iter().enumerate().flat_map(|(r, row)| {
                let row_id = RowId(number(r));
                t.columns
                    .iter()
                    .enumerate()
                    .map(move |(c, column)| (format!("{}.{}", row.path, column.name), self.figure(table, row_id, ColumnId(number(c)))))
            });
            return Ok(Meaning::Group(Group { name: first.node.clone(), members: members.collect() }));
        }
        let rest_span = path.names[1].span.to(path.span);
        if let Some(row) = find_row(t, &rest_text) {
            return match index {
                Some(index) => self.at_column(table, row, index, &path.text()),
                None => Ok(self.row_group(table, row, &path.text())),
            };
        }
        if let (Some(group), Some(index)) = (t.row_groups.iter().find(|g| g.path.as_deref() == Some(&rest_text)), index) {
            let Some(column) = find_column(t, &index.node) else {
                let names = t.columns.iter().map(|c| c.name.as_str());
                let fault = Fault::UnknownColumn { table: t.name.clone(), name: index.node.clone(), nearest: nearest(&index.node, names) };
                return Err(Diagnostic::new(fault, index.span));
            };
            let prefix = format!("{rest_text}.");
            let members = group.leaves.clone().map(|r| {
                let name = t.rows[r].path.strip_prefix(&prefix).unwrap_or(&t.rows[r].path).to_owned();
                (name, self.figure(table, RowId(number(r)), column))
            });
            return Ok(Meaning::Group(Group { name: format!("{}[{}]", path.text(), index.node), members: members.collect() }));
        }
        if let (None, Some((row, column))) = (index, rest_text.rsplit_once('.'))
            && let Some(fault) = column_after_dot(t, &path.text(), row, column)
        {
            return Err(Diagnostic::new(fault, path.span));
        }
        if let (Some(index), true) = (index, find_column(t, &rest_text).is_some())
            && find_row(t, &index.node).is_some()
        {
            let meant = format!("{}.{}[{rest_text}]", first.node, index.node);
            let fault = Fault::Exchanged { row: index.node.clone(), column: rest_text, meant };
            return Err(Diagnostic::new(fault, path.span.to(index.span)));
        }
        if let Some(d) = slip(path.names.last(), index) {
            return Err(d);
        }
        let names = t.rows.iter().map(|r| r.path.as_str());
        let mut near = nearest(&rest_text, names.clone());
        // `申请.国家秘密`: the last name is right and the groups before it are not written.
        if let Some(full) = names.clone().find(|n| n.ends_with(&format!(".{rest_text}"))) {
            near = vec![full.to_owned()];
        }
        Err(Diagnostic::new(Fault::UnknownRow { table: t.name.clone(), name: rest_text, nearest: near }, rest_span))
    }

    fn unknown(&self, path: &Path, index: Option<&Spanned<String>>, values: &IndexMap<String, Span>) -> Diagnostic {
        let name = path.text();
        let first = &path.names[0];
        let span = path.span;
        // Two names with a word of logic between them, written as one.
        for joint in ["且", "或", "则", "不含"] {
            if let Some((a, b)) = first.node.split_once(joint)
                && !a.is_empty()
                && !b.is_empty()
                && self.is_name(a)
                && (self.is_name(b) || builtins::find(b).is_some())
            {
                return Diagnostic::new(Fault::GluedWord { word: first.node.clone(), spaced: format!("{a} {joint} {b}") }, first.span);
            }
        }
        for (a, meant, b) in joined(&first.node) {
            if self.is_name(a) && (self.is_name(b) || b.chars().all(|c| c.is_ascii_digit())) {
                let meant = format!("{a} {meant} {b}");
                return Diagnostic::new(Fault::OtherSpelling { found: first.node.clone(), meant }, first.span);
            }
        }
        if let Some(t) = self.table.map(|t| self.form.table(t)) {
            let dotted = name.rsplit_once('.').filter(|_| index.is_none());
            if let Some(fault) = dotted.and_then(|(row, column)| column_after_dot(t, &name, row, column)) {
                return Diagnostic::new(fault, span);
            }
            // `总计[新收]`
            if let Some(index) = index.filter(|i| find_column(t, &name).is_some() && find_row(t, &i.node).is_some()) {
                let meant = format!("{}[{name}]", index.node);
                return Diagnostic::new(Fault::Exchanged { row: index.node.clone(), column: name, meant }, span.to(index.span));
            }
        }
        let indexed = index.is_some();
        if let (1, Some(d)) = (path.names.len(), slip(Some(first), None)) {
            return d;
        }
        let mut candidates: Vec<&str> = values.keys().map(String::as_str).collect();
        match (self.table.map(|t| self.form.table(t)), self.each) {
            (Some(t), Some(Each::Column)) => {
                candidates.extend(t.rows.iter().map(|r| r.path.as_str()));
                let mut near = nearest(&name, candidates.into_iter());
                if let Some(full) = t.rows.iter().find(|r| r.path.ends_with(&format!(".{name}"))) {
                    near = vec![full.path.clone()];
                }
                Diagnostic::new(Fault::UnknownRow { table: t.name.clone(), name, nearest: near }, span)
            }
            (Some(t), Some(Each::Row)) if !indexed => {
                candidates.extend(t.columns.iter().map(|c| c.name.as_str()));
                let near = nearest(&name, candidates.into_iter());
                Diagnostic::new(Fault::UnknownColumn { table: t.name.clone(), name, nearest: near }, span)
            }
            _ if path.names.len() > 1 => Diagnostic::new(unknown_table(self.form, &first.node), first.span),
            _ => {
                candidates.extend(VALUES.iter().chain(&ROLES).flat_map(|(zh, en)| [*zh, *en]));
                candidates.extend(FACTS.iter().flat_map(|(zh, en, _)| [*zh, *en]));
                candidates.extend(ATTRIBUTES.iter().flat_map(|(zh, en)| [*zh, *en]));
                candidates.extend(self.form.tables.iter().map(|t| t.name.as_str()));
                let mut near = nearest(&name, candidates.into_iter());
                // A row of some table, named as if a range were there.
                let cell = self.form.tables.iter().find_map(|t| {
                    let row = t.rows.iter().find(|r| r.path == name || r.path.ends_with(&format!(".{name}")))?;
                    Some(format!("{}.{}[{}]", t.name, row.path, t.columns.last()?.name))
                });
                if let Some(cell) = cell {
                    near = vec![cell];
                }
                Diagnostic::new(Fault::UnknownName { name, nearest: near, range: "" }, span)
            }
        }
    }

    fn is_name(&self, name: &str) -> bool {
        let known = |t: &Table| find_row(t, name).is_some() || find_column(t, name).is_some();
        match self.table {
            Some(t) => known(self.form.table(t)),
            None => self.form.tables.iter().any(known),
        }
    }

    /// What `name` is already, so that a new name must not hide it.
    pub fn taken(&self, name: &str) -> Option<&'static str> {
        let word = |words: &[(&str, &str)]| words.iter().any(|(zh, en)| *zh == name || *en == name);
        let fact = FACTS.iter().any(|(zh, en, _)| *zh == name || *en == name);
        if word(&VALUES) || word(&ROLES) || fact || builtins::find(name).is_some() {
            return Some("keyword");
        }
        if word(&ATTRIBUTES) {
            return Some("attribute");
        }
        self.taken_by_form(name)
    }
}

/// `申请.新收.总计`: the column stands after a dot and not in brackets.
fn column_after_dot(table: &Table, written: &str, row: &str, column: &str) -> Option<Fault> {
    (find_row(table, row).is_some() && find_column(table, column).is_some()).then(|| {
        let before = &written[..written.len() - column.len() - 1];
        Fault::OtherSpelling { found: written.to_owned(), meant: format!("{before}[{column}]") }
    })
}

/// What the letters of a name that nothing has tell, at the letter that tells it where that can be.
fn slip(name: Option<&Spanned<String>>, index: Option<&Spanned<String>>) -> Option<Diagnostic> {
    [name, index].into_iter().flatten().find_map(|n| Some(Diagnostic::new(of_name(&n.node)?, n.span)))
}

/// A table that a form does not have.
pub fn unknown_table(form: &Form, name: &str) -> Fault {
    let names = || form.tables.iter().map(|t| t.name.as_str());
    let near = nearest(name, names());
    let (tables, near) = if near.is_empty() { (names().map(str::to_owned).collect(), false) } else { (near, true) };
    Fault::UnknownTable { form: form.name.as_str().into(), name: name.to_owned(), tables, near }
}

/// The row with this path.
pub fn find_row(table: &Table, path: &str) -> Option<RowId> {
    table.rows.iter().position(|r| r.path == path).map(|i| RowId(number(i)))
}

/// The column with this name.
pub fn find_column(table: &Table, name: &str) -> Option<ColumnId> {
    table.columns.iter().position(|c| c.name == name).map(|i| ColumnId(number(i)))
}

/// Forms are small: an index always fits.
pub fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
