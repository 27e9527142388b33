-- Every concept, by code, with its external codes as two arrays in step.
-- sent: lane
SELECT code, label_en, label_fr, broader, status, replaced_by,
       ARRAY(SELECT key FROM jsonb_each_text(external) ORDER BY key) AS external_systems,
       ARRAY(SELECT value FROM jsonb_each_text(external) ORDER BY key) AS external_codes
  FROM concept
 ORDER BY code
