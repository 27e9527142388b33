internal import Access
internal import ArgumentParser
internal import Clinic
internal import Referrals
internal import Therapists

internal import struct Foundation.UUID

/// `attune proposals …`: what was proposed, and the answers.
struct ProposalsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proposals", abstract: "Answers to what was proposed; attune referrals propose makes one.",
        discussion: """
            The therapist answers first, then the client; her yes and the client's yes
            book the first session.

            Examples:
              attune proposals list R-2041
              attune proposals accept 01890a5d-ac96-774b-bcce-b302099a8057 --by therapist
              attune proposals accept 01890a5d-ac96-774b-bcce-b302099a8057 --by client
              attune proposals decline 01890a5d-ac96-774b-bcce-b302099a8057 --code hours
              attune proposals waiting
              attune proposals next 01890a5d-ac96-774b-bcce-b302099a8057
            """,
        subcommands: [
            ProposalsList.self, ProposalsShow.self, ProposalsAccept.self, ProposalsDecline.self, ProposalsWithdraw.self,
            ProposalsWaiting.self, ProposalsNext.self, ProposalsHours.self, ProposalsMove.self,
        ])
}

struct ProposalsList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the proposals of one referral, or what waits for one therapist.",
        discussion: """
            Of a referral all of them, the latest first; of a therapist those that wait for
            her answer or her client's, the one that ends first at the top.

            Examples:
              attune proposals list R-2041
              attune proposals list --therapist amara-okafor
              attune proposals list R-2041 --json
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "The referral: reference (R-2041), the referrer's number, or id.") var referral: String?
    @Option(help: "Instead: what waits for her; slug, reference or id.") var therapist: String?

    func validate() throws {
        if (referral == nil) == (therapist == nil) {
            throw ValidationError("Name a referral (R-2041) or --therapist, one of the two.")
        }
    }

    func run(in shell: Shell) async throws {
        let found = try await options.with(shell) { clinic in
            try await clinic.act("proposals.list") { [referral, therapist] act in
                if let therapist {
                    let open = try await act.openProposals(of: try await act.therapistOrRefuse(therapist).id)
                    try await act.record("proposal.listed", clients: open.map(\.client.uuid))
                    return open
                }
                let folder = try await act.referral(try await act.referralOrRefuse(referral ?? ""))
                try await act.record(
                    "proposal.listed", subject: folder.referral.id.uuid, client: folder.referral.client.uuid)
                return folder.proposals
            }
        }
        let rows = found.map {
            [$0.id.uuid.text, $0.status.rawValue, String($0.score), $0.expiresAt.description, $0.therapist.uuid.text]
        }
        options.print(
            Table(["proposal", "status", "score", "expires", "therapist"], rows), json: .array(found.map(\.json)), in: shell)
    }
}

struct ProposalsShow: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one proposal.",
        discussion: """
            Examples:
              attune proposals show 01890a5d-ac96-774b-bcce-b302099a8057
              attune proposals show 01890a5d-ac96-774b-bcce-b302099a8057 --json
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Its id, from attune proposals list.", transform: Arguments.id) var id: UUID

    func run(in shell: Shell) async throws {
        let proposal = try await options.with(shell) { clinic in
            try await clinic.act("proposals.show") { [id] act in
                let proposal = try await act.proposal(Proposal.ID(id))
                try await act.record("proposal.seen", subject: id, client: proposal.client.uuid)
                return proposal
            }
        }
        options.print(proposal.table, json: proposal.json, in: shell)
    }
}

