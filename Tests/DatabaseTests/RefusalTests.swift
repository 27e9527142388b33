import Testing

@testable import Database

@Suite("A server that does not let us in")
struct RefusalTests {
    @Test(
        "is waited for while it starts, stops or is full",
        arguments: [
            "FATAL:  the database system is starting up", "FATAL:  the database system is shutting down",
            "FATAL:  the database system is in recovery mode", "FATAL:  sorry, too many clients already",
            "FATAL:  too many connections for database \"clinic\"",
            "FATAL:  remaining connection slots are reserved for non-replication superuser connections",
            "FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute",
            "connection to server failed: Connection refused",
        ])
    func waits(failure: String) {
        #expect(!Link.isRefusal(failure))
    }

    @Test(
        "is believed when it will not, now or later",
        arguments: [
            "FATAL:  password authentication failed for user \"x\"", "FATAL:  database \"x\" does not exist",
            "FATAL:  role \"x\" does not exist",
        ])
    func gives(failure: String) {
        #expect(Link.isRefusal(failure))
    }
}
