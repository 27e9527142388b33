internal import Appointments
internal import Clinic
internal import Therapists

/// What was read of some therapists.
struct TeamReading {
    let facts: TeamFacts
    let openings: [Therapist.ID: [Candidate.Opening]]
    /// Nil where there was nobody to look through.
    let sources: SlotSources?

    var duration: Duration { sources?.duration ?? .zero }
    var notice: Duration { sources?.notice ?? .zero }
    var places: [Therapist.ID: Set<Site.ID>] { sources?.places.mapValues(\.sites) ?? [:] }

    func days(at clock: Instant) -> [(zone: ZoneRules, date: LocalDate)] {
        let zones = Dictionary((sources?.places.values.map { ($0.zone.zone, $0.zone) }) ?? []) { first, _ in first }
        return zones.values.map { ($0, $0.local(of: clock).date) }
    }
}
