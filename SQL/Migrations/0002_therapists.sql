-- Who gives therapy, what they may treat, and on what evidence. Nothing here is about a client.

CREATE TABLE concept (
    code        text PRIMARY KEY CONSTRAINT concept_code_form CHECK (code ~ '^[a-z][a-z0-9_]{1,62}$'),
    label_en    text NOT NULL,
    label_fr    text,
    broader     text CONSTRAINT concept_broader_known REFERENCES concept (code) DEFERRABLE INITIALLY DEFERRED,
    status      text NOT NULL DEFAULT 'active' CONSTRAINT concept_status_known CHECK (status IN ('draft', 'active', 'retired')),
    replaced_by text CONSTRAINT concept_replaced_by_known REFERENCES concept (code) DEFERRABLE INITIALLY DEFERRED,
    external    jsonb NOT NULL DEFAULT '{}',
    CONSTRAINT concept_not_broader_than_itself CHECK (broader <> code)
);
CREATE TABLE concept_synonym (
    concept_code text NOT NULL REFERENCES concept (code) ON DELETE CASCADE,
    language     text NOT NULL,
    words        text NOT NULL,
    CONSTRAINT concept_synonym_unique PRIMARY KEY (concept_code, language, words)
);

CREATE SEQUENCE therapist_reference AS int START 1;
CREATE TABLE therapist (
    id                uuid PRIMARY KEY,
    reference         text NOT NULL DEFAULT 'T-' || nextval('therapist_reference') CONSTRAINT therapist_reference_unique UNIQUE,
    slug              text NOT NULL CONSTRAINT therapist_slug_unique UNIQUE CONSTRAINT therapist_slug_form CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    display_name      text NOT NULL CONSTRAINT therapist_name_length CHECK (char_length(display_name) BETWEEN 1 AND 200),
    pronouns          text,
    gender            text,
    profile           text NOT NULL DEFAULT '' CONSTRAINT therapist_profile_length CHECK (char_length(profile) <= 8000),
    languages         text[] NOT NULL DEFAULT '{en}' CONSTRAINT therapist_languages_some CHECK (cardinality(languages) > 0),
    formats           text[] NOT NULL CONSTRAINT therapist_formats_known
                      CHECK (cardinality(formats) > 0 AND formats <@ '{in_person,online,phone}'::text[]),
    client_kinds      text[] NOT NULL DEFAULT '{adult}' CONSTRAINT therapist_client_kinds_known
                      CHECK (client_kinds <@ '{child,youth,adult,older_adult,couple,family,group}'::text[]),
    modalities        text[] NOT NULL DEFAULT '{}',
    funding           text[] NOT NULL DEFAULT '{}',
    fee_cents         int CONSTRAINT therapist_fee_not_negative CHECK (fee_cents >= 0),
    capacity          int NOT NULL CONSTRAINT therapist_capacity_range CHECK (capacity BETWEEN 0 AND 500),
    intense_capacity  int NOT NULL CONSTRAINT therapist_intense_capacity_range CHECK (intense_capacity BETWEEN 0 AND 500),
    zone              text NOT NULL DEFAULT 'America/Vancouver',
    status            text NOT NULL DEFAULT 'active' CONSTRAINT therapist_status_known CHECK (status IN ('active', 'away', 'left')),
    version           int NOT NULL DEFAULT 1,
    created_at        timestamptz NOT NULL DEFAULT now(),
    updated_at        timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT therapist_intense_within_capacity CHECK (intense_capacity <= capacity)
);
CREATE TRIGGER therapist_version BEFORE UPDATE ON therapist FOR EACH ROW EXECUTE FUNCTION bump_version();

-- A licence to practise somewhere. An expired one stops matching and booking from its date.
CREATE TABLE credential (
    id           uuid PRIMARY KEY,
    therapist_id uuid NOT NULL REFERENCES therapist (id),
    kind         text NOT NULL,
    issuer       text NOT NULL,
    number       text NOT NULL,
    jurisdiction text NOT NULL CONSTRAINT credential_jurisdiction_form CHECK (jurisdiction ~ '^[A-Z]{2}-[A-Z]{2}$'),
    valid_from   date NOT NULL,
    expires_on   date,
    CONSTRAINT credential_unique UNIQUE (therapist_id, issuer, number),
    CONSTRAINT credential_dates_in_order CHECK (expires_on IS NULL OR expires_on > valid_from)
);

-- level: 0 none, 1 self-declared, 2 verified training, 3 certified or supervised practice, 4 proven by outcomes (R-matching 5.2).
CREATE TABLE specialty (
    therapist_id uuid NOT NULL REFERENCES therapist (id),
    concept_code text NOT NULL CONSTRAINT specialty_concept_known REFERENCES concept (code),
    level        int NOT NULL CONSTRAINT specialty_level_range CHECK (level BETWEEN 0 AND 4),
    focus        boolean NOT NULL DEFAULT false,
    verified_by  text,
    verified_on  date,
    expires_on   date,
    CONSTRAINT specialty_unique PRIMARY KEY (therapist_id, concept_code),
    CONSTRAINT specialty_evidence_verified CHECK (level < 2 OR (verified_by IS NOT NULL AND verified_on IS NOT NULL))
);
CREATE INDEX specialty_concept ON specialty (concept_code);

-- The directory is readable by every actor; the lead, intake and the operator edit it.
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['concept', 'concept_synonym', 'therapist', 'credential', 'specialty'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY %I ON %I FOR SELECT USING ((SELECT actor_role()) IS NOT NULL)', name || '_read', name);
        EXECUTE format($p$CREATE POLICY %I ON %I USING ((SELECT actor_role()) IN ('lead', 'operator'))
                          WITH CHECK ((SELECT actor_role()) IN ('lead', 'operator'))$p$, name || '_edited', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO attune_app', name);
    END LOOP;
END $$;
-- Whoever proposes locks the therapist's row, to take turns over her places; and changes nothing in it.
CREATE POLICY therapist_locked ON therapist FOR UPDATE USING ((SELECT actor_role()) = 'intake') WITH CHECK (false);
GRANT USAGE ON SEQUENCE therapist_reference TO attune_app;
