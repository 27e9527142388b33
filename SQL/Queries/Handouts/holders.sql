-- sent: lane
-- $1 version uuid. Handouts of it that somebody holds now, oldest first, with the therapist who can tell them. No client.
SELECT handout_id, therapist_id FROM handout_holders($1)
