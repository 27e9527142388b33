import Clinic
import Testing
import Therapists

@Suite("Reading a team file")
struct TeamFileTests {
    static let file = """
        version: 1
        clinic: {name: Test clinic, zone: America/Vancouver}
        sites:
          - {code: riverside, name: Riverside House, rooms: [{code: willow, name: Willow}]}
        therapists:
          - slug: amara-okafor
            name: Amara Okafor
            languages: [en, fr]
            formats: [in_person, online]
            client_kinds: [adult, couple]
            capacity: 18
            credentials:
              - {kind: RCC, issuer: BCACC, number: "10001", jurisdiction: CA-BC, valid_from: 2024-01-01, expires_on: 2027-03-31}
            specialties:
              - {concept: cptsd, level: 3, verified_by: clinical lead, verified_on: 2026-01-10, expires_on: 2028-01-10, focus: true}
              - {concept: trauma, level: 1}
            fee_cents: 16500
            hours:
              - {weekday: monday, from: "09:00", until: "17:00", site: riverside}
              - {weekday: mon, from: "18:00", until: "20:00", formats: [online], valid_from: 2026-01-05}
            exceptions:
              - {day: 2026-12-21, kind: closed}
              - {day: 2026-12-05, kind: open, from: "10:00", until: "13:00", formats: [online]}
        """

    private func parse(_ text: String) throws -> TeamFile {
        try TeamFile.parse(text, vocabulary: Vocabulary.parse(VocabularyTests.file), zones: ZoneCatalogue())
    }

    @Test("therapists come with their credentials, specialties, hours and exceptions")
    func whole() throws {
        let team = try parse(Self.file)
        let amara = try #require(team.therapists.first)
        #expect(amara.slug == "amara-okafor")
        #expect(amara.profile.capacity == 18)
        #expect(amara.profile.intenseCapacity == 10, "60 % of 18, rounded down")
        #expect(amara.profile.zone.name == "America/Vancouver")
        #expect(amara.credentials.map(\.number) == ["10001"])
        #expect(amara.specialties.map(\.concept) == ["cptsd", "trauma"])
        #expect(amara.hours.map(\.weekday) == [.monday, .monday])
        #expect(amara.hours.map(\.site) == ["riverside", nil])
        #expect(amara.exceptions.map(\.isOpen) == [false, true])
        #expect(amara.profile.feeCents == 16_500)
    }

    @Test(
        "each fault is named at its line",
        arguments: [
            ("slug: amara-okafor", "slug: Amara Okafor", 6, "file.not_a_code"),
            ("    name: Amara", "    nmae: Amara", 7, "file.unknown_key"),
            ("[en, fr]", "[en, en]", 8, "file.twice"),
            ("[in_person, online]\n    client", "[in_persn]\n    client", 9, "file.unknown_word"),
            ("capacity: 18", "capacity: 9999", 11, "file.not_in_range"),
            ("capacity: 18", "capacity: 18\n    intense_capacity: 19", 12, "team.intense_over_capacity"),
            ("valid_from: 2024-01-01", "valid_from: 2024-02-30", 13, "file.no_such_date"),
            ("expires_on: 2027-03-31", "expires_on: 2020-03-31", 13, "team.dates_not_in_order"),
            ("CA-BC", "BC", 13, "file.not_a_jurisdiction"),
            ("concept: cptsd", "concept: cptds", 15, "file.unknown_concept"),
            ("concept: cptsd", "concept: attachment_wound", 15, "file.inactive_concept"),
            ("verified_by: clinical lead, ", "", 15, "team.not_verified"),
            ("concept: trauma", "concept: cptsd", 16, "team.duplicate_specialty"),
            ("fee_cents: 16500", "fee_cents: 165.00", 17, "file.not_in_range"),
            ("\"17:00\"", "\"08:00\"", 19, "team.hours_not_in_order"),
            ("site: riverside}", "site: riverbank}", 19, "file.unknown_word"),
            (", site: riverside", "", 19, "team.no_site"),
            ("weekday: monday", "weekday: Moonday", 19, "file.not_a_weekday"),
            ("from: \"18:00\"", "from: \"16:00\"", 20, "team.hours_overlap"),
            ("kind: open, from: \"10:00\", ", "kind: open, ", 23, "team.half_hours"),
            ("version: 1", "version: 2", 1, "file.newer_version"),
            ("America/Vancouver", "/etc/passwd", 2, "file.not_a_zone"),
            ("America/Vancouver", "America/Kamloops", 2, "file.not_a_zone"),
        ])
    func faults(right: String, wrong: String, line: Int, code: String) throws {
        let parts = Self.file.split(separator: right, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2)
        let refusal = #expect(throws: FileRefusal.self) { try parse(parts.joined(separator: wrong)) }
        #expect(refusal?.problems.contains { $0.line == line && $0.code == code } == true, "\(refusal?.problems ?? [])")
    }

