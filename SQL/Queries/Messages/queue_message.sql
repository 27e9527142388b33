-- $1 id uuid, $2 client uuid, $3 contact point uuid, $4 kind text, $5 language text, $6 subject text, $7 body sealed bytea, $8 about uuid,
-- $9 not before timestamptz, $10 not after timestamptz. Refused by message_safe_contact where writing is not safe.
INSERT INTO message (id, client_id, contact_point_id, kind, language, subject, body, about_id, not_before, not_after)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
