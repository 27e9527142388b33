public import Clinic
public import Therapists

internal import struct Foundation.UUID

/// What is known of one therapist's time over some days: all that the slot rules look at.
public struct TherapistCalendar: Sendable {
    public let therapist: Therapist.ID
    public let zone: ZoneRules
    public let windows: HourWindows
    /// Sorted by start.
    public let busy: [BusyTime]
    /// At most so many sessions on one day of her calendar; nil: no limit.
    public let dailyCap: Int?

    public init(therapist: Therapist.ID, zone: ZoneRules, windows: HourWindows, busy: [BusyTime], dailyCap: Int? = nil) {
        self.therapist = therapist
        self.zone = zone
        self.windows = windows
        self.busy = busy.sorted { $0.range.start < $1.range.start }
        self.dailyCap = dailyCap
    }
}

/// A time that is taken, without a word about by whom.
public struct BusyTime: Hashable, Sendable {
    public let range: TimeRange
    /// Held for a proposal or a request, not yet agreed.
    public let isHold: Bool

    public init(_ range: TimeRange, isHold: Bool = false) {
        self.range = range
        self.isHold = isHold
    }
}

/// Which rooms are free when.
public struct RoomBook: Sendable {
    private let rooms: [Site.ID: [Room.ID]]
    /// Sorted by start; no two of a room overlap, as the database sees to it.
    private let taken: [Room.ID: [TimeRange]]
    /// By ``HourBook``; in no order.
    private var pencilled: [Room.ID: [TimeRange]] = [:]

    /// - Parameter taken: by room, in any order.
    public init(rooms: [Room], taken: [(room: Room.ID, range: TimeRange)]) {
        self.rooms = Dictionary(grouping: rooms, by: \.site).mapValues {
            $0.sorted { ($0.code, $0.id) < ($1.code, $1.id) }.map(\.id)
        }
        self.taken = Dictionary(grouping: taken, by: \.room).mapValues { TimeRange.merged($0.map(\.range)) }
    }

    /// For sessions that need no room: none is free.
    public static let none = RoomBook(rooms: [], taken: [])

    /// A room of that site that is free all the time. The same therapist gets the same room as long as it is free, and therapists begin at
    /// different rooms, so that two bookings at once seldom reach for one.
    public func free(at site: Site.ID, during range: TimeRange, for therapist: Therapist.ID) -> Room.ID? {
        guard let candidates = rooms[site], !candidates.isEmpty else { return nil }
        let first = Int(therapist.uuid.uuid.15) % candidates.count
        return (0..<candidates.count).lazy.map { candidates[(first + $0) % candidates.count] }.first { isFree($0, during: range) }
    }

    /// Whether nothing is booked, held or pencilled in the room during any part of `range`. Takes a room that it does not know to be free.
    public func isFree(_ room: Room.ID, during range: TimeRange) -> Bool {
        if let pencilled = pencilled[room], pencilled.contains(where: { $0.overlaps(range) }) { return false }
        guard let taken = taken[room] else { return true }
        var low = 0
        var high = taken.count
        while low < high {
            let middle = (low + high) / 2
            if taken[middle].end > range.start { high = middle } else { low = middle + 1 }
        }
        return low == taken.count || !taken[low].overlaps(range)
    }

    /// Whether some room of that site, other than these, is free all the time.
    func hasFree(at site: Site.ID, during range: TimeRange, besides others: Set<Room.ID>) -> Bool {
        rooms[site]?.contains { !others.contains($0) && isFree($0, during: range) } ?? false
    }

    mutating func pencil(_ room: Room.ID, _ range: TimeRange) { pencilled[room, default: []].append(range) }

    mutating func erase(_ room: Room.ID, _ range: TimeRange) {
        if let index = pencilled[room]?.firstIndex(of: range) { pencilled[room]?.remove(at: index) }
    }

    /// Nil for a room that is not in the book.
    public func site(of room: Room.ID) -> Site.ID? { rooms.first { $0.value.contains(room) }?.key }
}
