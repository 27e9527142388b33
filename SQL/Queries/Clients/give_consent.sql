-- $1 id uuid, $2 client uuid, $3 kind text, $4 basis text, $5 given at timestamptz, $6 expires at timestamptz or null,
-- $7 assessor uuid or null.
-- No row: a consent of this kind is there and not revoked.
INSERT INTO consent (id, client_id, kind, basis, given_at, expires_at, assessor)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (client_id, kind) WHERE revoked_at IS NULL DO NOTHING
RETURNING id
