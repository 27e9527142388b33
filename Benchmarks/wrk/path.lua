-- wrk: GET of the path in the address, with a bearer token in TOKEN.
wrk.headers["Authorization"] = "Bearer " .. (os.getenv("TOKEN") or "none")
