import HTTPTypes

/// Headers that every answer carries.
struct StandardFields: Sendable {
    static let requestID = HTTPField.Name.attune("X-Request-Id")

    /// An API answer is for its caller alone: nobody keeps, frames, sniffs or indexes it.
    static let api: HTTPFields = [
        .cacheControl: "no-store",
        .xContentTypeOptions: "nosniff",
        .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
        .attune("Referrer-Policy"): "no-referrer",
        .attune("X-Robots-Tag"): "noindex, nofollow",
    ]

    /// A page: the same, and no third party may be asked for anything.
    static let page: HTTPFields = [
        .cacheControl: "no-store",
        .xContentTypeOptions: "nosniff",
        .contentSecurityPolicy:
            "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
            + "frame-ancestors 'none'",
        .attune("Referrer-Policy"): "no-referrer",
        .attune("X-Robots-Tag"): "noindex, nofollow",
        .attune("X-Frame-Options"): "DENY",
        .attune("Cross-Origin-Opener-Policy"): "same-origin",
        .attune("Permissions-Policy"): "camera=(), geolocation=(), microphone=()",
    ]
}

extension HTTPField.Name {
    /// A name that is spelled in the program: a `StaticString`, so that no input can reach the trap. A literal with a character that no header
    /// may have is a mistake in the program, and ends its first test.
    static func attune(_ name: StaticString) -> HTTPField.Name {
        guard let field = HTTPField.Name(String(describing: name)) else { preconditionFailure("not a header's name") }
        return field
    }
}
