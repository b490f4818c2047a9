//! Lowers a 表样 into a [`Form`].

use crate::catalogue::{Fault, Note};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::form::{CellId, Column, Form, Group, Label, Row, Section, Table};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, Axis, Line};
use crate::value::Unit;
use std::collections::HashMap;

/// Larger than any form; keeps a report of it in memory.
const MAX_CELLS: usize = 100_000;

/// Lowers a form, or reports why it is none.
pub fn compile(form: &ast::Form, diagnostics: &mut Diagnostics) -> Option<Form> {
    let before = diagnostics.len();
    let mut sections = Vec::new();
    let mut tables = Vec::new();
    let mut names = Names::default();
    let mut section_ids = Names::default();
    for (index, section) in form.sections.iter().enumerate() {
        section_ids.declare(&section.id.node, section.id.span, diagnostics);
        sections.push(Section { id: section.id.node.clone(), title: label(&section.label, &section.id.node) });
        for table in &section.tables {
            names.declare(&table.name.node, table.name.span, diagnostics);
            tables.push(compile_table(table, index, diagnostics));
        }
    }
    let cells: usize = tables.iter().map(Table::cell_count).sum();
    if cells > MAX_CELLS {
        diagnostics.push(Diagnostic::new(Fault::FormTooLarge { limit: MAX_CELLS }, form.name.span));
    }
    if diagnostics.len() > before {
        return None;
    }
    Some(Form::new(form.name.node.clone(), label(&form.label, &form.name.node), form.basis.clone(), sections, tables))
}

fn compile_table(table: &ast::Table, section: usize, diagnostics: &mut Diagnostics) -> Table {
    let mut build =
        Build { table, rows: Vec::new(), columns: Vec::new(), groups: [Vec::new(), Vec::new()], names: Default::default(), diagnostics };
    for line in &table.lines {
        build.line(line, &[], &[]);
    }
    let Build { rows, columns, groups: [row_groups, column_groups], .. } = build;
    if rows.is_empty() || columns.is_empty() {
        diagnostics.push(Diagnostic::new(Fault::EmptyTable { table: table.name.node.clone() }, table.name.span));
    }
    Table {
        name: table.name.node.clone(),
        label: table.label.text.as_ref().map(|_| label(&table.label, &table.name.node)),
        section,
        side_by_side: table.side_by_side,
        rows,
        columns,
        row_groups,
        column_groups,
        first_cell: CellId(0),
    }
}

struct Build<'a> {
    table: &'a ast::Table,
    rows: Vec<Row>,
    columns: Vec<Column>,
    /// Groups of rows, groups of columns.
    groups: [Vec<Group>; 2],
    /// Names of rows by path, and of columns.
    names: [Names; 2],
    diagnostics: &'a mut Diagnostics,
}

impl Build<'_> {
    /// `groups`: the groups around the line, outermost first. `path`: the names of those that have one.
    fn line(&mut self, line: &Line, groups: &[usize], path: &[&str]) {
        let axis = usize::from(line.axis == Axis::Column);
        let own: Vec<&str> = path.iter().copied().chain(line.name.as_ref().map(|n| n.node.as_str())).collect();
        let full = own.join(".");
        if let Some(name) = &line.name {
            // A column's id is its bare name, so that must be unique in the table, whatever group it is in.
            let key = if axis == 1 { &name.node } else { &full };
            self.names[axis].declare(key, name.span, self.diagnostics);
        }
        let Some(members) = &line.members else {
            self.leaf(line, full, groups);
            return;
        };
        if line.name.is_none() && line.label.text.is_none() {
            self.diagnostics.push(Diagnostic::new(Fault::NamelessGroup {}, line.span));
        }
        let index = self.groups[axis].len();
        let first = if axis == 0 { self.rows.len() } else { self.columns.len() };
        self.groups[axis].push(Group {
            name: line.name.as_ref().map(|n| n.node.clone()),
            path: line.name.as_ref().map(|_| full),
            label: label(&line.label, line.name.as_ref().map_or("", |n| &n.node)),
            parent: groups.last().copied(),
            leaves: first..first,
        });
        let around: Vec<usize> = groups.iter().copied().chain([index]).collect();
        for member in members {
            self.line(member, &around, &own);
        }
        self.groups[axis][index].leaves.end = if axis == 0 { self.rows.len() } else { self.columns.len() };
    }

    fn leaf(&mut self, line: &Line, path: String, groups: &[usize]) {
        let name = line.name.as_ref().map_or("", |n| n.node.as_str());
        let label = label(&line.label, name);
        match line.axis {
            Axis::Row => self.rows.push(Row { path, label, groups: groups.to_vec() }),
            Axis::Column => {
                let unit = line.unit.as_ref().or(self.table.unit.as_ref());
                let unit = match unit {
                    Some(unit) => Unit::new(&unit.node),
                    None => {
                        let fault = Fault::NoUnit { table: self.table.name.node.clone(), column: name.to_owned() };
                        self.diagnostics.push(Diagnostic::new(fault, line.span));
                        Unit::new("")
                    }
                };
                self.columns.push(Column { name: name.to_owned(), label, groups: groups.to_vec(), unit, signed: line.signed });
            }
        }
    }
}

fn label(label: &ast::Label, name: &str) -> Label {
    Label {
        text: label.text.as_ref().map_or_else(|| name.to_owned(), |t| t.node.clone()),
        aliases: label.aliases.iter().map(|a: &Spanned<String>| a.node.clone()).collect(),
    }
}

#[derive(Default)]
struct Names(HashMap<String, Span>);

impl Names {
    fn declare(&mut self, name: &str, span: Span, diagnostics: &mut Diagnostics) {
        match self.0.get(name) {
            Some(first) => {
                diagnostics.push(Diagnostic::new(Fault::DuplicateId { id: name.to_owned() }, span).with(*first, Note::FirstHere));
            }
            None => {
                self.0.insert(name.to_owned(), span);
            }
        }
    }
}
