-- $1 id uuid, $2 referral uuid, $3 urgency text?, $4 safety hold bool, $5 reason sealed bytea
INSERT INTO triage (id, referral_id, urgency, safety_hold, reason, decided_by, decided_as)
VALUES ($1, $2, $3, $4, $5, actor_id(), actor_role());
