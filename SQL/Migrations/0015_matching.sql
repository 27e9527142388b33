-- What ranking goes by, in the clinic's own hands: its policy, and what each decision rested on.

-- The policies that were in force, each as its file was: the last one is. What was used once is never changed, since decisions name it.
CREATE TABLE matching_policy (
    number        int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version       text NOT NULL CONSTRAINT matching_policy_version_unique UNIQUE
                  CONSTRAINT matching_policy_version_form CHECK (version ~ '^[0-9A-Za-z][0-9A-Za-z.-]{0,39}$'),
    text          text NOT NULL CONSTRAINT matching_policy_text_length CHECK (octet_length(text) BETWEEN 1 AND 65536),
    sha256        bytea NOT NULL CONSTRAINT matching_policy_hash CHECK (sha256 = sha256(convert_to(text, 'UTF8'))),
    signed_off_by text NOT NULL CONSTRAINT matching_policy_signed_length CHECK (char_length(signed_off_by) BETWEEN 1 AND 200),
    signed_off_on date NOT NULL,
    -- The number that was in force until then, 0 for Attune's own: of two people who adopt at once, one hears that it moved.
    replaces      int NOT NULL CONSTRAINT matching_policy_replaced_once UNIQUE,
    adopted_by    uuid NOT NULL,
    adopted_as    text NOT NULL,
    adopted_at    timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER matching_policy_immutable BEFORE UPDATE OR DELETE ON matching_policy FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER matching_policy_kept BEFORE TRUNCATE ON matching_policy FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE matching_policy ENABLE ROW LEVEL SECURITY;
ALTER TABLE matching_policy FORCE ROW LEVEL SECURITY;
CREATE POLICY matching_policy_read ON matching_policy FOR SELECT USING ((SELECT actor_role()) IS NOT NULL);
CREATE POLICY matching_policy_adopted ON matching_policy FOR INSERT
    WITH CHECK ((SELECT actor_role()) IN ('lead', 'operator') AND adopted_by = (SELECT actor_id()) AND adopted_as = (SELECT actor_role()));
GRANT SELECT, INSERT ON matching_policy TO attune_app;

-- What a ranking that somebody decided on was made from, so that it can be made again to the byte: facts about the team, and what the client
-- asked for, sealed under the client's key, since whom they cannot have is in it. Destroyed with the client, unreadable with their key.
CREATE TABLE match_input (
    input_hash     bytea PRIMARY KEY CONSTRAINT match_input_hash_length CHECK (octet_length(input_hash) = 32),
    referral_id    uuid NOT NULL REFERENCES referral (id),
    client_id      uuid NOT NULL REFERENCES client (id),
    policy_version text NOT NULL,
    facts          bytea NOT NULL CONSTRAINT match_input_facts_length CHECK (octet_length(facts) BETWEEN 30 AND 67108864),
    made_at        timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX match_input_latest ON match_input (made_at, input_hash);
CREATE INDEX match_input_referral ON match_input (referral_id);
CREATE INDEX match_input_client ON match_input (client_id);
CREATE TRIGGER match_input_immutable BEFORE UPDATE ON match_input FOR EACH ROW EXECUTE FUNCTION refuse_change();
ALTER TABLE match_input ENABLE ROW LEVEL SECURITY;
ALTER TABLE match_input FORCE ROW LEVEL SECURITY;
-- Not the therapist: who else cannot have this client is none of her business.
CREATE POLICY match_input_read ON match_input FOR SELECT USING ((SELECT actor_role()) IN ('lead', 'intake', 'operator'));
CREATE POLICY match_input_kept ON match_input FOR INSERT WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'operator'));
CREATE POLICY match_input_destroyed_by_owner ON match_input TO attune_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON match_input TO attune_app;

