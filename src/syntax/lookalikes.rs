//! Characters that look like others: what input methods, word processors and documents converted to text put where something else is meant.

/// A character taken for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// What should stand there.
    pub meant: &'static str,
    /// What it is.
    pub what: &'static str,
}

/// Letters of other scripts, each followed by the Latin one it looks like.
const CYRILLIC: &str = "аaеeоoрpсcхxуyіiѕsјjһhАAВBЕEКKМMНHОOРPСCТTХXІIЅSЈJ";
const GREEK: &str = "οoνvαaιiΟOΑAΒBΕEΖZΗHΙIΚKΜMΝNΡPΤTΧXΥY";
/// Radicals, as text copied out of PDFs has them, each followed by the character.
const RADICALS: &str = "⼀一⼆二⼈人⼉儿⼊入⼋八⼏几⼒力⼗十⼜又⼝口⼟土⼠士⼤大⼥女⼦子⼨寸⼩小⼭山⼯工⼰己⼲干⼴广⼸弓⼼心⼾户⼿手⽀支⽂文⽃斗⽄斤⽅方⽆无⽇日⽈曰⽉月⽊木⽌止⽐比⽑毛⽓气⽔水⽕火⽗父⽚片⽛牙⽜牛⽝犬⽟玉⽠瓜⽣生⽤用⽥田⽩白⽪皮⽬目⽯石⽰示⽲禾⽳穴⽴立⽵竹⽶米⽺羊⽼老⽽而⽿耳⾁肉⾂臣⾃自⾄至⾆舌⾈舟⾊色⾍虫⾎血⾏行⾐衣⾓角⾔言⾖豆⾚赤⾛走⾜足⾝身⾟辛⾢邑⾥里⾦金⾩阜⾬雨⾮非⾯面⾰革⾳音⾷食⾸首⾹香⾻骨⾼高⿊黑⻅见⻉贝⻋车⻓长⻔门⻚页⻛风⻜飞";
/// Traditional characters of the words of the language, each followed by the simplified one.
const TRADITIONAL: &str = "規规則则級级別别強强實实據据適适當当範范圍围條条項项語语設设參参數数誤误試试調调讀读單单檔档樣样組组負负啟启為为從从處处護护報报錶表層层號号標标準准時时間间開开關关總总計计減减現现與与於于後后許许還还這这";

/// Pairs of a character and what follows it.
fn pairs(table: &'static str) -> impl Iterator<Item = (char, &'static str)> {
    let mut rest = table.char_indices();
    std::iter::from_fn(move || {
        let (_, a) = rest.next()?;
        let (at, b) = rest.next()?;
        Some((a, &table[at..at + b.len_utf8()]))
    })
}

/// A letter or character of a word that looks like another.
pub fn letter(c: char) -> Option<Look> {
    let of = |table, what| pairs(table).find(|(a, _)| *a == c).map(|(_, meant)| Look { meant, what });
    match c {
        'Ͱ'..='Ͽ' => of(GREEK, "a Greek letter"),
        'Ѐ'..='ӿ' => of(CYRILLIC, "a Cyrillic letter"),
        '\u{2E80}'..='\u{2FDF}' => of(RADICALS, "the sign of a radical"),
        _ => None,
    }
}

/// A letter that looks like a digit.
pub fn digit(c: char) -> Option<Look> {
    let what = match c {
        'Ͱ'..='Ͽ' => "a Greek letter, not a digit",
        'Ѐ'..='ӿ' => "a Cyrillic letter, not a digit",
        _ => "a letter, not a digit",
    };
    match c {
        'O' | 'o' | 'О' | 'о' | 'Ο' | 'ο' | 'Ｏ' | 'ｏ' => Some(Look { meant: "0", what }),
        'l' | 'I' | 'І' | 'Ι' | 'ｌ' | 'Ｉ' => Some(Look { meant: "1", what }),
        _ => None,
    }
}

