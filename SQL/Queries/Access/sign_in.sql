-- $1 hash bytea (SHA-256 of a bearer token). Makes its owner the actor of this transaction. No row: unknown, expired or revoked.
-- Last: whose files are open to them now, and through what.
-- sent: lane
SELECT who.role, who.subject_id, who.therapist_id, who.label, now(), files.clients, files.grants
  FROM sign_in($1) AS who, LATERAL open_files(who.therapist_id, CASE who.role WHEN 'lead' THEN who.subject_id END) AS files
