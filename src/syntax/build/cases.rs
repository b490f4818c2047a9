//! 用例: pairs of cases → nodes.

use super::*;

impl Builder {
    pub(super) fn case(&self, pair: P) -> Case {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let mut case = self.case_head(next(&mut inner));
        case.span = span;
        for clause in inner {
            self.case_clause(clause, &mut case);
        }
        case
    }

    pub fn case_head(&self, pair: P) -> Case {
        let span = self.span(&pair);
        let name = pair.into_inner().find(|p| p.as_rule() == Rule::string).map(|p| self.string(&p));
        Case {
            name: name.unwrap_or_else(|| unreachable!("a case has a name")),
            reports: Vec::new(),
            roster: Vec::new(),
            params: Vec::new(),
            changes: Vec::new(),
            expectations: Vec::new(),
            damaged: false,
            span,
        }
    }

    pub fn case_clause(&self, pair: P, case: &mut Case) {
        let inner = only(pair);
        match inner.as_rule() {
            Rule::reports_clause => case.reports.push(self.reports(inner)),
            Rule::roster_clause => case.roster.extend(self.strings(inner)),
            Rule::value_clause => {
                let (mut name, mut value) = (None, None);
                for p in inner.into_inner() {
                    match p.as_rule() {
                        Rule::name => name = Some(self.spanned(&p)),
                        Rule::expr => value = Some(self.expr(p)),
                        _ => {}
                    }
                }
                case.params.extend(name.zip(value));
            }
            Rule::set_clause => case.changes.extend(inner.into_inner().filter_map(|p| self.change(p))),
            Rule::expect_clause => case.expectations.push(self.expectation(inner)),
            other => unreachable!("clause of a case {other:?}"),
        }
    }

