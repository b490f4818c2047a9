//! Labels as they are compared: width, spaces, numbering marks and punctuation put aside, and nothing else.

use crate::form::Label;
use crate::spelling::edit_distance;

/// A full-width character as its half-width twin; anything else as it is.
pub(super) fn fold(c: char) -> char {
    match c {
        '\u{3000}' | '\u{a0}' | '\u{2007}' | '\u{202f}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Characters that are not seen: zero-width spaces, joiners, marks of direction and of byte order, soft hyphens.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}' | '\u{fe0e}' | '\u{fe0f}')
}

/// Chinese numerals that number items.
pub(super) fn is_ordinal(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

/// A traditional character of the labels as its simplified twin: mirrors of pages convert every character of a report.
pub(super) fn simplify(c: char) -> char {
    let at = TRADITIONAL.binary_search_by(|(traditional, _)| traditional.cmp(&c));
    at.ok().and_then(|at| TRADITIONAL.get(at)).map_or(c, |(_, simplified)| *simplified)
}

/// Traditional characters and their simplified twins, in order. Not all there are: those of the labels of reports.
#[rustfmt::skip]
const TRADITIONAL: &[(char, char)] = &[
    ('係', '系'), ('個', '个'), ('備', '备'), ('價', '价'), ('內', '内'), ('則', '则'), ('動', '动'), ('務', '务'), ('區', '区'),
    ('員', '员'), ('問', '问'), ('單', '单'), ('國', '国'), ('圖', '图'), ('團', '团'), ('執', '执'), ('報', '报'), ('審', '审'),
    ('對', '对'), ('導', '导'), ('層', '层'), ('屬', '属'), ('廢', '废'), ('強', '强'), ('後', '后'), ('從', '从'), ('復', '复'),
    ('應', '应'), ('採', '采'), ('擇', '择'), ('據', '据'), ('數', '数'), ('於', '于'), ('時', '时'), ('書', '书'), ('會', '会'),
    ('條', '条'), ('業', '业'), ('構', '构'), ('標', '标'), ('機', '机'), ('檔', '档'), ('檢', '检'), ('權', '权'), ('歷', '历'),
    ('決', '决'), ('沒', '没'), ('況', '况'), ('減', '减'), ('測', '测'), ('準', '准'), ('濟', '济'), ('為', '为'), ('無', '无'),
    ('營', '营'), ('爲', '为'), ('獲', '获'), ('現', '现'), ('產', '产'), ('當', '当'), ('發', '发'), ('監', '监'), ('確', '确'),
    ('祕', '秘'), ('稅', '税'), ('種', '种'), ('穩', '稳'), ('範', '范'), ('糾', '纠'), ('納', '纳'), ('級', '级'), ('組', '组'),
    ('結', '结'), ('給', '给'), ('統', '统'), ('經', '经'), ('維', '维'), ('網', '网'), ('總', '总'), ('織', '织'), ('繳', '缴'),
    ('繼', '继'), ('續', '续'), ('罰', '罚'), ('聯', '联'), ('與', '与'), ('舉', '举'), ('萬', '万'), ('處', '处'), ('號', '号'),
    ('術', '术'), ('補', '补'), ('製', '制'), ('複', '复'), ('見', '见'), ('規', '规'), ('觸', '触'), ('計', '计'), ('訟', '讼'),
    ('訪', '访'), ('許', '许'), ('訴', '诉'), ('詢', '询'), ('該', '该'), ('認', '认'), ('請', '请'), ('議', '议'), ('護', '护'),
    ('讀', '读'), ('變', '变'), ('財', '财'), ('貨', '货'), ('費', '费'), ('質', '质'), ('購', '购'), ('轉', '转'), ('辦', '办'),
    ('這', '这'), ('進', '进'), ('過', '过'), ('達', '达'), ('違', '违'), ('還', '还'), ('錄', '录'), ('長', '长'), ('門', '门'),
    ('開', '开'), ('間', '间'), ('關', '关'), ('項', '项'), ('須', '须'), ('題', '题'), ('額', '额'), ('願', '愿'), ('類', '类'),
    ('體', '体'), ('齊', '齐'),
];

/// The length in characters of a reading in parentheses, as some mirrors put after characters: `(fù)`.
fn reading_at(chars: &[char], i: usize) -> Option<usize> {
    let latin = |c: &char| c.is_alphabetic() && *c < '\u{250}';
    let letters = chars.iter().skip(i + 1).take(LONGEST_READING + 1).take_while(|c| latin(c)).count();
    let whole = chars.get(i) == Some(&'(') && (1..=LONGEST_READING).contains(&letters) && chars.get(i + 1 + letters) == Some(&')');
    // A letter that numbers an item stands before its text, a reading after a character.
    let after = i.checked_sub(1).and_then(|p| chars.get(p)).is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(c));
    (whole && after).then_some(letters + 2)
}

