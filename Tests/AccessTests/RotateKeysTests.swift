import Access
import Clinic
import Database
import Synchronization
import TestKit
import Testing

import struct Foundation.UUID

/// The key that wraps is changed while a server goes on serving, with a ring of its own that it reads again.
@Suite("Rotating keys")
struct RotateKeysTests {
    /// The clinic's key file.
    final class File: Sendable {
        private let ring = Mutex(TestClinic.keys)
        var keys: Keyring {
            get { ring.withLock { $0 } }
            set { ring.withLock { $0 = newValue } }
        }
        func gate(_ clinic: TestClinic) -> Gate { Gate(clinic.database.app, keys: keys, reload: { self.keys }) }
    }

    struct PowerCut: Error {}

    @Test(
        "thousands of clients are wrapped anew under a server's eyes; a crash on the way is gone on from; then the old key retires"
    )
    func rotate() async throws {
        let clinic = try await TestClinic.open()
        let file = File()
        let (server, operators) = (file.gate(clinic), file.gate(clinic))
        let clients = try await crowd(2_500, clinic)
        let texts = try await notes(clients, clinic)

        // attune keys add: on record, then in the file. The server has read neither.
        let ring = file.keys.addingWrapping()
        _ = try await act(operators) { try await $0.recordKeys(ring) }
        file.keys = ring
        let operatorsAfter = file.gate(clinic)

        let isRotating = Mutex(true)
        async let reads = read(texts, through: server) { isRotating.withLock { $0 } }
        // The first batch commits, the second is cut off just before.
        let first = try await act(operatorsAfter) { try await $0.rewrapKeys(limit: 1_000) }
        #expect(first.done == 1_000)
        await #expect(throws: PowerCut.self) {
            try await act(operatorsAfter) { act in
                #expect(try await act.rewrapKeys(after: first.last, limit: 1_000).done == 1_000)
                throw PowerCut()
            }
        }
        #expect(try await act(operatorsAfter) { try await $0.keyUses() } == ["w1": 1_503, "w2": 1_000])
        await #expect(throws: KeyFault.stillWraps(name: "w1")) {
            try await act(operatorsAfter) { try await $0.retireKeys(["w1"]) }
        }

        var (done, after) = (0, UUID?.none)
        repeat {
            let batch = try await act(operatorsAfter) { [after] in try await $0.rewrapKeys(after: after, limit: 1_000) }
            (done, after) = (done + batch.done, batch.last)
            #expect(batch.faulty.isEmpty)
        } while after != nil
        isRotating.withLock { $0 = false }
        #expect(done == 1_503)
        #expect(try await reads >= texts.count)
        #expect(try await act(operatorsAfter) { try await $0.keyUses() } == ["w2": 2_503])

        try await act(operatorsAfter) { try await $0.retireKeys(["w1"]) }
        file.keys = ring.keepingOnlyCurrent()
        // A server that never heard of any of it is refused w1, reads the file and goes on.
        let sleepy = Gate(clinic.database.app, keys: TestClinic.keys, reload: { file.keys })
        let late = try await add(through: sleepy)
        #expect(try await act(operatorsAfter) { try await $0.keyUses() } == ["w2": 2_504])
        #expect(try await read(texts, through: file.gate(clinic)) { false } == texts.count)
        #expect(try await act(file.gate(clinic)) { try await $0.seal("x", for: late, .triageReason, row: late) }.count == 63)
        await clinic.close()
    }

    @Test("a key that cannot be opened is left as it is, counted, and does not stop the others")
    func faulty() async throws {
        let clinic = try await TestClinic.open()
        let file = File()
        let damage = Statement(
            "RotateKeysTests/damage", sent: .lease,
            "UPDATE client_key SET wrapped = set_byte(wrapped, 40, get_byte(wrapped, 40) # 1) WHERE client_id = $1")
        try await clinic.act(as: .operator) { act in
            _ = try await act.query(damage(TestClinic.sam))
            try await act.record("test.damaged")
        }
        #expect(try await clinic.reader(as: .operator).tryKeys().faulty == [TestClinic.sam])
        file.keys = file.keys.addingWrapping()
        let gate = file.gate(clinic)
        let batch = try await act(gate) { act in
            try await act.recordKeys(file.keys)
            return try await act.rewrapKeys()
        }
        #expect(batch.done == 2 && batch.faulty == [TestClinic.sam])
        #expect(try await act(gate) { try await $0.keyUses() } == ["w1": 1, "w2": 2])
        await clinic.close()
    }

    @Test(
        "another ring, a ring without a key that is needed, and another key under a known name are refused; nothing is overwritten"
    )
    func check() async throws {
        let clinic = try await TestClinic.open()
        let recorded = try await clinic.reader(as: .operator).keyRecords()
        #expect(recorded.count == 5 && TestClinic.keys.fault(against: recorded) == nil)
        #expect(TestClinic.keys.addingWrapping().fault(against: recorded) == nil)
        let text = TestClinic.keys.text.split(separator: "\n").map(String.init),
            other = Keyring.random().text.split(separator: "\n")
        for purpose in Keyring.Purpose.allCases {
            let line = try #require(text.firstIndex { $0.hasPrefix(purpose.rawValue + " ") })
            var changed = text
            changed[line] = String(other[line])
            #expect(
                try Keyring.parse(changed.joined(separator: "\n")).fault(against: recorded)
                    == .wrong(purpose, name: TestClinic.keys.name(of: purpose)), "\(purpose)")
        }
        let added = TestClinic.keys.addingWrapping()
        _ = try await clinic.act(as: .operator) { try await $0.recordKeys(added) }
        let now = try await clinic.reader(as: .operator).keyRecords()
        #expect(TestClinic.keys.fault(against: now) == .missing(.wrap, name: "w2"))
        await #expect(throws: KeyFault.missing(.wrap, name: "w2")) {
            try await clinic.act(as: .operator) { try await $0.recordKeys(TestClinic.keys) }
        }
        await #expect(throws: (any Error).self) {
            try await clinic.act(as: .lead) { try await $0.recordKeys(added.addingWrapping()) }
        }
        #expect(try await clinic.reader(as: .operator).keyRecords() == now)
        await clinic.close()
    }

    // MARK: A crowd

    private func act<T: Sendable>(_ gate: Gate, _ body: @Sendable (Act) async throws -> T) async throws -> T {
        try await gate.act(
            .trusted(TestClinic.actor(.operator)), Policy("test", allow: [.operator]), Request(id: gate.newID(), door: "test")
        ) { act in
            try await act.record("test.keys")
            return try await body(act)
        }
    }

    private func add(through gate: Gate) async throws -> UUID {
        let id = gate.newID()
        let client = Statement(
            "RotateKeysTests/client", sent: .lease, "INSERT INTO client (id, full_name) VALUES ($1, 'Late Test')")
        try await act(gate) { act in _ = try await act.queries([client(id), act.vault.newKey(for: id)]) }
        return id
    }

    private func crowd(_ count: Int, _ clinic: TestClinic) async throws -> [UUID] {
        let ids = (0..<count).map { _ in clinic.gate.newID() }
        let clients = Statement(
            "RotateKeysTests/crowd", sent: .lease,
            "INSERT INTO client (id, full_name) SELECT id, 'Crowd' FROM unnest($1::uuid[]) id")
        try await act(clinic.gate) { _ = try await $0.query(clients(ids)) }
        try await clinic.giveKeys()
        return ids
    }

    /// A sealed text of every tenth.
    private func notes(_ clients: [UUID], _ clinic: TestClinic) async throws -> [(client: UUID, sealed: [UInt8])] {
        let some = clients.enumerated().filter { $0.offset.isMultiple(of: 10) }.map(\.element)
        return try await act(clinic.gate) { act in
            try await act.learnKeys(of: some)
            return try some.map { ($0, try act.vault.seal("about \($0)", for: $0, .handoutNote, row: $0)) }
        }
    }

    /// Opens each text, again and again while `goesOn`. - Returns: how many were opened.
    private func read(
        _ texts: [(client: UUID, sealed: [UInt8])], through gate: Gate, while goesOn: @Sendable () -> Bool
    ) async throws -> Int {
        var count = 0
        repeat {
            for text in texts {
                let reader = gate.reader(.trusted(TestClinic.actor(.intake)), Policy("test", allow: [.intake]))
                try reader.vault.keep(try await reader.query(Vault.statement(for: [text.client])))
                #expect(
                    try reader.vault.open(text.sealed, for: text.client, .handoutNote, row: text.client) == "about \(text.client)"
                )
                count += 1
            }
        } while goesOn()
        return count
    }
}
