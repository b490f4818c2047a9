//! Paragraphs, and what is none.

use super::*;
use crate::report::Place;

#[test]
fn each_block_is_a_paragraph_and_its_runs_are_joined() {
    let page =
        "<html><body><div>一<p>二<span>三</span><b>四</b></p><ul><li>五<li>六</ul>七<blockquote>八</blockquote></div><dl><dt>九<dd>十</dl>";
    assert_eq!(blocks(page), "一\n二三四\n五\n六\n七\n八\n九\n十");
}

#[test]
fn headings_are_those_of_the_page() {
    let page = "<html><body><h1>甲局年报</h1><p><strong>一、总体情况</strong></p><h3><span>（一）</span>主动公开</h3><h2></h2><p>正文</p>";
    assert_eq!(blocks(page), "# 甲局年报\n一、总体情况\n# （一）主动公开\n正文");
}

#[test]
fn line_breaks_go_on_a_paragraph_and_two_of_them_end_it() {
    let page = "<html><body><p>一、总体情况<br>第一句。<br/>\u{c}第二句。<br><br>&nbsp;<br>　　二、情况</p><p><br>三</p>";
    assert_eq!(blocks(page), "一、总体情况\n- 第一句。\n- 第二句。\n二、情况\n三");
}

#[test]
fn blanks_of_every_sort_are_no_text() {
    let page = "<html><body><p>&nbsp;</p><p>　</p><p><o:p>&nbsp;</o:p></p><p>\u{200b}</p><p>　　甲&nbsp;乙　</p>";
    assert_eq!(blocks(page), "甲 乙");
}

#[test]
fn chinese_broken_over_lines_of_the_source_is_joined() {
    assert_eq!(blocks("<html><body><p>政府信\n  息公开\n2023\n年 open\ndata，\n无</p>"), "政府信息公开 2023 年 open data，无");
}

#[test]
fn figures_cut_into_runs_are_whole_and_those_of_two_boxes_are_two() {
    assert_eq!(blocks("<html><body><p>共<span>1</span><span>2</span><font>3</font>件</p>"), "共123件");
    let boxes = "<span style='display:inline-block'>1</span><span style='display:inline-block'>2</span>";
    assert_eq!(blocks(format!("<html><body><p>共{boxes}件</p>")), "共1\n2件");
    assert_eq!(blocks("<html><body><span style='display:block'>1</span><span style='display:block'>2</span>"), "1\n2");
}

#[test]
fn footnotes_stay_raised() {
    assert_eq!(
        blocks("<html><body><p>制发12<sup>1</sup>件，占地3m<sup>2</sup>，H<sub>2</sub>O，甲<sup>[注]</sup></p>"),
        "制发12¹件，占地3m²，H₂O，甲[注]"
    );
}

#[test]
fn what_is_not_shown_is_not_there() {
    let page = "<html><head><style>p{}</style><meta name=x content=一></head><body><!-- 注释 --><script>var a='<p>脚本</p>';</script>\
        <noscript>无脚本</noscript><template><p>模板</p></template><p style='color:red;display:none'>隐藏</p><div hidden><p>隐藏</p></div>\
        <input type=hidden value=9><select><option>选项</select><svg><text>图</text><desc>说明</desc></svg><p>看<span style='visibility:hidden'>不</span>见\
        <input value=输入><input type=submit value=按钮></p><dialog>对话</dialog><textarea>写下</textarea>";
    assert_eq!(blocks(page), "看见输入\n写下");
}

#[test]
fn a_page_hidden_until_its_scripts_run_is_read() {
    assert_eq!(blocks("<html><body style='visibility:hidden'><p>正文</p>"), "正文");
}

#[test]
fn struck_text_is_deleted_and_said_so() {
    let document = read("<html><body><p>共<del>12</del><ins>15</ins>件，<s>旧</s>新<del></del></p>").unwrap();
    assert_eq!(show(&document), "共15件，新");
    let problems: Vec<&Trouble> = document.problems.iter().map(|p| &p.trouble).collect();
    assert_eq!(problems, [&Trouble::TrackedChanges { insertions: 1, deletions: 2 }]);
}

#[test]
fn a_mark_of_deletion_that_was_never_closed_takes_no_table() {
    assert_eq!(blocks("<html><body><p>一</p><div><del><table><tr><td>规章<td>1</table></del></div>"), "一\n| 规章 | 1");
}

