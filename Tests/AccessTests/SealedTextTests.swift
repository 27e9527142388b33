import Access
import Clinic
import Database
import TestKit
import Testing

import struct Foundation.UUID

/// Secret text is bound to its place: whoever may write to the database cannot make one text appear as another.
@Suite("Sealed text")
struct SealedTextTests {
    private static let words = "She would rather not be called at home."

    @Test("opens where it was sealed, and in no other row, column or client")
    func bound() async throws {
        let clinic = try await TestClinic.open()
        let vault = clinic.gate.vault()
        let clients = [TestClinic.robin, TestClinic.sam], rows = [UUID(), UUID()]
        for client in clients { _ = vault.newKey(for: client) }
        for column in SealedColumn.allCases {
            let sealed = try vault.seal(Self.words, for: clients[0], column, row: rows[0])
            #expect(try vault.open(sealed, for: clients[0], column, row: rows[0]) == Self.words)
            for client in clients {
                for row in rows {
                    for other in SealedColumn.allCases where (client, row, other) != (clients[0], rows[0], column) {
                        #expect(throws: SealingError.cannotOpen(other, row: row)) {
                            _ = try vault.open(sealed, for: client, other, row: row)
                        }
                    }
                }
            }
        }
        await clinic.close()
    }

    @Test("does not open when a single bit of it was changed, or a part is missing; and is never taken for an empty text")
    func damaged() async throws {
        let clinic = try await TestClinic.open()
        let vault = clinic.gate.vault()
        let (robin, row) = (TestClinic.robin, UUID())
        _ = vault.newKey(for: robin)
        let sealed = try vault.seal(Self.words, for: robin, .triageReason, row: row)
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1 << UInt8(index % 8)
            #expect(throws: SealingError.cannotOpen(.triageReason, row: row)) {
                _ = try vault.open(changed, for: robin, .triageReason, row: row)
            }
            #expect(throws: SealingError.cannotOpen(.triageReason, row: row)) {
                _ = try vault.open(Array(sealed.prefix(index)), for: robin, .triageReason, row: row)
            }
        }
        await clinic.close()
    }

    @Test("two equal texts look different, and a text for two clients needs both of their keys")
    func both() async throws {
        let clinic = try await TestClinic.open()
        let vault = clinic.gate.vault()
        let (robin, sam, row) = (TestClinic.robin, TestClinic.sam, UUID())
        for client in [robin, sam] { _ = vault.newKey(for: client) }
        #expect(
            try vault.seal(Self.words, for: robin, .handoutNote, row: row)
                != vault.seal(Self.words, for: robin, .handoutNote, row: row))
        let sealed = try vault.seal(Self.words, forBoth: (robin, sam), .keptApartReason, row: row)
        #expect(try vault.open(sealed, forBoth: (robin, sam), .keptApartReason, row: row) == Self.words)
        #expect(throws: SealingError.self) { try vault.open(sealed, forBoth: (sam, robin), .keptApartReason, row: row) }
        // Whichever of the two is destroyed first.
        for kept in [robin, sam] {
            let later = clinic.gate.vault()
            _ = later.newKey(for: kept)
            #expect(throws: SealingError.self) { try later.open(sealed, forBoth: (robin, sam), .keptApartReason, row: row) }
        }
        await clinic.close()
    }

    @Test("a client's key is handed to those who may read the client, and is nobody else's when it is moved")
    func wrapped() async throws {
        let clinic = try await TestClinic.open()
        let (robin, sam) = (TestClinic.robin, TestClinic.sam)
        for (role, therapist, sees) in [
            (Role.therapist, TestClinic.amara, true), (.therapist, TestClinic.tomasz, false),
            (.frontDesk, TestClinic.amara, true),
            (.worker, TestClinic.amara, true), (.integration, TestClinic.amara, false), (.client, TestClinic.amara, false),
        ] {
            let keys = try await clinic.reader(as: role, therapist: therapist).query(Vault.statement(for: [robin]))
            #expect(keys.isEmpty == !sees, "\(role)")
        }
        await #expect(throws: SealingError.noKey(client: robin)) {
            try await clinic.act(as: .therapist, therapist: TestClinic.tomasz) {
                _ = try await $0.seal("x", for: robin, .triageReason, row: robin)
            }
        }
        // Sam's key in Robin's row, and Robin's key under another ring: neither opens, and both say so.
        let keys = try await clinic.reader(as: .lead).query(Vault.statement(for: [sam])).map { row throws(DatabaseError) in
            row.skip()
            return try row.next([UInt8].self)
        }
        let moved = clinic.gate.vault()
        moved.keep(keys[0], of: robin)
        #expect(throws: SealingError.cannotUnwrap(client: robin)) { try moved.seal("x", for: robin, .triageReason, row: robin) }
        let stranger = Gate(clinic.database.app, keys: .random()).vault()
        stranger.keep(keys[0], of: sam)
        #expect(throws: SealingError.cannotUnwrap(client: sam)) { try stranger.seal("x", for: sam, .triageReason, row: sam) }
        await clinic.close()
    }

    @Test("the blind index is the same for the same value and kind, and tells nothing to who has another key")
    func blind() async throws {
        let clinic = try await TestClinic.open()
        let (one, other) = (clinic.gate.vault(), Gate(clinic.database.app, keys: .random()).vault())
        #expect(one.blindIndex("email", "a@example.org") == clinic.gate.vault().blindIndex("email", "a@example.org"))
        #expect(one.blindIndex("email", "a@example.org") != one.blindIndex("number", "a@example.org"))
        #expect(one.blindIndex("email", "a@example.org") != other.blindIndex("email", "a@example.org"))
        await clinic.close()
    }
}
