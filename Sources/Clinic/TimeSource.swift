#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Where the time comes from. Passed in, so that a test can hold it still.
///
/// Decisions about appointments use the database's clock (`act.now`); this is for what has no transaction: identifiers, log lines, start-up.
public protocol TimeSource: Sendable {
    func now() -> Instant
}

/// The machine's wall clock (UTC).
public struct SystemTime: TimeSource {
    public init() {}

    /// From the kernel, to the microsecond; it may go back when the machine's clock is set.
    public func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}
