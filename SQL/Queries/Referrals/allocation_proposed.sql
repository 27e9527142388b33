-- $1 allocation uuid, $2 referral uuid, $3 proposal uuid
UPDATE allocation_line SET proposal_id = $3 WHERE allocation_id = $1 AND referral_id = $2;
