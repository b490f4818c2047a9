//! Lowers a 规则: one instance for each column, row or cell of its range.

use super::Declared;
use super::lower::Lower;
use super::print::formula;
use super::readings;
use super::scope::{Place, find_column, find_row, number, unknown_table};
use crate::catalogue::{Fault, Note};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::eval::foresee;
use crate::finding::Level;
use crate::form::{ColumnId, Form, RowId, TableId};
use crate::lang::Text;
use crate::program::message::{Piece, pieces};
use crate::program::{
    Expr, ExprKind, FoldHow, Instance, LABEL_SEPARATOR, Members, Need, Program, Range, Reading, ReadingId, Role, Rule, Whose,
};
use crate::source::{Span, Spanned};
use crate::spelling::nearest;
use crate::syntax::ast::{self, Clause, Each, Explained, Filter, Over, Subject};
use crate::syntax::{begins, of_name};
use crate::value::{Comparison, Decimal, Truth};
use indexmap::IndexMap;
use std::collections::HashMap;

/// Holes a message may have.
const HOLES: [(&str, &str); 12] = [
    ("列", "column"),
    ("行", "row"),
    ("格", "cell"),
    ("左", "left"),
    ("右", "right"),
    ("差", "difference"),
    ("单位", "unit"),
    ("年度", "year"),
    ("本条", "this_reading"),
    ("本句", "this_sentence"),
    ("本段", "this_paragraph"),
    ("所见", "found"),
];

/// The clauses of a rule, sorted.
#[derive(Default)]
struct Clauses {
    level: Option<Level>,
    basis: Vec<Text>,
    applies: Option<ast::Expr>,
    when: Option<ast::Expr>,
    over: Option<Over>,
    require: Option<(ast::Expr, Vec<Explained>)>,
    fix: Option<Text>,
    message: Option<Spanned<Text>>,
    values: IndexMap<String, (Span, ast::Expr)>,
    tolerance: Option<(Spanned<Decimal>, Option<Spanned<String>>)>,
    unconfirmed: bool,
    trial: bool,
    disabled: bool,
}