/// No syllable has more letters: zhuang.
const LONGEST_READING: usize = 6;

/// One part of a printed text: what it says, as compared, and the numbering mark before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// The text as compared.
    pub key: String,
    /// The ordinal before it, without its punctuation.
    pub mark: Option<String>,
}

/// Splits a printed text where numbering marks stand, and at spaces when asked: `（四）无 1.本机关` is 无 (四) and 本机关 (1).
///
/// A mark after 第 is part of a name (第（一）项) and stays.
pub(super) fn parts(text: &str, at_spaces: bool) -> Vec<Part> {
    let text = text.replace("&nbsp;", " ").replace("<br>", " ").replace("<br/>", " ").replace("<br />", " ");
    let chars: Vec<char> = text.chars().filter(|c| !is_invisible(*c)).map(fold).collect();
    let mut found = Vec::new();
    let mut part = Part { key: String::new(), mark: None };
    let mut last_seen: Option<char> = None;
    let mut i = 0;
    while let Some(&c) = chars.get(i) {
        if let Some((mark, length)) = mark_at(&chars, i, last_seen) {
            finish(&mut found, &mut part);
            part.mark = Some(mark);
            last_seen = None;
            i += length;
            continue;
        }
        if let Some(length) = reading_at(&chars, i) {
            i += length;
            continue;
        }
        if c.is_alphanumeric() {
            part.key.extend(simplify(c).to_lowercase());
        } else if c.is_whitespace() && at_spaces {
            finish(&mut found, &mut part);
        }
        if !c.is_whitespace() {
            last_seen = Some(c);
        }
        i += 1;
    }
    finish(&mut found, &mut part);
    found
}

fn finish(found: &mut Vec<Part>, part: &mut Part) {
    if part.key.is_empty() {
        // A mark cut off from its text by a space belongs to what follows.
        return;
    }
    found.push(Part { key: std::mem::take(&mut part.key), mark: part.mark.take() });
}

/// The numbering mark at `i` and its length in characters.
fn mark_at(chars: &[char], i: usize, before: Option<char>) -> Option<(String, usize)> {
    let c = *chars.get(i)?;
    if before == Some('第') {
        return None;
    }
    if ('\u{2460}'..='\u{2473}').contains(&c) {
        return Some(((c as u32 - 0x245f).to_string(), 1));
    }
    let parenthesised = c == '(';
    let start = if parenthesised { i + 1 } else { i };
    let digits: String = chars.iter().skip(start).take(3).take_while(|c| c.is_ascii_digit()).collect();
    let ordinals: String = chars.iter().skip(start).take(3).take_while(|c| is_ordinal(**c)).collect();
    let number = if digits.is_empty() { ordinals } else { digits };
    let length = number.chars().count();
    if length == 0 || length > 2 {
        return None;
    }
    let close = chars.get(start + length).copied();
    let next = chars.get(start + length + 1).copied();
    if parenthesised {
        return (close == Some(')')).then(|| (number, length + 2));
    }
    if before.is_some_and(char::is_alphanumeric) && !chars.get(i.wrapping_sub(1)).is_some_and(|c| c.is_whitespace()) {
        return None;
    }
    let closes = matches!(close, Some('、' | '.' | ')' | '．')) || (close == Some(',') && is_ordinal(c));
    (closes && !next.is_some_and(|c| c.is_ascii_digit())).then(|| (number, length + 1))
}

/// A printed text as compared.
pub(super) fn key(text: &str) -> String {
    parts(text, false).into_iter().map(|p| p.key).collect()
}

