-- No row: a referral with this source key is known already.
-- $1 id uuid, $2 source key text?, $3 client uuid, $4 source text, $5 received on date? (NULL: now), $6 status text, $7 safety hold bool,
-- $8 safety reason text?, $9 intensity text, $10 kind text, $11 funding text?, $12 fee ceiling cents int8?, $13 narrative sealed bytea?,
-- $14 matching consent bool, $15 the consent that it rests on uuid?
-- A date without a time counts from noon in the client's zone: the day is right wherever it is read.
INSERT INTO referral (id, source_key, client_id, source, received_at, status, safety_hold, safety_reason, intensity, kind, funding,
                      fee_ceiling_cents, narrative, matching_consent, consent_id)
SELECT $1, $2, $3, $4,
       least(now(), coalesce(($5::date + time '12:00') AT TIME ZONE (SELECT zone FROM client WHERE id = $3), now())),
       $6, $7, $8, $9, $10, $11, $12, $13, $14, $15
ON CONFLICT (source_key) DO NOTHING
RETURNING reference, version, received_at;
