import Glibc
import Logging
import TestKit

import struct Foundation.UUID

@testable import AttuneAPI

enum TestIDs {
    /// Nothing has it.
    static let absent = TestClinic.id(250)
    static let site = TestClinic.site
}

let quietLogger = quiet

/// For socket work on threads of their own, never on Swift's pool.
func pause(milliseconds: UInt32) { usleep(milliseconds * 1_000) }

extension Route {
    /// What must be asked for a list to answer at all.
    var requiredQuery: String {
        switch path {
        case "/v1/appointments": "?from=\(Ahead.soon)T00:00:00Z&until=\(Ahead.monday)T00:00:00Z"
        case "/v1/slots":
            "?service=\(UUIDText.string(TestClinic.session))&format=online&from=\(Ahead.monday)T00:00:00Z&until=\(Ahead.nextMonday)T00:00:00Z"
        case "/v1/reports/matching": "?from=2026-01-01T00:00:00Z&until=2027-01-01T00:00:00Z"
        case "/v1/therapists/{id}/hours", "/v1/therapists/{id}/hours/affected":
            "?first_day=\(Ahead.soon)&last_day=\(Ahead.nextMonday)"
        default: ""
        }
    }
}