/// Lowers a rule against the form of `program`; `Some(None)` for a rule that is switched off.
pub fn compile(
    rule: &ast::Rule,
    program: &Program,
    declared: &Declared,
    parsed: &[&ast::Reading],
    diagnostics: &mut Diagnostics,
) -> Option<Option<Rule>> {
    let clauses = sort(rule, declared, diagnostics);
    if rule.damaged {
        // What is missing may be in the clause that did not parse; names and units of the others are still checked.
        // Without its range every bare name of it would be unknown.
        clauses.require.as_ref()?;
        clauses.over.as_ref()?;
        if rule.names_lost {
            return None;
        }
    } else {
        if rule.clauses.is_empty() {
            // With nothing in it, what is missing is said once.
            diagnostics.push(Diagnostic::new(Fault::NoRequirement {}, rule.id.span));
            return None;
        }
        if clauses.require.is_none() {
            diagnostics.push(Diagnostic::new(Fault::NoRequirement {}, rule.id.span));
        }
        if clauses.level.is_none() {
            diagnostics.push(Diagnostic::new(Fault::NoLevel {}, rule.id.span));
        }
        if clauses.basis.is_empty() {
            diagnostics.push(Diagnostic::new(Fault::NoBasis {}, rule.id.span));
        }
    }
    let (require, explained) = clauses.require.as_ref()?;

    // A reading that did not compile has been reported; a rule over it says nothing more.
    let broken = |name: &str| parsed.iter().any(|r| r.id.node == name) && !program.readings.iter().any(|r| r.id == name);
    let Ranged { places, range } = ranged(clauses.over.as_ref(), program, broken, diagnostics)?;
    let over = if let Range::Reading { reading, .. } = range { Some(reading.index()) } else { None };
    check_names(&clauses, places.first(), diagnostics);

    let mut used = Vec::new();
    let mut instances = Vec::new();
    let mut failed = false;
    let mut compared = false;
    for place in &places {
        let mut lower = Lower {
            place: *place,
            values: &clauses.values,
            used: &mut used,
            declared,
            over,
            children: false,
            peers: false,
            items: None,
            tolerance: clauses.tolerance.as_ref(),
            diagnostics,
            expanding: Vec::new(),
            nodes: 0,
            depth: 0,
            compared: false,
        };
        let applies = clauses.applies.as_ref().map(|e| lower.condition(e));
        let when = clauses.when.as_ref().map(|e| lower.condition(e));
        let requirement = lower.condition(require);
        let alternatives: Vec<Option<(Expr, Text)>> =
            explained.iter().map(|e| lower.condition(&e.expr).map(|expr| (expr, e.text.clone()))).collect();
        let complete = requirement.is_some()
            && !matches!(applies, Some(None))
            && !matches!(when, Some(None))
            && alternatives.iter().all(Option::is_some);
        compared |= lower.compared;
        let (Some(requirement), true) = (requirement, complete) else {
            failed = true;
            continue;
        };
        let when = match (applies.flatten(), when.flatten()) {
            (Some(a), Some(b)) => {
                let span = a.span.to(b.span);
                Some(Expr { kind: ExprKind::And(Box::new(a), Box::new(b)), span })
            }
            (a, b) => a.or(b),
        };
        let (key, label) = key(place);
        let unit = if let ExprKind::Compare(compare) = &requirement.kind { compare.unit.clone() } else { None };
        instances.push(Instance { key, label, when, require: requirement, explained: alternatives.into_iter().flatten().collect(), unit });
    }
    for (name, (span, _)) in &clauses.values {
        let is_param = rule.clauses.iter().any(|c| matches!(&c.node, Clause::Param(n, _) if n.node == *name));
        if !used.contains(name) && !failed {
            diagnostics
                .push(Diagnostic::new(Fault::Unused { name: name.clone(), what: if is_param { "parameter" } else { "let" } }, *span));
        }
    }
    if let (Some((value, _)), false, false) = (&clauses.tolerance, compared, failed) {
        let (why_zh, why_en) = ("要求里没有比较", "the requirement compares nothing");
        diagnostics.push(Diagnostic::new(Fault::NoEffect { word: "误差".to_owned(), why_zh, why_en }, value.span));
    }
    check_message(&clauses, instances.first(), diagnostics);
    let mut read: Vec<ReadingId> = instances.iter().flat_map(readings_of).collect();
    read.extend(over.map(|i| ReadingId(number(i))));
    read.iter().for_each(|r| declared.use_name(&program.readings[r.index()].id));
    if range == Range::Batch {
        failed |= instances.iter().any(|i| speaks_of_one(i, program, diagnostics));
    }
    if failed || rule.damaged {
        return None;
    }
    check_sense(require, &instances, (clauses.applies.as_ref(), clauses.when.as_ref()), diagnostics);
    if clauses.disabled {
        return Some(None);
    }
    let condition = match (&clauses.applies, &clauses.when) {
        (Some(a), Some(b)) => Some(format!("{} 且 {}", formula(a), formula(b))),
        (a, b) => a.as_ref().or(b.as_ref()).map(formula),
    };
    let needs = if range == Range::Fixed && clauses.over.is_none() { needs(&instances) } else { Vec::new() };
    Some(Some(Rule {
        id: rule.id.node.clone(),
        title: rule.title.clone(),
        level: clauses.level?,
        basis: clauses.basis,
        fix: clauses.fix,
        message: clauses.message.map(|m| m.node),
        unconfirmed: clauses.unconfirmed,
        trial: clauses.trial,
        adjusted: rule.adjusted.clone(),
        formula: formula(require),
        explained_formulas: explained.iter().map(|e| formula(&e.expr)).collect(),
        condition,
        range,
        needs,
        instances,
        span: rule.span,
    }))
}

/// The expressions of an instance: its condition, its requirement, its explanations.
fn expressions(instance: &Instance) -> impl Iterator<Item = &Expr> {
    instance.when.iter().chain([&instance.require]).chain(instance.explained.iter().map(|(e, _)| e))
}

