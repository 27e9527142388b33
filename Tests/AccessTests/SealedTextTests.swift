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

    @Test("a client's keys are handed to those who may have each of them, and are nobody else's when they are moved")
    func wrapped() async throws {
        let clinic = try await TestClinic.open()
        let (robin, sam) = (TestClinic.robin, TestClinic.sam)
        for (role, therapist, has) in [
            (Role.therapist, TestClinic.amara, [KeyClass.office, .clinical]), (.therapist, TestClinic.tomasz, []),
            (.lead, TestClinic.amara, [.office]), (.intake, TestClinic.amara, [.office, .clinical]),
            (.frontDesk, TestClinic.amara, [.office]), (.operator, TestClinic.amara, [.office, .clinical]),
            (.worker, TestClinic.amara, [.office]), (.integration, TestClinic.amara, []), (.client, TestClinic.amara, []),
        ] {
            let reader = clinic.reader(as: role, therapist: therapist)
            try reader.vault.keep(try await reader.query(Vault.statement(for: [robin])))
            #expect(KeyClass.allCases.filter { reader.vault.hasKey(of: robin, $0) } == has, "\(role)")
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

    @Test("who has the office key alone seals clinical text and cannot open it, not even her own")
    func oneWay() async throws {
        let clinic = try await TestClinic.open()
        let (robin, row) = (TestClinic.robin, UUID())
        let sealed = try await clinic.act(as: .lead) { act in
            try await act.record("test.sealed")
            let sealed = try await act.seal(Self.words, for: robin, .triageReason, row: row)
            #expect(throws: SealingError.noKey(client: robin)) {
                _ = try act.vault.open(sealed, for: robin, .triageReason, row: row)
            }
            return sealed
        }
        let reader = clinic.reader(as: .intake)
        try reader.vault.keep(try await reader.query(Vault.statement(for: [robin])))
        #expect(try reader.vault.open(sealed, for: robin, .triageReason, row: row) == Self.words)
        await clinic.close()
    }

    @Test("a public half that somebody put in the place of the client's is refused before anything is sealed to it")
    func foreignHalf() async throws {
        let clinic = try await TestClinic.open()
        let swap = Statement(
            "SealedTextTests/swap", sent: .lease,
            """
            UPDATE client_key SET wrapped = overlay(wrapped PLACING $2 FROM 3 + get_byte(wrapped, 1))
             WHERE client_id = $1 AND class = 'office'
            """)
        try await clinic.act(as: .operator) { act in
            _ = try await act.query(swap(TestClinic.robin, SealingPair.random().publicKey))
            try await act.record("test.swapped")
        }
        await #expect(throws: SealingError.cannotUnwrap(client: TestClinic.robin)) {
            try await clinic.act(as: .lead) {
                _ = try await $0.seal("x", for: TestClinic.robin, .triageReason, row: TestClinic.robin)
            }
        }
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
