internal import Synchronization

public import struct Foundation.UUID

extension UUID {
    /// A version 7 identifier (RFC 9562): 48 bits of milliseconds, 12 bits of the fraction of that millisecond (method 3 of its section
    /// 6.2, so that identifiers made one after another sort that way), 62 random bits.
    ///
    /// For a strict order within a process use ``UUIDv7Generator``.
    public static func v7(at instant: Instant, random: inout some RandomNumberGenerator) -> UUID {
        UUIDv7Bits(at: instant, random: random.next()).uuid
    }

    /// With the system's random numbers.
    public static func v7(at instant: Instant) -> UUID {
        var random = SystemRandomNumberGenerator()
        return v7(at: instant, random: &random)
    }
}

/// Makes version 7 identifiers that strictly ascend, also when the clock stands still or goes back, from any number of threads.
public final class UUIDv7Generator: Sendable {
    private let last = Mutex(UUIDv7Bits(time: 0, tail: 0))

    public init() {}

    /// With the system's random numbers.
    public func next(at instant: Instant) -> UUID {
        var random = SystemRandomNumberGenerator()
        return next(at: instant, random: &random)
    }

    /// Later than every one before: while the clock stands still or goes back, the last one's successor.
    public func next(at instant: Instant, random: inout some RandomNumberGenerator) -> UUID {
        let fresh = UUIDv7Bits(at: instant, random: random.next())
        return last.withLock { last in
            last = fresh > last ? fresh : last.successor
            return last.uuid
        }
    }
}

/// The 122 bits that vary: 60 of time (milliseconds, then 4,096ths of one), 62 random.
private struct UUIDv7Bits: Comparable {
    var time: UInt64
    var tail: UInt64

    init(time: UInt64, tail: UInt64) {
        self.time = time
        self.tail = tail
    }

    init(at instant: Instant, random: UInt64) {
        // Before 1970 counts as 1970; 48 bits of milliseconds last until the year 10889.
        let microseconds = UInt64(max(0, instant.microseconds))
        let milliseconds = min(microseconds / 1_000, (1 << 48) - 1)
        time = (milliseconds << 12) | (microseconds % 1_000) * 4_096 / 1_000
        tail = random >> 2
    }

    var successor: UUIDv7Bits {
        tail < UInt64.max >> 2
            ? UUIDv7Bits(time: time, tail: tail + 1) : UUIDv7Bits(time: (time + 1) & (UInt64.max >> 4), tail: 0)
    }

    static func < (one: UUIDv7Bits, other: UUIDv7Bits) -> Bool {
        one.time != other.time ? one.time < other.time : one.tail < other.tail
    }

    var uuid: UUID {
        let high = ((time >> 12) << 16) | 0x7000 | (time & 0xFFF)
        let low = 0x8000_0000_0000_0000 | tail
        func byte(_ word: UInt64, _ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64(index))) }
        return UUID(
            uuid: (
                byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3), byte(high, 4), byte(high, 5), byte(high, 6),
                byte(high, 7),
                byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3), byte(low, 4), byte(low, 5), byte(low, 6), byte(low, 7)
            ))
    }
}
