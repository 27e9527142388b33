-- The outbox: what a client must hear, queued in the transaction that caused it. The default is that nothing is sent.

CREATE TABLE message (
    id               uuid PRIMARY KEY,
    client_id        uuid NOT NULL REFERENCES client (id),
    contact_point_id uuid NOT NULL REFERENCES contact_point (id),
    kind             text NOT NULL,
    language         text NOT NULL DEFAULT 'en',
    subject          text NOT NULL CONSTRAINT message_subject_length CHECK (char_length(subject) BETWEEN 1 AND 120),
    body             text NOT NULL CONSTRAINT message_body_length CHECK (char_length(body) BETWEEN 1 AND 4000),
    about_id         uuid,
    not_before       timestamptz NOT NULL DEFAULT now() + interval '3 minutes',
    not_after        timestamptz,
    status           text NOT NULL DEFAULT 'queued' CONSTRAINT message_status_known
                     CHECK (status IN ('queued', 'sending', 'sent', 'failed', 'cancelled')),
    attempts         int NOT NULL DEFAULT 0,
    last_error       text,
    created_at       timestamptz NOT NULL DEFAULT now(),
    sent_at          timestamptz,
    CONSTRAINT message_one_line_subject CHECK (subject !~ '[\r\n]')
);
CREATE INDEX message_due ON message (not_before, id) WHERE status IN ('queued', 'sending');
CREATE INDEX message_about ON message (about_id) WHERE status = 'queued';
CREATE INDEX message_client ON message (client_id, created_at);

-- The second lock behind the safe-contact gate: no row for a contact point that is not safe to write to.
CREATE FUNCTION message_safe_contact() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    BEGIN
        IF NOT EXISTS (SELECT FROM contact_point p WHERE p.id = NEW.contact_point_id AND p.client_id = NEW.client_id AND p.may_write
                          AND p.retired_at IS NULL AND p.channel IN ('email', 'sms')
                          AND p.confirmed_at IS NOT NULL AND (p.recheck_due IS NULL OR p.recheck_due > now())) THEN
            RAISE EXCEPTION 'not safe to write to' USING ERRCODE = 'check_violation', CONSTRAINT = 'message_safe_contact', TABLE = 'message';
        END IF;
        RETURN NEW;
    END $$;
CREATE TRIGGER message_safe_contact BEFORE INSERT ON message FOR EACH ROW EXECUTE FUNCTION message_safe_contact();
CREATE POLICY contact_point_checked_by_owner ON contact_point FOR SELECT TO attune_owner USING (true);

ALTER TABLE message ENABLE ROW LEVEL SECURITY;
ALTER TABLE message FORCE ROW LEVEL SECURITY;
CREATE POLICY message_staff ON message
    USING ((SELECT actor_role()) IN ('lead', 'intake', 'front_desk', 'operator', 'worker'))
    WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'front_desk', 'operator', 'worker'));
CREATE POLICY message_cared_for ON message
    USING ((SELECT actor_role()) = 'therapist' AND cares_for(client_id))
    WITH CHECK ((SELECT actor_role()) = 'therapist' AND cares_for(client_id));
GRANT SELECT, INSERT, UPDATE ON message TO attune_app;
