-- Articles, their immutable versions, and who was given which.

CREATE TABLE article (
    id         uuid PRIMARY KEY,
    slug       text NOT NULL CONSTRAINT article_slug_unique UNIQUE CONSTRAINT article_slug_form CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    audience   text NOT NULL DEFAULT 'client' CONSTRAINT article_audience_known CHECK (audience IN ('client', 'partner', 'clinician')),
    status     text NOT NULL DEFAULT 'active' CONSTRAINT article_status_known CHECK (status IN ('active', 'retired')),
    review_by  date,
    version    int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER article_version_bump BEFORE UPDATE ON article FOR EACH ROW EXECUTE FUNCTION bump_version();

CREATE TABLE article_version (
    id           uuid PRIMARY KEY,
    article_id   uuid NOT NULL REFERENCES article (id),
    number       int NOT NULL CONSTRAINT article_version_number_positive CHECK (number >= 1),
    language     text NOT NULL,
    title        text NOT NULL CONSTRAINT article_version_title_length CHECK (char_length(title) BETWEEN 1 AND 300),
    source       text NOT NULL CONSTRAINT article_version_source_length CHECK (octet_length(source) <= 262144),
    source_kind  text NOT NULL CONSTRAINT article_version_source_kind_known CHECK (source_kind IN ('markdown', 'text')),
    sha256       bytea NOT NULL CONSTRAINT article_version_sha256_length CHECK (octet_length(sha256) = 32),
    published_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT article_version_number_unique UNIQUE (article_id, language, number),
    CONSTRAINT article_version_source_unique UNIQUE (article_id, language, sha256)
);
-- A withdrawal is a row of its own, because a version never changes.
CREATE TABLE article_withdrawal (
    version_id uuid PRIMARY KEY REFERENCES article_version (id),
    reason     text NOT NULL,
    at         timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE article_section (
    version_id uuid NOT NULL REFERENCES article_version (id),
    ordinal    int NOT NULL,
    level      int NOT NULL,
    kind       text NOT NULL,
    heading    text NOT NULL,
    -- What it may be hard to read about, and how hard: shown before it, with the choice to skip it.
    themes     text[] NOT NULL DEFAULT '{}',
    intensity  int NOT NULL DEFAULT 1 CONSTRAINT article_section_intensity_range CHECK (intensity BETWEEN 1 AND 3),
    CONSTRAINT article_section_unique PRIMARY KEY (version_id, ordinal)
);
-- What stands in a section, in reading order, as it was understood when it was published: a later importer changes no version.
-- number is the prompt's or the image's ordinal.
CREATE TABLE article_piece (
    version_id uuid NOT NULL REFERENCES article_version (id),
    ordinal    int NOT NULL,
    section    int NOT NULL,
    kind       text NOT NULL CONSTRAINT article_piece_kind_known CHECK (kind IN ('text', 'list', 'pattern', 'prompt', 'image')),
    label      text NOT NULL DEFAULT '',
    words      text NOT NULL DEFAULT '',
    items      text[] NOT NULL DEFAULT '{}',
    number     int NOT NULL DEFAULT 0,
    CONSTRAINT article_piece_unique PRIMARY KEY (version_id, ordinal),
    CONSTRAINT article_piece_section FOREIGN KEY (version_id, section) REFERENCES article_section (version_id, ordinal)
);
CREATE TABLE article_image (
    version_id uuid NOT NULL REFERENCES article_version (id),
    ordinal    int NOT NULL,
    section    int NOT NULL,
    alt        text NOT NULL,
    source     text,
    CONSTRAINT article_image_unique PRIMARY KEY (version_id, ordinal)
);
-- A link without a target is shown as plain words.
CREATE TABLE article_link (
    version_id uuid NOT NULL REFERENCES article_version (id),
    ordinal    int NOT NULL,
    label      text NOT NULL,
    kind       text NOT NULL CONSTRAINT article_link_kind_known CHECK (kind IN ('article', 'quiz', 'directory', 'external')),
    target     text CONSTRAINT article_link_target_form CHECK (target ~ '^(https?://|mailto:|tel:)[^[:space:]]+$'),
    CONSTRAINT article_link_unique PRIMARY KEY (version_id, ordinal)
);
CREATE TABLE article_prompt (
    version_id uuid NOT NULL REFERENCES article_version (id),
    ordinal    int NOT NULL,
    section    int NOT NULL,
    kind       text NOT NULL CONSTRAINT article_prompt_kind_known CHECK (kind IN ('question', 'notice', 'scale', 'checklist', 'action')),
    intensity  int NOT NULL CONSTRAINT article_prompt_intensity_range CHECK (intensity BETWEEN 1 AND 3),
    words      text NOT NULL,
    practice   int NOT NULL,
    items      text[] NOT NULL DEFAULT '{}',
    examples   text[] NOT NULL DEFAULT '{}',
    CONSTRAINT article_prompt_unique PRIMARY KEY (version_id, ordinal)
);
CREATE TABLE article_concept (
    version_id   uuid NOT NULL REFERENCES article_version (id),
    concept_code text NOT NULL CONSTRAINT article_concept_known REFERENCES concept (code),
    CONSTRAINT article_concept_unique PRIMARY KEY (version_id, concept_code)
);
CREATE INDEX article_concept_code ON article_concept (concept_code);

-- Given by a therapist, pinned to one version: publishing the next changes nothing that somebody holds.
CREATE TABLE handout (
    id           uuid PRIMARY KEY,
    client_id    uuid NOT NULL REFERENCES client (id),
    therapist_id uuid NOT NULL REFERENCES therapist (id),
    version_id   uuid NOT NULL REFERENCES article_version (id),
    note         text CONSTRAINT handout_note_length CHECK (char_length(note) <= 2000),
    released     boolean NOT NULL DEFAULT false,
    status       text NOT NULL DEFAULT 'given' CONSTRAINT handout_status_known CHECK (status IN ('given', 'read', 'withdrawn')),
    version      int NOT NULL DEFAULT 1,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER handout_version_bump BEFORE UPDATE ON handout FOR EACH ROW EXECUTE FUNCTION bump_version();
CREATE UNIQUE INDEX handout_once ON handout (client_id, version_id) WHERE status <> 'withdrawn';
CREATE INDEX handout_therapist ON handout (therapist_id, created_at);

CREATE TABLE handout_link (
    id         uuid PRIMARY KEY,
    handout_id uuid NOT NULL REFERENCES handout (id),
    client_id  uuid NOT NULL REFERENCES client (id),
    token_hash bytea NOT NULL CONSTRAINT handout_link_hash_unique UNIQUE CONSTRAINT handout_link_hash_length CHECK (octet_length(token_hash) = 32),
    expires_at timestamptz NOT NULL,
    uses_left  int NOT NULL CONSTRAINT handout_link_uses_not_negative CHECK (uses_left >= 0),
    opened_at  timestamptz,
    revoked_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX handout_link_handout ON handout_link (handout_id);

-- A client comes in by a link: becomes the actor for the rest of this transaction, and spends one use. No row: unknown, expired,
-- used up or revoked, which look alike.
CREATE FUNCTION open_handout_link(hash bytea) RETURNS TABLE (client_id uuid, handout_id uuid)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    #variable_conflict use_column
    DECLARE shown handout_link%ROWTYPE;
    BEGIN
        UPDATE handout_link l SET uses_left = uses_left - 1, opened_at = coalesce(l.opened_at, now())
         WHERE l.token_hash = hash AND l.revoked_at IS NULL AND l.expires_at > now() AND l.uses_left > 0
           AND EXISTS (SELECT FROM handout h WHERE h.id = l.handout_id AND h.status <> 'withdrawn')
        RETURNING l.* INTO shown;
        IF NOT FOUND THEN RETURN; END IF;
        PERFORM set_config('attune.role', 'client', true), set_config('attune.actor', shown.client_id::text, true),
                set_config('attune.therapist', '', true);
        UPDATE handout h SET status = 'read' WHERE h.id = shown.handout_id AND h.status = 'given';
        RETURN QUERY SELECT shown.client_id, shown.handout_id;
    END $$;
REVOKE ALL ON FUNCTION open_handout_link(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_handout_link(bytea) TO attune_app;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['article', 'article_version', 'article_withdrawal', 'article_section', 'article_piece', 'article_prompt', 'article_image',
                               'article_link', 'article_concept'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format($p$CREATE POLICY %I ON %I FOR SELECT
            USING ((SELECT actor_role()) IN ('lead', 'intake', 'therapist', 'operator', 'worker', 'client'))$p$, name || '_read', name);
        EXECUTE format($p$CREATE POLICY %I ON %I FOR INSERT
            WITH CHECK ((SELECT actor_role()) IN ('lead', 'operator'))$p$, name || '_added', name);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO attune_app', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['article_version', 'article_section', 'article_piece', 'article_prompt', 'article_image', 'article_link',
                               'article_concept'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()',
                       name || '_immutable', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['handout', 'handout_link'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format($p$CREATE POLICY %I ON %I
            USING ((SELECT actor_role()) IN ('lead', 'operator') OR ((SELECT actor_role()) = 'therapist' AND cares_for(client_id)))
            WITH CHECK ((SELECT actor_role()) IN ('lead', 'operator') OR ((SELECT actor_role()) = 'therapist' AND cares_for(client_id)))$p$,
            name || '_staff', name);
        EXECUTE format('CREATE POLICY %I ON %I TO attune_owner USING (true) WITH CHECK (true)', name || '_opened_by_owner', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO attune_app', name);
    END LOOP;
END $$;
CREATE POLICY article_edited ON article FOR UPDATE
    USING ((SELECT actor_role()) IN ('lead', 'operator')) WITH CHECK ((SELECT actor_role()) IN ('lead', 'operator'));
GRANT UPDATE ON article TO attune_app;
CREATE POLICY handout_self ON handout FOR SELECT USING ((SELECT actor_role()) = 'client' AND client_id = (SELECT actor_id()));
