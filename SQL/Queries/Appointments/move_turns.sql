-- Moves take turns: an UPDATE under an exclusion constraint cannot be speculative, so two that change places would wait for each other
-- until a deadlock is found. Held to the end of the transaction; bookings do not ask for it.
SELECT pg_advisory_xact_lock(hashtextextended('attune.appointment.move', 0));
