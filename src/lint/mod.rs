//! What is probably not meant in rules that run, and what of their mistakes can be put right without asking.

use crate::catalogue::{Fault, Note};
use crate::compile::is_total;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::engine::RuleSet;
use crate::finding::Level;
use crate::form::{CellId, ColumnId, Form, RowId, TableId};
use crate::program::{Expr, ExprKind, Figure, Program, Rule, Whose};
use crate::source::{Source, SourceId, Span};
use crate::syntax::ast::{Clause, Item};
use crate::syntax::parse;
use crate::value::{Comparison, Decimal};
use std::collections::{BTreeMap, BTreeSet};

/// Names shown of many.
const SHOWN: usize = 6;
/// How often a text is looked at anew after something in it was put right: one slip can hide another.
const MAX_ROUNDS: usize = 64;

/// The lints of the sources of `rules` that are called one of `names`: what else they build on is looked at and not told of.
pub fn lint(rules: &RuleSet, names: &[String]) -> Diagnostics {
    let own: Vec<SourceId> = rules.sources().iter().filter(|(_, s)| names.iter().any(|n| n == s.name())).map(|(id, _)| id).collect();
    let heads = Heads::of(rules, &own);
    let mut found = Diagnostics::new();
    for program in rules.intended() {
        alike(program, &heads, &mut found);
        without_fix(program, &heads, &mut found);
        let first = heads.pack.or_else(|| program.rules.iter().filter_map(|r| heads.own(r)).min());
        // Where none of the rules at hand reads a table, which cells are read is no concern of theirs.
        if let Some(first) = first.filter(|_| program.rules.iter().any(|r| heads.own(r).is_some() && !figures(r).is_empty())) {
            let checked = Checked::of(program);
            checked.totals(&program.form, first, &mut found);
            unread(program, first, &mut found);
        }
    }
    tolerances(rules, &own, &mut found);
    found.sort();
    found
}

/// Where the names of rules and of a pack stand, which is where they are told of.
struct Heads {
    rules: BTreeMap<Span, Span>,
    own: Vec<SourceId>,
    pack: Option<Span>,
}

impl Heads {
    fn of(rules: &RuleSet, own: &[SourceId]) -> Heads {
        let mut heads = Heads { rules: BTreeMap::new(), own: own.to_vec(), pack: None };
        for (id, source) in rules.sources().iter() {
            for item in parse(id, source).0.items {
                match item {
                    Item::Rule(rule) => {
                        heads.rules.insert(rule.span, rule.id.span);
                    }
                    Item::Pack(pack) if own.contains(&id) => heads.pack = heads.pack.or(Some(pack.id.span)),
                    _ => {}
                }
            }
        }
        heads
    }

    fn at(&self, rule: &Rule) -> Span {
        self.rules.get(&rule.span).copied().unwrap_or(rule.span)
    }

    /// Where the name of a rule stands, if it is one of those looked through.
    fn own(&self, rule: &Rule) -> Option<Span> {
        self.own.contains(&rule.span.source).then(|| self.at(rule))
    }
}

/// What a rule requires: its formula, its condition and its explanations.
type Requirement = (String, Option<String>, Vec<String>);

/// Two rules that require the same of the same cells.
fn alike(program: &Program, heads: &Heads, found: &mut Diagnostics) {
    let said =
        |r: &'_ Rule| -> Vec<(Option<String>, Vec<Figure>)> { r.instances.iter().map(|i| (i.key.clone(), i.require.figures())).collect() };
    let mut seen: BTreeMap<Requirement, Vec<&Rule>> = BTreeMap::new();
    for rule in &program.rules {
        let key = (rule.formula.clone(), rule.condition.clone(), rule.explained_formulas.clone());
        let others = seen.entry(key).or_default();
        let same = others.iter().find(|o| o.range == rule.range && said(o) == said(rule));
        if let Some((first, at)) = same.zip(heads.own(rule)) {
            let mut differs = Vec::new();
            if first.level != rule.level {
                differs.push("level");
            }
            if tolerances_of(first) != tolerances_of(rule) {
                differs.push("tolerance");
            }
            let fault = Fault::AlikeRules { other: first.id.clone(), differs };
            found.push(Diagnostic::new(fault, at).with(heads.at(first), Note::FirstHere));
        }
        others.push(rule);
    }
}

fn tolerances_of(rule: &Rule) -> Vec<Option<Decimal>> {
    let mut all = Vec::new();
    for instance in &rule.instances {
        instance.require.walk(&mut |e| {
            if let ExprKind::Compare(compare) = &e.kind {
                all.extend(compare.tolerances.iter().copied());
            }
        });
    }
    all
}

/// A rule that finds fault and does not say what to do.
fn without_fix(program: &Program, heads: &Heads, found: &mut Diagnostics) {
    for rule in program.rules.iter().filter(|r| r.fix.is_none() && r.level != Level::Note) {
        if let Some(at) = heads.own(rule) {
            found.push(Diagnostic::new(Fault::NoFix {}, at));
        }
    }
}

