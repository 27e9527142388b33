-- $1 class text, $2 years int. No row: no such class.
UPDATE retention_rule SET years = $2 WHERE class = $1 RETURNING years
