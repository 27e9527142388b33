import Clinic
import Database
import TestKit
import Testing

import struct Foundation.UUID

@testable import Access

@Suite("An audit that somebody tampered with, triggers off")
struct AuditTamperTests {
    @Test("is found out for every column of every row that was changed, whichever column is added one day")
    func columns() async throws {
        let here = try await AuditClinic.open()
        try await here.write(12)
        try await here.sealAll()
        #expect(try await here.verify().count == 0)
        let columns = try await here.superuser.query(Self.columns()).map { row throws(DatabaseError) in
            (name: try row.next(String.self), type: try row.next(String.self))
        }
        #expect(columns.count == 17)
        for column in columns {
            let other =
                switch (column.name, column.type) {
                case ("through", _): "CASE WHEN through = 'own' THEN 'role' ELSE 'own' END"
                case ("fields", _): "CASE WHEN fields = 'identity' THEN 'schedule' ELSE 'identity' END"
                case (_, "uuid"): "gen_random_uuid()"
                case (_, "timestamp with time zone"): "at + interval '1 microsecond'"
                case (_, "jsonb"): "details || '{\"a\": \"b\"}'"
                case (_, "ARRAY"): "ARRAY[gen_random_uuid()]"
                case (_, "bytea"): "sha256(mac)"
                case (_, "xid8"): "(xid::text::bigint + 1)::text::xid8"
                default: "\(column.name) || 'x'"
                }
            // The row of a page has clients, and the others a client.
            let which = column.name == "client_id" ? "clients IS NULL" : column.name == "clients" ? "client_id IS NULL" : "true"
            try await here.tamper(
                """
                CREATE TABLE kept AS SELECT * FROM audit ORDER BY xid, id OFFSET 3;
                UPDATE audit SET \(column.name) = \(other) WHERE id = (SELECT id FROM kept WHERE \(which) LIMIT 1)
                """)
            let report = try await here.verify()
            #expect(report.count > 0, "\(column.name)")
            try await here.tamper(
                "DELETE FROM audit WHERE id NOT IN (SELECT audit_id FROM audit_leaf) OR id IN (SELECT id FROM kept); INSERT INTO audit SELECT * FROM kept; DROP TABLE kept"
            )
        }
        #expect(try await here.verify().count == 0)
        await here.close()
    }

    @Test("is found out in the database, 300 times: edits, swaps, deletions, insertions, truncations, rewrites")
    func inTheDatabase() async throws {
        let here = try await AuditClinic.open()
        for _ in 0..<4 {
            try await here.write(6)
            try await here.sealAll()
        }
        let exported = try await here.export()
        try await here.sealAll()
        #expect(try await here.verify(against: exported).count == 0)
        try await here.sealAll()
        try await here.tamper(
            """
            CREATE TABLE kept AS TABLE audit; CREATE TABLE kept_leaf AS TABLE audit_leaf; CREATE TABLE kept_checkpoint AS TABLE audit_checkpoint
            """)
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededNumbers(seed: seed)
        let row = "(SELECT audit_id FROM audit_leaf WHERE seq = %)"
        let ways = [
            "UPDATE audit SET client_id = NULL, clients = NULL, action = 'x' WHERE id = \(row)",
            "UPDATE audit SET at = at - interval '1 day' WHERE id = \(row)",
            "DELETE FROM audit WHERE id = \(row)",
            "DELETE FROM audit WHERE id = \(row); DELETE FROM audit_leaf WHERE seq = %",
            "DELETE FROM audit WHERE id = \(row); DELETE FROM audit_leaf WHERE seq = %; UPDATE audit_leaf SET seq = seq + 1000 WHERE seq > %; UPDATE audit_leaf SET seq = seq - 1001 WHERE seq > 1000",
            "INSERT INTO audit SELECT gen_random_uuid(), at, role, actor_id, request_id, door, action, subject_id, client_id, details, operation, through, purpose, fields, clients, mac FROM audit WHERE id = \(row)",
            "INSERT INTO audit SELECT gen_random_uuid(), at, role, actor_id, request_id, door, action, subject_id, client_id, details, operation, through, purpose, fields, clients, sha256('x') FROM audit WHERE id = \(row)",
            "UPDATE audit a SET action = b.action, at = b.at, actor_id = b.actor_id, request_id = b.request_id, mac = b.mac FROM audit b WHERE a.id = \(row) AND b.id = (SELECT audit_id FROM audit_leaf WHERE seq = (% + 5) % 24)",
            "UPDATE audit_leaf l SET hash = sha256(hash) WHERE seq = %",
            "UPDATE audit_leaf SET seq = 1000 WHERE seq = %; UPDATE audit_leaf SET seq = % WHERE seq = (% + 3) % 24; UPDATE audit_leaf SET seq = (% + 3) % 24 WHERE seq = 1000",
            "DELETE FROM audit WHERE id IN (SELECT audit_id FROM audit_leaf WHERE seq >= %); DELETE FROM audit_leaf WHERE seq >= %; DELETE FROM audit_checkpoint WHERE size > %",
            "DELETE FROM audit_checkpoint WHERE size > %",
            "UPDATE audit_checkpoint SET root = sha256(root) WHERE size > %",
            "DELETE FROM audit; DELETE FROM audit_leaf; DELETE FROM audit_checkpoint",
        ]
        for _ in 0..<300 {
            let place = Int.random(in: 1..<Int(exported.size) - 4, using: &random)
            let way = Int.random(in: 0..<ways.count, using: &random)
            // The text's only other sign of this kind is the remainder, which stands between spaces and is followed by a number.
            let sql = ways[way].replacing(" % 24", with: " #24").replacing("%", with: String(place)).replacing(
                " #24", with: " % 20")
            try await here.tamper(sql)
            #expect(try await here.verify(against: exported).count > 0, "way \(way) at \(place), seed \(seed)")
            try await here.tamper(
                """
                TRUNCATE audit, audit_leaf, audit_checkpoint;
                INSERT INTO audit TABLE kept; INSERT INTO audit_leaf TABLE kept_leaf; INSERT INTO audit_checkpoint TABLE kept_checkpoint
                """)
        }
        #expect(try await here.verify(against: exported).count == 0)
        await here.close()
    }

