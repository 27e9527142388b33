-- Two files with the same rows take turns, so that the second one finds the first one's. Until the transaction ends.
SELECT pg_advisory_xact_lock(hashtext('attune.referral.intake'));
