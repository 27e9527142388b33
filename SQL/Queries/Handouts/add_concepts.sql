-- $1 version uuid, $2 codes text[]. Refused by article_concept_known where a code is not in the vocabulary.
INSERT INTO article_concept (version_id, concept_code) SELECT $1, code FROM unnest($2::text[]) AS code
