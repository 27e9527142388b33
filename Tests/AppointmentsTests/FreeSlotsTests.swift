import Appointments
import Clinic
import Foundation
import Testing
import Therapists

@Suite("Free slots")
struct FreeSlotsTests {
    private let zones = ZoneCatalogue()
    private let therapist = Therapist.ID(UUID())
    private let site = Site.ID(UUID())
    private let rooms: [Room]

    init() {
        let site = self.site
        rooms = ["blue", "green"].map { Room(id: Room.ID(UUID()), site: site, code: $0, name: $0) }
    }

    private func rules(_ zone: String) throws -> ZoneRules { try zones.rules(#require(ZoneID(zone))) }

    private func service(buffer: Int = 10, grid: Int = 30, notice: Int = 24, horizon: Int = 90) -> Service {
        Service(
            id: Service.ID(UUID()), code: "session", name: "Session", durationMinutes: 50, bufferMinutes: buffer,
            gridMinutes: grid,
            noticeHours: notice, horizonDays: horizon)
    }

    private func weekly(_ days: [Weekday], _ starts: String, _ ends: String, _ formats: Set<SessionFormat> = [.online]) throws
        -> [WeeklyHours]
    {
        try days.map {
            WeeklyHours(
                id: WeeklyHours.ID(UUID()), therapist: therapist, weekday: $0, starts: try LocalTime(starts),
                ends: try LocalTime(ends),
                formats: formats, site: site)
        }
    }

    private func calendar(
        _ zone: ZoneRules, _ weekly: [WeeklyHours], exceptions: [ScheduleException] = [], busy: [BusyTime] = [], from: String,
        to: String,
        cap: Int? = nil
    ) throws -> TherapistCalendar {
        TherapistCalendar(
            therapist: therapist, zone: zone,
            windows: HourWindows(
                weekly: weekly, exceptions: exceptions, days: try LocalDate(from)...(try LocalDate(to)), zone: zone),
            busy: busy, dailyCap: cap)
    }

    private func span(_ zone: ZoneRules, _ from: String, _ to: String) throws -> TimeRange {
        try TimeRange(start: zone.instant(of: LocalDateTime(from)), end: zone.instant(of: LocalDateTime(to)))
    }

    private func now(_ text: String) throws -> Instant { try Instant(rfc3339: text) }

    @Test("a morning from nine to twelve has five starts of fifty minutes on the half hour")
    func morning() throws {
        let zone = try rules("America/Vancouver")
        let calendar = try calendar(zone, weekly([.tuesday], "09:00", "12:00"), from: "2026-12-01", to: "2026-12-01")
        let found = FreeSlots.find(
            SlotRules(service(), format: .online, now: try now("2026-11-20T00:00:00Z")), in: calendar, rooms: .none,
            during: try span(zone, "2026-12-01T00:00", "2026-12-02T00:00"))
        #expect(found.map { $0.local.time.description } == ["09:00", "09:30", "10:00", "10:30", "11:00"])
        #expect(found.first?.time.start.description == "2026-12-01T16:00:00Z")
        #expect(found.allSatisfy { $0.room == nil })
    }

    @Test("a session closes what overlaps it and the break on either side, and leave closes the rest")
    func whyNot() throws {
        let zone = try rules("America/Vancouver")
        let day = try LocalDate("2026-12-01")
        let leave = ScheduleException(
            id: ScheduleException.ID(UUID()), therapist: therapist, day: day, kind: .closed, starts: try LocalTime("14:00"),
            ends: try LocalTime("24:00"))
        let busy = [
            BusyTime(try span(zone, "2026-12-01T10:00", "2026-12-01T10:50")),
            BusyTime(try span(zone, "2026-12-01T13:00", "2026-12-01T13:50"), isHold: true),
        ]
        let calendar = try calendar(
            zone, weekly([.tuesday], "09:00", "17:00"), exceptions: [leave], busy: busy, from: "2026-11-30", to: "2026-12-02")
        func answer(_ time: String, format: SessionFormat = .online, now text: String = "2026-11-20T00:00:00Z", horizon: Int = 90)
            throws -> String
        {
            let rules = SlotRules(service(horizon: horizon), format: format, now: try now(text))
            let range = try #require(rules.range(from: zone.instant(of: LocalDateTime(time))))
            switch rules.judge(range, in: calendar, rooms: .none) {
            case .success: return "open"
            case .failure(let closure): return closure.rawValue
            }
        }
        #expect(try answer("2026-12-01T09:00") == "open")
        #expect(try answer("2026-12-01T09:05") == "buffer")
        #expect(try answer("2026-12-01T09:30") == "busy")
        #expect(try answer("2026-12-01T10:55") == "buffer")
        #expect(try answer("2026-12-01T11:00") == "open")
        #expect(try answer("2026-12-01T12:30") == "hold")
        #expect(try answer("2026-12-01T14:00") == "leave")
        #expect(try answer("2026-12-01T08:30") == "closed")
        #expect(try answer("2026-12-02T10:00") == "closed")
        #expect(try answer("2026-12-01T11:00", format: .phone) == "format")
        #expect(try answer("2026-12-01T11:00", now: "2026-12-01T00:00:00Z") == "notice")
        #expect(try answer("2026-12-01T11:00", horizon: 5) == "horizon")
        #expect(try answer("2026-12-01T11:00", now: "2026-12-02T00:00:00Z") == "past")
    }

    @Test("a session in person needs a room that is free all the time, and the same therapist gets the same one")
    func room() throws {
        let zone = try rules("America/Vancouver")
        let calendar = try calendar(zone, weekly([.tuesday], "09:00", "12:00", [.inPerson]), from: "2026-12-01", to: "2026-12-01")
        let rules = SlotRules(service(), format: .inPerson, now: try now("2026-11-20T00:00:00Z"))
        let day = try span(zone, "2026-12-01T00:00", "2026-12-02T00:00")
        let free = FreeSlots.find(rules, in: calendar, rooms: RoomBook(rooms: rooms, taken: []), during: day)
        #expect(free.count == 5 && Set(free.map(\.room)).count == 1)
        let taken = try rooms.map { (room: $0.id, range: try span(zone, "2026-12-01T10:15", "2026-12-01T10:30")) }
        let crowded = FreeSlots.find(rules, in: calendar, rooms: RoomBook(rooms: rooms, taken: taken), during: day)
        #expect(crowded.map { $0.local.time.description } == ["09:00", "10:30", "11:00"])
        let avoided = SlotRules(
            service(), format: .inPerson, now: try now("2026-11-20T00:00:00Z"),
            avoided: [AvoidedTime(site: site, range: try span(zone, "2026-12-01T09:00", "2026-12-01T09:50"))])
        let apart = FreeSlots.find(avoided, in: calendar, rooms: RoomBook(rooms: rooms, taken: []), during: day)
        #expect(apart.map { $0.local.time.description } == ["11:00"])
    }

    @Test(
        "a Tuesday nine o'clock keeps its wall time: an hour apart in UTC across Toronto's change, and none in Vancouver's since 2026"
    )
    func acrossChanges() throws {
        for (name, instants) in [
            (
                "America/Toronto",
                ["2026-10-27T13:00:00Z", "2026-11-03T14:00:00Z", "2027-03-09T14:00:00Z", "2027-03-16T13:00:00Z"]
            ),
            (
                "America/Vancouver",
                ["2026-10-27T16:00:00Z", "2026-11-03T16:00:00Z", "2027-03-09T16:00:00Z", "2027-03-16T16:00:00Z"]
            ),
        ] {
            let zone = try rules(name)
            let calendar = try calendar(zone, weekly([.tuesday], "09:00", "10:00"), from: "2026-10-25", to: "2027-03-20")
            let found = FreeSlots.find(
                SlotRules(service(horizon: 400), format: .online, now: try now("2026-10-01T00:00:00Z")), in: calendar,
                rooms: .none,
                during: try span(zone, "2026-10-25T00:00", "2027-03-20T00:00"))
            #expect(found.count == 21)
            #expect(found.allSatisfy { $0.local.time.description == "09:00" && $0.local.date.weekday == .tuesday })
            #expect(Set(instants).isSubset(of: Set(found.map(\.time.start.description))))
        }
    }

    @Test("a wall time that is skipped or repeated is not offered, though the hours cover it")
    func nightShift() throws {
        let zone = try rules("America/Toronto")
        let rules = SlotRules(service(buffer: 0, notice: 0, horizon: 400), format: .online, now: try now("2026-10-01T00:00:00Z"))
        let night = try weekly([.sunday], "00:00", "05:00")
        let autumn = FreeSlots.find(
            rules, in: try calendar(zone, night, from: "2026-11-01", to: "2026-11-01"), rooms: .none,
            during: try span(zone, "2026-11-01T00:00", "2026-11-02T00:00"))
        #expect(
            autumn.map { $0.local.time.description }
                == ["00:00", "00:30", "02:00", "02:30", "03:00", "03:30", "04:00"])
        let spring = FreeSlots.find(
            rules, in: try calendar(zone, night, from: "2027-03-14", to: "2027-03-14"), rooms: .none,
            during: try span(zone, "2027-03-14T00:00", "2027-03-15T00:00"))
        #expect(
            spring.map { $0.local.time.description } == ["00:00", "00:30", "01:00", "01:30", "03:00", "03:30", "04:00"])
        #expect(zip(spring, spring.dropFirst()).allSatisfy { $0.time.start < $1.time.start })
    }

