import Access
import Clinic
import TestKit
import Testing

@testable import AttuneAPI

@Suite("Who may do what to whose: every route, every role, every owner", .serialized)
struct AuthorisationMatrixTests {
    @Test("every route has its line of roles, and its policy names exactly those")
    func lines() {
        for route in RouteTable.all {
            guard let policy = route.policy else {
                #expect(
                    ExpectedAuthorisation.forAnybody.contains(route.operation),
                    "\(route.operation) asks for no token: say in ExpectedAuthorisation that it is for anybody")
                continue
            }
            guard let roles = ExpectedAuthorisation.roles(of: route.operation) else {
                Issue.record("\(route.operation) has no line in ExpectedAuthorisation.roles")
                continue
            }
            #expect(Set(Role.allCases.filter(policy.allows)) == roles, "\(route.operation)")
            #expect(!route.path.contains("{id}") || ObjectKind(route.path) != nil, "\(route.operation): what is its {id}?")
        }
        let known = Set(RouteTable.all.map(\.operation))
        #expect(Set(ExpectedAuthorisation.roles.keys).union(ExpectedAuthorisation.forAnybody) == known)
    }

    @Test("what is refused looks the same whoever's it is, and changes nothing; what is allowed is not refused")
    func matrix() async throws {
        try await AuthorisationClinic.with { clinic in
            let asks = AuthorisationAsks.all(clinic.tokens)
            #expect(asks.count >= 20_000, "the generator has lost some")
            // What is refused is asked first, then what shows nothing, then what may change something, and last what ends something.
            let (refused, rest) = split(asks) { $0.expectation != .allowed && $0.expectation != .empty }
            let (empty, allowed) = split(rest) { $0.expectation == .empty }
            let (endings, others) = split(allowed) { Self.endings.contains($0.operation) }
            // A proposal's no ends care as well, and a file that is closed shows nothing any more.
            let (no, yes) = split(endings) {
                ["declineProposal", "withdrawProposal", "withdrawConsent", "closeGlass", "withdrawAppointment"].contains(
                    $0.operation)
            }
            // Whoever has come is not moved any more, and whoever was cancelled does not come.
            let (arrivals, departures) = split(yes) { $0.operation == "arriveAppointment" }
            // Only whoever is here can turn out not to be.
            let (expects, ends) = split(departures) { $0.operation == "expectAppointment" }
            #expect(refused.count >= 6_000)
            let before = try await clinic.rows()
            #expect(before.count > 35)
            let refusals = try await clinic.answers(to: refused)
            let after = try await clinic.rows()
            // No table is left out: a refusal leaves no audit row that claims an effect either, and no kept answer.
            #expect(after == before)
            Self.expectStatuses(refused, refusals)
            expectLikeness(refused, refusals)

            let nothing = try await clinic.answers(to: empty)
            Self.expectStatuses(empty, nothing)
            expectLikeness(empty, nothing)

            // A consent that is withdrawn ends what is proposed: nobody could decline it any more.
            let (last, refusing) = split(no) { $0.operation == "withdrawConsent" }
            // What was entered in error is cancelled no more; and a no ends what a therapist may reach.
            let (errors, noes) = split(refusing) { $0.operation == "withdrawAppointment" }
            // And what is declined is not taken back any more.
            let (back, declines) = split(noes) { $0.operation == "withdrawProposal" && $0.owner == .nobodys }
            let inTurn = [others, arrivals, expects, ends, errors, back, declines, last]
            var answers: [Answer] = []
            for asks in inTurn { answers += try await clinic.answers(to: asks) }
            Self.expectStatuses(inTurn.flatMap { $0 }, answers)
            expectEffects(inTurn.flatMap { $0 }, answers)
        }
    }

    @Test("a list has whoever the asker may see, and nobody else")
    func lists() async throws {
        try await AuthorisationClinic.with { try await Self.expectLists($0) }
    }

    static func expectLists(_ clinic: AuthorisationClinic, for askers: [Asker] = [.amara, .tomasz]) async throws {
        for (path, kind) in Self.lists {
            for asker in askers {
                var text = "", next: String? = path
                while let page = next {
                    let answer = try await clinic.api.request("GET", page, as: nil, token: clinic.tokens[asker])
                    #expect(answer.status == 200, "\(page)")
                    text += answer.text
                    next = answer.text("next")
                }
                for owner in Owner.existing {
                    for other in Asker.allCases {
                        let isThere = text.contains(AuthorisationClinic.name(kind, owner, other))
                        #expect(
                            isThere == owner.isSeen(by: asker, as: kind, madeFor: other),
                            "\(path) for \(asker): \(owner) \(other)")
                    }
                }
            }
        }
    }

    private static let endings: Set = [
        "declineProposal", "withdrawProposal", "closeReferral", "withdrawConsent", "arriveAppointment", "cancelAppointment",
        "expectAppointment", "withdrawAppointment",
        "withdrawHandout",
        "endCareGrant", "closeGlass", "retireContactPoint", "revokeConsent", "endKeptApart",
        "withdrawArticle",
    ]

    static let lists: [(String, ObjectKind)] = [
        ("/v1/clients?limit=200", .client), ("/v1/referrals?limit=200&status=active", .referral),
        ("/v1/handouts?limit=200", .handout),
        ("/v1/appointments?limit=200&from=\(Ahead.soon)T00:00:00Z&until=\(Ahead.soon.adding(days: 8))T00:00:00Z", .appointment),
    ]

    static func expectStatuses(_ asks: [Ask], _ answers: [Answer]) {
        for (ask, answer) in zip(asks, answers) {
            let fits =
                switch ask.expectation {
                case .same: answer.status == ExpectedAuthorisation.statusForAnybody[ask.operation] ?? 200
                case .unauthorized: answer.status == 401
                case .forbidden: answer.status == 403
                // A body that names what is not there is at fault itself; only a handout's says so as if it were the address.
                case .hidden:
                    answer.status == (["bookAppointment", "addReferral", "grantCare"].contains(ask.operation) ? 422 : 404)
                case .notForThisRole, .personsOnly: answer.status == 403
                case .empty: answer.status == 200
                case .allowed: [200, 201, 204, 409, 410, 412, 422, 428].contains(answer.status)
                }
            #expect(fits, "\(ask.label): \(answer.status) instead of \(ask.expectation): \(answer.text.prefix(300))")
        }
    }

    /// Body and headers, but for the request's own number and the time of day.
    private func expectLikeness(_ asks: [Ask], _ answers: [Answer]) {
        var first: [String: (ask: Ask, answer: Answer)] = [:]
        for (ask, answer) in zip(asks, answers) {
            let group =
                switch ask.expectation {
                case .unauthorized, .forbidden: "\(ask.expectation) \(ask.isHead)"
                case .hidden where ask.owner == .malformed: "malformed \(ask.isHead)"
                case .same: "\(ask.operation) \(ask.isHead)"
                default: "\(ask.expectation) \(ask.asker) \(ask.operation) \(ask.isHead)"
                }
            guard let known = first[group] else {
                first[group] = (ask, answer)
                continue
            }
            #expect(answer.likeness == known.answer.likeness, "\(ask.label) is told from \(known.ask.label)")
        }
    }

    /// The matrix does not pass by refusing everything: each role that a route names has had its way there with something.
    private func expectEffects(_ asks: [Ask], _ answers: [Answer]) {
        var found: [String: [Answer]] = [:]
        for (ask, answer) in zip(asks, answers) where ask.expectation == .allowed {
            found["\(ask.operation) by \(ask.asker)", default: []].append(answer)
        }
        for (name, answers) in found {
            let isDone = answers.contains { (200...204).contains($0.status) }
            let operation = String(name.prefix { $0 != " " })
            if ExpectedAuthorisation.needsTeam.contains(operation) { continue }
            if ExpectedAuthorisation.onceBegun.contains(operation) {
                #expect(answers.contains { $0.code == "appointment.not_yet" }, "\(name): nothing came of it")
                continue
            }
            if ExpectedAuthorisation.doneOnce.contains(operation) {
                let byAnybody = found.contains { other, answers in
                    other.hasPrefix(operation + " ") && answers.contains { (200...204).contains($0.status) }
                }
                #expect(byAnybody, "\(operation): allowed to several, and nothing came of it")
                continue
            }
            #expect(isDone, "\(name): allowed, and nothing came of it: \(Set(answers.map { $0.code ?? $0.text }))")
        }
    }

    private func split(_ asks: [Ask], _ isFirst: (Ask) -> Bool) -> ([Ask], [Ask]) {
        (asks.filter(isFirst), asks.filter { !isFirst($0) })
    }
}

extension AuthorisationClinic {
    /// Sixteen connections at a time, each with its share of the questions.
    func answers(to asks: [Ask]) async throws -> [Answer] {
        let lanes = 16
        let found = try await withThrowingTaskGroup(of: [(Int, Answer)].self) { group in
            for lane in 0..<lanes {
                let share = stride(from: lane, to: asks.count, by: lanes).map { ($0, asks[$0].bytes, !asks[$0].isHead) }
                group.addTask {
                    try await api.loopback { client in
                        try share.map { index, bytes, hasBody in
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

extension Answer {
    /// All of it but the request's own id and the date.
    var likeness: String {
        let id = self["x-request-id"] ?? ""
        let kept = fields.filter { $0.key != "x-request-id" && $0.key != "date" }.sorted { $0.key < $1.key }
        // A form that anybody may open has a token of its own each time.
        let text = self.text.replacing(/name="form" value="[^"]*"/, with: "")
        return "\(status) \(kept.map { "\($0.key): \($0.value)" }) " + (id.isEmpty ? text : text.replacing(id, with: "-"))
    }
}
