"""What schemathesis sends to hoptac, and what must hold of every answer."""

import atexit
import json
import os
from collections import Counter

import graphql
import schemathesis
from hypothesis import strategies as st
from schemathesis.graphql import nodes

TEXT = st.text(max_size=40)
DAYS = ["2022-12-29", "2025-07-01", "2024-02-30", "0000-01-01", "9999-12-31", "-0001-01-01"]
PARTIAL = ["2024", "2024-09", "2024-13", "2024-09-15/..", "9999"]
INSTANTS = ["2024-09-15T00:00:00Z", "1970-01-01T00:00:00+07:00", "9999-12-31T23:59:59Z", "2016-12-31T23:59:60Z"]


def scalar(name, values):
    schemathesis.graphql.scalar(name, values.map(nodes.String))


scalar("Date", st.sampled_from(DAYS) | st.dates().map(str) | TEXT)
scalar("EdtfDate", st.sampled_from(DAYS + PARTIAL) | st.dates().map(str) | TEXT)
scalar("DateTime", st.sampled_from(INSTANTS) | TEXT)
scalar("Decimal", st.decimals(allow_nan=False, allow_infinity=False).map(str) | TEXT)
schemathesis.graphql.scalar("Int", (st.integers(0, 100) | st.integers(-(2**31), 2**31 - 1)).map(nodes.Int))
# Ids that lead somewhere, so that more is tried than that unknown ones are refused.
scalar("ID", st.sampled_from(os.environ["HOPTAC_IDS"].split(",")) | TEXT)

class FromTheStart(graphql.Visitor):
    """Takes out of a document what asks for a page other than the first."""

    def leave_argument(self, node, *_):
        return graphql.REMOVE if node.name.value in ("after", "before", "last") else None


@schemathesis.hook
def map_body(ctx, body):
    """Every other request is for first pages: a made-up cursor is refused, and then nothing more is tried."""
    made_up = graphql.print_ast(body)
    return body if len(made_up) % 2 else graphql.visit(body, FromTheStart())


TALLY = Counter()


@schemathesis.check
def no_fault(ctx, response, case):
    assert response.status_code < 500, f"{response.status_code} is a fault of the server"
    assert response.status_code != 429, "the budget of the caller is used up: nothing more is tried"
    answer = response.json()
    codes = [error["extensions"]["code"] for error in answer.get("errors", [])]
    assert "INTERNAL" not in codes, answer["errors"]
    told = [value for value in (answer.get("data") or {}).values() if value is not None]
    assert codes or "data" in answer, answer
    TALLY["answers"] += 1
    TALLY["told"] += bool(told)


@atexit.register
def report():
    with open(os.environ["HOPTAC_TALLY"], "w", encoding="utf-8") as file:
        json.dump(TALLY, file)
