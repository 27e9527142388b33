public import Access
internal import Clients
public import Clinic
internal import Database

/// A referral that was stored.
public struct AddedReferral: Sendable, Hashable {
    public let id: Referral.ID
    /// `R-2041`.
    public let reference: String
    public let version: Int
    /// On a safety hold from the start: tell a person, and show the clinic's crisis information to whoever sent it.
    public let isHeld: Bool
}

/// What an import did.
public struct ReferralImport: Sendable, Hashable {
    /// A row and what became of it.
    public struct Added: Sendable, Hashable {
        public let line: Int
        public let referral: AddedReferral
    }

    /// In the order of the file.
    public let added: [Added]
    /// Lines of referrals that were known already, by source and number.
    public let known: [Int]
    /// Rows that could not be stored, by line: a number that another source has used.
    public let problems: [CSVProblem]
}

extension Act {
    /// Stores one referral, with its person if they are new, its concerns, needs and consents, and the audit rows.
    /// - Parameter zone: the clinic's, for a new person's times.
    /// - Throws: `ReferralRefusal.duplicate` when its source has sent this number before; `DatabaseError`. Nothing is left
    /// behind.
    @discardableResult
    public func addReferral(_ new: NewReferral, zone: ZoneID) async throws -> AddedReferral {
        if let key = new.sourceKey {
            let answers = try await queries([SQL.lockIntake(), SQL.knownSourceKeys([key])])
            guard answers.last?.isEmpty ?? true else { throw ReferralRefusal.duplicate }
        }
        return try await store(new, zone: zone)
    }

    /// Stores the good rows of a file in this one transaction. Reading the same file again adds nothing.
    public func importReferrals(_ file: ReferralFile, zone: ZoneID) async throws -> ReferralImport {
        let answers = try await queries([SQL.lockIntake(), SQL.knownSourceKeys(file.rows.compactMap(\.referral.sourceKey))])
        let known =
            try answers.last?.map { row throws(DatabaseError) in (try row.next(String.self), try row.next(ReferralSource.self)) }
            ?? []
        let sourceOf = Dictionary(known, uniquingKeysWith: { first, _ in first })
        var added: [ReferralImport.Added] = []
        var lines: [Int] = []
        var problems: [CSVProblem] = []
        for row in file.rows {
            if let key = row.referral.sourceKey, let source = sourceOf[key] {
                if source == row.referral.source {
                    lines.append(row.line)
                } else {
                    problems.append(
                        CSVProblem(
                            line: row.line, column: 1, name: "reference", code: "referral.reference_taken",
                            message:
                                "Another source has used this reference. Give the referral one of its own, then read the file again."
                        ))
                }
                continue
            }
            added.append(.init(line: row.line, referral: try await store(row.referral, zone: zone)))
        }
        try await record(
            "referral.imported",
            details: ["added": "\(added.count)", "known": "\(lines.count)", "refused": "\(file.problems.count + problems.count)"])
        return ReferralImport(added: added, known: lines, problems: problems)
    }

    private func store(_ new: NewReferral, zone: ZoneID) async throws -> AddedReferral {
        let client = try await client(of: new, zone: zone)
        let id = Referral.ID(newID())
        let standing = new.standing
        var narrative: [UInt8]?
        if let text = new.narrative { narrative = try await seal(text, of: client, in: id) }
        // What a form says of somebody who is a client already is on their file too.
        let consent = new.matchingConsent ? try await consent(of: client, new.subject) : nil
        let answers = try await explaining([
            SQL.addReferral(
                id, new.sourceKey, client, new.source.rawValue, new.receivedOn, standing.status.rawValue, standing.safetyHold,
                new.flags.first?.rawValue, new.intensity.rawValue, new.kind, new.funding, new.feeCeilingCents, narrative,
                new.matchingConsent, consent),
            SQL.addReferralConcerns(id, new.concerns.map(\.concept), new.concerns.map(\.weight)),
            SQL.addReferralNeeds(
                id, new.needs.map(\.kind.rawValue), new.needs.map(\.value), new.needs.map(\.strength.rawValue)),
        ])
        let stored = try answers.first?.first { row throws(DatabaseError) in (try row.next(String.self), try row.next(Int.self)) }
        guard let stored else { throw ReferralRefusal.duplicate }
        try await record(
            "referral.received", subject: id.uuid, client: client.uuid,
            details: ["source": new.source.rawValue, "status": standing.status.rawValue])
        if let flag = new.flags.first {
            try await record("referral.safety_hold", subject: id.uuid, client: client.uuid, details: ["reason": flag.rawValue])
        }
        if !new.doubts.isEmpty {
            _ = try await query(
                SQL.addReferralDoubts(id, new.doubts.map(\.field), new.doubts.map(\.code), new.doubts.map(\.message)))
        }
        // The hold has opened the first flag's task itself.
        for flag in new.flags.dropFirst() { try await openSafetyTask(flag, of: id) }
        for assessment in new.assessments {
            try await self.store(assessment, referral: id, client: client)
        }
        return AddedReferral(id: id, reference: stored.0, version: stored.1, isHeld: standing.safetyHold)
    }

    /// The one that a referral with a consent rests on.
    private func consent(of client: Client.ID, _ subject: NewReferral.Subject) async throws -> Consent.ID {
        if case .new = subject { return try await giveConsent(.matching, .form, by: client).id }
        do {
            return try await consentOnRecord(.matching, or: .form, by: client)
        } catch ClientRefusal.notFound { throw ReferralRefusal.noSuchClient }
    }

    private func seal(_ narrative: String, of client: Client.ID, in id: Referral.ID) async throws -> [UInt8] {
        do {
            return try await seal(narrative, for: client.uuid, .referralNarrative, row: id.uuid)
        } catch SealingError.noKey {
            throw ReferralRefusal.noSuchClient
        }
    }

    /// What only the database can know of a form: a client that is not there, a concept that is not in its vocabulary.
    private func explaining(_ statements: [Bound]) async throws -> [ResultSet] {
        do {
            return try await queries(statements)
        } catch let error as DatabaseError {
            switch error.constraint {
            case "referral_client_id_fkey":
                throw ReferralRefusal.noSuchClient
            case "referral_concern_known":
                throw ReferralRefusal.invalid(
                    field: "concerns",
                    problem: "The database does not have this concept yet. Import the vocabulary, then try again.")
            case "referral_source_key_unique": throw ReferralRefusal.duplicate
            default: throw error
            }
        }
    }

    private func client(of new: NewReferral, zone: ZoneID) async throws -> Client.ID {
        switch new.subject {
        case .known(let id): return id
        case .new(let person):
            let client = try await addClient(
                ClientPerson(
                    fullName: person.fullName, preferredName: person.preferredName, pronouns: person.pronouns,
                    birthDate: person.birthDate,
                    kind: ClientKind(rawValue: new.kind) ?? .adult, language: person.language, jurisdiction: person.jurisdiction,
                    zone: zone))
            let moment = try await now
            for contact in person.contacts {
                // Only what the client said themselves counts as confirmed; on a referrer's word nothing is sent.
                let safety = contact.safety
                try await addContactPoint(
                    contact.channel, contact.value, new.source == .`self` ? safety.confirmed(at: moment) : safety, to: client.id)
            }
            if person.consentsToMessages { try await giveConsent(.messages, .form, by: client.id) }
            return client.id
        }
    }
}

extension ReferralRefusal {
    fileprivate static var noSuchClient: ReferralRefusal {
        .invalid(field: "client", problem: "There is no such client. Look it up again.")
    }
}
