-- What each audit row says more fully, and how nobody can change, remove or add one unseen.
--
-- A row carries an HMAC by a key that is not in the database. A worker orders committed rows into a Merkle log (RFC 9162) and signs its
-- root. Only a copy of a checkpoint kept elsewhere shows that the end of the log, or all of it, was replaced.

ALTER TABLE audit
    -- The route or command.
    ADD COLUMN operation text NOT NULL DEFAULT '',
    -- Through what the actor reaches the client; of a page, where it is the same for all.
    ADD COLUMN through text CONSTRAINT audit_through_known
        CHECK (through IN ('role', 'primary', 'proposed', 'cover', 'supervision', 'break_glass', 'own')),
    ADD COLUMN purpose text NOT NULL DEFAULT '',
    -- Which class of a client's facts it was about.
    ADD COLUMN fields text CONSTRAINT audit_fields_known CHECK (fields IN ('identity', 'contact', 'clinical', 'schedule')),
    -- One look at a page of many: whom it showed, each once. A look at one client names them in client_id.
    ADD COLUMN clients uuid[] CONSTRAINT audit_clients_some CHECK (cardinality(clients) > 0),
    ADD COLUMN mac bytea CONSTRAINT audit_mac_length CHECK (octet_length(mac) = 32),
    -- Orders rows by transaction; the sealer takes those whose transactions have all ended.
    ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    ADD CONSTRAINT audit_client_or_clients CHECK (client_id IS NULL OR clients IS NULL),
    -- Rows from before this migration have none; their first checkpoint covers them.
    ADD CONSTRAINT audit_sealed CHECK (mac IS NOT NULL) NOT VALID;
-- Sealed text must be known when it is sealed, so the application gives every column but xid.
ALTER TABLE audit
    ALTER COLUMN at DROP DEFAULT, ALTER COLUMN details DROP DEFAULT, ALTER COLUMN operation DROP DEFAULT,
    ALTER COLUMN purpose DROP DEFAULT;

-- The breach question, by index alone: which clients' what did this actor touch between two moments. Rows of pages are few, and say whom in
-- the row.
DROP INDEX audit_actor;
CREATE INDEX audit_actor ON audit (actor_id, at) INCLUDE (client_id, fields) WHERE clients IS NULL;
CREATE INDEX audit_actor_pages ON audit (actor_id, at) WHERE clients IS NOT NULL;
CREATE INDEX audit_clients ON audit USING gin (clients) WHERE clients IS NOT NULL;
CREATE INDEX audit_order ON audit (xid, id);

CREATE POLICY audit_to_seal ON audit FOR SELECT USING ((SELECT actor_role()) = 'worker');
-- looks_at_client runs as the owner, whom FORCE would stop as well.
CREATE POLICY audit_of_client ON audit FOR SELECT TO attune_owner USING (true);
CREATE TRIGGER audit_kept BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The log: one leaf for each row, in the order (xid, audit_id). No foreign key: a leaf stays when somebody removes its row, and says so.
CREATE TABLE audit_leaf (
    seq      bigint PRIMARY KEY CONSTRAINT audit_leaf_seq_counted CHECK (seq >= 0),
    audit_id uuid NOT NULL CONSTRAINT audit_leaf_once UNIQUE,
    xid      xid8 NOT NULL,
    hash     bytea NOT NULL CONSTRAINT audit_leaf_hash_length CHECK (octet_length(hash) = 32)
);

-- A signed root. peaks are the roots of the full subtrees that make up a log of this size, largest first: all that appending needs.
CREATE TABLE audit_checkpoint (
    size      bigint PRIMARY KEY CONSTRAINT audit_checkpoint_size_counted CHECK (size > 0),
    previous  bigint NOT NULL CONSTRAINT audit_checkpoint_grows CHECK (previous >= 0 AND previous < size)
              CONSTRAINT audit_checkpoint_chain UNIQUE,
    at        timestamptz NOT NULL,
    root      bytea NOT NULL CONSTRAINT audit_checkpoint_root_length CHECK (octet_length(root) = 32),
    peaks     bytea[] NOT NULL CONSTRAINT audit_checkpoint_peaks_some CHECK (cardinality(peaks) BETWEEN 1 AND 63),
    signature bytea NOT NULL CONSTRAINT audit_checkpoint_signature_length CHECK (octet_length(signature) = 64)
);

DO $$ DECLARE name text; BEGIN
    FOREACH name IN ARRAY ARRAY['audit_leaf', 'audit_checkpoint'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format($p$CREATE POLICY %I ON %I FOR SELECT USING ((SELECT actor_role()) IN ('lead', 'operator', 'worker'))$p$,
                       name || '_read', name);
        EXECUTE format($p$CREATE POLICY %I ON %I FOR INSERT WITH CHECK ((SELECT actor_role()) = 'worker')$p$, name || '_sealed', name);
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()',
                       name || '_immutable', name);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
                       name || '_kept', name);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO attune_app', name);
    END LOOP;
END $$;

-- Every row that names a client, newest first. As the owner: under row-level security an index on an array would not be used, because the
-- array's operators are not leak-proof. Tells the lead and an operator, whom audit_read lets see these rows as well.
CREATE FUNCTION looks_at_client(client uuid, from_time timestamptz, until_time timestamptz, most bigint) RETURNS SETOF audit
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT
    AS $$ BEGIN
        IF actor_role() IN ('lead', 'operator') THEN
            RETURN QUERY
                SELECT * FROM (
                    SELECT a.* FROM audit a WHERE a.client_id = client AND a.at >= from_time AND a.at < until_time
                    UNION ALL
                    SELECT a.* FROM audit a WHERE a.clients @> ARRAY[client] AND a.at >= from_time AND a.at < until_time) AS found
                 ORDER BY found.at DESC, found.id DESC LIMIT most;
        END IF;
    END $$;
REVOKE ALL ON FUNCTION looks_at_client(uuid, timestamptz, timestamptz, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION looks_at_client(uuid, timestamptz, timestamptz, bigint) TO attune_app;
