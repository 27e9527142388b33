-- All at once: one that no longer fits the others is seen before anything holds.
-- $1 levels text[], $2 hours int8[]
UPDATE wait_target w SET hours = g.hours FROM unnest($1::text[], $2::int8[]) AS g (level, hours) WHERE w.level = g.level;
