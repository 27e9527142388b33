-- Which of these clients are kept apart from each other today: that they are, never why.
-- $1 clients uuid[]
-- sent: lane
SELECT one_id, other_id FROM kept_apart WHERE one_id = ANY ($1) AND other_id = ANY ($1) AND during @> now() ORDER BY one_id, other_id;
