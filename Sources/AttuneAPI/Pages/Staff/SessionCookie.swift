import Access
import Clinic
import HTTPTypes

/// The cookie of a session. `__Host-`: for this host alone, over TLS, for every path, and no other host can have set it. `Strict`: no other
/// site's page makes the browser send it. It ends with the browser; the session itself ends by the database's clock.
enum SessionCookie {
    static let name = "__Host-attune"

    static func set(_ token: Token) -> HTTPField { field(token.text) }
    static let end = HTTPField(name: .setCookie, value: "\(name)=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0")

    private static func field(_ value: String) -> HTTPField {
        HTTPField(name: .setCookie, value: "\(name)=\(value); Path=/; Secure; HttpOnly; SameSite=Strict")
    }

    /// Nil where there is none, where there are two, and for what is no session's token: a program's token in a cookie opens nothing.
    static func read(_ fields: HTTPFields) -> TokenHash? {
        let values = fields[values: .cookie].flatMap { $0.split(separator: ";") }.compactMap { pair -> Substring? in
            let pair = pair.drop { $0 == " " }
            return pair.hasPrefix(name + "=") ? pair.dropFirst(name.count + 1) : nil
        }
        guard values.count == 1, let value = values.first, value.hasPrefix(Token.sessionPrefix), value.utf8.count <= 100 else {
            return nil
        }
        return TokenHash(of: value)
    }
}

/// A session as a page knows it.
struct PageSession: Sendable {
    let credential: Credential
    /// What its forms carry.
    let formToken: String
}

extension Exchange {
    /// Runs `body` in the session of the cookie, or leads to the sign-in. Before anything changes, the form must come from our own page and
    /// carry the session's own token.
    func inSession(_ body: (PageSession, FormFields) async throws -> Reply) async throws -> Reply {
        guard let hash = SessionCookie.read(head.headerFields) else { return StaffPages.redirect(to: "/staff/sign-in") }
        var fields = FormFields()
        if !route.isReadOnly {
            try checkOrigin()
            fields = try FormFields(bytes)
            guard services.gate.isFormToken(fields["form"], of: hash) else { throw Problem.otherSite }
        }
        do {
            return try await body(PageSession(credential: .token(hash), formToken: services.gate.formToken(hash)), fields)
        } catch AccessError.notSignedIn {
            return StaffPages.redirect(to: "/staff/sign-in", cookie: SessionCookie.end)
        }
    }

    /// Refuses what another site's page has sent. A browser says so in `Sec-Fetch-Site`, an older one in `Origin`; whatever says neither is
    /// refused as well.
    func checkOrigin() throws(Problem) {
        let fields = head.headerFields
        let site = fields[.attune("Sec-Fetch-Site")]
        if let site, site != "same-origin" { throw .otherSite }
        guard let origin = fields[.origin] else {
            if site == nil { throw .otherSite }
            return
        }
        var own = [services.base]
        if let authority = head.authority, !authority.isEmpty { own += ["https://" + authority, "http://" + authority] }
        guard own.contains(origin) else { throw .otherSite }
    }
}

extension Problem {
    static let otherSite = Problem(
        .forbidden, "access.other_site", "This form was not sent from its own page. Open the page again, then send it.")
}

/// The fields of a form (`application/x-www-form-urlencoded`).
struct FormFields: Sendable {
    private var values: [(name: String, value: String)] = []

    init() {}

    /// Characters that are obeyed instead of read are left out: a telephone puts some around a number that is copied, and nobody sees them.
    /// - Parameter limit: fields at most.
    /// - Throws: 400 for what cannot be read, and for a name that stands there twice.
    init(_ bytes: [UInt8], limit: Int = 20) throws(Problem) {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .badEncoding }
        for part in text.split(separator: "&") {
            let equals = part.firstIndex(of: "=") ?? part.endIndex
            guard let name = PercentCoding.decode(part[..<equals], plusIsSpace: true),
                let value = PercentCoding.decode(part[equals...].dropFirst(), plusIsSpace: true),
                !values.contains(where: { $0.name == name }), values.count < limit
            else { throw .badEncoding }
            values.append((name, value.withoutHiddenCharacters))
        }
    }

    func has(_ name: String) -> Bool { values.contains { $0.name == name } }
    /// Empty where it is not there.
    subscript(_ name: String) -> String { values.first { $0.name == name }?.value ?? "" }
}
