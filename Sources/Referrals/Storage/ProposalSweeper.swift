public import Access
internal import Database
public import Logging

/// The worker that gives back the places and hours of proposals that nobody answered in time. As many as there are servers may run at
/// once: each proposal is locked, and ends once.
public struct ProposalSweeper: Sendable {
    private let gate: Gate
    private let worker: Actor
    private let interval: Duration
    private let logger: Logger
    private static let policy = Policy("proposals.sweep", allow: [.worker])

    /// - Parameters:
    ///   - worker: an actor of the role `worker`.
    ///   - interval: between two looks; a new proposal does not wait for it, since what is in its way is ended first.
    public init(gate: Gate, worker: Actor, interval: Duration = .seconds(30), logger: Logger) {
        self.gate = gate
        self.worker = worker
        self.interval = interval
        self.logger = logger
    }

    /// Returns when its task is cancelled. A round that fails is logged and tried again at the next.
    public func run() async {
        await Rounds.run(every: interval, orSay: "proposals could not be swept", logger) { try await sweep() }
    }

    /// One round.
    /// - Returns: how many proposals ended. A round that finds none writes nothing, not even to the audit.
    @discardableResult
    public func sweep() async throws -> Int {
        let credential = Credential.trusted(worker)
        guard try await gate.reader(credential, Self.policy).query(SQL.proposalsOverdue()).value(Bool.self) else { return 0 }
        return try await gate.act(credential, Self.policy, Request(id: gate.newID(), door: "worker")) { act in
            try await act.expireProposals()
        }
    }
}
