public import Access
public import Clinic
internal import Database

internal import struct Foundation.UUID

/// What an import of clients did, row by row.
public struct ClientImport: Hashable, Sendable {
    /// Ids of new clients, in the file's order.
    public var added: [Client.ID] = []
    public var changed: [Client.ID] = []
    public var unchanged: [Client.ID] = []
    /// Every client of the file that is here now, by source key.
    public var clients: [String: Client.ID] = [:]
    /// Rows that were left out, those refused by ``ClientSheet`` among them; in the order of the file.
    public var problems: [CSVProblem] = []
    /// Columns that were not read.
    public var notes: [CSVProblem] = []
    /// Addresses that were left as they are, because more was learnt about them here than the file knows: for a person to settle.
    public var doubts: [CSVProblem] = []
}

extension Act {
    /// Adds and updates clients from a file. A good row is done whole: person, ways to reach them, consents, care and place, who is kept apart;
    /// a bad one not at all. Reading the file again changes nothing. Imports take turns.
    public func importClients(_ sheet: ClientSheet) async throws -> ClientImport {
        let partners = sheet.rows.compactMap(\.keepApartFrom)
        let facts = try await importFacts(
            keys: Array(Set(sheet.rows.map(\.key) + partners)).sorted(),
            slugs: Array(Set(sheet.rows.compactMap(\.therapist))).sorted())
        let plan = ClientImportPlan(sheet.rows, facts: facts)
        let existing = plan.steps.compactMap { $0.existing?.id }
        let details = try await queries([
            SQL.listContactPoints(existing), SQL.listConsents(existing), Vault.statement(for: existing.map(\.uuid)),
            SQL.retiredContactPoints(existing),
        ])
        try vault.keep(details[2])
        let retired = Dictionary(
            grouping: try details[3].map { row in
                let (client, point) = try ContactPoint.read(&row, vault)
                return Retired(client: client, point: point, at: try row.next())
            }, by: \.client)
        let points = Dictionary(grouping: try details[0].map { row in try ContactPoint.read(&row, vault) }, by: \.client)
        let consents = Dictionary(grouping: try details[1].map(Consent.read), by: \.client)

        var report = ClientImport(problems: sheet.problems + plan.problems, notes: sheet.notes)
        report.problems.sort { ($0.line, $0.column) < ($1.line, $1.column) }
        report.clients = facts.clients.mapValues(\.id)
        for step in plan.steps {
            let id = step.existing?.id ?? Client.ID(newID())
            let writes = try writes(
                for: step, id: id, points: (points[id] ?? []).map(\.point), retired: retired[id] ?? [],
                consents: (consents[id] ?? []).map(\.consent), doubts: &report.doubts)
            for write in writes { try await enqueue(write) }
            report.clients[step.row.key] = id
            if step.existing == nil {
                report.added.append(id)
            } else if writes.isEmpty {
                report.unchanged.append(id)
            } else {
                report.changed.append(id)
            }
            if !writes.isEmpty {
                try await record(step.existing == nil ? "client.added" : "client.edited", subject: id.uuid, client: id.uuid)
            }
        }
        for step in plan.steps {
            guard let key = step.row.keepApartFrom, let one = report.clients[step.row.key], let other = report.clients[key] else {
                continue
            }
            try await enqueue(
                SQL.keepApart(newID(), one, other, step.row.keepApartKind, [UInt8]?.none, Instant?.none, Instant?.none))
        }
        try await record(
            "clients.imported",
            details: [
                "added": String(report.added.count), "changed": String(report.changed.count),
                "refused": String(report.problems.count),
            ])
        return report
    }

    private func importFacts(keys: [String], slugs: [String]) async throws -> ClientImportFacts {
        let answers = try await queries([
            SQL.lockImport(), SQL.lockClients(keys), SQL.lockCaseloads(slugs), SQL.listPlaces(slugs), SQL.listPrimaryCare(keys),
        ])
        var facts = ClientImportFacts()
        for client in try answers[1].map(Client.read) { if let key = client.sourceKey { facts.clients[key] = client } }
        let places = try answers[3].map { row throws(DatabaseError) in
            let therapist = try row.next(UUID.self)
            let place = ClientImportFacts.Place(number: try row.next(), client: try row.next(), isIntense: try row.next())
            return (therapist: therapist, place: place)
        }
        let placesByTherapist = Dictionary(grouping: places, by: \.therapist)
        let caseloads = try answers[2].map { row throws(DatabaseError) in
            let therapist = try row.next(UUID.self)
            let slug = try row.next(String.self)
            let caseload = ClientImportFacts.Caseload(
                therapist: therapist, capacity: try row.next(), intenseCapacity: try row.next(),
                places: (placesByTherapist[therapist] ?? []).map(\.place))
            return (slug, caseload)
        }
        facts.caseloads = Dictionary(caseloads, uniquingKeysWith: { first, _ in first })
        let care = try answers[4].map { row throws(DatabaseError) in
            (client: try row.next(Client.ID.self), therapist: try row.next(UUID.self))
        }
        facts.primaryCare = Dictionary(grouping: care, by: \.client).mapValues { Set($0.map(\.therapist)) }
        return facts
    }

