//! Findings for people: `pretty` for a screen, `plain` for files and other programs that read lines.

use super::account::{Account, Body, ByLevel};
use super::json::{CheckedReport, Missing, Skipped, Unreadable};
use super::place;
use super::style::{Style, safe};
use crate::catalogue::command as words;
use crate::catalogue::findings as terms;
use crate::catalogue::steps;
use crate::catalogue::{TroubleSeverity, command::Label};
use crate::finding::{BatchFindings, CellEvidence, Finding, Level, Origin, ProblemData, Reason, Verdict};
use crate::lang::Lang;
use crate::report::{Place, Problem};
use indexmap::{IndexMap, IndexSet};

/// Findings of one rule beyond which remarks are shown as a list of places.
const FOLD: usize = 2;
/// Undecided instances of one rule beyond which they are only counted.
const NAMED: usize = 3;

/// Where a row is printed, in whose report, and its label.
type PrintedRow<'a> = (Option<Place>, Option<&'a Origin>, &'a str);

/// A screen of findings.
pub struct Screen {
    /// Colour or none.
    pub style: Style,
    /// Language.
    pub lang: Lang,
    /// One line a finding, with its place first, as compilers write.
    pub plain: bool,
    /// Whether each finding says by what `gouji explain` knows it.
    pub verbose: bool,
}

impl Screen {
    /// Everything found in all reports, and the account.
    pub fn findings(
        &self,
        reports: &[CheckedReport],
        batch: &BatchFindings,
        without_report: &[&Missing],
        skipped: &[Skipped],
        unreadable: &[Unreadable],
    ) -> String {
        let mut out = String::new();
        for report in reports {
            self.report(&shown(report), &mut out);
        }
        // Of one report there is no set to speak of, unless the rules found something in it.
        if !batch.findings.is_empty() || reports.len() > 1 && batch.outcomes.total() > 0 {
            self.batch(batch, &mut out);
        }
        if reports.len() > 1 {
            self.account(&Account::of(reports), &mut out);
        }
        let mut by_year: IndexMap<i32, Vec<&str>> = IndexMap::new();
        without_report.iter().for_each(|m| by_year.entry(m.year).or_default().push(&m.agency));
        for (year, names) in &by_year {
            let names: Vec<String> = names.iter().map(|n| safe(n)).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            out.push_str(&format!("{}\n", words::without_report(*year, &names, self.lang)));
        }
        if reports.len() + unreadable.len() > 1 || !skipped.is_empty() {
            for u in unreadable {
                out.push_str(&format!(
                    "{}\n",
                    self.style.bad(&words::unreadable(&safe(&u.path), &format!("{} {}", u.code, u.message), self.lang))
                ));
            }
            for s in skipped {
                out.push_str(&format!("{}\n", words::skipped(&safe(&s.path), &s.reason, self.lang)));
            }
            let wrong = reports.iter().filter(|r| r.findings.outcomes.violated > 0).count();
            out.push_str(&format!("{}\n", words::reports_account(reports.len(), wrong, unreadable.len(), skipped.len(), self.lang)));
        }
        out
    }

