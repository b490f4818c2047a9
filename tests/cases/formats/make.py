#!/usr/bin/env python3
"""Makes the fixtures of this folder from ../load/tabs.md: one report, in the formats that reports are published in.

    python3 make.py [NAME...]

One function for each format; each is called `make_<name>`. Running it again gives the same bytes where the format allows.
"""

import csv
import html
import io
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent / "load" / "tabs.md"

# Merged cells of the three tables of the form: (row, column) -> (rows, columns), from 0. Within a table, what is not listed is 1 by 1.
ISSUED = {(r, 0): (1, 4) for r in (0, 4, 7, 11)} | {(r, 1): (1, 3) for r in (5, 6, 8, 9, 10, 12, 13)}
REQUESTS = {
    (0, 0): (3, 3), (0, 3): (1, 7), (1, 3): (2, 1), (1, 4): (1, 5), (1, 9): (2, 1),
    (3, 0): (1, 3), (4, 0): (1, 3), (5, 0): (22, 1), (5, 1): (1, 2), (6, 1): (1, 2), (7, 1): (8, 1), (15, 1): (3, 1), (18, 1): (5, 1),
    (23, 1): (3, 1), (26, 1): (1, 2), (27, 0): (1, 3),
}  # fmt: skip
REVIEWS = {(0, 0): (1, 5), (0, 5): (1, 10), (1, 5): (1, 5), (1, 10): (1, 5)} | {(1, c): (2, 1) for c in range(5)}
MERGED = [ISSUED, REQUESTS, REVIEWS]


def blocks():
    """The report as ("h1" | "h2" | "p", text) and ("table", rows); a row is a list of (text, rows, columns)."""
    tables = iter(MERGED)
    found, rows = [], []
    for line in [*SOURCE.read_text("utf-8").split("\n"), ""]:
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            found.append(("table", merged(rows, next(tables))))
            rows = []
        for mark, kind in (("# ", "h1"), ("## ", "h2"), ("", "p")):
            if line.startswith(mark):
                if line:
                    found.append((kind, line.removeprefix(mark)))
                break
    return found


def merged(rows, spans):
    """The cells of each row that are not covered by a merged one. What is covered must be empty."""
    width = max(map(len, rows))
    covered, result = set(), []
    for r, row in enumerate(rows):
        cells = []
        for c, text in enumerate(row + [""] * (width - len(row))):
            if (r, c) in covered:
                assert not text, (r, c, text)
                continue
            height, across = spans.get((r, c), (1, 1))
            covered |= {(r + i, c + j) for i in range(height) for j in range(across)} - {(r, c)}
            cells.append((text, height, across))
        result.append(cells)
    return result


def table_html(rows, cell=html.escape):
    lines = ["<table>"]
    for row in rows:
        lines.append("<tr>")
        for text, height, across in row:
            spans = (f' rowspan="{height}"' if height > 1 else "") + (f' colspan="{across}"' if across > 1 else "")
            lines.append(f"<td{spans}>{cell(text)}</td>")
        lines.append("</tr>")
    return "\n".join([*lines, "</table>"])


def body_html():
    return "\n".join(table_html(b) if kind == "table" else f"<{kind}>{html.escape(b)}</{kind}>" for kind, b in blocks())


def page_html(body, charset="utf-8"):
    title = next(text for kind, text in blocks() if kind == "h1")
    meta = f'<meta charset="{charset}">\n' if charset else ""
    style = "<style>table { border-collapse: collapse } td { border: 1px solid black; padding: 2px 6px }</style>"
    head = f"<head>\n{meta}<title>{title}</title>\n{style}\n</head>"
    return f'<!DOCTYPE html>\n<html lang="zh-CN">\n{head}\n<body>\n{body}\n</body>\n</html>\n'


def write(name, data):
    (HERE / name).write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))


def make_html():
    write("report.html", page_html(body_html()))


