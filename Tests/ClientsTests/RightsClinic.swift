import Access
import Clients
import Clinic
import Database
import TestKit

import struct Foundation.UUID

/// A clinic in which Robin and Sam have a row in every table that leads to a client, nine years old, with words to look for in each text.
struct RightsClinic: Sendable {
    let clinic: TestClinic
    let superuser: Database
    let robin = Client.ID(TestClinic.robin), sam = Client.ID(TestClinic.sam)

    static func with(_ body: (RightsClinic) async throws -> Void) async throws {
        let clinic = try await TestClinic.open()
        let server = try await TestServer.shared.started()
        var configuration = server.configuration(PrivateServer.superuser, clinic.database.name)
        configuration.lanes = 1
        let superuser = try await Database.start(configuration, logger: quiet)
        let here = RightsClinic(clinic: clinic, superuser: superuser)
        do {
            try await superuser.script(shared)
            try await here.plant(here.robin, "robin", number: 1)
            try await here.plant(here.sam, "sam", number: 2)
            try await body(here)
        } catch {
            await superuser.close()
            await clinic.close()
            throw error
        }
        await superuser.close()
        await clinic.close()
    }

    /// Words that stand in clear text, and those that were sealed.
    static func plain(_ name: String) -> [String] {
        ["name", "preferred", "pronouns", "source", "label", "subject", "other-source", "need", "why"].map {
            "canary-\(name)-\($0)"
        }
    }
    static func secret(_ name: String) -> [String] {
        SealedColumn.allCases.filter { ![.keptApartReason, .destructionReason].contains($0) && !$0.mayTellOfOthers }.map {
            "canary-\(name)-\($0.rawValue)"
        }
    }

    /// Tables that lead to a client, from the catalogue.
    func tablesAboutClients() async throws -> Set<String> {
        Set(try await clinic.database.owner.query(Self.tables()).values(String.self))
    }

    /// Tables with a row that has this text in it, in any column; bytes are looked through as well.
    func tables(with text: String) async throws -> Set<String> {
        let hex = text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        var found: Set<String> = []
        for needle in [text, hex] {
            found.formUnion(try await superuser.query(Self.search("%\(needle)%")).values(String.self))
        }
        return found
    }

    private func plant(_ client: Client.ID, _ name: String, number: Int) async throws {
        let seal: @Sendable (Act, SealedColumn, UUID) throws -> [UInt8] = { act, column, row in
            try act.vault.seal("canary-\(name)-\(column.rawValue)", for: client.uuid, column, row: row)
        }
        let id: @Sendable (UInt8) -> UUID = { TestClinic.id(UInt8(100 + 50 * (number - 1)) + $0) }
        let superuser = superuser
        try await clinic.act(as: .operator) { act in
            try await act.learnKeys(of: [client.uuid])
            var bounds = Self.rows(client.uuid, name, Int32(number), id)
            for (column, row, statement) in Self.secrets {
                bounds.append(statement(id(row), try seal(act, column, id(row))))
            }
            // Past the application, which may not write some of this at all.
            for bound in bounds { _ = try await superuser.query(bound) }
            try await act.record("test.planted", client: client.uuid)
        }
        // An act of its own: it locks the client's row, which the statements above rewrite from another connection.
        _ = try await clinic.act(as: .operator) { act in
            try await act.addCorrection(
                client, field: "full_name", asked: "canary-\(name)-correction.asked", .refused,
                note: "canary-\(name)-correction.note")
        }
    }

    private static let shared = """
        INSERT INTO concept (code, label_en) VALUES ('sleep', 'Sleep');
        INSERT INTO article (id, slug) VALUES ('\(TestClinic.id(40))', 'settling');
        INSERT INTO article_version (id, article_id, number, language, title, source, source_kind, sha256)
        VALUES ('\(TestClinic.id(41))', '\(TestClinic.id(40))', 1, 'en', 'Settling', '# Settling', 'markdown', sha256('1'));
        INSERT INTO external_service (id, name, kind, contact, region, checked_on)
        VALUES ('\(TestClinic.id(43))', 'Elsewhere', 'peer', '250-555-0101', 'Kamloops', '2026-01-01');
        INSERT INTO kept_apart (id, one_id, other_id, kind) VALUES ('\(TestClinic.id(42))', '\(TestClinic.robin)', '\(TestClinic.sam)', 'former_partner');
        UPDATE care_relationship SET during = tstzrange(now() - interval '10 years', now() - interval '9 years');
        """