/// The readings an instance asks about.
fn readings_of(instance: &Instance) -> Vec<ReadingId> {
    let mut read = Vec::new();
    for expr in expressions(instance) {
        expr.walk(&mut |e| match &e.kind {
            ExprKind::Only(reading, ..) | ExprKind::Consistent(reading, _) | ExprKind::Quantified(_, Members::Reading(reading, _), _) => {
                read.push(*reading);
            }
            ExprKind::Fold(fold) => {
                if let Members::Reading(reading, _) = fold.members {
                    read.push(reading);
                }
            }
            _ => {}
        });
    }
    read
}

/// The readings of this report without whose figures a rule has nothing to say. How many there are (计数), and whether there is one (存在),
/// can always be said.
fn needs(instances: &[Instance]) -> Vec<Need> {
    let mut needs: Vec<Need> = Vec::new();
    let mut need = |reading: ReadingId, at_least: usize| match needs.iter_mut().find(|n| n.reading == reading) {
        Some(known) => known.at_least = known.at_least.max(at_least),
        None => needs.push(Need { reading, at_least }),
    };
    for instance in instances {
        for expr in instance.when.iter().chain([&instance.require]) {
            expr.walk(&mut |e| match &e.kind {
                ExprKind::Consistent(reading, _) => need(*reading, 2),
                ExprKind::Only(reading, whose, _) if *whose == Whose::OWN => need(*reading, 1),
                ExprKind::Fold(fold) if fold.how != FoldHow::Count => {
                    if let Members::Reading(reading, Whose::OWN) = fold.members {
                        need(reading, 1);
                    }
                }
                ExprKind::Quantified(ast::Quantifier::Every, Members::Reading(reading, Whose::OWN), _) => need(*reading, 1),
                _ => {}
            });
        }
    }
    needs
}

/// Reports what a rule over all reports says of one alone.
fn speaks_of_one(instance: &Instance, program: &Program, diagnostics: &mut Diagnostics) -> bool {
    let before = diagnostics.len();
    for expr in expressions(instance) {
        expr.walk(&mut |e| {
            if e.own_reports().iter().any(|w| w.role != Role::Peer) {
                let name = match (e.own_figures().first(), &e.kind) {
                    (Some(figure), _) => program.form.cell_name(figure.cell).to_owned(),
                    (None, ExprKind::Year(_)) => "年度".to_owned(),
                    (None, ExprKind::Section(_, id)) => format!("部分({id})"),
                    (None, ExprKind::Attribute(_, name)) => name.clone(),
                    _ => "…".to_owned(),
                };
                diagnostics.push(Diagnostic::new(Fault::OwnInBatch { name }, e.span));
            }
        });
    }
    diagnostics.len() > before
}

fn sort(rule: &ast::Rule, declared: &Declared, diagnostics: &mut Diagnostics) -> Clauses {
    let mut sorted = Clauses::default();
    let mut seen: HashMap<&'static str, Span> = HashMap::new();
    for clause in &rule.clauses {
        let word = clause.node.word();
        let repeatable = matches!(clause.node, Clause::Let(..) | Clause::Param(..));
        if let (Some(first), false) = (seen.get(word), repeatable) {
            let d = Diagnostic::new(Fault::DuplicateClause { word: word.to_owned() }, clause.span).with(*first, Note::FirstHere);
            diagnostics.push(d);
            continue;
        }
        seen.insert(word, clause.span);
        match &clause.node {
            Clause::Level(level) => sorted.level = Some(*level),
            Clause::Basis(texts) => sorted.basis.clone_from(texts),
            Clause::Applies(expr) => sorted.applies = Some(expr.clone()),
            Clause::When(expr) => sorted.when = Some(expr.clone()),
            Clause::Over(over) => sorted.over = Some(over.clone()),
            Clause::Require(expr, explained) => sorted.require = Some((expr.clone(), explained.clone())),
            Clause::Fix(text) => sorted.fix = Some(text.clone()),
            Clause::Message(text) => sorted.message = Some(text.clone()),
            Clause::Let(name, expr) | Clause::Param(name, expr) => {
                if let Some((first, _)) = sorted.values.get(&name.node) {
                    let d = Diagnostic::new(Fault::DuplicateId { id: name.node.clone() }, name.span).with(*first, Note::FirstHere);
                    diagnostics.push(d);
                } else {
                    // A parameter may be set from outside; a 设 may not.
                    let given = if matches!(clause.node, Clause::Param(..)) { declared.params.get(&name.node) } else { None };
                    sorted
                        .values
                        .insert(name.node.clone(), (name.span, given.map_or_else(|| expr.clone(), |given| in_unit_of(given, expr))));
                }
            }
            Clause::Tolerance(value, unit) => sorted.tolerance = Some((value.clone(), unit.clone())),
            Clause::Unconfirmed => sorted.unconfirmed = true,
            Clause::Trial => sorted.trial = true,
            Clause::Disable(_) => sorted.disabled = true,
        }
    }
    sorted
}

