-- Copies by one actor take turns, so that they are counted one after another.
SELECT pg_advisory_xact_lock(hashtextextended('attune copies ' || actor_id()::text, 0))
