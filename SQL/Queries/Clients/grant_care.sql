-- $1 ids uuid[], $2 as many clients uuid[], $3 therapist uuid, $4 kind text, $5 from timestamptz or null (now; nothing begins in the past),
-- $6 until timestamptz. A row for each that was not granted already, in the order of the clients.
INSERT INTO care_relationship (id, client_id, therapist_id, kind, during)
SELECT grants.id, grants.client, $3, $4, tstzrange(greatest($5::timestamptz, now()), $6::timestamptz)
  FROM unnest($1::uuid[], $2::uuid[]) AS grants (id, client)
ON CONFLICT DO NOTHING
RETURNING id, client_id, therapist_id, kind, during
