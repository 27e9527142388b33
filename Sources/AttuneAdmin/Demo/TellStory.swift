internal import Access
internal import Appointments
internal import Clients
internal import Clinic
internal import Handouts
internal import Messages
internal import Referrals
internal import SystemPackage
internal import Therapists

internal import struct Foundation.UUID

/// Does the main job once, each step by the person whose job it is, and remembers what happened in words that a coordinator would use.
struct TellStory {
    let clinic: OpenClinic
    let loaded: LoadedSample
    let progress: (String) -> Void
    private static let reference = "JH-0401"

    func run() async throws -> DemoStory {
        var lines = [
            DemoStory.Line(
                title: "A clinic to try things on",
                text: [
                    "\(loaded.therapists) therapists, \(loaded.clients) clients, \(loaded.bookings) booked sessions over eight weeks, \(loaded.articles) articles."
                ])
        ]
        progress("the referrals of the last weeks")
        lines.append(try await readReferrals())
        guard let referral = try await clinic.reader("demo.story").findReferral(Self.reference) else {
            throw unexpected("referral \(Self.reference)")
        }

        progress("one referral's way to a first session")
        let intake = DemoActors.intake
        try await clinic.act("demo.triage", as: intake) { act in
            let decision = try TriageDecision(
                .urgency(.soon), reason: "No present danger; ends relationships in distress. Read with care.")
            _ = try await act.triageReferral(referral, decision)
        }
        guard let service = try await clinic.reader("demo.story").services().first(where: { $0.code == "first_session" })?.id
        else { throw unexpected("service first_session") }
        let matches = try await clinic.matches(referral, service: service, as: intake)
        let ranked = matches.ranking.matches(limit: 3)
        guard let best = ranked.first else { throw unexpected("match") }
        lines.append(Self.triaged(matches))
        lines.append(Self.explained(matches, ranked))

        let proposal = try await clinic.act("demo.propose", as: intake) { [zones = clinic.zones] act in
            try await act.propose(NewProposal(referral: referral, therapist: best.therapist, service: service), zones: zones)
        }
        let therapist = Actor(role: .therapist, id: best.therapist.uuid, therapist: best.therapist.uuid, label: "demo")
        _ = try await clinic.act("demo.accept", as: therapist) { [zones = clinic.zones] act in
            try await act.acceptByTherapist(proposal.id, zones: zones)
        }
        let (_, appointment) = try await clinic.act("demo.accept", as: intake) { [zones = clinic.zones] act in
            try await act.acceptByClient(proposal.id, zones: zones)
        }
        lines.append(try await agreed(proposal, appointment, name: matches.therapists[best.therapist]?.name ?? ""))
        lines.append(try await reminded(appointment, matches.folder))

        progress("a handout that fits")
        let concepts = matches.folder.concerns.map(\.concept)
        let (suggestion, handout, link) = try await clinic.act("demo.handout", as: therapist) { act in
            let found = try await act.suggestHandouts(concepts: concepts, notHeldBy: proposal.client.uuid)
            guard let suggestion = found.first else { throw Failure("demo.no_suggestion", "No handout fits.", exit: .failed) }
            let handout = try await act.giveHandout(
                NewHandout(
                    client: proposal.client, article: suggestion.article, note: "For before we meet. Only as far as it helps."))
            return (suggestion, handout, try await act.makeHandoutLink(handout.id))
        }
        lines.append(
            DemoStory.Line(
                title: "A handout goes along",
                text: [
                    "Suggested by the same concerns (\(suggestion.shared.joined(separator: ", "))): “\(suggestion.title)”.",
                    "The therapist gave it and made its link: ten openings, fourteen days, revocable. Fetching it changes nothing; opening it does.",
                ]))
        return DemoStory(
            referral: referral.uuid.text, referralReference: matches.folder.referral.reference, client: proposal.client.uuid.text,
            therapist: best.therapist.uuid.text, otherTherapist: (ranked.dropFirst().first ?? best).therapist.uuid.text,
            proposal: proposal.id.uuid.text, appointment: appointment.id.uuid.text, appointmentReference: appointment.reference,
            room: try await roomName(of: appointment), start: appointment.time.start.description,
            article: suggestion.article.uuid.text,
            handout: handout.id.uuid.text, handoutToken: link.token.text, lines: lines)
    }

    /// The clinic's export, and a small file with mistakes in it.
    private func readReferrals() async throws -> DemoStory.Line {
        let vocabulary = try Vocabulary.parse(try SampleFiles.text("vocabulary/concepts.yaml"))
        let patterns = try PatternTable.parse(try SampleFiles.text("vocabulary/patterns.yaml"), vocabulary: vocabulary)
        guard let zone = ZoneID(clinic.settings.clinic.zone) else { throw unexpected("zone") }
        let today = try clinic.zones.rules(zone).local(of: try await clinic.reader("demo.story").now).date
        let rules = IntakeRules(vocabulary: vocabulary, patterns: patterns, today: today)
        let file = ReferralFile(Array(try SampleFiles.text("sample/referrals.csv").utf8), rules: rules)
        let faulty = ReferralFile(Array(try SampleFiles.text("sample/referrals-with-mistakes.csv").utf8), rules: rules)
        let imported = try await clinic.act("demo.import_referrals", as: DemoActors.intake) { act in
            try await act.importReferrals(file, zone: zone)
        }
        let held = imported.added.filter(\.referral.isHeld).count
        let doubts = file.rows.reduce(0) { $0 + $1.doubts.count }
        return DemoStory.Line(
            title: "Referrals read",
            text: [
                "\(imported.added.count) referrals from the clinic's CSV; \(held) on a safety hold for a person to look at, never ranked.",
                "\(doubts) cells hold words that a person should look at; nothing was guessed.",
                "A file with mistakes, checked and not stored: \(faulty.rows.count) good rows, \(faulty.problems.count) problems:",
            ] + faulty.problems.prefix(4).map { "  line \($0.line), column \($0.column): \($0.message)" })
    }

