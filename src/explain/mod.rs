//! [`Outcomes`] → findings: the sentence, the formula with the figures in it, and where each figure stands.
//!
//! Evidence is built only for the instances that are shown.

pub mod steps;

use crate::catalogue::findings as words;
use crate::eval::{
    Absence, Budget, Computed, Evidence, Facts, Gap, Of, Outcome, Outcomes, Passage, Prepared, Quoted, Related, Said, Site, computed,
    evidence, failing, passages_of,
};
use crate::finding::{
    Absent, Adjusted, Assumption, BatchFindings, CellEvidence, DateEvidence, Finding, Origin, OutcomeCounts, ProblemData, Quote,
    ReportFindings, Tried, Verdict,
};
use crate::form::TableId;
use crate::lang::{Lang, Text};
use crate::program::message::{Piece, pieces};
use crate::program::{DateFact, Expr, ExprKind, Figure, HoleKind, Instance, Program, Range, ReadingId, Role, Rule, TextFact};
use crate::report::{Cell, CellState, Place, Problem, Report};
use crate::value::{Comparison, Date, Decimal, date};
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
    own: &Prepared,
    related: &Related,
    outcomes: &Outcomes,
    options: &CheckOptions,
) -> ReportFindings {
    let budget = Budget::default();
    let explainer = Explainer::new(program, own, related, outcomes, &budget, options);
    let report = own.report;
    let (counted, trial) = explainer.apart(options);
    ReportFindings {
        form: program.form.name.clone(),
        agency: report.agency.clone(),
        year: report.year,
        title: report.title.clone(),
        pack: format!("{}@{}", program.pack, program.version),
        hash: hash.to_owned(),
        cells: report.count_cells(),
        outcomes: counted.outcomes,
        assumptions: explainer.assumptions(),
        vacuous: counted.vacuous,
        problems: report.problems.iter().map(|p| problem_data(p, options.lang)).collect(),
        findings: counted.findings,
        trial,
    }
}

