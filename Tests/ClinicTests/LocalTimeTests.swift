import Clinic
import Testing

@Suite("Dates and wall times")
struct LocalTimeTests {
    @Test("every day from 1890 to 2110 has the weekday after its predecessor's, and survives its text")
    func calendar() throws {
        let first = try LocalDate(year: 1890, month: 1, day: 1)
        #expect(first.weekday == .wednesday)
        var weekday = first.weekday.rawValue
        var day = first
        var wrong: [LocalDate] = []
        while day.year < 2110 {
            let again = try LocalDate(year: day.year, month: day.month, day: day.day)
            if try day.weekday.rawValue != weekday || again != day || LocalDate(day.description) != day { wrong.append(day) }
            weekday = weekday % 7 + 1
            day = day.adding(days: 1)
        }
        #expect(wrong.isEmpty)
        #expect(day.description == "2110-01-01")
        #expect(day - first == 80_353)
    }

    @Test(
        "days that do not exist are refused",
        arguments: ["2026-02-29", "2100-02-29", "2026-04-31", "2026-00-10", "26-01-01", "2026-1-1"])
    func noSuchDay(text: String) {
        #expect(throws: LocalTimeError.noSuchDate) { try LocalDate(text) }
    }

    @Test("adding days stops at the first and last day there is")
    func limits() throws {
        #expect(try LocalDate("9999-12-31").adding(days: .max).description == "9999-12-31")
        #expect(try LocalDate("2026-01-01").adding(days: .min).description == "0001-01-01")
    }

    @Test("24:00 ends a day, and with a date is the next day's 00:00")
    func endOfDay() throws {
        #expect(try LocalTime("24:00") == .endOfDay)
        #expect(try LocalDateTime(LocalDate("2026-12-31"), .endOfDay).description == "2027-01-01T00:00")
        #expect(throws: LocalTimeError.noSuchTime) { try LocalTime("24:01") }
        #expect(throws: LocalTimeError.noSuchTime) { try LocalTime("9:00") }
        #expect(throws: LocalTimeError.noSuchTime) { try LocalTime("09:60") }
    }

    @Test("a wall time is read without a zone, and refused with one")
    func wallTime() throws {
        #expect(try LocalDateTime("2026-12-01 09:30").description == "2026-12-01T09:30")
        #expect(try LocalDateTime("2026-12-01T09:30:15.5").description == "2026-12-01T09:30:15.500000")
        #expect(throws: LocalTimeError.noSuchTime) { try LocalDateTime("2026-12-01T09:30Z") }
        #expect(try LocalDateTime("2026-12-31T23:30").adding(minutes: 45)?.description == "2027-01-01T00:15")
        #expect(try LocalDateTime("9999-12-31T23:59").adding(minutes: .max) == nil)
    }

    @Test("weekdays are known by their word or its first three letters")
    func weekdays() {
        #expect(Weekday(code: "Tue") == .tuesday)
        #expect(Weekday(code: "sunday")?.rawValue == 7)
        #expect(Weekday(code: "t") == nil)
        #expect(Weekday.allCases.map(\.shortEnglish) == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
    }

    @Test("safe hours are half-open and may pass midnight")
    func hours() throws {
        let day = try #require(SafeHours(from: LocalTime("09:00"), until: LocalTime("15:30")))
        #expect(try ["08:59", "09:00", "15:29", "15:30"].map { day.contains(try LocalTime($0)) } == [false, true, true, false])
        let night = try #require(SafeHours(from: LocalTime("22:00"), until: LocalTime("06:00")))
        #expect(
            try ["21:59", "22:00", "05:59", "06:00"].map { night.contains(try LocalTime($0)) } == [false, true, true, false])
        #expect(try SafeHours(from: LocalTime("12:00"), until: LocalTime("12:00")) == nil)
    }
}
