import CLibPQ

/// Asks the server to stop the running statement of a connection.
///
/// SAFETY of `@unchecked Sendable`: a `PGcancel` is read-only once made, and libpq allows `PQcancel` from a thread other than the one that
/// uses the connection (manual, "Canceling Queries in Progress"). Freed once, in `deinit`.
final class CancelHandle: @unchecked Sendable {
    private let pointer: OpaquePointer

    /// Nil when the connection is gone.
    init?(_ connection: OpaquePointer) {
        guard let pointer = PQgetCancel(connection) else { return nil }
        self.pointer = pointer
    }

    deinit { PQfreeCancel(pointer) }

    /// Blocks until the server has taken the request. That nothing was running, or nobody listened, is no error: the deadline decides.
    func cancel() {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { text in
            _ = PQcancel(pointer, text.baseAddress, 256)
        }
    }
}
