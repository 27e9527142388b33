-- wrk: POST /v1/appointments, every request another hour. wrk has one thread here, so the counter is never shared.
-- BOOKINGS: a file with one JSON body a line; FROM: how many were used before; TOKEN; KEY: begins every Idempotency-Key.
local bodies, at = {}, 0
function init(args)
    for line in io.lines(os.getenv("BOOKINGS")) do bodies[#bodies + 1] = line end
    at = tonumber(os.getenv("FROM") or "0")
    wrk.method = "POST"
    wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")
    wrk.headers["Content-Type"] = "application/json"
end
function request()
    at = at + 1
    wrk.headers["Idempotency-Key"] = os.getenv("KEY") .. "-" .. at
    return wrk.format("POST", "/v1/appointments", nil, bodies[at])
end
