//! What a document says of itself: title, agency, year, period, dates.

use super::document::{Block, Document};
use super::label::{self, fold, is_invisible};
use super::numbers;
use crate::catalogue::Trouble;
use crate::form::Form;
use crate::report::{Place, Problem, Report};
use crate::value::{Date, date};

/// How many lines of the head of a document may hold its title.
const HEAD: usize = 60;

/// How many characters a title may have.
const LONGEST_TITLE: usize = 80;

/// Words before the date of publication.
const PUBLISHED: &[&str] = &["发布日期", "发布时间", "公开日期", "公开时间", "公布日期", "发文日期"];

/// Fills in title, agency, year, period and dates.
pub(super) fn read(document: &Document, report: &mut Report, year: Option<i32>) {
    let lines: Vec<(&str, Place)> = document
        .blocks
        .iter()
        .flat_map(|block| match block {
            Block::Text(line) => vec![(line.paragraph.text.as_str(), line.paragraph.place_at(0))],
            Block::Grid(grid) => {
                grid.rows.iter().flatten().filter(|c| !c.text.is_empty()).map(|c| (c.text.as_str(), c.place.clone())).collect()
            }
        })
        .collect();
    let form = report.form.clone();
    let title = find_title(&lines, &form);
    let title_year = title.as_ref().and_then(|t| year_in(&t.text));
    if let Some(title) = &title {
        report.title = Some(clean(&title.text));
        report.agency = title.agency.as_deref().map(clean);
    } else {
        report.problems.push(Problem { trouble: Trouble::NoTitle { title: form.title.text.clone() }, place: None });
    }
    let period = find_period(&lines);
    report.period = period.as_ref().map(|(from, to, _)| (*from, *to));
    let period_year = report.period.map(|(from, _)| chrono::Datelike::year(&from));
    if let (Some(title), Some(stated), Some((_, _, place))) = (title_year, period_year, period)
        && title != stated
    {
        report.problems.push(Problem { trouble: Trouble::YearConflict { title, period: stated }, place: Some(place) });
    }
    report.year = year.or(title_year).or(period_year);
    if report.year.is_none() {
        report.problems.push(Problem { trouble: Trouble::NoYear {}, place: None });
    }
    report.published = lines.iter().enumerate().find_map(|(i, (text, _))| published_in(text, lines.get(i + 1).map(|l| l.0)));
    if let Some((date, signatory)) = signature(&lines) {
        report.signed = Some(date);
        report.signatory = signatory.map(|s| clean(&s));
    }
}

/// The last lines of a document that may hold its signature.
const TAIL: usize = 6;

/// The date of the signature, a line of its own or the end of the line with the name; and the body that signs, where it is named.
fn signature(lines: &[(&str, Place)]) -> Option<(Date, Option<String>)> {
    let first = lines.len().saturating_sub(TAIL);
    (first..lines.len()).rev().find_map(|i| {
        let text = squeeze(lines[i].0);
        let bare = text.trim_matches(['(', ')', ',', '。']);
        let begin = bare.find(|c: char| c.is_ascii_digit() || c == '二')?;
        let (name, rest) = bare.split_at(begin);
        let (date, length) = date::at_start(rest)?;
        if length != rest.len() {
            return None;
        }
        match name {
            "" => {
                let above = i.checked_sub(1).and_then(|p| lines.get(p)).map(|l| l.0).filter(|l| is_name(l));
                Some((date, above.map(squeeze)))
            }
            name if is_name(name) => Some((date, Some(name.to_owned()))),
            _ => None,
        }
    })
}

struct Title {
    text: String,
    agency: Option<String>,
}

