-- How many specialties, concerns of referrals and versions of articles name each concept. Concepts that nothing names have no row.
-- $1 codes text[]
-- sent: lane
SELECT code, sum(specialties)::int8, sum(concerns)::int8, sum(handouts)::int8
  FROM (SELECT concept_code AS code, count(*) AS specialties, 0 AS concerns, 0 AS handouts FROM specialty
         WHERE concept_code = ANY ($1) GROUP BY concept_code
        UNION ALL SELECT concept_code, 0, count(*), 0 FROM referral_concern WHERE concept_code = ANY ($1) GROUP BY concept_code
        UNION ALL SELECT concept_code, 0, 0, count(*) FROM article_concept WHERE concept_code = ANY ($1) GROUP BY concept_code) AS uses
 GROUP BY code ORDER BY code;
