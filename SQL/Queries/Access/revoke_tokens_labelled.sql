-- $1 label text. Revokes every token with this label.
UPDATE access_token SET revoked_at = now() WHERE label = $1 AND revoked_at IS NULL RETURNING id
