//! A file as its author laid it out: every token with the comments and line breaks before it, and what each is in its place. For the formatter,
//! and for whoever else must change a text without losing any of it.

use super::parser::{Rule, parse_item};
use super::scan::{self, Token, TokenKind};
use crate::diagnostic::Diagnostics;
use crate::source::SourceId;
use pest::iterators::Pairs;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// What a token is in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A word of the language, Chinese and English.
    Keyword(&'static str, &'static str),
    /// A word that stands for a value, a fact or a function where it is a name: 本格, 年度, 合计.
    Name,
    /// A number.
    Number,
    /// A string or a regular expression.
    Text,
    /// `{`
    Open,
    /// `}`
    Close,
    /// `(` or `[`
    OpenBracket,
    /// `)` or `]`
    CloseBracket,
    /// An operator between two operands.
    Operator,
    /// A sign before an operand.
    Sign,
    /// `,`
    Comma,
    /// `.`
    Dot,
    /// `:` after a clause word, and `;` at the end of a clause: they may stand or not.
    Optional,
}

/// A token with what stands before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lexeme {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What it is.
    pub role: Role,
    /// Line breaks before it, comments not counted.
    pub breaks: usize,
    /// The comments before it.
    pub comments: Vec<Comment>,
    /// Whether a statement begins here: an item, a clause, a row.
    pub begins: bool,
    /// Whether it follows the token before it without a space: the bracket of a call.
    pub tight: bool,
    /// Whether it is the name that an expression begins with: a function, a value or a part of a form, and not the member of one.
    pub refers: bool,
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Bytes of the text, from `//` to the end of the line.
    pub range: Range<usize>,
    /// Line breaks before it; 0 for one at the end of a line of text.
    pub breaks: usize,
}

/// A stretch of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// An item that parses.
    Item(Vec<Lexeme>),
    /// Text that does not, as it stands; with the comments and line breaks before it.
    Verbatim {
        /// Bytes of the text.
        range: Range<usize>,
        /// Line breaks before it.
        breaks: usize,
        /// The comments before it.
        comments: Vec<Comment>,
    },
}

/// A file in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// The pieces in order.
    pub pieces: Vec<Piece>,
    /// The comments after the last piece.
    pub trailing: Vec<Comment>,
}

/// The outline of a text.
///
/// # Errors
///
/// Where the text cannot be cut into items: a string that does not end, a brace that is missing or too many, nesting without end.
pub fn outline(id: SourceId, text: &str) -> Result<Outline, Diagnostics> {
    let (tokens, found) = scan::scan(id, text);
    if !found.is_empty() {
        return Err(found);
    }
    let (items, found) = scan::cut_items(id, text, &tokens, |w| super::Keyword::Item.is(w));
    if !found.is_empty() {
        return Err(found);
    }
    let mut pieces = Vec::new();
    let mut end = 0;
    for item in items {
        let range = tokens[item.first].start..tokens[item.end - 1].end;
        let (breaks, comments) = gap(text, end..range.start);
        end = range.end;
        match parse_item(&text[range.clone()]) {
            Some(pairs) => {
                let marks = Marks::of(pairs, range.start);
                let mut lexemes = marks.lexemes(text, &tokens[item.first..item.end]);
                if let Some(first) = lexemes.first_mut() {
                    (first.breaks, first.comments, first.begins) = (breaks, comments, true);
                }
                pieces.push(Piece::Item(lexemes));
            }
            None => pieces.push(Piece::Verbatim { range, breaks, comments }),
        }
        // A `;` after an item is nobody's.
        while let Some(next) = tokens.iter().find(|t| t.start >= end).filter(|t| t.kind == TokenKind::Semi) {
            end = next.end;
        }
    }
    let (_, trailing) = gap(text, end..text.len());
    Ok(Outline { pieces, trailing })
}