/// The figures of the report at hand that a rule reckons with; whether a cell is blank is asked of no figure.
fn figures(rule: &Rule) -> BTreeSet<CellId> {
    let mut all = BTreeSet::new();
    for instance in &rule.instances {
        let exprs = instance.when.iter().chain([&instance.require]).chain(instance.explained.iter().map(|(e, _)| e));
        for expr in exprs {
            expr.walk(&mut |e| {
                if !matches!(e.kind, ExprKind::State(..) | ExprKind::CellText(_) | ExprKind::AllMissing(_)) {
                    all.extend(e.own_figures().iter().filter(|f| f.whose == Whose::OWN).map(|f| f.cell));
                }
            });
        }
    }
    all
}

/// Cells that no rule reads: told once, with how many of which table.
fn unread(program: &Program, at: Span, found: &mut Diagnostics) {
    let read: BTreeSet<CellId> = program.rules.iter().flat_map(figures).collect();
    let form = &program.form;
    let mut by_table: BTreeMap<u32, usize> = BTreeMap::new();
    let unread: Vec<CellId> = form.cells().filter(|c| !read.contains(c)).collect();
    for cell in &unread {
        *by_table.entry(form.locate(*cell).0.0).or_default() += 1;
    }
    if unread.is_empty() {
        return;
    }
    let tables = by_table.into_iter().map(|(table, count)| (form.table(TableId(table)).name.clone(), count)).collect();
    let cells = unread.iter().take(SHOWN).map(|c| form.cell_name(*c).to_owned()).collect();
    found.push(Diagnostic::new(Fault::UnreadCells { tables, count: unread.len(), cells }, at));
}

/// The totals that some equation adds up, with a rule that does.
#[derive(Default)]
struct Checked {
    /// Along their row.
    rows: BTreeMap<CellId, String>,
    /// Along their column.
    columns: BTreeMap<CellId, String>,
}

impl Checked {
    fn of(program: &Program) -> Checked {
        let mut checked = Checked::default();
        for rule in &program.rules {
            for instance in &rule.instances {
                let exprs = std::iter::once(&instance.require).chain(instance.explained.iter().map(|(e, _)| e));
                for expr in exprs {
                    expr.walk(&mut |e| checked.compare(e, rule, &program.form));
                }
            }
        }
        checked
    }

    fn compare(&mut self, expr: &Expr, rule: &Rule, form: &Form) {
        let ExprKind::Compare(compare) = &expr.kind else { return };
        if !compare.ops.contains(&Comparison::Equal) {
            return;
        }
        let cells: Vec<_> = expr.figures().iter().filter(|f| f.whose == Whose::OWN).map(|f| (f.cell, form.locate(f.cell))).collect();
        for (cell, (table, row, column)) in &cells {
            // A sum has two parts at least.
            let others = |same: &dyn Fn(&(TableId, RowId, ColumnId)) -> bool| {
                cells.iter().filter(|(c, place)| c != cell && place.0 == *table && same(place)).count() > 1
            };
            if others(&|(_, r, _)| r == row) {
                self.rows.entry(*cell).or_insert_with(|| rule.id.clone());
            }
            if others(&|(_, _, c)| c == column) {
                self.columns.entry(*cell).or_insert_with(|| rule.id.clone());
            }
        }
    }

