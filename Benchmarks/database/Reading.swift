import Clinic
import Database

import struct Foundation.UUID

/// The three ways to read the row.
enum Reading {
    struct Appointment {
        let id: Int
        let publicID, therapist, client: UUID
        let start, end: Instant
        let status, note: String
        let priceCents: Int32

        init(_ row: inout RowReader) throws(DatabaseError) {
            id = try row.next()
            publicID = try row.next()
            therapist = try row.next()
            client = try row.next()
            start = try row.next()
            end = try row.next()
            status = try row.next()
            note = try row.next()
            priceCents = try row.next()
        }
    }

    private static let select = Statement(
        "bench/select", sent: .shared,
        """
        SELECT id, public_id, therapist_id, client_id, starts_at, ends_at, status, note, price_cents FROM bench.appointments WHERE id = $1
        """)
    private static let actor = Statement("bench/actor", sent: .lane, "SELECT set_config('attune.actor', $1, true)")

    static func shared(_ database: Database, _ id: Int) async throws {
        try check(try await database.readShared(select(id)), id)
    }

    static func lane(_ database: Database, _ id: Int) async throws {
        try check(try await database.read([select(id)])[0], id)
    }

    /// As the doors read: the actor's setting, the statement and a sync of its own.
    static func acted(_ database: Database, _ id: Int) async throws {
        try check(try await database.read([actor("018f3c2e-0000-7000-8000-000000000001"), select(id)])[1], id)
    }

    private static func check(_ result: ResultSet, _ id: Int) throws {
        guard let row = try result.first({ row throws(DatabaseError) in try Appointment(&row) }), row.id == id else {
            throw DatabaseError(.rowCount(result.count))
        }
    }
}
