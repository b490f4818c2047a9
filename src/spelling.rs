//! How near two spellings are: for labels a little off, and for names an author may have meant.

/// Characters of a name for which others are looked for.
const LONGEST: usize = 300;

/// The candidates closest to `name`, best first: at most three, none that is further than half its length.
pub fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<String> {
    let length = name.chars().count();
    // Nobody meant a short name by a very long one, and comparing takes its time.
    if length > LONGEST {
        return Vec::new();
    }
    let mut scored: Vec<(usize, &str)> = candidates
        .filter(|c| *c != name)
        .filter_map(|c| {
            let distance = edit_distance(name, c);
            let contained = length >= 2 && (c.contains(name) || name.contains(c) && c.chars().count() >= 2);
            let allowed = length.max(c.chars().count()).div_ceil(2);
            (distance <= allowed && distance < length.max(2) || contained).then_some((distance, c))
        })
        .collect();
    scored.sort();
    scored.dedup();
    scored.into_iter().take(3).map(|(_, c)| c.to_owned()).collect()
}

/// Levenshtein distance in characters.
pub fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}
