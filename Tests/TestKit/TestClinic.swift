public import Access
public import Clinic
internal import Database

public import struct Foundation.UUID

/// A small invented clinic with fixed ids in a database of its own: Amara and Tomasz give therapy in Kamloops, Robin and Sam are Amara's
/// clients, Noor is nobody's yet. Written like everything else: by an actor, through the gate, with its audit row.
///
/// Both therapists work Monday to Friday, 09:00-12:00 and 13:00-17:00, in person and online. The service is 50 minutes on a 30-minute
/// grid, with no notice and a horizon of two years, so that tests choose their own days.
public struct TestClinic: Sendable {
    public let database: TestDatabase
    public let gate: Gate

    /// A password's hash in a millisecond; what the real one costs has a test of its own.
    public static let cheap = Argon2.Cost(kibibytes: 64, passes: 1)

    /// One ring for a whole run.
    public static let keys = Keyring.random()

    public static let amara = id(1), tomasz = id(2)
    public static let robin = id(11), sam = id(12), noor = id(13)
    public static let site = id(21), blueRoom = id(22), greenRoom = id(23)
    public static let session = id(31)

    /// An id that is easy to recognise in a failing test.
    public static func id(_ number: UInt8) -> UUID {
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
    }

    public static func open() async throws -> TestClinic {
        let database = try await TestDatabase.fresh()
        let clinic = TestClinic(database: database, gate: Gate(database.app, keys: keys, passwordCost: cheap))
        try await clinic.act(as: .operator) { act in
            try await act.recordKeys(keys)
            for statement in founding { _ = try await act.query(statement) }
            for (client, name) in [(robin, "robin"), (sam, "sam"), (noor, "noor")] {
                try await act.enqueue(act.vault.newKey(for: client))
                try await act.enqueue(contact(act, of: client, "\(name)@example.org"))
            }
            try await act.record("clinic.founded")
        }
        return clinic
    }

    public func close() async { await database.drop() }

    /// An actor with this role; a therapist is Amara unless another is named.
    public static func actor(_ role: Role, therapist: UUID = amara) -> Actor {
        let number = UInt8(100 + (Role.allCases.firstIndex(of: role) ?? 0))
        return role == .therapist
            ? Actor(role: role, id: therapist, therapist: therapist, label: "test")
            : Actor(role: role, id: id(number), label: "test")
    }

    /// One transaction by somebody with this role.
    public func act<T: Sendable>(
        as role: Role, therapist: UUID = amara, _ body: @Sendable (Act) async throws -> T
    ) async throws -> T {
        try await gate.act(
            .trusted(Self.actor(role, therapist: therapist)), Policy("test", allow: Set(Role.allCases)),
            Request(id: gate.newID(), door: "test"), body)
    }

    /// Reads by somebody with this role.
    public func reader(as role: Role, therapist: UUID = amara) -> Reader {
        gate.reader(.trusted(Self.actor(role, therapist: therapist)), Policy("test", allow: Set(Role.allCases)))
    }

    /// Gives a key to every client who was written past the doors, without one.
    public func giveKeys() async throws {
        try await act(as: .operator) { act in
            let keyless = Statement(
                "TestKit/keyless", sent: .lease,
                "SELECT id FROM client c WHERE NOT EXISTS (SELECT FROM client_key k WHERE k.client_id = c.id)")
            for client in try await act.query(keyless()).values(UUID.self) {
                try await act.enqueue(act.vault.newKey(for: client))
            }
            try await act.record("test.keys")
        }
    }

    private static func contact(_ act: Act, of client: UUID, _ address: String) throws -> Bound {
        let id = act.newID()
        return Statement(
            "TestKit/contact", sent: .lease,
            """
            INSERT INTO contact_point (id, client_id, channel, value, may_write, confirmed_at, lookup)
            VALUES ($1, $2, 'email', $3, true, now(), $4)
            """)(
                id, client, try act.vault.seal(address, for: client, .contactPointValue, row: id),
                act.vault.blindIndex("email", address))
    }

    private static let founding: [Bound] = [
        Statement(
            "TestKit/therapists", sent: .lease,
            """
            INSERT INTO therapist (id, slug, display_name, languages, formats, capacity, intense_capacity)
            VALUES ($1, 'amara', 'Amara', '{en,fr}', '{in_person,online}', 4, 2), ($2, 'tomasz', 'Tomasz', '{en}', '{in_person,online}', 4, 2)
            """)(amara, tomasz),
        Statement(
            "TestKit/credentials", sent: .lease,
            """
            INSERT INTO credential (id, therapist_id, kind, issuer, number, jurisdiction, valid_from, expires_on)
            SELECT gen_random_uuid(), t.id, 'RCC', 'Test College', t.slug, 'CA-BC', '2020-01-01', NULL FROM therapist t
            """)(),
        Statement(
            "TestKit/clients", sent: .lease,
            """
            INSERT INTO client (id, full_name) VALUES ($1, 'Robin Test'), ($2, 'Sam Test'), ($3, 'Noor Test')
            """)(robin, sam, noor),
        Statement(
            "TestKit/care", sent: .lease,
            """
            INSERT INTO care_relationship (id, client_id, therapist_id, kind, during)
            VALUES (gen_random_uuid(), $1, $3, 'primary', tstzrange(now(), NULL)), (gen_random_uuid(), $2, $3, 'primary', tstzrange(now(), NULL))
            """)(robin, sam, amara),
        Statement(
            "TestKit/site", sent: .lease, "INSERT INTO site (id, code, name) VALUES ($1, 'kamloops', 'Kamloops')")(site),
        Statement(
            "TestKit/rooms", sent: .lease,
            "INSERT INTO room (id, site_id, code, name) VALUES ($1, $3, 'blue', 'Blue room'), ($2, $3, 'green', 'Green room')")(
                blueRoom, greenRoom, site),
        Statement(
            "TestKit/service", sent: .lease,
            """
            INSERT INTO service (id, code, name, duration_minutes, buffer_minutes, grid_minutes, notice_hours, horizon_days, formats)
            VALUES ($1, 'session', 'Session', 50, 0, 30, 0, 730, '{in_person,online}')
            """)(session),
        Statement(
            "TestKit/hours", sent: .lease,
            """
            INSERT INTO weekly_hours (id, therapist_id, weekday, starts, ends, formats, site_id)
            SELECT gen_random_uuid(), t.id, day, half.starts, half.ends, '{in_person,online}', $1
              FROM therapist t, generate_series(1, 5) AS day, (VALUES (time '09:00', time '12:00'), ('13:00', '17:00')) AS half (starts, ends)
            """)(site),
    ]
}
