#!/usr/bin/env python3
"""Makes the fixtures of this folder from ../load/tabs.md: one report, in the formats that reports are published in.

    python3 make.py [NAME...]

One function for each format; each is called `make_<name>`. Running it again gives the same bytes where the format allows.
"""

import html
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
            path = pathlib.Path(folder) / extension / f"report.{extension}"
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


if __name__ == "__main__":
    makers = {name.removeprefix("make_"): f for name, f in list(globals().items()) if name.startswith("make_")}
    for name in sys.argv[1:] or makers:
        makers[name]()