    private func writes(
        for step: ClientImportPlan.Step, id: Client.ID, points: [ContactPoint], retired: [Retired], consents: [Consent],
        doubts: inout [CSVProblem]
    ) throws -> [Bound] {
        let row = step.row
        var writes: [Bound] = []
        if let existing = step.existing {
            if existing.person != row.person {
                writes.append(Bound(SQL.editClient, [id, Int32(clamping: existing.version)] + row.person.parameters))
            }
        } else {
            writes.append(Bound(SQL.addClient, [id, row.key] + row.person.parameters))
            writes.append(vault.newKey(for: id.uuid))
        }
        for contact in row.contacts {
            if let same = points.first(where: { $0.channel == contact.channel && $0.value == contact.value }) {
                if same.safety == contact.safety { continue }
                // What the client said here since is not undone by an older file: it may have been that this address is dangerous now.
                if let known = same.safety.confirmedAt, contact.safety.confirmedAt.map({ $0 < known }) ?? true {
                    doubts.append(.olderThanKnown(row.line, contact.channel))
                } else {
                    writes.append(contact.safety.update(of: same.id))
                }
            } else if retired.contains(where: { $0.isNewer(than: contact) }) {
                doubts.append(.retiredSince(row.line, contact.channel))
            } else {
                let point = ContactPoint(
                    id: ContactPoint.ID(newID()), channel: contact.channel, value: contact.value, safety: contact.safety)
                writes.append(try point.insertion(for: id, in: vault))
            }
        }
        // An address that the file has replaced must not be used again; nor may texts be sent to a number that no longer allows it.
        let named = Set(row.contacts.map(\.channel)).union(row.contacts.contains { $0.channel == .phone } ? [.sms] : [])
        for point in points where named.contains(point.channel) {
            let isKept = row.contacts.contains { $0.channel == point.channel && $0.value == point.value }
            if !isKept { writes.append(SQL.retireContactPoint(point.id)) }
        }
        for entry in row.consents where !consents.contains(where: { $0.kind == entry.kind && $0.revokedAt == nil }) {
            // A consent that was revoked here is not brought back by an older file.
            let isRevoked = consents.contains { $0.kind == entry.kind && $0.revokedAt.map { entry.givenAt <= $0 } == true }
            if isRevoked { continue }
            let consent = Consent(id: Consent.ID(newID()), kind: entry.kind, basis: entry.basis, givenAt: entry.givenAt)
            writes.append(consent.insertion(for: id))
        }
        if let existing = step.existing, existing.person == row.person, !writes.isEmpty {
            // What the file shows has changed beside the person.
            writes.append(SQL.touchClient(id))
        }
        if let care = step.care {
            writes.append(SQL.beginCare(newID(), id, care.therapist))
            writes.append(SQL.takePlace(newID(), care.therapist, Int32(clamping: care.place), id, row.isIntense))
        }
        return writes
    }
}

/// A way to reach a client that is not to be used any more.
private struct Retired {
    let client: Client.ID
    let point: ContactPoint
    let at: Instant

    /// Whether it was retired after the client is said to have confirmed it.
    func isNewer(than contact: ClientRow.Contact) -> Bool {
        point.channel == contact.channel && point.value == contact.value && contact.safety.confirmedAt.map { $0 <= at } ?? true
    }
}

extension CSVProblem {
    fileprivate static func olderThanKnown(_ line: Int, _ channel: ContactPoint.Channel) -> CSVProblem {
        CSVProblem(
            line: line, column: 0, code: "clients.contact_known_better",
            message:
                "The client has said something newer about this \(channel.rawValue), which stays. If the file is right, give the day in confirmed_on."
        )
    }

    fileprivate static func retiredSince(_ line: Int, _ channel: ContactPoint.Channel) -> CSVProblem {
        CSVProblem(
            line: line, column: 0, code: "clients.contact_retired",
            message:
                "This \(channel.rawValue) was retired here, and is not used again. If the client confirmed it since, give the day in confirmed_on."
        )
    }
}
