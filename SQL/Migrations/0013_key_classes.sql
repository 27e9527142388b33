-- Two keys for each client: one for what the team runs on, one for what the client said. Who may have the second is decided here, by row-level
-- security, and so are a referral's words: with the policy of a route mistaken, a lead who broke no glass, and the front desk always, has no
-- key to them.

-- As in 0008: what was sealed with one key cannot become two in a migration, which has none.
DO $$
BEGIN
    IF EXISTS (SELECT FROM client) THEN
        RAISE EXCEPTION 'clients with a single key are here'
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'key_classes_before_clients', TABLE = 'client',
                  HINT = 'Found the clinic anew and import its clients there, or start the demonstration over: attune up --reset';
    END IF;
END $$;

-- wrapped begins with which of the two it is (2 office, 3 clinical), then the length of the wrapping key's name and the name. The office key
-- has the clinical one's public half with it, bound to it: whoever may see a client can seal clinical text without being able to read any.
ALTER TABLE client_key DROP CONSTRAINT client_key_pkey, DROP CONSTRAINT client_key_wrapped_form;
ALTER TABLE client_key
    ADD COLUMN class text NOT NULL CONSTRAINT client_key_class_known CHECK (class IN ('office', 'clinical')),
    ADD CONSTRAINT client_key_pkey PRIMARY KEY (client_id, class),
    ADD CONSTRAINT client_key_wrapped_form
        CHECK (get_byte(wrapped, 0) = CASE class WHEN 'office' THEN 2 ELSE 3 END
               AND octet_length(wrapped) = CASE class WHEN 'office' THEN 95 ELSE 63 END + get_byte(wrapped, 1)
               AND substr(wrapped, 3, get_byte(wrapped, 1)) = convert_to(wrapped_by, 'UTF8'));

-- The office key: whoever may read the client's row, as before.
DROP POLICY client_key_read ON client_key;
CREATE POLICY client_key_read ON client_key FOR SELECT
    USING (class = 'office' AND (SELECT actor_role()) IS NOT NULL AND EXISTS (SELECT FROM client c WHERE c.id = client_id));
-- The clinical key: intake, whose work is what clients say; those who care for the client; a lead while the file is open to her; the client;
-- and an operator, who rotates keys and makes a person's copy.
CREATE POLICY client_key_clinical ON client_key FOR SELECT
    USING (class = 'clinical' AND (
        (SELECT actor_role()) IN ('intake', 'operator')
        OR ((SELECT actor_role()) = 'therapist' AND cares_for(client_id))
        OR ((SELECT actor_role()) = 'lead' AND glass_broken(client_id))
        OR ((SELECT actor_role()) = 'client' AND client_id = (SELECT actor_id()))));

-- Clinical text is 62 bytes longer than the plain one: version, a public key of its own, and what 0008 counts.
ALTER TABLE referral DROP CONSTRAINT referral_narrative_length,
    ADD CONSTRAINT referral_narrative_length CHECK (octet_length(narrative) BETWEEN 62 AND 32062);
ALTER TABLE triage DROP CONSTRAINT triage_reason_length,
    ADD CONSTRAINT triage_reason_length CHECK (octet_length(reason) BETWEEN 65 AND 8062);
ALTER TABLE handout DROP CONSTRAINT handout_note_length,
    ADD CONSTRAINT handout_note_length CHECK (octet_length(note) BETWEEN 62 AND 8062);

-- Why an hour was moved, cancelled or allowed to overlap is staff's free text about a client: sealed like the rest of it.
ALTER TABLE appointment DROP CONSTRAINT appointment_status_reason_length;
ALTER TABLE appointment
    ALTER COLUMN overlap_reason TYPE bytea USING NULL::bytea,
    ALTER COLUMN status_reason TYPE bytea USING NULL::bytea,
    ADD CONSTRAINT appointment_overlap_reason_length CHECK (octet_length(overlap_reason) BETWEEN 30 AND 2029),
    ADD CONSTRAINT appointment_status_reason_length CHECK (octet_length(status_reason) BETWEEN 30 AND 2029);

-- As in 0004, without a reason in words: the audit says why (appointment.hold_ended).
CREATE OR REPLACE FUNCTION release_overdue_holds(from_time timestamptz, until_time timestamptz) RETURNS TABLE (id uuid, client_id uuid)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY
          UPDATE appointment a SET status = 'cancelled', hold_until = NULL
           WHERE a.id IN (SELECT h.id FROM appointment h
                           WHERE h.status IN ('proposed', 'pending') AND h.hold_until <= now()
                             AND h.during && tstzrange(from_time, until_time) AND actor_role() IS NOT NULL
                           FOR UPDATE SKIP LOCKED)
       RETURNING a.id, a.client_id;
    END $$;
