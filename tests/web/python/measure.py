"""Prints where the letters of a PDF file stand, page by page, as JSON: measure.py FILE.pdf

Lengths are millimetres. For each page: its size, the box around its text, the number in its upper margin, each font
with the texts in it, and all words.
"""

import json
import sys

import pdfplumber

MM = 25.4 / 72
UPPER_MARGIN_MM = 20


def measured(page):
    chars = [it for it in page.chars if it["text"].strip()]
    body = [it for it in chars if it["top"] * MM >= UPPER_MARGIN_MM]
    above = [it for it in chars if it["top"] * MM < UPPER_MARGIN_MM]
    styles = {}
    for it in chars:
        key = f"{it['fontname'].split('+')[-1]} {round(it['size'], 1):g}"
        styles[key] = styles.get(key, "") + it["text"]
    return {
        "size": [page.width * MM, page.height * MM],
        "box": [
            min(it["x0"] for it in body) * MM,
            min(it["top"] for it in body) * MM,
            max(it["x1"] for it in body) * MM,
            max(it["bottom"] for it in body) * MM,
        ],
        "number": "".join(it["text"] for it in above),
        "numberMiddle": (above[0]["x0"] + above[-1]["x1"]) / 2 * MM if above else None,
        "styles": styles,
        "words": [it["text"] for it in page.extract_words(x_tolerance=1.5)],
    }


with pdfplumber.open(sys.argv[1]) as pdf:
    json.dump([measured(page) for page in pdf.pages], sys.stdout)
