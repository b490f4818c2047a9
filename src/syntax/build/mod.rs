//! Pairs of the grammar → [`ast`](super::ast) nodes. A pair of another shape than the grammar promises is a bug and panics in tests.

mod cases;

use super::ast::*;
use super::parser::Rule;
use super::scan::scan;
use crate::lang::Text;
use crate::source::{SourceId, Span, Spanned};
use crate::value::Decimal;
use pest::iterators::{Pair, Pairs};
use pest::pratt_parser::{Assoc, Op, PrattParser};
use std::sync::LazyLock;

type P<'i> = Pair<'i, Rule>;

static PRATT: LazyLock<PrattParser<Rule>> = LazyLock::new(|| {
    PrattParser::new()
        .op(Op::infix(Rule::or, Assoc::Left))
        .op(Op::infix(Rule::and, Assoc::Left))
        .op(Op::prefix(Rule::not))
        .op(Op::infix(Rule::contains, Assoc::Left)
            | Op::infix(Rule::matches, Assoc::Left)
            | Op::infix(Rule::equal, Assoc::Left)
            | Op::infix(Rule::not_equal, Assoc::Left)
            | Op::infix(Rule::less, Assoc::Left)
            | Op::infix(Rule::less_equal, Assoc::Left)
            | Op::infix(Rule::greater, Assoc::Left)
            | Op::infix(Rule::greater_equal, Assoc::Left))
        .op(Op::infix(Rule::add, Assoc::Left) | Op::infix(Rule::subtract, Assoc::Left))
        .op(Op::infix(Rule::multiply, Assoc::Left) | Op::infix(Rule::divide, Assoc::Left))
        .op(Op::prefix(Rule::negate))
});

/// Turns pairs of a piece of a source into nodes; `base` is where the piece begins in its source.
pub struct Builder {
    pub source: SourceId,
    pub base: usize,
}

impl Builder {
    pub fn span(&self, pair: &P) -> Span {
        let span = pair.as_span();
        // Trailing blanks of a rule that ended in an optional part are not part of the node.
        let text = pair.as_str().trim_end();
        // Nor are comments, which may hold anything; to know one from a string it is looked at token by token.
        let length = if text.contains("//") { scan(self.source, text).0.last().map_or(text.len(), |t| t.end) } else { text.len() };
        Span::new(self.source, self.base + span.start(), self.base + span.start() + length)
    }

    fn spanned(&self, pair: &P) -> Spanned<String> {
        Spanned::new(normal_name(pair.as_str()), self.span(pair))
    }

    fn string(&self, pair: &P) -> Spanned<String> {
        Spanned::new(unquote(pair.as_str()), self.span(pair))
    }

    fn text(&self, pair: P) -> Text {
        let mut text = Text::default();
        let mut strings = pair.into_inner().filter(|p| p.as_rule() == Rule::string);
        if let Some(zh) = strings.next() {
            text.zh = unquote(zh.as_str());
        }
        text.en = strings.next().map(|p| unquote(p.as_str()));
        text
    }

    fn number(&self, pair: &P) -> Spanned<Decimal> {
        Spanned::new(number(pair.as_str()), self.span(pair))
    }

    pub fn item(&self, pair: P) -> Item {
        let inner = only(pair);
        match inner.as_rule() {
            Rule::pack => Item::Pack(self.pack(inner)),
            Rule::form => Item::Form(self.form(inner)),
            Rule::rule_item => Item::Rule(self.rule(inner)),
            Rule::reading => Item::Reading(self.reading(inner)),
            Rule::list => Item::List(self.list(inner)),
            Rule::steps => Item::Steps(self.steps(inner)),
            Rule::case => Item::Case(self.case(inner)),
            other => unreachable!("item {other:?}"),
        }
    }

