/// A name in the IANA zone database, such as `America/Vancouver`: its shape is checked, not that the machine has it (``ZoneCatalogue``).
public struct ZoneID: Hashable, Sendable, CustomStringConvertible {
    public let name: String

    public static let utc = ZoneID(valid: "UTC")

    /// Nil unless the name consists of 1 to 4 parts of letters, digits, `_`, `+` and `-` that begin with a letter, at most 64 bytes:
    /// so neither `..` nor an absolute path can reach the file system.
    public init?(_ name: some StringProtocol) {
        let bytes = Array(name.utf8)
        let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard (1...64).contains(bytes.count), (1...4).contains(parts.count), parts.allSatisfy(Self.isPart) else { return nil }
        self.name = String(name)
    }

    /// The last part in words: `Port of Spain` of `America/Port_of_Spain`.
    public var city: String {
        String(name.split(separator: Character("/")).last ?? "").split(separator: Character("_")).joined(separator: " ")
    }

    public var description: String { name }

    private init(valid name: String) { self.name = name }

    private static func isPart(_ part: ArraySlice<UInt8>) -> Bool {
        guard let first = part.first, isLetter(first) else { return false }
        return part.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || [0x5F, 0x2B, 0x2D].contains($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }
}
