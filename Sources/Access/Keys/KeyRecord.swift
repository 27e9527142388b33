public import Clinic
internal import Database

/// A key that this clinic's secrets rest on, as the database knows it: what shows whether a key is the same one, and not the key.
public struct KeyRecord: Hashable, Sendable {
    public let purpose: Keyring.Purpose
    public let name: String
    /// ``Keyring/fingerprint(of:named:)``.
    public let fingerprint: [UInt8]
}

/// Why a ring is not this clinic's. Nothing is read, written or overwritten with it.
public enum KeyFault: Refusal, Hashable {
    /// The ring has no key of this name, and secrets need it.
    case missing(Keyring.Purpose, name: String)
    /// The ring has another key under this name.
    case wrong(Keyring.Purpose, name: String)
    case stillWraps(name: String)

    public var kind: RefusalKind { if case .stillWraps = self { .conflict } else { .invalid } }

    public var code: String {
        switch self {
        case .missing: "keys.lacks_one"
        case .wrong: "keys.wrong"
        case .stillWraps: "keys.still_needed"
        }
    }

    public var message: String {
        switch self {
        case .missing(let purpose, let name):
            "The keys lack “\(name)” for “\(purpose.rawValue)”, which this clinic's secrets were made with. Nothing was changed: put the right file back."
        case .wrong(let purpose, let name):
            "The key “\(name)” for “\(purpose.rawValue)” is not the one that this clinic's secrets were made with. Nothing was changed: put the right file back."
        case .stillWraps(let name):
            "Clients' keys are still wrapped by “\(name)”. Run attune keys rotate, then try again."
        }
    }
}

extension Keyring {
    /// What the database is to know of this ring.
    public var records: [KeyRecord] {
        let wraps = wrapping.map {
            KeyRecord(purpose: .wrap, name: $0.name, fingerprint: fingerprint(of: .wrap, named: $0.name))
        }
        return wraps
            + Purpose.allCases.filter { $0 != .wrap }.map {
                KeyRecord(purpose: $0, name: name(of: $0), fingerprint: fingerprint(of: $0))
            }
    }

    /// The first reason why this ring is not the one on record; nil where it is. Keys that wrap may be more than those on record.
    public func fault(against recorded: [KeyRecord]) -> KeyFault? {
        let own = records
        for record in recorded {
            guard let same = own.first(where: { $0.purpose == record.purpose && $0.name == record.name }) else {
                return .missing(record.purpose, name: record.name)
            }
            guard Secrets.equal(same.fingerprint, record.fingerprint) else { return .wrong(record.purpose, name: record.name) }
        }
        return nil
    }
}

extension Querying {
    /// The keys on record; none before the clinic was founded. For operators and the worker.
    public func keyRecords() async throws -> [KeyRecord] {
        try await query(SQL.keyRecords()).map { row throws(DatabaseError) in
            let purpose = try row.next(String.self)
            return KeyRecord(purpose: .init(rawValue: purpose) ?? .wrap, name: try row.next(), fingerprint: try row.next())
        }
    }

    /// How many clients' keys each wrapping key wraps, by name.
    public func keyUses() async throws -> [String: Int] {
        let rows = try await query(SQL.keyUses()).map { row throws(DatabaseError) in
            (try row.next(String.self), try row.next(Int.self))
        }
        return Dictionary(rows) { first, _ in first }
    }
}

extension Act {
    /// Puts on record what `ring` has and the record lacks: all of it when a clinic is founded, a key to wrap with later on.
    /// - Returns: what was added.
    /// - Throws: `KeyFault` for another clinic's ring.
    @discardableResult
    public func recordKeys(_ ring: Keyring) async throws -> [KeyRecord] {
        let recorded = try await keyRecords()
        if let fault = ring.fault(against: recorded) { throw fault }
        let new = ring.records.filter { own in !recorded.contains { $0.purpose == own.purpose && $0.name == own.name } }
        for key in new {
            // Now, not with COMMIT: whoever goes on to write a file must know that nobody else has taken the name.
            _ = try await query(SQL.addKeyRecord(key.purpose.rawValue, key.name, key.fingerprint))
            try await record("keys.added", details: ["purpose": key.purpose.rawValue, "name": key.name])
        }
        return new
    }

    /// Takes wrapping keys off the record, so that nothing is wrapped by them any more, by any server.
    /// - Throws: `KeyFault.stillWraps`.
    public func retireKeys(_ names: [String]) async throws {
        for name in names {
            do {
                _ = try await query(SQL.retireKeyRecord(name))
            } catch let error as DatabaseError where error.constraint == "client_key_wrapped_by_known" {
                throw KeyFault.stillWraps(name: name)
            }
            try await record("keys.retired", details: ["purpose": Keyring.Purpose.wrap.rawValue, "name": name])
        }
    }
}
