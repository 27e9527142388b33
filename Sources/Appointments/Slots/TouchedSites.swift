public import Access
public import Clinic
internal import Database

extension Querying {
    /// Sites at which rooms that were taken or given back may have closed or opened an hour for somebody else: those where no other room is
    /// free all around that time, so that nobody's hour hung on the one. A room that is not known any more touches every site.
    /// - Parameters:
    ///   - changes: at any time, in any order.
    ///   - duration: how long the sessions are that would be in need of a room.
    /// - Returns: nil: any of them.
    public func sitesTouched(by changes: [(room: Room.ID, during: TimeRange)], duration: Duration) async throws -> Set<Site.ID>? {
        guard let first = changes.map({ $0.during.start }).min(), let last = changes.map({ $0.during.end }).max() else {
            return []
        }
        let answers = try await queries([SQL.rooms(), SQL.roomsTaken(first - duration, last + duration)])
        guard answers.count == 2 else { return nil }
        let book = RoomBook(rooms: try Room.all(answers[0]), taken: try RoomBook.taken(answers[1]))
        let changed = Set(changes.map(\.room))
        var touched: Set<Site.ID> = []
        for change in changes {
            guard let site = book.site(of: change.room) else { return nil }
            let around = change.during.padded(before: duration, after: duration)
            if !book.hasFree(at: site, during: around, besides: changed) { touched.insert(site) }
        }
        return touched
    }
}
