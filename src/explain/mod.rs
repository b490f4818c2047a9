//! [`Outcomes`] → findings: the sentence, the formula with the figures in it, and where each figure stands.
//!
//! Evidence is built only for the instances that are shown.

use crate::catalogue::findings as words;
use crate::eval::{Computed, Facts, Hit, Outcome, Outcomes, Related, computed};
use crate::finding::{Absent, Assumption, CellEvidence, Finding, Origin, ProblemData, Quote, Reason, ReportFindings, Tried, Verdict};
use crate::form::TableId;
use crate::lang::{Lang, Text};
use crate::program::message::{Piece, pieces};
use crate::program::{Expr, ExprKind, Figure, Instance, Program, Rule};
use crate::report::{Cell, CellState, Problem, Report};
use crate::value::Decimal;
use indexmap::IndexMap;
use sha2::{Digest, Sha256};

/// How findings are told.
#[derive(Debug, Clone, Default)]
pub struct CheckOptions {
    /// Language of the findings.
    pub lang: Lang,
    /// Whether satisfied and not applicable instances are listed too.
    pub verbose: bool,
}

/// Explains what the rules came to on a report.
pub fn explain(
    program: &Program,
    hash: &str,
    report: &Report,
    related: &Related,
    outcomes: &Outcomes,
    options: &CheckOptions,
) -> ReportFindings {
    let facts = Facts { report, related, readings: &outcomes.readings, hit: None, blank_as_zero: false };
    let explainer = Explainer { program, report, facts, outcomes, lang: options.lang };
    let shown = |o: &&Outcome| options.verbose || !matches!(o.verdict, Verdict::Satisfied | Verdict::NotApplicable);
    ReportFindings {
        form: program.form.name.clone(),
        agency: report.agency.clone(),
        year: report.year,
        title: report.title.clone(),
        pack: format!("{}@{}", program.pack, program.version),
        hash: hash.to_owned(),
        cells: report.count_cells(),
        outcomes: outcomes.counts(),
        assumptions: explainer.assumptions(),
        vacuous: outcomes.vacuous.iter().map(|i| program.rules[*i].id.clone()).collect(),
        problems: report.problems.iter().map(|p| problem_data(p, options.lang)).collect(),
        findings: outcomes.outcomes.iter().filter(shown).map(|o| explainer.finding(o)).collect(),
    }
}

/// A problem of the reading in one language.
pub fn problem_data(problem: &Problem, lang: Lang) -> ProblemData {
    ProblemData {
        code: problem.trouble.code(),
        severity: problem.trouble.severity(),
        message: problem.trouble.message(lang),
        hint: problem.trouble.hint(lang),
        place: problem.place.clone(),
    }
}

struct Explainer<'a> {
    program: &'a Program,
    report: &'a Report,
    /// The figures of the reports, nothing assumed.
    facts: Facts<'a>,
    outcomes: &'a Outcomes,
    lang: Lang,
}

