-- As in 0027, and a confirmation without a date for the next one counts for 90 days (SafeContact.confirmationLasts), here as in the gate
-- before a message: nobody was asked again for as long as that date was missing, and this lock let it pass for ever.
CREATE OR REPLACE FUNCTION message_safe_contact() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    BEGIN
        IF messages_withdrawn(NEW.client_id)
           OR NOT EXISTS (SELECT FROM contact_point p WHERE p.id = NEW.contact_point_id AND p.client_id = NEW.client_id AND p.may_write
                          AND p.retired_at IS NULL AND p.channel IN ('email', 'sms')
                          AND coalesce(p.recheck_due, p.confirmed_at + interval '90 days') > now() AND p.confirmed_at IS NOT NULL) THEN
            RAISE EXCEPTION 'not safe to write to' USING ERRCODE = 'check_violation', CONSTRAINT = 'message_safe_contact', TABLE = 'message';
        END IF;
        RETURN NEW;
    END $$;
