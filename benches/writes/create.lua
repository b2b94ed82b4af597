-- Writes what record.lua writes, to a server over PostgreSQL, and counts the answers that are not right.
-- Arguments: the kind of server (postgraphile or hasura), name of the round.

dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "refused.lua")

local row = '{"caller":"tok_root","%s":"%s","kind":"OUTPUT","activity":"1","title":{"vi":"Tập huấn"},'
  .. '"measure":"UNIT","value":"38","unit":"persons"}'
local kinds = {
  postgraphile = {
    body = '{"query":"mutation($input: CreateOutcomeInput!) { createOutcome(input: $input) { outcome { rowId version } } }",'
      .. '"variables":{"input":{"outcome":' .. row .. "}}}",
    key = "idempotencyKey",
    right = '"version":1',
  },
  hasura = {
    body = '{"query":"mutation($object: outcome_insert_input!) { insert_outcome_one(object: $object) { id version } }",'
      .. '"variables":{"object":' .. row .. "}}",
    key = "idempotency_key",
    right = '"version":1',
  },
}

function init(args)
  headers = { ["content-type"] = "application/json" }
  kind, round = kinds[args[1]], args[1] .. "-" .. args[2]
  right = kind.right
end

function request()
  sent = sent + 1
  local key = string.format("%s-%d-%d", round, number, sent)
  return wrk.format("POST", nil, headers, string.format(kind.body, kind.key, key))
end
