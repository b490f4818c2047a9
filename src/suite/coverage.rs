//! What the cases of a run met of the rules, and what they did not.

use super::run::{Seen, rank};
use crate::engine::RuleSet;
use crate::finding::Verdict;
use crate::form::CellId;
use crate::program::{Expr, ExprKind, Program, Range, Rule, Whose};
use indexmap::{IndexMap, IndexSet};
use serde::Serialize;

/// What a run met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// For each table of each form: how many of its cells some rule reads.
    pub tables: Vec<Cells>,
    /// For each rule: which outcomes some case brought about.
    pub rules: Vec<Outcomes>,
    /// 或解释 that held in no case.
    pub explanations: Vec<Untaken>,
    /// 句式 that found a figure in no case.
    pub patterns: Vec<Untaken>,
    /// 否定 that were met in no case.
    pub negations: Vec<Untaken>,
    /// Of the cells, how many some rule reads.
    pub cells_read: Share,
    /// Of the outcomes, explanations, patterns and negations that could be met, how many were.
    pub met: Share,
}

/// The cells of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cells {
    /// The form.
    pub form: String,
    /// The table.
    pub table: String,
    /// How many it has, and how many of them some rule reads.
    pub share: Share,
    /// Ids of those that no rule reads.
    pub unread: Vec<String>,
}

/// The outcomes of a rule. `None` is an outcome it cannot have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcomes {
    /// Its id.
    pub rule: String,
    /// 不符
    pub violated: bool,
    /// 通过
    pub satisfied: bool,
    /// 未能核对; what a rule asks of the state of its cells alone is always known.
    pub undecided: Option<bool>,
    /// 不适用; a rule without a condition always applies.
    pub not_applicable: Option<bool>,
}

/// A branch that no case took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Untaken {
    /// The rule or reading it is of.
    pub of: String,
    /// Which, from 1.
    pub number: usize,
    /// It as it is written.
    pub text: String,
    /// File of the rules.
    pub source: String,
    /// Line of the rule or reading it is of.
    pub line: u32,
}

/// A part of a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Share {
    /// How many of them.
    pub part: usize,
    /// How many there are.
    pub whole: usize,
}

impl Share {
    /// In percent, cut and not rounded: 100 is all of them. Of nothing, all.
    pub fn percent(self) -> usize {
        (self.part * 100).checked_div(self.whole).unwrap_or(100)
    }

    fn count(&mut self, met: bool) {
        self.whole += 1;
        self.part += usize::from(met);
    }
}

