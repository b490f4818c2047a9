//! The rules inside the binary: forms and packs as files of rule text, by the name `引用` uses.

use crate::source::Source;

/// Every shipped file: its path under `rules/`, and its text.
const FILES: &[(&str, &str)] = &[
    ("forms/annual-2021.gj", include_str!("../rules/forms/annual-2021.gj")),
    ("national/2021/pack.gj", include_str!("../rules/national/2021/pack.gj")),
    ("national/2021/tables.gj", include_str!("../rules/national/2021/tables.gj")),
    ("national/2021/filled.gj", include_str!("../rules/national/2021/filled.gj")),
    ("national/2021/prose.gj", include_str!("../rules/national/2021/prose.gj")),
];

/// The files of the shipped pack or form `name`: `national/2021`, `forms/annual-2021`. Empty where there is none.
pub fn find(name: &str) -> Vec<Source> {
    let name = name.trim_end_matches('/').trim_end_matches(".gj");
    FILES
        .iter()
        .filter(|(path, _)| {
            let stem = path.trim_end_matches(".gj");
            stem == name || path.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'))
        })
        .map(|(path, text)| Source::new(*path, *text))
        .collect()
}

/// The names `引用` can use.
pub fn names() -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (path, _) in FILES {
        let name = match path.rsplit_once('/') {
            Some(("forms", _)) | None => path.trim_end_matches(".gj"),
            Some((folder, _)) => folder,
        };
        if names.last().is_none_or(|last| last != name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// The packs used when none are named.
pub fn packs() -> Vec<Source> {
    find("national")
}

/// The shipped forms.
pub fn forms() -> Vec<Source> {
    find("forms")
}