    @Test("hours that end, or begin, exactly where the clocks go back offer no repeated time either")
    func endsAtTheChange() throws {
        let zone = try rules("America/Toronto")
        let rules = SlotRules(service(buffer: 0, notice: 0, horizon: 400), format: .online, now: try now("2026-10-01T00:00:00Z"))
        // Until the second one o'clock, and from the first: two hours on the night, of which one and a half come twice.
        for (starts, ends, offered) in [
            ("00:00", "01:00", ["00:00", "00:30"]), ("01:00", "02:30", []), ("01:00", "03:00", ["02:00"]),
        ] {
            let slots = FreeSlots.find(
                rules, in: try calendar(zone, weekly([.sunday], starts, ends), from: "2026-11-01", to: "2026-11-01"),
                rooms: .none,
                during: try span(zone, "2026-11-01T00:00", "2026-11-02T00:00"))
            #expect(slots.map { $0.local.time.description } == offered, "\(starts) to \(ends)")
        }
    }

    @Test("what is offered is what the rules accept on the same grid, in 400 random calendars")
    func agreement() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed)
        let zone = try rules("America/Toronto")
        let origin = try zone.instant(of: LocalDateTime("2026-10-29T00:00"))
        for _ in 0..<400 {
            func minutes(_ range: ClosedRange<Int>) -> Duration { .minutes(Int.random(in: range, using: &random)) }
            var weekly: [WeeklyHours] = []
            for day in Weekday.allCases where Bool.random(using: &random) {
                let start = Int.random(in: 0...40, using: &random)
                weekly += try self.weekly(
                    [day], String(describing: #require(LocalTime(microsecondsOfDay: Int64(start) * 1_800_000_000))),
                    String(
                        describing: #require(
                            LocalTime(
                                microsecondsOfDay: Int64(start + .random(in: 1...(48 - start), using: &random)) * 1_800_000_000))),
                    Bool.random(using: &random) ? [.inPerson, .online] : [.online])
            }
            let busy = try (0..<Int.random(in: 0...25, using: &random)).map { _ in
                BusyTime(
                    try TimeRange(from: origin + minutes(0...8_000), minutes: .random(in: 10...120, using: &random)),
                    isHold: .random(using: &random))
            }
            let taken = try (0..<Int.random(in: 0...30, using: &random)).map { _ in
                (
                    room: rooms[.random(in: 0...1, using: &random)].id,
                    range: try TimeRange(from: origin + minutes(0...8_000), minutes: 50)
                )
            }
            let book = RoomBook(rooms: rooms, taken: taken)
            let calendar = try calendar(
                zone, weekly, busy: busy, from: "2026-10-28", to: "2026-11-05", cap: Bool.random(using: &random) ? 3 : nil)
            let rules = SlotRules(
                service(
                    buffer: .random(in: 0...20, using: &random), notice: .random(in: 0...30, using: &random),
                    horizon: .random(in: 1...6, using: &random)),
                format: Bool.random(using: &random) ? .online : .inPerson, now: origin + minutes(-600...600))
            let span = try TimeRange(start: origin, end: zone.instant(of: LocalDateTime("2026-11-05T00:00")))
            let found = FreeSlots.find(rules, in: calendar, rooms: book, during: span)
            var accepted: [Instant] = []
            var local = try LocalDateTime("2026-10-29T00:00")
            while local.date.day != 5, let next = local.adding(minutes: 30) {
                if case .one(let start) = zone.resolve(local), let range = rules.range(from: start),
                    case .success = rules.judge(range, in: calendar, rooms: book)
                {
                    accepted.append(start)
                }
                local = next
            }
            #expect(found.map(\.time.start) == accepted, "seed \(seed)")
            let first = FreeSlots.find(rules, in: calendar, rooms: book, during: span, limit: 3)
            #expect(first == Array(found.prefix(3)), "seed \(seed)")
        }
    }

    @Test("hours hold from their first date to before their last, and extra hours open a closed day")
    func validity() throws {
        let zone = try rules("America/Vancouver")
        let hours = WeeklyHours(
            id: WeeklyHours.ID(UUID()), therapist: therapist, weekday: .tuesday, starts: try LocalTime("09:00"),
            ends: try LocalTime("10:00"),
            formats: [.online], validFrom: try LocalDate("2026-12-08"), validUntil: try LocalDate("2026-12-22"))
        let day = try LocalDate("2026-12-15")
        let exceptions = [
            ScheduleException(id: ScheduleException.ID(UUID()), therapist: therapist, day: day, kind: .closed),
            ScheduleException(
                id: ScheduleException.ID(UUID()), therapist: therapist, day: day, kind: .open, starts: try LocalTime("18:00"),
                ends: try LocalTime("19:00"), formats: [.online]),
        ]
        let windows = HourWindows(
            weekly: [hours], exceptions: exceptions, days: try LocalDate("2026-12-01")...(try LocalDate("2026-12-31")), zone: zone
        )
        #expect(windows.open.map { zone.local(of: $0.range.start).description } == ["2026-12-08T09:00", "2026-12-15T18:00"])
        #expect(windows.leave.count == 1)
    }
}

/// Repeatable random numbers: a failing test prints its seed.
struct SeededRandom: RandomNumberGenerator {
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
