import Clinic
import Database
import HTTPTypes
import Logging

import struct Foundation.UUID

/// One line for each request: its id, the route's template (never the address, which holds ids), status and duration.
struct RequestLog: Sendable {
    let logger: Logger

    func write(id: UUID, method: HTTPRequest.Method, route: Route?, status: HTTPResponse.Status, took microseconds: Int64) {
        guard logger.logLevel <= .info else { return }
        logger.info(
            "request",
            metadata: [
                "request": "\(UUIDText.string(id))", "method": "\(method.rawValue)", "route": "\(route?.path ?? "none")",
                "status": "\(status.code)", "us": "\(microseconds)",
            ])
    }

    /// What happened inside, in codes: a `DatabaseError` and a `Refusal` hold no values, and of anything else only the type is named.
    func failure(id: UUID, route: Route?, _ error: any Error) {
        let what =
            switch error {
            case let error as DatabaseError: error.description
            case let refusal as any Refusal: refusal.code
            case let problem as Problem: problem.code
            default: String(describing: type(of: error))
            }
        logger.error(
            "request failed",
            metadata: ["request": "\(UUIDText.string(id))", "route": "\(route?.path ?? "none")", "why": "\(what)"])
    }
}
