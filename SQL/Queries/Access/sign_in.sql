-- $1 hash bytea (SHA-256 of a token). Makes its owner the actor of this transaction. No row: unknown, expired, idle or revoked.
-- Then: whose files are open to them now, and through what; the session, whether it is fresh, what a token is held to, and whether its
-- use is to be written down.
-- sent: lane
SELECT who.role, who.subject_id, who.therapist_id, who.label, now(), who.clients, who.grants, who.session_id, who.is_fresh, who.scope,
       who.is_due
  FROM sign_in($1) AS who