def convert(data, suffix, *steps):
    """What LibreOffice makes of a file: each step is an extension, and the filter it is read with if need be."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / f"report{suffix}"
        path.write_bytes(data)
        for step in steps:
            extension, *infilter = step if isinstance(step, tuple) else (step,)
            profile = f"-env:UserInstallation=file://{folder}/profile"
            command = ["soffice", profile, "--headless", "--convert-to", extension, "--outdir", f"{folder}/{extension}"]
            subprocess.run([*command, *(f"--infilter={i}" for i in infilter), path], check=True, capture_output=True)
            path = pathlib.Path(folder) / extension / f"report.{extension.split(':')[0]}"
        return path.read_bytes()


def make_docx_libreoffice():
    write("report-libreoffice.docx", convert(page_html(body_html()).encode(), ".html", ("docx", "HTML (StarWriter)")))


def make_docx_converted():
    """By way of the old binary format, which leaves columns a hair wide, and with its numbers in the text, for it mixes up lists."""
    write("report-converted.docx", convert(docx_word(EVEN_GRIDS, numbered=False), ".docx", "doc", "docx"))


# What Word and WPS Writer say of every run of text.
RUN = """<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体"/><w:color w:val="000000"/>\
<w:kern w:val="0"/><w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar"/></w:rPr>"""
# Widths of the columns, in twentieths of a point.
GRIDS = [[2435] * 4, [754, 921, 3271] + [685] * 7, [649] * 7 + [650] * 8]
EVEN_GRIDS = [[2160] * 4, [864] * 10, [576] * 15]
LISTS = {"heading": 1, "item": 2}
FIRST_ROW_LIST = 10


def docx_run(text):
    return f'<w:r>{RUN}<w:t xml:space="preserve">{html.escape(text)}</w:t></w:r>'


def docx_paragraph(text, style=None, number=None, jc="both"):
    """A paragraph, its text in several runs as it is once somebody has edited it."""
    middle = len(text) // 2
    pieces = [text[:middle], text[middle:]] if len(text) > 3 else [text]
    runs = '<w:proofErr w:type="gramStart"/>'.join(docx_run(piece) for piece in pieces if piece)
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    number = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    properties = f'<w:pPr>{style}<w:keepNext w:val="0"/><w:widowControl/>{number}<w:spacing w:before="0" w:after="0"/><w:jc w:val="{jc}"/></w:pPr>'
    return f'<w:p>{properties}<w:bookmarkStart w:id="0" w:name="_GoBack"/>{runs}<w:bookmarkEnd w:id="0"/></w:p>'


def docx_table(rows, grid, lists, numbered):
    covered = {}
    lines = [f'<w:tbl><w:tblPr><w:tblW w:w="{sum(grid)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>']
    lines.append("<w:tblGrid>" + "".join(f'<w:gridCol w:w="{w}"/>' for w in grid) + "</w:tblGrid>")
    for r, row in enumerate(rows):
        header = "<w:tblHeader/>" if r < 3 else ""
        lines.append(f'<w:tr><w:trPr><w:trHeight w:val="340" w:hRule="atLeast"/>{header}<w:jc w:val="center"/></w:trPr>')
        cells, column = iter(row), 0
        while column < len(grid):
            if (r, column) in covered:
                text, across, merge = "", covered[r, column], "<w:vMerge/>"
            else:
                text, height, across = next(cells)
                covered |= {(r + i, column): across for i in range(1, height)}
                merge = '<w:vMerge w:val="restart"/>' if height > 1 else ""
            span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
            width = f'<w:tcW w:w="{sum(grid[column : column + across])}" w:type="dxa"/>'
            # Rows that are numbered 1. 2. 3. within their group: by a list that begins anew with each group.
            number = None
            if numbered and (mark := re.match(r"(\d)\.(.*)", text)):
                if mark[1] == "1":
                    lists.append(FIRST_ROW_LIST + len(lists))
                number, text = lists[-1], mark[2]
            lines.append(f'<w:tc><w:tcPr>{width}{span}{merge}<w:vAlign w:val="center"/></w:tcPr>{docx_paragraph(text, number=number, jc="center")}</w:tc>')
            column += across
        lines.append("</w:tr>")
    return "".join([*lines, "</w:tbl>"])


def docx_level(number, form, pattern, suffix="nothing"):
    level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="{suffix}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
    return f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>{level}</w:abstractNum>'


def docx_word(grids=GRIDS, numbered=True):
    """The report as Word keeps it: numbers of headings, items and rows in lists and not in the text, where it is `numbered`."""
    body, lists, grids = [], [], iter(grids)
    for kind, block in blocks():
        if kind == "table":
            body.append(docx_table(block, next(grids), lists, numbered))
        elif kind == "h1":
            body.append(docx_paragraph(block, style="a3", jc="center") + docx_paragraph("\u3000"))
        elif kind == "h2":
            text, number = (block[2:], LISTS["heading"]) if numbered else (block, None)
            body.append(docx_paragraph(text, style="2", number=number))
        elif block.startswith("（") and numbered:
            body.append(docx_paragraph(block[3:], number=LISTS["item"]))
        else:
            body.append(docx_paragraph("\u3000\u3000" + block))
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1083" w:bottom="1440" w:left="1083"/></w:sectPr>'
    abstract = docx_level(1, "chineseCountingThousand", "%1、") + docx_level(2, "chineseCounting", "（%1）") + docx_level(3, "decimal", "%1.")
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    nums = [(1, 1, ""), (2, 2, ""), *((n, 3, again) for n in lists)]
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{a}"/>{o}</w:num>' for n, a, o in nums)
    style = '<w:style w:type="paragraph" w:styleId="{}"{}><w:name w:val="{}"/>{}</w:style>'
    styles = style.format("1", ' w:default="1"', "Normal", "") + style.format("a3", "", "Title", '<w:basedOn w:val="1"/>')
    styles += style.format("2", "", "heading 1", '<w:basedOn w:val="1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>')
    part = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    types = {"word/document.xml": "document.main", "word/styles.xml": "styles", "word/numbering.xml": "numbering"}
    types = "".join(f'<Override PartName="/{name}" ContentType="{part}.{kind}+xml"/>' for name, kind in types.items())
    types = f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}'
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    relation = f'<Relationship Id="rId{{}}" Type="{of}/{{}}" Target="{{}}"/>'
    package = {
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{types}</Types>',
        "_rels/.rels": relations.format(relation.format(1, "officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {space}><w:body>{''.join(body)}{section}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations.format(relation.format(1, "styles", "styles.xml") + relation.format(2, "numbering", "numbering.xml")),
        "word/styles.xml": f"<w:styles {space}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {space}>{abstract}{nums}</w:numbering>",
    }
    return packed({name: f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}' for name, text in package.items()})


def packed(parts):
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
            for name, text in parts.items():
                package.writestr(zipfile.ZipInfo(name, (2024, 1, 20, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
        file.seek(0)
        return file.read()


def make_docx_word():
    write("report-word.docx", docx_word())


def make_html_gbk():
    """GBK, said so in the old way; and GBK that says nothing."""
    meta = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    page = page_html(body_html())
    write("report-gbk.html", page.replace('<meta charset="utf-8">', meta).encode("gbk"))
    write("report-gbk-nometa.html", page.replace('<meta charset="utf-8">\n', "").encode("gbk"))


def make_html_word():
    """What Word puts on the clipboard, pasted into the editor of a site: runs cut anywhere, o:p, conditional comments, smart tags."""

    def run(text, size="12.0pt"):
        return f"<span\nlang=EN-US style='font-size:{size};font-family:\"Times New Roman\";mso-fareast-font-family:\n仿宋_GB2312'>{text}</span>"

    def runs(text):
        """Cut after every second character of digits, and every seventh otherwise; blanks and marks as Word writes them."""
        if not text:
            return run("<o:p>&nbsp;</o:p>")
        step = 2 if text.isascii() else 7
        pieces = [html.escape(text[i : i + step], quote=False) for i in range(0, len(text), step)]
        tagged = [f'<st1:chsdate w:st="on" IsROCDate="False">{p}</st1:chsdate>' if p.endswith("年") else p for p in pieces]
        return "".join(run(p) for p in tagged) + "<span lang=EN-US><o:p></o:p></span>"

    def paragraph(text, style="MsoNormal"):
        bookmark = '<a name="_Toc1"></a>' if style != "MsoNormal" else ""
        return f"<p class={style} align=center style='text-align:center;\nmso-pagination:widow-orphan'>{bookmark}{runs(text)}</p>\n"

    def cell(text, height, across):
        spans = (f" rowspan={height}" if height > 1 else "") + (f" colspan={across}" if across > 1 else "")
        # A narrow label is written one character below the other.
        inner = "".join(paragraph(c) for c in text) if height > 8 else paragraph(text)
        return f"  <td width=63{spans} style='width:47.2pt;border:solid windowtext 1.0pt;\n  padding:0cm 5.4pt'>\n  {inner}  </td>\n"

    out = []
    for kind, block in blocks():
        if kind == "h1":
            out.append(paragraph(block, "MsoTitle"))
        elif kind == "h2":
            ordinal, words = block.split("、", 1)
            list_mark = f"<![if !supportLists]>{run(f'<b>{ordinal}、</b>')}<![endif]>"
            out.append(f"<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>{list_mark}{run(words[:3])}{run(words[3:])}</b></p>\n")
        elif kind == "p":
            out.append(paragraph(block) + "<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>\n")
        else:
            rows = "".join(f" <tr style='mso-yfti-irow:{i};height:21.0pt'>\n{''.join(cell(*c) for c in row)} </tr>\n" for i, row in enumerate(block))
            width = sum(across for _, _, across in block[0])
            columns = "".join("  <td width=21 style='border:none'></td>\n" for _ in range(width))
            rows += f" <![if !supportMisalignedColumns]>\n <tr height=0>\n{columns} </tr>\n <![endif]>\n"
            out.append(f"<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0\n style='border-collapse:collapse'>\n{rows}</table>\n")
    body = "".join(out)
    style = "<style>\n<!--\n /* Style Definitions */\n p.MsoNormal {mso-style-unhide:no; margin:0cm;}\n-->\n</style>"
    xml = "<!--[if gte mso 9]><xml>\n <w:WordDocument>\n  <w:View>Normal</w:View>\n  <w:Zoom>0</w:Zoom>\n </w:WordDocument>\n</xml><![endif]-->"
    names = 'xmlns:o="urn:schemas-microsoft-com:office:office"\nxmlns:w="urn:schemas-microsoft-com:office:word"\nxmlns:st1="urn:schemas-microsoft-com:office:smarttags"\nxmlns="http://www.w3.org/TR/REC-html40"'
    head = f'<head>\n<meta http-equiv=Content-Type content="text/html; charset=utf-8">\n<meta name=Generator content="Microsoft Word 15">\n{xml}\n{style}\n</head>'
    write("report-word-paste.html", f"<html {names}>\n\n{head}\n\n<body lang=ZH-CN style='tab-interval:21.0pt'>\n\n<div class=WordSection1 style='layout-grid:15.6pt'>\n\n{body}\n</div>\n\n</body>\n\n</html>\n")


def make_html_site():
    """The page of a site: navigation, where one is, a table about the page, the report, what else there is to read, and the foot."""
    title = next(text for kind, text in blocks() if kind == "h1")
    report = "\n".join(
        f'<p style="text-align:center"><strong>{html.escape(b)}</strong></p>' if kind == "h2"
        else table_html(b, lambda text: f"<p>&nbsp;{html.escape(text)}</p>") if kind == "table"
        else f"<p>\u3000\u3000{html.escape(b)}</p>"
        for kind, b in blocks() if kind != "h1" and not str(b).startswith("发布日期")
    )  # fmt: skip
    links = lambda words: "".join(f'<li><a href="/{i}/">{w}</a></li>\n' for i, w in enumerate(words))  # noqa: E731
    menu = ["首页", "走进松原", "政务公开", "办事服务", "互动交流", "数据开放", *(f"栏目{i}" for i in range(1, 61))]
    more = [f"青川市松原区档案局{year}年政府信息公开工作年度报告" for year in (2022, 2021, 2020)]
    body = f"""<div style="display:none"><img src="/share.png">分享标题：二、主动公开政府信息情况</div>
