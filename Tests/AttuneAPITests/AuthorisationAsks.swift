import Access
import Clinic
import HTTPTypes
import TestKit

import struct Foundation.UUID

@testable import AttuneAPI

/// One request of the matrix, and what must come of it.
struct Ask: Sendable {
    enum Expectation: Hashable, Sendable {
        /// A page or a document for anybody: the same for all.
        case same
        /// 401
        case unauthorized
        /// 403
        case forbidden
        /// As if it were not there.
        case hidden
        /// A token is not enough: 403, whatever its role.
        case personsOnly
        /// Told to whoever sees the thing, and has a role that this act is not for.
        case notForThisRole
        /// A question about somebody who is not there: an answer with nothing in it.
        case empty
        case allowed
    }

    let asker: Asker
    let operation: String
    /// Nil: a route that names nobody.
    let owner: Owner?
    let expectation: Expectation
    let isHead: Bool
    /// GET or HEAD, below `/v1`.
    let isRead: Bool
    let bytes: [UInt8]

    var label: String { "\(operation)\(isHead ? " (HEAD)" : "") by \(asker) about \(owner.map { "\($0)" } ?? "nobody")" }
}

/// Route table x methods x askers x owners.
enum AuthorisationAsks {
    static func all(_ tokens: [Asker: String]) -> [Ask] {
        var asks: [Ask] = []
        for route in RouteTable.all where !ExpectedAuthorisation.asksInBody.contains(route.operation) {
            for asker in Asker.allCases {
                for owner in owners(of: route) {
                    for method in route.method == .get ? [HTTPRequest.Method.get, .head] : [route.method] {
                        asks.append(ask(route, method, asker, owner, tokens[asker], number: asks.count))
                    }
                }
            }
        }
        return asks
    }

    private static func owners(of route: Route) -> [Owner?] {
        if route.path.contains("{id}") { return Owner.allCases }
        guard namesClient(route) else { return [nil] }
        // What is no id at all is a fault of the request, before anybody is asked.
        let owners = Owner.allCases.filter { $0 != .malformed }
        return route.body?.example?["client"] == nil ? [nil] + owners : owners
    }

    /// Whether the query or the body may name a client.
    static func namesClient(_ route: Route) -> Bool {
        if route.path.contains("{id}") { return false }
        return asksForClient(route)
            || route.body.flatMap { $0.example }.map { fits(route, $0, "client", .string(absent)) } == true
    }
    private static func asksForClient(_ route: Route) -> Bool {
        route.parameters.contains { $0.place == .query && $0.name == "client" }
    }
    private static let absent = UUIDText.string(TestIDs.absent)

    private static func ask(
        _ route: Route, _ method: HTTPRequest.Method, _ asker: Asker, _ owner: Owner?, _ token: String?, number: Int
    ) -> Ask {
        var path = route.path.replacing("{token}", with: "unknown").replacing("{card}", with: "nobody.vcf")
            .replacing("{kind}", with: "sharing")
        var query = method == .post ? "" : route.requiredQuery
        let kind = ObjectKind(path) ?? .client
        if let owner {
            path = path.replacing("{id}", with: AuthorisationClinic.name(kind, owner, asker))
            if !route.path.contains("{id}"), asksForClient(route) {
                query += (query.isEmpty ? "?" : "&") + "client=" + AuthorisationClinic.name(.client, owner, asker)
            }
        }
        if route.operation == "matchReferral" { query = "?service=" + UUIDText.string(TestClinic.session) }
        var head = "\(method) \(path)\(query) HTTP/1.1\r\nHost: localhost\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        if route.traits.contains(.ifMatch) { head += "If-Match: *\r\n" }
        if route.traits.contains(.idempotent) { head += "Idempotency-Key: ask-\(number)\r\n" }
        var body: [UInt8] = []
        if let sent = route.body {
            body = Array(content(route, sent, asker, owner, number).utf8)
            head += "Content-Type: \(sent.types[0])\r\nContent-Length: \(body.count)\r\n"
        }
        return Ask(
            asker: asker, operation: route.operation, owner: owner, expectation: expectation(route, asker, owner, kind),
            isHead: method == .head, isRead: route.method == .get && route.path.hasPrefix("/v1"),
            bytes: Array((head + "\r\n").utf8) + body)
    }

