import Access
import Database
import TestKit
import Testing

/// What the database itself promises, read from its catalogue: a new table, view, function or role without its line here fails.
@Suite("The database's catalogue")
struct CatalogueTests {
    /// Every table, with what the application may do to its rows: S select, I insert, U update, D delete; `c` after a letter: only to
    /// some columns. Nothing else is granted to it anywhere.
    private static let rights = [
        "access_request": "S I Uc", "access_token": "S I U", "appointment": "S I U", "article": "S I U", "article_concept": "S I",
        "article_image": "S I",
        "article_link": "S I", "article_piece": "S I", "article_prompt": "S I", "article_section": "S I",
        "article_version": "S I",
        "article_withdrawal": "S I", "assessment": "S I", "audit": "S I", "audit_checkpoint": "S I", "audit_leaf": "S I",
        "break_glass": "S I Uc",
        "care_relationship": "S I Uc D", "caseload_place": "S I Uc", "client": "S I U", "client_key": "S I Uc",
        "concept": "S I U D", "concept_merge": "S", "concept_synonym": "S I U D", "consent": "S I U", "contact_point": "S I U",
        "allocation": "S I Uc", "allocation_edit": "S I D", "allocation_line": "S I Uc D", "allocation_team": "S I D",
        "correction": "S I",
        "credential": "S I U D", "destruction_certificate": "S", "destruction_request": "S I D", "early_check": "S I Uc",
        "external_service": "S I Uc",
        "handout": "S I U", "handout_link": "S I U", "idempotency": "S I D", "kept_apart": "S I U", "key_check": "S I D",
        "legal_hold": "S I Uc", "match_input": "S I", "matching_policy": "S I", "message": "S I U", "retention_rule": "S Uc",
        "pattern_sign_off": "S I", "referral_claim": "S I U D", "referral_doubt": "S I",
        "safety_task": "S I Uc",
        "proposal": "S I Uc", "rematch": "S I Uc", "referral_ending": "S I", "referral_out": "S I Uc", "referral": "S I U",
        "referral_concern": "S I U D",
        "referral_need": "S I U D",
        "room": "S I U D",
        "schedule_exception": "S I U D", "schema_migration": "S", "service": "S I U D", "sign_in_try": "", "site": "S I U D",
        "specialty": "S I U D", "staff": "S I U", "staff_invitation": "S I U D", "staff_recovery_code": "S I D",
        "staff_secret": "S I U", "staff_session": "S I U D",
        "team_change": "S D", "therapist": "S I U D", "triage": "S I U", "wait_target": "S Uc", "weekly_hours": "S I U D",
    ]

    /// Functions that run as their owner, so past the caller's row-level security: what each may tell is told where it is made.
    private static let definers = [
        "busy_calendars", "busy_times", "caseload_within_capacity", "count_sign_in_try", "destroy_client", "forget_staff_secrets",
        "forgive_sign_in_tries",
        "handout_holders", "looks_at_client", "merge_concept", "message_safe_contact", "note_change_for_therapist",
        "note_change_of_all", "note_change_of_calendar",
        "note_change_of_therapist", "open_handout_link", "release_overdue_holds",
        "rooms_taken", "sign_in", "sites_kept_apart", "team_changes", "therapists_kept_apart", "touch_sign_in",
    ]

    @Test("grants the application what this list says on each table, and nothing on any other")
    func grants() async throws {
        let clinic = try await TestClinic.open()
        let rows = try await clinic.database.owner.query(Self.grantsOnTables()).map { row throws(DatabaseError) in
            (table: try row.next(String.self), rights: try row.next(String.self))
        }
        let found = Dictionary(rows.map { ($0.table, $0.rights) }) { first, _ in first }
        for table in Set(found.keys).union(Self.rights.keys).sorted() {
            #expect(found[table] == Self.rights[table], "\(table): list it with what the application may do")
        }
        await clinic.close()
    }

    @Test("forces row-level security on every table, each with a policy that asks who acts")
    func policies() async throws {
        let (tables, policies) = (try await names(Self.tablesWithoutPolicy), try await names(Self.policiesThatAskNobody))
        #expect(tables == ["schema_migration"])
        // `true` is for the owner alone, in whose name the functions above run.
        #expect(policies == [])
    }