    /// Everything but what is sealed, which stands as a placeholder.
    private static func rows(_ client: UUID, _ name: String, _ number: Int32, _ id: (UInt8) -> UUID) -> [Bound] {
        let canary = { (word: String) in "canary-\(name)-\(word)" }
        return [
            Statement(
                "Rights/client", sent: .lease,
                """
                UPDATE client SET full_name = $2, preferred_name = $3, pronouns = $4, source_key = $5, created_at = now() - interval '9 years'
                 WHERE id = $1
                """)(client, canary("name"), canary("preferred"), canary("pronouns"), canary("source")),
            Statement(
                "Rights/contact", sent: .lease,
                """
                INSERT INTO contact_point (id, client_id, channel, value, sender_label, may_write, confirmed_at, lookup)
                VALUES ($1, $2, 'email', sha256(''), $3, true, now(), sha256($3::text::bytea))
                """)(id(1), client, canary("label")),
            Statement(
                "Rights/consent", sent: .lease,
                "INSERT INTO consent (id, client_id, kind, basis, given_at) VALUES ($1, $2, 'matching', 'form', now())")(
                    id(2), client),
            Statement(
                "Rights/place", sent: .lease,
                "INSERT INTO caseload_place (id, therapist_id, place, client_id, status) VALUES ($1, $2, $4, $3, 'released')")(
                    id(3), TestClinic.amara, client, number),
            Statement(
                "Rights/appointment", sent: .lease,
                """
                INSERT INTO appointment (id, therapist_id, client_id, service_id, format, during, zone, promised_start, status)
                SELECT $1, $2, $3, $4, 'online', tstzrange(s, s + interval '50 minutes'), 'UTC', s AT TIME ZONE 'UTC', 'fulfilled'
                  FROM (SELECT now() - interval '9 years' + $5 * interval '1 hour') AS start (s)
                """)(id(4), TestClinic.amara, client, TestClinic.session, number),
            Statement(
                "Rights/referral", sent: .lease,
                """
                INSERT INTO referral (id, client_id, source, received_at, status, source_key, narrative, matching_consent)
                VALUES ($1, $2, 'self', now() - interval '9 years', 'completed', $3, sha256('') || sha256('') || sha256(''), true)
                """)(id(5), client, canary("other-source")),
            Statement(
                "Rights/concern", sent: .lease,
                "INSERT INTO referral_concern (referral_id, concept_code, weight) VALUES ($1, 'sleep', 1)")(
                    id(5)),
            Statement(
                "Rights/need", sent: .lease,
                "INSERT INTO referral_need (referral_id, kind, value, importance) VALUES ($1, 'language', $2, 'wish')")(
                    id(5), canary("need")),
            Statement(
                "Rights/doubt", sent: .lease,
                "INSERT INTO referral_doubt (referral_id, number, field, code, message) VALUES ($1, 1, 'concerns', 'test', 'Look')"
            )(
                id(5)),
            Statement(
                "Rights/triage", sent: .lease,
                """
                INSERT INTO triage (id, referral_id, urgency, safety_hold, reason, decided_by, decided_as)
                VALUES ($1, $2, 'soon', false, sha256('') || sha256('') || sha256(''), $3, 'intake')
                """)(id(6), id(5), TestClinic.tomasz),
            Statement(
                "Rights/claim", sent: .lease,
                """
                INSERT INTO referral_claim (referral_id, claimed_by, claimed_as, name, claimed_at, ends_at)
                VALUES ($1, $2, 'intake', 'Robin', now() - interval '9 years', now() - interval '9 years' + interval '30 minutes')
                """)(id(5), TestClinic.tomasz),
            Statement(
                "Rights/proposal", sent: .lease,
                """
                INSERT INTO proposal (id, referral_id, client_id, therapist_id, appointment_id, place_id, expires_at, score, policy_version,
                                      input_hash, explanation, override_reason, decline_reason, decided_by, decided_as, status)
                VALUES ($1, $2, $3, $4, $5, $6, now(), 1, 'test', '\\x00', json_build_object('why', $7::text), sha256(''), sha256(''), $4,
                        'intake', 'declined')
                """)(id(7), id(5), client, TestClinic.amara, id(4), id(3), canary("why")),
            Statement(
                "Rights/match_input", sent: .lease,
                "INSERT INTO match_input (input_hash, referral_id, client_id, policy_version, facts) VALUES (sha256($3), $1, $2, 'test', sha256(''))"
            )(
                id(5), client, Array(name.utf8)),
            Statement(
                "Rights/early_check", sent: .lease,
                """
                INSERT INTO early_check (id, client_id, therapist_id, referral_id, answer, note, answered_by, answered_as, answered_at)
                VALUES ($1, $2, $3, $4, 'unsure', sha256(''), $3, 'therapist', now())
                """)(id(15), client, TestClinic.amara, id(5)),
            Statement(
                "Rights/rematch", sent: .lease,
                """
                INSERT INTO rematch (id, referral_id, client_id, therapist_id, stays, reason, ended_at, decided_by, decided_as)
                VALUES ($1, $4, $2, $3, false, sha256(''), now(), $3, 'intake')
                """)(id(16), client, TestClinic.tomasz, id(5)),
            Statement(
                "Rights/sharing", sent: .lease,
                "INSERT INTO consent (id, client_id, kind, basis, given_at) VALUES ($1, $2, 'sharing', 'form', now())")(
                    id(18), client),
            Statement(
                "Rights/out", sent: .lease,
                """
                INSERT INTO referral_out (id, referral_id, client_id, service_id, consent_id, fields, packet, decided_by, decided_as)
                VALUES ($1, $2, $3, $4, $5, '{name}', sha256(''), $6, 'intake')
                """)(id(17), id(5), client, TestClinic.id(43), id(18), TestClinic.tomasz),
            Statement(
                "Rights/allocation", sent: .lease,
                """
                INSERT INTO allocation (id, mode, service_id, answer_hours, policy_version, as_of, total_fit, envious_pairs, stability_price, gini,
                                        set_aside, proven, certificate, decided_by, decided_as)
                VALUES ($1, 'utilitarian', $2, 72, 'test', now(), 0, 0, 0, 0, 0, true, 'valid', $3, 'intake')
                """)(id(20), TestClinic.session, TestClinic.tomasz),
            Statement(
                "Rights/allocation_line", sent: .lease,
                """
                INSERT INTO allocation_line (allocation_id, referral_id, client_id, place, priority, urgency, matches, waits, facts_hash)
                VALUES ($1, $2, $3, 1, 5000, 'soon', 0, 'nobody_fits', sha256(''))
                """)(id(20), id(5), client),
            Statement(
                "Rights/allocation_edit", sent: .lease,
                """
                INSERT INTO allocation_edit (allocation_id, referral_id, client_id, kind, made_by, made_as)
                VALUES ($1, $2, $3, 'leave', $4, 'intake')
                """)(id(20), id(5), client, TestClinic.tomasz),
            Statement(
                "Rights/ending", sent: .lease,
                """
                INSERT INTO referral_ending (id, referral_id, client_id, outcome, decided_by, decided_as)
                VALUES ($1, $2, $3, 'withdrawn', $4, 'intake')
                """)(id(19), id(5), client, TestClinic.tomasz),
            Statement(
                "Rights/handout", sent: .lease,
                "INSERT INTO handout (id, client_id, therapist_id, version_id) VALUES ($1, $2, $3, $4)")(
                    id(8), client, TestClinic.amara, TestClinic.id(41)),
            Statement(
                "Rights/link", sent: .lease,
                """
                INSERT INTO handout_link (id, handout_id, client_id, token_hash, expires_at, uses_left)
                VALUES ($1, $2, $3, sha256($4::text::bytea), now(), 1)
                """)(id(9), id(8), client, name),
            Statement(
                "Rights/message", sent: .lease,
                """
                INSERT INTO message (id, client_id, contact_point_id, kind, subject, body) VALUES ($1, $2, $3, 'test', $4, sha256(''))
                """)(id(10), client, id(1), canary("subject")),
            Statement(
                "Rights/glass", sent: .lease,
                "INSERT INTO break_glass (id, client_id, actor_id, reason) VALUES ($1, $2, $3, sha256('') || sha256(''))")(
                    id(11), client, TestClinic.tomasz),
            Statement(
                "Rights/hold", sent: .lease,
                """
                INSERT INTO legal_hold (id, client_id, reason, placed_by, released_by, released_at) VALUES ($1, $2, sha256(''), $3, $3, now())
                """)(id(13), client, TestClinic.tomasz),
            Statement(
                "Rights/request", sent: .lease,
                "INSERT INTO destruction_request (id, client_id, asked_by, asked_as) VALUES ($1, $2, $3, 'operator')")(
                    id(14), client, TestClinic.tomasz),
            Statement(
                "Rights/access_request", sent: .lease,
                """
                INSERT INTO access_request (id, client_id, asked_on, logged_on, logged_by, answered_on, answer, answered_by)
                VALUES ($1, $2, '2020-01-01', '2020-01-02', $3, '2020-01-31', 'given', $3)
                """)(id(17), client, TestClinic.tomasz),
        ]
    }

