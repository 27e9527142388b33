public import Access
public import Clinic
internal import Database

internal import struct Foundation.UUID

/// An appointment whose promised wall time is not what a clock will show when it begins: the law, or the rules, changed in between.
public struct MovedPromise: Hashable, Sendable {
    public let id: Appointment.ID
    public let reference: String
    public let promise: PromisedTime
    /// When it begins, as it is booked.
    public let instant: Instant
    /// What the clock will show then.
    public let clockShows: LocalDateTime
    /// What the promise means under today's rules: the moment to which it could be moved, or a gap or fold.
    public let promised: WallClock
}

/// A live appointment as the audit looks at it.
public struct Promise: Hashable, Sendable {
    public let id: Appointment.ID
    public let reference: String
    public let instant: Instant
    public let promise: PromisedTime

    public init(id: Appointment.ID, reference: String, instant: Instant, promise: PromisedTime) {
        self.id = id
        self.reference = reference
        self.instant = instant
        self.promise = promise
    }
}

/// Compares what clients were told with what their clocks will show.
public enum TimeAudit {
    /// Nil where the promise holds, also in either pass of a fold. Pure.
    public static func judge(_ promise: Promise, under rules: ZoneRules) -> MovedPromise? {
        let shown = rules.local(of: promise.instant)
        guard shown != promise.promise.start else { return nil }
        return MovedPromise(
            id: promise.id, reference: promise.reference, promise: promise.promise, instant: promise.instant, clockShows: shown,
            promised: rules.resolve(promise.promise.start))
    }
}

extension Querying {
    /// Every live appointment to come whose promise moved under today's rules, by start. Reads them all, a thousand at a time.
    /// - Throws: `BookingError.zone` for an appointment in a zone that this machine does not know.
    public func movedPromises(zones: ZoneCatalogue) async throws -> [MovedPromise] {
        var moved: [MovedPromise] = []
        var last = (start: Instant.epoch, id: Appointment.ID(.lowest))
        let page = 1_000
        while true {
            let promises = try await query(SQL.promises(last.start, last.id, page)).map { row throws(DatabaseError) in
                Promise(
                    id: try row.next(), reference: try row.next(), instant: try row.next(),
                    promise: PromisedTime(start: try row.next(), zone: ZoneID(try row.next(String.self)) ?? .utc))
            }
            for promise in promises {
                if let found = TimeAudit.judge(promise, under: try zones.knownRules(promise.promise.zone)) { moved.append(found) }
            }
            guard promises.count == page, let end = promises.last else { return moved }
            last = (end.instant, end.id)
        }
    }
}
