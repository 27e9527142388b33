-- $1 id uuid, $2 may write, $3 may call, $4 may voicemail boolean, $5 safe from, $6 safe until time or null, $7 sender label text or null,
-- $8 wording text, $9 confirmed at timestamptz or null, $10 recheck due timestamptz or null. No row: none such, or retired.
UPDATE contact_point
   SET may_write = $2, may_call = $3, may_voicemail = $4, safe_from = $5, safe_until = $6, sender_label = $7, wording = $8,
       confirmed_at = $9, recheck_due = $10
 WHERE id = $1 AND retired_at IS NULL
RETURNING client_id
