import DequeModule

/// Flights that wait for a place on a lane, first come, first served; who may share a first statement is served together.
final class LaneQueue {
    private var flights = Deque<Flight>()

    /// How far down the queue company is looked for, and how much of it one flight takes along.
    private static let companyReach = 64
    private static let companyLimit = 31

    var count: Int { flights.count }
    var isEmpty: Bool { flights.isEmpty }

    func append(_ flight: Flight) { flights.append(flight) }
    func prepend(_ flight: Flight) { flights.prepend(flight) }

    /// The first that still waits, with those of the next ones as its companions who may share its first statement. They overtake nobody for
    /// long: whoever is first goes next.
    func pop() -> Flight? {
        while let flight = flights.popFirst() {
            guard !flight.isAnswered else { continue }
            gatherCompany(of: flight)
            return flight
        }
        return nil
    }

    private func gatherCompany(of flight: Flight) {
        let near = min(flights.count, Self.companyReach)
        guard case .company = flight.route, near > 0 else { return }
        var staying: [Flight] = []
        for other in flights.prefix(near) {
            if !other.isAnswered, other.maySharePlace(with: flight), flight.companions.count < Self.companyLimit {
                flight.companions.append(other)
            } else {
                staying.append(other)
            }
        }
        guard staying.count < near else { return }
        flights.removeFirst(near)
        flights.prepend(contentsOf: staying)
    }

    func expire(_ now: UInt64, _ late: (Flight) -> Void) {
        while let first = flights.first, first.isAnswered || now > first.deadline {
            flights.removeFirst()
            if !first.isAnswered { late(first) }
        }
    }

    func drain(_ body: (Flight) -> Void) {
        while let flight = flights.popFirst() { body(flight) }
    }
}
