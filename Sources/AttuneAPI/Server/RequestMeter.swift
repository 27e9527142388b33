import HTTPTypes
import Synchronization

/// Counts what was answered, for `/metrics`: by the route's template, method and status, and never by an address, an id or a person.
///
/// A histogram for each route: what took how long is asked of a route, its statuses are counted apart. The memory is that of the route
/// table. One uncontended lock a request.
final class RequestMeter: Sendable {
    /// Upper bounds of the histogram's cells, in microseconds; one more cell is for what is longer.
    static let bounds: [Int64] = [
        1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 10_000_000,
    ]

    struct Tally: Sendable {
        var statuses: [Int: UInt64] = [:]
        var cells = Array(repeating: UInt64(0), count: RequestMeter.bounds.count + 1)
        var microseconds: UInt64 = 0
    }

    /// By the route's place in the table; the last is for what no route answered.
    private let tallies: Mutex<[Tally]>
    private let underWay = Mutex(0)

    init(routes: Int) { tallies = Mutex(Array(repeating: Tally(), count: routes + 1)) }

    func began() { underWay.withLock { $0 += 1 } }

    /// - Parameter route: its place in the table; nil where none was found.
    func ended(_ route: Int?, _ status: HTTPResponse.Status, took microseconds: Int64) {
        underWay.withLock { $0 -= 1 }
        let took = max(0, microseconds)
        let cell = Self.bounds.firstIndex { took <= $0 } ?? Self.bounds.count
        tallies.withLock { tallies in
            let place = min(route ?? .max, tallies.count - 1)
            tallies[place].statuses[status.code, default: 0] += 1
            tallies[place].cells[cell] += 1
            tallies[place].microseconds += UInt64(took)
        }
    }

    /// A moment's counts: by route, and how many requests are under way.
    var reading: (tallies: [Tally], underWay: Int) { (tallies.withLock { $0 }, underWay.withLock { $0 }) }
}
