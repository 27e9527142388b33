/// A name in the IANA zone database, such as `America/Vancouver`: its shape is checked, not that the machine has it (``ZoneCatalogue``).
public struct ZoneID: Hashable, Sendable, CustomStringConvertible {
    public let name: String

    public static let utc = ZoneID(valid: "UTC")

    /// Nil unless the name consists of 1 to 4 parts of letters, digits, `_`, `+` and `-` that begin with a letter, at most 64 bytes:
    /// so neither `..` nor an absolute path can reach the file system.
    public init?(_ name: String) {
        var (parts, isAtStart) = (1, true)
        for byte in name.utf8 {
            if byte == UInt8(ascii: "/") {
                guard !isAtStart else { return nil }
                (parts, isAtStart) = (parts + 1, true)
            } else {
                guard isAtStart ? Self.isLetter(byte) : Self.isInner(byte) else { return nil }
                isAtStart = false
            }
        }
        guard !isAtStart, parts <= 4, name.utf8.count <= 64 else { return nil }
        self.name = name
    }

    /// The last part in words: `Port of Spain` of `America/Port_of_Spain`.
    public var city: String {
        String(name.split(separator: Character("/")).last ?? "").split(separator: Character("_")).joined(separator: " ")
    }

    public var description: String { name }

    private init(valid name: String) { self.name = name }

    private static func isInner(_ byte: UInt8) -> Bool {
        isLetter(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "+")
            || byte == UInt8(ascii: "-")
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }
}