-- The whole of a profile: places at a lower fee, supervision, and what a therapist agreed to have published about her.
ALTER TABLE therapist
    ADD COLUMN sliding_places    int NOT NULL DEFAULT 0,
    ADD COLUMN sliding_fee_cents int CONSTRAINT therapist_sliding_fee_not_negative CHECK (sliding_fee_cents >= 0),
    ADD COLUMN supervised_by     text CONSTRAINT therapist_supervised_by_length CHECK (char_length(supervised_by) BETWEEN 1 AND 200),
    ADD COLUMN supervised_until  date,
    ADD COLUMN published         text[] NOT NULL DEFAULT '{}' CONSTRAINT therapist_published_known CHECK (published <@
        '{profile,pronouns,gender,languages,formats,client_kinds,modalities,funding,fee,specialties,credentials,times,sites}'::text[]),
    ADD COLUMN published_on      date,
    ADD CONSTRAINT therapist_sliding_range CHECK (sliding_places BETWEEN 0 AND capacity),
    ADD CONSTRAINT therapist_sliding_has_fee CHECK ((sliding_places > 0) = (sliding_fee_cents IS NOT NULL)),
    ADD CONSTRAINT therapist_sliding_below_fee CHECK (sliding_fee_cents <= fee_cents),
    ADD CONSTRAINT therapist_supervision_whole CHECK ((supervised_by IS NULL) = (supervised_until IS NULL)),
    -- Somebody agreed, on a day.
    ADD CONSTRAINT therapist_published_agreed CHECK ((cardinality(published) = 0) = (published_on IS NULL));

-- A place at a lower fee is one of few: a cap within the caseload, like that on high-intensity work.
ALTER TABLE caseload_place ADD COLUMN sliding boolean NOT NULL DEFAULT false;
CREATE OR REPLACE FUNCTION caseload_within_capacity() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    DECLARE allowed therapist%ROWTYPE;
    BEGIN
        SELECT * INTO allowed FROM therapist WHERE id = NEW.therapist_id FOR NO KEY UPDATE;
        IF NEW.status <> 'released' AND (NEW.place > allowed.capacity OR (NEW.intense AND allowed.intense_capacity <= (
                SELECT count(*) FROM caseload_place
                 WHERE therapist_id = NEW.therapist_id AND intense AND status IN ('held', 'taken') AND id <> NEW.id))
            OR (NEW.sliding AND allowed.sliding_places <= (
                SELECT count(*) FROM caseload_place
                 WHERE therapist_id = NEW.therapist_id AND sliding AND status IN ('held', 'taken') AND id <> NEW.id))) THEN
            RAISE EXCEPTION 'caseload is full' USING ERRCODE = 'check_violation', CONSTRAINT = 'caseload_place_within_capacity',
                TABLE = 'caseload_place';
        END IF;
        RETURN NEW;
    END $$;

-- Concepts that became one, with what was rewritten: the trail of a merge. code is retired and points to its heir.
CREATE TABLE concept_merge (
    id         uuid PRIMARY KEY,
    code       text NOT NULL REFERENCES concept (code),
    heir       text NOT NULL REFERENCES concept (code),
    -- How many rows of each table named the one and name the other now; of therapists and articles also which, of clients never.
    rewritten  jsonb NOT NULL,
    merged_by  uuid NOT NULL,
    merged_as  text NOT NULL,
    merged_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT concept_merge_of_two CHECK (code <> heir)
);
CREATE TRIGGER concept_merge_immutable BEFORE UPDATE OR DELETE ON concept_merge FOR EACH ROW EXECUTE FUNCTION refuse_change();
ALTER TABLE concept_merge ENABLE ROW LEVEL SECURITY;
ALTER TABLE concept_merge FORCE ROW LEVEL SECURITY;
CREATE POLICY concept_merge_read ON concept_merge FOR SELECT USING ((SELECT actor_role()) IN ('lead', 'intake', 'therapist', 'operator'));
CREATE POLICY concept_merge_written_by_owner ON concept_merge TO attune_owner USING (true) WITH CHECK (true);
GRANT SELECT ON concept_merge TO attune_app;