    fn report(&self, report: &CheckedReport, out: &mut String) {
        let f = &report.findings;
        let mut lines: Vec<String> = Vec::new();
        let path = safe(&report.path);
        if self.plain {
            lines.push(format!("{path}: {}", words::head(f.agency.as_deref().map(safe).as_deref(), f.year, &f.form, self.lang)));
        } else {
            lines.push(self.style.strong(&path));
            lines.push(words::head(f.agency.as_deref().map(safe).as_deref(), f.year, &f.form, self.lang));
            lines.push(String::new());
        }

        self.decided(&path, &f.findings, &mut lines);
        if f.outcomes.violated == 0 {
            let undecided = f.outcomes.undecided;
            let text = words::nothing_wrong(undecided, f.outcomes.total() - f.outcomes.not_applicable, self.lang);
            let good = undecided == 0 && f.outcomes.total() > f.outcomes.not_applicable;
            lines.push(if good { self.style.good(&text) } else { self.style.doubt(&text) });
            if undecided == 0 {
                self.gap(&mut lines);
            }
        }
        self.undecided(f.findings.iter().filter(|f| f.outcome == Verdict::Undecided), &mut lines);
        let problems: Vec<&ProblemData> = f.problems.iter().collect();
        if !problems.is_empty() {
            lines.push(self.style.strong(words::problems_head(self.lang)));
            for problem in problems {
                for l in problem_data_lines(problem, self.style, self.lang) {
                    lines.push(format!("  {l}"));
                }
            }
            self.gap(&mut lines);
        }
        for a in &f.assumptions {
            lines.push(words::assumption(&a.table, a.cells.len(), a.instances, self.lang));
        }
        if !f.vacuous.is_empty() {
            lines.push(self.style.faint(&words::vacuous(&f.vacuous, self.lang)));
        }
        lines.push(self.style.strong(&words::account(&f.cells, &f.outcomes, self.lang)));
        if let Some(trial) = &f.trial {
            self.trial(&path, trial, &mut lines);
        }
        if !self.plain {
            lines.push(String::new());
        }
        for (i, line) in lines.iter().enumerate() {
            // Each line of `plain` says by itself which report it is about.
            if self.plain && i > 0 && !line.starts_with(path.as_str()) {
                out.push_str(&format!("{path}: "));
            }
            out.push_str(if self.plain { line.trim() } else { line.trim_end() });
            out.push('\n');
        }
    }

    /// What all reports come to: by body those with something to look at, by rule what was found.
    fn account(&self, account: &Account, out: &mut String) {
        let (to_see, clean): (Vec<&Body>, Vec<&Body>) =
            account.bodies.iter().partition(|b| b.outcomes.violated > 0 || b.outcomes.undecided > 0);
        let mut lines = vec![self.style.strong(words::by_body(self.lang))];
        lines.extend(to_see.iter().map(|b| format!("  {}", safe(&self.body(b)))));
        if !clean.is_empty() {
            lines.push(format!("  {}", words::clean_bodies(clean.len(), to_see.len(), self.lang)));
        }
        if !account.rules.is_empty() {
            lines.push(self.style.strong(words::by_rule(self.lang)));
            lines.extend(account.rules.iter().map(|r| {
                format!("  {}", safe(&words::rule_account(r.severity, &r.rule, &r.title, [r.reports, r.violated, r.undecided], self.lang)))
            }));
        }
        if !self.plain {
            lines.push(String::new());
        }
        let head = words::account_of_all(self.lang);
        for line in lines {
            out.push_str(&if self.plain { format!("{head}: {}\n", line.trim()) } else { format!("{line}\n") });
        }
    }

    fn body(&self, body: &Body) -> String {
        let ByLevel { must, verify, note } = body.violations;
        let found = [body.outcomes.violated, must, verify, note, body.outcomes.undecided];
        words::body_account(body.agency.as_deref(), &body.years, body.reports, found, self.lang)
    }

    /// What the rules over the set of reports found.
    fn batch(&self, batch: &BatchFindings, out: &mut String) {
        let head = words::together(self.lang);
        let mut lines = vec![self.style.strong(head)];
        let all = shown_findings(&batch.findings);
        self.decided(head, &all, &mut lines);
        self.undecided(all.iter().filter(|f| f.outcome == Verdict::Undecided), &mut lines);
        if !batch.vacuous.is_empty() {
            lines.push(self.style.faint(&words::vacuous(&batch.vacuous, self.lang)));
        }
        lines.push(self.style.strong(&words::batch_account(&batch.outcomes, self.lang)));
        if let Some(trial) = &batch.trial {
            self.trial(head, trial, &mut lines);
        }
        self.gap(&mut lines);
        for (i, line) in lines.iter().enumerate() {
            if self.plain && i > 0 && !line.starts_with(head) {
                out.push_str(&format!("{head}: "));
            }
            out.push_str(if self.plain { line.trim() } else { line.trim_end() });
            out.push('\n');
        }
    }