    private static func expectation(_ route: Route, _ asker: Asker, _ owner: Owner?, _ kind: ObjectKind) -> Ask.Expectation {
        if ExpectedAuthorisation.forAnybody.contains(route.operation) { return .same }
        // Nothing can be there, whoever asks: what looks like a token is not even looked up.
        if owner == .malformed, ![.nobody, .link].contains(asker) { return .hidden }
        guard let role = asker.role else { return .unauthorized }
        guard ExpectedAuthorisation.roles(of: route.operation)?.contains(role) == true else { return .forbidden }
        if ExpectedAuthorisation.forPersons.contains(route.operation) { return .personsOnly }
        guard let owner else { return .allowed }
        if ExpectedAuthorisation.withOpenFileOnly.contains(route.operation), asker == .lead, owner.exists, owner != .hers {
            return .notForThisRole
        }
        if ExpectedAuthorisation.notAlong.contains(route.operation), owner.isAlong(asker) { return .notForThisRole }
        guard route.path.contains("{id}") else {
            if owner.isSeen(by: asker, as: route.method == .get ? kind : .client) { return .allowed }
            return route.method == .get ? .empty : .hidden
        }
        guard owner.isSeen(by: asker, as: kind) else { return .hidden }
        if ExpectedAuthorisation.ownCalendarOnly.contains(route.operation), role == .therapist, owner.therapist != asker.therapist
        {
            return .hidden
        }
        if ExpectedAuthorisation.inCareOnly.contains(route.operation), !owner.isSeen(by: asker, as: .client) { return .hidden }
        return ExpectedAuthorisation.notForThisRole[route.operation]?.contains(role) == true ? .notForThisRole : .allowed
    }

    /// The route's own example with this clinic's ids in it, as far as its schema has room for them.
    private static func content(_ route: Route, _ body: Route.Body, _ asker: Asker, _ owner: Owner?, _ number: Int) -> String {
        if route.operation == "importBundle" {
            let words = #"{"text":"Sleeps badly"}"#
            return FHIRTests.bundle(FHIRTests.patient, FHIRTests.request(key: "ask-\(number)", reason: words))
        }
        guard var json = body.example else { return "source,full_name\nself,Ash Test\n" }
        var therapist = asker.therapist ?? TestClinic.amara
        // Whose place in the caseload is not held for this client.
        if route.operation == "proposeReferral", owner?.therapist == therapist { therapist = TestClinic.tomasz }
        var values: [(String, JSON)] = [
            ("therapist", id(therapist)), ("service", id(TestClinic.session)), ("article", id(AuthorisationClinic.toGive)),
            ("by", .string(asker.role == .intake ? "client" : "therapist")), ("slug", .string("ask-\(number)")),
            ("override_reason", .string("Asked for by the client")), ("until", .string(nextMonth)),
            ("taking_over_from", id(AuthorisationClinic.mika)), ("other", id(TestClinic.noor)),
        ]
        if let owner { values.append(("client", .string(AuthorisationClinic.name(.client, owner, asker)))) }
        if json["start"] != nil {
            values += [("start", .string(start(number))), ("format", .string("online"))]
        }
        for (name, value) in values where fits(route, json, name, value) { json = replacing(name, value, in: json) }
        return text(json)
    }

    /// A time on the hour when everybody works: a weekday, another for each number up to some hundreds.
    private static func start(_ number: Int) -> String {
        let hours = [9, 10, 11, 13, 14, 15, 16]
        let weekday = number / hours.count % 60
        let hour = hours[number % hours.count]
        return "\(Ahead.monday.adding(days: weekday / 5 * 7 + weekday % 5))T\(hour < 10 ? "0" : "")\(hour):00"
    }

    private static let nextMonth = (SystemTime().now() + .hours(24 * 30)).description

    private static func id(_ uuid: UUID) -> JSON { .string(UUIDText.string(uuid)) }

    private static func fits(_ route: Route, _ json: JSON, _ name: String, _ value: JSON) -> Bool {
        guard let schema = route.body?.schema else { return false }
        var faults: [Fault] = []
        schema.check(replacing(name, value, in: json), into: &faults)
        return faults.isEmpty
    }

    private static func replacing(_ name: String, _ value: JSON, in json: JSON) -> JSON {
        guard case .object(let members) = json else { return json }
        return .object(members.filter { $0.name != name } + [.init(name: name, value: value)])
    }

    private static func text(_ json: JSON) -> String {
        switch json {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .decimal(let text): text
        case .string(let text):
            "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
        case .array(let items): "[" + items.map(text).joined(separator: ",") + "]"
        case .object(let members): "{" + members.map { "\"\($0.name)\":" + text($0.value) }.joined(separator: ",") + "}"
        }
    }
}
