import TestKit
import Testing

@testable import Access

@Suite("A policy")
struct PolicyTests {
    @Test("refuses every role that it does not name", arguments: Role.allCases)
    func defaultDeny(role: Role) {
        #expect(!Policy("nothing", allow: []).allows(role))
    }

    @Test("lets a denial beat a grant, for every pair of sets over three roles")
    func denialBeatsGrant() {
        let roles: [Role] = [.lead, .intake, .therapist]
        for grants in 0..<8 {
            for denials in 0..<8 {
                func set(_ bits: Int) -> Set<Role> { Set(roles.indices.filter { bits >> $0 & 1 == 1 }.map { roles[$0] }) }
                let policy = Policy("p", allow: set(grants), deny: set(denials))
                for (index, role) in roles.enumerated() {
                    let granted = grants >> index & 1 == 1
                    let denied = denials >> index & 1 == 1
                    #expect(policy.allows(role) == (granted && !denied))
                }
            }
        }
    }
}

@Suite("An audit entry")
struct AuditEntryTests {
    @Test("writes its details as PostgreSQL prints them: shorter keys first, one space, whatever the codes hold")
    func details() {
        let details = ["status": "booked", "reason_code": "a\"b\\c\nd\u{0}e\u{1}"]
        #expect(DetailsText.of(details) == #"{"status": "booked", "reason_code": "a\"b\\c\nde\u0001"}"#)
        #expect(DetailsText.of([:]) == "{}")
    }

    @Test("names one client or a page of them, each once")
    func clients() {
        let (one, other) = (TestClinic.robin, TestClinic.sam)
        let page = AuditEntry("client.listed", clients: [other, one, other])
        #expect(page.client == nil && page.clients == [other, one])
        let single = AuditEntry("client.listed", client: one, clients: [one])
        #expect(single.client == one && single.clients.isEmpty)
        #expect(!AuditEntry("client.listed", clients: []).namesClient)
    }
}

@Suite("A token")
struct TokenTests {
    @Test("is 256 random bits behind a prefix that secret scanners can find, and its hash is SHA-256 of what is presented")
    func shape() {
        let one = Token.bearer()
        let other = Token.bearer()
        #expect(one.text != other.text)
        #expect(one.text.hasPrefix("attune_") && one.text.utf8.count == 7 + 43)
        #expect(TokenHash(of: one.text) == one.hash)
        #expect(one.hash.bytes.count == 32)
        #expect(Token.link().text.utf8.count == 43)
    }
}