    /// What the rules on trial found: shown apart, counted nowhere.
    fn trial(&self, path: &str, trial: &BatchFindings, lines: &mut Vec<String>) {
        self.gap(lines);
        lines.push(self.style.strong(words::on_trial(self.lang)));
        let all = shown_findings(&trial.findings);
        self.decided(path, &all, lines);
        self.undecided(all.iter().filter(|f| f.outcome == Verdict::Undecided), lines);
        lines.push(self.style.faint(&words::batch_account(&trial.outcomes, self.lang)));
    }

    /// Everything that was decided, rule by rule.
    fn decided(&self, path: &str, all: &[Finding], lines: &mut Vec<String>) {
        let mut by_rule: IndexMap<&str, Vec<&Finding>> = IndexMap::new();
        for finding in all.iter().filter(|f| f.outcome != Verdict::Undecided) {
            by_rule.entry(&finding.rule).or_default().push(finding);
        }
        for findings in by_rule.values() {
            let remarks = findings.iter().all(|f| f.severity == Level::Note && f.outcome == Verdict::Violated);
            if remarks && findings.len() > FOLD && !self.plain {
                self.folded(findings, lines);
            } else {
                for finding in findings {
                    if self.plain { self.line(path, finding, lines) } else { self.block(finding, lines) }
                }
            }
        }
    }

