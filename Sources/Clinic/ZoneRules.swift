/// What the clocks of one zone do: the system's own rules (TZif), as a plain value.
///
/// It has no default zone, no names of seasons, and never guesses: a wall time that does not exist, or exists twice, is an answer of
/// its own (``WallClock``). Foundation's zones are not used anywhere, because they carry rules of their own that go out of date.
public struct ZoneRules: Hashable, Sendable {
    public let zone: ZoneID
    /// When each type begins, in seconds since 1970, ascending.
    let starts: [Int64]
    /// Seconds east of Greenwich from the start of the same index on.
    let offsets: [Int32]
    /// Before the first start.
    let firstOffset: Int32
    /// What happens after the last start, for ever; nil: nothing changes again.
    let footer: PosixZone?

    /// Seconds east of Greenwich at that moment: −25,200 for UTC−7.
    public func offset(at instant: Instant) -> Int { Int(segment(at: instant.seconds).offset) }

    /// What a clock on the wall shows. Moments outside years 1…9999 read as the first or last microsecond of those.
    public func local(of instant: Instant) -> LocalDateTime {
        let (shifted, overflow) = instant.microseconds.addingReportingOverflow(Int64(offset(at: instant)) * 1_000_000)
        return LocalDateTime(nearest: overflow ? instant.microseconds : shifted)
    }

    /// The moment, or moments, at which a clock on the wall shows this.
    public func resolve(_ local: LocalDateTime) -> WallClock {
        let wanted = CivilCalendar.floorDivide(local.microsecondsAsIfUTC, 1_000_000)
        let fraction = local.microsecondsAsIfUTC - wanted * 1_000_000
        func instant(_ seconds: Int64) -> Instant { Instant(microseconds: seconds * 1_000_000 + fraction) }

        var segment = segment(at: wanted - Self.reach)
        // Nearly always: no change of the clocks is near, so there is one moment and nothing to look for.
        if segment.end >= wanted + Self.reach { return .one(instant(wanted - Int64(segment.offset))) }
        var found: [Instant] = []
        var gap: WallClock?
        while true {
            let candidate = wanted - Int64(segment.offset)
            if segment.start <= candidate, candidate < segment.end { found.append(instant(candidate)) }
            guard segment.end < wanted + Self.reach else { break }
            let next = self.segment(at: segment.end)
            let (last, first) = (segment.end + Int64(segment.offset), segment.end + Int64(next.offset))
            if last <= wanted, wanted < first {
                gap = .gap(
                    at: Instant(microseconds: segment.end * 1_000_000),
                    from: LocalDateTime(nearest: last * 1_000_000), to: LocalDateTime(nearest: first * 1_000_000))
            }
            segment = next
        }
        switch (found.first, found.last) {
        case (let first?, let last?): return first == last ? .one(first) : .fold(earlier: first, later: last)
        default:
            // Without a moment there was a jump over it: a segment ends before it and the next begins after it.
            return gap ?? .one(instant(wanted - Int64(segment.offset)))
        }
    }

    /// - Parameter choice: which of two moments is meant, from somebody who was asked. Nil refuses.
    /// - Throws: `.noSuchLocalTime` in a gap, `.ambiguousLocalTime` in a fold.
    public func instant(of local: LocalDateTime, choosing choice: FoldChoice? = nil) throws(WallTimeError) -> Instant {
        switch (resolve(local), choice) {
        case (.one(let instant), _), (.fold(let instant, _), .earlier?), (.fold(_, let instant), .later?): return instant
        case (.gap(_, let from, let to), _): throw .noSuchLocalTime(local, zone: zone, skippedFrom: from, to: to)
        case (.fold(let earlier, let later), nil): throw .ambiguousLocalTime(local, zone: zone, earlier: earlier, later: later)
        }
    }

    /// Each change of the offset at or after `start` and before `end`, in order.
    public func transitions(from start: Instant, to end: Instant) -> [ZoneTransition] {
        var changes: [ZoneTransition] = []
        var segment = segment(at: start.seconds - 1)
        while segment.end < .max, let at = Instant(seconds: segment.end), at < end {
            let next = self.segment(at: segment.end)
            if next.offset != segment.offset, at >= start {
                changes.append(ZoneTransition(at: at, offsetBefore: Int(segment.offset), offsetAfter: Int(next.offset)))
            }
            segment = next
        }
        return changes
    }

    /// Whether the offset is the same all the time from `start` until before `end`.
    public func isSteady(from start: Instant, to end: Instant) -> Bool {
        segment(at: start.seconds - 1).end >= end.seconds + 1 || transitions(from: start, to: end).isEmpty
    }

    /// More than any two offsets lie apart (RFC 9636 keeps them within −25 h and +26 h).
    private static let reach: Int64 = 52 * 3_600
}

/// The moment at which a zone's clocks are put forward or back. Offsets in seconds east of Greenwich.
public struct ZoneTransition: Hashable, Sendable {
    public let at: Instant
    public let offsetBefore: Int
    public let offsetAfter: Int
}

// MARK: - Looking up

/// A stretch of seconds with one offset: `start` included, `end` not.
struct ZoneSegment {
    let start: Int64
    let end: Int64
    let offset: Int32
}

extension ZoneRules {
    func segment(at second: Int64) -> ZoneSegment {
        let count = starts.partitioningIndex { $0 > second }
        guard count == starts.count, let footer else {
            return ZoneSegment(
                start: count == 0 ? .min : starts[count - 1],
                end: count == starts.count ? .max : starts[count],
                offset: count == 0 ? firstOffset : offsets[count - 1])
        }
        let segment = footer.segment(at: second)
        return ZoneSegment(start: max(segment.start, starts.last ?? .min), end: segment.end, offset: segment.offset)
    }
}

extension Array {
    /// The first index whose element satisfies `isLater`, which holds for all after it too; `count` where none does.
    func partitioningIndex(where isLater: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if isLater(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
