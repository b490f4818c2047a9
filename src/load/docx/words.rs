//! Texts as they are put together from the pieces Word keeps them in.

use crate::load::label::is_invisible;

/// A text without what is not seen, trimmed; nothing but blanks is empty.
pub(super) fn tidy(text: &str) -> String {
    let seen = |c: &char| !is_invisible(*c) && (!c.is_control() || c.is_whitespace());
    let plain = |c: char| if c == '\u{a0}' || (c.is_control() && c != '\n') { ' ' } else { c };
    let text: String = text.chars().filter(seen).map(plain).collect();
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::numbers::join;

    #[test]
    fn words_join_and_figures_stay_apart() {
        for (pieces, joined) in [
            (&["商业企", "业"][..], "商业企业"),
            (&["三", "、", "本", "年"], "三、本年"),
            (&["1", "2"], "1\n2"),
            (&["12.", "5"], "12. 5"),
            (&["１", "2"], "１\n2"),
            (&["-", "5"], "- 5"),
            (&["12", "件"], "12件"),
            (&["Word", "file"], "Word file"),
        ] {
            let mut text = String::new();
            pieces.iter().for_each(|piece| join(&mut text, piece));
            assert_eq!(text, joined);
        }
    }

    #[test]
    fn blanks_of_every_width_are_nothing() {
        assert_eq!(tidy("\u{3000}\u{a0} \u{200b}\u{feff}"), "");
        assert_eq!(tidy("\u{3000}一、总体\u{a0}情况 "), "一、总体 情况");
    }
}