    fn colon(&self) -> &'static str {
        words::pick(self.lang, "：", ": ")
    }

    fn gap(&self, lines: &mut Vec<String>) {
        if !self.plain {
            lines.push(String::new());
        }
    }

    fn mark(&self, finding: &Finding) -> String {
        let level = terms::level(finding.severity, self.lang);
        match (finding.outcome, finding.severity) {
            (Verdict::Violated, Level::Must) => self.style.bad(&format!("✗ {level}")),
            (Verdict::Violated, Level::Verify) => self.style.doubt(&format!("! {level}")),
            (Verdict::Violated, Level::Note) => self.style.strong(&format!("· {level}")),
            (verdict, _) => self.style.faint(&format!("○ {}", terms::verdict(verdict, self.lang))),
        }
    }

    fn block(&self, finding: &Finding, lines: &mut Vec<String>) {
        let which = match &finding.instance {
            Some(instance) if finding.quotes.is_empty() => format!(" [{}]", safe(instance)),
            _ => String::new(),
        };
        lines.push(format!(
            "{} {}  {}",
            self.mark(finding),
            self.style.strong(&finding.title),
            self.style.faint(&format!("{}{which}", finding.rule))
        ));
        lines.push(format!("    {}", self.style.strong(&safe(&finding.message))));
        for quote in &finding.quotes {
            let place = place::short(&quote.place, self.lang);
            let place = quote.of.as_ref().map_or(place.clone(), |origin| self.whose(origin, &place));
            lines.push(format!("    {}“{}”", at(place.trim_end()), safe(&quote.text)));
        }
        for date in &finding.dates {
            let value = date.value.as_deref().unwrap_or("?");
            let whose = date.of.as_ref().map_or(String::new(), |origin| format!("  {}", self.whose(origin, "")));
            lines.push(format!("    {}{}{value}{whose}", date.name, self.colon()));
        }
        for line in self.cells(&finding.cells) {
            lines.push(format!("    {line}"));
        }
        if let ((formula, Some(computed)), true) = (&finding.shown, calculates(finding)) {
            let word = words::label(Label::Formula, self.lang);
            lines.push(format!("    {}  {formula}", self.style.faint(word)));
            let indent = " ".repeat(word.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum());
            lines.push(format!("    {indent}  {}", safe(computed)));
        }
        for tried in &finding.tried {
            lines.push(self.labelled(Label::Tried, &format!("{}{}{}", tried.text, self.colon(), tried.computed)));
        }
        // What is explained is shown, and nobody is told to change it.
        if finding.outcome == Verdict::Violated {
            self.advice(finding, lines);
        }
        if self.verbose {
            lines.push(format!("    {}  {}", self.style.faint(steps::fingerprint(self.lang)), finding.fingerprint));
        }
        self.gap(lines);
    }

    fn advice(&self, finding: &Finding, lines: &mut Vec<String>) {
        if !finding.basis.is_empty() {
            let pending = if finding.unconfirmed { words::label(Label::Unconfirmed, self.lang) } else { "" };
            lines.push(self.labelled(Label::Basis, &format!("{}{pending}", finding.basis.join(words::pick(self.lang, "；", "; ")))));
        }
        for adjusted in &finding.adjusted {
            lines.push(self.labelled(Label::Adjusted, &format!("{}{}{}", adjusted.by, self.colon(), adjusted.because)));
        }
        if let Some(fix) = &finding.fix {
            lines.push(self.labelled(Label::Fix, fix));
        }
    }

    fn labelled(&self, label: Label, text: &str) -> String {
        format!("    {}  {}", self.style.faint(words::label(label, self.lang)), safe(text))
    }

    /// The cells with their labels as printed, those of one line together, and long lists by their figures that are not zero.
    fn cells(&self, cells: &[CellEvidence]) -> Vec<String> {
        const LONG: usize = 9;
        let shown: Vec<&CellEvidence> =
            if cells.len() > LONG { cells.iter().filter(|c| c.value.as_deref() != Some("0")).collect() } else { cells.iter().collect() };
        let mut by_row: IndexMap<PrintedRow<'_>, Vec<&CellEvidence>> = IndexMap::new();
        for cell in shown {
            by_row.entry((cell.place.as_ref().map(place::row), cell.of.as_ref(), &cell.labels.0)).or_default().push(cell);
        }
        by_row
            .iter()
            .map(|((_, origin, row), cells)| {
                let places: Vec<&Place> = cells.iter().filter_map(|c| c.place.as_ref()).collect();
                let place = place::of_row(&places, self.lang);
                let place = origin.map_or(place.clone(), |origin| self.whose(origin, &place));
                let figures: Vec<String> = cells.iter().map(|c| format!("{} {}", c.labels.1, self.figure(c))).collect();
                // A reading document may give figures without places.
                let absent = cells.iter().all(|c| c.state == "missing");
                let place = if place.is_empty() && absent { words::not_found(self.lang) } else { &place };
                format!("{}{row}{}{}", at(place), self.colon(), figures.join(words::pick(self.lang, "，", ", ")))
            })
            .collect()
    }

    fn whose(&self, origin: &Origin, place: &str) -> String {
        words::whose(origin.role, origin.agency.as_deref().map(safe).as_deref(), origin.year, &safe(&origin.path), place, self.lang)
    }

    fn figure(&self, cell: &CellEvidence) -> String {
        match (&cell.value, &cell.text, cell.state) {
            (Some(value), Some(text), _) if text.trim() != value => words::written(value, &safe(text.trim()), self.lang),
            (Some(value), ..) => value.clone(),
            (None, _, "blank") => words::pick(self.lang, "空", "blank").to_owned(),
            (None, _, "missing") => words::pick(self.lang, "缺", "missing").to_owned(),
            (None, Some(text), _) => format!("“{}”", safe(text.trim())),
            (None, None, _) => words::pick(self.lang, "读不出", "unreadable").to_owned(),
        }
    }

    /// Remarks of one rule as one block with its places.
    fn folded(&self, findings: &[&Finding], lines: &mut Vec<String>) {
        let Some(first) = findings.first() else { return };
        lines.push(format!("{} {}  {}", self.mark(first), self.style.strong(&first.title), self.style.faint(&first.rule)));
        lines.push(format!("    {}", words::more(findings.len(), self.lang)));
        let all: Vec<CellEvidence> = findings.iter().flat_map(|f| f.cells.clone()).collect();
        for line in self.cells(&all) {
            lines.push(format!("      {line}"));
        }
        self.advice(first, lines);
        self.gap(lines);
    }

    fn line(&self, path: &str, finding: &Finding, lines: &mut Vec<String>) {
        let places: Vec<&Place> =
            finding.quotes.iter().map(|q| &q.place).chain(finding.cells.iter().filter_map(|c| c.place.as_ref())).collect();
        // Where there are lines, as compilers write them; else the place in words.
        let at = match (places.iter().find(|p| p.page.is_none() && p.line.is_some()), places.first()) {
            (Some(place), _) => place.line.map_or(String::new(), |l| format!(":{l}")),
            (None, Some(place)) => format!(": {}", place::short(place, self.lang)),
            (None, None) => String::new(),
        };
        let level = terms::level(finding.severity, self.lang);
        let which = finding.instance.as_ref().map_or(String::new(), |i| format!(" [{}]", safe(i)));
        let verdict = terms::verdict(finding.outcome, self.lang);
        let computed = finding.shown.1.as_ref().filter(|_| calculates(finding)).map_or(String::new(), |c| format!(" ({})", safe(c)));
        lines.push(format!(
            "{path}{at}: {level} {verdict} {}{which}: {}: {}{computed}",
            finding.rule,
            finding.title,
            safe(&finding.message)
        ));
    }

    /// Undecided instances: one line for each reason and table or input.
    fn undecided<'a>(&self, findings: impl Iterator<Item = &'a Finding>, lines: &mut Vec<String>) {
        let mut folds: IndexMap<(Reason, String), Vec<&Finding>> = IndexMap::new();
        for finding in findings {
            let what = self.what_is_missing(finding);
            folds.entry((finding.reason.unwrap_or(Reason::Limit), what)).or_default().push(finding);
        }
        if folds.is_empty() {
            return;
        }
        for ((reason, what), findings) in &folds {
            let mut rules: IndexMap<&str, Vec<&Finding>> = IndexMap::new();
            for finding in findings {
                rules.entry(&finding.rule).or_default().push(finding);
            }
            let rules: Vec<String> = rules.iter().map(|(rule, of_rule)| instances(rule, of_rule)).collect();
            let why = terms::reason(*reason, self.lang);
            let separator = words::pick(self.lang, "、", ", ");
            let what = format!("{what}{}", self.rows_missing(findings));
            let text = words::undecided_fold(findings.len(), why, &what, &rules.join(separator), self.lang);
            lines.push(format!("{} {text}", self.style.doubt("?")));
        }
        self.gap(lines);
    }

    /// The rows a table lacks, by name.
    fn rows_missing(&self, findings: &[&Finding]) -> String {
        let absent = findings.iter().flat_map(|f| &f.absent).filter(|a| a.kind == "row");
        let rows: IndexSet<&str> = absent.map(|a| a.id.split_once('.').map_or(a.id.as_str(), |(_, row)| row)).collect();
        if rows.is_empty() { String::new() } else { words::rows(&rows.into_iter().collect::<Vec<_>>(), self.lang) }
    }

    fn what_is_missing(&self, finding: &Finding) -> String {
        if !finding.lacking.is_empty() {
            return finding.lacking.iter().map(|l| safe(l)).collect::<Vec<_>>().join(words::pick(self.lang, "、", ", "));
        }
        if finding.reason == Some(Reason::NoChildren) {
            let names: IndexSet<&str> = finding.absent.iter().filter_map(|a| a.agency.as_deref()).collect();
            return names.into_iter().map(safe).collect::<Vec<_>>().join(words::pick(self.lang, "、", ", "));
        }
        if let Some(absent) = finding.absent.first() {
            return match absent.kind {
                "row" => words::what("rows", absent.id.split('.').next().unwrap_or(&absent.id), self.lang),
                "section" if absent.year.is_some() => absent.id.clone(),
                "section" => {
                    let all: Vec<&str> = finding.absent.iter().filter(|a| a.kind == "section").map(|a| a.id.as_str()).collect();
                    words::what("section", &all.join(words::pick(self.lang, "、", ", ")), self.lang)
                }
                "report" => String::new(),
                kind => words::what(kind, &absent.id, self.lang),
            };
        }
        let wanted = match finding.reason {
            Some(Reason::UnreadableCell) => "unreadable",
            Some(Reason::Placeholder) => "placeholder",
            Some(Reason::Blank) => "blank",
            Some(Reason::MissingCell) => "missing",
            _ => return String::new(),
        };
        let cell = finding.cells.iter().find(|c| c.state == wanted);
        cell.and_then(|c| c.id.split('.').next()).map_or(String::new(), |t| words::what("cells", t, self.lang))
    }
}

