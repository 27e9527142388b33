import Access
import Appointments
import Clinic
import HTTPTypes
import Referrals
import Therapists

/// A therapist's own page: what waits for her answer. The same policy, functions and audit rows as below `/v1/proposals`.
extension RouteTable {
    static var proposalPages: [Route] {
        [
            Route(
                method: .get, path: "/staff/proposals", operation: "seeProposals", tag: "staff",
                summary: "What is proposed to her",
                notes: "For a therapist. The look is recorded.", door: .cookie, answers: BoardDoor.looks,
                problems: BoardDoor.refusals
            ) { exchange in
                try await exchange.onProposals { session, _ in
                    BoardPages.reply(ProposalsPage.html(try await exchange.proposalsView(session)))
                }
            },
            Route(
                method: .post, path: "/staff/proposals/{id}", operation: "answerOwnByForm", tag: "staff",
                summary: "Her yes or no",
                door: .cookie, parameters: [BoardDoor.id("The proposal's id.")], body: BoardDoor.form,
                answers: BoardDoor.decisions,
                problems: BoardDoor.refusals
            ) { exchange in
                try await exchange.onProposals { session, fields in try await exchange.answerOwn(session, fields) }
            },
        ]
    }
}

extension Exchange {
    fileprivate func onProposals(_ body: (PageSession, FormFields) async throws -> Reply) async throws -> Reply {
        try await onPage(
            whose: "This page is a therapist's own.", home: (path: "/staff/proposals", words: "To your proposals"), body)
    }

    fileprivate func proposalsView(
        _ session: PageSession, alert: String? = nil, about: Proposal.ID? = nil, _ kept: KeptWords = KeptWords()
    ) async throws -> ProposalsPage.View {
        let zones = services.zones
        let zone = try zones.rules(services.configuration.clinic.zone)
        return try await services.gate.act(session.credential, Policies.answerProposals, request) { act in
            guard let therapist = try await act.actor.therapist.map({ Therapist.ID($0) }) else { throw Problem.notAllowed }
            let open = try await act.openProposals(of: therapist)
            try await act.record("proposal.listed", clients: open.map(\.client.uuid))
            var rows: [ProposalsPage.Row] = []
            for proposal in open {
                let folder = try await act.referral(proposal.referral)
                try await act.record("referral.read", subject: proposal.referral.uuid, client: proposal.client.uuid)
                rows.append(
                    ProposalsPage.Row(
                        proposal: proposal, folder: folder,
                        hour: HeldHour(appointment: try await act.appointment(proposal.appointment), others: [])))
            }
            let vocabulary = try await act.vocabulary()
            return ProposalsPage.View(
                rows: rows, zone: zone, formToken: session.formToken, alert: alert, about: about, kept: kept,
                label: { code in vocabulary[code]?.labelEnglish ?? code })
        }
    }

    fileprivate func answerOwn(_ session: PageSession, _ fields: FormFields) async throws -> Reply {
        let id: Proposal.ID = try pathID()
        let kept = KeptWords(code: fields["code"], words: fields["words"])
        let zones = services.zones
        do {
            let version = try Self.version(fields)
            try await services.gate.act(session.credential, Policies.answerProposals, request) { act in
                guard try await act.actor.therapist != nil else { throw Problem.notAllowed }
                switch fields["act"] {
                case "accept": _ = try await act.acceptByTherapist(id, version: version, zones: zones)
                case "decline": _ = try await act.declineProposal(id, try fields.decline, version: version)
                default: throw Problem.notFound
                }
            }
        } catch let refusal as ReferralRefusal where refusal.kind != .notFound {
            let alert =
                refusal.kind == .stale
                ? BoardPages.changedMeanwhile
                : refusal.message
            let view = try await proposalsView(session, alert: alert, about: id, kept)
            return BoardPages.reply(ProposalsPage.html(view), Problem.status(of: refusal.kind))
        }
        return StaffPages.redirect(to: "/staff/proposals")
    }
}
