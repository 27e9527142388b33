internal import Clinic

internal import struct Foundation.UUID

/// A client's own key as the database keeps it: version, length of the wrapping key's name, the name, and the key sealed for this client.
struct WrappedKey {
    private static let version: UInt8 = 1
    let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    init(_ key: SealingKey, for client: UUID, by wrapping: Keyring.Wrapping) {
        let name = Array(wrapping.name.utf8)
        bytes = [Self.version, UInt8(name.count)] + name + wrapping.key.seal(key.bytes, at: Self.place(client, wrapping.name))
    }

    /// - Parameter wrapping: finds a wrapping key by its name.
    /// - Throws: `SealingError.cannotUnwrap`.
    func open(
        for client: UUID, _ wrapping: (String) -> Keyring.Wrapping?
    ) throws(SealingError) -> SealingKey {
        guard bytes.count > 2, bytes[0] == Self.version, bytes.count > 2 + Int(bytes[1]),
            let name = String(validating: bytes[2..<2 + Int(bytes[1])], as: UTF8.self), let wrapping = wrapping(name),
            let plain = wrapping.key.open(bytes[(2 + Int(bytes[1]))...], at: Self.place(client, name)),
            let key = SealingKey(plain)
        else { throw .cannotUnwrap(client: client) }
        return key
    }

    private static func place(_ client: UUID, _ name: String) -> [UInt8] {
        Array("attune key \(version) \(name) ".utf8) + client.sixteenBytes
    }
}