<noscript>请开启脚本后再浏览。</noscript>
<table width="1000" border="0" align="center" cellpadding="0" cellspacing="0"><tr><td>
<div class="top"><form action="/s"><input type="hidden" name="sid" value="12345"><input type="text" name="q" placeholder="请输入关键字"><input type="submit" value="搜索"></form>
<ul class="menu">
{links(menu)}</ul></div>
<div class="position">您现在的位置：<a href="/">首页</a> &gt; <a href="/zw/">政务公开</a> &gt; <a href="/zw/nb/">政府信息公开年报</a></div>
<table class="about" width="100%"><tbody>
<tr><td class="l">索引号：</td><td>000000-2024-00001</td><td class="l">主题分类：</td><td>其他</td></tr>
<tr><td class="l">发布机构：</td><td>松原区档案局</td><td class="l">发布日期：</td><td>2024-01-20 10:30:00</td></tr>
<tr><td class="l">名&nbsp;&nbsp;&nbsp;&nbsp;称：</td><td colspan="3">{title}</td></tr>
<tr><td class="l">文&nbsp;&nbsp;&nbsp;&nbsp;号：</td><td></td><td class="l">有效性：</td><td>有效</td></tr>
</tbody></table>
<div class="tools">【字体：<a href="javascript:;">大</a> <a href="javascript:;">中</a> <a href="javascript:;">小</a>】</div>
<div id="zoom" class="TRS_Editor"><style>.TRS_Editor p {{ line-height: 2 }}</style>
<h1>{title}</h1>
{report}
</div>
<div class="share"><script>document.write("<table><tr><td>1</td></tr></table>");</script></div>
<div class="print"><a href="javascript:print()">【打印本页】</a> <a href="javascript:close()">【关闭窗口】</a></div>
<div class="more"><h3>相关阅读</h3>
<ul>
{links(more)}</ul></div>
<!-- <table><tr><td>行政许可</td><td>9</td></tr></table> -->
</td></tr></table>
<footer><p>主办：松原区人民政府办公室&nbsp;&nbsp;承办：松原区档案局</p><p><a href="#">网站地图</a> | <a href="#">联系我们</a></p><p>备案号：某ICP备00000000号</p></footer>"""
    page = page_html(body).replace(f"<title>{title}", f"<title>{title}_松原区人民政府")
    write("report-site.html", page)


def make_mht():
    """As Chrome saves a page: quoted-printable, the page first, then a style sheet and a page within it."""
    import quopri

    page = page_html(body_html(), charset=None).replace("<body>", '<body><iframe src="cid:frame-2@mhtml.blink"></iframe>')
    inner = "<html><head></head><body><p>共 3 条留言</p></body></html>".replace("<p>共 3 条留言</p>", "")
    boundary = "----MultipartBoundary--k0000000000000000000000000000000000000000000----"

    def part(kind, name, text):
        body = quopri.encodestring(text.encode("utf-8")).decode("ascii").replace("\n", "\r\n")
        return f"------MultipartBoundary--k0000000000000000000000000000000000000000000----\r\nContent-Type: {kind}\r\n{name}\r\n\r\n{body}\r\n"

    encoding = "Content-Transfer-Encoding: quoted-printable\r\nContent-Location: "
    parts = [
        part("text/html", f"Content-ID: <frame-1@mhtml.blink>\r\n{encoding}https://www.example.gov.cn/report.html", page),
        part("text/css", f"{encoding}cid:css-1@mhtml.blink", "@charset \"utf-8\";\ntd { border: 1px solid }\n"),
        part("text/html", f"Content-ID: <frame-2@mhtml.blink>\r\n{encoding}https://www.example.gov.cn/count.html", inner),
    ]
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.example.gov.cn/report.html\r\n"
        "Subject: =?utf-8?Q?=E5=B9=B4=E5=BA=A6=E6=8A=A5=E5=91=8A?=\r\nDate: Sat, 20 Jan 2024 10:30:00 +0800\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{boundary}"\r\n\r\n\r\n'
    )
    write("report.mht", head + "".join(parts) + f"--{boundary}--\r\n")


def grid_of(rows):
    """The cells of a table in rows and columns, what is covered empty, and the merged ranges: (row, column, rows, columns), from 0."""
    width = sum(across for _, _, across in rows[0])
    grid, merges, covered = [[""] * width for _ in rows], [], set()
    for r, row in enumerate(rows):
        free = (c for c in range(width) if (r, c) not in covered)
        for text, height, across in row:
            c = next(c for c in free if (r, c) not in covered)
            grid[r][c] = text
            covered |= {(r + i, c + j) for i in range(height) for j in range(across)}
            if height * across > 1:
                merges.append((r, c, height, across))
    return grid, merges


def sheet_value(text):
    """A figure as the number a cell holds."""
    if re.fullmatch(r"\d+", text):
        return int(text)
    return float(text) if re.fullmatch(r"\d+\.\d+", text) else text or None


def put_table(sheet, rows, top, left):
    """Writes a table with its borders; answers with the first row below it."""
    from openpyxl.styles import Border, Side

    line = Side(style="thin")
    grid, merges = grid_of(rows)
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            cell = sheet.cell(top + r, left + c, sheet_value(text))
            cell.border = Border(left=line, right=line, top=line, bottom=line)
    for r, c, height, across in merges:
        sheet.merge_cells(None, top + r, left + c, top + r + height - 1, left + c + across - 1)
    return top + len(grid)


def book_bytes(book):
    """A workbook as a file that is the same each time."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "report.xlsx"
        book.save(path)
        return steady(path.read_bytes())