/// A text without the parenthesis it ends with: `规章(县级无此项)`; `None` where it ends with none, or is nothing else.
pub(super) fn without_note(text: &str) -> Option<String> {
    let folded: String = text.trim().chars().map(fold).collect();
    let folded = folded.trim_end();
    if !folded.ends_with(')') {
        return None;
    }
    let mut depth = 0usize;
    for (at, c) in folded.char_indices().rev() {
        match c {
            ')' => depth += 1,
            '(' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let rest = folded.get(..at)?;
                    return (!key(rest).is_empty()).then(|| rest.to_owned());
                }
            }
            _ => {}
        }
    }
    None
}

/// How a printed text was matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// The label itself, with or without the note in parentheses it ends with.
    Same,
    /// A spelling the form declares.
    Alias,
    /// A near spelling.
    Near,
}

/// A label with its spellings as compared.
#[derive(Debug, Clone)]
pub(super) struct Spellings {
    /// The label as the form prints it.
    pub text: String,
    /// Keys and what a match with them is, the label's own first.
    pub keys: Vec<(String, Likeness)>,
    /// The numbering mark the form prints before it.
    pub mark: Option<String>,
}

impl Spellings {
    pub fn new(label: &Label) -> Spellings {
        let mut keys = vec![(key(&label.text), Likeness::Same)];
        if let Some(bare) = without_note(&label.text) {
            keys.push((key(&bare), Likeness::Same));
        }
        for alias in &label.aliases {
            keys.push((key(alias), Likeness::Alias));
        }
        keys.retain(|(k, _)| !k.is_empty());
        let mark = parts(&label.text, false).into_iter().next().and_then(|p| p.mark);
        Spellings { text: label.text.clone(), keys, mark }
    }

    /// How `printed`, a key, matches exactly or by alias.
    pub fn matches(&self, printed: &str) -> Option<Likeness> {
        self.keys.iter().find(|(k, _)| k == printed).map(|(_, how)| *how)
    }

    /// Whether `piece`, a key, is part of any spelling.
    pub fn contains(&self, piece: &str) -> bool {
        self.keys.iter().any(|(k, _)| k.contains(piece))
    }

    /// How many characters `printed`, a key, is off, where it is near enough to be taken for this label.
    pub fn distance(&self, printed: &str) -> Option<usize> {
        self.keys.iter().filter_map(|(k, _)| near(printed, k)).min()
    }
}

/// The one of several labels that `printed`, a key, is nearest to; `None` where none is near or two are equally near.
pub(super) fn nearest<'a>(printed: &str, labels: impl Iterator<Item = (usize, &'a Spellings)>) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    let mut tied = false;
    for (index, spellings) in labels {
        if let Some(distance) = spellings.distance(printed) {
            match best {
                Some((_, least)) if distance > least => {}
                Some((_, least)) if distance == least => tied = true,
                _ => {
                    best = Some((index, distance));
                    tied = false;
                }
            }
        }
    }
    best.filter(|_| !tied).map(|(index, _)| index)
}

/// Longer texts are no labels.
const LONGEST_LABEL: usize = 120;

/// Characters that say which year something is of: 上年 is another than 本年.
pub(super) fn is_of_a_year(c: char) -> bool {
    matches!(c, '上' | '本' | '下' | '今' | '去' | '前')
}

/// The distance of two keys, where it is at most a quarter of the longer one and neither a numeral nor the year differs: 第（八）项 is not
/// 第（九）项, and 上年 is not 本年.
fn near(a: &str, b: &str) -> Option<usize> {
    let numerals = |s: &str| s.chars().filter(|c| is_ordinal(*c) || c.is_ascii_digit() || is_of_a_year(*c)).collect::<String>();
    let some = |s: &str| s.chars().take(LONGEST_LABEL + 1).collect::<Vec<char>>();
    let (a_chars, b_chars) = (some(a), some(b));
    let longest = a_chars.len().max(b_chars.len());
    let allowed = longest / 4;
    if longest > LONGEST_LABEL || a_chars.len().abs_diff(b_chars.len()) > allowed || numerals(a) != numerals(b) {
        return None;
    }
    let distance = edit_distance(a, b);
    (distance <= allowed).then_some(distance)
}
