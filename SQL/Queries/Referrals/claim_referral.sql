-- Claims a referral for the actor, or prolongs the actor's own claim. No row: somebody else's is live; claim_of_referral.sql says whose.
-- $1 referral uuid, $2 name text (of who has no account), $3 minutes int8, $4 uuid? of the only one from whom it may be taken over
INSERT INTO referral_claim AS c (referral_id, claimed_by, claimed_as, name, ends_at)
VALUES ($1, actor_id(), actor_role(), coalesce((SELECT s.display_name FROM staff s WHERE s.id = actor_id()), $2),
        now() + $3 * interval '1 minute')
ON CONFLICT (referral_id) DO UPDATE
   SET claimed_by = excluded.claimed_by, claimed_as = excluded.claimed_as, name = excluded.name, ends_at = excluded.ends_at,
       claimed_at = CASE WHEN c.claimed_by = excluded.claimed_by AND c.ends_at > now() THEN c.claimed_at ELSE excluded.claimed_at END,
       taken_from = CASE WHEN c.ends_at <= now() THEN NULL WHEN c.claimed_by = excluded.claimed_by THEN c.taken_from ELSE c.claimed_by END,
       taken_from_name = CASE WHEN c.ends_at <= now() THEN NULL WHEN c.claimed_by = excluded.claimed_by THEN c.taken_from_name
                              ELSE c.name END
 WHERE c.ends_at <= now() OR c.claimed_by = excluded.claimed_by OR c.claimed_by = $4
RETURNING claimed_by, claimed_as, name, claimed_at, ends_at, taken_from, taken_from_name;
