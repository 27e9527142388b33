import Access
import Clients
import Clinic
import Database
import TestKit
import Testing

import struct Foundation.UUID

@Suite("A person's rights")
struct RightsTests {
    @Test("a copy has a row of every table that leads to a client, each word of theirs, and nobody else's")
    func export() async throws {
        try await RightsClinic.with { here in
            let copy = try await here.clinic.act(as: .operator) { try await $0.exportClient(here.robin) }
            // A new table without a row planted in RightsClinic fails here.
            #expect(Set(copy.tables.map(\.name)) == (try await here.tablesAboutClients()))
            let words = copy.tables.flatMap { $0.rows.joined() }.compactMap(\.text).joined(separator: "\n")
            for canary in RightsClinic.plain("robin") + RightsClinic.secret("robin") {
                #expect(words.contains(canary), "\(canary)")
            }
            // What a therapist said of her own no may be about somebody else.
            #expect(!words.contains("canary-robin-\(SealedColumn.proposalDeclineSealed.rawValue)"))
            #expect(words.contains("robin@example.org"))
            #expect(!words.contains("canary-sam"))
            #expect(!words.lowercased().contains(here.sam.description))
            // That there is somebody, and not who or why.
            let apart = try #require(copy.tables.first { $0.name == "kept_apart" })
            #expect(apart.rows.map { $0.map(\.field) } == [["exists"]])
            #expect(copy.names[TestClinic.amara] == "Amara")
            #expect(copy.ledger.contains { $0.action == "test.planted" })
            // The copy is itself on record.
            let again = try await here.clinic.act(as: .operator) { try await $0.whoSaw(here.robin.uuid, from: nil, until: nil) }
            #expect(again.contains { $0.action == "client.exported" && $0.fields == "clinical" })
        }
    }

    @Test("every column of bytes that leads to a client is one that is sealed, or says nothing by itself")
    func columns() async throws {
        let clinic = try await TestClinic.open()
        let found = try await clinic.database.owner.query(Self.columnsOfBytes()).values(String.self)
        // What a ranking rested on is withheld too: it says which therapists a client cannot have.
        let mute: Set = [
            "client_key.wrapped", "contact_point.lookup", "handout_link.token_hash", "match_input.facts",
            "match_input.input_hash",
            "allocation_line.facts_hash", "proposal.input_hash",
        ]
        #expect(Set(found) == mute.union(SealedColumn.allCases.map(\.rawValue)))
        // What names a client without a foreign key, so that the walk does not find it.
        let named = try await clinic.database.owner.query(Self.namedWithoutKey()).values(String.self)
        // Answers kept for retries are copies of what the rows say, for a day, and destroyed with them.
        #expect(named == ["audit", "destruction_certificate", "idempotency"])
        await clinic.close()
    }

