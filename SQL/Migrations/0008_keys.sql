-- Secret text, encrypted for each client before it comes here. The keys that wrap clients' keys are in a file that PostgreSQL never sees.

-- Sealing is done where the keys are, which is not here: text that is plain already cannot become secret in a migration.
DO $$
BEGIN
    IF EXISTS (SELECT FROM client) THEN
        RAISE EXCEPTION 'clients from before secret text was encrypted are here'
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'keys_before_clients', TABLE = 'client',
                  HINT = 'Found the clinic anew and import its clients there, or start the demonstration over: attune up --reset';
    END IF;
END $$;

-- Which keys this clinic's secrets rest on, by what shows whether a key is the same one and nothing else about it. Whoever comes with another
-- ring is refused before anything is read or written.
CREATE TABLE key_check (
    purpose     text NOT NULL CONSTRAINT key_check_purpose_known CHECK (purpose IN ('wrap', 'pepper', 'lookup', 'audit', 'sign')),
    name        text NOT NULL CONSTRAINT key_check_name_length CHECK (char_length(name) BETWEEN 1 AND 40),
    fingerprint bytea NOT NULL CONSTRAINT key_check_fingerprint_length CHECK (octet_length(fingerprint) = 16),
    since       timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT key_check_named PRIMARY KEY (purpose, name)
);
-- One of each but those that wrap, of which the old ones stay until nothing needs them.
CREATE UNIQUE INDEX key_check_one ON key_check (purpose) WHERE purpose <> 'wrap';
ALTER TABLE key_check ENABLE ROW LEVEL SECURITY;
ALTER TABLE key_check FORCE ROW LEVEL SECURITY;
CREATE POLICY key_check_read ON key_check FOR SELECT USING ((SELECT actor_role()) IN ('operator', 'worker'));
CREATE POLICY key_check_added ON key_check FOR INSERT WITH CHECK ((SELECT actor_role()) = 'operator');
CREATE POLICY key_check_retired ON key_check FOR DELETE USING ((SELECT actor_role()) = 'operator' AND purpose = 'wrap');
CREATE TRIGGER key_check_immutable BEFORE UPDATE ON key_check FOR EACH ROW EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT, DELETE ON key_check TO attune_app;

-- A client's own key, wrapped. Without this row nobody reads the client's secret text, ever again.
-- Nothing is wrapped by a key that was retired: a server that still has it in memory is refused, and reads its key file anew.
CREATE TABLE client_key (
    client_id  uuid PRIMARY KEY REFERENCES client (id),
    purpose    text GENERATED ALWAYS AS ('wrap') STORED,
    wrapped_by text NOT NULL,
    -- Version of the format, length of the wrapping key's name, the name, and 61 bytes: nonce, key and tag under another version.
    wrapped    bytea NOT NULL CONSTRAINT client_key_wrapped_form
               CHECK (get_byte(wrapped, 0) = 1 AND octet_length(wrapped) = 63 + get_byte(wrapped, 1)
                      AND substr(wrapped, 3, get_byte(wrapped, 1)) = convert_to(wrapped_by, 'UTF8')),
    CONSTRAINT client_key_wrapped_by_known FOREIGN KEY (purpose, wrapped_by) REFERENCES key_check (purpose, name)
) WITH (fillfactor = 50);
ALTER TABLE client_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE client_key FORCE ROW LEVEL SECURITY;
-- Whoever may read the client's row: the policies of that table decide, now and after they change.
CREATE POLICY client_key_read ON client_key FOR SELECT
    USING ((SELECT actor_role()) IS NOT NULL AND EXISTS (SELECT FROM client c WHERE c.id = client_id));
CREATE POLICY client_key_added ON client_key FOR INSERT
    WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'front_desk', 'operator'));
CREATE POLICY client_key_rewrapped ON client_key FOR UPDATE
    USING ((SELECT actor_role()) = 'operator') WITH CHECK ((SELECT actor_role()) = 'operator');
GRANT SELECT, INSERT, UPDATE (wrapped_by, wrapped) ON client_key TO attune_app;

-- Sealed text is 29 bytes longer than the plain one: version, nonce, tag. The plain one's length is checked in Swift; four bytes a character.
-- What stays plain, and why, is in ARCHITECTURE.md: referral.safety_reason, for instance, is one of three codes.
ALTER TABLE referral DROP COLUMN narrative;
ALTER TABLE referral ADD COLUMN narrative bytea CONSTRAINT referral_narrative_length CHECK (octet_length(narrative) BETWEEN 29 AND 32029);
-- Never written: what a client says about a concern is part of the narrative.
ALTER TABLE referral_concern DROP COLUMN words;
ALTER TABLE triage DROP COLUMN reason;
ALTER TABLE triage
    ADD COLUMN reason bytea NOT NULL CONSTRAINT triage_reason_length CHECK (octet_length(reason) BETWEEN 32 AND 8029);
ALTER TABLE proposal DROP COLUMN override_reason, DROP COLUMN decline_reason;
ALTER TABLE proposal
    ADD COLUMN override_reason bytea CONSTRAINT proposal_override_reason_length CHECK (octet_length(override_reason) BETWEEN 32 AND 8029),
    ADD COLUMN decline_reason  bytea CONSTRAINT proposal_decline_reason_length CHECK (octet_length(decline_reason) BETWEEN 32 AND 8029);
-- As before: of a proposal only its answer changes.
GRANT UPDATE (decline_reason) ON proposal TO attune_app;
-- Sealed for both clients, one within the other: it is readable for as long as both of them have their keys.
ALTER TABLE kept_apart DROP COLUMN reason;
ALTER TABLE kept_apart
    ADD COLUMN reason bytea CONSTRAINT kept_apart_reason_length CHECK (octet_length(reason) BETWEEN 61 AND 8058);
ALTER TABLE handout DROP COLUMN note;
ALTER TABLE handout ADD COLUMN note bytea CONSTRAINT handout_note_length CHECK (octet_length(note) BETWEEN 29 AND 8029);
-- lookup finds an address or a number exactly without saying what it is: an HMAC under a key that is not here.
ALTER TABLE contact_point DROP COLUMN value;
ALTER TABLE contact_point
    ADD COLUMN value  bytea NOT NULL CONSTRAINT contact_point_value_length CHECK (octet_length(value) BETWEEN 32 AND 1309),
    ADD COLUMN lookup bytea NOT NULL CONSTRAINT contact_point_lookup_length CHECK (octet_length(lookup) = 32);
CREATE INDEX contact_point_lookup ON contact_point (lookup) WHERE retired_at IS NULL;
-- A queued message may hold a link that opens a handout; when it will not be sent any more, its words are gone (NULL).
ALTER TABLE message DROP COLUMN body;
ALTER TABLE message ADD COLUMN body bytea CONSTRAINT message_body_length CHECK (octet_length(body) BETWEEN 30 AND 16029);
