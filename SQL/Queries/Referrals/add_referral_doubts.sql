-- $1 referral uuid, $2 fields text[], $3 codes text[], $4 messages text[]
INSERT INTO referral_doubt (referral_id, number, field, code, message)
SELECT $1, number, left(field, 400), code, message
  FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS given (field, code, message, number);
