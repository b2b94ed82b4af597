-- Records outcomes, each with a key of its own, and counts the answers that are not right.
-- Arguments: token, activity, name of the round.

local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

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
  sent, refused, first = 0, 0, ""
end

function request()
  sent = sent + 1
  return wrk.format("POST", nil, headers, string.format(body, query, activity, round, number, sent))
end

function response(status, _, answer)
  if status ~= 200 or not string.find(answer, '"errors":[]', 1, true) then
    if refused == 0 then
      first = answer
    end
    refused = refused + 1
  end
end

function done(summary)
  local errors = summary.errors
  local count = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  for _, thread in ipairs(threads) do
    count = count + thread:get("refused")
    if thread:get("first") ~= "" then
      io.write(thread:get("first"), "\n")
    end
  end
  io.write("refused ", count, "\n")
end
