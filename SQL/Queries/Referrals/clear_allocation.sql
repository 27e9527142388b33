-- What a draft was made of, before it is solved anew.
-- $1 id uuid
WITH lines AS (DELETE FROM allocation_line WHERE allocation_id = $1), team AS (DELETE FROM allocation_team WHERE allocation_id = $1)
DELETE FROM allocation_edit WHERE allocation_id = $1;
