-- Imports of clients take turns: two of the same file at once would both find a client missing.
SELECT pg_advisory_xact_lock(hashtextextended('attune.import_clients', 0))
