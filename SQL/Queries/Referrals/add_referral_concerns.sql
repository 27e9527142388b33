-- Concepts that the database does not know fail on referral_concern_known.
-- $1 referral uuid, $2 concepts text[], $3 weights int8[]
INSERT INTO referral_concern (referral_id, concept_code, weight)
SELECT $1, code, weight FROM unnest($2::text[], $3::int8[]) AS given (code, weight);
