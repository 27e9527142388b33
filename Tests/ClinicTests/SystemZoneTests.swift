import Clinic
import Database
import TestKit
import Testing

/// These read the machine's own zone database, and compare it with PostgreSQL's reading of the same.
@Suite("The system's zones")
struct SystemZoneTests {
    private let zones = ZoneCatalogue()

    @Test("the canary sings: 2026-12-01 12:00 is 19:00Z in Vancouver, 18:00Z in Edmonton, 17:00Z in Winnipeg")
    func canary() throws {
        #expect(throws: Never.self) { try ZoneCanary.check(zones) }
        #expect(ZoneCanary.expectations.count == 3)
    }

    @Test("old rules are named together with the fix")
    func silentCanary() throws {
        let expectation = try #require(ZoneCanary.expectations.first)
        let old = try Instant(rfc3339: "2026-12-01T20:00:00Z")
        let error = #expect(throws: ZoneCanaryFailure.self) { try ZoneCanary.check(expectation, resolved: old, by: .postgresql) }
        #expect(error?.message.contains("restart PostgreSQL") == true)
        #expect(throws: ZoneCanaryFailure.self) { try ZoneCanary.check(ZoneCatalogue(directory: "/nonexistent")) }
    }

    @Test("a zone that does not exist is refused, and so is a folder")
    func unknown() throws {
        for name in ["America/Kamloops", "America", "zone/tab"] {
            let zone = try #require(ZoneID(name))
            #expect(throws: ZoneError.noSuchZone(zone)) { try zones.rules(zone) }
        }
    }

    @Test(
        "every zone that PostgreSQL knows has the same offset there and here, at 1,000 instants from 1970 to 2100 and at each change ± 1 s"
    )
    func sameAsPostgreSQL() async throws {
        let test = try await TestDatabase.fresh(migrated: false)
        let seed = UInt64.random(in: .min ... .max)
        var random = SplitMix(seed)
        let names = try await test.app.query(Self.names()).values(String.self)
        #expect(names.count > 400)
        let (from, to) = (Instant.epoch, try Instant(rfc3339: "2101-01-01T00:00:00Z"))
        var differences: [String] = []
        var compared = 0
        for name in names {
            let rules = try zones.rules(try #require(ZoneID(name)))
            var instants = rules.transitions(from: from, to: to).flatMap { [$0.at - .seconds(1), $0.at, $0.at + .seconds(1)] }
            instants += (0..<1_000).map { _ in Instant(microseconds: .random(in: 0..<to.microseconds, using: &random)) }
            let asked = instants
            let answer = try await test.app.transaction { transaction in
                try await transaction.queries([Self.inZone(name), Self.localTimes(asked)])[1]
            }
            let theirs = try answer.map { row throws(DatabaseError) in
                (local: try row.next(LocalDateTime.self), back: try row.next(Instant.self))
            }
            #expect(theirs.count == instants.count)
            for (instant, theirs) in zip(instants, theirs) {
                compared += 1
                let local = rules.local(of: instant)
                let agrees =
                    switch rules.resolve(local) {
                    case .one(let back): back == instant && theirs.back == instant
                    case .fold(let earlier, let later):
                        [earlier, later].contains(instant) && [earlier, later].contains(theirs.back)
                    case .gap: false
                    }
                if local != theirs.local || !agrees { differences.append("\(name) at \(instant), seed \(seed)") }
            }
        }
        #expect(differences.isEmpty, "\(differences.count) of \(compared), first: \(differences.prefix(3))")
        await test.drop()
    }

    /// Not those that begin with `posix/`: the same files again.
    private static let names = Statement(
        "ClinicTests/names", sent: .lease,
        "SELECT name FROM pg_timezone_names WHERE name !~ '^(posix|right)/' AND name ~ '^[A-Za-z]' ORDER BY name")
    /// Not `AT TIME ZONE 'CET'`: there PostgreSQL takes an abbreviation with a fixed offset before the zone of that name.
    private static let inZone = Statement("ClinicTests/in_zone", sent: .lease, "SELECT set_config('TimeZone', $1, true)")
    private static let localTimes = Statement(
        "ClinicTests/local_times", sent: .lease,
        """
        SELECT i::timestamp, i::timestamp::timestamptz
          FROM unnest($1::timestamptz[]) WITH ORDINALITY AS asked (i, place) ORDER BY place
        """)
}

/// Repeatable random numbers: a failing test prints its seed.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