-- What an article is about may be said in a concept's new word; nothing else about a published article changes, and nobody but
-- merge_concept does this.
DROP TRIGGER article_concept_immutable ON article_concept;
CREATE FUNCTION article_concept_only_merged() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN
        IF current_setting('attune.merged_concept', true) IS DISTINCT FROM OLD.concept_code
           OR (TG_OP = 'UPDATE' AND NEW.version_id <> OLD.version_id) THEN
            RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'article_concept_immutable', TABLE = TG_TABLE_NAME;
        END IF;
        RETURN CASE TG_OP WHEN 'UPDATE' THEN NEW ELSE OLD END;
    END $$;
CREATE TRIGGER article_concept_immutable BEFORE UPDATE OR DELETE ON article_concept
    FOR EACH ROW EXECUTE FUNCTION article_concept_only_merged();

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['concept', 'concept_synonym', 'specialty', 'article_concept'] LOOP
        EXECUTE format('CREATE POLICY %I ON %I TO attune_owner USING (true) WITH CHECK (true)', name || '_merged_by_owner', name);
    END LOOP;
END $$;

-- Makes one concept of two: whatever named the one names its heir from then on. As the owner: a person may edit none of these tables in
-- such a way alone (a published article, a client's concerns), and all of it happens or none.
CREATE FUNCTION merge_concept(merge uuid, gone text, kept text) RETURNS jsonb
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    DECLARE
        done jsonb := '{}';
        number bigint;
        named text[];
    BEGIN
        IF coalesce(actor_role() NOT IN ('lead', 'operator'), true) THEN
            RAISE EXCEPTION 'not for this role' USING ERRCODE = 'insufficient_privilege';
        END IF;
        PERFORM FROM concept c WHERE c.code IN (gone, kept) ORDER BY c.code FOR UPDATE;
        IF NOT EXISTS (SELECT FROM concept c WHERE c.code = gone AND c.status <> 'retired')
           OR NOT EXISTS (SELECT FROM concept c WHERE c.code = kept AND c.status = 'active') THEN
            RAISE EXCEPTION 'not both there' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'concept_merge_of_known';
        END IF;

        -- A therapist who has both keeps the stronger evidence, as it stands.
        SELECT array_agg(s.therapist_id::text ORDER BY s.therapist_id) INTO named FROM specialty s WHERE s.concept_code = gone;
        DELETE FROM specialty weaker USING specialty stronger
         WHERE weaker.therapist_id = stronger.therapist_id AND weaker.concept_code IN (gone, kept) AND stronger.concept_code IN (gone, kept)
           AND (weaker.level, weaker.focus, weaker.concept_code = kept) < (stronger.level, stronger.focus, stronger.concept_code = kept);
        UPDATE specialty s SET concept_code = kept WHERE s.concept_code = gone;
        done := done || jsonb_build_object('specialties', coalesce(cardinality(named), 0), 'therapists', coalesce(to_jsonb(named), '[]'));

        -- Weights of both add up.
        SELECT count(*) INTO number FROM referral_concern r WHERE r.concept_code = gone;
        UPDATE referral_concern r SET weight = least(10000, r.weight + g.weight)
          FROM referral_concern g WHERE g.referral_id = r.referral_id AND g.concept_code = gone AND r.concept_code = kept;
        DELETE FROM referral_concern g USING referral_concern r
         WHERE g.referral_id = r.referral_id AND g.concept_code = gone AND r.concept_code = kept;
        UPDATE referral_concern r SET concept_code = kept WHERE r.concept_code = gone;
        done := done || jsonb_build_object('concerns', number);

        PERFORM set_config('attune.merged_concept', gone, true);
        SELECT array_agg(a.version_id::text ORDER BY a.version_id) INTO named FROM article_concept a WHERE a.concept_code = gone;
        DELETE FROM article_concept g USING article_concept r
         WHERE g.version_id = r.version_id AND g.concept_code = gone AND r.concept_code = kept;
        UPDATE article_concept a SET concept_code = kept WHERE a.concept_code = gone;
        PERFORM set_config('attune.merged_concept', '', true);
        done := done || jsonb_build_object('handouts', coalesce(cardinality(named), 0), 'versions', coalesce(to_jsonb(named), '[]'));

        UPDATE concept_synonym s SET concept_code = kept
         WHERE s.concept_code = gone AND NOT EXISTS (
             SELECT FROM concept_synonym o WHERE o.concept_code = kept AND o.language = s.language AND o.words = s.words);
        GET DIAGNOSTICS number = ROW_COUNT;
        DELETE FROM concept_synonym s WHERE s.concept_code = gone;
        -- The retired one's own label is what somebody may still say.
        INSERT INTO concept_synonym (concept_code, language, words)
        SELECT kept, l.language, l.words FROM concept c
         CROSS JOIN LATERAL (VALUES ('en', c.label_en), ('fr', c.label_fr)) AS l (language, words)
         WHERE c.code = gone AND l.words IS NOT NULL ON CONFLICT DO NOTHING;
        done := done || jsonb_build_object('synonyms', number);

        UPDATE concept c SET broader = (SELECT g.broader FROM concept g WHERE g.code = gone) WHERE c.code = kept AND c.broader = gone;
        UPDATE concept c SET broader = kept WHERE c.broader = gone;
        GET DIAGNOSTICS number = ROW_COUNT;
        UPDATE concept c SET replaced_by = kept WHERE c.replaced_by = gone;
        UPDATE concept c SET status = 'retired', replaced_by = kept WHERE c.code = gone;
        done := done || jsonb_build_object('narrower', number);
        -- An heir that lay further below than one step would now be broader than itself.
        IF EXISTS (WITH RECURSIVE up AS (
                       SELECT c.broader AS code, 1 AS steps FROM concept c WHERE c.code = kept
                        UNION ALL SELECT c.broader, u.steps + 1 FROM concept c JOIN up u ON u.code = c.code WHERE u.steps < 200)
                   SELECT FROM up WHERE up.code = kept) THEN
            RAISE EXCEPTION 'the heir is narrower' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'concept_merge_no_circle';
        END IF;
        INSERT INTO concept_merge (id, code, heir, rewritten, merged_by, merged_as)
        VALUES (merge, gone, kept, done, actor_id(), actor_role());
        RETURN done;
    END $$;
REVOKE ALL ON FUNCTION merge_concept(uuid, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION merge_concept(uuid, text, text) TO attune_app;

-- A clinician's name under one version of the table from relationship patterns to concerns, to the byte.
CREATE TABLE pattern_sign_off (
    id        uuid PRIMARY KEY,
    version   text NOT NULL CONSTRAINT pattern_sign_off_version_length CHECK (char_length(version) BETWEEN 1 AND 40),
    sha256    bytea NOT NULL CONSTRAINT pattern_sign_off_once UNIQUE CONSTRAINT pattern_sign_off_hash_length CHECK (octet_length(sha256) = 32),
    clinician text NOT NULL CONSTRAINT pattern_sign_off_clinician_length CHECK (char_length(clinician) BETWEEN 3 AND 200),
    signed_by uuid NOT NULL,
    signed_as text NOT NULL,
    signed_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER pattern_sign_off_immutable BEFORE UPDATE OR DELETE ON pattern_sign_off FOR EACH ROW EXECUTE FUNCTION refuse_change();
ALTER TABLE pattern_sign_off ENABLE ROW LEVEL SECURITY;
ALTER TABLE pattern_sign_off FORCE ROW LEVEL SECURITY;
CREATE POLICY pattern_sign_off_read ON pattern_sign_off FOR SELECT USING ((SELECT actor_role()) IS NOT NULL);
CREATE POLICY pattern_sign_off_signed ON pattern_sign_off FOR INSERT
    WITH CHECK ((SELECT actor_role()) IN ('lead', 'operator') AND signed_by = (SELECT actor_id()) AND signed_as = (SELECT actor_role()));
GRANT SELECT, INSERT ON pattern_sign_off TO attune_app;
