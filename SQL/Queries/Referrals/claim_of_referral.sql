-- Who is on a referral just now. No row: nobody, or not for this actor to know.
-- $1 referral uuid
-- sent: lane
SELECT claimed_by, claimed_as, name, claimed_at, ends_at, taken_from, taken_from_name
  FROM referral_claim WHERE referral_id = $1 AND ends_at > now();
