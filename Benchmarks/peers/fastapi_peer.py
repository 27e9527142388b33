"""Peer of `make bench`: FastAPI with asyncpg, reading one therapist the fastest idiomatic way (orjson bytes, uvloop, httptools).

Like the Go peer it does less than Attune: no policy, no row-level security, no audit. CHECK_TOKEN=1 looks the bearer token up.
Run: PGHOST=… PGDATABASE=… PGUSER=… POOL=8 uvicorn fastapi_peer:app --loop uvloop --http httptools --no-access-log --workers 2
"""

import hashlib
import os
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
import orjson
from fastapi import FastAPI, HTTPException, Request, Response

THERAPIST = """SELECT id, reference, slug, display_name, pronouns, gender, profile, languages, formats, client_kinds, modalities,
    funding, fee_cents, capacity, zone, status, version, updated_at FROM bench.therapist WHERE id = $1"""
TOKEN = "SELECT role FROM bench.access_token WHERE token_hash = $1"
CHECK = os.environ.get("CHECK_TOKEN") == "1"
pool: asyncpg.Pool


@asynccontextmanager
async def lifespan(app):
    global pool
    size = int(os.environ.get("POOL", "8"))
    pool = await asyncpg.create_pool(min_size=size, max_size=size)
    yield
    await pool.close()


app = FastAPI(lifespan=lifespan)


@app.get("/livez")
async def livez():
    return Response(b"ok", media_type="text/plain")


@app.get("/v1/therapists/{id}")
async def therapist(id: UUID, request: Request):
    async with pool.acquire() as connection:
        if CHECK:
            token = request.headers.get("authorization", "").removeprefix("Bearer ").encode()
            if await connection.fetchrow(TOKEN, hashlib.sha256(token).digest()) is None:
                raise HTTPException(404)
        row = await connection.fetchrow(THERAPIST, id)
    if row is None:
        raise HTTPException(404)
    return Response(orjson.dumps(dict(row), default=str, option=orjson.OPT_UTC_Z), media_type="application/json")
