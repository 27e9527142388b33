internal import Clinic

internal import struct Foundation.UUID

/// One of a client's keys as the database keeps it: which of the two it is (2 office, 3 clinical), length of the wrapping key's name, the
/// name, for the office key the public half of the clinical one, and the key sealed for this client.
///
/// The public half is bound to the office key: nobody who may write to the database can have texts sealed to a key of their own.
struct WrappedKey {
    enum Content {
        case office(SealingKey, publicKey: [UInt8])
        case clinical(SealingPair)
    }

    private static let publicLength = 32
    let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    init(_ content: Content, for client: UUID, by wrapping: Keyring.Wrapping) {
        let name = Array(wrapping.name.utf8)
        let (tag, publicKey, secret): (UInt8, [UInt8], [UInt8]) =
            switch content {
            case .office(let key, let publicKey): (2, publicKey, key.bytes)
            case .clinical(let pair): (3, [], pair.secret)
            }
        bytes =
            [tag, UInt8(name.count)] + name + publicKey
            + wrapping.key.seal(secret, at: Self.place(client, wrapping.name, tag, publicKey))
    }

    /// Which of the two keys these bytes say they are.
    var keyClass: KeyClass { bytes.first == 3 ? .clinical : .office }

    /// - Parameter wrapping: finds a wrapping key by its name.
    /// - Throws: `SealingError.cannotUnwrap`.
    func open(for client: UUID, _ wrapping: (String) -> Keyring.Wrapping?) throws(SealingError) -> Content {
        guard let content = content(for: client, wrapping) else { throw .cannotUnwrap(client: client) }
        return content
    }

    private func content(for client: UUID, _ wrapping: (String) -> Keyring.Wrapping?) -> Content? {
        guard bytes.count > 2, bytes[0] == 2 || bytes[0] == 3 else { return nil }
        let nameEnd = 2 + Int(bytes[1]), publicEnd = nameEnd + (bytes[0] == 2 ? Self.publicLength : 0)
        guard bytes.count > publicEnd, let name = String(validating: bytes[2..<nameEnd], as: UTF8.self),
            let wrapping = wrapping(name)
        else { return nil }
        let publicKey = Array(bytes[nameEnd..<publicEnd])
        guard let secret = wrapping.key.open(bytes[publicEnd...], at: Self.place(client, name, bytes[0], publicKey)) else {
            return nil
        }
        return bytes[0] == 2
            ? SealingKey(secret).map { .office($0, publicKey: publicKey) } : SealingPair(secret: secret).map { .clinical($0) }
    }

    private static func place(_ client: UUID, _ name: String, _ tag: UInt8, _ publicKey: [UInt8]) -> [UInt8] {
        Array("attune key \(tag) \(name) ".utf8) + client.sixteenBytes + publicKey
    }
}
