internal import Access
internal import Clinic
internal import Database

extension OpenClinic {
    /// Refuses to work with keys that are not this clinic's. Where it may, it puts on record what is not there yet: all of them the first time.
    /// - Throws: `KeyFault`; nothing is changed then.
    func checkKeys(mayRecord: Bool) async throws {
        let recorded: [KeyRecord]
        do {
            recorded = try await reader("keys.check").keyRecords()
        } catch let error as DatabaseError where ["42P01", "3F000", "42883"].contains(error.sqlState) {
            // Not migrated yet, so nothing is sealed; what needs the schema says so itself.
            return
        }
        if let fault = gate.keys.fault(against: recorded) { throw fault }
        let isComplete = gate.keys.records.allSatisfy(recorded.contains)
        if isComplete || !mayRecord { return }
        do {
            _ = try await act("keys.record") { [keys = gate.keys] act in try await act.recordKeys(keys) }
        } catch let error as DatabaseError where ["key_check_named", "key_check_one"].contains(error.constraint) {
            // Another process did so at the same time; with the same keys, it is to be hoped.
            if let fault = gate.keys.fault(against: try await reader("keys.check").keyRecords()) { throw fault }
        }
    }

    /// Whether the keys that this process works with are still the ones on record.
    func hasRightKeys() async throws -> Bool {
        let recorded = try await gate.reader(.trusted(worker), Policy("keys.check", allow: [.worker])).keyRecords()
        return !recorded.isEmpty && gate.keys.fault(against: recorded) == nil
    }
}
