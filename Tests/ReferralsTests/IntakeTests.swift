import Clients
import Clinic
import Testing
import Therapists

@testable import Referrals

@Suite("Reading a file of referrals")
struct IntakeTests {
    static func rules() throws -> IntakeRules {
        let vocabulary = try Vocabulary(
            version: "test",
            concepts: [
                Concept(code: "trauma", labelEnglish: "Trauma"),
                Concept(
                    code: "cptsd", labelEnglish: "Complex trauma", synonyms: [.init(language: .english, words: "C-PTSD")],
                    broader: "trauma"),
                Concept(code: "grief", labelEnglish: "Grief", synonyms: [.init(language: .english, words: "my mom died")]),
                Concept(code: "panic", labelEnglish: "Panic", synonyms: [.init(language: .english, words: "panic attacks")]),
            ])
        return IntakeRules(vocabulary: vocabulary, today: Invented.today)
    }

    static let header = "reference,received_on,source,full_name,kind,concerns,must,wish,consent_matching,safety_flag,narrative\n"

    static func read(_ text: String) throws -> ReferralFile { ReferralFile(Array(text.utf8), rules: try rules()) }

    @Test("a whole row becomes a referral, free words and all")
    func wholeRow() throws {
        let file = try Self.read(
            "reference,received,referral source,client name,presenting concerns,must have,preferences,email,ok to email,consent,safety,notes\n"
                + "JH-1,2026-11-02,GP,Maeve Test,c-ptsd; my mom died,female therapist;format=in person,evenings; weekday=thursday,"
                + "m@example.org,yes,yes,no,Some words\n")
        #expect(file.problems.isEmpty && file.notes.isEmpty)
        let referral = try #require(file.rows.first?.referral)
        #expect(referral.sourceKey == "JH-1" && referral.source == .physician && referral.matchingConsent)
        #expect(referral.concerns == [.init(concept: "cptsd", weight: 6000), .init(concept: "grief", weight: 4000)])
        #expect(
            referral.needs == [
                ReferralNeed(.gender, "woman", .must), ReferralNeed(.format, "in_person", .must),
                ReferralNeed(.timeOfDay, "evening", .wish),
                ReferralNeed(.weekday, "thursday", .wish),
            ])
        #expect(referral.standing == ReferralStanding(status: .draft, safetyHold: false, urgency: nil, matchingConsent: true))
        guard case .new(let person) = referral.subject else {
            Issue.record("a new person was expected")
            return
        }
        #expect(person.contacts.map(\.safety.mayWrite) == [true])
        // The doctor says that writing is safe; only the client can consent to messages.
        #expect(!person.consentsToMessages)
    }

    @Test("bad rows are told by line and column with what to do, good ones are kept, and no message repeats a cell")
    func badRows() throws {
        let file = try Self.read(
            Self.header + "A1,2026-11-02,self,One Test,adult,grief,,,yes,no,fine\n"
                + "A2,2026-13-45,self,Two Test,adlt,grief,,,perhaps,no,\n"
                + "A3,2026-11-02,self,,adult,grief,colour=blue,,yes,no,\n"
                + "A4,2026-11-02,self,Four Test,adult,grief,gender=man;gender=woman,,yes,no,\n"
                + "A5,2027-11-02,self,Five Test,adult,grief,,,yes,no,\n"
                + "A6,2026-11-02,self,Six Test,adult,grief,,,yes,no,also fine\n")
        #expect(file.rows.map(\.line) == [2, 7])
        #expect(
            file.problems.map { "\($0.line):\($0.column) \($0.code)" } == [
                "3:2 referral.no_such_date", "3:5 referral.unknown_word", "3:9 referral.not_yes_or_no",
                "4:4 referral.name_missing",
                "4:7 referral.unknown_need", "5:7 referral.contradictory_needs", "6:2 referral.date_in_future",
            ])
        let told = file.problems.map(\.message).joined()
        #expect(!told.contains("adlt") && !told.contains("blue") && !told.contains("perhaps"))
        #expect(told.contains("Was adult meant?"))
    }

    @Test("byte order mark, CRLF, semicolons, quotes and line ends in cells are read as a spreadsheet writes them")
    func spreadsheet() throws {
        let text =
            "\u{feff}reference;full_name;concerns;consent_matching;narrative\r\n"
            + "B1;\"Piers \"\"Pip\"\" Test\";\"panic attacks\r\nmy mom died\";yes;\"Line one;\r\nline two, with \"\"quotes\"\"\"\r\n"
            + "B2;Una Test;anxious, panic;yes;\r\n"
        let file = try Self.read(text)
        #expect(file.problems.isEmpty)
        #expect(file.rows.map(\.line) == [2, 5])
        #expect(file.rows[0].referral.concerns.map(\.concept) == ["panic", "grief"])
        #expect(file.rows[0].referral.narrative == "Line one;\r\nline two, with \"quotes\"")
        #expect(file.rows[1].referral.concerns.map(\.concept) == ["panic"])
        #expect(file.rows[1].doubts.map(\.code) == ["referral.concern_unknown"])
    }

    @Test("invalid UTF-8, NUL and an unclosed quote are problems with a place, and never a trap")
    func brokenBytes() throws {
        let rules = try Self.rules()
        let start = Array((Self.header + "C1,2026-11-02,self,One Test,adult,grief,,,yes,no,fine\n").utf8)
        let latin = start + Array("C2,2026-11-02,self,Ren".utf8) + [0xe9] + Array(" Test,adult,grief,,,yes,no,\n".utf8)
        let file = ReferralFile(latin, rules: rules)
        #expect(file.rows.count == 1)
        #expect(file.problems.map(\.line) == [3])
        let nul = ReferralFile(start + Array("C3,2026-11-02,self,A\0B,adult,grief,,,yes,no,\n".utf8), rules: rules)
        #expect(nul.rows.count == 1 && nul.problems.count == 1)
        let open = ReferralFile(start + Array("C4,2026-11-02,self,\"Open".utf8), rules: rules)
        #expect(open.rows.count == 1 && !open.problems.isEmpty)
        #expect(ReferralFile([], rules: rules).problems.count == 1)
        #expect(ReferralFile(Array("name\n".utf8), rules: rules).rows.isEmpty)
        var random = SeededNumbers(seed: 7)
        for _ in 0..<300 {
            let bytes = (0..<200).map { _ in Array(",;\"\n\rab1=\u{0}é".utf8).randomElement(using: &random) ?? 0 }
            _ = ReferralFile(start + bytes, rules: rules)
        }
    }

    @Test("a reference that is there twice is kept once and told")
    func duplicate() throws {
        let row = "D1,2026-11-02,self,One Test,adult,grief,,,yes,no,\n"
        let file = try Self.read(Self.header + row + row)
        #expect(file.rows.map(\.line) == [2])
        #expect(file.problems.map(\.code) == ["referral.duplicate_in_file"])
    }

    @Test("a ticked box or words that name danger make a safety hold, and the row is kept")
    func safety() throws {
        let file = try Self.read(
            Self.header + "E1,2026-11-02,self,One Test,adult,grief,,,yes,yes,\n"
                + "E2,2026-11-02,self,Two Test,adult,grief,,,yes,,I want to die\n"
                + "E3,2026-11-02,self,Three Test,adult,grief,,,yes,see attached,\n")
        #expect(file.rows.map(\.referral.flags) == [[.ticked], [.words], [.ticked]])
        #expect(file.rows.allSatisfy { $0.referral.standing.safetyHold && !$0.referral.standing.isRankable })
    }

    @Test("words that the vocabulary does not know are a doubt that names the item and the nearest concept, not the words")
    func doubts() throws {
        let file = try Self.read(Self.header + "F1,2026-11-02,self,One Test,adult,greif; something nobody knows,,,yes,no,\n")
        let row = try #require(file.rows.first)
        #expect(row.doubts.map(\.code) == ["referral.concern_unknown", "referral.concern_unknown", "referral.no_concern"])
        #expect(row.doubts[0].message == "Concern 1 is not in the vocabulary. Was grief meant?")
        #expect(row.referral.concerns.isEmpty)
    }

    @Test(
        "needs that contradict each other are refused by their column, with what to do",
        arguments: [
            ("gender=man;gender=woman", "", "must", "referral.contradictory_needs"),
            ("site=riverside;site=hillside", "", "must", "referral.contradictory_needs"),
            ("therapist=amara;therapist=tomasz", "", "must", "referral.contradictory_needs"),
            ("weekday=monday;time_of_day=thursday_evening", "", "must", "referral.contradictory_needs"),
            ("gender=woman", "female therapist", "wish", "referral.must_and_wish"),
            ("gendr=woman", "", "must", "referral.unknown_need"),
        ])
    func contradictions(must: String, wish: String, column: String, code: String) throws {
        let file = try Self.read(Self.header + "G1,2026-11-02,self,One Test,adult,grief,\(must),\(wish),yes,no,\n")
        #expect(
            file.rows.isEmpty && file.problems.map(\.code) == [code] && file.problems.first?.name == column, "\(file.problems)")
    }

    @Test(
        "alternatives are no contradiction",
        arguments: ["format=online;format=phone", "language=fr;language=en", "thursday;evening"])
    func alternatives(must: String) throws {
        #expect(try Self.read(Self.header + "H1,2026-11-02,self,One Test,adult,grief,\(must),,yes,no,\n").problems.isEmpty)
    }

    @Test("amounts are read as people write them", arguments: [("60", 6000), ("60.00", 6000), ("$60", 6000), ("60,50", 6050)])
    func amounts(text: String, cents: Int) throws {
        var form = ReferralForm()
        form.fullName = "One Test"
        form.feeCeiling = text
        #expect(try form.checked(by: Self.rules()).referral.feeCeilingCents == cents)
    }
}
