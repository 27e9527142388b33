-- $1 codes text[]: concepts whose synonyms are given anew; their new synonyms as three arrays in step: $2 concept text[], $3 language text[],
-- $4 words text[]. A row for each synonym that was removed.
DELETE FROM concept_synonym s
 WHERE s.concept_code = ANY ($1)
   AND NOT EXISTS (SELECT FROM unnest($2::text[], $3::text[], $4::text[]) AS w (concept_code, language, words)
                    WHERE (w.concept_code, w.language, w.words) = (s.concept_code, s.language, s.words))
RETURNING s.concept_code