impl Explainer<'_> {
    fn assumptions(&self) -> Vec<Assumption> {
        let form = &self.program.form;
        let mut tables: IndexMap<TableId, (Vec<Figure>, usize)> = IndexMap::new();
        for outcome in &self.outcomes.outcomes {
            let mut counted: Vec<TableId> = Vec::new();
            for cell in &outcome.assumed {
                let (table, ..) = form.locate(cell.cell);
                let entry = tables.entry(table).or_default();
                if !entry.0.contains(cell) {
                    entry.0.push(*cell);
                }
                if !counted.contains(&table) {
                    counted.push(table);
                    entry.1 += 1;
                }
            }
        }
        tables.sort_keys();
        tables
            .into_iter()
            .map(|(table, (mut cells, instances))| {
                cells.sort();
                Assumption {
                    kind: "blank-as-zero",
                    table: form.table(table).name.clone(),
                    cells: cells.into_iter().map(|c| self.name(c)).collect(),
                    instances,
                }
            })
            .collect()
    }

    fn finding(&self, outcome: &Outcome) -> Finding {
        let rule = &self.program.rules[outcome.rule];
        let instance = &rule.instances[outcome.instance];
        let hits = rule.over.map(|r| &self.outcomes.readings[r.index()].hits);
        let hit = outcome.hit.and_then(|h| hits?.get(h));
        let facts = Facts { hit, ..self.facts };
        // An instance that needed an absent section has no figure to put in.
        let evaluated = rule.over.is_none() || hit.is_some();
        let shown = evaluated.then(|| self.computed(&instance.require, &facts));
        let tried: Vec<Tried> = if matches!(outcome.verdict, Verdict::Violated | Verdict::Explained) {
            let pairs = instance.explained.iter().zip(&rule.explained_formulas);
            pairs
                .map(|((expr, text), formula)| Tried {
                    text: text.get(self.lang).to_owned(),
                    formula: formula.clone(),
                    computed: self.computed(expr, &facts).text,
                })
                .collect()
        } else {
            Vec::new()
        };
        let hits: Vec<&Hit> = match hit {
            Some(hit) => vec![hit],
            None => rule.collections.iter().flat_map(|r| &self.outcomes.readings[r.index()].hits).collect(),
        };
        let number = |d: Option<Decimal>| d.map(|d| d.to_string());
        let cells = self.evidence_cells(instance, outcome, evaluated);
        let note = match outcome.verdict {
            Verdict::Explained => outcome.explained_by.map(|i| tried[i].text.clone()),
            Verdict::NotApplicable => rule.condition.clone(),
            Verdict::Satisfied | Verdict::Violated | Verdict::Undecided => None,
        };
        let one_comparison = shown.as_ref().is_some_and(|s| s.left.is_some() && s.right.is_some());
        let (left, right, difference) = match &shown {
            Some(s) if one_comparison => (number(s.left), number(s.right), number(s.difference)),
            _ => (None, None, None),
        };
        let has_figures = rule.collections.is_empty();
        let compared = matches!(&instance.require.kind, ExprKind::Compare(c) if c.ops.len() == 1);
        Finding {
            rule: rule.id.clone(),
            severity: rule.level,
            outcome: outcome.verdict,
            instance: outcome.hit.map(|h| (h + 1).to_string()).or_else(|| instance.key.clone()),
            reason: outcome.reason,
            title: rule.title.as_ref().map_or_else(|| rule.id.clone(), |t| t.get(self.lang).to_owned()),
            message: self.message(rule, instance, outcome, shown.as_ref(), &tried, &hits),
            basis: rule.basis.iter().map(|b| b.get(self.lang).to_owned()).collect(),
            unconfirmed: rule.unconfirmed,
            fix: rule.fix.as_ref().map(|f| f.get(self.lang).to_owned()),
            formula: compared.then(|| rule.formula.clone()),
            computed: shown.as_ref().filter(|_| compared).map(|s| s.text.clone()),
            shown: (rule.formula.clone(), shown.as_ref().filter(|_| has_figures).map(|s| s.text.clone())),
            left,
            right,
            difference,
            unit: instance.unit.as_ref().filter(|_| one_comparison).map(|u| u.name().to_owned()),
            note,
            tried,
            quotes: hits.iter().map(|h| quote(h)).collect(),
            dates: Vec::new(),
            absent: self.absent(outcome),
            diagnosis: Vec::new(),
            caused_by: self.caused_by(outcome),
            fingerprint: self.fingerprint(rule, instance, outcome, &cells, &hits),
            cells,
        }
    }

    fn computed(&self, expr: &Expr, facts: &Facts) -> Computed {
        computed(expr, facts, &|figure| match self.facts.cell(figure) {
            Some(cell) => words::no_figure(cell.state, cell.text.as_deref(), self.lang),
            None => words::no_figure(CellState::Missing, None, self.lang),
        })
    }

    fn evidence_cells(&self, instance: &Instance, outcome: &Outcome, evaluated: bool) -> Vec<CellEvidence> {
        if !evaluated {
            return Vec::new();
        }
        let mut cells = instance.require.figures();
        // Only the explanations that were looked at, and what a condition read when it is the condition that is not known.
        if matches!(outcome.verdict, Verdict::Violated | Verdict::Explained) {
            for (expr, _) in &instance.explained {
                cells.extend(expr.figures());
            }
        }
        if let (Verdict::Undecided, Some(when)) = (outcome.verdict, &instance.when) {
            cells.extend(when.figures());
        }
        let mut seen = indexmap::IndexSet::new();
        seen.extend(cells);
        seen.into_iter().map(|c| self.cell(c)).collect()
    }

    /// The name of a figure in rules: the id of its cell, after a 上年 for each year back.
    fn name(&self, figure: Figure) -> String {
        format!("{}{}", "上年.".repeat(usize::from(figure.back)), self.program.form.cell_name(figure.cell))
    }

    fn cell(&self, figure: Figure) -> CellEvidence {
        let form = &self.program.form;
        let cell = self.facts.cell(figure).unwrap_or(&Cell::MISSING);
        let (table, row, column) = form.locate(figure.cell);
        let table = form.table(table);
        CellEvidence {
            id: form.cell_name(figure.cell).to_owned(),
            labels: (table.rows[row.0 as usize].label.text.clone(), table.columns[column.0 as usize].label.text.clone()),
            state: cell.state.name(),
            value: cell.number().map(|n| n.to_string()),
            text: cell.text.clone(),
            place: cell.place.clone(),
            of: self.origin(figure.back),
        }
    }

    fn message(
        &self,
        rule: &Rule,
        instance: &Instance,
        outcome: &Outcome,
        shown: Option<&Computed>,
        tried: &[Tried],
        hits: &[&Hit],
    ) -> String {
        let lang = self.lang;
        let label = instance.label.as_deref();
        match outcome.verdict {
            Verdict::Violated => {
                if let Some(message) = &rule.message {
                    return self.fill(message, instance, shown, hits);
                }
                let text = |d: Option<Decimal>| d.map(|d| d.to_string());
                let sides = shown.and_then(|s| Some((text(s.left)?, text(s.right)?, text(s.difference.map(|d| d.abs()))?)));
                let disagree: Vec<(String, String)> = if rule.collections.is_empty() {
                    Vec::new()
                } else {
                    hits.iter().map(|h| (h.section.clone(), h.value.to_string())).collect()
                };
                let cells = instance.require.figures();
                let single = match cells.as_slice() {
                    [cell] if instance.unit.is_none() || sides.is_none() => {
                        self.facts.cell(*cell).and_then(|c| c.text.as_deref()).map(str::trim)
                    }
                    _ => None,
                };
                let unit = match rule.collections.first() {
                    Some(reading) => self.program.readings[reading.index()].unit.name(),
                    None => instance.unit.as_ref().map_or("", |u| u.name()),
                };
                let said_value = hits.first().filter(|_| rule.over.is_some()).map(|h| (h.section.as_str(), h.value.to_string()));
                words::violation(
                    &words::Violation {
                        instance: label,
                        computed: shown.map_or("", |s| s.text.as_str()),
                        sides: sides.as_ref().map(|(l, r, d)| (l.as_str(), r.as_str(), d.as_str())),
                        unit,
                        said: said_value.as_ref().map(|(s, v)| (*s, v.as_str())),
                        disagree: &disagree,
                        text: single,
                    },
                    lang,
                )
            }
            Verdict::Explained => {
                let which = outcome.explained_by.and_then(|i| tried.get(i));
                which.map_or(String::new(), |t| words::explained(&t.text, &t.computed, lang))
            }
            Verdict::Undecided => {
                let cells: Vec<String> = outcome.blocking.iter().map(|c| self.name(*c)).collect();
                words::undecided(outcome.reason, label, &cells, &outcome.absent_sections, lang)
            }
            Verdict::NotApplicable => {
                words::not_applicable(rule.condition.as_deref().filter(|_| !hits.iter().any(|h| h.approximate)), lang)
            }
            Verdict::Satisfied => words::satisfied(outcome.assumed.len(), lang),
        }
    }

    /// The author's message with its holes filled.
    fn fill(&self, message: &Text, instance: &Instance, shown: Option<&Computed>, hits: &[&Hit]) -> String {
        let number = |d: Option<Decimal>| d.map_or_else(|| "?".to_owned(), |d| d.to_string());
        let label = || instance.label.clone().unwrap_or_default();
        let mut out = String::new();
        for piece in pieces(message.get(self.lang)) {
            let hole = match piece {
                Piece::Text(text) => {
                    out.push_str(text);
                    continue;
                }
                // The checker lets no other hole pass, and none unclosed.
                Piece::Hole(hole) | Piece::Unclosed(hole) => hole,
            };
            let (row, column) = instance.labels();
            match hole {
                "列" | "column" => out.push_str(column),
                "行" | "row" => out.push_str(row),
                "格" | "cell" => out.push_str(&label()),
                "左" | "left" => out.push_str(&number(shown.and_then(|s| s.left))),
                "右" | "right" => out.push_str(&number(shown.and_then(|s| s.right))),
                "差" | "difference" => out.push_str(&number(shown.and_then(|s| s.difference))),
                "单位" | "unit" => out.push_str(instance.unit.as_ref().map_or("", |u| u.name())),
                "年度" | "year" => out.push_str(&self.report.year.map_or_else(|| "?".to_owned(), |y| y.to_string())),
                "本条" | "this_reading" => out.push_str(&number(hits.first().map(|h| h.value))),
                _ => {}
            }
        }
        out
    }

    /// The report so many years before, by its year where that is known.
    fn year_back(&self, back: u8) -> String {
        self.report.year.map_or_else(|| format!("-{back}"), |y| (y - i32::from(back)).to_string())
    }

    fn origin(&self, back: u8) -> Option<Origin> {
        let prior = self.facts.related.years_back(back)?;
        Some(Origin { role: "prior", path: prior.path.to_owned(), agency: prior.report.agency.clone(), year: prior.report.year })
    }

    /// What the report lacks that the instance needed: whole tables and rows by name rather than cell by cell.
    fn absent(&self, outcome: &Outcome) -> Vec<Absent> {
        let form = &self.program.form;
        let mut absent: Vec<Absent> = outcome.absent_sections.iter().map(|s| Absent { kind: "section", id: s.clone() }).collect();
        if matches!(outcome.reason, Some(Reason::NoPrior | Reason::AmbiguousInput)) {
            let mut years: Vec<u8> = outcome.blocking.iter().map(|f| f.back).filter(|b| *b > 0).collect();
            years.sort_unstable();
            years.dedup();
            absent.extend(years.into_iter().map(|back| Absent { kind: "report", id: self.year_back(back) }));
        }
        if outcome.reason != Some(Reason::MissingCell) {
            return absent;
        }
        for figure in &outcome.blocking {
            let (table_id, row, _) = form.locate(figure.cell);
            let table = form.table(table_id);
            let missing = |c: &Cell| c.state == CellState::Missing;
            let all = table.cells().all(|cell| self.facts.cell(Figure { back: figure.back, cell }).is_none_or(missing));
            let entry = if all {
                Absent { kind: "table", id: table.name.clone() }
            } else {
                Absent { kind: "row", id: format!("{}.{}", table.name, table.rows[row.0 as usize].path) }
            };
            if !absent.contains(&entry) {
                absent.push(entry);
            }
        }
        absent
    }

    /// The loading problem that keeps the instance from being decided, where one names its place.
    fn caused_by(&self, outcome: &Outcome) -> Option<String> {
        use crate::catalogue::Trouble as T;
        if outcome.reason == Some(Reason::MissingSection) {
            let section = outcome.absent_sections.first()?;
            return self.problem(|trouble| matches!(trouble, T::MissingHeading { ordinal, .. } if ordinal == section));
        }
        if !matches!(outcome.reason, Some(Reason::MissingCell | Reason::UnreadableCell)) {
            return None;
        }
        let form = &self.program.form;
        // A problem of another report is not among those of this one.
        let cell = outcome.blocking.iter().find(|f| f.back == 0)?.cell;
        let (table, row, _) = form.locate(cell);
        let table = form.table(table);
        let row = &table.rows[row.0 as usize];
        // Rows printed side by side are named together.
        let is = |name: &str| name == row.path || name == row.label.text;
        let named = |label: &str| is(label) || label.split('、').any(is);
        self.problem(|trouble| match trouble {
            T::MissingTable { table: name, .. } | T::ForeignLabels { table: name, .. } => *name == table.name,
            T::MissingRows { table: name, rows } => *name == table.name && (rows.contains(&row.path) || rows.contains(&row.label.text)),
            T::ShortRow { table: name, row: label, .. } | T::SplitCells { table: name, row: label, .. } => {
                *name == table.name && named(label)
            }
            T::NotAFigure { cell: id, .. } | T::Conflict { cell: id, .. } => id == form.cell_name(cell),
            _ => false,
        })
    }

    /// The first problem that fits, by its code and its number among those of that code.
    fn problem(&self, fits: impl Fn(&crate::catalogue::Trouble) -> bool) -> Option<String> {
        let mut count: IndexMap<&str, usize> = IndexMap::new();
        for problem in &self.report.problems {
            let code = problem.trouble.code();
            let n = count.entry(code).or_default();
            *n += 1;
            if fits(&problem.trouble) {
                return Some(format!("{code}#{n}"));
            }
        }
        None
    }

    /// Stable for the same report, rule, instance and values; independent of path, order, time and wording.
    fn fingerprint(&self, rule: &Rule, instance: &Instance, outcome: &Outcome, cells: &[CellEvidence], hits: &[&Hit]) -> String {
        let mut hasher = Sha256::new();
        let mut field = |text: &str| {
            hasher.update((text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        field(self.report.agency.as_deref().unwrap_or(""));
        field(&self.report.year.map_or(String::new(), |y| y.to_string()));
        field(&self.program.form.name);
        field(&rule.id);
        field(instance.key.as_deref().unwrap_or(""));
        field(&format!("{:?}", outcome.verdict));
        for cell in cells {
            field(&cell.id);
            field(cell.of.as_ref().map_or("", |o| o.role));
            field(cell.state);
            field(cell.value.as_deref().unwrap_or(""));
        }
        for (i, hit) in hits.iter().enumerate() {
            field(&hit.quote);
            field(&hit.value.to_string());
            // One sentence may state a figure twice: its number among equal ones.
            let all = rule.over.map_or(&[][..], |r| &self.outcomes.readings[r.index()].hits);
            let same = all.iter().take(outcome.hit.unwrap_or(i)).filter(|h| h.quote == hit.quote && h.value == hit.value).count();
            field(&same.to_string());
        }
        outcome.absent_sections.iter().for_each(|s| field(s));
        hasher.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect()
    }
}

fn quote(hit: &Hit) -> Quote {
    Quote { section: hit.section.clone(), text: hit.quote.clone(), value: Some(hit.value.to_string()), place: hit.place.clone(), of: None }
}