struct ProposalsAccept: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept", abstract: "Record a yes: the therapist's, then the client's.",
        discussion: """
            The client's yes books the held hour and begins the care. Exits with 5 when
            the proposal has ended, or the other answer must come first.

            Examples:
              attune proposals accept 01890a5d-ac96-774b-bcce-b302099a8057 --by therapist
              attune proposals accept 01890a5d-ac96-774b-bcce-b302099a8057 --by client --json
            """)
    enum Side: String, CaseIterable, ExpressibleByArgument { case therapist, client }

    @OptionGroup var options: ClinicOptions
    @Argument(help: "Its id, from attune proposals list.", transform: Arguments.id) var id: UUID
    @Option(help: "Whose yes it is: therapist or client.") var by: Side
    @Option(help: "The version that you read; refused with 5 when it has changed.") var version: Int?

    func run(in shell: Shell) async throws {
        let proposal = try await options.with(shell) { clinic in
            try await clinic.act("proposals.accept") { [id, by, version, zones = clinic.zones] act in
                switch by {
                case .therapist: try await act.acceptByTherapist(Proposal.ID(id), version: version, zones: zones)
                case .client: try await act.acceptByClient(Proposal.ID(id), version: version, zones: zones).proposal
                }
            }
        }
        options.print(proposal.table, json: proposal.json, in: shell)
    }
}

struct ProposalsDecline: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "decline", abstract: "Record a no: place and hour are free at once.",
        discussion: """
            This therapist is not offered for this referral again, whoever said it; why
            a client did, she never hears. A relation is told as a full caseload.

            Examples:
              attune proposals decline 01890a5d-ac96-774b-bcce-b302099a8057 --code caseload
              attune proposals decline 01890a5d-ac96-774b-bcce-b302099a8057 --by client --reason "Prefers mornings"
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Its id, from attune proposals list.", transform: Arguments.id) var id: UUID
    @Option(help: "Whose no: therapist or client. Theirs whose answer is due, where not given.") var by: ProposalsAccept.Side?
    @Option(help: "caseload, fit, hours, relation or other; a client's is fit, hours or other.", transform: Arguments.word)
    var code: DeclineCode = .other
    @Option(help: "In words, 3 to 2000 characters; needed with a therapist's other.") var reason: String?
    @Option(help: "The version that you read; refused with 5 when it has changed.") var version: Int?

    func run(in shell: Shell) async throws {
        let proposal = try await options.with(shell) { clinic in
            try await clinic.act("proposals.decline") { [id, by, code, reason, version] act in
                try await act.declineProposal(
                    Proposal.ID(id), ProposalDecline(code, words: reason, by: by.flatMap { ProposalSide(rawValue: $0.rawValue) }),
                    version: version)
            }
        }
        options.print(proposal.table, json: proposal.json, in: shell)
    }
}

struct ProposalsWithdraw: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Take a proposal back: the therapist may be proposed again.",
        discussion: """
            Examples:
              attune proposals withdraw 01890a5d-ac96-774b-bcce-b302099a8057
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Its id, from attune proposals list.", transform: Arguments.id) var id: UUID
    @Option(help: "The version that you read; refused with 5 when it has changed.") var version: Int?

    func run(in shell: Shell) async throws {
        let proposal = try await options.with(shell) { clinic in
            try await clinic.act("proposals.withdraw") { [id, version] act in
                try await act.withdrawProposal(Proposal.ID(id), version: version)
            }
        }
        options.print(proposal.table, json: proposal.json, in: shell)
    }
}

extension Proposal {
    var table: Table {
        Table(
            ["field", "value"],
            [
                ["proposal", id.uuid.text], ["status", status.rawValue], ["referral", referral.uuid.text],
                ["therapist", therapist.uuid.text], ["appointment", appointment.uuid.text], ["score", String(score)],
                ["expires", expiresAt.description], ["version", String(version)],
            ] + (declineCode.map { [["declined", "\(declinedBy?.rawValue ?? ""): \($0.rawValue)"]] } ?? []))
    }

    var json: JSON {
        .object([
            ("declined_by", .text(declinedBy?.rawValue)), ("decline_code", .text(declineCode?.rawValue)),
            ("proposal", .string(id.uuid.text)), ("status", .string(status.rawValue)), ("referral", .string(referral.uuid.text)),
            ("therapist", .string(therapist.uuid.text)), ("appointment", .string(appointment.uuid.text)), ("score", .int(score)),
            ("expires", .string(expiresAt.description)), ("version", .int(version)),
        ])
    }
}