/// A value given from outside: a bare number is in the unit of the value it takes the place of.
fn in_unit_of(given: &ast::Expr, declared: &ast::Expr) -> ast::Expr {
    match (&given.kind, &declared.kind) {
        (ast::ExprKind::Number(n, None), ast::ExprKind::Number(_, unit @ Some(_))) => {
            ast::Expr { kind: ast::ExprKind::Number(*n, unit.clone()), span: given.span }
        }
        _ => given.clone(),
    }
}

/// A new name must not hide one that already means something in the rule.
fn check_names(clauses: &Clauses, place: Option<&Place>, diagnostics: &mut Diagnostics) {
    let Some(place) = place else { return };
    for (name, (span, _)) in &clauses.values {
        if let Some(what) = place.taken(name) {
            diagnostics.push(Diagnostic::new(Fault::HidesName { name: name.clone(), what }, *span));
        } else if begins(name) {
            diagnostics.push(Diagnostic::new(Fault::WordTaken { name: name.clone() }, *span));
        }
    }
}

/// The places the instances are at, and what they are.
struct Ranged<'a> {
    places: Vec<Place<'a>>,
    range: Range,
}

/// The range of a rule. `None` where the range itself is wrong.
fn ranged<'a>(
    over: Option<&Over>,
    program: &'a Program,
    broken: impl Fn(&str) -> bool,
    diagnostics: &mut Diagnostics,
) -> Option<Ranged<'a>> {
    let form: &'a Form = &program.form;
    let whole = Place::outside(form);
    let Some(over) = over else { return Some(Ranged { places: vec![whole], range: Range::Fixed }) };
    let whole = Place { each: Some(over.each), range: Some(over.span), ..whole };
    let one = |range| Some(Ranged { places: vec![whole], range });
    match (&over.subject, over.each) {
        (Subject::Batch, _) => one(Range::Batch),
        (Subject::WholeText, each) => one(Range::Text { sections: None, paragraphs: each == Each::Paragraph }),
        (Subject::Sections(named), each) => {
            let before = diagnostics.len();
            let ids = readings::sections(named, form, diagnostics);
            if diagnostics.len() > before {
                return None;
            }
            one(Range::Text { sections: Some(ids), paragraphs: each == Each::Paragraph })
        }
        (Subject::Name(subject), Each::Reading) => {
            if broken(&subject.node) {
                return None;
            }
            let Some(index) = program.readings.iter().position(|r| r.id == subject.node) else {
                let near = nearest(&subject.node, program.readings.iter().map(|r| r.id.as_str()));
                let name = subject.node.clone();
                let table = form.tables.iter().any(|t| t.name == name);
                let fault =
                    if table { Fault::RangeOfAnother { name, reading: false } } else { Fault::UnknownReading { name, nearest: near } };
                diagnostics.push(Diagnostic::new(fault, subject.span));
                return None;
            };
            let mut with_approximate = false;
            for filter in &over.filters {
                match filter {
                    Filter::WithApproximate(_) => with_approximate = true,
                    Filter::Only(_) | Filter::Except(_) | Filter::Unit(_) => {
                        diagnostics.push(Diagnostic::new(Fault::FilterHere { each: "逐条" }, over.span));
                        return None;
                    }
                }
            }
            let range = Range::Reading { reading: ReadingId(number(index)), with_approximate };
            Some(Ranged { places: vec![Place { reading: true, ..whole }], range })
        }
        (Subject::AllTables, Each::Reading) => {
            let known = program.readings.iter().map(|r| r.id.clone()).take(3).collect();
            diagnostics.push(Diagnostic::new(Fault::UnknownReading { name: "全表".to_owned(), nearest: known }, over.span));
            None
        }
        (Subject::Name(_) | Subject::AllTables, _) => {
            Some(Ranged { places: places(over, form, &program.readings, whole, diagnostics)?, range: Range::Fixed })
        }
    }
}

