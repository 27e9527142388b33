-- Cancels holds in a span that ended by the clock. One row for each: its id and client.
-- $1 from timestamptz, $2 until timestamptz
SELECT id, client_id FROM release_overdue_holds($1, $2);
