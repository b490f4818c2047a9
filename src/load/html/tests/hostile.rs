//! Pages made to hang, to overflow or to exhaust.

use super::*;

fn limited(page: &str, options: &LoadOptions) -> Option<&'static str> {
    match super::super::read(page.as_bytes(), options) {
        Err(Trouble::TooLarge { what, .. }) => Some(what),
        Ok(_) => None,
        Err(trouble) => panic!("{trouble:?}"),
    }
}

#[track_caller]
fn stopped(page: &str) -> &'static str {
    limited(page, &LoadOptions::default()).expect("a limit is met")
}

#[test]
fn nesting_is_limited() {
    for tag in ["<div>", "<table><tr><td>", "<span>", "<ul><li>", "<svg><g>", "<template>", "<table><tr><td><b>", "<a href=x><object>"] {
        assert_eq!(stopped(&format!("<html><body>{}", tag.repeat(20_000))), "nesting", "{tag}");
    }
    // Elements that are left open are opened again in each paragraph after.
    let formatted: String = (0..5000).map(|i| format!("<p><b style='color:{i}'>{i}</p>")).collect();
    assert_eq!(stopped(&format!("<html><body>{formatted}")), "nesting");
    for tag in ["<b><i><p>", "<font color=red><p>", "<blockquote><table>", "<a><table>"] {
        let met = limited(&format!("<html><body>{}", tag.repeat(5000)), &LoadOptions::default());
        assert!(matches!(met, None | Some("nesting" | "parts")), "{tag}: {met:?}");
    }
}

#[test]
fn as_deep_as_is_allowed() {
    let page = format!("<html><body>{}甲{}<p>乙", "<div>".repeat(250), "</div>".repeat(250));
    assert_eq!(blocks(page), "甲\n乙");
}

#[test]
fn parts_are_limited() {
    let options = LoadOptions { max_objects: 1000, ..LoadOptions::default() };
    assert_eq!(limited(&format!("<html><body>{}", "<p>甲".repeat(600)), &options), Some("parts"));
    assert_eq!(limited(&format!("<html><body>{}", "</i>".repeat(1001)), &options), Some("parts"));
    // Each paragraph repeats the elements that were left open before it.
    let open: String = (0..100).map(|i| format!("<b style={i}>")).collect();
    assert_eq!(limited(&format!("<html><body><p>{open}{}", "<p>甲".repeat(100)), &options), Some("parts"));
}

#[test]
fn cells_are_limited_with_all_they_cover() {
    let options = LoadOptions { max_cells: 10_000, ..LoadOptions::default() };
    let cells = |page: &str| limited(&format!("<html><body>{page}"), &options);
    assert_eq!(cells(&format!("<table><tr>{}", "<td>1".repeat(10_001))), Some("cells"));
    assert_eq!(cells(&format!("<table><tr>{}", "<td>1".repeat(10_000))), None);
    assert_eq!(cells(&format!("<table><tr><td colspan=1000 rowspan=65534>1<td>2{}", "<tr><td>3".repeat(10))), Some("cells"));
    assert_eq!(cells(&"<table><tr><td colspan=1000>甲<td>1</table>".repeat(10)), Some("cells"));
}

#[test]
fn lines_are_limited() {
    let options = LoadOptions { max_lines: 5000, ..LoadOptions::default() };
    assert_eq!(limited(&format!("<html><body>{}", "甲<br>".repeat(5001)), &options), Some("lines"));
}

#[test]
fn attributes_are_limited() {
    let many: String = (0..40_000).map(|i| format!("a{i} ")).collect();
    for page in [
        format!("<html><body><p {many}>甲"),
        format!("<html><body></p {many}>甲"),
        format!("<html><body><!-- > <a title=\" --><p {many}>甲"),
        format!("<html><body><textarea><!-- > </textarea><p {many}>甲"),
        format!("<html><body><script>if (a<b) '</b x=\"'</script><p {many}>甲"),
    ] {
        assert_eq!(stopped(&page), "attributes", "{}", &page[..60]);
    }
    // All of that is the value of one attribute.
    assert_eq!(blocks(format!("<html><body>甲<svg><![CDATA[ > <a t=\"]]><p {many}>甲")), "甲");
    assert_eq!(blocks(format!("<html><body>甲<p x=\"<p {many}>甲")), "甲");
}

#[test]
fn what_is_long_and_harmless_is_read() {
    let huge = "x".repeat(500_000);
    assert_eq!(blocks(format!("<html><body><p title=\"{huge}\">甲<img src='data:image/png;base64,{huge}'>乙")), "甲乙");
    assert_eq!(blocks(format!("<html><body><!-- {} -->甲", "a < b > c = d ".repeat(20_000))), "甲");
    assert_eq!(blocks(format!("<html><body><script>{}</script>甲", "if (a<b && c>d) { '</p>' } ".repeat(10_000))), "甲");
    assert_eq!(blocks(format!("<html><body>{}甲", "&nbsp;&zwj;&#8203;".repeat(20_000))), "甲");
    assert_eq!(blocks(format!("<html><body>{}甲", "<".repeat(50_000))).chars().last(), Some('甲'));
    assert_eq!(blocks(format!("<html><body>甲{}", "<a".repeat(50_000))), "甲");
}