    @Test("what a client asked to have put right stays, with what was decided, and nobody changes it")
    func corrections() async throws {
        let clinic = try await TestClinic.open()
        let robin = Client.ID(TestClinic.robin)
        let added = try await clinic.act(as: .intake) {
            try await $0.addCorrection(
                robin, field: "referral.narrative", asked: "I never said that.", .annotated, note: "Noted beside it.")
        }
        #expect(try await clinic.reader(as: .therapist).corrections(of: robin) == [added])
        #expect(try await clinic.reader(as: .therapist, therapist: TestClinic.tomasz).corrections(of: robin).isEmpty)
        #expect(try await clinic.reader(as: .frontDesk).corrections(of: robin).isEmpty)
        await #expect(throws: RightsRefusal.self) {
            try await clinic.act(as: .lead) { try await $0.addCorrection(robin, field: "x; --", asked: "x", .refused) }
        }
        await #expect(throws: DatabaseError.self) {
            try await clinic.act(as: .lead) { act in
                _ = try await act.query(Self.rewrite())
                try await act.record("test.rewritten")
            }
        }
        await clinic.close()
    }

    @Test(
        "a destroyed client is nowhere: no word, no key, no kept answer; everybody else is as before; who saw them is still known"
    )
    func destroy() async throws {
        try await RightsClinic.with { here in
            let (clinic, robin, sam) = (here.clinic, here.robin, here.sam)
            for (client, key) in [(robin, "robin"), (sam, "sam")] {
                try await clinic.act(as: .intake) { act in
                    _ = try await act.query(Self.keepAnswer("answer-\(key)"))
                    try await act.record("test.answered", client: client.uuid)
                }
            }
            let before = try await clinic.act(as: .operator) { try await $0.exportClient(sam) }
            let sealed = try await here.superuser.query(Self.narratives(robin)).values([UInt8].self)
            for canary in RightsClinic.plain("robin") { #expect(try await !here.tables(with: canary).isEmpty, "\(canary)") }

            let certificate = try await clinic.act(as: .lead) { try await $0.destroyClient(robin, confirming: "C-1001") }
            #expect(certificate.confirmedBy == TestClinic.actor(.lead).id && certificate.askedBy == TestClinic.tomasz)
            for canary in RightsClinic.plain("robin") + RightsClinic.secret("robin") + [
                "robin@example.org", "C-1001", "answer-robin",
            ] {
                #expect(try await here.tables(with: canary).isEmpty, "\(canary)")
            }
            #expect(try await here.tables(with: robin.description) == ["audit", "destruction_certificate"])
            #expect(try await here.tables(with: "answer-sam") == ["idempotency"])

            let vault = clinic.gate.vault()
            try vault.keep(try await clinic.reader(as: .operator).query(Vault.statement(for: [robin.uuid])))
            let narrative = try #require(sealed.first)
            #expect(throws: SealingError.noKey(client: robin.uuid)) {
                try vault.open(narrative, for: robin.uuid, .referralNarrative, row: TestClinic.id(105))
            }
            let after = try await clinic.act(as: .operator) { try await $0.exportClient(sam) }
            #expect(before.tables.filter { $0.name != "kept_apart" }.map(\.rows) == after.tables.map(\.rows))
            let seen = try await clinic.act(as: .operator) { try await $0.whoSaw(robin.uuid, from: nil, until: nil) }
            #expect(seen.contains { $0.action == "test.planted" } && seen.contains { $0.action == "client.destroyed" })
        }
    }

    @Test("nothing is destroyed that is held, in care or not due, that nobody asked for, or that one person alone wants")
    func refusals() async throws {
        try await RightsClinic.with { here in
            let (clinic, robin) = (here.clinic, here.robin)
            try await here.superuser.script("DELETE FROM destruction_request")
            let destroy = { @Sendable (role: Role) in
                _ = try await clinic.act(as: role) { try await $0.destroyClient(robin, confirming: "C-1001") }
            }
            await #expect(throws: RightsRefusal.nobodyAsked) { try await destroy(.lead) }
            try await clinic.act(as: .operator) { try await $0.askDestruction(of: robin) }
            await #expect(throws: RightsRefusal.askedAlready) {
                try await clinic.act(as: .lead) { try await $0.askDestruction(of: robin) }
            }
            await #expect(throws: RightsRefusal.samePerson) { try await destroy(.operator) }
            await #expect(throws: RightsRefusal.wrongReference) {
                _ = try await clinic.act(as: .lead) { try await $0.destroyClient(robin, confirming: "C-1002") }
            }
            for role in [Role.intake, .frontDesk, .therapist, .worker] {
                await #expect(throws: (any Error).self, "\(role)") { try await destroy(role) }
            }
            try await clinic.act(as: .operator) { try await $0.hold(robin, because: "A court has asked for it") }
            await #expect(throws: RightsRefusal.heldAlready) {
                try await clinic.act(as: .lead) { try await $0.hold(robin, because: "Again") }
            }
            #expect(try await clinic.act(as: .operator) { try await $0.holds() }.map(\.reason) == ["A court has asked for it"])
            await #expect(throws: RightsRefusal.held) { try await destroy(.lead) }
            try await clinic.act(as: .lead) { try await $0.releaseHold(robin) }
            try await clinic.act(as: .lead) { try await $0.setRetention(.adult, years: 16) }
            await #expect(throws: RightsRefusal.notDue) { try await destroy(.lead) }
            try await clinic.act(as: .lead) { try await $0.withdrawDestruction(of: robin) }
            await #expect(throws: RightsRefusal.notDue) {
                try await clinic.act(as: .lead) { try await $0.askDestruction(of: robin) }
            }
            try await clinic.act(as: .lead) {
                try await $0.askDestruction(of: robin, earlyBecause: "Another clinic has the file now")
            }
            try await here.superuser.script("UPDATE referral SET status = 'on-hold'")
            await #expect(throws: RightsRefusal.inCare) { try await destroy(.operator) }
            try await here.superuser.script("UPDATE referral SET status = 'revoked'")
            #expect(try await clinic.act(as: .operator) { try await $0.planDestruction(of: robin) }.asked?.isEarly == true)
            try await destroy(.operator)
            await #expect(throws: ClientRefusal.notFound) { try await destroy(.operator) }
            let certificate = try await clinic.act(as: .lead) { act in
                try await act.record("test.read")
                return try await act.destructionCertificate(of: robin)
            }
            #expect(certificate?.isEarly == true)
        }
    }

    @Test("two names typed at the command line destroy nothing, and only a lead asks before the time has come")
    func atTheShell() async throws {
        try await RightsClinic.with { here in
            let (clinic, robin) = (here.clinic, here.robin)
            // Planted: asked for by an operator.
            await #expect(throws: RightsRefusal.bothAtShell) {
                _ = try await clinic.act(as: .operator) { try await $0.destroyClient(robin, confirming: "C-1001") }
            }
            try await clinic.act(as: .lead) { try await $0.withdrawDestruction(of: robin) }
            await #expect(throws: RightsRefusal.earlyByLead) {
                try await clinic.act(as: .operator) {
                    try await $0.askDestruction(of: robin, earlyBecause: "Another clinic has the file now")
                }
            }
            // The table says so as well, whoever comes past the domain.
            await #expect(throws: (any Error).self) {
                try await here.superuser.script(
                    """
                    INSERT INTO destruction_request (id, client_id, early_reason, asked_by, asked_as)
                    VALUES (gen_random_uuid(), '\(robin)', sha256('') || sha256(''), '\(TestClinic.tomasz)', 'operator')
                    """)
            }
            try await clinic.act(as: .lead) { try await $0.askDestruction(of: robin) }
            let certificate = try await clinic.act(as: .operator) { try await $0.destroyClient(robin, confirming: "C-1001") }
            #expect(certificate.askedAs == "lead" && certificate.confirmedAs == "operator")
        }
    }

    @Test("a request for a copy is due in 30 days, is open once, and keeps the file until it is answered")
    func requests() async throws {
        try await RightsClinic.with { here in
            let (clinic, robin) = (here.clinic, here.robin)
            let logged = try await clinic.act(as: .intake) {
                try await $0.logAccessRequest(by: robin, askedOn: try LocalDate("2026-01-15"))
            }
            #expect(try logged.dueOn == LocalDate("2026-02-14") && logged.answer == nil)
            await #expect(throws: RightsRefusal.requestedAlready) {
                _ = try await clinic.act(as: .lead) { try await $0.logAccessRequest(by: robin) }
            }
            await #expect(throws: RightsRefusal.self) {
                _ = try await clinic.act(as: .lead) {
                    try await $0.logAccessRequest(by: here.sam, askedOn: try LocalDate("2999-01-01"))
                }
            }
            await #expect(throws: RightsRefusal.copyOwed) {
                _ = try await clinic.act(as: .lead) { try await $0.destroyClient(robin, confirming: "C-1001") }
            }
            let today = try await clinic.act(as: .lead) { try await $0.logAccessRequest(by: here.sam) }
            #expect(try await clinic.act(as: .operator) { try await $0.accessRequests() } == [logged, today])
            for role in [Role.frontDesk, .therapist] {
                await #expect(throws: (any Error).self, "\(role)") {
                    _ = try await clinic.act(as: role) { try await $0.logAccessRequest(by: robin) }
                }
            }
            let answered = try await clinic.act(as: .lead) { try await $0.answerAccessRequest(by: robin, .givenInPart) }
            #expect(answered.answer == .givenInPart && answered.answeredOn != nil)
            await #expect(throws: RightsRefusal.notRequested) {
                _ = try await clinic.act(as: .lead) { try await $0.answerAccessRequest(by: robin, .given) }
            }
            // Planted: one of each, answered in 2020.
            let all = try await clinic.act(as: .operator) { try await $0.accessRequests(includingAnswered: true) }
            #expect(all.count == 4 && all.prefix(2) == [today, answered])
            _ = try await clinic.act(as: .lead) { try await $0.destroyClient(robin, confirming: "C-1001") }
        }
    }

    @Test("a lead copies a file that she has opened, six an hour; what is about somebody else is taken out of free text")
    func copies() async throws {
        try await RightsClinic.with { here in
            let (clinic, robin) = (here.clinic, here.robin)
            await #expect(throws: RightsRefusal.fileClosed) {
                _ = try await clinic.act(as: .lead) { try await $0.exportClient(robin) }
            }
            for role in [Role.frontDesk, .worker] {
                await #expect(throws: RightsRefusal.fileClosed, "\(role)") {
                    _ = try await clinic.act(as: role) { try await $0.exportClient(robin) }
                }
            }
            try await here.superuser.script("UPDATE client SET full_name = 'Sam Oakes' WHERE id = '\(here.sam)'")
            try await clinic.act(as: .lead) { act in
                _ = try await act.breakGlass(robin, because: "They asked for a copy of their file")
                try await act.addCorrection(
                    robin, field: "referral.narrative", asked: "It was SAM OAKES, not Uncle Lou; Sammy and Louis were away.",
                    .annotated, note: "Oakes, then.")
            }
            let copy = try await clinic.act(as: .lead) { try await $0.exportClient(robin, redacting: ["uncle lou"]) }
            let texts = copy.tables.first { $0.name == "correction" }?.rows.flatMap { $0 }.filter { $0.kind == "secret" }
                .compactMap(\.text)
            #expect(texts?.contains("It was [somebody else], not [somebody else]; Sammy and Louis were away.") == true)
            #expect(texts?.contains("[somebody else], then.") == true)
            #expect(copy.redacted == 3)
            for _ in 1..<ClientExport.mostAnHour {
                _ = try await clinic.act(as: .lead) { try await $0.exportClient(robin) }
            }
            do {
                _ = try await clinic.act(as: .lead) { try await $0.exportClient(robin) }
                Issue.record("a seventh within the hour")
            } catch RightsRefusal.tooManyCopies(let seconds) {
                #expect((1...3_600).contains(seconds))
            }
            // Whoever sits at the server is not counted.
            _ = try await clinic.act(as: .operator) { try await $0.exportClient(robin) }
        }
    }

    private static let columnsOfBytes = Statement(
        "RightsTests/bytes", sent: .lease,
        """
        SELECT p.name || '.' || a.attname FROM client_places() p JOIN pg_attribute a ON a.attrelid = p.name::regclass
         WHERE a.atttypid = 'bytea'::regtype AND a.attnum > 0 AND NOT a.attisdropped
        """)
    private static let namedWithoutKey = Statement(
        "RightsTests/named", sent: .lease,
        """
        SELECT DISTINCT t.relname::text FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid
         WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace AND a.attname ~ 'client(_id|s|_ids)?$' AND a.attnum > 0
           AND a.atttypid IN ('uuid'::regtype, 'uuid[]'::regtype) AND t.relname NOT IN (SELECT name FROM client_places()) ORDER BY 1
        """)
    private static let rewrite = Statement("RightsTests/rewrite", sent: .lease, "UPDATE correction SET field = 'x'")
    private static let narratives = Statement(
        "RightsTests/narratives", sent: .lease, "SELECT narrative FROM referral WHERE client_id = $1")
    private static let keepAnswer = Statement(
        "RightsTests/keep_answer", sent: .lease,
        "INSERT INTO idempotency (actor_id, key, request_hash, status, body) VALUES (actor_id(), $1, sha256(''), 201, sha256(''))"
    )
}
