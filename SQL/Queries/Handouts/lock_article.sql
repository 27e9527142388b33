-- $1 slug text. Two people publishing the same article take turns; ends with the transaction.
SELECT pg_advisory_xact_lock(hashtextextended('article ' || $1, 0)) IS NULL
