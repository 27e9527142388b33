-- What a client says about how it goes, and why they would rather see somebody else, is theirs: it opens with the clinical key from now on, as
-- a referral's words do. As in 0008: what was sealed with one key cannot become another's in a migration, which has none.
DO $$
BEGIN
    IF EXISTS (SELECT FROM early_check WHERE note IS NOT NULL) OR EXISTS (SELECT FROM rematch WHERE reason IS NOT NULL) THEN
        RAISE EXCEPTION 'notes under the office key are here'
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'clinical_notes_before_any', TABLE = 'early_check',
                  HINT = 'Found the clinic anew and import its clients there, or start the demonstration over: attune up --reset';
    END IF;
END $$;
