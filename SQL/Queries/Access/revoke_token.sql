-- $1 id uuid. No row: no such token, or revoked already.
UPDATE access_token SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL RETURNING id
