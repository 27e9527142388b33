import Clinic
import Testing
import Therapists

@testable import AttuneAdmin

@Suite("The invented clinic's bookings")
struct SampleBookingsTests {
    @Test("keep notice and horizon of their services on whatever day and at whatever hour they are loaded")
    func noticeAndHorizon() throws {
        let services = try ServiceFile.parse(try SampleFiles.text("sample/services.yaml")).services
        let plan = try SampleFiles.bookings()
        #expect(plan.rules.count > 30)
        let first = try LocalDate("2026-11-23")
        for offset in 0..<7 {
            let today = first.adding(days: offset)
            let monday = SampleFiles.firstMonday(from: today)
            #expect(monday.weekday == .monday)
            for rule in plan.rules {
                let service = try #require(services.first { $0.code == rule.service }, "\(rule.service)")
                let day = monday - today + rule.weekday.rawValue - 1
                // From the last moment of the day to the first session; from its first moment to the last.
                let soonest = 24 * (day - 1) + rule.at.hour
                let latest = 24 * (day + 7 * (plan.weeks - 1)) + rule.at.hour + 1
                #expect(soonest > service.noticeHours, "\(rule.client), loaded on \(today)")
                #expect(latest < 24 * service.horizonDays, "\(rule.client), loaded on \(today)")
            }
        }
    }
}