/// The columns, rows or cells of a range. `None` where the range itself is wrong.
fn places<'a>(
    over: &Over,
    form: &'a Form,
    readings: &[Reading],
    whole: Place<'a>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Place<'a>>> {
    let tables: Vec<usize> = match &over.subject {
        Subject::Name(subject) => match form.tables.iter().position(|t| t.name == subject.node) {
            Some(index) => vec![index],
            None => {
                let reading = readings.iter().any(|r| r.id == subject.node);
                let other = reading.then(|| Fault::RangeOfAnother { name: subject.node.clone(), reading });
                let fault = other.or_else(|| of_name(&subject.node)).unwrap_or_else(|| unknown_table(form, &subject.node));
                diagnostics.push(Diagnostic::new(fault, subject.span));
                return None;
            }
        },
        Subject::AllTables | Subject::Sections(_) | Subject::WholeText | Subject::Batch => (0..form.tables.len()).collect(),
    };
    let before = diagnostics.len();
    for filter in &over.filters {
        check_filter(filter, over, form, &tables, diagnostics);
    }
    if diagnostics.len() > before {
        return None;
    }
    let mut places = Vec::new();
    for index in tables {
        let table = TableId(number(index));
        let t = form.table(table);
        let rows: Vec<Option<RowId>> = match over.each {
            Each::Column => vec![None],
            _ => (0..t.rows.len()).map(|r| Some(RowId(number(r)))).collect(),
        };
        let columns: Vec<Option<ColumnId>> = match over.each {
            Each::Row => vec![None],
            _ => (0..t.columns.len()).map(|c| Some(ColumnId(number(c)))).collect(),
        };
        for row in &rows {
            for column in &columns {
                let place = Place { table: Some(table), row: *row, column: *column, ..whole };
                if over.filters.iter().all(|f| passes(f, &place)) {
                    places.push(place);
                }
            }
        }
    }
    if places.is_empty() {
        diagnostics.push(Diagnostic::new(Fault::EmptyRange {}, over.span));
        return None;
    }
    Some(places)
}

fn check_filter(filter: &Filter, over: &Over, form: &Form, tables: &[usize], diagnostics: &mut Diagnostics) {
    let tables = || tables.iter().map(|i| &form.tables[*i]);
    match filter {
        Filter::Unit(unit) => {
            if !tables().flat_map(|t| &t.columns).any(|c| c.unit.name() == unit.node) {
                let near = nearest(&unit.node, tables().flat_map(|t| &t.columns).map(|c| c.unit.name()));
                diagnostics.push(Diagnostic::new(Fault::UnknownUnit { name: unit.node.clone(), nearest: near }, unit.span));
            }
        }
        Filter::WithApproximate(span) => {
            diagnostics.push(Diagnostic::new(Fault::ApproximateHere {}, *span));
        }
        Filter::Only(paths) | Filter::Except(paths) => {
            for path in paths {
                let text = path.text();
                let names: Vec<String> = tables().flat_map(|t| names_of(t, over.each)).collect();
                if names.contains(&text) {
                    continue;
                }
                // A row says nothing of which columns are meant, nor a column of rows.
                let other = match over.each {
                    Each::Column => Some(("逐列", Each::Row)),
                    Each::Row => Some(("逐行", Each::Column)),
                    Each::Cell | Each::Reading | Each::Sentence | Each::Paragraph | Each::Batch => None,
                };
                if let Some((each, _)) = other.filter(|(_, other)| tables().any(|t| names_of(t, *other).contains(&text))) {
                    let fault = Fault::WrongFilter { name: text, each };
                    diagnostics.push(Diagnostic::new(fault, path.span).with(over.span, Note::RangeHere));
                } else {
                    let near = nearest(&text, names.iter().map(String::as_str));
                    diagnostics.push(Diagnostic::new(Fault::UnknownName { name: text, nearest: near, range: "" }, path.span));
                }
            }
        }
    }
}

