//! The only user of pest: text → pairs → [`ast`](super::ast), and where that fails, piece by piece.

use super::ast::{Expr, File, Item, Line, List, Reading};
use super::build::{Builder, single};
use super::faults;
use super::scan::{self, Stretch, Token, TokenKind};
use crate::diagnostic::Diagnostics;
use crate::source::{Source, SourceId, Spanned};
use pest::Parser;

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/gouji.pest"]
struct Gouji;

/// Words with a meaning, by the place they have it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyword {
    /// Begins an item of a file.
    Item,
    /// Begins a clause of a rule.
    Clause,
    /// Begins a clause of a reading.
    ReadingClause,
    /// Begins a clause of a pack.
    PackClause,
    /// Begins a part of a form.
    FormPart,
    /// Begins a table of a section.
    Table,
    /// Begins a part of a table of steps, where no number does.
    StepsPart,
    /// Begins a row or column.
    Line,
    /// Begins a clause of a case.
    CaseClause,
}

impl Keyword {
    /// The words, Chinese then English.
    pub fn words(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Keyword::Item => &[
                ("规则包", "pack"),
                ("表样", "form"),
                ("规则", "rule"),
                ("读数", "reading"),
                ("名单", "list"),
                ("分档", "steps"),
                ("用例", "case"),
            ],
            Keyword::Clause => &[
                ("级别", "level"),
                ("依据", "basis"),
                ("适用", "applies"),
                ("当", "when"),
                ("范围", "over"),
                ("要求", "require"),
                ("改法", "fix"),
                ("提示语", "message"),
                ("设", "let"),
                ("参数", "param"),
                ("误差", "tolerance"),
                ("待核", "unconfirmed"),
                ("试行", "trial"),
                ("停用", "disable"),
            ],
            Keyword::ReadingClause => &[("取自", "from"), ("句式", "pattern"), ("否定", "negation"), ("排除", "unless")],
            Keyword::PackClause => {
                &[("语言", "language"), ("版本", "version"), ("引用", "use"), ("调整", "adjust"), ("停用", "disable"), ("参数", "param")]
            }
            Keyword::FormPart => &[("依据", "basis"), ("适用", "applies"), ("部分", "section")],
            Keyword::Table => &[("表", "table")],
            Keyword::StepsPart => &[("依据", "basis")],
            Keyword::Line => &[("列组", "columns"), ("列", "column"), ("行组", "rows"), ("行", "row")],
            Keyword::CaseClause => &[
                ("报告", "report"),
                ("上年", "prior"),
                ("下级", "children"),
                ("同批", "peers"),
                ("名录", "roster"),
                ("参数", "param"),
                ("改", "set"),
                ("期望", "expect"),
            ],
        }
    }

    /// Whether `word` is one of them.
    pub fn is(self, word: &str) -> bool {
        self.words().iter().any(|(zh, en)| *zh == word || *en == word)
    }
}

/// The pairs of a text that is one item; `None` where it is none.
pub fn parse_item(text: &str) -> Option<pest::iterators::Pairs<'_, Rule>> {
    Gouji::parse(Rule::only_item, text).ok()
}

/// Parses an expression that stands alone: the value of a parameter given from outside.
pub fn parse_expr(id: SourceId, text: &str) -> Option<Expr> {
    let (_, diagnostics) = scan::scan(id, text);
    if !diagnostics.is_empty() {
        return None;
    }
    let pairs = Gouji::parse(Rule::only_expr, text).ok()?;
    Some(Builder { source: id, base: 0 }.expr(single(pairs)))
}

/// Parses a source. What does not parse is in the diagnostics, all of it; what does is in the file.
pub fn parse(id: SourceId, source: &Source) -> (File, Diagnostics) {
    let text = source.text();
    let (tokens, mut diagnostics) = scan::scan(id, text);
    let mut file = File::default();
    if diagnostics.iter().any(|d| faults::is_too_deep(&d.fault)) {
        return (file, diagnostics);
    }
    let strings_are_sound = diagnostics.is_empty();
    let (items, cut) = scan::cut_items(id, text, &tokens, |w| Keyword::Item.is(w));
    diagnostics.extend(cut);
    let mut parser = Pieces { id, text, tokens: &tokens, diagnostics };
    for item in items {
        let complete = item.block.is_none_or(|(_, close)| close.is_some_and(|c| tokens[c].kind == TokenKind::CloseBrace));
        if complete
            && strings_are_sound
            && let Some(node) = parser.attempt(Rule::only_item, item)
        {
            file.items.push(node);
            continue;
        }
        let before = parser.diagnostics.len();
        let recovered = parser.recover_item(item);
        if complete && strings_are_sound && parser.diagnostics.len() == before {
            // Every piece parses and the whole does not: say what the whole says rather than nothing.
            parser.statement(Rule::only_item, Keyword::Item, item, |_, _| ());
        }
        file.items.extend(recovered);
    }
    let mut diagnostics = parser.diagnostics;
    diagnostics.settle();
    (file, diagnostics)
}

