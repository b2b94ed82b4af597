"""A query and a mutation by sgqlc, from the schema that its generator reads, with an emoji in a literal.

with_sgqlc.py URL TOKEN ACTIVITY prints what it read and wrote, as JSON. `registry.py`, made by
`sgqlc-codegen schema`, must be importable.
"""

import json
import sys

import registry
from sgqlc.endpoint.http import HTTPEndpoint
from sgqlc.operation import Operation


def main(url: str, token: str, activity: str) -> None:
    endpoint = HTTPEndpoint(url, {"authorization": f"Bearer {token}"})

    query = Operation(registry.Query, name="Find")
    found = query.activity(by={"id": activity})
    found.id()
    found.title(lang="EN")

    mutation = Operation(registry.Mutation, name="Record")
    title = {"en": "Teachers 👩‍🏫 trained"}
    given = {"activity": activity, "kind": "OUTPUT", "title": title, "measure": "UNIT", "value": "12", "unit": "persons"}
    recorded = mutation.record_outcome(input=given)
    recorded.outcome().title(lang="EN")
    recorded.outcome().status()
    recorded.errors().message()
    # sgqlc writes what it is given as a literal: the emoji as a surrogate pair of escapes.
    assert "\\ud83d\\udc69" in str(mutation), str(mutation)

    answers = {}
    for name, operation in (("found", query), ("written", mutation)):
        answer = endpoint(operation)
        assert "errors" not in answer, answer
        answers[name] = answer["data"]
    # What comes back is read into the types again.
    assert (query + endpoint(query)).activity.id == activity
    print(json.dumps(answers))


main(*sys.argv[1:])