/// The account of what was met. `is_own` says which files of rules are the author's own; rules of packs that they build on are those of others.
pub fn coverage(rules: &RuleSet, seen: &Seen, is_own: &dyn Fn(&str) -> bool) -> Coverage {
    let name = |program: &Program, rule: &Rule| {
        let source = rules.sources().get(rule.span.source);
        is_own(source.name()).then_some((program.index, source))
    };
    let mut met = Share::default();
    let mut outcomes: IndexMap<&str, Outcomes> = IndexMap::new();
    let mut explanations: IndexMap<(&str, usize), (Untaken, bool)> = IndexMap::new();
    let mut patterns: IndexMap<(&str, usize), (Untaken, bool)> = IndexMap::new();
    let mut negations: IndexMap<(&str, usize), (Untaken, bool)> = IndexMap::new();
    for program in rules.intended() {
        for (index, rule) in program.rules.iter().enumerate() {
            let Some((program, source)) = name(program, rule) else { continue };
            let of = |verdict| seen.verdicts.contains(&(program, index, rank(verdict)));
            let conditional = rule.instances.iter().any(|i| i.when.is_some());
            let entry = outcomes.entry(&rule.id).or_insert_with(|| Outcomes {
                rule: rule.id.clone(),
                violated: false,
                satisfied: false,
                undecided: (!always_decided(rule)).then_some(false),
                not_applicable: conditional.then_some(false),
            });
            entry.violated |= of(Verdict::Violated);
            entry.satisfied |= of(Verdict::Satisfied);
            // What it was thought that it cannot come to and did: an approximate figure is one that a rule over readings does not apply to.
            if entry.not_applicable.is_none() && of(Verdict::NotApplicable) {
                entry.not_applicable = Some(true);
            }
            for (met, verdict) in [(&mut entry.undecided, Verdict::Undecided), (&mut entry.not_applicable, Verdict::NotApplicable)] {
                if let Some(met) = met {
                    *met |= of(verdict);
                }
            }
            let (line, _) = source.line_column(rule.span.start);
            let texts = rule.instances.first().map(|i| i.explained.as_slice()).unwrap_or_default();
            for (i, (_, text)) in texts.iter().enumerate() {
                let untaken =
                    || Untaken { of: rule.id.clone(), number: i + 1, text: text.zh.clone(), source: source.name().to_owned(), line };
                let entry = explanations.entry((&rule.id, i)).or_insert_with(|| (untaken(), false));
                entry.1 |= seen.explanations.contains(&(program, index, i));
            }
        }
        for (index, reading) in program.readings.iter().enumerate() {
            let source = rules.sources().get(reading.span.source);
            if !is_own(source.name()) {
                continue;
            }
            let (line, _) = source.line_column(reading.span.start);
            let untaken = |number: usize, text: &str| Untaken {
                of: reading.id.clone(),
                number: number + 1,
                text: text.to_owned(),
                source: source.name().to_owned(),
                line,
            };
            for (n, text) in reading.pattern_texts.iter().enumerate() {
                let entry = patterns.entry((&reading.id, n)).or_insert_with(|| (untaken(n, text), false));
                entry.1 |= seen.patterns.contains(&(program.index, index, n));
            }
            for (n, text) in reading.negation_texts.iter().enumerate() {
                let entry = negations.entry((&reading.id, n)).or_insert_with(|| (untaken(n, text), false));
                entry.1 |= seen.negations.contains(&(program.index, index, n));
            }
        }
    }
    for o in outcomes.values() {
        [o.violated, o.satisfied].into_iter().chain(o.undecided).chain(o.not_applicable).for_each(|m| met.count(m));
    }
    for (_, taken) in explanations.values().chain(patterns.values()).chain(negations.values()) {
        met.count(*taken);
    }
    let untaken = |all: IndexMap<(&str, usize), (Untaken, bool)>| -> Vec<Untaken> {
        all.into_values().filter(|(_, taken)| !taken).map(|(u, _)| u).collect()
    };
    let tables: Vec<Cells> = rules.intended().iter().filter(|p| !p.rules.is_empty()).flat_map(cells).collect();
    let mut cells_read = Share::default();
    for table in &tables {
        cells_read.part += table.share.part;
        cells_read.whole += table.share.whole;
    }
    Coverage {
        tables,
        rules: outcomes.into_values().collect(),
        explanations: untaken(explanations),
        patterns: untaken(patterns),
        negations: untaken(negations),
        cells_read,
        met,
    }
}

/// Whether nothing can keep a rule from being decided: it asks for nothing but the states of cells of the report at hand.
fn always_decided(rule: &Rule) -> bool {
    let known = |e: &Expr| match &e.kind {
        ExprKind::State(_, figure) => figure.whose == Whose::OWN,
        ExprKind::AllMissing(figures) => figures.iter().all(|f| f.whose == Whose::OWN),
        ExprKind::SectionMissing(whose, _) => *whose == Whose::OWN,
        ExprKind::And(..) | ExprKind::Or(..) | ExprKind::Not(_) | ExprKind::If(..) | ExprKind::Cells(..) => true,
        _ => false,
    };
    let mut all = rule.range == Range::Fixed && rule.needs.is_empty();
    for expr in rule.instances.iter().flat_map(crate::program::Instance::expressions) {
        expr.walk(&mut |e| all &= known(e));
    }
    all
}

/// The cells of each table of a form that some rule reads.
fn cells(program: &Program) -> Vec<Cells> {
    let mut read: IndexSet<CellId> = IndexSet::new();
    for expr in program.rules.iter().flat_map(|r| &r.instances).flat_map(crate::program::Instance::expressions) {
        read.extend(expr.figures().into_iter().map(|f| f.cell));
    }
    let form = &program.form;
    let of = |table: &crate::form::Table| {
        let unread: Vec<String> = table.cells().filter(|c| !read.contains(c)).map(|c| form.cell_name(c).to_owned()).collect();
        let whole = table.cell_count();
        Cells { form: form.name.clone(), table: table.name.clone(), share: Share { part: whole - unread.len(), whole }, unread }
    };
    form.tables.iter().map(of).collect()
}

impl Coverage {
    /// The accounts of several sets of rules as one; `None` where there is none.
    pub fn sum(accounts: impl Iterator<Item = Coverage>) -> Option<Coverage> {
        accounts.reduce(|mut all, more| {
            all.tables.extend(more.tables);
            all.rules.extend(more.rules);
            all.explanations.extend(more.explanations);
            all.patterns.extend(more.patterns);
            all.negations.extend(more.negations);
            for (share, own) in [(&mut all.cells_read, more.cells_read), (&mut all.met, more.met)] {
                share.part += own.part;
                share.whole += own.whole;
            }
            all
        })
    }
}
