internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The machine's zones, each read once. Made where the program starts, and passed in.
///
/// The rules it has read stay as they were until the program starts again: an upgrade of `tzdata` in between does not move half a day.
public final class ZoneCatalogue: Sendable {
    /// In bytes. The longest file of today's `tzdata` has under 4,000.
    public static let largestFile = 65_536

    public let directory: String
    private let known = Mutex<[ZoneID: ZoneRules]>([:])

    /// - Parameter directory: the root of the TZif files, such as `/usr/share/zoneinfo`.
    public init(directory: String) { self.directory = directory }

    /// `TZDIR`, where it is an absolute path; else `/usr/share/zoneinfo`. As libc and PostgreSQL (of Debian) do.
    public convenience init(environment: [String: String] = [:]) {
        let named = environment["TZDIR"] ?? ""
        self.init(directory: named.hasPrefix("/") ? named : "/usr/share/zoneinfo")
    }

    /// - Throws: `.noSuchZone`, `.unreadable`, `.malformed`.
    public func rules(_ zone: ZoneID) throws(ZoneError) -> ZoneRules {
        if let rules = known.withLock({ $0[zone] }) { return rules }
        let rules = try ZoneRules(zone: zone, tzif: try file(of: zone))
        // No more entries than the directory has files.
        known.withLock { $0[zone] = rules }
        return rules
    }

    private func file(of zone: ZoneID) throws(ZoneError) -> [UInt8] {
        let descriptor = open(directory + "/" + zone.name, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw errno == ENOENT || errno == ENOTDIR ? .noSuchZone(zone) : .unreadable(zone) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(zone) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .noSuchZone(zone) }
        guard status.st_size <= Self.largestFile else { throw .malformed(zone, reason: "too large") }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                read(descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled)
            }
            guard count > 0 else { throw .unreadable(zone) }
            filled += count
        }
        return bytes
    }
}
