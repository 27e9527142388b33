-- Whether this transaction is the one that appends to the log. The clinic's schema is part of the key: clinics may share a database.
SELECT pg_try_advisory_xact_lock(hashtextextended('attune audit log ' || current_schema(), 0))
