#!/usr/bin/env python3
"""Makes the fixtures of this folder from ../load/tabs.md: one report, in the formats that reports are published in.

    python3 make.py [NAME...]

One function for each format; each is called `make_<name>`. Running it again gives the same bytes where the format allows.
"""

import html
import pathlib
import sys

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


if __name__ == "__main__":
    makers = {name.removeprefix("make_"): f for name, f in list(globals().items()) if name.startswith("make_")}
    for name in sys.argv[1:] or makers:
        makers[name]()
