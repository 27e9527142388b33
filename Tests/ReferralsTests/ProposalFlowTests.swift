import Access
import Appointments
import Clinic
import Database
import TestKit
import Testing
import Therapists

@testable import Referrals

@Suite("What follows an answer, on a real server")
struct ProposalFlowTests {
    @Test("a no, or time that ran out, shows who is next at once, and one act proposes her; nobody does it by itself")
    func next() async throws {
        let here = try await ReferralClinic.open()
        let zones = here.zones
        let id = try await here.triaged()
        let first = try await here.propose(id, reason: nil)
        #expect(first.therapist == ReferralClinic.amara)
        let early = try await here.refusal { _ = try await here.next(first.id) }
        #expect(early == .stillOpen)
        _ = try await here.clinic.act(as: .therapist) { act in
            try await act.declineProposal(first.id, ProposalDecline(.caseload))
        }
        let waiting = try await here.clinic.reader(as: .intake).endedProposals()
        #expect(waiting.map(\.proposal.id) == [first.id] && waiting.first?.proposal.declineCode == .caseload)
        let shown = try await here.clinic.reader(as: .intake).nextInLine(
            after: first.id, service: ReferralClinic.service, zones: zones)
        #expect(shown.ranking.matches().map(\.therapist) == [ReferralClinic.tomasz])
        #expect(try await here.number("SELECT count(*) FROM proposal") == 1)
        let changed = try await here.refusal { _ = try await here.next(first.id, ReferralClinic.amara) }
        #expect(changed == .nextChanged)
        let notHers = try await here.refusal {
            _ = try await here.clinic.act(as: .therapist) { act in
                try await act.proposeNext(after: first.id, NextProposal(service: ReferralClinic.service), zones: zones)
            }
        }
        #expect(notHers == .notByThisRole)
        let second = try await here.next(first.id, ReferralClinic.tomasz)
        #expect(second.therapist == ReferralClinic.tomasz && second.status == .proposed && second.overrideReason == nil)
        #expect(try await here.clinic.reader(as: .intake).endedProposals().isEmpty)
        let twice = try await here.refusal { _ = try await here.next(first.id) }
        #expect(twice == .alreadyProposed)
        _ = try await here.clinic.act(as: .intake) { act in
            try await act.declineProposal(second.id, ProposalDecline(.other, by: .client))
        }
        let nobody = try await here.refusal { _ = try await here.next(second.id) }
        #expect(nobody == .nobodyLeft)
        await here.close()
    }

