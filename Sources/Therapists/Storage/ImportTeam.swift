public import Access
public import Clinic
internal import Database

/// What an import of a team did.
public struct TeamImport: Hashable, Sendable {
    /// Slugs, in the file's order.
    public var added: [String] = []
    public var changed: [String] = []
    public var unchanged: [String] = []
    /// Every therapist of the file, by slug.
    public var therapists: [String: Therapist.ID] = [:]
}

extension Act {
    /// Makes the database agree with a team file: therapists that it names are added or changed, with exactly the credentials and specialties
    /// that it gives them. Therapists that it does not name are left alone. Reading it again changes nothing.
    /// - Throws: `TherapistRefusal`; `DatabaseError` on `specialty_concept_known` when the vocabulary was not synchronised first.
    public func importTeam(_ team: TeamFile) async throws -> TeamImport {
        let here = try await query(SQL.lockTeam(team.therapists.map(\.slug))).map(Therapist.read)
        let ids = here.map(\.id)
        let details = try await queries([SQL.listCredentials(ids), SQL.listSpecialties(ids)])
        let entries = try DirectoryEntry.joined(
            here, details[0].map(TherapistCredential.read), details[1].map(Specialty.read))
        let bySlug = Dictionary(entries.map { ($0.therapist.slug, $0) }, uniquingKeysWith: { first, _ in first })
        var report = TeamImport()
        for member in team.therapists {
            if let entry = bySlug[member.slug] {
                report.therapists[member.slug] = entry.therapist.id
                if try await update(entry, to: member) {
                    report.changed.append(member.slug)
                } else {
                    report.unchanged.append(member.slug)
                }
            } else {
                let therapist = try await addTherapist(slug: member.slug, member.profile)
                report.therapists[member.slug] = therapist.id
                try await replaceDetails(of: therapist.id, by: member)
                report.added.append(member.slug)
            }
        }
        try await record(
            "team.imported",
            details: [
                "added": String(report.added.count), "changed": String(report.changed.count),
                "unchanged": String(report.unchanged.count),
            ])
        return report
    }

    /// - Returns: whether anything differed.
    private func update(_ entry: DirectoryEntry, to member: TeamFile.Member) async throws -> Bool {
        let therapist = entry.therapist
        let sameCredentials = Set(entry.credentials.map(TeamFile.CredentialEntry.init)) == Set(member.credentials)
        let sameSpecialties = Set(entry.specialties) == Set(member.specialties)
        guard therapist.profile != member.profile || !sameCredentials || !sameSpecialties else { return false }
        // Always through the therapist's row, so that its version counts a change of credentials too.
        try await editTherapist(therapist.id, member.profile, expecting: therapist.version)
        try await replaceDetails(of: therapist.id, by: member)
        return true
    }

    private func replaceDetails(of id: Therapist.ID, by member: TeamFile.Member) async throws {
        let credentials = member.credentials
        let specialties = member.specialties
        try await enqueue(
            SQL.replaceCredentials(
                id, credentials.map { _ in newID() }, credentials.map(\.kind), credentials.map(\.issuer),
                credentials.map(\.number),
                credentials.map(\.jurisdiction), credentials.map(\.validFrom), credentials.map(\.expiresOn)))
        try await enqueue(
            SQL.replaceSpecialties(
                id, specialties.map(\.concept), specialties.map(\.recorded), specialties.map(\.isFocus),
                specialties.map(\.verifiedBy),
                specialties.map(\.verifiedOn), specialties.map(\.expiresOn)))
    }
}

extension TeamFile.CredentialEntry {
    init(_ credential: TherapistCredential) {
        self.init(
            kind: credential.kind, issuer: credential.issuer, number: credential.number, jurisdiction: credential.jurisdiction,
            validFrom: credential.validFrom, expiresOn: credential.expiresOn)
    }
}
