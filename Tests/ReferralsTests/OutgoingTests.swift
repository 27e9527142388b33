import Access
import Clients
import Clinic
import Database
import TestKit
import Testing
import Therapists

@testable import Referrals

@Suite("A referral to somebody outside, on a real server")
struct OutgoingTests {
    @Test("rests on a consent, says what was chosen and nothing else, is kept word for word, and is in the client's ledger")
    func packet() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let service = try await here.external()
        let client = try await here.clinic.reader(as: .intake).referral(id).referral.client
        let unasked = try await here.refusal { _ = try await here.prepare(id, service, [.reference]) }
        #expect(unasked == .noSharingConsent)
        try await here.consent(client)
        let out = try await here.prepare(id, service, [.concerns, .reference, .language])
        #expect(out.status == .prepared && out.fields == [.reference, .language, .concerns] && out.sentAt == nil)
        #expect(out.packet?.text == "Our reference: \(out.reference)\nLanguage: en\nAsks for help with: Complex trauma\n")
        #expect(try await here.number("SELECT count(*) FROM referral_out WHERE encode(packet, 'escape') LIKE '%trauma%'") == 0)
        let twice = try await here.refusal { _ = try await here.prepare(id, service, [.name]) }
        #expect(twice == .outOpen)
        for role in [Role.frontDesk, .therapist, .worker] {
            #expect(try await here.refusal { _ = try await here.clinic.reader(as: role).referralOut(out.id) } == .outNotFound)
        }
        let sent = try await here.move(out.id, .sent, how: .fax)
        #expect(sent.status == .sent && sent.how == .fax && sent.sentAt != nil && sent.packet == out.packet)
        let ledger = try await here.clinic.act(as: .operator) { act in try await act.whoSaw(client.uuid, from: nil, until: nil) }
        #expect(ledger.contains { $0.action == "referral_out.sent" && $0.fields == "clinical" })
        let told: StaticString = """
            SELECT count(*) FROM audit WHERE action = 'referral_out.sent' AND details ->> 'fields' = 'reference language concerns'
               AND details ->> 'how' = 'fax' AND details ? 'consent'
            """
        #expect(try await here.number(told) == 1)
        let copy = try await here.clinic.act(as: .operator) { act in try await act.exportClient(client) }
        let words =
            copy.tables.first { $0.name == "referral_out" }?.rows.joined().compactMap(\.text).joined(separator: "\n") ?? ""
        #expect(words.contains("Asks for help with: Complex trauma"))
        await here.close()
    }

    @Test("nothing is prepared or sent on a consent that was revoked, and the database refuses it besides")
    func revoked() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let service = try await here.external()
        let client = try await here.clinic.reader(as: .intake).referral(id).referral.client
        try await here.consent(client)
        let out = try await here.prepare(id, service, [.reference])
        try await here.change("UPDATE consent SET revoked_at = now() WHERE kind = 'sharing'")
        #expect(try await here.refusal { _ = try await here.move(out.id, .sent) } == .noSharingConsent)
        #expect(try await here.clinic.reader(as: .intake).referralOut(out.id).status == .prepared)
        _ = try await here.move(out.id, .closed)
        #expect(try await here.refusal { _ = try await here.prepare(id, service, [.reference]) } == .noSharingConsent)
        await here.close()
    }

    @Test("is asked after on its day, and when they accept our own referral ends and gives back what it held")
    func answered() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let service = try await here.external()
        let client = try await here.clinic.reader(as: .intake).referral(id).referral.client
        try await here.consent(client)
        let out = try await here.prepare(id, service, [.reference])
        let early = try await here.refusal { _ = try await here.move(out.id, .accepted) }
        #expect(early == .outNotFrom(status: "prepared"))
        let sent = try await here.move(out.id, .sent)
        #expect(sent.checkOn != nil && !sent.isDue)
        let intake = here.clinic.reader(as: .intake)
        #expect(try await intake.referralsOut(onlyDue: true).isEmpty)
        try await here.change("UPDATE referral_out SET check_on = current_date - 2")
        #expect(try await intake.referralsOut(onlyDue: true).map(\.id) == [out.id])
        let proposal = try await here.propose(id)
        let accepted = try await here.move(out.id, .accepted)
        #expect(accepted.status == .accepted && !accepted.isDue)
        #expect(try await intake.referral(id).referral.standing.status == .revoked)
        #expect(try await intake.proposal(proposal.id).status == .withdrawn)
        #expect(try await here.number("SELECT count(*) FROM caseload_place WHERE status = 'held'") == 0)
        #expect(try await here.refusal { _ = try await here.prepare(id, service, [.name]) } == .closed)
        _ = try await here.move(out.id, .closed)
        #expect(try await intake.referralsOut().isEmpty)
        await here.close()
    }

    @Test("a service is known again by its name, an unknown concept is refused, and a retired one is offered no longer")
    func services() async throws {
        let here = try await ReferralClinic.open()
        let first = try await here.external()
        let again = try await here.clinic.act(as: .intake) { act in try await act.addExternalService(try ReferralClinic.facts()) }
        #expect(again == nil)
        let changed = try await here.clinic.act(as: .intake) { act in
            try await act.addExternalService(try ReferralClinic.facts(contact: "250-555-0199"))
        }
        #expect(changed?.id == first && changed?.isNew == false)
        let unknown = try await here.refusal {
            _ = try await here.clinic.act(as: .intake) { act in
                try await act.addExternalService(try ReferralClinic.facts(concepts: ["greif"]))
            }
        }
        #expect(unknown?.field == "/concepts")
        let reader = here.clinic.reader(as: .therapist)
        #expect(
            try await reader.externalServices(.init(concept: "grief", region: "kamloops", language: "fr")).map(\.id) == [first])
        #expect(try await reader.externalServices(.init(concept: "panic")).isEmpty)
        try await here.clinic.act(as: .lead) { act in try await act.retireExternalService(first) }
        #expect(try await reader.externalServices().isEmpty)
        #expect(try await reader.externalServices(.init(includingRetired: true)).map(\.isRetired) == [true])
        let desk = try await here.clinic.reader(as: .frontDesk).externalServices(.init(includingRetired: true))
        #expect(desk.isEmpty)
        await here.close()
    }

    @Test("a file of services keeps good rows and names bad ones by line and column")
    func file() throws {
        let csv = """
            name,kind,contact,region,concepts,languages,checked_on
            Riverbend,crisis,250-555-0142,Kamloops,grief;panic,en;fr,2026-11-20
            Nowhere,bakery,250-555-0143,Kamloops,,,2026-11-20
            Someday,peer,250-555-0144,Kamloops,,,2026-02-30
            ,peer,250-555-0145,Kamloops,,,2026-11-20
            """
        let file = ExternalServiceFile(Array(csv.utf8))
        #expect(file.rows.map(\.name) == ["Riverbend"] && file.rows.first?.concepts == ["grief", "panic"])
        #expect(file.rows.first?.languages == ["en", "fr"])
        #expect(file.problems.map { [$0.line, $0.column] } == [[3, 2], [4, 7], [5, 1]])
    }

    @Test("of every status, the table says what may follow, and what is closed stays closed")
    func table() {
        let allowed: [ReferralOutStatus: Set<ReferralOutStatus>] = [
            .prepared: [.sent, .closed], .sent: [.accepted, .declined, .noAnswer],
            .noAnswer: [.sent, .accepted, .declined, .closed], .accepted: [.closed], .declined: [.closed], .closed: [],
        ]
        for one in ReferralOutStatus.allCases {
            for other in ReferralOutStatus.allCases {
                #expect(one.next.contains(other) == allowed[one]?.contains(other), "\(one) \(other)")
            }
        }
    }

    @Test("a packet reads back as it was written, whatever its lines hold")
    func text() {
        for text in ["One: 1\n", "Label: a\n  b\n  \n  c: d\nOther: e\n"] {
            #expect(Packet(text: text).text == text)
        }
        #expect(Packet(text: "Label: a\n  b: c\n").lines == [Packet.Line(label: "Label", text: "a\nb: c")])
    }
}