    fn reports(&self, pair: P) -> Reports {
        let span = self.span(&pair);
        let mut role = ReportRole::Checked;
        let (mut files, mut typed) = (Vec::new(), None);
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::kw_prior => role = ReportRole::Prior,
                Rule::kw_children => role = ReportRole::Child,
                Rule::kw_peers => role = ReportRole::Peer,
                Rule::string => files.push(self.string(&p)),
                Rule::typed => typed = Some(self.typed(p)),
                _ => {}
            }
        }
        Reports { role, given: typed.map_or(Given::Files(files), Given::Typed), span }
    }

    fn typed(&self, pair: P) -> Typed {
        let mut typed = Typed::default();
        for part in pair.into_inner() {
            let part = only(part);
            match part.as_rule() {
                Rule::typed_form => typed.form = part.into_inner().find(|p| p.as_rule() == Rule::name).map(|p| self.spanned(&p)),
                Rule::typed_table => typed.tables.push(self.typed_table(part)),
                Rule::typed_rest => typed.rest = self.typed_rest(part),
                Rule::typed_section => {
                    let mut id = None;
                    let mut texts = Vec::new();
                    for p in part.into_inner() {
                        match p.as_rule() {
                            Rule::section_ref => id = p.into_inner().next().map(|p| self.spanned(&p)),
                            Rule::string => texts.push(self.string(&p)),
                            _ => {}
                        }
                    }
                    typed.sections.extend(id.map(|id| (id, texts)));
                }
                Rule::assignment => typed.assignments.push(self.assignment(part)),
                other => unreachable!("part of a typed report {other:?}"),
            }
        }
        typed
    }

    fn typed_table(&self, pair: P) -> TypedTable {
        let name = Spanned::new(String::new(), self.span(&pair));
        let mut table = TypedTable { name, columns: Vec::new(), rows: Vec::new(), rest: None };
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::name => table.name = self.spanned(&p),
                Rule::typed_line => {
                    let line = only(p);
                    match line.as_rule() {
                        Rule::typed_columns => {
                            let names = line.into_inner().filter(|p| p.as_rule() == Rule::name);
                            table.columns.extend(names.map(|p| self.spanned(&p)));
                        }
                        Rule::typed_rest => table.rest = self.typed_rest(line),
                        _ => {
                            let mut path = None;
                            let mut entries = Vec::new();
                            for p in line.into_inner() {
                                match p.as_rule() {
                                    Rule::path => path = Some(self.path(p)),
                                    Rule::entry => entries.push(self.entry(p)),
                                    _ => {}
                                }
                            }
                            table.rows.extend(path.map(|path| (path, entries)));
                        }
                    }
                }
                _ => {}
            }
        }
        table
    }

    fn typed_rest(&self, pair: P) -> Option<Spanned<Entry>> {
        pair.into_inner().find(|p| p.as_rule() == Rule::entry).map(|p| self.entry(p))
    }

    fn entry(&self, pair: P) -> Spanned<Entry> {
        let span = self.span(&pair);
        let inner = only(pair);
        let entry = match inner.as_rule() {
            Rule::amount => {
                let value = self.amount(inner).node;
                Entry::Number(value, value.to_string())
            }
            Rule::string => Entry::Text(unquote(inner.as_str())),
            Rule::no_figure => Entry::Blank,
            _ => Entry::Missing,
        };
        Spanned::new(entry, span)
    }

    fn amount(&self, pair: P) -> Spanned<Decimal> {
        let span = self.span(&pair);
        let (mut negative, mut value) = (false, Decimal::ZERO);
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::negate => negative = true,
                _ => value = number(p.as_str()),
            }
        }
        Spanned::new(if negative { -value } else { value }, span)
    }

    fn target(&self, pair: P) -> Target {
        let span = self.span(&pair);
        let (mut path, mut index, mut section) = (None, None, None);
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::path => path = Some(self.path(p)),
                Rule::index => index = p.into_inner().next().map(|p| self.spanned(&p)),
                Rule::section_index => section = p.into_inner().next().map(|p| self.spanned(&p)),
                _ => {}
            }
        }
        Target { path: path.unwrap_or_else(|| unreachable!("a target has a path")), index, section, span }
    }

    fn assignment(&self, pair: P) -> Assignment {
        let (mut target, mut entry) = (None, None);
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::target => target = Some(self.target(p)),
                Rule::entry => entry = Some(self.entry(p)),
                _ => {}
            }
        }
        let (Some(target), Some(entry)) = (target, entry) else { unreachable!("an assignment has both its sides") };
        Assignment { target, entry }
    }

    fn change(&self, pair: P) -> Option<Change> {
        match pair.as_rule() {
            Rule::assignment => Some(Change::Set(self.assignment(pair))),
            rule @ (Rule::replacement | Rule::addition) => {
                let mut target = None;
                let mut texts = Vec::new();
                for p in pair.into_inner() {
                    match p.as_rule() {
                        Rule::target => target = Some(self.target(p)),
                        Rule::string => texts.push(self.string(&p)),
                        _ => {}
                    }
                }
                let mut texts = texts.into_iter();
                match (rule, target, texts.next(), texts.next()) {
                    (Rule::replacement, Some(target), Some(old), Some(new)) => Some(Change::Replace(target, old, new)),
                    (_, Some(target), Some(text), None) => Some(Change::Add(target, text)),
                    _ => unreachable!("a change has its texts"),
                }
            }
            _ => None,
        }
    }

    fn expectation(&self, pair: P) -> Expectation {
        let mut expectation = Expectation {
            file: None,
            subject: Subjected::Rest,
            verdicts: Vec::new(),
            figures: Vec::new(),
            because: Vec::new(),
            span: self.span(&pair),
        };
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::string => expectation.file = Some(self.string(&p)),
                Rule::unread => expectation.subject = Subjected::Unread(self.strings(p).into_iter().next()),
                Rule::expected_rule => {
                    let (mut id, mut instance) = (None, None);
                    for p in p.into_inner() {
                        match p.as_rule() {
                            Rule::id => id = Some(self.spanned(&p)),
                            Rule::instance => instance = Some(self.instance(p)),
                            _ => {}
                        }
                    }
                    expectation.subject = Subjected::Rule(id.unwrap_or_else(|| unreachable!("a rule has an id")), instance);
                }
                Rule::verdicts => {
                    let verdicts = p.into_inner().filter(|p| p.as_rule() == Rule::verdict);
                    expectation.verdicts.extend(verdicts.map(|p| self.verdict(p)));
                }
                Rule::figure => self.figure(p, &mut expectation),
                _ => {}
            }
        }
        expectation
    }

    /// The instance as findings name it, in one spelling.
    fn instance(&self, pair: P) -> Spanned<String> {
        let span = self.span(&pair);
        let mut text = String::new();
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::number => text = number(p.as_str()).to_string(),
                Rule::path => text = self.path(p).text(),
                Rule::index => {
                    if let Some(column) = p.into_inner().next() {
                        text = format!("{text}[{}]", normal_name(column.as_str()));
                    }
                }
                _ => {}
            }
        }
        Spanned::new(text, span)
    }

    fn verdict(&self, pair: P) -> Spanned<Expected> {
        use crate::finding::Verdict;
        let span = self.span(&pair);
        let expected = match only(pair).as_rule() {
            Rule::satisfied => Expected::Verdict(Verdict::Satisfied),
            Rule::violated => Expected::Verdict(Verdict::Violated),
            Rule::accounted_for => Expected::Verdict(Verdict::Explained),
            Rule::undecided => Expected::Verdict(Verdict::Undecided),
            Rule::not_applicable => Expected::Verdict(Verdict::NotApplicable),
            Rule::vacuous => Expected::Vacuous,
            other => unreachable!("verdict {other:?}"),
        };
        Spanned::new(expected, span)
    }

    fn figure(&self, pair: P, expectation: &mut Expectation) {
        let mut side = Side::Left;
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::kw_right => side = Side::Right,
                Rule::kw_difference => side = Side::Difference,
                Rule::amount => {
                    let signed = p.clone().into_inner().any(|p| p.as_rule() == Rule::negate);
                    expectation.figures.push(ExpectedFigure { side, value: self.amount(p), signed, unit: None });
                }
                Rule::figure_unit => {
                    if let Some(figure) = expectation.figures.last_mut() {
                        figure.unit = Some(self.spanned(&p));
                    }
                }
                Rule::string => expectation.because.push(self.string(&p)),
                _ => {}
            }
        }
    }
}
