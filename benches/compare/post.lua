-- Posts the same body again and again. Arguments: the file with the body.
-- Ends by `ANSWERS requests bytes errors microseconds`.

function init(arguments)
  local file = assert(io.open(arguments[1]))
  wrk.method = "POST"
  wrk.headers["content-type"] = "application/json"
  wrk.body = file:read("*a")
  file:close()
end

function done(summary)
  local errors = summary.errors
  local count = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("ANSWERS %d %d %d %d\n", summary.requests, summary.bytes, count, summary.duration))
end
