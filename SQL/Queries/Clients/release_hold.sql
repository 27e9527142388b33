-- $1 client uuid. No row: nothing is held.
UPDATE legal_hold SET released_by = actor_id(), released_at = now() WHERE client_id = $1 AND released_at IS NULL RETURNING id
