#!/usr/bin/env python3
"""Makes the PDFs of this folder, as `make.py` makes its other formats.

    python3 make_pdf.py [NAME...]

Needs LibreOffice, Chromium, WeasyPrint, pypdfium2, ReportLab, qpdf, pdftoppm and the font Droid Sans Fallback. The programs write dates and
identifiers into what they make, so the bytes differ from one run to the next.
"""

import pathlib
import subprocess
import sys
import tempfile

from make import HERE, body_html, page_html

# Small, and Chromium embeds it as it is; other fonts it turns into drawings.
OUTLINES = "Droid Sans Fallback"


def run(*command):
    subprocess.run([str(c) for c in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def page(style, body=None):
    style = "h1, h2 { font-weight: normal } " + style
    return page_html(body or body_html()).replace("</style>", style + "</style>")


def chromium(target, html):
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "report.html")
        source.write_text(html, "utf-8")
        printed = pathlib.Path(folder, "report.pdf")
        run("chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={printed}", source)
        run("qpdf", "--object-streams=generate", "--recompress-flate", "--compression-level=9", printed, target)


def libreoffice(target, html):
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "report.html")
        source.write_text(html, "utf-8")
        profile = f"-env:UserInstallation=file://{folder}/profile"
        run("soffice", profile, "--headless", "--infilter=HTML (StarWriter)", "--convert-to", "pdf:writer_pdf_Export", "--outdir", folder, source)
        target.write_bytes(pathlib.Path(folder, "report.pdf").read_bytes())


def weasyprint(target, html):
    from weasyprint import HTML

    HTML(string=html).write_pdf(target)


def make_libreoffice():
    html = page(f"body {{ font-family: '{OUTLINES}', 'DejaVu Sans' }}").replace("<table>", '<table border="1" cellspacing="0">')
    libreoffice(HERE / "report-libreoffice.pdf", html)


def make_tight():
    """No rulings, columns that nearly touch, and labels broken into many lines."""
    libreoffice(HERE / "report-tight.pdf", page(f"body {{ font-family: '{OUTLINES}', 'DejaVu Sans' }}"))


def make_chromium():
    """With the date, the title and the address that a browser prints at the edges."""
    style = f"body {{ font-family: '{OUTLINES}', 'DejaVu Sans' }} table {{ font-size: 10pt }}"
    chromium(HERE / "report-chromium.pdf", page(style))


def make_weasyprint():
    """With page numbers, a title over every page, and a header cut in two by the end of a page."""
    body = body_html()
    head = """
      @page { size: A4; margin: 25mm; @bottom-center { content: "- " counter(page) " -" } @top-center { content: "政府信息公开年报" } }
      h1 { text-align: center } p { text-indent: 2em; line-height: 1.8; text-align: justify } table { width: 100%; font-size: 9pt }"""
    weasyprint(HERE / "report-weasyprint.pdf", page(f"body {{ font-family: '{OUTLINES}', 'DejaVu Sans' }}" + head, body))


def make_unruled():
    """No rulings at all: columns are told by their places only."""
    style = f"""
      @page {{ size: A4; margin: 20mm }} body {{ font-family: '{OUTLINES}', 'DejaVu Sans' }}
      table {{ width: 100%; font-size: 8pt; margin: 1em 0 }} td {{ border: none !important; text-align: center }}"""
    weasyprint(HERE / "report-unruled.pdf", page(style))


def make_landscape():
    """Pages that lie on their side, turned by their /Rotate; the text on the second half is turned in the page itself."""
    style = f"@page {{ size: A4 landscape; margin: 15mm }} body {{ font-family: '{OUTLINES}', 'DejaVu Sans' }} table {{ width: 100% }}"
    with tempfile.TemporaryDirectory() as folder:
        upright = pathlib.Path(folder, "upright.pdf")
        weasyprint(upright, page(style))
        turned(upright, HERE / "report-landscape.pdf")


def turned(source, target):
    """The same pages, drawn upwards on upright paper, and half of them turned back by /Rotate."""
    import ctypes

    import pypdfium2

    pdf = pypdfium2.PdfDocument(source)
    for number, page in enumerate(pdf):
        width, height = page.get_size()
        turn = pypdfium2.raw.FS_MATRIX(0, 1, -1, 0, height, 0)
        pypdfium2.raw.FPDFPage_TransFormWithClip(page, ctypes.byref(turn), ctypes.byref(pypdfium2.raw.FS_RECTF(0, width, height, 0)))
        page.set_mediabox(0, 0, height, width)
        page.set_cropbox(0, 0, height, width)
        if number % 2 == 0:
            page.set_rotation(90)
    pdf.save(target)


def make_locked():
    """One that anybody may open but not change, and one that needs a password."""
    source = HERE / "report-libreoffice.pdf"
    run("qpdf", "--encrypt", "", "owner", "256", "--extract=n", "--modify=none", "--", source, HERE / "report-owner.pdf")
    with tempfile.TemporaryDirectory() as folder:
        small = pathlib.Path(folder, "small.pdf")
        weasyprint(small, f"<p>x")
        run("qpdf", "--encrypt", "secret", "owner", "128", "--use-aes=y", "--", small, HERE / "locked.pdf")


def make_scanned():
    """A picture of a page; and the same with the text that OCR put under it, where nobody sees it."""
    from PIL import Image
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder, "page")
        run("pdftoppm", "-r", "50", "-gray", "-f", "1", "-l", "1", "-singlefile", HERE / "report-weasyprint.pdf", base)
        picture = pathlib.Path(folder, "page.png")
        Image.open(f"{base}.pgm").convert("1").save(picture)
        for name, text in (("scanned.pdf", []), ("scanned-ocr.pdf", ["二、主动公开政府信息情况", "规章 2 1 13", "行政规范性文件 109 489 597"])):
            drawing = canvas.Canvas(str(HERE / name), pagesize=(595, 842), pageCompression=1)
            drawing.drawImage(str(picture), 0, 0, 595, 842)
            pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
            for i, line in enumerate(text):
                writer = drawing.beginText(70, 600 - 30 * i)
                writer.setFont("STSong-Light", 12)
                writer.setTextRenderMode(3)
                writer.textOut(line)
                drawing.drawText(writer)
            drawing.save()


if __name__ == "__main__":
    makers = {name.removeprefix("make_"): f for name, f in list(globals().items()) if name.startswith("make_")}
    for name in sys.argv[1:] or makers:
        makers[name]()