/// Explains what the rules over the set of reports came to.
pub fn explain_batch(program: &Program, related: &Related, outcomes: &Outcomes, options: &CheckOptions) -> BatchFindings {
    let nobody = Report::empty(program.form.clone());
    let own = Prepared::new("", &nobody, 0);
    let budget = Budget::default();
    let explainer = Explainer::new(program, &own, related, outcomes, &budget, options);
    let (counted, trial) = explainer.apart(options);
    BatchFindings { trial, ..counted }
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

impl<'a> Explainer<'a> {
    fn new(
        program: &'a Program,
        own: &'a Prepared<'a>,
        related: &'a Related<'a>,
        outcomes: &'a Outcomes,
        budget: &'a Budget,
        options: &CheckOptions,
    ) -> Explainer<'a> {
        Explainer { program, report: own.report, facts: Facts::new(program, own, related, budget), outcomes, lang: options.lang }
    }

    /// What the rules came to, and apart from it what those on trial did, if there are any.
    fn apart(&self, options: &CheckOptions) -> (BatchFindings, Option<Box<BatchFindings>>) {
        let some = |trial: bool| {
            let mut outcomes = OutcomeCounts::default();
            let of = |rule: usize| self.program.rules[rule].trial == trial;
            self.outcomes.outcomes.iter().filter(|o| of(o.rule)).for_each(|o| outcomes.add(o.verdict));
            let vacuous = self.outcomes.vacuous.iter().filter(|i| of(**i)).map(|i| self.program.rules[*i].id.clone()).collect();
            BatchFindings { outcomes, vacuous, findings: self.findings(options, trial), trial: None }
        };
        let any = self.program.rules.iter().any(|r| r.trial);
        let trial = any.then(|| some(true)).filter(|t| t.outcomes.total() > 0 || !t.vacuous.is_empty());
        (some(false), trial.map(Box::new))
    }

    fn findings(&self, options: &CheckOptions, trial: bool) -> Vec<Finding> {
        let shown = |o: &&Outcome| options.verbose || !matches!(o.verdict, Verdict::Satisfied | Verdict::NotApplicable);
        // The passages of a rule over text are gone through once, in the order of its instances.
        let mut passages: Option<(usize, Vec<Passage<'a>>)> = None;
        let mut findings = Vec::new();
        for outcome in self.outcomes.outcomes.iter().filter(shown).filter(|o| self.program.rules[o.rule].trial == trial) {
            let rule = &self.program.rules[outcome.rule];
            if matches!(rule.range, Range::Text { .. }) && passages.as_ref().is_none_or(|(r, _)| *r != outcome.rule) {
                passages = Some((outcome.rule, passages_of(rule, &self.facts)));
            }
            let of_rule = passages.as_ref().filter(|(r, _)| *r == outcome.rule).map_or(&[][..], |(_, p)| p);
            findings.push(self.finding(outcome, of_rule));
        }
        findings
    }

    fn assumptions(&self) -> Vec<Assumption> {
        let form = &self.program.form;
        let mut tables: IndexMap<TableId, (Vec<Site>, usize)> = IndexMap::new();
        for outcome in self.outcomes.outcomes.iter().filter(|o| !self.program.rules[o.rule].trial) {
            let mut counted: Vec<TableId> = Vec::new();
            for site in &outcome.assumed {
                let (table, ..) = form.locate(site.figure.cell);
                let entry = tables.entry(table).or_default();
                if !entry.0.contains(site) {
                    entry.0.push(*site);
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
            .map(|(table, (mut sites, instances))| {
                sites.sort();
                Assumption {
                    kind: "blank-as-zero",
                    table: form.table(table).name.clone(),
                    cells: sites.into_iter().map(|c| self.name(c)).collect(),
                    instances,
                }
            })
            .collect()
    }

    fn finding(&self, outcome: &Outcome, passages: &[Passage<'a>]) -> Finding {
        let rule = &self.program.rules[outcome.rule];
        let instance = &rule.instances[outcome.instance];
        let hits = match rule.range {
            Range::Reading { reading, .. } => self.facts.own.readings(self.program).get(reading.index()).map(|r| &r.hits),
            Range::Fixed | Range::Text { .. } | Range::Batch => None,
        };
        let hit = outcome.part.and_then(|h| hits?.get(h));
        let passage = outcome.part.and_then(|p| passages.get(p));
        let facts = Facts { hit, passage, ..self.facts };
        // An instance that needed an absent section has no figure to put in.
        let evaluated = match rule.range {
            Range::Fixed | Range::Batch => !(rule.needs.iter().any(|n| self.lacks(n)) && outcome.verdict == Verdict::Undecided),
            Range::Reading { .. } => hit.is_some(),
            Range::Text { .. } => passage.is_some(),
        };
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
        let read = if evaluated { self.read(instance, outcome, &facts) } else { Evidence::default() };
        let cells: Vec<CellEvidence> = read.sites.iter().map(|s| self.cell(*s)).collect();
        let mut absent = self.absent(outcome, &read);
        let mut quotes: Vec<Quote> = read.quotes.iter().map(|q| self.quote(q)).collect();
        quotes.extend(read.problems.iter().filter_map(|(of, i)| self.quoted_problem(*of, *i)));
        let dates: Vec<DateEvidence> = read.dates.iter().map(|d| self.date(d)).collect();
        if cells.is_empty() && quotes.is_empty() && dates.is_empty() && absent.is_empty() {
            // There is always something to look at: if nothing else, the report.
            match &self.report.title {
                Some(title) => quotes.push(self.quote(&Quoted {
                    of: Of::default(),
                    section: String::new(),
                    text: title.clone(),
                    said: None,
                    found: None,
                    place: Place::default(),
                })),
                None => absent.push(Absent::of("report", "…")),
            }
        }
        let note = match outcome.verdict {
            Verdict::Explained => outcome.explained_by.map(|i| tried[i].text.clone()),
            Verdict::NotApplicable => rule.condition.clone(),
            Verdict::Satisfied | Verdict::Violated | Verdict::Undecided => None,
        };
        let one_comparison = shown.as_ref().is_some_and(|s| s.left.is_some() && s.right.is_some());
        let sides = if one_comparison { self.sides(instance, shown.as_ref()) } else { None };
        let asks_whole = instance.require.asks_about_many();
        let compared = matches!(&instance.require.kind, ExprKind::Compare(c) if c.ops.len() == 1);
        Finding {
            rule: rule.id.clone(),
            severity: rule.level,
            outcome: outcome.verdict,
            instance: outcome.part.map(|h| (h + 1).to_string()).or_else(|| instance.key.clone()),
            reason: outcome.reason,
            title: rule.title.as_ref().map_or_else(|| rule.id.clone(), |t| t.get(self.lang).to_owned()),
            message: self.message(rule, instance, outcome, &facts, sides.as_ref(), &tried, &read, &absent),
            basis: rule.basis.iter().map(|b| b.get(self.lang).to_owned()).collect(),
            unconfirmed: rule.unconfirmed,
            adjusted: rule
                .adjusted
                .iter()
                .map(|(by, because)| Adjusted { by: by.clone(), because: because.get(self.lang).to_owned() })
                .collect(),
            fix: rule.fix.as_ref().map(|f| f.get(self.lang).to_owned()),
            formula: compared.then(|| rule.formula.clone()),
            computed: shown.as_ref().filter(|_| compared).map(|s| s.text.clone()),
            shown: (rule.formula.clone(), shown.as_ref().filter(|s| !asks_whole && s.text != rule.formula).map(|s| s.text.clone())),
            left: sides.as_ref().map(|s| s.left.clone()),
            right: sides.as_ref().map(|s| s.right.clone()),
            difference: sides.as_ref().map(|s| s.difference.clone()),
            unit: instance.unit.as_ref().filter(|_| one_comparison).map(|u| u.name().to_owned()),
            note,
            tried,
            fingerprint: self.fingerprint(rule, instance, outcome, &cells, &read, passages, &dates),
            quotes,
            dates,
            absent,
            lacking: outcome
                .gaps
                .iter()
                .filter(|g| !matches!(g, Gap::Cell(..) | Gap::Section(..) | Gap::Report(..)))
                .filter_map(|g| self.gap(g))
                .collect(),
            diagnosis: Vec::new(),
            caused_by: self.caused_by(outcome),
            cells,
        }
    }

    /// Whether a rule lacks figures of prose it cannot do without.
    fn lacks(&self, need: &crate::program::Need) -> bool {
        self.facts.own.readings(self.program).get(need.reading.index()).is_none_or(|r| r.hits.len() < need.at_least)
    }

    fn computed(&self, expr: &Expr, facts: &Facts) -> Computed {
        computed(expr, facts, &|site| match self.facts.cell_at(site) {
            Some(cell) => words::no_figure(cell.state, cell.text.as_deref(), self.lang),
            None => words::no_figure(CellState::Missing, None, self.lang),
        })
    }

    /// Both sides of one comparison, as they are shown.
    fn sides(&self, instance: &Instance, shown: Option<&Computed>) -> Option<Sides> {
        let shown = shown?;
        let (left, right, difference) = (shown.left?, shown.right?, shown.difference?);
        let day = |d: Decimal| date::from_days(d).map(|d: Date| d.to_string());
        match &instance.require.kind {
            ExprKind::Compare(c) if c.dates => {
                Some(Sides { left: day(left)?, right: day(right)?, difference: difference.to_string(), days: Some((c.ops[0], difference)) })
            }
            _ => Some(Sides { left: shown_number(left), right: shown_number(right), difference: shown_number(difference), days: None }),
        }
    }

    /// What an instance read, as far as it says why it came to what it did.
    fn read(&self, instance: &Instance, outcome: &Outcome, facts: &Facts) -> Evidence {
        let mut read = evidence(&instance.require, facts);
        // Only the explanations that were looked at, and what a condition read when it is the condition that is not known.
        if matches!(outcome.verdict, Verdict::Violated | Verdict::Explained) {
            for (expr, _) in &instance.explained {
                read.read(expr, facts);
            }
        }
        if let (Verdict::Undecided, Some(when)) = (outcome.verdict, &instance.when) {
            read.read(when, facts);
        }
        // Nothing stands where something should: what made the rule apply is what there is to look at.
        if let (true, Some(when)) = (read.is_empty(), &instance.when) {
            read.read(when, facts);
        }
        // A rule over prose shows its sentence even where it asks nothing about it.
        if let (Some(hit), true) = (facts.hit, read.quotes.is_empty()) {
            read.quotes.push(Quoted {
                of: Of::default(),
                section: hit.section.clone(),
                text: hit.quote.clone(),
                said: Some(hit.said.clone()),
                found: None,
                place: hit.place.clone(),
            });
        }
        read
    }

    /// The name of a figure in rules: the id of its cell, after a 上年 for each year back, or the body whose it is.
    fn name(&self, site: Site) -> String {
        let name = self.program.form.cell_name(site.figure.cell);
        match self.facts.member(site.of) {
            Some(member) => format!("{}（{}）.{name}", site.of.whose.prefix().trim_end_matches('.'), member.name),
            None => format!("{}{name}", site.of.whose.prefix()),
        }
    }

    fn cell(&self, site: Site) -> CellEvidence {
        let form = &self.program.form;
        let cell = self.facts.cell_at(site).unwrap_or(&Cell::MISSING);
        let (table, row, column) = form.locate(site.figure.cell);
        let table = form.table(table);
        CellEvidence {
            id: form.cell_name(site.figure.cell).to_owned(),
            labels: (table.rows[row.0 as usize].label.text.clone(), table.columns[column.0 as usize].label.text.clone()),
            state: cell.state.name(),
            value: cell.number().map(|n| n.to_string()),
            text: cell.text.clone(),
            place: cell.place.clone(),
            of: self.origin(site.of),
        }
    }

    fn quote(&self, quoted: &Quoted) -> Quote {
        Quote {
            section: quoted.section.clone(),
            text: quoted.text.clone(),
            value: quoted.said.as_ref().map(Said::show),
            found: quoted.found.clone(),
            place: quoted.place.clone(),
            of: self.origin(quoted.of),
        }
    }

    fn quoted_problem(&self, of: Of, index: usize) -> Option<Quote> {
        let problem = self.facts.report_at(of).ok()?.report.problems.get(index)?;
        let place = problem.place.clone().unwrap_or_default();
        let text = format!("{} {}", problem.trouble.code(), problem.trouble.message(self.lang));
        Some(Quote { section: String::new(), text, value: None, found: None, place, of: self.origin(of) })
    }

    fn date(&self, read: &crate::eval::DateRead) -> DateEvidence {
        DateEvidence { name: date_name(read.fact), value: read.date.map(|d| d.to_string()), of: read.of.and_then(|of| self.origin(of)) }
    }

    /// Whose something is, where it is not of the report at hand.
    fn origin(&self, of: Of) -> Option<Origin> {
        let role = match (of.whose.role, of.whose.back) {
            (Role::Own, 0) => return None,
            (Role::Own, _) => "prior",
            (Role::Child, _) => "child",
            (Role::Peer, _) => "peer",
        };
        let prepared = self.facts.report_at(of).ok()?;
        let agency = prepared.report.agency.clone().or_else(|| self.facts.member(of).map(|m| m.name.clone()));
        Some(Origin { role, path: prepared.path.to_owned(), agency, year: prepared.report.year })
    }

    #[allow(clippy::too_many_arguments, reason = "each is a part of the finding that a sentence may be about")]
    fn message(
        &self,
        rule: &Rule,
        instance: &Instance,
        outcome: &Outcome,
        facts: &Facts,
        sides: Option<&Sides>,
        tried: &[Tried],
        read: &Evidence,
        absent: &[Absent],
    ) -> String {
        let lang = self.lang;
        let label = instance.label.as_deref();
        match outcome.verdict {
            Verdict::Violated => {
                if let Some(message) = &rule.message {
                    return self.fill(message, instance, sides, read);
                }
                if let Some((op, days)) = sides.and_then(|s| s.days) {
                    let sides = sides.map(|s| (s.left.as_str(), s.right.as_str())).unwrap_or_default();
                    return words::dates(op, sides, &days.abs().to_string(), days.is_sign_negative(), lang);
                }
                let sides = sides.map(|s| (s.left.as_str(), s.right.as_str(), s.difference.trim_start_matches('-')));
                let stated = |q: &&Quoted| q.said.is_some() && q.of == Of::default();
                let disagree: Vec<(String, String)> = if matches!(instance.require.kind, ExprKind::Consistent(..)) {
                    read.quotes
                        .iter()
                        .filter(stated)
                        .map(|q| (q.section.clone(), q.said.as_ref().map_or(String::new(), Said::show)))
                        .collect()
                } else {
                    Vec::new()
                };
                let single = match read.sites.iter().collect::<Vec<_>>().as_slice() {
                    [site] if read.quotes.is_empty() && sides.is_none() => {
                        self.facts.cell_at(**site).and_then(|c| c.text.as_deref()).map(str::trim)
                    }
                    _ => None,
                };
                let of_reading = match (&instance.require.kind, &rule.range) {
                    (ExprKind::Consistent(reading, _), _) => Some(*reading),
                    (_, Range::Reading { reading, .. }) => Some(*reading),
                    _ => None,
                };
                // The unit of a reading is that of its own figure, and no share's or year's.
                let counts = |reading: &ReadingId| {
                    let reading = &self.program.readings[reading.index()];
                    matches!(reading.kind, HoleKind::Number | HoleKind::Amount)
                };
                let unit = match (of_reading.filter(counts), &instance.unit) {
                    (_, Some(unit)) => unit.name(),
                    (Some(reading), None) if matches!(instance.require.kind, ExprKind::Consistent(..)) => {
                        self.program.readings[reading.index()].unit.name()
                    }
                    _ => "",
                };
                // 本条 against a figure of a table: what the text says, and what the table has.
                let over_reading = matches!(rule.range, Range::Reading { .. }) && reads_itself_alone(&instance.require);
                let op = if let ExprKind::Compare(c) = &instance.require.kind {
                    c.ops.first().copied().filter(|_| c.ops.len() == 1)
                } else {
                    None
                };
                let said = read.quotes.iter().find(stated).filter(|_| over_reading);
                let said_value = said.and_then(|q| Some((q.section.as_str(), q.said.as_ref()?.show())));
                let found: Vec<(String, String)> =
                    read.quotes.iter().filter_map(|q| Some((q.section.clone(), q.found.clone()?))).take(3).collect();
                let parts = failing(&instance.require, facts);
                let computed: Vec<String> = parts.iter().map(|part| self.computed(part, facts).text).collect();
                let lacks = match parts.as_slice() {
                    [part] if matches!(part.kind, ExprKind::Contains(..) | ExprKind::Matches(..)) => computed.first().map(String::as_str),
                    _ => None,
                };
                let members: Vec<String> =
                    read.members.iter().take(5).filter_map(|of| Some(self.facts.member(*of)?.name.clone())).collect();
                let mut alike = false;
                instance.require.walk(&mut |e| alike |= matches!(e.kind, ExprKind::Similarity(..)));
                let passage = matches!(rule.range, Range::Text { .. }).then(|| read.quotes.first().map_or("", |q| q.section.as_str()));
                words::violation(
                    &words::Violation {
                        instance: label,
                        computed: &computed.join(words::and(lang)),
                        lacks,
                        sides,
                        op,
                        of_table: is_of_table(&instance.require),
                        unit,
                        said: said_value.as_ref().map(|(s, v)| (*s, v.as_str())),
                        disagree: &disagree,
                        text: single,
                        bounds: Some(computed.join(words::and(lang))).filter(|_| several_comparisons(&instance.require)),
                        members: &members,
                        alike,
                        found: &found,
                        passage,
                        absent,
                    },
                    lang,
                )
            }
            Verdict::Explained => {
                let which = outcome.explained_by.and_then(|i| tried.get(i));
                which.map_or(String::new(), |t| words::explained(&t.text, &t.computed, lang))
            }
            Verdict::Undecided => {
                let which: Vec<String> = outcome.gaps.iter().filter_map(|g| self.gap(g)).collect();
                words::undecided(outcome.reason, label, &which, lang)
            }
            Verdict::NotApplicable => {
                let approximate = matches!(rule.range, Range::Reading { with_approximate: false, .. })
                    && read.quotes.first().and_then(|q| q.said.as_ref()).is_some_and(|s| s.bounds.is_some());
                words::not_applicable(rule.condition.as_deref().filter(|_| !approximate), lang)
            }
            Verdict::Satisfied => words::satisfied(outcome.assumed.len(), lang),
        }
    }

    /// What is not known, in a word.
    fn gap(&self, gap: &Gap) -> Option<String> {
        match gap {
            Gap::Cell(site, _) => Some(self.name(*site)),
            Gap::Section(of, id) => Some(words::section_of(&self.whose(*of), id, self.lang)),
            Gap::Report(of, _) => Some(self.whose(*of)),
            Gap::Date(_, fact) => Some(date_name(*fact).to_owned()),
            Gap::Attribute(_, name) => Some(name.clone()),
            Gap::Year(_) => Some("年度".to_owned()),
            Gap::Name(fact) => Some(name_name(*fact).to_owned()),
            Gap::NotStated(reading) => reading.map(|r| self.program.readings[r.index()].id.clone()),
            Gap::NoSuchDay | Gap::Peers | Gap::Children | Gap::Approximate | Gap::ZeroDivisor | Gap::Limit => None,
        }
    }

    /// A report by the body and year it is of; nothing for the report at hand.
    fn whose(&self, of: Of) -> String {
        let year = self.year_back(of.whose.back);
        match (self.facts.member(of), of.whose.role, of.whose.back) {
            (Some(member), _, 0) => member.name.clone(),
            (Some(member), ..) => format!("{} {year}", member.name),
            (None, Role::Own, 0) => String::new(),
            (None, ..) => year,
        }
    }

    /// The author's message with its holes filled.
    fn fill(&self, message: &Text, instance: &Instance, sides: Option<&Sides>, read: &Evidence) -> String {
        let side = |pick: fn(&Sides) -> &str| sides.map_or("?", pick);
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
                "左" | "left" => out.push_str(side(|s| &s.left)),
                "右" | "right" => out.push_str(side(|s| &s.right)),
                "差" | "difference" => out.push_str(side(|s| &s.difference)),
                "单位" | "unit" => out.push_str(instance.unit.as_ref().map_or("", |u| u.name())),
                "年度" | "year" => out.push_str(&self.report.year.map_or_else(|| "?".to_owned(), |y| y.to_string())),
                "本条" | "this_reading" => {
                    out.push_str(&read.quotes.iter().find_map(|q| q.said.as_ref()).map_or_else(|| "?".to_owned(), Said::show));
                }
                "本句" | "this_sentence" | "本段" | "this_paragraph" => out.push_str(read.quotes.first().map_or("", |q| &q.text)),
                "所见" | "found" => {
                    let found: Vec<String> = read.quotes.iter().filter_map(|q| Some(format!("“{}”", q.found.as_ref()?))).collect();
                    out.push_str(&found.join("、"));
                }
                _ => {}
            }
        }
        out
    }

    /// The report so many years before, by its year where that is known.
    fn year_back(&self, back: u8) -> String {
        self.report.year.map_or_else(|| format!("-{back}"), |y| (y - i32::from(back)).to_string())
    }

    /// What was needed and is not there: whole tables and rows by name rather than cell by cell, sections, reports.
    fn absent(&self, outcome: &Outcome, read: &Evidence) -> Vec<Absent> {
        let form = &self.program.form;
        let mut absent: Vec<Absent> = Vec::new();
        let mut add = |entry: Absent| {
            if !absent.contains(&entry) {
                absent.push(entry);
            }
        };
        let report = |of: Of| {
            let year = self.report.year.map(|y| y - i32::from(of.whose.back));
            let agency = self.facts.member(of).map(|m| m.name.clone());
            Absent { kind: "report", id: self.whose(of), agency, year }
        };
        // A section of another report by the words of the language: 上年.部分(五).
        let section = |of: Of, id: &str| {
            let id = if of == Of::default() { id.to_owned() } else { format!("{}部分({id})", of.whose.prefix()) };
            Absent {
                year: self.report.year.map(|y| y - i32::from(of.whose.back)).filter(|_| of.whose.back > 0),
                ..Absent::of("section", id)
            }
        };
        for gap in &outcome.gaps {
            match gap {
                Gap::Section(of, id) => add(section(*of, id)),
                Gap::Report(of, _) => add(report(*of)),
                Gap::Children => add(Absent::of("report", words::children(self.lang))),
                Gap::Cell(site, CellState::Missing) => {
                    let (table_id, row, _) = form.locate(site.figure.cell);
                    let table = form.table(table_id);
                    let here = |cell| Site { of: site.of, figure: Figure { cell, ..site.figure } };
                    let missing = |c: &Cell| c.state == CellState::Missing;
                    let all = table.cells().all(|cell| self.facts.cell_at(here(cell)).is_none_or(missing));
                    add(if all {
                        Absent::of("table", table.name.clone())
                    } else {
                        Absent::of("row", format!("{}.{}", table.name, table.rows[row.0 as usize].path))
                    });
                }
                Gap::Cell(..)
                | Gap::Date(..)
                | Gap::Attribute(..)
                | Gap::Year(_)
                | Gap::NotStated(_)
                | Gap::Approximate
                | Gap::Name(_)
                | Gap::NoSuchDay
                | Gap::Peers
                | Gap::ZeroDivisor
                | Gap::Limit => {}
            }
        }
        if outcome.verdict == Verdict::Violated {
            // 非 缺(部分(四)), 非 缺(下级): that it is not there is what is wrong.
            for of in &read.reports {
                if self.facts.report_at(*of).err() == Some(Absence::NotGiven) {
                    add(report(*of));
                }
            }
            self.program.rules[outcome.rule].instances[outcome.instance].require.walk(&mut |e| {
                if let ExprKind::SectionMissing(whose, id) = &e.kind
                    && whose.role == Role::Own
                    && self.facts.report_of(*whose).is_ok_and(|p| p.report.section(id).is_none())
                {
                    add(section(self.facts.of(*whose), id));
                }
            });
        }
        absent
    }

    /// The loading problem that keeps the instance from being decided, where one names its place.
    fn caused_by(&self, outcome: &Outcome) -> Option<String> {
        use crate::catalogue::Trouble as T;
        let own = Of::default();
        // A problem of another report is not among those of this one.
        let cell = outcome.gaps.iter().find_map(|gap| match gap {
            Gap::Cell(site, CellState::Missing | CellState::Unreadable) if site.of == own => Some(site.figure.cell),
            _ => None,
        });
        let Some(cell) = cell else {
            let section =
                outcome.gaps.iter().find_map(|gap| if let Gap::Section(of, id) = gap { (*of == own).then_some(id) } else { None })?;
            return self.problem(|trouble| matches!(trouble, T::MissingHeading { ordinal, .. } if ordinal == section));
        };
        let form = &self.program.form;
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
    #[allow(clippy::too_many_arguments, reason = "each is a part of what makes a finding the same")]
    fn fingerprint(
        &self,
        rule: &Rule,
        instance: &Instance,
        outcome: &Outcome,
        cells: &[CellEvidence],
        read: &Evidence,
        passages: &[Passage<'a>],
        dates: &[DateEvidence],
    ) -> String {
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
            if let Some(Origin { role: "child" | "peer", agency, year, .. }) = &cell.of {
                field(agency.as_deref().unwrap_or(""));
                field(&year.map_or(String::new(), |y| y.to_string()));
            }
            field(cell.state);
            field(cell.value.as_deref().unwrap_or(""));
        }
        for quoted in &read.quotes {
            field(&quoted.text);
            field(&quoted.said.as_ref().map_or(String::new(), |s| s.value.to_string()));
        }
        // One sentence may state a figure twice, and a sentence may stand twice: its number among equal ones.
        if let Some(part) = outcome.part {
            let same = match rule.range {
                Range::Reading { reading, .. } => {
                    let all = self.facts.own.readings(self.program).get(reading.index()).map_or(&[][..], |r| &r.hits);
                    let own = all.get(part).map(|h| (&h.quote, h.said.value));
                    all.iter().take(part).filter(|h| own == Some((&h.quote, h.said.value))).count()
                }
                Range::Text { .. } => {
                    let own = passages.get(part).map(|p| &p.text);
                    passages.iter().take(part).filter(|p| Some(&p.text) == own).count()
                }
                Range::Fixed | Range::Batch => 0,
            };
            field(&same.to_string());
        }
        for date in dates {
            field(date.name);
            field(date.value.as_deref().unwrap_or(""));
        }
        for gap in &outcome.gaps {
            if let Gap::Section(_, id) = gap {
                field(id);
            }
        }
        hasher.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect()
    }
}

/// Both sides of a comparison as they are shown.
struct Sides {
    left: String,
    right: String,
    /// Left less right; of dates, in days.
    difference: String,
    /// For dates: how they were to stand, and by how many days they do not.
    days: Option<(Comparison, Decimal)>,
}

/// The name of a date in the language.
fn date_name(fact: Option<DateFact>) -> &'static str {
    match fact {
        Some(DateFact::Published) => "发布日期",
        Some(DateFact::Signed) => "落款日期",
        Some(DateFact::PeriodFrom) => "期间起",
        Some(DateFact::PeriodTo) => "期间止",
        None => "核对日期",
    }
}

/// The name of a name in the language.
fn name_name(fact: TextFact) -> &'static str {
    match fact {
        TextFact::Title => "标题",
        TextFact::Body => "单位名称",
        TextFact::Signatory => "落款单位",
        TextFact::Form => "表样",
    }
}

/// Whether a comparison is of 本条 on its left and figures of tables on its right.
/// A number as it is shown: without zeros that only its working out has put there.
fn shown_number(value: Decimal) -> String {
    value.normalize().to_string()
}

/// Whether the right side of a comparison is one figure of a table.
fn is_of_table(require: &Expr) -> bool {
    let ExprKind::Compare(compare) = &require.kind else { return false };
    matches!(compare.sides.last().map(|s| &s.kind), Some(ExprKind::Cell(_)))
}

/// Whether there is more than one comparison in it that could be the one that fails, and nothing but comparisons.
fn several_comparisons(require: &Expr) -> bool {
    let (mut comparisons, mut others) = (0, false);
    require.walk(&mut |e| match &e.kind {
        ExprKind::Compare(compare) => comparisons += compare.ops.len(),
        ExprKind::Whole(_) | ExprKind::State(..) | ExprKind::Matches(..) | ExprKind::Contains(..) => others = true,
        _ => {}
    });
    comparisons > 1 && !others
}

fn reads_itself_alone(require: &Expr) -> bool {
    let ExprKind::Compare(compare) = &require.kind else { return false };
    let [left, right] = compare.sides.as_slice() else { return false };
    matches!(left.kind, ExprKind::ThisReading(None)) && !right.figures().is_empty()
}
