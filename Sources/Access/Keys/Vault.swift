internal import Clinic
public import Database
internal import Synchronization

public import struct Foundation.UUID

/// What one actor needs to read and write secret text: the clinic's keys, and the clients' own as the database hands them out. Row-level
/// security decides which those are. Lives as long as the act or the reader that it belongs to.
public final class Vault: Sendable {
    private enum Key {
        case wrapped([UInt8])
        case open(WrappedKey.Content)
    }

    private struct Slot: Hashable {
        let client: UUID
        let keyClass: KeyClass
    }

    private let store: KeyStore
    private let keys = Mutex<[Slot: Key]>([:])

    init(_ store: KeyStore) { self.store = store }

    // MARK: Clients' keys

    /// Adds a new client's keys. To be sent in the flight of the client's own row, after it.
    public func newKey(for client: UUID) -> Bound {
        let pair = SealingPair.random()
        let office = WrappedKey.Content.office(.random(), publicKey: pair.publicKey), clinical = WrappedKey.Content.clinical(pair)
        let wrapping = store.ring.current
        keys.withLock {
            $0[Slot(client: client, keyClass: .office)] = .open(office)
            $0[Slot(client: client, keyClass: .clinical)] = .open(clinical)
        }
        return SQL.addClientKey(
            client, wrapping.name, WrappedKey(office, for: client, by: wrapping).bytes,
            WrappedKey(clinical, for: client, by: wrapping).bytes)
    }

    /// Keeps what the database has of one of a client's keys: the column `client_key` of a row that has sealed text. NULL is no news.
    public func keep(_ wrapped: [UInt8]?, of client: UUID) {
        guard let wrapped else { return }
        let slot = Slot(client: client, keyClass: WrappedKey(bytes: wrapped).keyClass)
        keys.withLock { if $0[slot] == nil { $0[slot] = .wrapped(wrapped) } }
    }

    /// Whether this key of the client's is here. Whoever may see a client has the office key; it seals clinical text as well.
    public func hasKey(of client: UUID, _ keyClass: KeyClass = .office) -> Bool {
        keys.withLock { $0[Slot(client: client, keyClass: keyClass)] != nil }
    }

    /// Whether a text for this column could be sealed with what is here.
    func canSeal(_ column: SealedColumn, for client: UUID) -> Bool {
        hasKey(of: client) || (column.keyClass == .clinical && hasKey(of: client, .clinical))
    }

    /// Asks for the keys of clients whose rows are not read in the same flight; ``keep(_:)`` takes the answer.
    public static func statement(for clients: [UUID]) -> Bound { SQL.clientKeys(clients) }

    /// Takes the answer to ``statement(for:)``: a client and a wrapped key in each row.
    public func keep(_ answer: ResultSet) throws(DatabaseError) {
        let rows = try answer.map { row throws(DatabaseError) in (try row.next(UUID.self), try row.next([UInt8].self)) }
        for (client, wrapped) in rows { keep(wrapped, of: client) }
    }

    // MARK: Text

    /// - Throws: `SealingError.noKey`, `.cannotUnwrap`.
    public func seal(
        _ text: String, for client: UUID, _ column: SealedColumn, row: UUID
    ) throws(SealingError) -> [UInt8] {
        try seal(Array(text.utf8), for: client, column, row: row)
    }

