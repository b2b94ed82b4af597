"""Prints the first sheet of each workbook as JSON: sheet.py FILE.xlsx…

Days are written as the API writes them, after a mark that tells them from text: `day 2024-05-31`. A cell that holds a
formula is an error.
"""

import datetime
import json
import sys

import openpyxl


def told(cell):
    if cell.data_type == "f":
        raise SystemExit(f"{cell.coordinate} holds a formula")
    if isinstance(cell.value, datetime.datetime):
        return f"day {cell.value.date().isoformat()}"
    return cell.value


def read(path):
    # By what it holds: a downloaded file has no ending.
    with open(path, "rb") as file:
        sheet = openpyxl.load_workbook(file).worksheets[0]
    return {"name": sheet.title, "frozen": sheet.freeze_panes, "rows": [[told(it) for it in row] for row in sheet]}


json.dump([read(path) for path in sys.argv[1:]], sys.stdout)
