-- What intake learns beside the form.

-- Answers to a published questionnaire, or its total. Sealed whole: PostgreSQL neither sorts, joins nor decides by a score, and with this it
-- cannot. The score itself is not stored: it follows from the answers each time they are read.
CREATE TABLE assessment (
    id          uuid PRIMARY KEY,
    referral_id uuid NOT NULL REFERENCES referral (id),
    instrument  text NOT NULL CONSTRAINT assessment_instrument_known CHECK (instrument IN ('phq9', 'gad7', 'pcl5', 'itq')),
    result      bytea NOT NULL CONSTRAINT assessment_result_length CHECK (octet_length(result) BETWEEN 63 AND 262),
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

-- How soon, in hours: a person's look at a flag (safety), the first triage (untriaged), and a first session by urgency. A clinic may set
-- others; in the database, because the board is ordered by them and every server must agree.
CREATE TABLE wait_target (
    level      text PRIMARY KEY CONSTRAINT wait_target_level_known CHECK (level IN ('safety', 'untriaged', 'urgent', 'soon', 'routine')),
    hours      int NOT NULL CONSTRAINT wait_target_hours_range CHECK (hours BETWEEN 1 AND 8784),
    version    int NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO wait_target (level, hours) VALUES ('safety', 4), ('untriaged', 48), ('urgent', 168), ('soon', 336), ('routine', 1008);
CREATE TRIGGER wait_target_version BEFORE UPDATE ON wait_target FOR EACH ROW EXECUTE FUNCTION bump_version();
ALTER TABLE wait_target ENABLE ROW LEVEL SECURITY;
ALTER TABLE wait_target FORCE ROW LEVEL SECURITY;
CREATE POLICY wait_target_read ON wait_target FOR SELECT USING ((SELECT actor_role()) IN ('lead', 'intake', 'therapist', 'operator', 'worker'));
CREATE POLICY wait_target_edited ON wait_target FOR UPDATE
    USING ((SELECT actor_role()) IN ('lead', 'operator')) WITH CHECK ((SELECT actor_role()) IN ('lead', 'operator'));
GRANT SELECT, UPDATE (hours) ON wait_target TO attune_app;

-- A flag on a referral is a task with a clock for a person: it is acknowledged by whoever takes it, and cleared with a reason.
CREATE TABLE safety_task (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    referral_id     uuid NOT NULL REFERENCES referral (id),
    reason          text NOT NULL CONSTRAINT safety_task_reason_form CHECK (reason ~ '^flag_[a-z0-9_]{1,40}$'),
    opened_at       timestamptz NOT NULL DEFAULT now(),
    due_at          timestamptz NOT NULL,
    acknowledged_by uuid,
    acknowledged_as text,
    acknowledged_at timestamptz,
    cleared_by      uuid,
    cleared_as      text,
    cleared_at      timestamptz,
    cleared_reason  bytea CONSTRAINT safety_task_cleared_reason_length CHECK (octet_length(cleared_reason) BETWEEN 65 AND 8062),
    -- When the clinic's address was told that it is there, and that it is overdue.
    told_at         timestamptz,
    overdue_told_at timestamptz,
    -- No software acknowledges or clears.
    CONSTRAINT safety_task_acknowledged_by_person CHECK (acknowledged_as IN ('lead', 'intake', 'operator')),
    CONSTRAINT safety_task_cleared_by_person CHECK (cleared_as IN ('lead', 'intake', 'operator')),
    CONSTRAINT safety_task_acknowledgement_whole
        CHECK ((acknowledged_by IS NULL) = (acknowledged_at IS NULL) AND (acknowledged_by IS NULL) = (acknowledged_as IS NULL)),
    CONSTRAINT safety_task_clearing_whole
        CHECK ((cleared_by IS NULL) = (cleared_at IS NULL) AND (cleared_by IS NULL) = (cleared_as IS NULL)
               AND (cleared_by IS NULL) = (cleared_reason IS NULL))
);
-- The same flag twice is one task, until somebody has taken it: what comes after that is news.
CREATE UNIQUE INDEX safety_task_once ON safety_task (referral_id, reason) WHERE acknowledged_at IS NULL AND cleared_at IS NULL;
CREATE INDEX safety_task_referral ON safety_task (referral_id);
CREATE INDEX safety_task_open ON safety_task (due_at, id) WHERE cleared_at IS NULL;
ALTER TABLE safety_task ENABLE ROW LEVEL SECURITY;
ALTER TABLE safety_task FORCE ROW LEVEL SECURITY;
CREATE POLICY safety_task_read ON safety_task FOR SELECT
    USING ((SELECT actor_role()) IN ('lead', 'intake', 'operator', 'worker') OR ((SELECT actor_role()) = 'therapist'
           AND EXISTS (SELECT FROM referral r WHERE r.id = referral_id AND cares_for(r.client_id))));
CREATE POLICY safety_task_opened ON safety_task FOR INSERT
    WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'operator', 'worker') AND acknowledged_by IS NULL AND cleared_by IS NULL);
