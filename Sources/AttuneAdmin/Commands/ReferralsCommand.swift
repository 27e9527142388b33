internal import Access
internal import Appointments
internal import ArgumentParser
internal import Clients
internal import Clinic
internal import Referrals
internal import Therapists

/// `attune referrals …`: from arrival to a first session.
struct ReferralsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "referrals", abstract: "Requests that somebody be seen: board, add, import, triage, matches, propose.",
        discussion: """
            Examples:
              attune referrals board
              attune referrals add < referral.txt
              attune referrals import referrals.csv
              attune referrals triage R-2041 --urgency soon --reason "Seen by phone"
              attune referrals consent R-2041 --basis verbal
              attune referrals matches R-2041
              attune referrals propose R-2041 --therapist amara-okafor
              attune referrals replay 01890a5d-ac96-774b-bcce-b302099a8057
            """,
        subcommands: [
            ReferralsBoard.self, ReferralsList.self, ReferralsShow.self, ReferralsAdd.self, ReferralsImport.self,
            ReferralsTriage.self, ReferralsConsent.self, ReferralsMatches.self, ReferralsPropose.self, ReferralsReplay.self,
            ReferralsScore.self,
            ReferralsScores.self, ReferralsSafety.self, ReferralsTargets.self, ReferralsClaim.self, ReferralsRelease.self,
            ReferralsRematch.self, ReferralsOutCommand.self, ReferralsClose.self, ReferralsOutcomes.self,
        ], defaultSubcommand: ReferralsList.self)
}

struct ReferralsList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The triage board: safety holds first, then the most overdue.",
        discussion: """
            Examples:
              attune referrals list
              attune referrals list --json
            """)
    @OptionGroup var options: ClinicOptions
    @Option(help: "How many at most, 1 to 200.") var limit = 100
    @Flag(help: "Show names. On record.") var reveal = false

    func run(in shell: Shell) async throws {
        let (rows, now, rules) = try await options.with(shell) { clinic in
            let rules = try clinic.clinicRules()
            return try await clinic.act("referrals.list") { [limit, reveal] act in
                let rows = try await act.referralBoard(limit: limit)
                try await act.record(
                    "referral.listed", clients: rows.map(\.referral.client.uuid), details: ["revealed": String(reveal)])
                return (rows, try await act.now, rules)
            }
        }
        let table = Table(
            ["referral", "client", "name", "status", "urgency", "due", "wait", "flag", "on it"],
            rows.map { row in
                let standing = row.referral.standing
                return [
                    row.referral.reference, row.clientReference, Mask.name(row.clientName, revealed: reveal),
                    standing.status.rawValue,
                    standing.urgency?.rawValue ?? "–",
                    rules.local(of: row.due).date.description + (row.isOverdue(at: now) ? " overdue" : ""),
                    row.wait(at: now).words,
                    standing.safetyHold ? "SAFETY HOLD" : "", row.claim?.text ?? "",
                ]
            })
        let document = JSON.array(
            rows.map { row in
                .object([
                    ("id", .string(row.referral.id.uuid.text)), ("reference", .string(row.referral.reference)),
                    ("client", .string(row.clientReference)), ("name", .string(Mask.name(row.clientName, revealed: reveal))),
                    ("status", .string(row.referral.standing.status.rawValue)),
                    ("urgency", .text(row.referral.standing.urgency?.rawValue)),
                    ("safety_hold", .bool(row.referral.standing.safetyHold)), ("due", .string(row.due.description)),
                    ("due_on", .string(rules.local(of: row.due).date.description)), ("wait", .string(row.wait(at: now).code)),
                    ("wait_words", .string(row.wait(at: now).words)), ("age_days", .int(row.wait(at: now).ageDays)),
                    ("target_hours", .int(row.targetHours)),
                    ("claim", row.claim?.json ?? .null),
                ])
            })
        options.print(table, json: document, in: shell)
    }
}

