-- Whoever agreed to messages and does not any more is written to no more, whatever is said to be safe about an address. A client of whom no
-- such consent was ever recorded goes by the address alone, as before: it was confirmed with them.
CREATE INDEX consent_client ON consent (client_id);

-- Not as its owner: whoever asks sees the client's consents, or nothing of theirs to write to either.
CREATE FUNCTION messages_withdrawn(client uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$ BEGIN
        RETURN (SELECT coalesce(NOT bool_or(n.revoked_at IS NULL AND n.given_at <= now()
                                            AND (n.expires_at IS NULL OR n.expires_at > now())), false)
                  FROM consent n WHERE n.client_id = client AND n.kind = 'messages');
    END $$;

-- As in 0005, and besides nothing to whoever has withdrawn.
CREATE OR REPLACE FUNCTION message_safe_contact() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    BEGIN
        IF messages_withdrawn(NEW.client_id)
           OR NOT EXISTS (SELECT FROM contact_point p WHERE p.id = NEW.contact_point_id AND p.client_id = NEW.client_id AND p.may_write
                          AND p.retired_at IS NULL AND p.channel IN ('email', 'sms')
                          AND p.confirmed_at IS NOT NULL AND (p.recheck_due IS NULL OR p.recheck_due > now())) THEN
            RAISE EXCEPTION 'not safe to write to' USING ERRCODE = 'check_violation', CONSTRAINT = 'message_safe_contact', TABLE = 'message';
        END IF;
        RETURN NEW;
    END $$;
CREATE POLICY consent_checked_by_owner ON consent FOR SELECT TO attune_owner USING (true);
