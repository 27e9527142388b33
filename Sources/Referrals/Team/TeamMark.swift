internal import Appointments
internal import Clinic
internal import Database
internal import Therapists

/// A moment in the life of one database, from which on changes can be asked for.
struct TeamMark: Sendable {
    /// Which transactions had ended, as PostgreSQL writes it (`xmin:xmax:those between that had not`); this one had not.
    let snapshot: String
    /// The transaction's time.
    let at: Instant
    /// When the server began, and which of its databases this is: in another one, transactions are numbered anew.
    let started: Instant
    let base: Int64
    /// The transaction has itself changed something that ranking reads: it may be undone, so nobody else may be told before it has ended.
    let isOwn: Bool

    func isSameDatabase(as other: TeamMark) -> Bool { started == other.started && base == other.base }

    /// Rows of `team_mark.sql`.
    static func read(_ answer: ResultSet) throws(DatabaseError) -> (mark: TeamMark, changes: [TeamChange]) {
        var mark: TeamMark?
        var changes: [TeamChange] = []
        var isOwn = false
        try answer.forEach { row throws(DatabaseError) in
            let (snapshot, own) = (try row.next(String.self), try row.nextOptional(Int64.self))
            let (at, started, base) = (try row.next(Instant.self), try row.next(Instant.self), try row.next(Int64.self))
            let isOwnChange = try row.nextOptional(Bool.self)
            let change = TeamChange(
                therapist: try row.nextOptional(), room: try row.nextOptional(), during: try row.nextOptional())
            if let isOwnChange {
                isOwn = isOwn || isOwnChange
                changes.append(change)
            }
            mark = TeamMark(
                snapshot: own.map { Self.snapshot(snapshot, without: $0) } ?? snapshot, at: at, started: started, base: base,
                isOwn: isOwn)
        }
        guard let mark else { throw DatabaseError(.rowCount(0), statement: SQL.teamMark.name) }
        return (mark, changes)
    }

    /// PostgreSQL leaves a transaction out of its own snapshots as if it had ended. It has not, and what it does after this look would go
    /// unnoticed.
    static func snapshot(_ text: String, without own: Int64) -> String {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let end = Int64(parts[1]), own < end else { return text }
        let running = (parts[2].split(separator: ",").compactMap { Int64($0) } + [own]).sorted()
        return "\(parts[0]):\(parts[1]):\(running.map(String.init).joined(separator: ","))"
    }
}

/// One thing that has changed: somebody's facts or hours, a room that was taken or given back, or, with none of these, what concerns all.
struct TeamChange: Sendable {
    let therapist: Therapist.ID?
    let room: Room.ID?
    let during: TimeRange?

    var concernsAll: Bool { therapist == nil && room == nil }
}
