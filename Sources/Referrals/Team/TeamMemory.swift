internal import Appointments
internal import Clinic
internal import Synchronization
internal import Therapists

/// What a server keeps in mind of the team between two rankings, so that the next one reads again whoever has changed and nobody else.
///
/// It holds what every coordinator may see of the team, and nothing of any client. No answer rests on it alone: each ranking asks the
/// database in its own transaction what has changed since (`team_changes`), and reads that. One that is thrown away costs a second reading.
public final class TeamMemory: Sendable {
    /// Openings are of one service, are named on the clocks of one zone, the client's, and reach as far as one policy looks.
    struct Place: Hashable {
        let service: Service.ID
        let zone: ZoneID
        /// Nil: the one in force.
        var policy: MatchingPolicy?
    }

    /// A clinic has a first session or two, and clients in a zone or two.
    private static let most = 6
    private let teams = Mutex<[Place: RememberedTeam]>([:])

    public init() {}

    func team(at place: Place) -> RememberedTeam? { teams.withLock { $0[place] } }

    func keep(_ team: RememberedTeam, at place: Place) {
        teams.withLock { teams in
            if teams[place] == nil, teams.count >= Self.most { teams.removeAll() }
            teams[place] = team
        }
    }
}
