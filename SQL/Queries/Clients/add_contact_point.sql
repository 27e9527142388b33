-- $1 id uuid, $2 client uuid, $3 channel text, $4 value sealed bytea, $5 may write, $6 may call, $7 may voicemail boolean, $8 safe from,
-- $9 safe until time or null, $10 sender label text or null, $11 wording text, $12 confirmed at timestamptz or null (nobody asked yet),
-- $13 recheck due timestamptz or null, $14 lookup bytea.
INSERT INTO contact_point (id, client_id, channel, value, may_write, may_call, may_voicemail, safe_from, safe_until, sender_label,
                           wording, confirmed_at, recheck_due, lookup)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