/// A mark that looks like one of the language, and never is one.
pub fn mark(c: char) -> Option<Look> {
    let (meant, what) = match c {
        '–' => ("-", "an en dash"),
        '—' | '―' | '﹘' | '─' => ("-", "a dash"),
        '‐' | '‑' | '‒' | '﹣' | '⁻' | '╴' => ("-", "a hyphen"),
        'ー' | 'ｰ' => ("-", "the mark of a long vowel"),
        '∶' => (":", "a ratio sign"),
        '︰' | '﹕' | '꞉' | 'ː' => (":", "a colon of another kind"),
        '﹔' | '︔' => (";", "a semicolon of another kind"),
        '﹐' | '︐' | '‚' => (",", "a comma of another kind"),
        '。' | '｡' => (".", "a full stop"),
        '·' | '•' | '・' | '･' | '‧' | '∙' => (".", "a middle dot"),
        '﹛' => ("{", "a bracket of another kind"),
        '﹜' => ("}", "a bracket of another kind"),
        '﹙' => ("(", "a bracket of another kind"),
        '﹚' => (")", "a bracket of another kind"),
        '〔' | '〖' | '﹝' => ("[", "a bracket of another kind"),
        '〕' | '〗' | '﹞' => ("]", "a bracket of another kind"),
        '〈' | '《' | '‹' | '«' | '⟨' => ("<", "a title mark"),
        '〉' | '》' | '›' | '»' | '⟩' => (">", "a title mark"),
        '﹤' => ("<", "a less-than sign of another kind"),
        '﹥' => (">", "a greater-than sign of another kind"),
        '⇐' | '←' => ("<=", "an arrow"),
        '⇒' | '→' => (">=", "an arrow"),
        '⩽' | '≲' => ("<=", "another kind of sign"),
        '⩾' | '≳' => (">=", "another kind of sign"),
        '﹦' | '═' | '゠' => ("=", "another kind of sign"),
        '﹢' | '✚' | '➕' => ("+", "another kind of sign"),
        '✕' | '✖' | '╳' | '⨯' | '∗' | '⋅' | '❌' => ("×", "another kind of sign"),
        '∕' | '⁄' | '➗' => ("÷", "another kind of sign"),
        '﹪' => ("%", "a percent sign of another kind"),
        '①'..='⑨' => {
            let digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
            (digits[c as usize - '①' as usize], "a digit in a circle")
        }
        _ => return None,
    };
    Some(Look { meant, what })
}

/// Whether a character is not seen at all.
pub fn unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFFC}' | '\u{FFFD}')
        || c.is_control() && !c.is_whitespace()
}

/// A word with the traditional characters of it simplified; `None` where there are none.
pub fn simplified(word: &str) -> Option<String> {
    replaced(word, |c| pairs(TRADITIONAL).find(|(a, _)| *a == c).map(|(_, b)| b))
}

/// A word with the letters in it that look like others put right; `None` where there are none.
pub fn righted(word: &str) -> Option<String> {
    replaced(word, |c| letter(c).map(|l| l.meant))
}

fn replaced(word: &str, meant: impl Fn(char) -> Option<&'static str>) -> Option<String> {
    let mut any = false;
    let mut out = String::new();
    for c in word.chars() {
        match meant(c) {
            Some(b) => {
                any = true;
                out.push_str(b);
            }
            None => out.push(c),
        }
    }
    any.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_pairs() {
        for table in [CYRILLIC, GREEK, RADICALS, TRADITIONAL] {
            assert_eq!(table.chars().count() % 2, 0);
            assert!(pairs(table).all(|(a, b)| !b.starts_with(a)), "{table}");
        }
        assert!(pairs(RADICALS).all(|(a, b)| letter(a).is_some_and(|l| l.meant == b)));
        assert!(pairs(CYRILLIC).chain(pairs(GREEK)).all(|(a, b)| !a.is_ascii() && b.is_ascii() && letter(a).is_some()));
    }

    #[test]
    fn words_are_put_right() {
        assert_eq!(righted("逐⾏").as_deref(), Some("逐行"));
        assert_eq!(righted("lеvel").as_deref(), Some("level"));
        assert_eq!(righted("逐行"), None);
        assert_eq!(simplified("規則").as_deref(), Some("规则"));
    }
}