struct Pieces<'a> {
    id: SourceId,
    text: &'a str,
    tokens: &'a [Token],
    diagnostics: Diagnostics,
}

impl<'a> Pieces<'a> {
    fn slice(&self, piece: Stretch) -> (usize, &'a str) {
        let start = self.tokens[piece.first].start;
        let end = self.tokens[piece.end - 1].end;
        (start, &self.text[start..end])
    }

    fn builder(&self, base: usize) -> Builder {
        Builder { source: self.id, base }
    }

    fn attempt(&self, rule: Rule, piece: Stretch) -> Option<Item> {
        let (base, slice) = self.slice(piece);
        let pairs = Gouji::parse(rule, slice).ok()?;
        Some(self.builder(base).item(single(pairs)))
    }

    /// Parses a piece as `rule` and builds it with `build`, or reports why it is not one. `place` says which words could stand first.
    fn statement<T>(
        &mut self,
        rule: Rule,
        place: Keyword,
        piece: Stretch,
        build: impl FnOnce(&Builder, pest::iterators::Pair<'a, Rule>) -> T,
    ) -> Option<T> {
        // A head of which nothing was written: what stands in its place is shown.
        let piece = Stretch { end: piece.end.max(piece.first + 1).min(self.tokens.len().max(piece.first)), ..piece };
        if piece.end <= piece.first {
            return None;
        }
        let (base, slice) = self.slice(piece);
        match Gouji::parse(rule, slice) {
            Ok(pairs) => Some(build(&self.builder(base), single(pairs))),
            Err(error) => {
                let tokens = &self.tokens[piece.first..piece.end];
                // The scan has said what is wrong with a string already; what follows from it is not said again.
                let range = tokens[0].start..tokens[tokens.len() - 1].end;
                let told = self
                    .diagnostics
                    .iter()
                    .any(|d| faults::is_of_scan(&d.fault) && d.span.range().start >= range.start && d.span.range().end <= range.end);
                if !told {
                    let d = faults::explain(self.id, self.text, tokens, base, &error, place);
                    self.diagnostics.push(d);
                }
                None
            }
        }
    }

    fn recover_item(&mut self, item: Stretch) -> Option<Item> {
        let word = self.tokens[item.first].text(self.text);
        let Some((open, close)) = item.block else {
            // No block at all: not an item, or its brace is missing.
            self.statement(Rule::only_item, Keyword::Item, item, |_, _| ());
            return None;
        };
        let head = Stretch { first: item.first, end: open, block: None };
        let body = open + 1..close.unwrap_or(item.end);
        match word {
            "规则" | "rule" => {
                let mut rule = self.statement(Rule::only_rule_head, Keyword::Item, head, |b, p| b.rule_head(p))?;
                for clause in self.cut(body, Keyword::Clause) {
                    match self.statement(Rule::only_clause, Keyword::Clause, clause, |b, p| b.clause(p)) {
                        Some(clause) => rule.clauses.push(clause),
                        None => {
                            rule.damaged = true;
                            rule.names_lost |= matches!(self.tokens[clause.first].text(self.text), "设" | "let" | "参数" | "param");
                        }
                    }
                }
                Some(Item::Rule(rule))
            }
            "读数" | "reading" => {
                let mut reading = match self.statement(Rule::only_reading_head, Keyword::Item, head, |b, p| b.reading_head(p)) {
                    Some(reading) => reading,
                    // Its name is known, so that what names it is not reported too.
                    None => {
                        let name = self.tokens.get(item.first + 1).filter(|t| t.kind == TokenKind::Word)?;
                        let span = crate::source::Span::new(self.id, name.start, name.end);
                        let mut reading = Reading::named(Spanned::new(name.text(self.text).to_owned(), span));
                        reading.damaged = true;
                        reading
                    }
                };
                for clause in self.cut(body, Keyword::ReadingClause) {
                    let parsed =
                        self.statement(Rule::only_reading_clause, Keyword::ReadingClause, clause, |b, p| b.reading_clause(p, &mut reading));
                    reading.damaged |= parsed.is_none();
                }
                Some(Item::Reading(reading))
            }
            "分档" | "steps" => {
                let mut steps = self.statement(Rule::only_steps_head, Keyword::Item, head, |b, p| b.steps_head(p))?;
                steps.damaged = true;
                for part in self.cut_steps(body) {
                    self.statement(Rule::only_steps_part, Keyword::StepsPart, part, |b, p| b.steps_part(p, &mut steps));
                }
                Some(Item::Steps(steps))
            }
            "规则包" | "pack" => {
                let mut pack = self.statement(Rule::only_pack_head, Keyword::Item, head, |b, p| b.pack_head(p))?;
                for clause in self.cut(body, Keyword::PackClause) {
                    let parsed = self.statement(Rule::only_pack_clause, Keyword::PackClause, clause, |b, p| b.pack_clause(p, &mut pack));
                    pack.damaged |= parsed.is_none();
                }
                Some(Item::Pack(pack))
            }
            "表样" | "form" => {
                let mut form = self.statement(Rule::only_form_head, Keyword::Item, head, |b, p| b.form_head(p))?;
                form.damaged = true;
                for part in self.cut(body, Keyword::FormPart) {
                    let section = matches!(self.tokens[part.first].text(self.text), "部分" | "section");
                    match part.block {
                        Some((open, close)) if section => self.recover_section(part, open, close),
                        _ => {
                            self.statement(Rule::only_form_part, Keyword::FormPart, part, |b, p| b.form_part(p, &mut form));
                        }
                    }
                }
                Some(Item::Form(form))
            }
            "用例" | "case" => {
                let mut case = self.statement(Rule::only_case_head, Keyword::Item, head, |b, p| b.case_head(p))?;
                case.damaged = true;
                // What is wrong in it is known to be its own.
                let (first, last) = (&self.tokens[item.first], &self.tokens[item.end - 1]);
                case.span = crate::source::Span::new(self.id, first.start, last.end);
                for clause in self.cut_case(body) {
                    self.statement(Rule::only_case_clause, Keyword::CaseClause, clause, |b, p| b.case_clause(p, &mut case));
                }
                Some(Item::Case(case))
            }
            "名单" | "list" => {
                self.statement(Rule::only_item, Keyword::Item, item, |_, _| ());
                // What is in it cannot be told; its name can, so that what names it is not reported too.
                let name = self.tokens.get(item.first + 1).filter(|t| t.kind == TokenKind::Word)?;
                let span = crate::source::Span::new(self.id, name.start, name.end);
                Some(Item::List(List { name: Spanned::new(name.text(self.text).to_owned(), span), entries: Vec::new() }))
            }
            _ => {
                self.statement(Rule::only_item, Keyword::Item, item, |_, _| ());
                None
            }
        }
    }

    fn recover_section(&mut self, part: Stretch, open: usize, close: Option<usize>) {
        let head = Stretch { first: part.first, end: open, block: None };
        self.statement(Rule::only_section_head, Keyword::FormPart, head, |b, p| b.section_head(p));
        for table in self.cut(open + 1..close.unwrap_or(part.end), Keyword::Table) {
            let Some((open, close)) = table.block else {
                self.statement(Rule::only_table_head, Keyword::Table, table, |b, p| b.table_head(p));
                continue;
            };
            let head = Stretch { first: table.first, end: open, block: None };
            self.statement(Rule::only_table_head, Keyword::Table, head, |b, p| b.table_head(p));
            self.recover_lines(open + 1..close.unwrap_or(table.end));
        }
    }

    fn recover_lines(&mut self, body: std::ops::Range<usize>) {
        for line in self.cut(body, Keyword::Line) {
            match line.block {
                Some((open, close)) => {
                    let head = Stretch { first: line.first, end: open, block: None };
                    self.statement::<Line>(Rule::only_group_head, Keyword::Line, head, |b, p| b.group_head(p));
                    // Nesting is bounded by the scan, so this recursion is.
                    self.recover_lines(open + 1..close.unwrap_or(line.end));
                }
                None => {
                    self.statement(Rule::only_line, Keyword::Line, line, |b, p| b.line(single(p.into_inner())));
                }
            }
        }
    }

    /// The parts of a table of steps: each begins at a number before 起, or at a word of its own.
    fn cut_steps(&self, body: std::ops::Range<usize>) -> Vec<Stretch> {
        let begins = |i: usize| {
            let word = |i: usize| self.tokens.get(i).map_or("", |t| t.text(self.text));
            matches!(word(i + 1), "起" | "onward") || Keyword::StepsPart.is(word(i)) || self.tokens[i].first
        };
        let mut parts: Vec<Stretch> = Vec::new();
        for i in body {
            match parts.last_mut() {
                Some(part) if !begins(i) => part.end = i + 1,
                _ => parts.push(Stretch { first: i, end: i + 1, block: None }),
            }
        }
        parts
    }

    /// The clauses of a case. 上年 and its like begin one only at the beginning of a line: elsewhere they say whose a cell is.
    fn cut_case(&self, body: std::ops::Range<usize>) -> Vec<Stretch> {
        let relation = |w: &str| matches!(w, "上年" | "prior" | "下级" | "children" | "同批" | "peers");
        self.cut_where(body, |w| Keyword::CaseClause.is(w) && !relation(w))
    }

    fn cut(&self, body: std::ops::Range<usize>, place: Keyword) -> Vec<Stretch> {
        self.cut_where(body, |w| place.is(w))
    }

    fn cut_where(&self, body: std::ops::Range<usize>, begins: impl Fn(&str) -> bool) -> Vec<Stretch> {
        let mut statements = scan::cut_statements(self.text, self.tokens, body, begins);
        statements.retain(|s| s.end > s.first);
        for s in &mut statements {
            // A semicolon ends a statement and is not part of it.
            while s.end > s.first + 1 && self.tokens[s.end - 1].kind == TokenKind::Semi {
                s.end -= 1;
            }
        }
        statements
    }
}