    private static func triaged(_ matches: ReferralMatches) -> DemoStory.Line {
        let folder = matches.folder
        let concerns = folder.concerns.prefix(4).map(\.concept).joined(separator: ", ")
        return DemoStory.Line(
            title: "Triage, by a person",
            text: [
                "Referral \(folder.referral.reference) (\(folder.clientReference)): soon, within \(WaitTargets.words(folder.targetHours)). Concerns: \(concerns)."
            ])
    }

    private static func explained(_ matches: ReferralMatches, _ ranked: [Match]) -> DemoStory.Line {
        func name(_ id: Therapist.ID) -> String { matches.therapists[id]?.name ?? id.uuid.text }
        var text = [
            "\(matches.ranking.count) of \(matches.therapists.count) therapists fit; points of 10,000, and where they come from:"
        ]
        for match in ranked {
            text.append("\(match.rank). \(name(match.therapist)) \(match.score)")
            guard match.rank == 1 else { continue }
            text += match.contributions.filter { $0.points > 0 }.map { "     \(Self.right($0.points, 5))  \($0.text)" }
        }
        let excluded = matches.ranking.exclusions()
        if !excluded.isEmpty { text.append("Not ranked, and why:") }
        text += excluded.map { "  \(name($0.therapist)): \($0.texts.first ?? $0.first.code)" }
        text += matches.ranking.counterfactuals(limit: 2).map { "What would change it: \($0.text)" }
        return DemoStory.Line(title: "Ranked, with reasons", text: text)
    }

    private func agreed(_ proposal: Proposal, _ appointment: Appointment, name: String) async throws -> DemoStory.Line {
        let zone = try clinic.zones.rules(appointment.promise.zone)
        let when = zone.wording(of: appointment.time.start)
        let place =
            try await roomName(of: appointment).map { "room \($0)" } ?? appointment.format.rawValue.replacing("_", with: " ")
        return DemoStory.Line(
            title: "Proposed, accepted, booked",
            text: [
                "Proposal to \(name): holds one place in the caseload and the hour, for 72 hours.",
                "The therapist accepted; the client accepted.",
                "First session booked: \(appointment.reference), \(when), \(place).",
            ])
    }

    private func reminded(_ appointment: Appointment, _ folder: ReferralFolder) async throws -> DemoStory.Line {
        let zone = try clinic.zones.rules(appointment.promise.zone)
        let text = Wording.standard.text(
            for: .appointmentReminder(start: appointment.time.start), zone: zone, language: folder.language, clinicNamed: false)
        return DemoStory.Line(
            title: "Reminder queued, in neutral words",
            text: [
                "To the address that the client called safe, about a day before. It names no clinic, no therapist, no topic:",
                "  “\(text.subject)”",
            ]
                + text.body.split(separator: "\n").map { "  \($0)" })
    }

    private func roomName(of appointment: Appointment) async throws -> String? {
        guard let room = appointment.room else { return nil }
        return try await clinic.reader("demo.story").rooms().first { $0.id == room }?.name
    }

    private func unexpected(_ what: String) -> Failure {
        Failure("demo.unexpected", "The sample clinic has no \(what).", next: "attune up --demo --reset", exit: .failed)
    }

    private static func right(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }
}

/// Who acts in the demonstration besides the therapists.
enum DemoActors {
    static let lead = staff(.lead)
    static let intake = staff(.intake)
    static let frontDesk = staff(.frontDesk)

    private static func staff(_ role: Role) -> Actor {
        Actor(role: role, id: Actor.commandLine("demo \(role.rawValue)").id, label: "demo")
    }
}

extension OpenClinic {
    /// One transaction by somebody else than the operator: the demonstration's staff.
    func act<T: Sendable>(_ name: String, as actor: Actor, _ body: @Sendable (Act) async throws -> T) async throws -> T {
        try await gate.act(.trusted(actor), Policy(name, allow: [actor.role]), Request(id: gate.newID(), door: "cli"), body)
    }

    func matches(_ referral: Referral.ID, service: Appointments.Service.ID, as actor: Actor) async throws -> ReferralMatches {
        try await gate.act(
            .trusted(actor), Policy("referrals.matches", allow: [actor.role]), Request(id: gate.newID(), door: "cli")
        ) { [zones] act in
            let matches = try await act.matches(for: referral, service: service, zones: zones)
            try await act.record("referral.matches_seen", subject: referral.uuid, client: matches.folder.referral.client.uuid)
            return matches
        }
    }
}
