import Access
import HTTPTypes

import struct Foundation.UUID

/// An answer that says why not: RFC 9457's `application/problem+json`.
///
/// `code` is stable; `detail` is one sentence on which a receptionist can act, without names, contact details or clinical words.
struct Problem: Error, Sendable {
    var status: HTTPResponse.Status
    var code: String
    var detail: String
    var faults: [Fault] = []
    /// In one sentence, for a page: what is wrong with the first value that is, or else with the whole.
    var advice: String { faults.first?.message ?? detail }
    /// Whether sending the very same request again, later, may work.
    var retryable = false
    /// Seconds, for 429 and 503.
    var retryAfter: Int?
    /// Who was first, where the caller may know.
    var by: (id: UUID, name: String)?
    var headers: [HTTPField] = []
    /// Whether the connection must end with this answer because what follows on it cannot be trusted.
    var closes = false

    init(_ status: HTTPResponse.Status, _ code: String, _ detail: String) {
        self.status = status
        self.code = code
        self.detail = detail
    }

    func with(_ faults: [Fault]) -> Problem { changed { $0.faults = faults } }
    func with(_ name: HTTPField.Name, _ value: String) -> Problem {
        changed { $0.headers.append(HTTPField(name: name, value: value)) }
    }
    func retry(after seconds: Int?) -> Problem {
        changed {
            $0.retryable = true
            $0.retryAfter = seconds
        }
    }
    func first(_ id: UUID, _ name: String) -> Problem { changed { $0.by = (id, name) } }
    var closing: Problem { changed { $0.closes = true } }

    private func changed(_ change: (inout Problem) -> Void) -> Problem {
        var copy = self
        change(&copy)
        return copy
    }

    func body(requestID: String) -> [UInt8] {
        JSONWriter.write { writer in
            writer.object { writer in
                writer.member("type", "urn:attune:problem:" + code)
                writer.member("title", status.reasonPhrase)
                writer.member("status", status.code)
                writer.member("code", code)
                writer.member("detail", detail)
                writer.member("request_id", requestID)
                writer.member("retryable", retryable)
                if let by {
                    writer.key("by")
                    writer.object { writer in
                        writer.member("id", by.id)
                        writer.member("name", by.name)
                    }
                }
                writer.key("errors")
                writer.array(faults) { writer, fault in
                    writer.object { writer in
                        writer.member("pointer", fault.pointer.description)
                        writer.member("code", fault.code)
                        writer.member("message", fault.message)
                    }
                }
            }
        }
    }

    static let schema = Schema.object(
        "Problem",
        [
            .required("type", .text(1...200)),
            .required("title", .text(0...100)),
            .required("status", .integer(400...599)),
            .required("code", .text(1...100).described("Stable; for programs.")),
            .required("detail", .text(0...2_000).described("What happened and what to do, for a person.")),
            .required("request_id", .text(1...64).described("Name this to whoever keeps the server's log.")),
            .required("retryable", Schema.boolean.described("Whether the same request may work later.")),
            .optional(
                "by",
                Schema.object("FirstComer", [.required("id", .uuid), .required("name", .text(1...120))])
                    .described("Which colleague was first.")),
            .required(
                "errors",
                .list(
                    .object(
                        "Fault",
                        [
                            .required(
                                "pointer", .text(0...4_000).described("JSON Pointer into the body, or the parameter's name.")),
                            .required("code", .text(1...100)),
                            .required("message", .text(1...4_000)),
                        ]), 0...Schema.faultLimit)),
        ])
}