    fn list(&self, pair: P) -> List {
        let mut list = List { name: Spanned::new(String::new(), self.span(&pair)), entries: Vec::new() };
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::name => list.name = self.spanned(&p),
                Rule::string => list.entries.push(self.string(&p)),
                _ => {}
            }
        }
        list
    }

    fn steps(&self, pair: P) -> Steps {
        let mut inner = pair.into_inner();
        let mut steps = self.steps_head(next(&mut inner));
        for part in inner {
            self.steps_part(part, &mut steps);
        }
        steps
    }

    pub fn steps_head(&self, pair: P) -> Steps {
        let name = Spanned::new(String::new(), self.span(&pair));
        let mut steps = Steps { name, title: None, unit: None, basis: Vec::new(), steps: Vec::new(), damaged: false };
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::name => steps.name = self.spanned(&p),
                Rule::text => steps.title = Some(self.text(p)),
                Rule::unit_name => steps.unit = Some(self.spanned(&p)),
                _ => {}
            }
        }
        steps
    }

    pub fn steps_part(&self, pair: P, steps: &mut Steps) {
        let inner = only(pair);
        if inner.as_rule() == Rule::basis_clause {
            steps.basis.extend(self.texts(inner));
            return;
        }
        let span = self.span(&inner);
        let (mut numbers, mut units) = (Vec::new(), Vec::new());
        for p in inner.into_inner() {
            match p.as_rule() {
                Rule::number => numbers.push(self.number(&p)),
                Rule::step_unit => units.push(self.spanned(&p)),
                _ => {}
            }
        }
        let mut numbers = numbers.into_iter();
        let mut units = units.into_iter();
        let (Some(from), Some(price), Some(unit)) = (numbers.next(), numbers.next(), units.next()) else {
            unreachable!("a step has its two numbers")
        };
        let rise = match (numbers.next(), numbers.next(), units.next()) {
            (Some(every), Some(more), Some(unit)) => Some((every, more, unit)),
            _ => None,
        };
        steps.steps.push(Step { from, price: (price, unit), rise, span });
    }

    // ── packs ──

    fn pack(&self, pair: P) -> Pack {
        let mut inner = pair.into_inner();
        let mut pack = self.pack_head(next(&mut inner));
        for clause in inner {
            self.pack_clause(clause, &mut pack);
        }
        pack
    }

    pub fn pack_head(&self, pair: P) -> Pack {
        let mut pack = Pack {
            id: Spanned::new(String::new(), self.span(&pair)),
            title: None,
            language: None,
            version: None,
            uses: Vec::new(),
            adjusts: Vec::new(),
            switches_off: Vec::new(),
            params: Vec::new(),
            damaged: false,
        };
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::id => pack.id = self.spanned(&p),
                Rule::text => pack.title = Some(self.text(p)),
                _ => {}
            }
        }
        pack
    }

    pub fn pack_clause(&self, pair: P, pack: &mut Pack) {
        let inner = only(pair);
        let rule = inner.as_rule();
        match rule {
            Rule::adjust_clause => return pack.adjusts.push(self.adjust(inner)),
            Rule::switch_off_clause => {
                let (mut id, mut because) = (None, Text::default());
                for p in inner.into_inner() {
                    match p.as_rule() {
                        Rule::id => id = Some(self.spanned(&p)),
                        Rule::text => because = self.text(p),
                        _ => {}
                    }
                }
                return pack.switches_off.extend(id.map(|id| (id, because)));
            }
            Rule::set_param_clause => {
                let (mut name, mut value, mut because) = (None, None, None);
                for p in inner.into_inner() {
                    match p.as_rule() {
                        Rule::name => name = Some(self.spanned(&p)),
                        Rule::expr => value = Some(self.expr(p)),
                        Rule::because_clause => because = self.texts(p).into_iter().next(),
                        _ => {}
                    }
                }
                return pack.params.extend(name.zip(value).map(|(name, value)| (name, value, because)));
            }
            _ => {}
        }
        for p in inner.into_inner() {
            match (rule, p.as_rule()) {
                (Rule::language_clause, Rule::number) => pack.language = Some(self.number(&p)),
                (Rule::version_clause, Rule::string) => pack.version = Some(self.string(&p)),
                (Rule::use_clause, Rule::string) => pack.uses.push(self.string(&p)),
                _ => {}
            }
        }
    }

    fn adjust(&self, pair: P) -> Adjust {
        let mut adjust = Adjust { rule: Spanned::new(String::new(), self.span(&pair)), clauses: Vec::new(), because: None };
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::id => adjust.rule = self.spanned(&p),
                Rule::adjust_part => {
                    let inner = only(p.clone());
                    if inner.as_rule() == Rule::because_clause {
                        adjust.because = self.texts(inner).into_iter().next();
                    } else {
                        adjust.clauses.push(self.clause(p));
                    }
                }
                _ => {}
            }
        }
        adjust
    }

    // ── tests of rules ──

    fn strings(&self, pair: P) -> Vec<Spanned<String>> {
        pair.into_inner().filter(|p| p.as_rule() == Rule::string).map(|p| self.string(&p)).collect()
    }

    // ── forms ──

    fn form(&self, pair: P) -> Form {
        let mut inner = pair.into_inner();
        let mut form = self.form_head(next(&mut inner));
        for part in inner {
            self.form_part(part, &mut form);
        }
        form
    }

    pub fn form_head(&self, pair: P) -> Form {
        let name = Spanned::new(String::new(), self.span(&pair));
        let mut form = Form { name, label: Label::default(), basis: Vec::new(), applies: None, sections: Vec::new(), damaged: false };
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::name => form.name = self.spanned(&p),
                _ => self.label(p, &mut form.label),
            }
        }
        form
    }

    fn label(&self, pair: P, label: &mut Label) {
        match pair.as_rule() {
            Rule::string => label.text = Some(self.string(&pair)),
            Rule::alias => label.aliases.extend(pair.into_inner().filter(|p| p.as_rule() == Rule::string).map(|p| self.string(&p))),
            _ => {}
        }
    }

    pub fn form_part(&self, pair: P, form: &mut Form) {
        let inner = only(pair);
        match inner.as_rule() {
            Rule::basis_clause => form.basis.extend(self.texts(inner)),
            Rule::applies_clause => form.applies = inner.into_inner().find(|p| p.as_rule() == Rule::expr).map(|p| self.expr(p)),
            Rule::section => form.sections.push(self.section(inner)),
            other => unreachable!("form part {other:?}"),
        }
    }

    fn section(&self, pair: P) -> Section {
        let mut inner = pair.into_inner();
        let mut section = self.section_head(next(&mut inner));
        section.tables.extend(inner.map(|p| self.table(p)));
        section
    }

    pub fn section_head(&self, pair: P) -> Section {
        let mut section = Section { id: Spanned::new(String::new(), self.span(&pair)), label: Label::default(), tables: Vec::new() };
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::ordinal => section.id = self.spanned(&p),
                _ => self.label(p, &mut section.label),
            }
        }
        section
    }

    pub fn table(&self, pair: P) -> Table {
        let mut inner = pair.into_inner();
        let mut table = self.table_head(next(&mut inner));
        table.lines.extend(inner.map(|p| self.line(only(p))));
        table
    }

    pub fn table_head(&self, pair: P) -> Table {
        let name = Spanned::new(String::new(), self.span(&pair));
        let mut table = Table { name, label: Label::default(), unit: None, side_by_side: false, lines: Vec::new() };
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::name => table.name = self.spanned(&p),
                Rule::kw_side => table.side_by_side = true,
                Rule::unit_name => table.unit = Some(self.spanned(&p)),
                _ => self.label(p, &mut table.label),
            }
        }
        table
    }

    /// A row, column or group; `pair` is the node inside `line`.
    pub fn line(&self, pair: P) -> Line {
        let rule = pair.as_rule();
        let axis = if matches!(rule, Rule::row | Rule::rows) { Axis::Row } else { Axis::Column };
        let span = self.span(&pair);
        let mut line = Line { axis, name: None, label: Label::default(), unit: None, signed: false, members: None, span };
        if matches!(rule, Rule::rows | Rule::columns) {
            let mut inner = pair.into_inner();
            let head = next(&mut inner);
            line.span = self.span(&head);
            self.line_parts(head, &mut line);
            line.members = Some(inner.map(|p| self.line(p)).collect());
        } else {
            self.line_parts(pair, &mut line);
        }
        line
    }

    /// The head of a group, when its block is parsed apart.
    pub fn group_head(&self, pair: P) -> Line {
        let axis = if pair.as_rule() == Rule::rows_head { Axis::Row } else { Axis::Column };
        let span = self.span(&pair);
        let mut line = Line { axis, name: None, label: Label::default(), unit: None, signed: false, members: Some(Vec::new()), span };
        self.line_parts(pair, &mut line);
        line
    }

    fn line_parts(&self, pair: P, line: &mut Line) {
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::name => line.name = Some(self.spanned(&p)),
                Rule::unit_name => line.unit = Some(self.spanned(&p)),
                Rule::kw_signed => line.signed = true,
                _ => self.label(p, &mut line.label),
            }
        }
    }

    // ── rules ──

    fn rule(&self, pair: P) -> crate::syntax::ast::Rule {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let mut rule = self.rule_head(next(&mut inner));
        rule.span = span;
        rule.clauses.extend(inner.map(|p| self.clause(p)));
        rule
    }

    pub fn rule_head(&self, pair: P) -> crate::syntax::ast::Rule {
        let span = self.span(&pair);
        let id = Spanned::new(String::new(), span);
        let mut rule = crate::syntax::ast::Rule {
            id,
            title: None,
            clauses: Vec::new(),
            adjusted: Vec::new(),
            damaged: false,
            names_lost: false,
            span,
        };
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::id => rule.id = self.spanned(&p),
                Rule::text => rule.title = Some(self.text(p)),
                _ => {}
            }
        }
        rule
    }

    pub fn clause(&self, pair: P) -> Spanned<Clause> {
        let pair = only(pair);
        let span = self.span(&pair);
        let rule = pair.as_rule();
        let node = match rule {
            Rule::basis_clause => Clause::Basis(self.texts(pair)),
            Rule::over_clause => Clause::Over(self.over(pair)),
            Rule::require_clause => {
                let mut expr = None;
                let mut explained = Vec::new();
                for p in pair.into_inner() {
                    match p.as_rule() {
                        Rule::expr => expr = Some(self.expr(p)),
                        Rule::explained => explained.push(self.explained(p)),
                        _ => {}
                    }
                }
                Clause::Require(expr.unwrap_or_else(|| unreachable!("a requirement has an expression")), explained)
            }
            _ => self.simple_clause(rule, pair),
        };
        Spanned::new(node, span)
    }

    fn simple_clause(&self, rule: Rule, pair: P) -> Clause {
        let (mut level, mut expr, mut text, mut name, mut figure, mut unit) = (None, None, None, None, None, None);
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::must => level = Some(Level::Must),
                Rule::verify => level = Some(Level::Verify),
                Rule::note => level = Some(Level::Note),
                Rule::expr => expr = Some(self.expr(p)),
                Rule::text => text = Some(Spanned::new(self.text(p.clone()), self.span(&p))),
                Rule::name => name = Some(self.spanned(&p)),
                Rule::number => {
                    figure = Some(self.number(&p));
                    if p.as_str().ends_with(['%', '％']) {
                        unit = Some(Spanned::new("%".to_owned(), self.span(&p)));
                    }
                }
                Rule::unit => unit = Some(self.spanned(&p)),
                _ => {}
            }
        }
        match (rule, level, expr, text, name, figure) {
            (Rule::level_clause, Some(level), ..) => Clause::Level(level),
            (Rule::applies_clause, _, Some(expr), ..) => Clause::Applies(expr),
            (Rule::when_clause, _, Some(expr), ..) => Clause::When(expr),
            (Rule::fix_clause, _, _, Some(text), ..) => Clause::Fix(text.node),
            (Rule::message_clause, _, _, Some(text), ..) => Clause::Message(text),
            (Rule::let_clause, _, Some(expr), _, Some(name), _) => Clause::Let(name, expr),
            (Rule::param_clause, _, Some(expr), _, Some(name), _) => Clause::Param(name, expr),
            (Rule::tolerance_clause, _, _, _, _, Some(figure)) => Clause::Tolerance(figure, unit),
            (Rule::unconfirmed_clause, ..) => Clause::Unconfirmed,
            (Rule::trial_clause, ..) => Clause::Trial,
            (Rule::disable_clause, _, _, Some(text), ..) => Clause::Disable(text.node),
            (other, ..) => unreachable!("clause {other:?}"),
        }
    }

    fn texts(&self, pair: P) -> Vec<Text> {
        pair.into_inner().filter(|p| p.as_rule() == Rule::text).map(|p| self.text(p)).collect()
    }

    fn explained(&self, pair: P) -> Explained {
        let mut expr = None;
        let mut text = Text::default();
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::expr => expr = Some(self.expr(p)),
                Rule::text => text = self.text(p),
                _ => {}
            }
        }
        Explained { expr: expr.unwrap_or_else(|| unreachable!("an explanation has an expression")), text }
    }

    fn over(&self, pair: P) -> Over {
        let mut over = Over { subject: Subject::AllTables, each: Each::Cell, filters: Vec::new(), span: self.span(&pair) };
        let mut sections = Vec::new();
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::id => over.subject = Subject::Name(self.spanned(&p)),
                Rule::section_ref => sections.push(self.spanned(&only(p))),
                Rule::kw_whole_text => over.subject = Subject::WholeText,
                Rule::kw_peers => (over.subject, over.each) = (Subject::Batch, Each::Batch),
                Rule::each_sentence => over.each = Each::Sentence,
                Rule::each_paragraph => over.each = Each::Paragraph,
                Rule::each_column => over.each = Each::Column,
                Rule::each_row => over.each = Each::Row,
                Rule::each_cell => over.each = Each::Cell,
                Rule::each_reading => over.each = Each::Reading,
                Rule::filter => {
                    let span = self.span(&p);
                    let mut inner = p.into_inner();
                    let word = next(&mut inner);
                    let rest: Vec<P> = inner.collect();
                    over.filters.push(match word.as_rule() {
                        Rule::kw_only => Filter::Only(rest.into_iter().map(|p| self.path(p)).collect()),
                        Rule::kw_except => Filter::Except(rest.into_iter().map(|p| self.path(p)).collect()),
                        Rule::kw_approximate => Filter::WithApproximate(span),
                        _ => Filter::Unit(rest.first().map_or_else(|| unreachable!("a unit has a name"), |p| self.spanned(p))),
                    });
                }
                _ => {}
            }
        }
        if !sections.is_empty() {
            over.subject = Subject::Sections(sections);
        }
        over
    }

    // ── readings ──

    fn reading(&self, pair: P) -> Reading {
        let mut inner = pair.into_inner();
        let mut reading = self.reading_head(next(&mut inner));
        for clause in inner {
            self.reading_clause(clause, &mut reading);
        }
        reading
    }

    pub fn reading_head(&self, pair: P) -> Reading {
        let id = Spanned::new(String::new(), self.span(&pair));
        let mut reading = Reading::named(id);
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::id => reading.id = self.spanned(&p),
                Rule::text => reading.title = Some(self.text(p)),
                Rule::unit_name => reading.unit = Some(self.spanned(&p)),
                _ => {}
            }
        }
        reading
    }

    pub fn reading_clause(&self, pair: P, reading: &mut Reading) {
        let inner = only(pair);
        let rule = inner.as_rule();
        let mut strings = Vec::new();
        let mut figure = None;
        for p in inner.into_inner() {
            match p.as_rule() {
                Rule::string => strings.push(self.string(&p)),
                Rule::number => figure = Some(self.number(&p)),
                Rule::section_ref => reading.from.push(self.spanned(&only(p))),
                Rule::kw_whole_text => reading.whole_text = true,
                Rule::unless_list => reading.unless_lists.push(self.spanned(&p)),
                _ => {}
            }
        }
        match rule {
            Rule::pattern_clause => reading.patterns.extend(strings.into_iter().map(|s| (s, figure.clone()))),
            Rule::negation_clause => reading.negations.extend(strings.into_iter().map(|s| (s, figure.clone()))),
            Rule::unless_clause => reading.unless.extend(strings),
            _ => {}
        }
    }

    // ── expressions ──

    fn path(&self, pair: P) -> Path {
        let span = self.span(&pair);
        Path { names: pair.into_inner().filter(|p| p.as_rule() == Rule::name).map(|p| self.spanned(&p)).collect(), span }
    }

    pub fn expr(&self, pair: P) -> Expr {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        if inner.peek().is_some_and(|p| p.as_rule() == Rule::condition) {
            let mut parts = next(&mut inner).into_inner().filter(|p| p.as_rule() == Rule::expr);
            let (when, then) = (self.expr(next(&mut parts)), self.expr(next(&mut parts)));
            return Expr { kind: ExprKind::If(Box::new(when), Box::new(then)), span };
        }
        PRATT
            .map_primary(|p| self.primary(p))
            .map_prefix(|op, operand| {
                let span = self.span(&op).to(operand.span);
                let kind = if op.as_rule() == Rule::not { ExprKind::Not(Box::new(operand)) } else { ExprKind::Negate(Box::new(operand)) };
                Expr { kind, span }
            })
            .map_infix(|left, op, right| infix(left, op.as_rule(), right))
            .parse(inner)
    }

    fn primary(&self, pair: P) -> Expr {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::quantity => {
                let mut inner = pair.into_inner();
                let written = next(&mut inner);
                let percent = written.as_str().ends_with(['%', '％']).then(|| Spanned::new("%".to_owned(), self.span(&written)));
                ExprKind::Number(number(written.as_str()), inner.next().map(|p| self.spanned(&p)).or(percent))
            }
            Rule::string => ExprKind::String(unquote(pair.as_str())),
            Rule::pattern => {
                let text = pair.as_str();
                ExprKind::Pattern(text.get(1..text.len().saturating_sub(1)).unwrap_or("").to_owned())
            }
            Rule::quantified => {
                let mut inner = pair.into_inner();
                let quantifier = if next(&mut inner).as_rule() == Rule::every { Quantifier::Every } else { Quantifier::Exists };
                let subject = self.primary(next(&mut inner));
                let body = inner.find(|p| p.as_rule() == Rule::expr).unwrap_or_else(|| unreachable!("a quantifier has a condition"));
                ExprKind::Quantified(quantifier, Box::new(subject), Box::new(self.expr(body)))
            }
            Rule::group => ExprKind::Group(Box::new(self.expr(only(pair)))),
            Rule::reference => {
                let mut inner = pair.into_inner();
                let path = self.path(next(&mut inner));
                match inner.next() {
                    None => ExprKind::Name(path, None),
                    Some(p) if p.as_rule() == Rule::index => ExprKind::Name(path, Some(self.spanned(&only(p)))),
                    Some(p) => ExprKind::Call(path, p.into_inner().map(|p| self.argument(p)).collect()),
                }
            }
            other => unreachable!("primary {other:?}"),
        };
        Expr { kind, span }
    }

    fn argument(&self, pair: P) -> Argument {
        let mut inner = pair.into_inner();
        let expr = self.expr(next(&mut inner));
        let Some(word) = inner.next() else { return Argument { expr, filter: None } };
        if word.as_rule() == Rule::kw_satisfying {
            let condition = self.expr(next(&mut inner));
            return Argument { expr, filter: Some(ArgumentFilter::Satisfying(Box::new(condition))) };
        }
        let paths: Vec<Path> = inner.map(|p| self.path(p)).collect();
        let filter = if word.as_rule() == Rule::kw_only { ArgumentFilter::Only(paths) } else { ArgumentFilter::Except(paths) };
        Argument { expr, filter: Some(filter) }
    }
}

