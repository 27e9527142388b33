-- $1 client uuid, $2 kind text. No row: there is none to revoke.
UPDATE consent
   SET revoked_at = now()
 WHERE client_id = $1 AND kind = $2 AND revoked_at IS NULL
RETURNING id
