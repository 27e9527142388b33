-- What intake learns beside the form.

-- Answers to a published questionnaire, or its total. Sealed whole: PostgreSQL neither sorts, joins nor decides by a score, and with this it
-- cannot. The score itself is not stored: it follows from the answers each time they are read.
CREATE TABLE assessment (
    id          uuid PRIMARY KEY,
    referral_id uuid NOT NULL REFERENCES referral (id),
    instrument  text NOT NULL CONSTRAINT assessment_instrument_known CHECK (instrument IN ('phq9', 'gad7', 'pcl5', 'itq')),
    result      bytea NOT NULL CONSTRAINT assessment_result_length CHECK (octet_length(result) BETWEEN 30 AND 229),
    taken_on    date NOT NULL,
    entered_by  uuid NOT NULL,
    entered_as  text NOT NULL,
    entered_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX assessment_referral ON assessment (referral_id, taken_on);
-- What was entered wrongly is entered again, beside it.
CREATE TRIGGER assessment_immutable BEFORE UPDATE ON assessment FOR EACH ROW EXECUTE FUNCTION refuse_change();
ALTER TABLE assessment ENABLE ROW LEVEL SECURITY;
ALTER TABLE assessment FORCE ROW LEVEL SECURITY;
CREATE POLICY assessment_read ON assessment FOR SELECT
    USING ((SELECT actor_role()) IN ('lead', 'intake', 'operator') OR ((SELECT actor_role()) = 'therapist'
           AND EXISTS (SELECT FROM referral r WHERE r.id = referral_id AND cares_for(r.client_id))));
CREATE POLICY assessment_added ON assessment FOR INSERT
    WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'operator') AND entered_by = (SELECT actor_id())
                AND entered_as = (SELECT actor_role()));
CREATE POLICY assessment_destroyed_by_owner ON assessment TO attune_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON assessment TO attune_app;
