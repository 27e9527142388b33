internal import Appointments
internal import Clinic
internal import Yams

/// The invented clinic's files, which the binary carries (`Config/sample`, `Config/vocabulary`).
enum SampleFiles {
    static func text(_ name: String) throws -> String {
        guard let text = EmbeddedConfig.files[name] else {
            throw Failure(
                "demo.file_missing", "This build carries no \(name).", next: "make build, from the source", exit: .failed)
        }
        return text
    }

    /// One weekly rule of `bookings.yaml`.
    struct Booking {
        let client: String
        let therapist: String
        let service: String
        let weekday: Weekday
        let at: LocalTime
        let format: SessionFormat
        let site: String?
        let room: String?
        let everyWeeks: Int
        let fromWeek: Int
    }

    /// Where the bookings' first week begins: at least three days after the day of loading, so that the longest notice of a service is kept
    /// at every hour of that day. With two, nothing could be loaded on a Saturday from half past nine on.
    static func firstMonday(from today: LocalDate) -> LocalDate {
        var monday = today.adding(days: 3)
        while monday.weekday != .monday { monday = monday.adding(days: 1) }
        return monday
    }

    static func bookings() throws -> (weeks: Int, rules: [Booking]) {
        let name = "sample/bookings.yaml"
        let root = try Yams.compose(yaml: try text(name))
        guard let weeks = root?["weeks"]?.int, let items = root?["bookings"]?.array() else { throw malformed(name, nil) }
        let rules = try items.map { item in
            guard let client = item["client"]?.string, let therapist = item["therapist"]?.string,
                let service = item["service"]?.string,
                let weekday = item["weekday"]?.string.flatMap(weekday),
                let at = try item["at"]?.string.map({ try LocalTime($0) }),
                let format = item["format"]?.string.flatMap(SessionFormat.init(rawValue:))
            else { throw malformed(name, item.mark?.line) }
            return Booking(
                client: client, therapist: therapist, service: service, weekday: weekday, at: at, format: format,
                site: item["site"]?.string, room: item["room"]?.string, everyWeeks: item["every_weeks"]?.int ?? 1,
                fromWeek: item["from_week"]?.int ?? 1)
        }
        return (weeks, rules)
    }

    /// One line of `articles.yaml`.
    struct Article {
        let slug: String
        let file: String
        let language: String
        let concepts: [String]
        let reviewBy: LocalDate?
    }

    static func articles() throws -> [Article] {
        let name = "sample/articles/articles.yaml"
        guard let items = try Yams.compose(yaml: try text(name))?["articles"]?.array() else { throw malformed(name, nil) }
        return try items.map { item in
            guard let slug = item["slug"]?.string, let file = item["file"]?.string else { throw malformed(name, item.mark?.line) }
            return Article(
                slug: slug, file: "sample/articles/\(file)", language: item["language"]?.string ?? "en",
                concepts: item["concepts"]?.array().compactMap(\.string) ?? [],
                reviewBy: try item["review_by"]?.string.map { try LocalDate($0) })
        }
    }

    private static func weekday(_ name: String) -> Weekday? {
        let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        return names.firstIndex(of: name).flatMap { Weekday(rawValue: $0 + 1) }
    }

    private static func malformed(_ name: String, _ line: Int?) -> Failure {
        Failure("demo.file_malformed", "\(name)\(line.map { ", line \($0)" } ?? "") is not as expected.", exit: .failed)
    }
}
