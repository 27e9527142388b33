-- In the order of referrals and therapists.
-- $1 allocation uuid
-- sent: lane
SELECT kind, referral_id, therapist_id FROM allocation_edit WHERE allocation_id = $1 ORDER BY referral_id, kind, therapist_id;
