internal import Access
internal import Clinic
internal import Database
internal import Referrals
public import TestKit
internal import Therapists

/// Many proposals for few places, each a transaction of its own through ``Gate`` and `Act.propose`, and what the database says of every
/// one that was made. `make test` runs some thousands, `Benchmarks/run --only contend` a hundred thousand: the same code.
///
/// Two therapists have four places each, two of them for high-intensity work; every other referral is one. Whoever is given a place keeps
/// it while the same worker makes ``linger`` further attempts, and then takes the proposal back: the caseloads are full most of the time,
/// and every place that falls free is reached for by all workers at once.
public struct Contention: Sendable {
    public let clinic: TestClinic
    private let gate: Gate
    private let app: Database
    /// Sees everything: row-level security must not hide what would be wrong.
    private let superuser: Database
    private let connections: Int
    private let linger = 3
    /// As a server has it: all who propose share one.
    private let memory = TeamMemory()
    private let zones = ZoneCatalogue()

    /// - Parameter connections: transactions that run at once, each on a connection to itself; as many workers.
    public static func open(connections: Int) async throws -> Contention {
        let clinic = try await TestClinic.open()
        let server = try await TestServer.shared.started()
        var configuration = server.configuration("attune_app", clinic.database.name)
        configuration.leases = connections
        let app = try await Database.start(configuration, logger: quiet)
        let superuser = try await Database.start(
            server.configuration(PrivateServer.superuser, clinic.database.name), logger: quiet)
        try await superuser.script(ContentionScript.founding)
        return Contention(
            clinic: clinic, gate: Gate(app, keys: TestClinic.keys), app: app, superuser: superuser, connections: connections)
    }

    public func close() async {
        await app.close()
        await superuser.close()
        await clinic.close()
    }

    private init(clinic: TestClinic, gate: Gate, app: Database, superuser: Database, connections: Int) {
        self.clinic = clinic
        self.gate = gate
        self.app = app
        self.superuser = superuser
        self.connections = connections
    }

    /// Makes `count` referrals of as many clients, proposes each once, and counts.
    public func run(_ count: Int) async throws -> ContentionCount {
        _ = try await superuser.query(ContentionScript.crowd(count))
        try await clinic.giveKeys()
        let referrals = try await superuser.query(ContentionScript.referrals()).values(Referral.ID.self)
        let clock = ContinuousClock()
        let started = clock.now
        let watcher = Task { try await watch() }
        let outcomes: [String: Int]
        do { outcomes = try await propose(referrals) } catch {
            watcher.cancel()
            throw error
        }
        let seconds = (clock.now - started) / .seconds(1)
        watcher.cancel()
        var found = try await watcher.value
        // Once more, when nothing moves: what is held now has its proposal, and nothing else is held.
        found.add(try await look())
        let noted = try await superuser.query(ContentionScript.noted()).one { row in
            (
                places: try row.next(Int.self), overPlaces: try row.next(Int.self), overIntense: try row.next(Int.self),
                fullest: try row.next(Int.self), hours: try row.next(Int.self), overlaps: try row.next(Int.self)
            )
        }
        return ContentionCount(
            outcomes: outcomes, seconds: seconds, placesHeld: noted.places, hoursHeld: noted.hours, fullest: noted.fullest,
            overPlaces: noted.overPlaces + found.overPlaces, overIntense: noted.overIntense + found.overIntense,
            overHours: noted.overlaps + found.overHours, orphans: found.orphans, looks: found.looks)
    }

    private func propose(_ referrals: [Referral.ID]) async throws -> [String: Int] {
        try await withThrowingTaskGroup(of: [String: Int].self) { group in
            for worker in 0..<connections {
                group.addTask {
                    var outcomes: [String: Int] = [:]
                    var held: [(made: Int, proposal: Proposal.ID)] = []
                    for (turn, index) in stride(from: worker, to: referrals.count, by: connections).enumerated() {
                        if let oldest = held.first, turn - oldest.made > linger {
                            held.removeFirst()
                            _ = try await act { act in try await act.withdrawProposal(oldest.proposal) }
                            outcomes["withdrawn", default: 0] += 1
                        }
                        // Who may have whom follows from the number, so that both kinds of work are asked of both therapists.
                        let therapist = index % 4 < 2 ? TestClinic.amara : TestClinic.tomasz
                        do {
                            let proposal = try await act { act in
                                try await act.propose(
                                    NewProposal(
                                        referral: referrals[index], therapist: Therapist.ID(therapist),
                                        service: .init(TestClinic.session)), memory: memory, zones: zones)
                            }
                            held.append((turn, proposal.id))
                            outcomes["ok", default: 0] += 1
                        } catch let refusal as ReferralRefusal { outcomes[refusal.code, default: 0] += 1 }
                    }
                    return outcomes
                }
            }
            return try await group.reduce(into: [:]) { all, one in all.merge(one, uniquingKeysWith: +) }
        }
    }

    private func act<T: Sendable>(_ body: @Sendable (Act) async throws -> T) async throws -> T {
        try await gate.act(
            .trusted(TestClinic.actor(.intake)), Policy("test", allow: [.intake]), Request(id: gate.newID(), door: "test"), body)
    }

    private struct Look {
        var overPlaces = 0, overIntense = 0, overHours = 0, orphans = 0, looks = 0

        mutating func add(_ other: Look) {
            overPlaces += other.overPlaces
            overIntense += other.overIntense
            overHours += other.overHours
            orphans += other.orphans
            looks += other.looks
        }
    }

    /// Looks at what is committed, again and again, each time in one snapshot, until the task is cancelled.
    private func watch() async throws -> Look {
        var all = Look()
        while !Task.isCancelled {
            all.add(try await look())
            try? await Task.sleep(for: .milliseconds(20))
        }
        return all
    }

    private func look() async throws -> Look {
        let statement = ContentionScript.overfull()
        // Not this task's cancellation: half a look is none.
        return try await Task { [superuser] in
            try await superuser.query(statement).one { row in
                Look(
                    overPlaces: try row.next(), overIntense: try row.next(), overHours: try row.next(), orphans: try row.next(),
                    looks: 1)
            }
        }.value
    }
}

/// What came of it. Each figure of what is over must be 0.
public struct ContentionCount: Sendable {
    /// Attempts by what they were answered (`ok`, or the refusal's code), and proposals taken back (`withdrawn`).
    public let outcomes: [String: Int]
    public let seconds: Double
    /// Places and hours that were ever held. When each was, the database counted what its therapist then had, itself included.
    public let placesHeld: Int
    public let hoursHeld: Int
    /// The most places of one therapist at once.
    public let fullest: Int
    /// How often somebody had more places than her capacity: at any holding, or at any look.
    public let overPlaces: Int
    /// How often more places for high-intensity work than her cap on it.
    public let overIntense: Int
    /// Pairs of live hours of one therapist, room or client that overlap.
    public let overHours: Int
    /// Places or hours without an open proposal, and open proposals without both.
    public let orphans: Int
    /// How many times all of it was looked at while it went on.
    public let looks: Int

    public var attempts: Int { outcomes.filter { $0.key != "withdrawn" }.values.reduce(0, +) }
}
