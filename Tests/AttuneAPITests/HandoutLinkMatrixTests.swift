import Access
import Clinic
import Database
import HTTPTypes
import Handouts
import TestKit
import Testing

import struct Foundation.UUID

@testable import AttuneAPI

/// Whoever holds the link to one client's handout and aims at what is another client's. The same secret as a token, and clients as a role,
/// are askers of ``AuthorisationMatrixTests``.
@Suite("What a client's link opens, and what it does not", .serialized)
struct HandoutLinkMatrixTests {
    /// Where a request can name something beside the secret.
    private enum Place: CaseIterable { case secret, below, query, form, json }

    private static let doors = RouteTable.all.filter { if case .link = $0.door { true } else { false } }
    /// What stands for a handout alone: staff join by the other links.
    private static let handoutDoors = doors.filter { $0.tag == "links" }

    @Test("takes nothing but its secret: what else is named is as if it were not there, and changes nothing")
    func nothingElse() async throws {
        for route in Self.handoutDoors {
            #expect(
                route.parameters.map(\.name) == ["token"] && route.body == nil,
                "\(route.operation) takes something besides: whose may it be? Ask it about another client's here.")
        }
        try await AuthorisationClinic.with { clinic in
            let before = try await clinic.rows()
            var cases = 0
            for route in Self.doors {
                for method in route.method == .get ? [HTTPRequest.Method.get, .head] : [route.method] {
                    for place in Place.allCases where route.method != .get || ![.form, .json].contains(place) {
                        let names = [UUIDText.string(TestIDs.absent)] + Self.names
                        let answers = try await clinic.answers(
                            to: names.map { Self.request(route, method, place, $0) }, hasBody: method != .head,
                            isAlone: [.form, .json].contains(place))
                        for (name, answer) in zip(names, answers) {
                            #expect(answer.likeness == answers[0].likeness, "\(method) \(route.path), \(place): \(name) is told")
                            #expect(
                                place == .secret || answer.status >= 400, "\(method) \(route.path), \(place): \(answer.status)")
                        }
                        cases += names.count
                    }
                }
            }
            #expect(cases >= 3_000, "the generator has lost some")
            let after = try await clinic.rows()
            #expect(after == before)
        }
    }

    @Test("is no other door's secret, and no other secret is a link's")
    func otherSecrets() async throws {
        try await AuthorisationClinic.with { clinic in
            let before = try await clinic.rows()
            let own = AuthorisationClinic.link(.hers, .linkLikeToken)
            let unknown = Token.session().text
            // What the database keeps of a link opens nothing either.
            let hash = TokenHash(of: own).bytes
            let kept = [hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(), Secrets.base64url(hash)]
            let others = clinic.tokens.filter { ![.link, .linkLikeToken].contains($0.key) }.values.sorted() + kept
            for route in Self.handoutDoors {
                let answers = try await clinic.answers(
                    to: ([unknown] + others).map { Self.request(route, route.method, .secret, $0) }, hasBody: true)
                for answer in answers { #expect(answer.likeness == answers[0].likeness, "\(route.operation)") }
            }
            for route in RouteTable.all where route.tag != "links" && route.policy == nil {
                let answers = try await clinic.answers(
                    to: [unknown, own].map { Self.staffRequest(route, $0, clinic.api.clinic.gate) }, hasBody: true)
                #expect(answers[1].likeness == answers[0].likeness, "\(route.operation): \(answers[1].text.prefix(200))")
            }
            let changed = Set(try await clinic.rows()).subtracting(before).map { $0.prefix { $0 != " " } }
            // A try to sign in is counted and on record, whatever it is made with.
            #expect(Set(changed).subtracting(["sign_in_try", "audit"]) == [])
        }
    }

    @Test(
        "opens its client's own handout and nobody else's, behind both locks and behind the policy alone",
        arguments: [false, true])
    func own(_ isPolicyAlone: Bool) async throws {
        try await AuthorisationClinic.with(isPolicyAlone ? .policyAlone : .both) { clinic in
            for own in Owner.existing {
                let before = try await clinic.rows()
                let answer = try await Self.open(own, in: clinic)
                #expect(answer.status == 200, "\(own): \(answer.status)")
                #expect(Self.notes(in: answer.text) == [AuthorisationClinic.name(.handout, own, .link)], "\(own)")
                let changed = Set(try await clinic.rows()).subtracting(before).map { $0.prefix { $0 != " " } }
                #expect(Set(changed) == ["audit", "handout", "handout_link"], "\(own)")
            }
            // Each of the rows that changed is of the link's own client, and on record as theirs.
            let touched = Set(try await clinic.query(Self.touched()).values(UUID.self))
            #expect(touched == Set(Owner.existing.map { AuthorisationClinic.id(.client, $0, .link) }))
            let records = try await clinic.query(Self.records()).values(Int64.self)
            #expect(records == [Int64(Owner.existing.count)])
        }
    }

    @Test("opens its client's own handout and nobody else's by row-level security alone")
    func ownByRowSecurity() async throws {
        try await AuthorisationClinic.with { clinic in
            for own in Owner.existing {
                let found = try await clinic.byLink(own) { act in
                    (note: try await act.openHandout().note ?? "", listed: try await act.handouts().map(\.id.uuid))
                }
                #expect(Self.notes(in: found.note) == [AuthorisationClinic.name(.handout, own, .client)], "\(own)")
                #expect(found.listed == [AuthorisationClinic.id(.handout, own, .client)], "\(own)")
            }
        }
    }

    @Test("that leads its client to another's handout opens nothing, by either lock alone", arguments: [true, false])
    func ledAstray(_ isPolicyAlone: Bool) async throws {
        try await AuthorisationClinic.with(isPolicyAlone ? .policyAlone : .both) { clinic in
            let unknown = try await clinic.api.request("POST", "/h/unknown", as: nil)
            let refusal = await #expect(throws: DatabaseError.self) { try await Self.lead(to: .colleagues, in: clinic) }
            #expect(refusal?.constraint == "handout_link_handout_own")
            try await clinic.script("ALTER TABLE handout_link DROP CONSTRAINT handout_link_handout_own")
            for other in Owner.existing where other != .hers {
                try await Self.lead(to: other, in: clinic)
                let before = try await clinic.rows()
                let answer = try await Self.open(.hers, in: clinic)
                #expect(answer.likeness == unknown.likeness, "\(other): \(answer.status)")
                if !isPolicyAlone {
                    await #expect(throws: AccessError.notSignedIn, "\(other)") {
                        _ = try await clinic.byLink(.hers) { act in try await act.openHandout() }
                    }
                }
                let after = try await clinic.rows()
                #expect(after == before, "\(other)")
            }
            try await Self.lead(to: .hers, in: clinic)
            #expect(try await Self.open(.hers, in: clinic).status == 200)
        }
    }

    private static func open(_ owner: Owner, in clinic: AuthorisationClinic) async throws -> Answer {
        try await clinic.api.request("POST", "/h/" + AuthorisationClinic.link(owner, .link), as: nil)
    }

    /// What no door makes, and the database refuses: the link names one client, and the handout is another's.
    private static func lead(to other: Owner, in clinic: AuthorisationClinic) async throws {
        for asker in [Asker.link, .client] {
            try await clinic.script(
                """
                UPDATE handout_link SET handout_id = '\(AuthorisationClinic.id(.handout, other, asker))'
                 WHERE client_id = '\(AuthorisationClinic.id(.client, .hers, asker))'
                """)
        }
    }

    /// Whose notes stand in a page: each tells its handout's id.
    private static func notes(in text: String) -> [String] {
        text.matches(of: /Note ([0-9a-f-]{36})/).map { String($0.1) }
    }

    /// Every id of every owner's every object, as an address says it.
    private static let names = ObjectKind.allCases.flatMap { kind in
        Owner.allCases.map { AuthorisationClinic.name(kind, $0, .link) }
    }.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }

    private static func request(_ route: Route, _ method: HTTPRequest.Method, _ place: Place, _ name: String) -> [UInt8] {
        var path = route.path.replacing("{token}", with: place == .secret ? name : AuthorisationClinic.link(.hers, .link))
        var body = "", type = "application/x-www-form-urlencoded"
        switch place {
        case .secret: break
        case .below: path += "/" + name
        case .query: path += "?client=\(name)&handout=\(name)&id=\(name)"
        case .form: body = "client=\(name)&handout=\(name)&id=\(name)"
        case .json: (body, type) = ("{\"client\":\"\(name)\",\"handout\":\"\(name)\",\"id\":\"\(name)\"}", "application/json")
        }
        var head = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n"
        if !body.isEmpty { head += "Content-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n" }
        return Array((head + "\r\n" + body).utf8)
    }

    /// To a page of staff, with a secret where a session's or an invitation's is due, from the page's own form.
    private static func staffRequest(_ route: Route, _ secret: String, _ gate: Gate) -> [UInt8] {
        let path = route.path.replacing("{token}", with: secret).replacing("{id}", with: UUIDText.string(TestIDs.absent))
            .replacing("{card}", with: "nobody.vcf")
        var head = "\(route.method) \(path) HTTP/1.1\r\nHost: localhost\r\nCookie: \(SessionCookie.name)=\(secret)\r\n"
        var body = ""
        if route.method == .post {
            body = "form=\(gate.formToken(TokenHash(of: secret)))&password=twelve-of-them&again=twelve-of-them"
            head += "Origin: http://localhost\r\nSec-Fetch-Site: same-origin\r\n"
            head += "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(body.utf8.count)\r\n"
        }
        return Array((head + "\r\n" + body).utf8)
    }

    private static let touched = Statement(
        "HandoutLinkMatrix/touched", sent: .lease,
        """
        SELECT client_id FROM handout WHERE status <> 'given'
        UNION SELECT client_id FROM handout_link WHERE uses_left < 9 OR opened_at IS NOT NULL
        """)
    private static let records = Statement(
        "HandoutLinkMatrix/records", sent: .lease,
        """
        SELECT count(*) FROM audit a JOIN handout h ON h.id = a.subject_id
         WHERE a.role = 'client' AND a.action = 'handout.opened' AND a.actor_id = a.client_id AND h.client_id = a.client_id
        """)
}

extension AuthorisationClinic {
    /// Sixteen at a time, each with its share of the requests; `isAlone`: every one on a connection of its own, which some answers end.
    fileprivate func answers(to requests: [[UInt8]], hasBody: Bool, isAlone: Bool = true) async throws -> [Answer] {
        let lanes = 16, port = api.server.port
        let found = try await withThrowingTaskGroup(of: [(Int, Answer)].self) { group in
            for lane in 0..<min(lanes, requests.count) {
                let share = stride(from: lane, to: requests.count, by: lanes).map { ($0, requests[$0]) }
                group.addTask {
                    try await api.loopback { shared in
                        try share.map { index, bytes in
                            let client = isAlone ? try LoopbackClient(port: port) : shared
                            client.send(bytes)
                            guard let answer = try client.receive(hasBody: hasBody) else { throw LoopbackError.cutOff }
                            return (index, answer)
                        }
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return found.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
