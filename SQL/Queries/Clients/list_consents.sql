-- $1 clients uuid[]. All consents, revoked and expired ones too, by client, the oldest first.
-- sent: lane
SELECT client_id, id, kind, basis, given_at, expires_at, revoked_at, assessor
  FROM consent
 WHERE client_id = ANY ($1)
 ORDER BY client_id, given_at, id