extension ReferralClinic {
    static func facts(contact: String = "250-555-0142", concepts: [String] = ["grief"]) throws -> ExternalService.Facts {
        try ExternalService.Facts(
            name: "Riverbend", kind: .counselling, contact: contact, region: "Kamloops", concepts: concepts,
            languages: ["en", "fr"],
            checkedOn: try LocalDate("2026-11-20"))
    }

    func external() async throws -> ExternalService.ID {
        let added = try await clinic.act(as: .intake) { act in try await act.addExternalService(try Self.facts()) }
        guard let added else { throw ReferralRefusal.serviceNotFound }
        return added.id
    }

    func consent(_ client: Client.ID) async throws {
        try await change(
            "INSERT INTO consent (id, client_id, kind, basis, given_at) VALUES (gen_random_uuid(), $1, 'sharing', 'verbal', now())",
            client)
    }

    func prepare(_ id: Referral.ID, _ service: ExternalService.ID, _ fields: Set<PacketField>) async throws -> ReferralOut {
        try await clinic.act(as: .intake) { act in try await act.prepareReferralOut(id, to: service, fields: fields) }
    }

    func move(_ id: ReferralOut.ID, _ status: ReferralOutStatus, how: ReferralOut.Way? = nil) async throws -> ReferralOut {
        try await clinic.act(as: .intake) { act in try await act.moveReferralOut(id, to: status, how: how) }
    }
}