    @Test("is found out 10,000 times in rows read from a database, by the row where only rows were touched")
    func inMemory() async throws {
        let here = try await AuditClinic.open()
        try await here.write(900)
        try await here.sealAll()
        var model = try await AuditModel(here)
        await here.close()
        let signer = try AuditModel.needed()
        model.seal(every: 12, by: signer)
        let exported = try #require(model.checkpoints.last).checkpoint
        #expect(try model.inspect(against: exported).isEmpty)
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededNumbers(seed: seed)
        // Many at once, one in each checkpoint, each told by its row.
        var done = 0
        while done < 9_000 {
            var tampered = model
            var touched: [(way: Int, rows: [UUID])] = []
            for start in stride(from: 0, to: model.leaves.count - 12, by: 12) {
                let one = Int.random(in: start..<start + 6, using: &random)
                let other = Int.random(in: one + 1..<start + 12, using: &random)
                let way = Int.random(in: 0..<6, using: &random)
                touched.append((way, tampered.touch(way, one, other, using: &random)))
            }
            let found = Set(try tampered.inspect(against: nil).compactMap(\.row))
            for (way, rows) in touched {
                // Of leaves that changed places, at least one is out of order.
                let isFound = way == 5 ? !found.isDisjoint(with: rows) : found.isSuperset(of: rows)
                #expect(isFound, "way \(way), seed \(seed)")
            }
            done += touched.count
        }
        // What concerns the whole log, on the first rows of it, one after another.
        model.leaves = Array(model.leaves.prefix(24))
        model.seal(every: 6, by: signer)
        let kept = try #require(model.checkpoints.last).checkpoint
        let another = try #require(SigningKey(seed: Secrets.randomBytes(32)))
        for _ in 0..<1_000 {
            var tampered = model
            let way = Int.random(in: 0..<5, using: &random)
            let place = Int.random(in: 0..<23, using: &random)
            switch way {
            case 0:
                // Cut off, and the cut signed anew by somebody who has the keys.
                tampered.leaves.removeSubrange(place...)
                tampered.seal(every: 6, by: signer)
            case 1:
                // One row left out and everything after it rewritten, with the keys.
                tampered.leaves.remove(at: place)
                tampered.leaves.append(tampered.leaves[0])
                tampered.seal(every: 6, by: signer)
            case 2:
                // One row changed and everything rewritten, with the keys.
                tampered.rows[tampered.leaves[place].row]?.action += "x"
                tampered.seal(every: 6, by: signer)
            case 3: tampered.seal(every: 6, mac: Secrets.randomBytes(32), by: signer)
            default: tampered.seal(every: 6, by: another)
            }
            #expect(try !tampered.inspect(against: kept).isEmpty, "way \(way) at \(place), seed \(seed)")
        }
    }

    private static let columns = Statement(
        "AuditTamperTests/columns", sent: .lease,
        """
        SELECT column_name::text, data_type::text FROM information_schema.columns
         WHERE table_schema = current_schema() AND table_name = 'audit' ORDER BY ordinal_position
        """)
}

extension AuditModel {
    /// - Returns: the rows that must be told.
    fileprivate mutating func touch(_ way: Int, _ one: Int, _ other: Int, using random: inout SeededNumbers) -> [UUID] {
        let (first, second) = (leaves[one].row, leaves[other].row)
        switch way {
        case 0:
            rows[first]?.edit(Int.random(in: 0..<16, using: &random))
            return [first]
        case 1:
            rows[first] = nil
            return [first]
        case 2:
            var copy = rows[first]
            copy?.id = TestClinic.id(UInt8.random(in: 200...255, using: &random))
            if let copy { outside.append(copy) }
            return copy.map { [$0.id] } ?? []
        case 3:
            (rows[first], rows[second]) = (rows[second]?.named(first), rows[first]?.named(second))
            return [first, second]
        case 4:
            leaves[one].hash = leaves[other].hash
            return [first]
        default:
            leaves.swapAt(one, other)
            (leaves[one].seq, leaves[other].seq) = (one, other)
            return leaves[one...min(other + 1, leaves.count - 1)].map(\.row)
        }
    }
}

extension AuditRow {
    fileprivate func named(_ id: UUID) -> AuditRow {
        var row = self
        row.id = id
        return row
    }

    /// One column, each a way of its own.
    fileprivate mutating func edit(_ column: Int) {
        let id = UUID()
        switch column {
        case 0: at = Instant(microseconds: at.microseconds + 1)
        case 1: role += "x"
        case 2: actor = id
        case 3: request = id
        case 4: door = String(door.dropLast())
        case 5: operation += "x"
        case 6: (operation, action) = (operation + action.prefix(1), String(action.dropFirst()))
        case 7: subject = subject == nil ? id : nil
        case 8: client = client == nil ? id : nil
        case 9: clients = clients == nil ? [id] : nil
        case 10: clients = clients.map { $0.reversed() } ?? []
        case 11: through = through == nil ? "" : nil
        case 12: purpose += "x"
        case 13: fields = fields == nil ? "" : nil
        case 14: details += " "
        default: xid += 1
        }
    }
}
