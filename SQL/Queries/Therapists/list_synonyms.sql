-- Every synonym, by concept.
-- sent: lane
SELECT concept_code, language, words
  FROM concept_synonym
 ORDER BY concept_code, language, words
