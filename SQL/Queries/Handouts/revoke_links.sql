-- $1 handout uuid. Every link of a handout ends now; returns the ids of those that were still open.
UPDATE handout_link SET revoked_at = now() WHERE handout_id = $1 AND revoked_at IS NULL AND expires_at > now() AND uses_left > 0 RETURNING id