/// The title: a line of the head that ends with the words of the form, or up to three lines that do together.
fn find_title(lines: &[(&str, Place)], form: &Form) -> Option<Title> {
    let words: Vec<String> =
        std::iter::once(&form.title.text).chain(&form.title.aliases).map(|w| label::key(w)).filter(|w| !w.is_empty()).collect();
    let is_title = |text: &str| {
        if text.chars().nth(LONGEST_TITLE).is_some() || text.contains(['。', '，', '；', '《', '：', '/', ':']) {
            return false;
        }
        let key = label::key(text);
        words.iter().any(|w| key.strip_suffix(w.as_str()).or_else(|| key.strip_suffix(&format!("{w}表"))).is_some())
    };
    let head = lines.get(..lines.len().min(HEAD)).unwrap_or(lines);
    for count in 1..=3 {
        for (i, window) in head.windows(count).enumerate() {
            let text = window.iter().map(|l| l.0.trim()).collect::<Vec<_>>().join("");
            // A report that is one paragraph begins with its title.
            let begins = |text: &str| {
                text.match_indices(char::is_whitespace)
                    .map(|(at, _)| at)
                    .take(8)
                    .filter_map(|at| text.get(..at))
                    .find(|t| is_title(t))
                    .map(str::to_owned)
            };
            let text = if count == 1 && text.chars().nth(LONGEST_TITLE).is_some() { begins(&text).unwrap_or(text) } else { text };
            if !is_title(&text) {
                continue;
            }
            let mut text = once(&text).to_owned();
            let mut above = i;
            if year_in(&text).is_none()
                && let Some((line, _)) = above.checked_sub(1).and_then(|p| head.get(p))
                && year_in(line).is_some()
                && is_title(&format!("{}{}", line.trim(), text))
            {
                text = format!("{}{}", line.trim(), text);
                above -= 1;
            }
            let mut agency = agency_in(&text, &words);
            if agency.is_none()
                && let Some((line, _)) = above.checked_sub(1).and_then(|p| head.get(p))
                && is_name(line)
            {
                agency = Some(squeeze(line));
                text = format!("{}{}", line.trim(), text);
            }
            return Some(Title { text, agency });
        }
    }
    None
}

/// A title that a page prints twice in one line, once.
fn once(text: &str) -> &str {
    let head: String = text.chars().take(4).collect();
    let twice = text.match_indices(&head).find_map(|(at, _)| {
        let (first, second) = text.split_at(at);
        (!head.is_empty() && first.trim_end() == second.trim_end()).then(|| first.trim_end())
    });
    twice.unwrap_or(text)
}

/// A line that may be the name of a body: short, without punctuation or digits.
fn is_name(text: &str) -> bool {
    let text = text.trim();
    let length = text.chars().count();
    (3..=40).contains(&length) && text.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || matches!(c, '（' | '）' | '(' | ')' | '·'))
}

/// What a title says besides its year and the words of the form.
fn agency_in(title: &str, words: &[String]) -> Option<String> {
    let squeezed = squeeze(title);
    let length = words.iter().filter(|w| label::key(&squeezed).ends_with(w.as_str())).map(|w| w.chars().count()).max()?;
    let total = squeezed.chars().filter(|c| c.is_alphanumeric()).count();
    let mut left = total.checked_sub(length)?;
    let mut rest = String::new();
    for c in squeezed.chars() {
        if c.is_alphanumeric() {
            if left == 0 {
                break;
            }
            left -= 1;
        }
        rest.push(c);
    }
    if let Some((start, end, _)) = year_span(&rest) {
        let tail = rest.get(end..).unwrap_or("");
        let tail = tail.strip_prefix('度').unwrap_or(tail);
        rest = format!("{}{}", rest.get(..start).unwrap_or(""), tail);
    }
    if is_residue(&rest) {
        return None;
    }
    // A rare character may be written as its parts in parentheses, at the beginning of a name as well.
    let opens = |at: usize| rest.get(at + 1..).and_then(|r| r.chars().next()).is_some_and(char::is_alphanumeric);
    let begin = rest.char_indices().find(|(at, c)| c.is_alphanumeric() || *c == '(' && opens(*at)).map_or(rest.len(), |(at, _)| at);
    let rest = rest.get(begin..).unwrap_or("").trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')').to_owned();
    let rest = rest.strip_prefix("关于").unwrap_or(&rest).to_owned();
    (rest.chars().count() >= 2).then_some(rest)
}