/// Whether there is a calculation to show: of a single cell that is compared with nothing, the sentence has said all.
fn calculates(finding: &Finding) -> bool {
    finding.left.is_some() || finding.cells.len() != 1 || !finding.quotes.is_empty()
}

/// A rule with its instances by name, or with their number where they are many.
fn instances(rule: &str, findings: &[&Finding]) -> String {
    let names: Vec<String> = findings.iter().filter(|f| f.quotes.is_empty()).filter_map(|f| f.instance.as_deref().map(safe)).collect();
    match findings.len() {
        n if n > NAMED => format!("{rule} {n}"),
        _ if names.is_empty() => rule.to_owned(),
        _ => format!("{rule} [{}]", names.join("、")),
    }
}

/// A place before what stands there; nothing where there is no place.
fn at(place: &str) -> String {
    if place.is_empty() { String::new() } else { format!("{place}  ") }
}

/// The same with everything that comes from a document or a rule file made safe for a terminal.
fn shown(report: &CheckedReport) -> CheckedReport {
    let mut report = report.clone();
    let clean = |text: &mut String| *text = safe(text);
    let clean_all = |texts: &mut dyn Iterator<Item = &mut String>| texts.for_each(clean);
    clean(&mut report.path);
    let f = &mut report.findings;
    clean_all(&mut f.agency.iter_mut().chain(&mut f.vacuous).chain(f.problems.iter_mut().map(|p| &mut p.message)));
    f.findings = shown_findings(&f.findings);
    report
}

