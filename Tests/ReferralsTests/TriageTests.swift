import Clinic
import Testing
import Therapists

@testable import Referrals

@Suite("Triage and safety")
struct TriageTests {
    @Test("nothing flagged can be ranked, whatever else is true of it")
    func flagged() {
        for status in ReferralStatus.allCases {
            for urgency in [nil, .urgent, .soon, .routine] as [Urgency?] {
                for consent in [true, false] {
                    let standing = ReferralStanding(status: status, safetyHold: true, urgency: urgency, matchingConsent: consent)
                    #expect(throws: ReferralRefusal.onSafetyHold) {
                        try MatchNeed(
                            referral: Invented.referral, standing: standing, concerns: [], jurisdiction: "CA-BC",
                            clientKind: "adult")
                    }
                }
            }
        }
    }

    @Test("only an active, triaged, consented referral can be ranked")
    func rankable() {
        var rankable = 0
        for status in ReferralStatus.allCases {
            for hold in [true, false] {
                for urgency in [nil, .urgent, .soon, .routine] as [Urgency?] {
                    for consent in [true, false] {
                        let standing = ReferralStanding(
                            status: status, safetyHold: hold, urgency: urgency, matchingConsent: consent)
                        if standing.isRankable {
                            rankable += 1
                            #expect(status == .active && !hold && urgency != nil && consent)
                        }
                    }
                }
            }
        }
        #expect(rankable == 3)
    }

    @Test("any flag makes an arriving referral a safety hold, and only a triage that names an urgency lifts it")
    func lifting() throws {
        let held = ReferralStanding.arrived(flags: [.words], matchingConsent: true)
        #expect(held.status == .onHold && held.safetyHold)
        let asked = try held.after(TriageDecision(.needsInformation, reason: "Called, no answer"))
        #expect(asked.safetyHold)
        let lifted = try asked.after(TriageDecision(.urgency(.urgent), reason: "Spoke with them; safe, wants to start"))
        #expect(lifted == ReferralStanding(status: .active, safetyHold: false, urgency: .urgent, matchingConsent: true))
        let again = try lifted.after(TriageDecision(.safetyHold, reason: "New message from the GP"))
        #expect(again.safetyHold && again.status == .onHold)
    }

    @Test("what is closed stays closed, and a decision without a reason is none")
    func closed() throws {
        for status in [ReferralStatus.revoked, .completed] {
            let standing = ReferralStanding(status: status, safetyHold: false, urgency: .soon, matchingConsent: true)
            #expect(throws: ReferralRefusal.closed) { try standing.after(TriageDecision(.urgency(.soon), reason: "again")) }
        }
        #expect(throws: ReferralRefusal.reasonMissing) { try TriageDecision(.urgency(.soon), reason: "  a ") }
    }

    @Test("the table of moves is this one and no other")
    func moves() {
        let allowed = ReferralStatus.allCases.flatMap { from in from.next.map { "\(from.rawValue)>\($0.rawValue)" } }
        #expect(
            allowed == [
                "draft>active", "draft>on-hold", "draft>revoked", "active>active", "active>on-hold", "active>revoked",
                "active>completed",
                "on-hold>active", "on-hold>on-hold", "on-hold>revoked",
            ])
    }

    @Test(
        "a safety cell that is not plainly no is a flag",
        arguments: ["yes", "x", "?", "maybe", "see letter", "NO!", "unknown", "ja"])
    func unclearCell(cell: String) { #expect(SafetyFlag.inCell(cell) == .ticked) }

    @Test("a plain no is none", arguments: ["no", " No ", "", "none", "0", "false", "non", "N/A"])
    func plainNo(cell: String) { #expect(SafetyFlag.inCell(cell) == nil) }

    @Test(
        "words that name danger raise a flag, even denied ones",
        arguments: [
            "I want to die", "SUICIDAL thoughts", "no suicidal ideation", "self-harm since spring", "He threatened to kill me",
            "envie de mourir",
        ])
    func danger(text: String) { #expect(SafetyFlag.inText(text) == .words) }

    @Test(
        "ordinary distress raises none",
        arguments: ["I cannot sleep", "my mom died", "the skill of listening", "I killed it at work once"])
    func ordinary(text: String) { #expect(SafetyFlag.inText(text) == nil) }

    @Test("target waits are 7, 14 and 42 days")
    func targets() {
        #expect(Urgency.allCases.map { WaitTargets.standard[$0.level] } == [168, 336, 1008])
        #expect(WaitTargets.standard[.safety] == 4 && WaitTargets.standard[.untriaged] == 48)
    }

    @Test("a proposal moves by this table and no other: the client only after the therapist, and what has ended stays so")
    func proposals() {
        let moves = ProposalStatus.allCases.flatMap { from in
            ProposalStatus.Event.allCases.compactMap { event in
                from.after(event).map { "\(from.rawValue) \(event) \($0.rawValue)" }
            }
        }
        #expect(
            moves == [
                "proposed therapistAccepts therapist-accepted", "proposed decline declined", "proposed expire expired",
                "proposed withdraw withdrawn", "therapist-accepted clientAccepts accepted", "therapist-accepted decline declined",
                "therapist-accepted expire expired", "therapist-accepted withdraw withdrawn",
            ])
        #expect(throws: ReferralRefusal.proposalExpired) { try ProposalStatus.expired.requireAfter(.clientAccepts) }
        #expect(throws: ReferralRefusal.proposalEnded(status: "declined")) {
            try ProposalStatus.declined.requireAfter(.therapistAccepts)
        }
    }
}