fn infix(left: Expr, op: Rule, right: Expr) -> Expr {
    let span = left.span.to(right.span);
    let comparison = match op {
        Rule::equal => Comparison::Equal,
        Rule::not_equal => Comparison::NotEqual,
        Rule::less => Comparison::Less,
        Rule::less_equal => Comparison::LessEqual,
        Rule::greater => Comparison::Greater,
        Rule::greater_equal => Comparison::GreaterEqual,
        _ => {
            let kind = match op {
                Rule::or => ExprKind::Logic(Logic::Or, Box::new(left), Box::new(right)),
                Rule::and => ExprKind::Logic(Logic::And, Box::new(left), Box::new(right)),
                Rule::contains => ExprKind::TextTest(TextTest::Contains, Box::new(left), Box::new(right)),
                Rule::matches => ExprKind::TextTest(TextTest::Matches, Box::new(left), Box::new(right)),
                Rule::add => ExprKind::Arithmetic(Arithmetic::Add, Box::new(left), Box::new(right)),
                Rule::subtract => ExprKind::Arithmetic(Arithmetic::Subtract, Box::new(left), Box::new(right)),
                Rule::multiply => ExprKind::Arithmetic(Arithmetic::Multiply, Box::new(left), Box::new(right)),
                Rule::divide => ExprKind::Arithmetic(Arithmetic::Divide, Box::new(left), Box::new(right)),
                other => unreachable!("operator {other:?}"),
            };
            return Expr { kind, span };
        }
    };
    // A chain `0 <= x <= 1` is one node: each neighbouring pair is compared, and the middle is written once.
    let kind = match left.kind {
        ExprKind::Compare(first, mut rest) => {
            rest.push((comparison, right));
            ExprKind::Compare(first, rest)
        }
        _ => ExprKind::Compare(Box::new(left), vec![(comparison, right)]),
    };
    Expr { kind, span }
}

