-- $1 therapist uuid, then the whole new list: $2 ids uuid[], $3 kinds text[], $4 issuers text[], $5 numbers text[], $6 jurisdictions text[],
-- $7 valid from date[], $8 expires on date[] (with nulls). One that is in the list keeps its id; one that is not is removed, since a
-- mistyped number must not go on giving leave to practise.
WITH wanted AS (
    SELECT * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[], $8::date[])
        AS w (id, kind, issuer, number, jurisdiction, valid_from, expires_on)
), removed AS (
    DELETE FROM credential c
     WHERE c.therapist_id = $1 AND NOT EXISTS (SELECT FROM wanted w WHERE w.issuer = c.issuer AND w.number = c.number)
)
INSERT INTO credential (id, therapist_id, kind, issuer, number, jurisdiction, valid_from, expires_on)
SELECT id, $1, kind, issuer, number, jurisdiction, valid_from, expires_on FROM wanted
ON CONFLICT ON CONSTRAINT credential_unique DO UPDATE
   SET kind = excluded.kind, jurisdiction = excluded.jurisdiction, valid_from = excluded.valid_from, expires_on = excluded.expires_on
