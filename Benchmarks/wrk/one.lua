-- wrk: GET /v1/{WHAT}/{a random id} with a bearer token. IDS: a file with one id a line; TOKEN: the token.
local ids = {}
function init(args)
    for id in io.lines(os.getenv("IDS")) do ids[#ids + 1] = id end
    math.randomseed(tonumber(os.getenv("SEED") or "1"))
    wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")
end
function request() return wrk.format("GET", "/v1/" .. os.getenv("WHAT") .. "/" .. ids[math.random(#ids)]) end
