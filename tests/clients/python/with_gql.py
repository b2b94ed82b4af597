"""A query, a mutation and a subscription by gql, all over its WebSocket transport.

with_gql.py URL TOKEN ACTIVITY prints what it read, wrote and was told, as JSON.
"""

import asyncio
import json
import sys

from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.websockets import WebsocketsTransport

FIND = gql("query Find($id: ID!) { head { cursor } activity(by: {id: $id}) { id title(lang: EN) } }")
RECORD = gql(
    "mutation Record($input: RecordOutcomeInput!) { recordOutcome(input: $input) {"
    " outcome { id title(lang: EN) status } change { seq } errors { code message field } } }"
)
FOLLOW = gql(
    "subscription Follow($after: String) { changes(after: $after, kinds: [OUTCOME]) {"
    " seq records { operation recordId } } }"
)
WRONG = gql("query Wrong($seq: Int!) { at(moment: {seq: $seq}) { head { seq } } }")


async def main(url: str, token: str, activity: str) -> None:
    transport = WebsocketsTransport(
        url=url.replace("http", "ws", 1),
        init_payload={"authorization": f"Bearer {token}"},
        # gql looks for the answer of the server in a header of that very case. With one protocol
        # to choose from it need not look.
        subprotocols=[WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL],
    )
    async with Client(transport=transport) as session:
        found = await session.execute(FIND, variable_values={"id": activity})
        title = {"en": "Teachers 👩‍🏫 trained"}
        given = {"activity": activity, "kind": "OUTPUT", "title": title, "measure": "UNIT", "value": "12", "unit": "persons"}
        written = await session.execute(RECORD, variable_values={"input": given})
        after = {"after": found["head"]["cursor"]}
        async for told in session.subscribe(FOLLOW, variable_values=after):
            break
        try:
            refused = await session.execute(WRONG)
        except TransportQueryError as error:
            refused = error.errors
    print(json.dumps({"found": found, "written": written, "told": told, "refused": refused}))


asyncio.run(main(*sys.argv[1:]))