/// Whether what a title says of the body is still that of a template: `××局20XX年`, `某某局`, `XX县`.
fn is_residue(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains(['×', '□', '*', '_'])
        || ["xx", "某某", "○○", "〇〇"].iter().any(|mark| lower.contains(mark))
        || lower.ends_with(['年', '度'])
}

/// A title or name as it may be shown: without control characters, and no longer than any name is.
pub(super) fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(2 * LONGEST_TITLE).collect()
}

/// Half-width and without spaces.
fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).map(fold).filter(|c| !c.is_whitespace()).collect()
}

fn year_in(text: &str) -> Option<i32> {
    year_span(&squeeze(text)).map(|(_, _, year)| year)
}

/// The first year in a squeezed text: `2023年`, `二〇二三年`. Bytes from its first digit to after 年.
fn year_span(text: &str) -> Option<(usize, usize, i32)> {
    text.match_indices('年').find_map(|(at, mark)| {
        let before = text.get(..at)?;
        let start = before.char_indices().rev().take(4).last().map(|(i, _)| i)?;
        let digits = before.get(start..)?;
        if digits.chars().count() != 4 {
            return None;
        }
        let year: i32 = numbers::parse_number(digits)?.try_into().ok()?;
        (1990..=2100).contains(&year).then_some((start, at + mark.len(), year))
    })
}

/// The statistical period, from the first line that states a range of dates (or two lines, where it is broken).
fn find_period(lines: &[(&str, Place)]) -> Option<(Date, Date, Place)> {
    lines.iter().enumerate().find_map(|(i, (text, place))| {
        let own = squeeze(text);
        let next = lines.get(i + 1).map(|l| squeeze(l.0)).unwrap_or_default();
        let joined = format!("{own}{next}");
        let starts = joined.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at).filter(|at| *at < own.len());
        starts.filter(|at| !joined.get(..*at).is_some_and(|b| b.ends_with(|c: char| c.is_ascii_digit()))).find_map(|at| {
            let (from, length) = date::at_start(joined.get(at..)?)?;
            let rest = joined.get(at + length..)?;
            let rest = rest.trim_start_matches(['起', '始', ',', '，', '开']);
            let rest = rest.strip_prefix(['至', '到', '-', '—', '－', '~', '–'])?.trim_start_matches(['-', '—', '－']);
            let (to, _) = date::at_start(rest).or_else(|| {
                let rest: String = rest.chars().take(date::LONGEST).collect();
                date::at_start(&format!("{}年{rest}", chrono::Datelike::year(&from)))
            })?;
            let days = to.signed_duration_since(from).num_days();
            (300..=400).contains(&days).then(|| (from, to, place.clone()))
        })
    })
}

/// The date of publication a line (or the one after it) states.
fn published_in(text: &str, next: Option<&str>) -> Option<Date> {
    let text: String = squeeze(&without_time(text)).chars().map(label::simplify).collect();
    let (at, word) = PUBLISHED.iter().filter_map(|w| text.find(w).map(|at| (at, w))).min()?;
    let rest = text.get(at + word.len()..)?.trim_start_matches([':', '】', ']', '|']);
    if rest.is_empty() {
        return next.map(|n| squeeze(&without_time(n))).and_then(|n| date::at_start(&n).map(|d| d.0));
    }
    date::at_start(rest).map(|d| d.0)
}

/// A line without the times of day in it: squeezed, `2024-01-20 10:30` would have a 2010th day.
fn without_time(text: &str) -> String {
    let is_time = |word: &str| {
        let figures = word.chars().take_while(char::is_ascii_digit).count();
        (1..=2).contains(&figures)
            && word.chars().nth(figures) == Some(':')
            && word.chars().nth(figures + 1).is_some_and(|c| c.is_ascii_digit())
    };
    let words = text.split_whitespace().map(|word| word.chars().map(fold).collect::<String>());
    words.map(|w| if is_time(&w) { w.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':').to_owned() } else { w }).collect()
}
