#!/usr/bin/env python3
"""Reading reports: gouji beside the usual Python readers, on the same files, in one run.

    cargo build --release && python3 benches/readers.py [--copies 40] [--gouji target/release/gouji]

For each format a folder of copies of one report is read by one process of each: gouji reads, recognises and binds every figure (`read`, one
job); the Python readers only take the cells out of the tables (python-docx, pdfplumber, BeautifulSoup with lxml, openpyxl), which is where a
checker built on them would begin. Each runs `--rounds` times, in turn; the medians are shown, as reports per second, peak memory of the
process in MiB, and the ratio of the two speeds. A reader that is not installed is said to be missing.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

CASES = pathlib.Path(__file__).resolve().parent.parent / "tests/cases/formats"

FORMATS = {
    "docx": ("report-word.docx", "python-docx"),
    "pdf": ("report-libreoffice.pdf", "pdfplumber"),
    "html": ("report.html", "BeautifulSoup+lxml"),
    "xlsx": ("report.xlsx", "openpyxl"),
}

READERS = {
    "python-docx": """
import sys, docx
for path in sys.argv[1:]:
    [[c.text for c in row.cells] for t in docx.Document(path).tables for row in t.rows]
""",
    "pdfplumber": """
import sys, pdfplumber
for path in sys.argv[1:]:
    with pdfplumber.open(path) as pdf:
        [page.extract_tables() for page in pdf.pages]
""",
    "BeautifulSoup+lxml": """
import sys
from bs4 import BeautifulSoup
for path in sys.argv[1:]:
    soup = BeautifulSoup(open(path, 'rb'), 'lxml')
    [[c.get_text() for c in row.find_all(['td', 'th'])] for row in soup.find_all('tr')]
""",
    "openpyxl": """
import sys, openpyxl
for path in sys.argv[1:]:
    [[c for c in row] for s in openpyxl.load_workbook(path, data_only=True) for row in s.iter_rows(values_only=True)]
""",
}


def measure(command):
    """Seconds and peak MiB of one process; None where it failed."""
    begun = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - begun
    return (seconds, usage.ru_maxrss / 1024) if os.waitstatus_to_exitcode(status) == 0 else None


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--copies", type=int, default=40)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--gouji", default="target/release/gouji")
    options = options.parse_args()
    print(f"{options.copies} reports a run, medians of {options.rounds} runs, one job")
    print(f"{'format':8}{'gouji/s':>10}{'MiB':>7}   {'reader':20}{'/s':>8}{'MiB':>7}{'ratio':>8}")
    for name, (file, reader) in FORMATS.items():
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for i in range(options.copies):
                path = pathlib.Path(folder) / f"{i:04}{pathlib.Path(file).suffix}"
                shutil.copy(CASES / file, path)
                paths.append(str(path))
            ours = [options.gouji, "read", "--format", "json", *paths]
            theirs = [sys.executable, "-c", READERS[reader], *paths]
            runs = [(measure(ours), measure(theirs)) for _ in range(options.rounds)]
        if any(a is None for a, _ in runs):
            print(f"{name:8}gouji failed")
            continue
        speed = options.copies / statistics.median(a[0] for a, _ in runs)
        memory = statistics.median(a[1] for a, _ in runs)
        if any(b is None for _, b in runs):
            print(f"{name:8}{speed:10.1f}{memory:7.0f}   {reader:20} not installed")
            continue
        other = options.copies / statistics.median(b[0] for _, b in runs)
        their_memory = statistics.median(b[1] for _, b in runs)
        print(f"{name:8}{speed:10.1f}{memory:7.0f}   {reader:20}{other:8.1f}{their_memory:7.0f}{speed / other:8.1f}")


if __name__ == "__main__":
    main()
