import Clinic
import Synchronization

/// The Date header, made once a second (RFC 9110, 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`).
final class DateStamp: Sendable {
    private let time: any TimeSource
    private let last = Mutex<(second: Int64, text: String)>((.min, ""))

    init(time: any TimeSource) { self.time = time }

    func text() -> String {
        let second = time.now().seconds
        return last.withLock { last in
            if last.second != second { last = (second, Self.text(second)) }
            return last.text
        }
    }

    static func text(_ second: Int64) -> String {
        // 1970-01-01 was a Thursday.
        let day = Int(((second / 86_400) % 7 + 7) % 7)
        let date = WireInstant.string(Instant(microseconds: second * 1_000_000))
        let month = Int(date.dropFirst(5).prefix(2)) ?? 1
        let year = date.prefix(4)
        let clock = date.dropFirst(11).prefix(8)
        return "\(days[day]), \(date.dropFirst(8).prefix(2)) \(months[month - 1]) \(year) \(clock) GMT"
    }

    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
