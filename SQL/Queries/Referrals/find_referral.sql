-- By reference (R-2041), id, or the referrer's own number, in this order where one text is several of them. No row: none is, or not for this
-- actor.
-- $1 text, $2 the same as an id uuid?
-- sent: lane
SELECT id FROM referral WHERE reference = $1 OR source_key = $1 OR id = $2 ORDER BY reference = $1 DESC, id = $2 DESC LIMIT 1;
