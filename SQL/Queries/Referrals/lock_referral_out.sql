-- $1 id uuid
SELECT id FROM referral_out WHERE id = $1 FOR NO KEY UPDATE;
