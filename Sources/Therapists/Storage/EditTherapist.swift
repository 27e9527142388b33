public import Access
public import Clinic
internal import Database

extension Act {
    /// - Throws: `TherapistRefusal.slugTaken`, `.invalid`.
    @discardableResult
    public func addTherapist(slug: String, _ profile: TherapistProfile) async throws -> Therapist {
        let id = Therapist.ID(newID())
        let answer = try await TherapistRefusal.explaining {
            try await query(Bound(SQL.addTherapist, [id, slug] + profile.parameters))
        }
        let written = try answer.first { row throws(DatabaseError) in
            (reference: try row.next(String.self), version: try row.next(Int.self))
        }
        guard let written else { throw TherapistRefusal.slugTaken }
        try await record("therapist.added", subject: id.uuid)
        return Therapist(id: id, reference: written.reference, slug: slug, profile: profile, version: written.version)
    }

    /// - Parameter version: the one that was read.
    /// - Throws: `TherapistRefusal.notFound`, `.stale`, `.invalid`.
    @discardableResult
    public func editTherapist(_ id: Therapist.ID, _ profile: TherapistProfile, expecting version: Int) async throws -> Therapist {
        let answer = try await TherapistRefusal.explaining {
            try await query(Bound(SQL.editTherapist, [id, Int32(clamping: version)] + profile.parameters))
        }
        guard !answer.isEmpty else {
            throw try await therapist(id) == nil ? TherapistRefusal.notFound : .stale
        }
        try await record("therapist.edited", subject: id.uuid)
        guard let edited = try await therapist(id) else { throw TherapistRefusal.notFound }
        return edited
    }
}

extension TherapistProfile {
    /// From the name on, in the order of `add_therapist.sql`.
    var parameters: [(any DatabaseEncodable)?] {
        [
            displayName, pronouns, gender, text, languages, formats, clientKinds, modalities, funding,
            feeCents.map { Int32(clamping: $0) }, Int32(clamping: capacity), Int32(clamping: intenseCapacity), zone, status,
            Int32(clamping: slidingPlaces), slidingFeeCents.map { Int32(clamping: $0) }, supervision?.by, supervision?.until,
            (publication?.facts ?? []).map(\.rawValue), publication?.on,
        ]
    }
}
