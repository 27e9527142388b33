-- No referral of this client is ranked any more. Each whose consent that changes.
-- $1 client uuid
UPDATE referral SET matching_consent = false WHERE client_id = $1 AND matching_consent RETURNING id, version;
