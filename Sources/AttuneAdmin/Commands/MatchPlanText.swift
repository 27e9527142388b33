internal import Allocation
internal import Clinic
internal import Referrals
internal import Therapists

extension AllocationPlan {
    /// Names of clients stay out: references are enough to decide, and `attune referrals show` has the rest.
    func print(_ options: ClinicOptions, moves: PlanMoves? = nil, in shell: Shell) {
        if options.json {
            shell.print(json(moves).text(indented: shell.output.width != nil))
            return
        }
        let slugs = Dictionary(therapists.map { ($0.id, $0.slug) }) { first, _ in first }
        let rows = lines.map { line in
            [
                String(line.place), line.reference, line.urgency.rawValue, "\(line.priority / 100) %",
                line.seat.flatMap { slugs[$0.therapist] } ?? "waits",
                line.seat.map { seat in
                    "\(zoned(seat.start, line.zone)), \(seat.format.rawValue.replacing("_", with: " "))"
                } ?? why(line, slugs),
                line.seat.map { String($0.score) } ?? "", line.seat.map { "\($0.rank) of \(line.matches)" } ?? "",
                edits.filter { $0.referral == line.referral }.map(\.kind.rawValue).joined(separator: ", "),
            ]
        }
        shell.print(
            table: Table(
                ["", "referral", "urgency", "waited", "therapist", "first session", "fit", "choice", "asked for"], rows),
            json: nil)
        for line in summary(moves) { shell.say(line) }
    }

    private func zoned(_ start: Instant, _ zone: ZoneID) -> String {
        guard let rules = try? ZoneCatalogue().rules(zone) else { return start.description }
        return rules.local(of: start).description
    }

    private func why(_ line: PlanLine, _ slugs: [Therapist.ID: String]) -> String {
        switch line.waits {
        case .noPlace:
            "no place or hour with \(line.unavailable.compactMap { slugs[$0] }.prefix(3).joined(separator: ", "))"
                + (line.unavailable.count > 3 ? " and \(line.unavailable.count - 3) more" : "")
        case .nobodyFits: "nobody fits: attune referrals matches \(line.reference)"
        case .leftOut: "left out"
        case nil: ""
        }
    }

    private func summary(_ moves: PlanMoves?) -> [String] {
        let places = therapists.reduce(0) { $0 + $1.places }
        var lines = [
            "\(reference), \(status.rawValue): \(placed.count) of \(self.lines.count) placed, \(waiting.count) wait; "
                + "\(places) places with an hour. Fit \(proof.totalFit) in all"
                + (proof.lowestFit.map { ", the lowest \($0)" } ?? "") + ".",
            "Who and with whom: \(proof.isProven ? "proven" : "not proven"), certificate \(proof.certificate)"
                + (proof.gap.map { "; at most better: \($0)" } ?? "") + ". "
                + "Would rather have each other: \(proof.enviousPairs); a stable plan would lose \(proof.stabilityPrice)."
                + (proof.setAside > 0 ? " \(proof.setAside) pairs set aside for want of an hour." : ""),
        ]
        if let moves, !moves.isEmpty { lines.append("\(moves.sentence) Solve it again: attune match edit \(reference)") }
        if status == .draft, moves?.isEmpty ?? true {
            lines.append("Nothing is held yet. Change it: attune match edit \(reference) --pin REFERRAL=THERAPIST")
            if !placed.isEmpty { lines.append("Put it into effect: attune match apply \(reference) --version \(version)") }
        }
        return lines
    }

    func json(_ moves: PlanMoves?) -> JSON {
        var members: [(String, JSON)] = [
            ("id", .string(id.uuid.text)), ("reference", .string(reference)), ("status", .string(status.rawValue)),
            ("mode", .string(settings.mode.rawValue)), ("urgency", .text(settings.urgency?.rawValue)),
            ("policy_version", .string(policyVersion)), ("as_of", .string(asOf.description)), ("placed", .int(placed.count)),
            ("waiting", .int(waiting.count)),
            ("data", .array(lines.map(json))),
            (
                "therapists",
                .array(
                    therapists.map {
                        .object([
                            ("id", .string($0.id.uuid.text)), ("slug", .string($0.slug)), ("places", .int($0.places)),
                            ("intense_places", .int($0.intense)),
                        ])
                    })
            ),
            (
                "edits",
                .array(
                    edits.map {
                        .object([
                            ("kind", .string($0.kind.rawValue)), ("referral", .string($0.referral.uuid.text)),
                            ("therapist", .text($0.therapist?.uuid.text)),
                        ])
                    })
            ),
            (
                "proof",
                .object([
                    ("certificate", .string(proof.certificate)), ("proven", .bool(proof.isProven)), ("gap", .text(proof.gap)),
                    ("set_aside", .int(proof.setAside)), ("total_fit", .int(proof.totalFit)),
                    ("lowest_fit", proof.lowestFit.map(JSON.int) ?? .null),
                    ("tenth_percentile_fit", proof.tenthFit.map(JSON.int) ?? .null), ("envious_pairs", .int(proof.enviousPairs)),
                    ("price_of_stability", .int(proof.stabilityPrice)), ("utilisation_gini", .int(proof.gini)),
                ])
            ),
            ("version", .int(version)),
        ]
        if let moves {
            members.append(
                (
                    "moved",
                    .object([
                        ("moved", .bool(!moves.isEmpty)), ("text", .string(moves.sentence)),
                    ])
                ))
        }
        return .object(members)
    }

    private func json(_ line: PlanLine) -> JSON {
        .object([
            ("place", .int(line.place)), ("referral", .string(line.referral.uuid.text)), ("reference", .string(line.reference)),
            ("client_reference", .string(line.clientReference)), ("urgency", .string(line.urgency.rawValue)),
            ("priority", .int(line.priority)), ("therapist", .text(line.seat?.therapist.uuid.text)),
            ("start", .text(line.seat?.start.description)), ("format", .text(line.seat?.format.rawValue)),
            ("score", line.seat.map { .int($0.score) } ?? .null), ("rank", line.seat.map { .int($0.rank) } ?? .null),
            ("matches", .int(line.matches)), ("waits", .text(line.waits?.rawValue)),
            ("unavailable", .array(line.unavailable.map { .string($0.uuid.text) })),
            ("proposal", .text(line.proposal?.uuid.text)),
        ])
    }
}
