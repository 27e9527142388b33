-- $1 allocation uuid
-- sent: lane
SELECT a.therapist_id, t.slug, t.display_name, a.places, a.intense, a.facts_hash
  FROM allocation_team a JOIN therapist t ON t.id = a.therapist_id WHERE a.allocation_id = $1 ORDER BY a.therapist_id;