struct ReferralsShow: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one referral: what is asked for, what was decided.",
        discussion: """
            The client's own words are shown only with --reveal.

            Examples:
              attune referrals show R-2041
              attune referrals show R-2041 --reveal
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (R-2041), the referrer's number, or id.") var name: String
    @Flag(help: "Show the name and the narrative. On record.") var reveal = false

    func run(in shell: Shell) async throws {
        let (folder, now) = try await options.with(shell) { clinic in
            try await clinic.act("referrals.show") { [name, reveal] act in
                let folder = try await act.referral(try await act.referralOrRefuse(name))
                try await act.record(
                    "referral.seen", subject: folder.referral.id.uuid, client: folder.referral.client.uuid,
                    details: ["revealed": String(reveal)])
                return (folder, try await act.now)
            }
        }
        let standing = folder.referral.standing
        var rows = [
            ["referral", folder.referral.reference], ["id", folder.referral.id.uuid.text], ["client", folder.clientReference],
            ["name", Mask.name(folder.clientName, revealed: reveal)], ["status", standing.status.rawValue],
            ["urgency", standing.urgency?.rawValue ?? "not triaged"], ["safety hold", standing.safetyHold ? "yes" : "no"],
            ["wait", folder.wait(at: now).words], ["agreed to matching", standing.matchingConsent ? "yes" : "no"],
        ]
        rows += folder.concerns.map { ["concern", $0.concept] }
        rows += folder.needs.map { [$0.strength.rawValue, "\($0.kind.rawValue)=\($0.value)"] }
        rows += folder.doubts.map { ["to settle", "\($0.field): \($0.message)"] }
        rows += folder.triages.map { ["triage", "\($0.decidedAt): \($0.urgency?.rawValue ?? "hold") by \($0.decidedAs)"] }
        rows += folder.proposals.map { ["proposal", "\($0.id.uuid.text) \($0.status.rawValue)"] }
        if reveal, let narrative = folder.narrative { rows.append(["narrative", narrative]) }
        let document = JSON.object([
            ("id", .string(folder.referral.id.uuid.text)), ("reference", .string(folder.referral.reference)),
            ("client", .string(folder.clientReference)), ("status", .string(standing.status.rawValue)),
            ("urgency", .text(standing.urgency?.rawValue)), ("safety_hold", .bool(standing.safetyHold)),
            ("matching_consent", .bool(standing.matchingConsent)), ("consent_basis", .text(folder.consent?.basis.rawValue)),
            ("concerns", .array(folder.concerns.map { .string($0.concept) })),
            (
                "needs",
                .array(
                    folder.needs.map {
                        .object([
                            ("strength", .string($0.strength.rawValue)), ("kind", .string($0.kind.rawValue)),
                            ("value", .string($0.value)),
                        ])
                    })
            ),
            (
                "proposals",
                .array(
                    folder.proposals.map { .object([("id", .string($0.id.uuid.text)), ("status", .string($0.status.rawValue))]) })
            ),
            ("version", .int(folder.referral.version)),
        ])
        options.print(Table(["field", "value"], rows), json: document, in: shell)
    }
}

struct ReferralsTriage: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "triage", abstract: "Record what a person decided about a referral.",
        discussion: """
            Examples:
              attune referrals triage R-2041 --urgency soon --reason "Seen by phone"
              attune referrals triage R-2041 --hold --reason "Words that need a call today"
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (R-2041), the referrer's number, or id.") var name: String
    @Option(help: "urgent, soon or routine.", completion: .list(["urgent", "soon", "routine"])) var urgency: String?
    @Flag(help: "Keep it with a person: nobody is matched.") var hold = false
    @Option(help: "Why, 3 to 2000 characters.") var reason: String

    func validate() throws {
        if (urgency == nil) == !hold { throw ValidationError("Give either --urgency or --hold.") }
        if let urgency, Urgency(rawValue: urgency) == nil { throw ValidationError("--urgency is urgent, soon or routine.") }
    }

    func run(in shell: Shell) async throws {
        let level = urgency.flatMap(Urgency.init(rawValue:))
        let decision = try TriageDecision(level.map { .urgency($0) } ?? .safetyHold, reason: reason)
        let (version, crisis) = try await options.with(shell) { clinic in
            let crisis = clinic.crisisText.text(in: clinic.language)
            return try await clinic.act("referrals.triage") { [name] act in
                (try await act.triageReferral(try await act.referralOrRefuse(name), decision), crisis)
            }
        }
        if hold { shell.say(crisis) }
        options.print(
            Table(["field", "value"], [["referral", name], ["version", String(version)]]),
            json: .object([("referral", .string(name)), ("version", .int(version))]), in: shell)
    }
}