    /// Each sealed column, the number of its row above, and how it is written.
    private static let secrets: [(SealedColumn, UInt8, Statement)] = [
        (.contactPointValue, 1, Statement("Rights/1", sent: .lease, "UPDATE contact_point SET value = $2 WHERE id = $1")),
        (.referralNarrative, 5, Statement("Rights/2", sent: .lease, "UPDATE referral SET narrative = $2 WHERE id = $1")),
        (.triageReason, 6, Statement("Rights/3", sent: .lease, "UPDATE triage SET reason = $2 WHERE id = $1")),
        (
            .proposalOverrideReason, 7,
            Statement("Rights/4", sent: .lease, "UPDATE proposal SET override_reason = $2 WHERE id = $1")
        ),
        (.proposalDeclineReason, 7, Statement("Rights/5", sent: .lease, "UPDATE proposal SET decline_reason = $2 WHERE id = $1")),
        (
            .proposalDeclineSealed, 7,
            Statement(
                "Rights/16", sent: .lease,
                "UPDATE proposal SET decline_sealed = $2, declined_by = 'therapist', decline_code = 'caseload' WHERE id = $1")
        ),
        (.referralOutPacket, 17, Statement("Rights/17", sent: .lease, "UPDATE referral_out SET packet = $2 WHERE id = $1")),
        (.earlyCheckNote, 15, Statement("Rights/18", sent: .lease, "UPDATE early_check SET note = $2 WHERE id = $1")),
        (.rematchReason, 16, Statement("Rights/19", sent: .lease, "UPDATE rematch SET reason = $2 WHERE id = $1")),
        (.handoutNote, 8, Statement("Rights/6", sent: .lease, "UPDATE handout SET note = $2 WHERE id = $1")),
        (.messageBody, 10, Statement("Rights/7", sent: .lease, "UPDATE message SET body = $2 WHERE id = $1")),
        (.breakGlassReason, 11, Statement("Rights/8", sent: .lease, "UPDATE break_glass SET reason = $2 WHERE id = $1")),
        (
            .assessmentResult, 15,
            Statement(
                "Rights/12", sent: .lease,
                """
                INSERT INTO assessment (id, referral_id, instrument, result, taken_on, entered_by, entered_as)
                SELECT $1, f.id, 'phq9', $2, '2020-01-01', f.client_id, 'intake' FROM referral f
                 WHERE NOT EXISTS (SELECT FROM assessment a WHERE a.referral_id = f.id)
                """)
        ),
        (
            .safetyTaskClearedReason, 16,
            Statement(
                "Rights/13", sent: .lease,
                """
                INSERT INTO safety_task (id, referral_id, reason, due_at, cleared_by, cleared_as, cleared_at, cleared_reason)
                SELECT $1, f.id, 'flag_words', now(), f.client_id, 'intake', now(), $2 FROM referral f
                 WHERE NOT EXISTS (SELECT FROM safety_task t WHERE t.referral_id = f.id)
                """)
        ),
        (
            .appointmentOverlapReason, 4,
            Statement("Rights/14", sent: .lease, "UPDATE appointment SET overlap_reason = $2 WHERE id = $1")
        ),
        (
            .appointmentStatusReason, 4,
            Statement("Rights/15", sent: .lease, "UPDATE appointment SET status_reason = $2 WHERE id = $1")
        ),
        (.legalHoldReason, 13, Statement("Rights/11", sent: .lease, "UPDATE legal_hold SET reason = $2 WHERE id = $1")),
    ]

    private static let tables = Statement(
        "Rights/tables_about_clients", sent: .lease,
        """
        WITH RECURSIVE about AS (
            SELECT 'client'::regclass::oid AS id
             UNION SELECT c.conrelid FROM pg_constraint c JOIN about a ON c.confrelid = a.id WHERE c.contype = 'f')
        SELECT relname::text FROM pg_class WHERE oid IN (SELECT id FROM about)
        """)
    private static let search = Statement(
        "Rights/search", sent: .lease,
        """
        SELECT t.relname::text FROM pg_class t
         WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace
           AND (xpath('/row/c/text()', query_to_xml(
                   format('SELECT count(*) AS c FROM %I AS t WHERE t::text LIKE %L', t.relname, $1::text), true, true, '')))[1]::text <> '0'
        """)
}