/// The line breaks and comments between two tokens: the breaks are those after the last comment.
fn gap(text: &str, range: Range<usize>) -> (usize, Vec<Comment>) {
    let mut comments = Vec::new();
    let mut breaks = 0;
    let mut at = range.start;
    while at < range.end {
        let rest = &text[at..range.end];
        if rest.starts_with("//") {
            let length = rest.find('\n').unwrap_or(rest.len());
            comments.push(Comment { range: at..at + rest[..length].trim_end().len(), breaks });
            breaks = 0;
            at += length;
            continue;
        }
        let c = rest.chars().next().unwrap_or(' ');
        breaks += usize::from(c == '\n');
        at += c.len_utf8();
    }
    (breaks, comments)
}

/// What the grammar says of the places of an item.
#[derive(Default)]
struct Marks {
    /// What is one piece of text: ids, names, numbers, strings.
    atoms: HashMap<usize, (usize, Role)>,
    /// Where statements begin.
    begins: HashSet<usize>,
    /// Signs before an operand.
    signs: HashSet<usize>,
    /// Where the brackets of a call or an index begin.
    tight: HashSet<usize>,
    /// Where expressions refer to something by name.
    refers: HashSet<usize>,
}

impl Marks {
    fn of(pairs: Pairs<'_, Rule>, base: usize) -> Marks {
        let mut marks = Marks::default();
        for pair in pairs.flatten() {
            let start = base + pair.as_span().start();
            let end = start + pair.as_str().trim_end().len();
            match pair.as_rule() {
                Rule::id
                | Rule::name
                | Rule::ordinal
                | Rule::unit
                | Rule::unit_name
                | Rule::step_unit
                | Rule::figure_unit
                | Rule::unless_list => {
                    // The longest stands: an id holds the name it begins with.
                    let known = marks.atoms.get(&start).map_or(0, |(end, _)| *end);
                    if end > known {
                        marks.atoms.insert(start, (end, Role::Name));
                    }
                }
                Rule::number => {
                    marks.atoms.insert(start, (end, Role::Number));
                }
                Rule::string | Rule::pattern => {
                    marks.atoms.insert(start, (end, Role::Text));
                }
                Rule::negate => {
                    marks.signs.insert(start);
                }
                Rule::arguments | Rule::index | Rule::section_index | Rule::instance => {
                    marks.tight.insert(start);
                }
                Rule::clause
                | Rule::reading_clause
                | Rule::pack_clause
                | Rule::adjust_part
                | Rule::form_part
                | Rule::section
                | Rule::table
                | Rule::line
                | Rule::column
                | Rule::columns
                | Rule::row
                | Rule::rows
                | Rule::steps_part
                | Rule::case_clause
                | Rule::typed_part
                | Rule::typed_line
                | Rule::explained => {
                    marks.begins.insert(start);
                }
                Rule::reference | Rule::target => {
                    marks.refers.insert(start);
                }
                _ => {}
            }
        }
        marks
    }

    /// The tokens of the item, those of one atom made one.
    fn lexemes(&self, text: &str, tokens: &[Token]) -> Vec<Lexeme> {
        let mut lexemes: Vec<Lexeme> = Vec::new();
        let mut end = tokens.first().map_or(0, |t| t.start);
        for token in tokens {
            if token.start < end {
                continue;
            }
            let word = token.text(text);
            let previous = lexemes.last().map(|l| &text[l.range.clone()]);
            let (last, role) = match self.atoms.get(&token.start) {
                Some((last, role)) => (*last, *role),
                None => (token.end, self.role(token, word)),
            };
            // `部分(一)` is a call in its place, though its word is one of the language.
            let section = matches!(previous, Some("部分" | "section")) && role == Role::OpenBracket;
            let (breaks, comments) = gap(text, end..token.start);
            lexemes.push(Lexeme {
                range: token.start..last,
                role,
                breaks,
                comments,
                begins: self.begins.contains(&token.start),
                tight: self.tight.contains(&token.start) || section,
                refers: self.refers.contains(&token.start),
            });
            end = last;
        }
        lexemes
    }