fn only<'i>(pair: P<'i>) -> P<'i> {
    let rule = pair.as_rule();
    pair.into_inner().next().unwrap_or_else(|| unreachable!("{rule:?} holds a node"))
}

fn next<'i>(pairs: &mut impl Iterator<Item = P<'i>>) -> P<'i> {
    pairs.next().unwrap_or_else(|| unreachable!("the grammar promises a node here"))
}

/// Names compare by what they mean: full-width digits and hyphens are their ASCII twins.
fn normal_name(text: &str) -> String {
    text.trim().chars().map(narrow).collect()
}

fn narrow(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '－' | '％' | '．' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

/// The text between the quotation marks.
pub fn unquote(text: &str) -> String {
    if let Some(inner) = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')) {
        let mut out = String::with_capacity(inner.len());
        let mut chars = inner.chars();
        while let Some(c) = chars.next() {
            match c {
                // Before anything else a backslash is one, as in a path of Windows.
                '\\' => match chars.next() {
                    Some(c @ ('"' | '\\')) => out.push(c),
                    Some(c) => out.extend(['\\', c]),
                    None => out.push('\\'),
                },
                c => out.push(c),
            }
        }
        out
    } else {
        text.strip_prefix('“').and_then(|t| t.strip_suffix('”')).unwrap_or(text).to_owned()
    }
}

/// A number of the grammar. One too long for an exact decimal keeps its first 28 digits here; the checker reports it.
fn number(text: &str) -> Decimal {
    let narrow: String = text.chars().map(narrow).collect();
    let (digits, percent) = match narrow.strip_suffix('%') {
        Some(digits) => (digits, true),
        None => (narrow.as_str(), false),
    };
    let value = Decimal::from_str_exact(digits).unwrap_or(Decimal::MAX);
    if percent { value.checked_mul(Decimal::new(1, 2)).unwrap_or(Decimal::MAX) } else { value }
}

/// Whether `pairs` is a single node, which is returned.
pub fn single(mut pairs: Pairs<'_, Rule>) -> P<'_> {
    next(&mut pairs)
}