// The problems that belong to HTTP itself, each in one place.
extension Problem {
    /// Hidden and absent look the same.
    static let notFound = Problem(.notFound, "not_found", "There is nothing here, or not for you. Check the address.")
    static let unauthorized = Problem(
        .unauthorized, "access.sign_in", "Send a valid bearer token: Authorization: Bearer attune_…"
    ).with(.wwwAuthenticate, "Bearer realm=\"attune\"")
    /// One answer for an unknown account, a wrong password and a wrong code.
    static let signInFailed = Problem(.unauthorized, StaffError.signInFailed.code, StaffError.signInFailed.message)
        .with(.wwwAuthenticate, "Bearer realm=\"attune\"")
    static func tooManyTries(_ seconds: Int) -> Problem {
        let error = StaffError.tooManyTries(seconds: seconds)
        return Problem(.tooManyRequests, error.code, error.message).retry(after: seconds)
    }
    static func tooMany(seconds: Int) -> Problem {
        Problem(
            .tooManyRequests, "http.too_many", "This is more than one caller may send. Wait \(seconds) s, then go on more slowly."
        )
        .retry(after: seconds)
    }
    static let notAllowed = Problem(.forbidden, "access.not_allowed", "Your role may not do this. Ask the clinical lead.")
    static let notAcceptable = Problem(
        .notAcceptable, "http.not_acceptable", "This answers in JSON only. Accept application/json.")
    static let bodyTooLarge = Problem(
        .contentTooLarge, "http.body_too_large", "The body is too large. Send less at a time."
    ).closing
    static let bodyNotTaken = Problem(.badRequest, "http.body_not_taken", "This takes no body. Send the request without one.")
        .closing
    static let uriTooLong = Problem(.uriTooLong, "http.uri_too_long", "The address is too long. Use fewer parameters.").closing
    static let headersTooLarge = Problem(
        .requestHeaderFieldsTooLarge, "http.headers_too_large", "The request's headers are too large. Send fewer or shorter ones."
    ).closing
    static let malformed = Problem(.badRequest, "http.malformed", "This is not a request that can be read as HTTP.").closing
    static let noHost = Problem(.badRequest, "http.no_host", "A request names its host once, in the field Host.").closing
    static let transferCoding = Problem(
        .badRequest, "http.transfer_coding", "Send the body in chunks or with its length, in no other coding."
    ).closing
    static let badEncoding = Problem(
        .badRequest, "http.bad_encoding",
        "The address has a percent sign that is not followed by an encoded character. Write %25 for one.")
    static let contentEncoding = Problem(
        .unsupportedMediaType, "http.content_encoding", "Send the body as it is, without Content-Encoding.")
    static let timedOut = Problem(
        .requestTimeout, "http.timed_out", "The request took too long to arrive. Send it again."
    ).retry(after: nil).closing
    static let tooSlow = Problem(
        .serviceUnavailable, "http.too_slow", "This took too long and was stopped. Try again in a moment."
    ).retry(after: 2).closing
    static let internalError = Problem(
        .internalServerError, "internal",
        "Something went wrong here. Try again; if it stays, name the request id to whoever runs Attune.")
    static let preconditionRequired = Problem(
        .preconditionRequired, "http.if_match_required",
        "Read it first, then send its ETag in If-Match, so that nobody's change is overwritten.")
    static let stale = Problem(
        .preconditionFailed, "http.stale", "Somebody changed this since you read it. Read it again, then decide.")
    static let keyRequired = Problem(
        .badRequest, "idempotency.key_required",
        "Send an Idempotency-Key (1 to 255 visible characters, new for each act), so that a retry cannot do it twice.")
    static let keyReused = Problem(
        .unprocessableContent, "idempotency.key_reused",
        "This Idempotency-Key was used for another request. Use a new key for a new act.")
    static let keyInFlight = Problem(
        .conflict, "idempotency.in_flight", "The same request is being carried out right now. Ask again in a second."
    ).retry(after: 1)

    static let secretShown = Problem(
        .conflict, "idempotency.secret_shown",
        "This was done already, and its secret is shown only once. If the answer was lost, revoke what it made and make another.")

    static func methodNotAllowed(_ allowed: String) -> Problem {
        Problem(.methodNotAllowed, "http.method_not_allowed", "This address does not do that. It allows: \(allowed).")
            .with(.allow, allowed)
    }
    static func mediaType(_ accepted: [String]) -> Problem {
        let types = accepted.joined(separator: " or ")
        return Problem(.unsupportedMediaType, "http.media_type", "Send the body as \(types).")
            .with(.accept, accepted.joined(separator: ", "))
    }
    static func invalid(_ faults: [Fault]) -> Problem {
        Problem(
            .unprocessableContent, "request.invalid",
            faults.count == 1
                ? "One thing in the request needs correcting: see errors."
                : "\(faults.count) things in the request need correcting: see errors."
        ).with(faults)
    }
    static func invalid(_ name: String, _ code: String, _ message: String) -> Problem {
        .invalid([Fault(JSONPointer(name), code, message)])
    }
    static func unreadable(_ error: JSONError) -> Problem {
        let (code, message) = error.wording
        return Problem(.badRequest, code, message).with([Fault(error.pointer, code, message)])
    }
}
