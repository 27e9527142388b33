-- No row: one to this service is open already.
-- $1 id uuid, $2 referral uuid, $3 client uuid, $4 service uuid, $5 consent uuid, $6 fields text[], $7 packet sealed bytea
INSERT INTO referral_out (id, referral_id, client_id, service_id, consent_id, fields, packet, decided_by, decided_as)
VALUES ($1, $2, $3, $4, $5, $6, $7, actor_id(), actor_role())
ON CONFLICT DO NOTHING
RETURNING id;