/// Names a filter may use in a table: columns and their groups, rows and theirs, or for cells both; and the table itself.
fn names_of(t: &crate::form::Table, each: Each) -> Vec<String> {
    let mut names = vec![t.name.clone()];
    if each != Each::Row {
        names.extend(t.columns.iter().map(|c| c.name.clone()));
        names.extend(t.column_groups.iter().filter_map(|g| g.path.clone()));
    }
    if each != Each::Column {
        names.extend(t.rows.iter().map(|r| r.path.clone()));
        names.extend(t.row_groups.iter().filter_map(|g| g.path.clone()));
    }
    names
}

fn passes(filter: &Filter, place: &Place) -> bool {
    let Some(table) = place.table else { return true };
    let t = place.form.table(table);
    let named = |path: &ast::Path| {
        let text = path.text();
        if text == t.name {
            return true;
        }
        let row = place.row.map(|r| r.0 as usize);
        let column = place.column.map(|c| c.0 as usize);
        let in_row = row.is_some_and(|r| {
            find_row(t, &text).is_some_and(|f| f.0 as usize == r)
                || t.row_groups.iter().any(|g| g.path.as_deref() == Some(&text) && g.leaves.contains(&r))
        });
        let in_column = column.is_some_and(|c| {
            find_column(t, &text).is_some_and(|f| f.0 as usize == c)
                || t.column_groups.iter().any(|g| g.path.as_deref() == Some(&text) && g.leaves.contains(&c))
        });
        in_row || in_column
    };
    match filter {
        Filter::Only(paths) => paths.iter().any(named),
        Filter::Except(paths) => !paths.iter().any(named),
        Filter::WithApproximate(_) => true,
        Filter::Unit(unit) => {
            let columns = match place.column {
                Some(c) => &t.columns[c.0 as usize..=c.0 as usize],
                None => &t.columns[..],
            };
            columns.iter().all(|c| c.unit.name() == unit.node)
        }
    }
}

fn key(place: &Place) -> (Option<String>, Option<String>) {
    let Some(table) = place.table else { return (None, None) };
    let t = place.form.table(table);
    match (place.row, place.column) {
        (Some(row), Some(column)) => {
            let cell = place.form.cell_at(table, row, column);
            let label = format!("{}{LABEL_SEPARATOR}{}", t.rows[row.0 as usize].label.text, t.columns[column.0 as usize].label.text);
            (Some(place.form.cell_name(cell).to_owned()), Some(label))
        }
        (Some(row), None) => {
            let row = &t.rows[row.0 as usize];
            (Some(row.path.clone()), Some(row.label.text.clone()))
        }
        (None, Some(column)) => {
            let column = &t.columns[column.0 as usize];
            (Some(column.name.clone()), Some(column.label.text.clone()))
        }
        (None, None) => (None, None),
    }
}