    /// - Throws: `SealingError`: a text that cannot be opened is never an empty one.
    public func open(
        _ sealed: [UInt8], for client: UUID, _ column: SealedColumn, row: UUID
    ) throws(SealingError) -> String {
        let bytes = try openBytes(sealed, for: client, column, row: row)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .cannotOpen(column, row: row) }
        return text
    }

    /// Sealed for two clients, one within the other: whoever destroys either one's key destroys the text.
    public func seal(
        _ text: String, forBoth clients: (UUID, UUID), _ column: SealedColumn, row: UUID
    ) throws(SealingError) -> [UInt8] {
        let inner = try seal(text, for: clients.0, column, row: row)
        return try seal(inner, for: clients.1, column, row: row)
    }

    /// Opens what was sealed for both, named in the same order as then.
    /// - Throws: `SealingError`, also where the key of only one of them is here.
    public func open(
        _ sealed: [UInt8], forBoth clients: (UUID, UUID), _ column: SealedColumn, row: UUID
    ) throws(SealingError) -> String {
        let inner = try openBytes(sealed, for: clients.1, column, row: row)
        return try open(inner, for: clients.0, column, row: row)
    }

    /// Bytes that are no text of anybody's, but tell of a client all the same; never shown to them as words. Under the office key: a lead makes a
    /// ranking again without opening the file.
    /// - Parameter place: what they are and where they belong; the same must be said to open them.
    /// - Throws: `SealingError.noKey`, `.cannotUnwrap`.
    public func seal(bytes: [UInt8], for client: UUID, at place: [UInt8]) throws(SealingError) -> [UInt8] {
        try officeKey(of: client).key.seal(bytes, at: Self.place(place, client))
    }

    /// Nil for what does not open at this place.
    public func open(bytes: [UInt8], for client: UUID, at place: [UInt8]) throws(SealingError) -> [UInt8]? {
        try officeKey(of: client).key.open(bytes, at: Self.place(place, client))
    }

    private static func place(_ place: [UInt8], _ client: UUID) -> [UInt8] {
        Array("attune bytes 1 ".utf8) + client.sixteenBytes + place
    }

    // MARK: Other secrets

    /// What finds a value exactly without storing it.
    /// - Parameters:
    ///   - kind: so that equal words of different kinds differ.
    ///   - value: normalised, since a single other byte is another value.
    public func blindIndex(_ kind: String, _ value: String) -> [UInt8] {
        Secrets.hmacSHA256(key: store.ring.lookup, "attune lookup 1 \(kind) \(value)".utf8)
    }

    /// An answer that is kept for a retry: it may repeat secret text of several clients, so it has a key of its own.
    /// - Parameter place: which request it answers.
    public func sealAnswer(_ body: [UInt8], at place: [UInt8]) -> [UInt8] { answerKey.seal(body, at: place) }

    /// - Throws: `SealingError.cannotOpenAnswer` for an answer to another request, or one that was changed.
    public func openAnswer(_ sealed: [UInt8], at place: [UInt8]) throws(SealingError) -> [UInt8] {
        guard let body = answerKey.open(sealed, at: place) else { throw .cannotOpenAnswer }
        return body
    }

    private var answerKey: SealingKey {
        // An HMAC with SHA-256 has the 32 bytes of a key.
        SealingKey(Secrets.hmacSHA256(key: store.ring.lookup, "attune answers 1".utf8)) ?? .random()
    }

    /// Whether a wrapped key is this client's and opens.
    func opens(_ wrapped: [UInt8], of client: UUID) -> Bool {
        (try? WrappedKey(bytes: wrapped).open(for: client) { store.wrapping(named: $0) }) != nil
    }

    private func seal(
        _ bytes: [UInt8], for client: UUID, _ column: SealedColumn, row: UUID
    ) throws(SealingError) -> [UInt8] {
        let place = column.place(row: row, client: client)
        guard column.keyClass == .clinical else { return try officeKey(of: client).key.seal(bytes, at: place) }
        let publicKey =
            hasKey(of: client) ? try officeKey(of: client).publicKey : try clinicalPair(of: client).publicKey
        guard let sealed = SealingPair.seal(bytes, to: publicKey, at: place) else { throw .cannotUnwrap(client: client) }
        return sealed
    }

    private func openBytes(
        _ sealed: [UInt8], for client: UUID, _ column: SealedColumn, row: UUID
    ) throws(SealingError) -> [UInt8] {
        let place = column.place(row: row, client: client)
        let bytes =
            switch column.keyClass {
            case .office: try officeKey(of: client).key.open(sealed, at: place)
            case .clinical: try clinicalPair(of: client).open(sealed, at: place)
            }
        guard let bytes else { throw .cannotOpen(column, row: row) }
        return bytes
    }

    private func officeKey(of client: UUID) throws(SealingError) -> (key: SealingKey, publicKey: [UInt8]) {
        guard case .office(let key, let publicKey) = try key(of: client, .office) else { throw .cannotUnwrap(client: client) }
        return (key, publicKey)
    }

    private func clinicalPair(of client: UUID) throws(SealingError) -> SealingPair {
        guard case .clinical(let pair) = try key(of: client, .clinical) else { throw .cannotUnwrap(client: client) }
        return pair
    }

    private func key(of client: UUID, _ keyClass: KeyClass) throws(SealingError) -> WrappedKey.Content {
        let slot = Slot(client: client, keyClass: keyClass)
        switch keys.withLock({ $0[slot] }) {
        case nil: throw .noKey(client: client)
        case .open(let content): return content
        case .wrapped(let bytes):
            let content = try WrappedKey(bytes: bytes).open(for: client) { store.wrapping(named: $0) }
            keys.withLock { $0[slot] = .open(content) }
            return content
        }
    }
}

extension RowReader {
    /// The column `client_key`: kept for the sealed columns after it.
    public mutating func nextKey(of client: UUID, in vault: Vault) throws(DatabaseError) {
        vault.keep(try nextOptional([UInt8].self), of: client)
    }

    /// A sealed column, opened; nil for NULL, and where the policy keeps it shut.
    /// - Parameter isOpen: whether the actor may read it (``Reach/includesText(of:)``); the row has to be hers already.
    public mutating func nextSecret(
        _ column: SealedColumn, row: UUID, of client: UUID, in vault: Vault, isOpen: Bool = true
    ) throws -> String? {
        let sealed = try nextOptional([UInt8].self)
        guard isOpen else { return nil }
        return try sealed.map { sealed throws(SealingError) in try vault.open(sealed, for: client, column, row: row)
        }
    }
}
