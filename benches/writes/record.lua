-- Records outcomes, each with a key of its own, and counts the answers that are not right.
-- Arguments: token, activity, name of the round.

dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "refused.lua")

local query = "mutation($input: RecordOutcomeInput!) { recordOutcome(input: $input) { "
  .. "outcome { id version } change { seq } errors { code message field } } }"
local body = '{"query":"%s","variables":{"input":{"kind":"OUTPUT","title":{"vi":"Tập huấn"},'
  .. '"activity":"%s","measure":"UNIT","value":"38","unit":"persons","idempotencyKey":"%s-%d-%d"}}}'

function init(args)
  headers = {
    ["content-type"] = "application/json",
    ["authorization"] = "Bearer " .. args[1],
  }
  activity, round = args[2], args[3]
  right = '"errors":[]'
end

function request()
  sent = sent + 1
  return wrk.format("POST", nil, headers, string.format(body, query, activity, round, number, sent))
end
