public import Access
public import Clinic
internal import Database
public import Logging

/// The worker that throws away lines about the team's changes once nobody reads them any more.
public struct TeamChangeSweeper: Sendable {
    private let gate: Gate
    private let worker: Actor
    private let logger: Logger
    private static let policy = Policy("team.forget", allow: [.worker])
    /// Who remembers a team for longer than ``RememberedTeam/longest`` reads it anew, and a transaction lasts minutes at most.
    private static let kept = RememberedTeam.longest + .hours(1)

    /// - Parameter worker: an actor of the role `worker`.
    public init(gate: Gate, worker: Actor, logger: Logger) {
        self.gate = gate
        self.worker = worker
        self.logger = logger
    }

    /// Returns when its task is cancelled. A round that fails is logged and tried again at the next.
    public func run() async {
        await Rounds.run(every: .hours(1), orSay: "old changes of the team could not be forgotten", logger) {
            let now = try await gate.reader(.trusted(worker), Self.policy).now
            try await sweep(before: now - Self.kept)
        }
    }

    /// One round.
    /// - Returns: how many lines there were. A round that finds none writes nothing, not even to the audit.
    @discardableResult
    public func sweep(before moment: Instant) async throws -> Int {
        let credential = Credential.trusted(worker)
        guard try await gate.reader(credential, Self.policy).query(SQL.oldTeamChanges(moment)).value(Bool.self) else { return 0 }
        return try await gate.act(credential, Self.policy, Request(id: gate.newID(), door: "worker")) { act in
            let count = try await act.query(SQL.forgetTeamChanges(moment)).affected
            try await act.record("team.changes_forgotten", details: ["count": "\(count)"])
            return count
        }
    }
}
