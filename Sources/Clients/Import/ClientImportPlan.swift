internal import Clinic

internal import struct Foundation.UUID

/// What the database holds of the clients, therapists and places that a file names.
struct ClientImportFacts {
    struct Caseload {
        let therapist: UUID
        let capacity: Int
        let intenseCapacity: Int
        var places: [Place]
    }

    struct Place {
        let number: Int
        let client: Client.ID
        let isIntense: Bool
    }

    /// By source key.
    var clients: [String: Client] = [:]
    /// By slug.
    var caseloads: [String: Caseload] = [:]
    /// Therapists who care for a client now.
    var primaryCare: [Client.ID: Set<UUID>] = [:]
}

/// What an import will do, decided before anything is written, so that a row is done whole or not at all. Pure.
struct ClientImportPlan {
    struct Step {
        let row: ClientRow
        /// Nil for a new client.
        let existing: Client?
        /// A therapist to whom care begins, and the place that it takes.
        let care: (therapist: UUID, place: Int)?
    }

    private(set) var steps: [Step] = []
    private(set) var problems: [CSVProblem] = []

    init(_ rows: [ClientRow], facts: ClientImportFacts) {
        var refused = Set<String>()
        var known = Set(rows.map(\.key)).union(facts.clients.keys)
        // A row that names a partner who is refused is refused as well: keeping apart must never be dropped in silence. Each round
        // refuses at least one row more, so this ends.
        while true {
            let before = refused.count
            steps = []
            problems = []
            var caseloads = facts.caseloads
            for row in rows {
                if let problem = decide(row, facts, &caseloads, known: known, rows: rows) {
                    problems.append(problem)
                    refused.insert(row.key)
                }
            }
            if refused.count == before { return }
            known = Set(rows.map(\.key)).subtracting(refused).union(facts.clients.keys)
        }
    }

    private mutating func decide(
        _ row: ClientRow, _ facts: ClientImportFacts, _ caseloads: inout [String: ClientImportFacts.Caseload], known: Set<String>,
        rows: [ClientRow]
    ) -> CSVProblem? {
        let existing = facts.clients[row.key]
        if let other = row.keepApartFrom {
            guard known.contains(other) else {
                return row.row.problem(
                    "keep_apart_from", code: "clients.unknown_partner",
                    "Nobody here has this key, or their row was refused. Correct that first: this row would lose its protection.")
            }
            if let therapist = row.therapist, rows.contains(where: { $0.key == other && $0.therapist == therapist }) {
                return row.row.problem(
                    "therapist", code: "clients.kept_apart", "These two clients cannot have the same therapist.")
            }
        }
        guard let slug = row.therapist else {
            steps.append(Step(row: row, existing: existing, care: nil))
            return nil
        }
        guard var caseload = caseloads[slug] else {
            let meant = nearest(to: slug, among: caseloads.keys.sorted()).map { " Was \($0) meant?" } ?? ""
            return row.row.problem(
                "therapist", code: "clients.unknown_therapist", "There is no therapist of this short name.\(meant)")
        }
        if let existing, let current = facts.primaryCare[existing.id], !current.isEmpty {
            guard current.contains(caseload.therapist) else {
                return row.row.problem(
                    "therapist", code: "clients.other_therapist",
                    "Somebody else cares for this client now. Move them by a referral, not by a file.")
            }
            steps.append(Step(row: row, existing: existing, care: nil))
            return nil
        }
        let taken = Set(caseload.places.map(\.number))
        let isFull = row.isIntense && caseload.places.count { $0.isIntense } >= caseload.intenseCapacity
        guard !isFull, caseload.capacity > 0, let place = (1...caseload.capacity).first(where: { !taken.contains($0) }) else {
            return row.row.problem(
                "therapist", code: "clients.caseload_full", "This therapist's caseload is full. Raise it, or choose another.")
        }
        // The client's own id does not matter for counting places.
        caseload.places.append(
            ClientImportFacts.Place(number: place, client: Client.ID(caseload.therapist), isIntense: row.isIntense))
        caseloads[slug] = caseload
        steps.append(Step(row: row, existing: existing, care: (caseload.therapist, place)))
        return nil
    }
}
