internal import Clinic
internal import Database
public import Logging

/// What Attune does between requests, round by round.
public enum Rounds {
    /// Runs `round` until the task is cancelled. One that fails is logged, in codes and never in words of its own, and tried again after
    /// `interval`.
    /// - Parameter failure: what did not happen, for the log: “the audit could not be sealed”.
    public static func run(
        every interval: Duration, orSay failure: Logger.Message, _ logger: Logger, _ round: () async throws -> Void
    ) async {
        while !Task.isCancelled {
            do {
                try await round()
            } catch is CancellationError { return } catch {
                logger.error(failure, metadata: ["error": "\(code(of: error))"])
            }
            try? await Task.sleep(for: interval)
        }
    }

    /// What a log may say of an error: its code, or the name of its type; never its words, which may be somebody's.
    public static func code(of error: any Error) -> String {
        switch error {
        case let error as DatabaseError: error.description
        case let error as any CodedError: error.code
        default: "\(type(of: error))"
        }
    }
}
