import Access
import Clinic
import HTTPTypes
import Referrals
import Therapists

import struct Foundation.UUID

/// What somebody typed before they were told to look again: none of it is lost.
struct KeptWords: Sendable {
    var alert: String?
    /// Of the triage form: the outcome that was chosen, and the reason.
    var outcome = ""
    var reason = ""
    var intensity = ""
    /// Of the proposal: for whom, and why.
    var therapist: UUID?
    var override = ""
    /// Of a no to a proposal: whose, why as a code, and in words.
    var side = ""
    var code = ""
    var words = ""
    /// Of the consent to matching.
    var basis = ""
    var givenOn = ""
    var until = ""
}

extension Exchange {
    /// Claims, takes over or lets go, then back to where the button was.
    func claim(_ session: PageSession, _ fields: FormFields) async throws -> Reply {
        let id: Referral.ID = try pathID()
        let act = fields["act"], from = UUIDText.parse(fields["from"])
        let minutes = services.configuration.clinic.claimMinutes
        do {
            try await services.gate.act(session.credential, Policies.intake, request) { transaction in
                if act == "release" {
                    try await transaction.releaseReferral(id)
                } else {
                    _ = try await transaction.claimReferral(id, minutes: minutes, takingOverFrom: act == "take" ? from : nil)
                }
            }
        } catch let claimed as ClaimedByAnother {
            let kept = KeptWords(alert: "\(claimed.claim.name) is on this referral. Speak with them, or take it over openly.")
            return BoardPages.reply(WhyPage.html(try await whyView(id, session, kept)), .conflict)
        } catch let refusal as ReferralRefusal where refusal != .notFound {
            return try await again(id, session, KeptWords(), refusal)
        }
        return StaffPages.redirect(to: Self.back(fields["back"], id))
    }

    func triage(_ session: PageSession, _ fields: FormFields) async throws -> Reply {
        let id: Referral.ID = try pathID()
        let kept = KeptWords(outcome: fields["outcome"], reason: fields["reason"], intensity: fields["intensity"])
        do {
            let outcome: TriageDecision.Outcome
            switch fields["outcome"] {
            case "safety_hold": outcome = .safetyHold
            case "needs_information": outcome = .needsInformation
            case let word:
                guard let urgency = Urgency(rawValue: word) else { throw ReferralRefusal.urgencyMissing }
                outcome = .urgency(urgency)
            }
            let decision = try TriageDecision(
                outcome, reason: fields["reason"], intensity: Referral.Intensity(rawValue: fields["intensity"]))
            let version = try Self.version(fields)
            try await services.gate.act(session.credential, Policies.intake, request) { act in
                _ = try await act.triageReferral(id, decision, version: version)
            }
        } catch let refusal as ReferralRefusal where refusal != .notFound {
            return try await again(id, session, kept, refusal)
        }
        return StaffPages.redirect(to: "/staff/board/\(UUIDText.string(id.uuid))#therapists")
    }

    func propose(_ session: PageSession, _ fields: FormFields) async throws -> Reply {
        let id: Referral.ID = try pathID()
        guard let therapist = UUIDText.parse(fields["therapist"]) else { throw Problem.notFound }
        let kept = KeptWords(therapist: therapist, override: fields["reason"])
        let (settings, zones, team) = (services.configuration.clinic, services.zones, services.team)
        let reason = fields["reason"].isEmpty ? nil : fields["reason"]
        do {
            let version = try Self.version(fields)
            try await services.gate.act(session.credential, Policies.intake, request) { act in
                let service = try await settings.firstSession(nil, act)
                _ = try await act.propose(
                    NewProposal(referral: id, therapist: Therapist.ID(therapist), service: service, overrideReason: reason),
                    version: version, memory: team, zones: zones)
            }
        } catch let refusal as ReferralRefusal where refusal != .notFound {
            return try await again(id, session, kept, refusal)
        }
        return StaffPages.redirect(to: "/staff/board/\(UUIDText.string(id.uuid))#proposals")
    }

    /// The version that the form was made from: what was shown is what somebody decided on.
    static func version(_ fields: FormFields) throws(ReferralRefusal) -> Int {
        guard let version = Int(fields["version"]) else { throw .stale }
        return version
    }

    /// The same page as it is now, saying why not, with what was typed.
    func again(
        _ id: Referral.ID, _ session: PageSession, _ kept: KeptWords, _ refusal: any Refusal
    ) async throws -> Reply {
        var kept = kept
        kept.alert = refusal.message
        if refusal.kind == .stale {
            kept.alert = BoardPages.changedMeanwhile
        }
        return BoardPages.reply(WhyPage.html(try await whyView(id, session, kept)), Problem.status(of: refusal.kind))
    }

    /// A list's own address and nothing else: letters that an address of ours consists of.
    private static func back(_ asked: String, _ id: Referral.ID) -> String {
        let own = UUIDText.string(id.uuid)
        guard asked.hasPrefix("list") else { return "/staff/board/\(own)" }
        let query = asked.dropFirst(4)
        let isOurs =
            query.utf8.count <= 400
            && query.dropFirst().utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "="),
                    UInt8(ascii: "&"):
                    true
                default: false
                }
            } && (query.isEmpty || query.first == "?")
        return "/staff/board" + (isOurs ? query : "")
    }
}
