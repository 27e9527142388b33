import Access
import TestKit
import Testing

@testable import AttuneAPI

/// The matrix of ``AuthorisationMatrixTests`` once more with one lock taken off, and once with the other: what both refuse, each refuses.
@Suite("Each of the two locks holds alone", .serialized)
struct EitherLockTests {
    private static func isRefused(_ ask: Ask) -> Bool {
        [.unauthorized, .forbidden, .hidden, .notForThisRole].contains(ask.expectation)
    }

    @Test("with row-level security off in every table, the policy refuses as before, and nothing changes")
    func policyAlone() async throws {
        try await AuthorisationClinic.with(.policyAlone) { clinic in
            let refused = AuthorisationAsks.all(clinic.tokens).filter(Self.isRefused)
            #expect(refused.count >= 6_000)
            let before = try await clinic.rows()
            AuthorisationMatrixTests.expectStatuses(refused, try await clinic.answers(to: refused))
            let changed = Set(try await clinic.rows()).subtracting(before)
            #expect(changed == [])
            try await AuthorisationMatrixTests.expectLists(clinic)
        }
    }

    @Test("under policies that let everybody in, row-level security shows nothing that is not theirs, and lets nothing change")
    func rowSecurityAlone() async throws {
        try await AuthorisationClinic.with(.rowSecurityAlone) { clinic in
            let refused = AuthorisationAsks.all(clinic.tokens).filter { ask in
                Self.isRefused(ask)
                    && !(ExpectedAuthorisation.ownRowByAnotherRoute.contains(ask.operation) && ask.asker.therapist != nil
                        && ask.owner?.therapist == ask.asker.therapist)
            }
            let before = try await clinic.rows()
            let answers = try await clinic.answers(to: refused)
            for (ask, answer) in zip(refused, answers) {
                // What is asked for is refused; a list may be empty instead.
                #expect(answer.status < 500, "\(ask.label): \(answer.status) \(answer.text.prefix(300))")
                if (200...299).contains(answer.status) {
                    #expect(Self.hidden(in: answer.text, from: ask.asker) == [], "\(ask.label): \(answer.text.prefix(300))")
                }
            }
            // A look that shows nothing is on record, and its answer may be kept.
            let kept = { (rows: [String]) in rows.filter { !$0.hasPrefix("audit ") && !$0.hasPrefix("idempotency ") } }
            let changed = Set(kept(try await clinic.rows())).subtracting(before)
            #expect(changed == [])
            try await AuthorisationMatrixTests.expectLists(clinic, for: [.amara, .tomasz, .client])
        }
    }

    @Test("with row-level security off and every route open to clients, whose files a client may see still ends at their own")
    func reachAlone() async throws {
        try await AuthorisationClinic.with(.reachAlone) { clinic in
            let asks = AuthorisationAsks.all(clinic.tokens).filter { ask in
                ask.asker == .client && ask.owner.map { $0.exists && $0 != .hers } == true && ask.expectation != .same
                    && !ExpectedAuthorisation.nobodysFile.contains(ask.operation)
            }
            #expect(asks.count >= 700, "the generator has lost some")
            let before = try await clinic.rows()
            for (ask, answer) in zip(asks, try await clinic.answers(to: asks)) {
                #expect(answer.status < 500, "\(ask.label): \(answer.status) \(answer.text.prefix(300))")
                if (200...299).contains(answer.status) {
                    #expect(Self.hidden(in: answer.text, from: .client) == [], "\(ask.label): \(answer.text.prefix(300))")
                }
            }
            // A look that shows nothing is on record.
            let changed = Set(try await clinic.rows()).subtracting(before).filter { !$0.hasPrefix("audit ") }
            #expect(changed == [])
            let own = AuthorisationClinic.name(.client, .hers, .client).suffix(8)
            for (path, kind) in AuthorisationMatrixTests.lists {
                let answer = try await clinic.api.request("GET", path, as: nil, token: clinic.tokens[.client])
                let others = Self.hidden(in: answer.text, from: .client).filter { !$0.hasSuffix(own) }
                #expect(answer.status == 200 && others == [], "\(path)")
                guard [.client, .handout].contains(kind) else { continue }
                #expect(answer.text.contains(AuthorisationClinic.name(kind, .hers, .client)), "\(path) has lost the client's own")
            }
        }
    }

    @Test(
        "under policies that let everybody read every word, the keys alone keep a lead from what a referral says, until she opens the file"
    )
    func words() async throws {
        try await AuthorisationClinic.with(.rowSecurityAlone) { clinic in
            for (owner, isOpen) in [(Owner.hers, true), (.colleagues, false), (.nobodys, false)] {
                let id = AuthorisationClinic.name(.referral, owner, .lead)
                let answer = try await clinic.api.get("/v1/referrals/\(id)")
                #expect(answer.status == (isOpen ? 200 : 503), "\(owner): \(answer.text.prefix(300))")
                #expect(answer.text.contains("Sleeps badly") == isOpen, "\(owner)")
                #expect(isOpen || answer.text.contains("keys.no_client_key"), "\(owner)")
            }
        }
    }

    /// Ids of the matrix's own objects that stand in an answer and are not for this asker. A therapist who asks what only intake may
    /// ask, about a client of her own, learns nothing about anybody else.
    private static func hidden(in text: String, from asker: Asker) -> [Substring] {
        text.matches(of: /00000000-0000-7000-8000-(00(?!00)[0-9a-f]{2})([0-9a-f]{4})([0-9a-f]{4})/).compactMap { match in
            let number = Int(match.1, radix: 16) ?? 0
            guard let owner = Owner(rawValue: Int(match.2, radix: 16) ?? -1),
                let other = Asker(rawValue: Int(match.3, radix: 16) ?? -1)
            else { return match.0 }
            // The second referral of each, whose proposal is open.
            let kind = number == 25 ? .referral : ObjectKind(rawValue: number) ?? .client
            return seesKind(asker, kind) && owner.isSeen(by: asker, as: kind, madeFor: other) ? nil : match.0
        }
    }

    private static func seesKind(_ asker: Asker, _ kind: ObjectKind) -> Bool {
        switch asker.role {
        case .frontDesk: [.client, .contactPoint, .appointment].contains(kind)
        case .intake: kind != .handout && kind != .opening && kind != .othersOpening
        case .client: [.client, .appointment, .handout].contains(kind)
        case .lead, .therapist, .operator: true
        default: false
        }
    }
}