CREATE POLICY safety_task_done ON safety_task FOR UPDATE
    USING ((SELECT actor_role()) IN ('lead', 'intake', 'operator') AND cleared_at IS NULL)
    WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'operator')
                AND ((acknowledged_by = (SELECT actor_id()) AND acknowledged_as = (SELECT actor_role()))
                     OR (cleared_by = (SELECT actor_id()) AND cleared_as = (SELECT actor_role()))));
CREATE POLICY safety_task_told ON safety_task FOR UPDATE
    USING ((SELECT actor_role()) = 'worker') WITH CHECK ((SELECT actor_role()) = 'worker' AND told_at IS NOT NULL);
CREATE POLICY safety_task_destroyed_by_owner ON safety_task TO attune_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON safety_task TO attune_app;
GRANT UPDATE (acknowledged_by, acknowledged_as, acknowledged_at, cleared_by, cleared_as, cleared_at, cleared_reason, told_at,
              overdue_told_at) ON safety_task TO attune_app;

-- No door can hold a referral and forget the person: the hold itself opens the task.
CREATE FUNCTION open_safety_task() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN
        IF NEW.safety_hold AND (TG_OP = 'INSERT' OR NOT OLD.safety_hold) THEN
            INSERT INTO safety_task (referral_id, reason, due_at)
            SELECT NEW.id, coalesce(NEW.safety_reason, 'flag_triage'), now() + make_interval(hours => w.hours)
              FROM wait_target w WHERE w.level = 'safety'
            ON CONFLICT DO NOTHING;
            IF NOT EXISTS (SELECT FROM safety_task t WHERE t.referral_id = NEW.id AND t.cleared_at IS NULL) THEN
                RAISE EXCEPTION 'a hold without a task' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'referral_hold_has_task';
            END IF;
        END IF;
        RETURN NULL;
    END $$;
CREATE TRIGGER referral_hold_has_task AFTER INSERT OR UPDATE OF safety_hold ON referral
    FOR EACH ROW EXECUTE FUNCTION open_safety_task();

-- Nor can one lift the hold while a task is open.
CREATE FUNCTION keep_safety_hold() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN
        IF OLD.safety_hold AND NOT NEW.safety_hold
           AND EXISTS (SELECT FROM safety_task t WHERE t.referral_id = NEW.id AND t.cleared_at IS NULL) THEN
            RAISE EXCEPTION 'a task is open' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'referral_safety_cleared_first';
        END IF;
        RETURN NEW;
    END $$;
CREATE TRIGGER referral_safety_cleared_first BEFORE UPDATE OF safety_hold ON referral
    FOR EACH ROW EXECUTE FUNCTION keep_safety_hold();

-- And nobody is proposed who is flagged, whatever asked for it.
CREATE FUNCTION refuse_flagged_proposal() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN
        IF EXISTS (SELECT FROM referral r WHERE r.id = NEW.referral_id AND r.safety_hold)
           OR EXISTS (SELECT FROM safety_task t WHERE t.referral_id = NEW.referral_id AND t.cleared_at IS NULL) THEN
            RAISE EXCEPTION 'flagged' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'proposal_not_flagged';
        END IF;
        RETURN NEW;
    END $$;
CREATE TRIGGER proposal_not_flagged BEFORE INSERT ON proposal FOR EACH ROW EXECUTE FUNCTION refuse_flagged_proposal();

-- A name as people compare it: its words without accents and capitals, in alphabetical order.
CREATE FUNCTION person_key(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT string_agg(word, ' ' ORDER BY word)
            FROM regexp_split_to_table(lower(regexp_replace(normalize(name, NFKD), '[\u0300-\u036f]', '', 'g')), '[^[:alnum:]]+') AS word
           WHERE word <> '' $$;
CREATE INDEX client_person ON client (birth_date, person_key(full_name)) WHERE birth_date IS NOT NULL;

-- What of a form could not be read for certain, for intake to settle: codes and sentences of ours, never what stood there.
CREATE TABLE referral_doubt (
    referral_id uuid NOT NULL REFERENCES referral (id),
    number      int NOT NULL,
    field       text NOT NULL CONSTRAINT referral_doubt_field_length CHECK (char_length(field) BETWEEN 1 AND 400),
    code        text NOT NULL CONSTRAINT referral_doubt_code_length CHECK (char_length(code) BETWEEN 1 AND 100),
    message     text NOT NULL CONSTRAINT referral_doubt_message_length CHECK (char_length(message) BETWEEN 1 AND 2000),
    CONSTRAINT referral_doubt_unique PRIMARY KEY (referral_id, number)
);
ALTER TABLE referral_doubt ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_doubt FORCE ROW LEVEL SECURITY;
CREATE POLICY referral_doubt_read ON referral_doubt FOR SELECT
    USING ((SELECT actor_role()) IN ('lead', 'intake', 'operator') OR ((SELECT actor_role()) = 'therapist'
           AND EXISTS (SELECT FROM referral r WHERE r.id = referral_id AND cares_for(r.client_id))));
CREATE POLICY referral_doubt_added ON referral_doubt FOR INSERT WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'operator'));
CREATE POLICY referral_doubt_destroyed_by_owner ON referral_doubt TO attune_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON referral_doubt TO attune_app;
