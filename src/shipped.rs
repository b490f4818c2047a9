//! The rules inside the binary: forms and packs as files of rule text, by the name `引用` uses.

use crate::source::Source;

/// Every shipped file: its path under `rules/`, and its text.
const FILES: &[(&str, &str)] = &[
    ("forms/annual-2021.gj", include_str!("../rules/forms/annual-2021.gj")),
    ("forms/annual-2019.gj", include_str!("../rules/forms/annual-2019.gj")),
    ("national/common/pack.gj", include_str!("../rules/national/common/pack.gj")),
    ("national/common/tables.gj", include_str!("../rules/national/common/tables.gj")),
    ("national/common/filled.gj", include_str!("../rules/national/common/filled.gj")),
    ("national/common/prose.gj", include_str!("../rules/national/common/prose.gj")),
    ("national/2021/pack.gj", include_str!("../rules/national/2021/pack.gj")),
    ("national/2019/pack.gj", include_str!("../rules/national/2019/pack.gj")),
    ("national/2019/tables.gj", include_str!("../rules/national/2019/tables.gj")),
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

/// The packs used when none are named, one for each edition of the form: each is compiled by itself, and a report is checked with the one for
/// the form it is on.
pub fn packs() -> Vec<Vec<Source>> {
    ["national/2021", "national/2019"].map(find).to_vec()
}

/// The shipped forms.
pub fn forms() -> Vec<Source> {
    find("forms")
}
