-- The trail of merges, the latest first; 1,000 at most.
-- sent: lane
SELECT id, code, heir, (rewritten ->> 'specialties')::int8, (rewritten ->> 'concerns')::int8, (rewritten ->> 'handouts')::int8, merged_as, merged_at
  FROM concept_merge ORDER BY merged_at DESC, id DESC LIMIT 1000;