/// Findings with everything that comes from a document or a rule file made safe for a terminal.
fn shown_findings(findings: &[Finding]) -> Vec<Finding> {
    let mut findings = findings.to_vec();
    let clean = |text: &mut String| *text = safe(text);
    let clean_all = |texts: &mut dyn Iterator<Item = &mut String>| texts.for_each(clean);
    for finding in &mut findings {
        let own = [&mut finding.rule, &mut finding.title, &mut finding.message, &mut finding.shown.0];
        clean_all(
            &mut own.into_iter().chain(&mut finding.shown.1).chain(&mut finding.instance).chain(&mut finding.fix).chain(&mut finding.basis),
        );
        for tried in &mut finding.tried {
            clean_all(&mut [&mut tried.text, &mut tried.computed].into_iter());
        }
        for cell in &mut finding.cells {
            clean_all(&mut [&mut cell.labels.0, &mut cell.labels.1, &mut cell.id].into_iter().chain(&mut cell.text));
        }
        finding.quotes.iter_mut().for_each(|q| clean(&mut q.text));
    }
    findings
}

/// A problem of the reading as lines: what and where, then what to do.
pub fn problem_lines(problem: &Problem, style: Style, lang: Lang) -> Vec<String> {
    problem_data_lines(&crate::explain::problem_data(problem, lang), style, lang)
}

fn problem_data_lines(problem: &ProblemData, style: Style, lang: Lang) -> Vec<String> {
    let mark = match problem.severity {
        TroubleSeverity::Error => style.bad("!"),
        TroubleSeverity::Warning => style.doubt("!"),
        TroubleSeverity::Note => style.faint("·"),
    };
    let place = problem.place.as_ref().map_or(String::new(), |p| at(&place::short(p, lang)));
    let mut lines = vec![format!("{mark} {} {place}{}", problem.code, safe(&problem.message))];
    if let (Some(hint), false) = (&problem.hint, problem.severity == TroubleSeverity::Note) {
        lines.push(format!("    {}", style.faint(hint)));
    }
    lines
}
