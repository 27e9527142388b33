import Testing

@testable import Clinic

@Suite("Zone rules")
struct ZoneRulesTests {
    private static let zone = ZoneID.utc

    /// A file of version 2 with the given changes and footer.
    static func file(
        starts: [Int64] = [], types: [(offset: Int32, isDST: UInt8)] = [(0, 0)], indices: [UInt8] = [], footer: String,
        leaps: [(Int64, Int32)] = [], version: Character = "2"
    ) -> [UInt8] {
        func big<T: FixedWidthInteger>(_ value: T) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
        func header(_ counts: [Int32]) -> [UInt8] {
            var bytes = Array("TZif\(version)".utf8) + [UInt8](repeating: 0, count: 15)
            for count in counts { bytes += big(count) }
            return bytes
        }
        var bytes = header([0, 0, 0, 0, 1, 4]) + big(Int32(0)) + [0, 0] + Array("LMT\0".utf8)
        bytes += header([0, 0, Int32(leaps.count), Int32(starts.count), Int32(types.count), 4])
        for start in starts { bytes += big(start) }
        bytes += indices
        for type in types { bytes += big(type.offset) + [type.isDST, 0] }
        bytes += Array("XXX\0".utf8)
        for leap in leaps { bytes += big(leap.0) + big(leap.1) }
        return bytes + Array("\n\(footer)\n".utf8)
    }

    private static func rules(footer: String) throws -> ZoneRules { try ZoneRules(zone: zone, tzif: file(footer: footer)) }

    private func wall(_ text: String) throws -> LocalDateTime { try LocalDateTime(text) }

    @Test("a footer without daylight time holds for ever")
    func fixed() throws {
        let rules = try Self.rules(footer: "MST7")
        for instant in [Instant.earliest, .epoch, .latest] { #expect(rules.offset(at: instant) == -25_200) }
        #expect(rules.transitions(from: .earliest, to: .latest).isEmpty)
    }

    @Test("a time that the clocks skip is refused, and one that they repeat is asked about")
    func gapAndFold() throws {
        let toronto = try Self.rules(footer: "EST5EDT,M3.2.0,M11.1.0")
        #expect(try toronto.instant(of: wall("2027-03-14T01:59:59")).description == "2027-03-14T06:59:59Z")
        #expect(try toronto.instant(of: wall("2027-03-14T03:00")).description == "2027-03-14T07:00:00Z")
        for text in ["2027-03-14T02:00", "2027-03-14T02:59:59.999999"] {
            #expect(throws: WallTimeError.self) { try toronto.instant(of: wall(text)) }
        }
        let fold = try wall("2026-11-01T01:30")
        #expect(throws: WallTimeError.self) { try toronto.instant(of: fold) }
        #expect(try toronto.instant(of: fold, choosing: .earlier).description == "2026-11-01T05:30:00Z")
        #expect(try toronto.instant(of: fold, choosing: .later).description == "2026-11-01T06:30:00Z")
        #expect(try toronto.instant(of: wall("2026-11-01T02:00")).description == "2026-11-01T07:00:00Z")
        #expect(
            toronto.resolve(try wall("2027-03-14T02:30"))
                == .gap(
                    at: try Instant(rfc3339: "2027-03-14T07:00:00Z"), from: try wall("2027-03-14T02:00"),
                    to: try wall("2027-03-14T03:00")))
    }

