internal import Access
internal import Appointments
internal import ArgumentParser
internal import Clinic
internal import Referrals
internal import Therapists

internal import struct Foundation.UUID

struct ProposalsWaiting: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "waiting", abstract: "List referrals that wait for the next proposal, longest waiting first.",
        discussion: """
            Their last proposal was declined, ran out, or the care did not last.

            Examples:
              attune proposals waiting
              attune proposals waiting --json
            """)
    @OptionGroup var options: ClinicOptions
    @Option(help: "How many at most, 1 to 200.") var limit = 50

    func run(in shell: Shell) async throws {
        let found = try await options.with(shell) { clinic in
            try await clinic.act("proposals.waiting") { [limit] act in
                let rows = try await act.endedProposals(limit: min(limit, 200))
                try await act.record("proposal.listed", clients: rows.map(\.proposal.client.uuid))
                return rows
            }
        }
        let rows = found.map {
            [
                $0.reference, $0.proposal.id.uuid.text, $0.proposal.status.rawValue, $0.proposal.declineCode?.rawValue ?? "",
                $0.endedAt.description,
            ]
        }
        let document = JSON.array(
            found.map {
                .object([
                    ("referral", .string($0.reference)), ("ended_at", .string($0.endedAt.description)),
                    ("proposal", $0.proposal.json),
                ])
            })
        options.print(Table(["referral", "proposal", "status", "code", "ended"], rows), json: document, in: shell)
    }
}

struct ProposalsNext: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "Propose whoever is next, after a no or when time ran out.",
        discussion: """
            Ranked anew, without those who were declined. --show changes nothing. Give
            --therapist as it showed, and nothing is proposed when somebody else comes
            first by now; exits with 5 then.

            Examples:
              attune proposals next 01890a5d-ac96-774b-bcce-b302099a8057 --show
              attune proposals next 01890a5d-ac96-774b-bcce-b302099a8057 --therapist amara-okafor
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "The proposal that is over.", transform: Arguments.id) var id: UUID
    @Flag(help: "Only show who is next.") var show = false
    @Option(help: "Whom you saw as the next: slug, reference or id.") var therapist: String?
    @Option(help: "The service that a first session is.") var service = "first_session"
    @Option(help: "Hours until it expires.") var hours = 72

    func validate() throws {
        if !(1...720).contains(hours) { throw ValidationError("--hours must be from 1 to 720.") }
    }

    func run(in shell: Shell) async throws {
        if show { return try await look(in: shell) }
        let proposal = try await options.with(shell) { clinic in
            try await clinic.act("proposals.next") { [id, therapist, service, hours, zones = clinic.zones] act in
                var seen: Therapist.ID?
                if let therapist { seen = try await act.therapistOrRefuse(therapist).id }
                return try await act.proposeNext(
                    after: Proposal.ID(id),
                    NextProposal(seen, service: try await act.serviceOrRefuse(service), answerWithin: .hours(hours)), zones: zones
                )
            }
        }
        options.print(proposal.table, json: proposal.json, in: shell)
    }

    private func look(in shell: Shell) async throws {
        let matches = try await options.with(shell) { clinic in
            try await clinic.act("proposals.next") { [id, service, zones = clinic.zones] act in
                let matches = try await act.nextInLine(
                    after: Proposal.ID(id), service: try await act.serviceOrRefuse(service), zones: zones)
                try await act.record("referral.matched", subject: id, client: matches.folder.referral.client.uuid)
                return matches
            }
        }
        let ranked = matches.ranking.matches(limit: 3)
        options.print(
            Table(
                ["rank", "therapist", "score", "first hour"],
                ranked.map {
                    [String($0.rank), matches.slug($0.therapist), String($0.score), $0.opening?.local.description ?? ""]
                }),
            json: .array(ranked.map(matches.json)), in: shell)
    }
}

struct ProposalsHours: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "hours", abstract: "Other hours that the same therapist has, for a client who asks.",
        discussion: """
            Examples:
              attune proposals hours 01890a5d-ac96-774b-bcce-b302099a8057
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Its id, from attune proposals list.", transform: Arguments.id) var id: UUID
    @Option(help: "How many at most, 1 to 50.") var limit = 20

    func run(in shell: Shell) async throws {
        let hours = try await options.with(shell) { clinic in
            try await clinic.act("proposals.hours") { [id, limit, zones = clinic.zones] act in
                let hours = try await act.otherHours(Proposal.ID(id), limit: limit, zones: zones)
                try await act.record("proposal.seen", subject: id, client: try await act.proposal(Proposal.ID(id)).client.uuid)
                return hours
            }
        }
        let rows = hours.map { [$0.local.description, $0.zone.name, $0.format.rawValue, $0.time.start.description] }
        let document = JSON.array(
            hours.map {
                .object([
                    ("start", .string($0.time.start.description)), ("local_start", .string($0.local.description)),
                    ("format", .string($0.format.rawValue)),
                ])
            })
        options.print(Table(["hour", "zone", "format", "start"], rows), json: document, in: shell)
    }
}

struct ProposalsMove: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Hold another hour of the same therapist, as the client asked.",
        discussion: """
            In one step; place, expiry and answers stay as they are.

            Examples:
              attune proposals move 01890a5d-ac96-774b-bcce-b302099a8057 --to 2027-03-02T10:00
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Its id, from attune proposals list.", transform: Arguments.id) var id: UUID
    @Option(help: "The hour, on the wall clock that was promised.", transform: Arguments.wallTime) var to: LocalDateTime
    @Option(help: "The version that you read; refused with 5 when it has changed.") var version: Int?

    func run(in shell: Shell) async throws {
        let proposal = try await options.with(shell) { clinic in
            try await clinic.act("proposals.move") { [id, to, version, zones = clinic.zones] act in
                try await act.moveHour(of: Proposal.ID(id), to: .wall(to), version: version, zones: zones).proposal
            }
        }
        options.print(proposal.table, json: proposal.json, in: shell)
    }
}
