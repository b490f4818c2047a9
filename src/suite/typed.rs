//! A report typed into a case → [`Report`].

use crate::catalogue::{Fault, Note};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::form::{Form, Table};
use crate::load::numbers;
use crate::report::{Cell, CellState, Paragraph, Place, Report, Section};
use crate::source::{Span, Spanned};
use crate::spelling::nearest;
use crate::syntax::ast::{Entry, Typed, TypedTable};
use indexmap::IndexMap;
use std::collections::HashSet;
use std::sync::Arc;

/// Builds a typed report on one of `forms`; the first, where it names none. What it names that the form does not have is in `faults`.
///
/// `attributes` are those of a body that rules ask for beside the usual ones.
pub(super) fn report(typed: &Typed, forms: &[Arc<Form>], attributes: &[String], faults: &mut Diagnostics) -> Option<Report> {
    let form = match &typed.form {
        None => forms.first()?,
        Some(name) => match forms.iter().find(|f| f.name == name.node) {
            Some(form) => form,
            None => {
                let known = forms.iter().map(|f| f.name.as_str());
                faults.push(unknown("form", &name.node, known, name.span));
                return None;
            }
        },
    };
    let mut report = Report::empty(form.clone());
    let mut typist = Typist { report: &mut report, stated: IndexMap::new(), filled: HashSet::new(), faults };
    for table in &typed.tables {
        typist.table(form, table);
    }
    for (id, texts) in &typed.sections {
        typist.section(form, id, texts);
    }
    for assignment in &typed.assignments {
        // The same cell by two ways is a slip; a fact is looked at with the changes.
        if let Some(cell) = super::changes::cell_name(&assignment.target) {
            typist.once(&cell, assignment.target.span);
        }
    }
    let Typist { stated, filled, .. } = typist;
    // The date of the check is no part of a report.
    for assignment in typed.assignments.iter().filter(|a| !super::changes::is_as_of(&a.target)) {
        super::changes::assign(assignment, &mut report, attributes, faults);
    }
    if let Some(rest) = &typed.rest {
        let names: Vec<String> = form.cells().map(|id| form.cell_name(id).to_owned()).collect();
        for name in names.iter().filter(|n| !stated.contains_key(n.as_str()) && !filled.contains(n.as_str())) {
            put(&mut report, name, &rest.node);
        }
    }
    Some(report)
}

/// A name that nothing has.
pub(super) fn unknown<'a>(what: &'static str, name: &str, known: impl Iterator<Item = &'a str>, span: Span) -> Diagnostic {
    Diagnostic::new(Fault::UnknownInCase { what, name: name.to_owned(), nearest: nearest(name, known) }, span)
}

/// Puts an entry into the cell of this name, if the form has it. The place of what stood there stays.
pub(super) fn put(report: &mut Report, name: &str, entry: &Entry) -> bool {
    let Some(id) = report.form.find_cell(name) else { return false };
    let unit = report.form.column_of(id).unit.clone();
    let Some(cell) = report.cells.get_mut(id.index()) else { return false };
    let place = || cell.place.clone().or_else(|| Some(Place::default()));
    *cell = match entry {
        Entry::Number(number, text) => Cell { state: CellState::Number(*number), text: Some(text.clone()), place: place() },
        Entry::Text(text) => Cell { state: numbers::parse_cell(text, &unit).state, text: Some(text.clone()), place: place() },
        Entry::Blank => Cell { state: CellState::Blank, text: Some(String::new()), place: place() },
        Entry::Missing => Cell::MISSING,
    };
    true
}

/// A text of one paragraph.
pub(super) fn paragraph(text: &str) -> Paragraph {
    Paragraph { text: text.to_owned(), pieces: vec![(0, Place::default())] }
}

/// A section of the form, as a report would have it.
pub(super) fn section(form: &Form, id: &str, paragraphs: Vec<Paragraph>) -> Option<Section> {
    let declared = form.sections.iter().find(|s| s.id == id)?;
    Some(Section { id: id.to_owned(), title: declared.title.text.clone(), place: Place::default(), paragraphs })
}

/// Puts a section where it stands among those of the form.
pub(super) fn insert(report: &mut Report, section: Section) {
    let order = |id: &str| report.form.sections.iter().position(|s| s.id == id);
    let at = report.sections.iter().position(|s| order(&s.id) > order(&section.id)).unwrap_or(report.sections.len());
    report.sections.insert(at, section);
}

struct Typist<'a> {
    report: &'a mut Report,
    /// What has been stated, and where.
    stated: IndexMap<String, Span>,
    /// The cells that the rest of a table was said of.
    filled: HashSet<String>,
    faults: &'a mut Diagnostics,
}

impl Typist<'_> {
    fn once(&mut self, name: &str, span: Span) {
        if let Some(first) = self.stated.insert(name.to_owned(), span) {
            self.faults.push(Diagnostic::new(Fault::StatedTwice { name: name.to_owned() }, span).with(first, Note::FirstHere));
        }
    }

    fn table(&mut self, form: &Form, typed: &TypedTable) {
        let Some(table) = form.tables.iter().find(|t| t.name == typed.name.node) else {
            self.faults.push(unknown("table", &typed.name.node, form.tables.iter().map(|t| t.name.as_str()), typed.name.span));
            return;
        };
        let columns = self.columns(table, &typed.columns);
        for (path, entries) in &typed.rows {
            let row = path.text();
            if !table.rows.iter().any(|r| r.path == row) {
                self.faults.push(unknown("row", &row, table.rows.iter().map(|r| r.path.as_str()), path.span));
                continue;
            }
            if entries.len() != columns.len() {
                let fault = Fault::WrongWidth { row, expected: columns.len(), found: entries.len() };
                self.faults.push(Diagnostic::new(fault, path.span));
                continue;
            }
            let name = |column: &String| format!("{}.{row}[{column}]", table.name);
            // A row that stands there twice is told of once.
            match columns.iter().find(|c| self.stated.contains_key(&name(c))) {
                Some(column) => self.once(&name(column), path.span),
                None => {
                    for (column, entry) in columns.iter().zip(entries) {
                        self.once(&name(column), path.span);
                        put(self.report, &name(column), &entry.node);
                    }
                }
            }
        }
        if let Some(rest) = &typed.rest {
            for id in table.cells() {
                let name = form.cell_name(id).to_owned();
                if !self.stated.contains_key(&name) {
                    put(self.report, &name, &rest.node);
                }
                // A cell of the rest may still be stated by itself.
                self.filled.insert(name);
            }
        }
    }

    /// The columns that the rows of a table give; those that the table does not have are kept, so that the rows are as wide as they seem.
    fn columns(&mut self, table: &Table, named: &[Spanned<String>]) -> Vec<String> {
        if named.is_empty() {
            return table.columns.iter().map(|c| c.name.clone()).collect();
        }
        for name in named {
            if !table.columns.iter().any(|c| c.name == name.node) {
                self.faults.push(unknown("column", &name.node, table.columns.iter().map(|c| c.name.as_str()), name.span));
            }
        }
        named.iter().map(|n| n.node.clone()).collect()
    }

    fn section(&mut self, form: &Form, id: &Spanned<String>, texts: &[Spanned<String>]) {
        self.once(&format!("部分({})", id.node), id.span);
        let paragraphs = texts.iter().map(|t| paragraph(&t.node)).collect();
        match section(form, &id.node, paragraphs) {
            Some(section) => insert(self.report, section),
            None => self.faults.push(unknown("section", &id.node, form.sections.iter().map(|s| s.id.as_str()), id.span)),
        }
    }
}