struct ReferralsMatches: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "matches", abstract: "Rank the team for a referral, with reasons; changes nothing.",
        discussion: """
            Examples:
              attune referrals matches R-2041
              attune referrals matches R-2041 --limit 3 --json
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (R-2041), the referrer's number, or id.") var name: String
    @Option(help: "The service that a first session is.") var service = "first_session"
    @Option(help: "How many at most.") var limit = 5

    func run(in shell: Shell) async throws {
        let matches = try await options.with(shell) { clinic in
            let reader = clinic.reader("referrals.matches")
            let service = try await reader.serviceOrRefuse(service)
            return try await clinic.matches(try await reader.referralOrRefuse(name), service: service, as: clinic.operatorActor)
        }
        let ranked = matches.ranking.matches(limit: limit)
        let excluded = matches.ranking.exclusions()
        var rows: [[String]] = []
        for match in ranked {
            rows.append([
                String(match.rank), matches.slug(match.therapist), String(match.score), match.opening?.local.description ?? "",
            ])
            for part in match.contributions where part.points > 0 { rows.append(["", "", "+\(part.points)", part.text]) }
        }
        for one in excluded { rows.append(["–", matches.slug(one.therapist), one.first.number, one.texts.first ?? ""]) }
        let document = JSON.object([
            ("referral", .string(matches.folder.referral.reference)), ("input_hash", .string(matches.ranking.inputHash)),
            ("matches", .array(ranked.map(matches.json))), ("excluded", .array(excluded.map(matches.json))),
        ])
        options.print(Table(["rank", "therapist", "score", "why"], rows), json: document, in: shell)
    }
}

extension ReferralMatches {
    func slug(_ id: Therapist.ID) -> String { therapists[id]?.slug ?? id.uuid.text }

    func json(_ match: Match) -> JSON {
        let parts = match.contributions.map { part -> JSON in
            .object([("factor", .string(part.factor.label)), ("points", .int(part.points)), ("text", .string(part.text))])
        }
        return .object([
            ("rank", .int(match.rank)), ("therapist", .string(slug(match.therapist))), ("score", .int(match.score)),
            ("opening", .text(match.opening?.start.description)), ("contributions", .array(parts)),
        ])
    }

    func json(_ exclusion: Exclusion) -> JSON {
        .object([
            ("therapist", .string(slug(exclusion.therapist))), ("rule", .string(exclusion.first.code)),
            ("text", .text(exclusion.texts.first)),
        ])
    }
}

struct ReferralsPropose: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose", abstract: "Propose a referral to a therapist: holds a place and an hour.",
        discussion: """
            Examples:
              attune referrals propose R-2041 --therapist amara-okafor
              attune referrals propose R-2041 --therapist jun-takahashi --reason "Client asked for him"
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (R-2041), the referrer's number, or id.") var name: String
    @Option(help: "Slug, reference or id.") var therapist: String
    @Option(help: "The service that a first session is.") var service = "first_session"
    @Option(help: "Hours until it expires.") var hours = 72
    @Option(help: "Why not the first match; needed for any other.") var reason: String?

    func validate() throws {
        if !(1...720).contains(hours) { throw ValidationError("--hours must be from 1 to 720.") }
    }

    func run(in shell: Shell) async throws {
        let proposal = try await options.with(shell) { clinic in
            try await clinic.act("referrals.propose") { [name, therapist, service, hours, reason, zones = clinic.zones] act in
                try await act.propose(
                    NewProposal(
                        referral: try await act.referralOrRefuse(name), therapist: try await act.therapistOrRefuse(therapist).id,
                        service: try await act.serviceOrRefuse(service), answerWithin: .hours(hours), overrideReason: reason),
                    zones: zones)
            }
        }
        options.print(proposal.table, json: proposal.json, in: shell)
    }
}

extension Querying {
    /// By reference, the referrer's number or id.
    func referralOrRefuse(_ name: String) async throws -> Referral.ID {
        guard let id = try await findReferral(name) else {
            throw Failure("referral.not_found", "There is no referral “\(name)”.", next: "attune referrals list", exit: .notFound)
        }
        return id
    }

    func serviceOrRefuse(_ code: String) async throws -> Service.ID {
        let all = try await services()
        guard let found = all.first(where: { $0.code == code }) else {
            throw Failure(
                "service.not_found", "There is no service “\(code)”.",
                why: NearestName.of(code, in: all.map(\.code)).map { "Did you mean \($0)?" },
                next: all.isEmpty
                    ? "attune therapists import team.yaml --services services.yaml"
                    : "one of " + all.map(\.code).joined(separator: ", "),
                exit: .notFound)
        }
        return found.id
    }
}
