//! What a web page prints below a text: links, licences, who runs the site. Copied along with a report, it is no part of its last section.

use super::sections::{Content, Entry};

/// Words that begin such lines.
const BEGINNINGS: &[&str] = &[
    "主办单位",
    "主办：",
    "主办:",
    "承办单位",
    "承办：",
    "承办:",
    "协办单位",
    "技术支持",
    "备案号",
    "备案序号",
    "公安备案",
    "公网安备",
    "网站备案",
    "友情链接",
    "相关链接",
    "版权所有",
    "版权声明",
    "网站标识码",
    "政府网站标识码",
    "联系我们",
    "关于我们",
    "网站地图",
    "站点地图",
    "网站声明",
    "扫一扫",
    "扫码",
    "打印本页",
    "关闭窗口",
    "关闭本页",
    "关闭页面",
    "返回顶部",
    "回到顶部",
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "分享到",
    "责任编辑",
    "稿件来源",
    "信息来源",
    "Copyright",
    "copyright",
    "COPYRIGHT",
    "©",
    "隐私声明",
    "无障碍浏览",
];

/// Words that stand alone on such lines.
const ALONE: &[&str] = &["打印", "关闭", "收藏", "分享", "纠错", "繁體版", "ENGLISH", "English", "首页"];

/// How many lines such an end may take.
const LONGEST: usize = 80;

/// Takes what a web page prints below a report off its end: from the first such line on, where nothing below it is a sentence.
pub(super) fn drop_end(entries: &mut Vec<Entry<'_>>) {
    let mut from = entries.len();
    for (index, entry) in entries.iter().enumerate().rev().take(LONGEST) {
        let Content::Text(line) = &entry.content else { break };
        let text = line.paragraph.text.trim();
        if is_chrome(text) {
            from = index;
        } else if line.heading || text.contains(['。', '！', '？', '；']) {
            break;
        }
    }
    entries.truncate(from);
}

fn is_chrome(text: &str) -> bool {
    let words = || {
        text.split(|c: char| c.is_whitespace() || matches!(c, '|' | '｜'))
            .map(|w| w.trim_matches(['【', '】', '[', ']', '「', '」', '>', '·', '-']))
            .filter(|w| !w.is_empty())
    };
    let begins = words().next().is_some_and(|w| BEGINNINGS.iter().any(|b| w.starts_with(b)));
    // Anywhere but in a sentence.
    let inside = !text.contains('。') && words().any(|w| w.contains("ICP备") || w.contains("公网安备") || w.starts_with("网站标识码"));
    let alone = words().next().is_some() && words().all(|w| ALONE.contains(&w));
    begins && !text.ends_with('。') || inside || alone
}

#[cfg(test)]
mod tests {
    use super::is_chrome;

    #[test]
    fn lines_of_a_web_page() {
        for line in
            ["主办单位：甲 承办单位：乙", "某ICP备00000000号", "【打印本页】 【关闭窗口】", "打印 | 关闭", "上一篇：无", "© 2025 甲"]
        {
            assert!(is_chrome(line), "{line}");
        }
        for line in ["主办单位要按时更新。", "2026年1月20日", "青松县水利局", "增设“扫一扫”栏目", "联系电话：0000-1234567", "打印 多少"]
        {
            assert!(!is_chrome(line), "{line}");
        }
    }
}