    @Test("lets a view see no more than whoever asks it")
    func views() async throws {
        let views = try await names(Self.viewsOfTheirOwner)
        #expect(views == [])
    }

    @Test(
        "runs few functions as their owner, none for everybody, and none where a caller's table could stand in for the real one")
    func functions() async throws {
        let (all, loose) = (try await names(Self.functionsAsOwner), try await names(Self.functionsWithLoosePath))
        let open = try await names(Self.functionsForEverybody)
        #expect(all == Self.definers)
        // Temporary tables are looked up first unless they are named last.
        #expect(loose == [])
        #expect(open == [])
    }

    @Test("gives the roles that log in nothing of their own, and no right to make anything")
    func roles() async throws {
        let (roles, powerful) = (try await names(Self.rolesOfAttune), try await names(Self.powerfulRoles))
        let (owned, rights) = (try await names(Self.ownedByThoseWhoLogIn), try await names(Self.rightsToMake))
        #expect(roles == ["attune_app", "attune_migrate", "attune_owner", "attune_readonly", "attune_worker"])
        #expect(powerful == [])
        #expect(owned == [])
        #expect(rights == [])
    }

    @Test("signs nobody in by a table of the caller's own making")
    func standIn() async throws {
        let clinic = try await TestClinic.open()
        await #expect(throws: DatabaseError.self) {
            try await clinic.act(as: .frontDesk) { act in
                _ = try await act.query(Self.standInTable())
                try await act.record("test.stand_in")
            }
        }
        await clinic.close()
    }

    @Test("points a row about a client at nothing of another client's: the pair is checked, not the id alone")
    func ties() async throws {
        let loose = try await names(Self.looseTies)
        #expect(loose == [])
    }

    private func names(_ statement: Statement) async throws -> [String] {
        let clinic = try await TestClinic.open()
        let names = try await clinic.database.owner.query(statement()).values(String.self)
        await clinic.close()
        return names
    }

    private static let standInTable = Statement(
        "CatalogueTests/stand_in", sent: .lease, "CREATE TEMPORARY TABLE access_token (token_hash bytea, role text)")
    private static let grantsOnTables = Statement(
        "CatalogueTests/grants", sent: .lease,
        """
        SELECT t.relname::text,
               concat_ws(' ', CASE WHEN has_table_privilege('attune_app', t.oid, 'SELECT') THEN 'S' END,
                   CASE WHEN has_table_privilege('attune_app', t.oid, 'INSERT') THEN 'I' END,
                   CASE WHEN has_table_privilege('attune_app', t.oid, 'UPDATE') THEN 'U'
                        WHEN has_any_column_privilege('attune_app', t.oid, 'UPDATE') THEN 'Uc' END,
                   CASE WHEN has_table_privilege('attune_app', t.oid, 'DELETE') THEN 'D' END,
                   CASE WHEN has_table_privilege('attune_app', t.oid, 'TRUNCATE, REFERENCES, TRIGGER') THEN 'more' END)
          FROM pg_class t WHERE t.relkind IN ('r', 'p', 'f', 'm') AND t.relnamespace = current_schema()::regnamespace ORDER BY 1
        """)
    private static let tablesWithoutPolicy = Statement(
        "CatalogueTests/tables_without_policy", sent: .lease,
        """
        SELECT t.relname::text FROM pg_class t
         WHERE t.relkind IN ('r', 'p') AND t.relnamespace = current_schema()::regnamespace
           AND NOT (t.relrowsecurity AND t.relforcerowsecurity AND t.relowner = 'attune_owner'::regrole
                    AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid)) ORDER BY 1
        """)
    private static let policiesThatAskNobody = Statement(
        "CatalogueTests/policies", sent: .lease,
        """
        SELECT p.polname::text FROM pg_policy p JOIN pg_class t ON t.oid = p.polrelid
         WHERE t.relnamespace = current_schema()::regnamespace AND p.polroles <> ARRAY['attune_owner'::regrole::oid]
           AND (coalesce(pg_get_expr(p.polqual, p.polrelid), 'actor_') !~ 'actor_'
                OR coalesce(pg_get_expr(p.polwithcheck, p.polrelid), 'actor_') !~ 'actor_|^false$') ORDER BY 1
        """)
    private static let viewsOfTheirOwner = Statement(
        "CatalogueTests/views", sent: .lease,
        """
        SELECT relname::text FROM pg_class
         WHERE relkind IN ('v', 'm') AND relnamespace = current_schema()::regnamespace
           AND NOT coalesce('security_invoker=true' = ANY (reloptions), false) ORDER BY 1
        """)
    private static let functionsAsOwner = Statement(
        "CatalogueTests/definers", sent: .lease,
        """
        SELECT proname::text FROM pg_proc WHERE prosecdef AND pronamespace = current_schema()::regnamespace ORDER BY 1
        """)
    private static let functionsWithLoosePath = Statement(
        "CatalogueTests/paths", sent: .lease,
        """
        SELECT proname::text FROM pg_proc
         WHERE prosecdef AND pronamespace = current_schema()::regnamespace
           AND NOT coalesce((SELECT bool_or(setting ~ '^search_path=.*, pg_temp$') FROM unnest(proconfig) setting), false) ORDER BY 1
        """)
    /// Triggers cannot be called.
    private static let functionsForEverybody = Statement(
        "CatalogueTests/for_everybody", sent: .lease,
        """
        SELECT p.proname::text FROM pg_proc p
         WHERE p.prosecdef AND p.pronamespace = current_schema()::regnamespace AND p.prorettype <> 'trigger'::regtype
           AND (p.proowner <> 'attune_owner'::regrole OR p.proacl IS NULL
                OR EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0)) ORDER BY 1
        """)
    /// Foreign keys from a table that names a client to another that does, without the client.
    private static let looseTies = Statement(
        "CatalogueTests/loose_ties", sent: .lease,
        """
        WITH owned AS (
            SELECT conrelid AS id, array_agg(DISTINCT k) AS clients FROM pg_constraint CROSS JOIN unnest(conkey) AS k
             WHERE contype = 'f' AND confrelid = 'client'::regclass GROUP BY conrelid)
        SELECT c.conrelid::regclass || ' ' || c.conname
          FROM pg_constraint c JOIN owned child ON child.id = c.conrelid JOIN owned parent ON parent.id = c.confrelid
         WHERE c.contype = 'f' AND NOT (c.conkey && child.clients AND c.confkey && parent.clients) ORDER BY 1
        """)
    private static let rolesOfAttune = Statement(
        "CatalogueTests/roles", sent: .lease,
        "SELECT rolname::text FROM pg_roles WHERE rolname LIKE 'attune\\_%' AND NOT rolsuper ORDER BY 1")
    private static let powerfulRoles = Statement(
        "CatalogueTests/powers", sent: .lease,
        """
        SELECT rolname::text FROM pg_roles
         WHERE rolname LIKE 'attune\\_%' AND NOT rolsuper
           AND (rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication OR (rolname = 'attune_owner' AND rolcanlogin)
                OR (rolname IN ('attune_app', 'attune_worker', 'attune_readonly') AND pg_has_role(oid, 'attune_owner', 'USAGE')))
         ORDER BY 1
        """)
    private static let ownedByThoseWhoLogIn = Statement(
        "CatalogueTests/owned", sent: .lease,
        """
        SELECT relname::text FROM pg_class WHERE relowner IN ('attune_app'::regrole, 'attune_worker'::regrole, 'attune_readonly'::regrole)
        UNION ALL
        SELECT proname::text FROM pg_proc WHERE proowner IN ('attune_app'::regrole, 'attune_worker'::regrole, 'attune_readonly'::regrole)
        ORDER BY 1
        """)
    private static let rightsToMake = Statement(
        "CatalogueTests/rights_to_make", sent: .lease,
        """
        SELECT role || ' in ' || nspname FROM pg_namespace, unnest(ARRAY['attune_app', 'attune_worker', 'attune_readonly']) role
         WHERE has_schema_privilege(role, oid, 'CREATE') AND nspname !~ '^pg_'
        UNION ALL
        SELECT role || ' in the database' FROM unnest(ARRAY['attune_app', 'attune_worker', 'attune_readonly']) role
         WHERE has_database_privilege(role, current_database(), 'CREATE, TEMPORARY') ORDER BY 1
        """)
}