    @Test("what ran out unseen is over by the database's clock; what was taken back is not next in line")
    func ranOut() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let first = try await here.propose(id)
        try await here.runOut()
        #expect(try await here.clinic.reader(as: .intake).endedProposals().map(\.proposal.id) == [first.id])
        let second = try await here.next(first.id)
        #expect(second.therapist == ReferralClinic.amara)
        #expect(try await here.clinic.reader(as: .intake).proposal(first.id).status == .expired)
        _ = try await here.clinic.act(as: .intake) { act in try await act.withdrawProposal(second.id) }
        #expect(try await here.clinic.reader(as: .intake).endedProposals().isEmpty)
        let back = try await here.refusal { _ = try await here.next(second.id) }
        #expect(back == .proposalEnded(status: "withdrawn"))
        await here.close()
    }

    @Test("a relation reads to intake exactly as a full caseload does: same code, same words, same record, same rank afterwards")
    func relation() async throws {
        var told: [[String]] = []
        for code in [DeclineCode.relation, .caseload] {
            let here = try await ReferralClinic.open()
            let id = try await here.triaged()
            let proposal = try await here.propose(id)
            let hers = try await here.clinic.act(as: .therapist) { act in
                try await act.declineProposal(
                    proposal.id, ProposalDecline(code, words: code == .relation ? "I see her former husband" : nil))
            }
            #expect(hers.declineCode == code)
            let seen = try await here.clinic.reader(as: .intake).proposal(proposal.id)
            let folder = try await here.clinic.reader(as: .intake).referral(id)
            let waiting = try await here.clinic.reader(as: .intake).endedProposals()
            let audit = try await here.clinic.act(as: .operator) { act in
                try await act.record("test.read")
                return try await act.query(Self.details()).values(String.self)
            }
            let exclusion = try await here.matches(id).ranking.exclusion(of: ReferralClinic.amara)
            told.append(
                [seen, folder.proposals[0], waiting[0].proposal].map { "\($0.declineCode as Any) \($0.declineReason as Any)" }
                    + audit + ["\(exclusion?.all as Any) \(exclusion?.texts as Any)"])
            for role in [Role.lead, .operator] {
                let known = try await here.clinic.reader(as: role).proposal(proposal.id)
                #expect(known.declineCode == code && (known.declineReason == nil) == (code == .caseload))
            }
            // Not the database either, but in what is sealed.
            #expect(
                try await here.number(
                    "SELECT count(*) FROM proposal WHERE decline_code = 'caseload' AND decline_sealed IS NOT NULL") == 1)
            #expect(try await here.number("SELECT count(*) FROM proposal WHERE decline_reason IS NULL") == 1)
            await here.close()
        }
        #expect(told[0] == told[1] && told[0].count >= 5)
    }

    @Test("a client's no needs no reason, which she never hears; a therapist's other needs words")
    func clients() async throws {
        let here = try await ReferralClinic.open()
        let zones = here.zones
        let id = try await here.triaged()
        let proposal = try await here.propose(id)
        _ = try await here.clinic.act(as: .therapist) { act in try await act.acceptByTherapist(proposal.id, zones: zones) }
        let told = try await here.refusal {
            _ = try await here.clinic.act(as: .therapist) { act in
                try await act.declineProposal(proposal.id, ProposalDecline(.fit, by: .client))
            }
        }
        #expect(told == .notByThisRole)
        let wrong = try await here.refusal {
            _ = try await here.clinic.act(as: .intake) { act in
                try await act.declineProposal(proposal.id, ProposalDecline(.relation))
            }
        }
        #expect(wrong?.code == "referral.invalid")
        let wordless = try await here.refusal {
            _ = try await here.clinic.act(as: .therapist) { act in try await act.declineProposal(proposal.id, ProposalDecline()) }
        }
        #expect(wordless == .reasonMissing)
        let no = try await here.clinic.act(as: .intake) { act in
            try await act.declineProposal(proposal.id, ProposalDecline(.fit, words: "She reminded me of somebody"))
        }
        #expect(no.declinedBy == .client && no.declineCode == .fit && no.declineReason == "She reminded me of somebody")
        let hers = try await here.clinic.reader(as: .therapist).proposal(proposal.id)
        #expect(hers.status == .declined && hers.declineCode == nil && hers.declineReason == nil)
        await here.close()
    }

    @Test("another hour: the same therapist's openings are shown, and the hold moves in one step, or not at all")
    func hour() async throws {
        let here = try await ReferralClinic.open()
        let zones = here.zones
        try await here.change("UPDATE service SET notice_hours = 120")
        let id = try await here.triaged()
        let proposal = try await here.propose(id)
        _ = try await here.clinic.act(as: .therapist) { act in try await act.acceptByTherapist(proposal.id, zones: zones) }
        let hours = try await here.clinic.reader(as: .intake).otherHours(proposal.id, limit: 6, zones: zones)
        let before = try #require(await here.clinic.reader(as: .intake).appointment(proposal.appointment))
        #expect(
            hours.count == 6 && hours.allSatisfy { $0.therapist == ReferralClinic.amara && $0.time.start >= proposal.expiresAt })
        #expect(!hours.contains { $0.time.start == before.time.start })
        let wanted = hours[3].time.start
        let moved = try await here.clinic.act(as: .intake) { act in
            try await act.moveHour(of: proposal.id, to: .instant(wanted), zones: zones)
        }
        #expect(
            moved.appointment.id == before.id && moved.appointment.time.start == wanted && moved.appointment.status == .proposed)
        #expect(moved.proposal.status == .therapistAccepted && moved.proposal.expiresAt == proposal.expiresAt)
        // Whoever saw the old hour accepts nothing.
        let stale = try await here.refusal {
            _ = try await here.clinic.act(as: .intake) { act in
                try await act.acceptByClient(proposal.id, version: moved.proposal.version - 1, zones: zones)
            }
        }
        #expect(stale == .stale)
        #expect(try await here.number("SELECT count(*) FROM appointment WHERE status = 'proposed'") == 1)
        #expect(try await here.number("SELECT count(*) FROM message WHERE about_id = $1 AND status = 'queued'", proposal.id) == 1)
        let closed = try await here.refusal {
            _ = try await here.clinic.act(as: .intake) { act in
                try await act.moveHour(of: proposal.id, to: .instant(wanted + .hours(12)), zones: zones)
            }
        }
        #expect(closed == .notAvailable)
        let done = try await here.clinic.act(as: .intake) { act in try await act.acceptByClient(proposal.id, zones: zones) }
        #expect(done.appointment.time.start == wanted)
        let over = try await here.refusal {
            _ = try await here.clinic.act(as: .intake) { act in
                try await act.moveHour(of: proposal.id, to: .instant(before.time.start), zones: zones)
            }
        }
        #expect(over == .proposalEnded(status: "accepted"))
        await here.close()
    }

    @Test("every code and side of a no is stored and told as its table says")
    func codes() throws {
        for code in DeclineCode.allCases {
            for side in ProposalSide.allCases {
                let decline = ProposalDecline(code, words: "In words", by: side)
                guard side == .therapist || DeclineCode.clients.contains(code) else {
                    #expect(throws: ReferralRefusal.self) { try decline.checked(by: side) }
                    continue
                }
                let checked = try decline.checked(by: side)
                #expect(checked.code.told != .relation && (checked.toldWords == nil) == (code == .relation))
                #expect((checked.truth == nil) == (side == .client))
                if let truth = checked.truth {
                    let said = try #require(CheckedDecline.parse(truth))
                    #expect(said.code == code && said.words == "In words")
                }
            }
        }
        #expect(CheckedDecline.parse("fit\n").map { $0.words == nil } == true)
        #expect(CheckedDecline.parse("nothing") == nil)
    }

    @Test("of every status and every event, the table says what follows, and nothing follows what has ended")
    func table() {
        typealias Status = ProposalStatus
        let moves: [Status: [Status.Event: Status]] = [
            .proposed: [
                .therapistAccepts: .therapistAccepted, .decline: .declined, .expire: .expired, .withdraw: .withdrawn,
            ],
            .therapistAccepted: [.clientAccepts: .accepted, .decline: .declined, .expire: .expired, .withdraw: .withdrawn],
        ]
        for status in Status.allCases {
            for event in Status.Event.allCases {
                #expect(status.after(event) == moves[status]?[event], "\(status) \(event)")
            }
            #expect(status.isOpen == (moves[status] != nil))
        }
    }

    private static let details = Statement(
        "ProposalFlowTests/details", sent: .lease,
        "SELECT action || ' ' || (details - 'operator')::text FROM audit WHERE action LIKE 'proposal.declined%' ORDER BY id")
}
