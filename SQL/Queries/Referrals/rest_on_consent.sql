-- This referral rests on a consent from now on, and so does each that rested on the one before it.
-- $1 referral uuid, $2 client uuid, $3 consent uuid, $4 the consent that it replaces uuid?
UPDATE referral SET matching_consent = true, consent_id = $3
 WHERE client_id = $2 AND (id = $1 OR (matching_consent AND consent_id = $4::uuid))
RETURNING id, version;