def steady(data):
    """A package without the time it was made."""
    stamp = rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("docProps/"):
                part = re.sub(stamp, b"2024-01-20T00:00:00Z", part)
            new.writestr(zipfile.ZipInfo(name, (2024, 1, 20, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def office_sheet(data, suffix, extension):
    """What LibreOffice Calc makes of a spreadsheet."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / f"report{suffix}"
        path.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", extension, "--outdir", f"{folder}/out", path]
        subprocess.run(command, check=True, capture_output=True)
        return (pathlib.Path(folder) / "out" / f"report.{extension}").read_bytes()


def book_of_one_sheet(formulas=False):
    """The whole report on one sheet, without a blank row: lines merged over the widest table, tables below one another."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    row = 1
    for kind, block in blocks():
        if kind != "table":
            sheet.cell(row, 1, block)
            sheet.merge_cells(None, row, 1, row, 15)
            row += 1
            continue
        top, row = row, put_table(sheet, block, row, 1)
        width = len(grid_of(block)[0][0])
        if formulas and width == 10:
            for r in range(top + 3, row):
                sheet.cell(r, 10).value = f"=SUM(D{r}:I{r})"
            for c in "DEFGHI":
                sheet[f"{c}{row - 2}"] = f"=SUM({c}{top + 5}:{c}{row - 3})"
        if formulas and width == 15:
            for first, total in ("AE", "FJ", "KO"):
                sheet[f"{total}{row - 1}"] = f"=SUM({first}{row - 1}:{chr(ord(total) - 1)}{row - 1})"
    return book


def make_xlsx():
    write("report.xlsx", book_bytes(book_of_one_sheet()))


def make_xlsx_formulas():
    """Totals as formulas, calculated by LibreOffice."""
    write("report-formulas.xlsx", steady(office_sheet(book_bytes(book_of_one_sheet(formulas=True)), ".xlsx", "xlsx")))


def make_xls():
    write("report.xls", office_sheet(book_bytes(book_of_one_sheet()), ".xlsx", "xls"))


def make_xlsx_sheets():
    """A sheet for each section, named by its heading; the tables stand away from the corner."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet, row = book.active, 1
    sheet.title = "封面"
    for kind, block in blocks():
        if kind == "h2":
            sheet, row = book.create_sheet(block), 3
        elif kind == "table":
            row = put_table(sheet, block, row, 2) + 1
        else:
            sheet.cell(row, 2, block)
            row += 1
    write("report-sheets.xlsx", book_bytes(book))


def make_csv():
    """As Excel saves a sheet: every line with the commas of the widest table."""
    lines = []
    for kind, block in blocks():
        lines += grid_of(block)[0] if kind == "table" else [[block]]
    write("report.csv", csv_text(lines))


def make_csv_table3():
    """The third table by itself, in the encoding that Excel saves Chinese in."""
    table = [block for kind, block in blocks() if kind == "table"][1]
    write("report-table3-gbk.csv", csv_text(grid_of(table)[0]).encode("gb18030"))


def csv_text(lines):
    width = max(map(len, lines))
    text = io.StringIO()
    csv.writer(text).writerows(line + [""] * (width - len(line)) for line in lines)
    return text.getvalue()


def make_older():
    """The report as LibreOffice saves it for older programs, and as text, a cell a line; WPS Writer's own files are Word 97 files under another name."""
    word = (HERE / "report-libreoffice.docx").read_bytes()
    for extension in ("doc", "rtf", "odt"):
        write(f"report.{extension}", convert(word, ".docx", extension))
    write("report.txt", convert(word, ".docx", ("txt:Text (encoded):UTF8",)))
    write("report.wps", (HERE / "report.doc").read_bytes())
    write("report.ods", convert((HERE / "report.xlsx").read_bytes(), ".xlsx", "ods"))


def make_json():
    """The reading document of the report, as the command writes it: run `cargo build` before."""
    command = [HERE.parents[2] / "target/debug/gouji", "read", SOURCE.relative_to(HERE.parents[2]), "--format", "json"]
    write("report.json", subprocess.run(command, check=True, capture_output=True, cwd=HERE.parents[2]).stdout)


if __name__ == "__main__":
    makers = {name.removeprefix("make_"): f for name, f in list(globals().items()) if name.startswith("make_")}
    for name in sys.argv[1:] or makers:
        makers[name]()
