import Access
import TestKit
import Testing

@Suite("Whose files a role may see, by the policy")
struct ReachTests {
    private let hers = TestClinic.robin, covered = TestClinic.sam, opened = TestClinic.noor, nobodys = TestClinic.id(14)

    private func reach(_ role: Role) -> Reach {
        switch role {
        case .therapist:
            Reach(role, subject: TestClinic.amara, therapist: TestClinic.amara, grants: [hers: .primary, covered: .cover])
        case .lead: Reach(role, subject: TestClinic.id(100), grants: [opened: .breakGlass])
        case .client: Reach(role, subject: hers)
        default: Reach(role, subject: TestClinic.id(101))
        }
    }

    @Test("the truth table: client and contact details, what was given to read, calendars", arguments: Role.allCases)
    func table(role: Role) {
        let reach = reach(role)
        let clients = [hers, covered, opened, nobodys]
        let (seen, read): ([Bool], [Bool]) =
            switch role {
            case .lead: ([true, true, true, true], [false, false, true, false])
            case .intake, .frontDesk, .worker: ([true, true, true, true], [false, false, false, false])
            case .operator: ([true, true, true, true], [true, true, true, true])
            case .therapist: ([true, true, false, false], [true, true, false, false])
            case .client: ([true, false, false, false], [true, false, false, false])
            case .integration: ([false, false, false, false], [false, false, false, false])
            }
        #expect(clients.map { reach.includes($0) } == seen)
        #expect(clients.map { reach.includesHandouts(of: $0) } == read)
        #expect(clients.map { reach.includesText(of: $0) } == (role == .intake ? [true, true, true, true] : read))
        let others = ![.therapist, .client, .integration].contains(role)
        #expect(reach.includesCalendar(of: TestClinic.amara) == (others || role == .therapist))
        #expect(reach.includesCalendar(of: TestClinic.tomasz) == others)
        // To plan, both the client and the calendar must be hers.
        #expect(reach.plans(covered, with: TestClinic.amara) == (others || role == .therapist))
        #expect(reach.plans(nobodys, with: TestClinic.amara) == others)
    }

    @Test("says through what an actor comes to a file")
    func grants() {
        #expect(reach(.therapist).grant(to: hers) == .primary)
        #expect(reach(.therapist).grant(to: covered) == .cover)
        #expect(reach(.therapist).grant(to: nobodys) == nil)
        #expect(reach(.lead).grant(to: opened) == .breakGlass)
        #expect(reach(.lead).grant(to: hers) == .role)
        #expect(reach(.client).grant(to: hers) == .own)
        #expect(reach(.integration).grant(to: hers) == nil)
    }
}