#[test]
fn marks_of_conditional_comments_are_no_text() {
    let page = "<html><body><!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--><p class=MsoNormal>\
        <![if !supportLists]><span>1.<span>&nbsp;</span></span><![endif]>甲<st1:chsdate w:st=\"on\">2023年</st1:chsdate><o:p></o:p></p>";
    assert_eq!(blocks(page), "1. 甲2023年");
}

#[test]
fn escaped_brackets_are_text() {
    assert_eq!(blocks("<html><body><p>依据&lt;年度报告格式&gt;编制</p>"), "依据<年度报告格式>编制");
    // Brackets that were not escaped are a tag to every browser; the words after it stay.
    assert_eq!(blocks("<html><body><p>依据<年度报告格式>编制 a<b 3 < 5</p>"), "依据<年度报告格式>编制 a");
}

#[test]
fn lines_of_preformatted_text_stay_lines() {
    assert_eq!(blocks("<html><body><pre>一、总体情况\n第一句。\n\n二、其他</pre>"), "一、总体情况\n- 第一句。\n二、其他");
}

#[test]
fn navigation_and_lists_of_links_are_no_part_of_the_text() {
    let links = "<li><a href=/1>首页</a><li><a href=/2>政务公开</a><li><a href=/3>互动交流</a>";
    let page = format!(
        "<html><body><nav>首页</nav><div role=navigation>栏目</div><ul>{links}</ul><header><h1>甲局年报</h1></header><aside>热点</aside>\
         <p>正文一。</p><p>附件：<a href=a.docx>报告全文.docx</a></p><p>六、其他</p><p>无</p><div><b>相关阅读</b><ul>{links}</ul></div><footer>主办：甲。</footer>"
    );
    assert_eq!(blocks(page), "# 甲局年报\n正文一。\n附件：报告全文.docx\n六、其他\n无");
    let page =
        format!("<html><body><article><header>甲</header><p>正文。</p><footer>乙局 2024年1月20日</footer></article><ul>{links}</ul>");
    assert_eq!(blocks(page), "甲\n正文。\n乙局 2024年1月20日");
}

#[test]
fn navigation_that_was_never_closed_swallows_no_report() {
    let page = "<html><body><nav><a href=/>首页</a><p>一、总体情况</p><p>正文。</p><table><tr><td>规章</td><td>1</td></tr></table>";
    assert_eq!(blocks(page), "首页\n一、总体情况\n正文。\n| 规章 | 1");
}

#[test]
fn the_title_of_the_window_stands_in_for_one_the_page_lacks() {
    let page = |title: &str, body: &str| blocks(format!("<html><head><title>{title}</title></head><body>{body}"));
    assert_eq!(page("甲局2023年年报_某市政府", "<p>正文</p>"), "# 甲局2023年年报\n正文");
    assert_eq!(page("甲局2023年年报_某市政府", "<p>首页</p><p>甲局 2023年年报</p>"), "首页\n甲局 2023年年报");
    assert_eq!(page("关于甲局2023年政府信息公开年报", "<p>2023年政府信息公开年报</p>"), "2023年政府信息公开年报");
    assert_eq!(page("网站", "<h1>甲局年报</h1>"), "# 甲局年报");
    assert_eq!(page("", "<p>正文</p>"), "正文");
    assert_eq!(page("Untitled-1", "<p>正文</p>"), "正文");
}

#[test]
fn places_count_paragraphs_and_tables() {
    let document =
        read("<html><body><p>一<br>二</p><p></p><table><tr><td>a<td>b<tr><td>c<td>d</table><p>三</p><table><tr><td>e<td>f</table>")
            .unwrap();
    let places: Vec<Place> = document
        .blocks
        .iter()
        .flat_map(|b| match b {
            Block::Text(line) => vec![line.paragraph.place_at(0)],
            Block::Grid(grid) => grid.rows.iter().flatten().map(|c| c.place.clone()).collect(),
        })
        .collect();
    let paragraph = |n| Place { paragraph: Some(n), ..Place::default() };
    let cell = |t, r, c| Place { table: Some(t), row: Some(r), cell: Some(c), ..Place::default() };
    let cells = [cell(1, 1, 1), cell(1, 1, 2), cell(1, 2, 1), cell(1, 2, 2)];
    let expected: Vec<Place> =
        [paragraph(1), paragraph(2)].into_iter().chain(cells).chain([paragraph(3), cell(2, 1, 1), cell(2, 1, 2)]).collect();
    assert_eq!(places, expected);
}
