//! The two languages everything a user reads exists in.

use serde::Serialize;

/// The language of messages, findings and help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Chinese, the language of the reports; used when nothing else is known.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Reads a language from a locale name or `--lang` value: `zh`, `zh_CN.UTF-8`, `en`, `en-US`.
    ///
    /// Returns `None` for any other language, and for the locale names `C` and `POSIX`, which say nothing about the reader.
    pub fn from_locale(name: &str) -> Option<Lang> {
        let name = name.trim().to_ascii_lowercase();
        if name.starts_with("zh") {
            Some(Lang::Zh)
        } else if name == "en" || name.starts_with("en_") || name.starts_with("en-") || name.starts_with("en.") {
            Some(Lang::En)
        } else {
            None
        }
    }
}

/// A sentence of a rule author in one or both languages: `"标题"`, or `"标题" en "title"`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize)]
pub struct Text {
    /// The Chinese wording, or the only wording there is.
    pub zh: String,
    /// The English wording, where the author gave one.
    pub en: Option<String>,
}

impl Text {
    /// The wording in `lang`, or the other one where that is all there is: a sentence in the wrong language beats none.
    pub fn get(&self, lang: Lang) -> &str {
        match (lang, &self.en) {
            (Lang::En, Some(en)) => en,
            _ => &self.zh,
        }
    }
}

impl From<&str> for Text {
    fn from(zh: &str) -> Text {
        Text { zh: zh.to_owned(), en: None }
    }
}
