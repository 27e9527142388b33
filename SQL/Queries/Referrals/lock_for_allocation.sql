-- Whoever proposes takes first the referral, then the therapist: this takes all of both, each in the order of ids, so that two never wait
-- for each other in a circle. The referrals first, as a statement of their own: lock_team_for_allocation.sql follows.
-- $1 referrals uuid[]
SELECT id FROM referral WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE;