    @Test("all faults come at once, in the order of the file")
    func allAtOnce() {
        let text = Self.file.replacing("capacity: 18", with: "capacity: many").replacing("[en, fr]", with: "[english please]")
        let refusal = #expect(throws: FileRefusal.self) { try parse(text) }
        #expect(refusal?.problems.map(\.line) == [8, 11])
        #expect(refusal?.message.contains("There are 2 problems in the file, and nothing was changed.") == true)
    }

    @Test("a sixth focus is one too many")
    func focuses() throws {
        let codes = (1...6).map { "c\($0)" }
        let vocabulary = try Vocabulary(version: "1", concepts: codes.map { Concept(code: $0, labelEnglish: "Concern \($0)") })
        let list = codes.map { "{concept: \($0), level: 1, focus: true}" }
        let team =
            "version: 1\nclinic: {name: A, zone: UTC}\ntherapists: [{slug: a, name: A, languages: [en], formats: [online], capacity: 1, specialties: [\(list.joined(separator: ", "))]}]"
        let refusal = #expect(throws: FileRefusal.self) {
            try TeamFile.parse(team, vocabulary: vocabulary, zones: ZoneCatalogue())
        }
        #expect(refusal?.problems.map(\.code) == ["team.too_many_focuses"])
    }
}

@Suite("Evidence and credentials on a date")
struct EvidenceTests {
    private func day(_ text: String) throws -> LocalDate { try LocalDate(text) }

    @Test("verified evidence counts from the day it was verified to the day before it expires; after that it is a declaration")
    func expiry() throws {
        let specialty = Specialty(
            concept: "cptsd", recorded: .certified, isFocus: true, verifiedBy: "lead", verifiedOn: try day("2026-01-10"),
            expiresOn: try day("2028-01-10"))
        #expect(specialty.level(on: try day("2026-01-09")) == .declared)
        #expect(specialty.level(on: try day("2026-01-10")) == .certified)
        #expect(specialty.level(on: try day("2028-01-09")) == .certified)
        #expect(specialty.level(on: try day("2028-01-10")) == .declared)
    }

    @Test("evidence beyond the focuses, and evidence that nobody verified, is a declaration; none stays none")
    func caps() throws {
        let today = try day("2026-11-22")
        let verified = { (level: EvidenceLevel, focus: Bool) in
            Specialty(concept: "cptsd", recorded: level, isFocus: focus, verifiedBy: "lead", verifiedOn: today).level(on: today)
        }
        #expect(EvidenceLevel.allCases.map { verified($0, true) } == [.none, .declared, .trained, .certified, .proven])
        #expect(EvidenceLevel.allCases.map { verified($0, false) } == [.none, .declared, .declared, .declared, .declared])
        #expect(Specialty(concept: "cptsd", recorded: .proven, isFocus: true).level(on: today) == .declared)
        #expect(EvidenceLevel.allCases.map(\.basisPoints) == [0, 4_000, 7_000, 9_000, 10_000])
    }

    @Test("a credential counts in its own province, from its first day to the day before it expires")
    func credentials() throws {
        let credential = TherapistCredential(
            id: TypedID(.v7(at: .epoch)), kind: "RCC", issuer: "BCACC", number: "1", jurisdiction: "CA-BC",
            validFrom: try day("2026-01-01"), expiresOn: try day("2027-01-01"))
        let dates = ["2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01"]
        #expect(try dates.map { credential.isValid(on: try day($0), in: "CA-BC") } == [false, true, true, false])
        #expect(!credential.isValid(on: try day("2026-06-01"), in: "CA-AB"))
    }
}
