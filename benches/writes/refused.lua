-- For scripts of wrk that write: numbers the threads, and counts the answers that are not right, which the global
-- `right` tells: what each answer has to contain.

local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

sent, refused, first = 0, 0, ""

function response(status, _, answer)
  if status ~= 200 or not string.find(answer, right, 1, true) then
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