    /// Totals that nothing adds up while others of their kind are.
    fn totals(&self, form: &Form, at: Span, found: &mut Diagnostics) {
        let name = |cell: CellId| form.cell_name(cell).to_owned();
        for (along, is_of) in [(&self.rows, Along::Row), (&self.columns, Along::Column)] {
            let Some(rule) = along.values().next() else { continue };
            let mut by_table: BTreeMap<u32, Vec<CellId>> = BTreeMap::new();
            for cell in form.cells().filter(|c| is_of.is_total(form, *c) && !along.contains_key(c)) {
                by_table.entry(form.locate(cell).0.0).or_default().push(cell);
            }
            for cells in by_table.into_values() {
                let table = form.table(form.locate(cells[0]).0);
                // The rule of a total nearby serves better as an example.
                let near = along.iter().find(|(c, _)| form.table(form.locate(**c).0).name == table.name).map_or(rule, |(_, rule)| rule);
                let fault = Fault::UncheckedTotals {
                    table: table.name.clone(),
                    count: cells.len(),
                    cells: cells.iter().take(SHOWN).map(|c| name(*c)).collect(),
                    like: near.clone(),
                };
                found.push(Diagnostic::new(fault, at));
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Along {
    Row,
    Column,
}

impl Along {
    fn is_total(self, form: &Form, cell: CellId) -> bool {
        let (table, row, column) = form.locate(cell);
        let table = form.table(table);
        match self {
            Along::Row => table.columns.len() > 2 && is_total(last(&table.columns[column.0 as usize].name)),
            Along::Column => table.rows.len() > 2 && is_total(last(&table.rows[row.0 as usize].path)),
        }
    }
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// Tolerances of one unit that are not the same. One with a comment on its line has its reason.
fn tolerances(rules: &RuleSet, own: &[SourceId], found: &mut Diagnostics) {
    let mut first: BTreeMap<String, (Decimal, Span)> = BTreeMap::new();
    let explained = |source: &Source, span: Span| {
        let rest = source.text().get(span.range().end..).unwrap_or("");
        rest.lines().next().is_some_and(|line| line.contains("//"))
    };
    let written = |source: &Source, span: Span| source.slice(span).chars().skip_while(|c| !c.is_numeric()).collect::<String>();
    for (id, source) in rules.sources().iter().filter(|(id, _)| own.contains(id)) {
        for item in parse(id, source).0.items {
            let Item::Rule(rule) = item else { continue };
            for clause in rule.clauses {
                let Clause::Tolerance(value, unit) = clause.node else { continue };
                let unit = unit.map(|u| u.node).unwrap_or_default();
                let (known, at) = *first.entry(unit.clone()).or_insert((value.node, clause.span));
                if known != value.node && !explained(source, clause.span) {
                    let (one, other) = (written(rules.sources().get(at.source), at), written(source, clause.span));
                    let fault = Fault::TolerancesDiffer { unit, one, other };
                    found.push(Diagnostic::new(fault, clause.span).with(at, Note::FirstHere));
                }
            }
        }
    }
}

/// The text with those mistakes put right that have only one remedy: words written together, and the wrong quotation marks. `None` where there
/// are none of them.
pub fn fixed(source: &Source) -> Option<(String, usize)> {
    let mut text = source.text().to_owned();
    let mut count = 0;
    for _ in 0..MAX_ROUNDS {
        let found = wrong(source.name(), &text);
        let mut edits: Vec<(Span, String)> = found.iter().filter_map(|d| Some((d.span, remedy(d, &text)?))).collect();
        edits.sort_by_key(|(span, _)| *span);
        edits.dedup_by(|b, a| b.0.start < a.0.end);
        let before = found.len();
        let mut next = text.clone();
        for (span, with) in edits.iter().rev() {
            next.replace_range(span.range(), with);
        }
        // A remedy that makes nothing better is none.
        // What is then wrong is less, or what it showed can be put right as well.
        let after = wrong(source.name(), &next);
        let better = after.len() < before || after.len() == before && after.iter().all(|d| remedy(d, &next).is_some());
        if edits.is_empty() || next == text || !better {
            break;
        }
        count += edits.len();
        text = next;
    }
    let fewer = wrong(source.name(), &text).len() < wrong(source.name(), source.text()).len();
    (count > 0 && fewer).then_some((text, count))
}

/// What is wrong with a text: what does not parse or, where all of it does, what means nothing.
fn wrong(name: &str, text: &str) -> Vec<Diagnostic> {
    let (_, found) = parse(SourceId(0), &Source::new(name, text));
    if !found.is_empty() {
        return found.iter().cloned().collect();
    }
    let Err(errors) = RuleSet::compile([Source::new(name, text)]) else { return Vec::new() };
    let here = |d: &&Diagnostic| errors.sources.get(d.span.source).name() == name;
    errors.diagnostics.iter().filter(here).cloned().collect()
}

fn remedy(diagnostic: &Diagnostic, text: &str) -> Option<String> {
    let written = text.get(diagnostic.span.range())?;
    match &diagnostic.fault {
        Fault::GluedWord { spaced, .. } => {
            let same = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            // `0且上年结转`: it is written together with what stands before it too.
            let touches = text.get(..diagnostic.span.range().start)?.chars().next_back().is_some_and(char::is_alphanumeric);
            (same(spaced) == same(written)).then(|| format!("{}{spaced}", if touches { " " } else { "" }))
        }
        Fault::WrongQuotes { .. } => {
            let marks = ['”', '“', '"', '’', '‘', '\'', '＂', '「', '」', '『', '』'];
            let inner = written.strip_prefix(marks)?.strip_suffix(marks)?;
            // Marks that make no pair, or that stand within a word, may not be the end of the text at all.
            let (open, close) = (written.chars().next()?, written.chars().next_back()?);
            let pair = ["””", "”“", "‘’", "’’", "’‘", "''", "＂＂", "「」", "『』"].iter().any(|p| p.chars().eq([open, close]));
            let goes_on = text.get(diagnostic.span.range().end..)?.chars().next().is_some_and(char::is_alphanumeric);
            (pair && !goes_on && !inner.contains(marks) && !inner.contains('\\')).then(|| format!("\"{inner}\""))
        }
        _ => None,
    }
}