    fn role(&self, token: &Token, word: &str) -> Role {
        match token.kind {
            TokenKind::OpenBrace => Role::Open,
            TokenKind::CloseBrace => Role::Close,
            TokenKind::Open => Role::OpenBracket,
            TokenKind::Close => Role::CloseBracket,
            TokenKind::Semi | TokenKind::Colon => Role::Optional,
            TokenKind::Comma => Role::Comma,
            TokenKind::Operator if self.signs.contains(&token.start) => Role::Sign,
            TokenKind::Operator => Role::Operator,
            TokenKind::Number => Role::Number,
            TokenKind::String => Role::Text,
            TokenKind::Other => Role::Dot,
            TokenKind::Word => match WORDS.iter().find(|(zh, en)| *zh == word || *en == word) {
                Some((zh, en)) => Role::Keyword(zh, en),
                None => Role::Name,
            },
        }
    }
}

/// Every word of the language that the grammar knows, Chinese and English.
pub const WORDS: [(&str, &str); 90] = [
    ("英文", "en"),
    ("表样", "form"),
    ("部分", "section"),
    ("表", "table"),
    ("列组", "columns"),
    ("列", "column"),
    ("行组", "rows"),
    ("行", "row"),
    ("又作", "alias"),
    ("横排", "side_by_side"),
    ("可负", "signed"),
    ("单位", "unit"),
    ("规则包", "pack"),
    ("语言", "language"),
    ("版本", "version"),
    ("引用", "use"),
    ("调整", "adjust"),
    ("规则", "rule"),
    ("读数", "reading"),
    ("名单", "list"),
    ("分档", "steps"),
    ("起", "onward"),
    ("每", "per"),
    ("加", "adding"),
    ("级别", "level"),
    ("依据", "basis"),
    ("适用", "applies"),
    ("当", "when"),
    ("范围", "over"),
    ("全表", "all_tables"),
    ("全文", "whole_text"),
    ("同批", "peers"),
    ("只含", "only"),
    ("不含", "except"),
    ("含约数", "with_approximate"),
    ("要求", "require"),
    ("或解释", "or_explained"),
    ("改法", "fix"),
    ("提示语", "message"),
    ("设", "let"),
    ("参数", "param"),
    ("误差", "tolerance"),
    ("待核", "unconfirmed"),
    ("试行", "trial"),
    ("停用", "disable"),
    ("因", "because"),
    ("取自", "from"),
    ("句式", "pattern"),
    ("否定", "negation"),
    ("排除", "unless"),
    ("作", "as"),
    ("若", "if"),
    ("则", "then"),
    ("满足", "satisfying"),
    ("强制", "must"),
    ("核实", "verify"),
    ("提示", "note"),
    ("逐列", "each_column"),
    ("逐行", "each_row"),
    ("每格", "each_cell"),
    ("逐条", "each_reading"),
    ("逐句", "each_sentence"),
    ("逐段", "each_paragraph"),
    ("每一", "every"),
    ("存在", "exists"),
    ("包含", "contains"),
    ("匹配", "matches"),
    ("或", "or"),
    ("且", "and"),
    ("非", "not"),
    // The words of tests.
    ("用例", "case"),
    ("报告", "report"),
    ("改", "set"),
    ("期望", "expect"),
    ("其余", "rest"),
    ("不符", "violated"),
    ("通过", "satisfied"),
    ("有解释", "explained"),
    ("未能核对", "undecided"),
    ("不适用", "not_applicable"),
    ("无可核对", "vacuous"),
    ("上年", "prior"),
    ("下级", "children"),
    ("名录", "roster"),
    ("左", "left"),
    ("右", "right"),
    ("差", "difference"),
    ("读不出", "unreadable"),
    ("空白", "blank"),
    ("缺", "missing"),
];

#[cfg(test)]
mod tests {
    use super::WORDS;
    use crate::syntax::Keyword;

    /// What the parser cuts files by is what the formatter spells, in both languages alike.
    #[test]
    fn the_words_of_the_parser_are_among_them() {
        let places = [
            Keyword::Item,
            Keyword::Clause,
            Keyword::ReadingClause,
            Keyword::PackClause,
            Keyword::FormPart,
            Keyword::Table,
            Keyword::StepsPart,
            Keyword::Line,
            Keyword::CaseClause,
        ];
        for word in places.iter().flat_map(|p| p.words()) {
            assert!(WORDS.contains(word), "{word:?}");
        }
    }
}
