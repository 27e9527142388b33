-- $1 key text. True when nobody else is carrying out a request of this actor with this key; held until the transaction ends.
SELECT pg_try_advisory_xact_lock(hashtextextended(actor_id()::text || ' ' || $1, 0))