    @Test("a refusal says which times exist")
    func wording() throws {
        let toronto = try Self.rules(footer: "EST5EDT,M3.2.0,M11.1.0")
        let error = #expect(throws: WallTimeError.self) { try toronto.instant(of: wall("2027-03-14T02:30")) }
        #expect(error?.code == "time.no_such_local_time")
        #expect(
            error?.message == """
                The clocks in UTC go forward from 02:00 to 03:00 on 2027-03-14, so 02:30 does not exist. \
                Choose a time before 02:00 or from 03:00 on.
                """)
    }

    @Test("daylight time that is behind, lasts all year, or changes outside 0 to 24 h is understood")
    func unusual() throws {
        let dublin = try Self.rules(footer: "IST-1GMT0,M10.5.0,M3.5.0/1")
        #expect(dublin.offset(at: try Instant(rfc3339: "2027-01-15T00:00:00Z")) == 0)
        #expect(dublin.offset(at: try Instant(rfc3339: "2027-07-15T00:00:00Z")) == 3_600)
        let allYear = try Self.rules(footer: "EST5EDT,0/0,J365/25")
        for text in ["2026-12-31T23:30:00Z", "2027-01-01T04:00:00Z", "2027-01-01T05:00:00Z", "2028-12-31T23:59:59Z"] {
            #expect(allYear.offset(at: try Instant(rfc3339: text)) == -14_400)
        }
        let nuuk = try Self.rules(footer: "<-02>2<-01>,M3.5.0/-1,M10.5.0/0")
        #expect(
            nuuk.transitions(from: try Instant(rfc3339: "2027-01-01T00:00:00Z"), to: try Instant(rfc3339: "2028-01-01T00:00:00Z"))
                .map(\.at.description) == ["2027-03-28T01:00:00Z", "2027-10-31T01:00:00Z"])
        let lebanon = try Self.rules(footer: "EET-2EEST,M3.5.0/0,M10.5.0/0")
        #expect(lebanon.offset(at: try Instant(rfc3339: "2027-06-01T00:00:00Z")) == 10_800)
    }

    @Test("J60 is always 1 March, 59 is 29 February in leap years")
    func julian() throws {
        let rules = try Self.rules(footer: "AAA0BBB,J60/0,59/0")
        let changes = rules.transitions(
            from: try Instant(rfc3339: "2028-01-01T00:00:00Z"), to: try Instant(rfc3339: "2029-01-01T00:00:00Z"))
        #expect(changes.map(\.at.description) == ["2028-02-28T23:00:00Z", "2028-03-01T00:00:00Z"])
    }

    @Test("before the first change the first type holds, after the last one the footer, and leap seconds are not counted")
    func table() throws {
        let bytes = Self.file(
            starts: [1_000_000, 2_000_001], types: [(-30_000, 0), (3_600, 0), (7_200, 1)], indices: [1, 2], footer: "AAA-2",
            leaps: [(1_500_000, 1)])
        let rules = try ZoneRules(zone: Self.zone, tzif: bytes)
        #expect(rules.offset(at: .earliest) == -30_000)
        #expect(try rules.offset(at: #require(Instant(seconds: 1_000_000))) == 3_600)
        #expect(try rules.offset(at: #require(Instant(seconds: 1_999_999))) == 3_600)
        #expect(try rules.offset(at: #require(Instant(seconds: 2_000_000))) == 7_200)
        #expect(rules.offset(at: .latest) == 7_200)
        #expect(rules.local(of: .latest).date.year == 9_999)
    }

    @Test("a span is steady exactly where no change of the clocks lies in it, to the second at either end")
    func steady() throws {
        let rules = try Self.rules(footer: "EST5EDT,M3.2.0,M11.1.0")
        let (from, to) = (try Instant(rfc3339: "2026-01-01T00:00:00Z"), try Instant(rfc3339: "2030-01-01T00:00:00Z"))
        for change in rules.transitions(from: from, to: to) {
            for before in -2...2 {
                for length in 1...3 {
                    let start = change.at + .seconds(before), end = start + .seconds(length)
                    #expect(rules.isSteady(from: start, to: end) == !(start <= change.at && change.at < end))
                }
            }
        }
    }

    @Test("rules after 2137 are those that the table before it was written from")
    func farFuture() throws {
        let bytes = Self.file(starts: [0], types: [(-18_000, 0)], indices: [0], footer: "EST5EDT,M3.2.0,M11.1.0")
        let (written, pure) = (try ZoneRules(zone: Self.zone, tzif: bytes), try Self.rules(footer: "EST5EDT,M3.2.0,M11.1.0"))
        let (from, to) = (try Instant(rfc3339: "2130-01-01T00:00:00Z"), try Instant(rfc3339: "2160-01-01T00:00:00Z"))
        #expect(written.transitions(from: from, to: to) == pure.transitions(from: from, to: to))
        #expect(written.transitions(from: from, to: to).count == 60)
    }

    @Test("a table that ends thousands of millions of years ago is read at once", .timeLimit(.minutes(1)))
    func ancient() throws {
        let bytes = Self.file(
            starts: [-1 << 60, -1 << 59], types: [(0, 0), (60, 1)], indices: [0, 1], footer: "EST5EDT,M3.2.0,M11.1.0")
        let rules = try ZoneRules(zone: Self.zone, tzif: bytes)
        #expect(rules.offset(at: try Instant(rfc3339: "2026-12-01T12:00:00Z")) == -18_000)
        #expect(rules.offset(at: try Instant(rfc3339: "2026-07-01T12:00:00Z")) == -14_400)
    }

    @Test("every damaged file is refused with a reason, and none traps", .timeLimit(.minutes(5)))
    func damaged() throws {
        let good = Self.file(starts: [5, 9], types: [(0, 0), (60, 1)], indices: [0, 1], footer: "EST5EDT,M3.2.0,M11.1.0")
        #expect(throws: Never.self) { try ZoneRules(zone: Self.zone, tzif: good) }
        for length in 0..<good.count {
            #expect(throws: ZoneError.self) { try ZoneRules(zone: Self.zone, tzif: Array(good.prefix(length))) }
        }
        var random = SystemRandomNumberGenerator()
        for _ in 0..<1_000 {
            var bytes = good
            for _ in 0..<3 { bytes[.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random) }
            let rules = try? ZoneRules(zone: Self.zone, tzif: bytes)
            _ = rules?.resolve(try wall("2026-12-01T12:00"))
        }
        for footer in [
            "E5", "EST", "EST25", "EST5EDT", "EST5EDT,M13.1.0,M1.1.0", "EST5EDT,M3.2.0", "EST5 ", "<>5", "EST5EDT,J0,J5",
            "EST5EDT,M3.2.0/168,M11.1.0",
        ] {
            #expect(throws: ZoneError.self) { try Self.rules(footer: footer) }
        }
        let backwards = Self.file(starts: [9, 5], indices: [0, 0], footer: "UTC0")
        #expect(throws: ZoneError.self) { try ZoneRules(zone: Self.zone, tzif: backwards) }
    }

    @Test("people read the zone's spoken name and its offset, never a season's abbreviation")
    func spoken() throws {
        let vancouver = try ZoneRules(zone: #require(ZoneID("America/Vancouver")), tzif: Self.file(footer: "MST7"))
        let noon = try Instant(rfc3339: "2026-12-01T19:00:00Z")
        #expect(vancouver.wording(of: noon) == "Tue 1 Dec 2026, 12:00 Pacific Time (UTC−7)")
        #expect(vancouver.wording(of: noon, in: .french) == "mar. 1er déc. 2026, 12 h 00, heure du Pacifique (UTC−7)")
        #expect(ZoneID("Asia/Ho_Chi_Minh")?.spoken() == "Ho Chi Minh time")
        #expect([0, 19_800, -12_600, 3_600].map(ZoneRules.offsetWording) == ["UTC", "UTC+5:30", "UTC−3:30", "UTC+1"])
    }
}
