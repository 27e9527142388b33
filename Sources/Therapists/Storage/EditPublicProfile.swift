public import Access
public import Clinic
internal import Database

extension Act {
    /// Changes what clients read about a therapist: she herself, or the lead or operator for her. What ranking goes by is not in it, but for the
    /// languages that she speaks and her ways of working.
    /// - Parameters:
    ///   - today: the day on which she agrees, where what is published changes.
    ///   - version: the one that was read; nil: whatever it is now.
    /// - Throws: `TherapistRefusal.notFound`, `.notHers`, `.stale`, `.invalid`.
    @discardableResult
    public func editPublicProfile(
        _ id: Therapist.ID, _ profile: PublicProfile, on today: LocalDate, expecting version: Int?
    ) async throws -> Therapist {
        let actor = try await actor
        guard [.lead, .operator].contains(actor.role) || (actor.role == .therapist && actor.therapist == id.uuid) else {
            throw TherapistRefusal.notHers
        }
        guard try await therapist(id) != nil else { throw TherapistRefusal.notFound }
        let answer = try await TherapistRefusal.explaining {
            try await query(
                SQL.editPublicProfile(
                    id, version.map { Int32(clamping: $0) }, profile.pronouns, profile.gender, profile.text,
                    profile.languages, profile.modalities, profile.published.map(\.rawValue), today))
        }
        guard !answer.isEmpty, let edited = try await therapist(id) else { throw TherapistRefusal.stale }
        try await record(
            "therapist.profile_edited", subject: id.uuid,
            details: ["published": profile.published.map(\.rawValue).joined(separator: " ")])
        return edited
    }
}