/// A message has holes only for what its instances have: a column in a range over columns, both sides where there is one comparison.
fn check_message(clauses: &Clauses, instance: Option<&Instance>, diagnostics: &mut Diagnostics) {
    let Some(message) = &clauses.message else { return };
    let each = clauses.over.as_ref().map(|o| o.each);
    let sides = instance.is_none_or(|i| matches!(&i.require.kind, ExprKind::Compare(c) if c.ops.len() == 1));
    let fits = |zh: &str| match zh {
        "列" => matches!(each, Some(Each::Column | Each::Cell)),
        "行" => matches!(each, Some(Each::Row | Each::Cell)),
        "格" => each == Some(Each::Cell),
        "本条" => each == Some(Each::Reading),
        "本句" => each == Some(Each::Sentence),
        "本段" => each == Some(Each::Paragraph),
        "左" | "右" | "差" | "单位" => sides,
        _ => true,
    };
    let texts = std::iter::once(message.node.zh.as_str()).chain(message.node.en.as_deref());
    for text in texts {
        for part in pieces(text) {
            let hole = match part {
                Piece::Text(_) => continue,
                Piece::Hole(hole) => hole,
                Piece::Unclosed(hole) => hole,
            };
            let known = HOLES.iter().any(|(zh, en)| (*zh == hole || *en == hole) && fits(zh));
            if !known || matches!(part, Piece::Unclosed(_)) {
                let known = HOLES.iter().filter(|(zh, _)| fits(zh)).map(|(zh, _)| format!("{{{zh}}}")).collect();
                diagnostics.push(Diagnostic::new(Fault::UnknownHole { hole: hole.to_owned(), known }, message.span));
            }
        }
    }
}

/// Whether the requirement says anything, and whether it can both hold and fail.
fn check_sense(
    require: &ast::Expr,
    instances: &[Instance],
    conditions: (Option<&ast::Expr>, Option<&ast::Expr>),
    diagnostics: &mut Diagnostics,
) {
    if instances.iter().any(|i| !i.require.reads_a_report()) {
        diagnostics.push(Diagnostic::new(Fault::ReadsNothing {}, require.span));
        return;
    }
    // One column in which it must hold is no slip; all of them are.
    if instances.iter().all(|i| foresee(&i.require) == Truth::True) {
        diagnostics.push(Diagnostic::new(Fault::AlwaysTrue {}, require.span));
    } else if instances.iter().all(|i| foresee(&i.require) == Truth::False) {
        diagnostics.push(Diagnostic::new(Fault::AlwaysFalse {}, require.span));
    } else if instances.iter().all(|i| i.when.as_ref().is_some_and(|w| foresee(w) == Truth::False)) {
        let span = instances.iter().find_map(|i| i.when.as_ref()).map_or(require.span, |w| w.span);
        diagnostics.push(Diagnostic::new(Fault::NeverApplies {}, span));
    }
    literal_years(require, true, diagnostics);
    if let Some(when) = conditions.1 {
        literal_years(when, true, diagnostics);
    }
    // 适用 年度 >= 2022 is what that clause is for; 适用 年度 = 2023 is a slip.
    if let Some(applies) = conditions.0 {
        literal_years(applies, false, diagnostics);
    }
}

/// Reports `年度 = 2023`, however deep.
fn literal_years(expr: &ast::Expr, bounds_too: bool, diagnostics: &mut Diagnostics) {
    use ast::ExprKind as K;
    match &expr.kind {
        K::Number(..) | K::String(_) | K::Name(..) | K::Pattern(_) => {}
        K::Call(_, arguments) => arguments.iter().for_each(|a| literal_years(&a.expr, bounds_too, diagnostics)),
        K::Quantified(_, _, body) => literal_years(body, bounds_too, diagnostics),
        K::Group(a) | K::Negate(a) | K::Not(a) => literal_years(a, bounds_too, diagnostics),
        K::Arithmetic(_, a, b) | K::Logic(_, a, b) | K::If(a, b) | K::TextTest(_, a, b) => {
            literal_years(a, bounds_too, diagnostics);
            literal_years(b, bounds_too, diagnostics);
        }
        K::Compare(first, rest) => {
            let sides = || std::iter::once(&**first).chain(rest.iter().map(|(_, e)| e));
            let is_year = |e: &ast::Expr| matches!(&e.kind, K::Name(path, None) if matches!(path.text().as_str(), "年度" | "year"));
            let meant = bounds_too || rest.iter().any(|(op, _)| *op == Comparison::Equal);
            if meant && sides().any(is_year) {
                for side in sides() {
                    if let K::Number(n, None) = &side.kind {
                        diagnostics.push(Diagnostic::new(Fault::LiteralYear { year: n.to_string() }, side.span));
                    }
                }
            }
        }
    }
}
