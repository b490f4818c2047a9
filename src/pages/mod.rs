//! A page for every code: what it means, why it is said, what to write instead, and an example of it wrong and right.
//!
//! The pages are the Markdown files of this room, one for each family of codes. A page is a heading `## CODE zh | en`, a block of sentences
//! in Chinese, one in English (one sentence a line), and two fenced examples, `bad` and `good`; or a mark where no example can be shown. What
//! the fences say is in [`Kind`]. The tests hold every page against the codes there are, and run every example.

use crate::lang::Lang;

/// The files, in the order they are listed.
const FILES: &[&str] = &[
    include_str!("e01.md"),
    include_str!("e02.md"),
    include_str!("e03.md"),
    include_str!("e04.md"),
    include_str!("e05.md"),
    include_str!("e06.md"),
    include_str!("w04.md"),
    include_str!("w05.md"),
    include_str!("l00.md"),
    include_str!("l01.md"),
    include_str!("l02.md"),
    include_str!("l03.md"),
    include_str!("l09.md"),
];

/// Stands where a page can have no example.
const NO_EXAMPLE: &str = "<!-- no example -->";

/// The same words in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Both {
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
}

impl Both {
    /// The words in `lang`.
    pub fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }

    /// `zh | en`; without the mark, the same in both.
    fn parse(text: &'static str) -> Both {
        let (zh, en) = text.split_once('|').unwrap_or((text, text));
        Both { zh: zh.trim(), en: en.trim() }
    }
}

/// What an example is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `gouji`: a whole file of rules. A first line `// --param NAME=VALUE` says what it is run with.
    Rules,
    /// `csv`: a roster.
    Roster,
    /// `report`: lines of a report; the good ones stand in the example report, and the bad ones in their place.
    Lines,
    /// `document`: a whole file given to be checked.
    Document,
    /// `tests`: a file of tests of the shipped rules, beside the example report.
    Tests,
}

/// An example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// What it is.
    pub kind: Kind,
    /// Its text, with the line breaks between its lines.
    pub text: &'static str,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Such as `E0203`.
    pub code: &'static str,
    /// What it is called.
    pub title: Both,
    /// Its sentences.
    pub text: Both,
    /// What not to write, and what to write; `None` where no example can be shown.
    pub examples: Option<(Example, Example)>,
}

/// The codes of a family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// What they are about.
    pub title: Both,
    /// Their pages, in order.
    pub pages: Vec<Page>,
}

/// All pages, by family.
pub fn all() -> Vec<Family> {
    FILES.iter().filter_map(|file| family(file)).collect()
}

/// The page of a code, however it was typed: `E0203`, `e0203`, `Ｅ０２０３`.
pub fn find(code: &str) -> Option<Page> {
    let code = settled(code);
    all().into_iter().flat_map(|f| f.pages).find(|p| p.code == code)
}

/// A code in half-width capitals.
pub fn settled(code: &str) -> String {
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    code.chars().map(half).filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

fn family(file: &'static str) -> Option<Family> {
    let mut fenced = false;
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in file.split_inclusive('\n') {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if !fenced && line.starts_with("## ") {
            starts.push(at);
        }
        at += line.len();
    }
    let title = file.lines().next()?.strip_prefix("# ")?;
    let ends = starts.iter().skip(1).copied().chain([file.len()]);
    let pages = starts.iter().zip(ends).filter_map(|(start, end)| page(file.get(*start..end)?)).collect();
    Some(Family { title: Both::parse(title), pages })
}

fn page(text: &'static str) -> Option<Page> {
    let (heading, rest) = text.strip_prefix("## ")?.split_once('\n')?;
    let (code, title) = heading.split_once(' ')?;
    let (zh, rest) = rest.trim_start().split_once("\n\n")?;
    let (en, rest) = rest.trim_start().split_once("\n\n")?;
    let examples = match rest.trim() == NO_EXAMPLE {
        true => None,
        false => {
            let (bad, rest) = example(rest, "bad")?;
            let (good, _) = example(rest, "good")?;
            Some((bad, good))
        }
    };
    Some(Page { code, title: Both::parse(title), text: Both { zh, en }, examples })
}

/// The first fenced example of a text, and what follows it.
fn example(text: &'static str, which: &str) -> Option<(Example, &'static str)> {
    let (info, rest) = text.trim_start().strip_prefix("```")?.split_once('\n')?;
    let kind = match info.split_once(' ')? {
        ("gouji", w) if w == which => Kind::Rules,
        ("csv", w) if w == which => Kind::Roster,
        ("report", w) if w == which => Kind::Lines,
        ("document", w) if w == which => Kind::Document,
        ("tests", w) if w == which => Kind::Tests,
        _ => return None,
    };
    let (text, rest) = match rest.strip_prefix("```") {
        Some(rest) => ("", rest),
        None => rest.split_once("\n```")?,
    };
    Some((Example { kind, text }, rest))
}
