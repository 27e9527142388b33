public import Clinic

extension TeamFile {
    /// Reads a team file (`Config/sample/team.yaml` is a commented example).
    /// - Parameter vocabulary: specialties must name its concepts.
    /// - Throws: everything that is wrong with the file, by line and column. Nothing was done with any of it.
    public static func parse(_ text: String, vocabulary: Vocabulary) throws(FileRefusal) -> TeamFile {
        let document = try YAMLDocument(text)
        guard let top = document.root.mapping(["sites", "services", "therapists"]) else {
            throw FileRefusal(document.problems.all)
        }
        var sites: [Site] = []
        for value in top["sites"]?.items() ?? [] {
            guard let site = site(value) else { continue }
            if sites.contains(where: { $0.code == site.code }) { value.fail("team.duplicate_site", "The site \(site.code) is there twice.") }
            sites.append(site)
        }
        var services: [Service] = []
        for value in top["services"]?.items() ?? [] {
            guard let service = service(value) else { continue }
            if services.contains(where: { $0.code == service.code }) {
                value.fail("team.duplicate_service", "The service \(service.code) is there twice.")
            }
            services.append(service)
        }
        let reader = TeamMemberReader(vocabulary: vocabulary, sites: sites, services: services)
        var members: [Member] = []
        for value in top.required("therapists")?.items() ?? [] {
            guard let member = reader.member(value) else { continue }
            if members.contains(where: { $0.slug == member.slug }) {
                value.fail("team.duplicate_therapist", "The slug \(member.slug) is there twice.")
            }
            members.append(member)
        }
        return try document.finish(TeamFile(sites: sites, services: services, therapists: members))
    }

    private static func site(_ value: YAMLValue) -> Site? {
        guard let fields = value.mapping(["code", "name", "zone", "address", "rooms"]),
            let code = fields.required("code")?.code(separator: "_")
        else { return nil }
        var rooms: [Room] = []
        for room in fields["rooms"]?.items() ?? [] {
            guard let keys = room.mapping(["code", "name"]), let code = keys.required("code")?.code(separator: "_") else { continue }
            if rooms.contains(where: { $0.code == code }) { room.fail("team.duplicate_room", "The room \(code) is there twice.") }
            rooms.append(Room(code: code, name: keys.required("name")?.text() ?? code))
        }
        return Site(
            code: code, name: fields.required("name")?.text() ?? code, zone: fields.required("zone")?.zone() ?? .utc,
            address: fields["address"]?.text(longest: 500) ?? "", rooms: rooms)
    }

    private static func service(_ value: YAMLValue) -> Service? {
        let keys = [
            "code", "name", "minutes", "buffer_minutes", "grid_minutes", "notice_hours", "horizon_days", "formats", "fee",
        ]
        guard let fields = value.mapping(keys), let code = fields.required("code")?.code(separator: "_") else { return nil }
        return Service(
            code: code, name: fields.required("name")?.text() ?? code, minutes: fields.required("minutes")?.whole(5...480) ?? 50,
            bufferMinutes: fields["buffer_minutes"]?.whole(0...240) ?? 10, gridMinutes: fields["grid_minutes"]?.whole(5...240) ?? 30,
            noticeHours: fields["notice_hours"]?.whole(0...720) ?? 24, horizonDays: fields["horizon_days"]?.whole(1...730) ?? 90,
            formats: fields.required("formats")?.words(SessionFormat.self) ?? [], feeCents: fields["fee"]?.cents())
    }
}

extension YAMLValue {
    /// A list of one or more words, each once.
    func words<Word: RawRepresentable & CaseIterable & Hashable>(_ type: Word.Type) -> [Word]? where Word.RawValue == String {
        distinct { $0.choice(type) }
    }

    /// A list of one or more values, each once.
    func distinct<Value: Hashable>(_ read: (YAMLValue) -> Value?) -> [Value]? {
        let all = items()
        var found: [Value] = []
        for item in all {
            guard let value = read(item) else { continue }
            if found.contains(value) { item.fail("file.twice", "This is in the list twice.") } else { found.append(value) }
        }
        if all.isEmpty { fail("file.empty_list", "At least one is expected here.") }
        return found
    }

    func zone() -> ZoneID? {
        guard let name = text(longest: 64) else { return nil }
        guard let zone = ZoneID(name) else {
            fail("file.not_a_zone", "A time zone such as America/Vancouver is expected here.")
            return nil
        }
        return zone
    }

    func language() -> Language? {
        guard let text = text(longest: 35) else { return nil }
        guard let language = Language(text) else {
            fail("file.not_a_language", "A language such as en or fr-CA is expected here.")
            return nil
        }
        return language
    }

    /// Dollars and cents, as in `"165.00"` or `165`, in whole cents.
    func cents() -> Int? {
        guard let text = text(longest: 12) else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let digits = Set("0123456789")
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(digits.contains) }),
            parts.count == 1 || parts[1].count == 2, let dollars = Int(parts[0]), dollars <= 100_000
        else {
            fail("file.not_an_amount", "An amount such as \"165.00\" is expected here.")
            return nil
        }
        return dollars * 100 + (parts.count == 2 ? Int(parts[1]) ?? 0 : 0)
    }

    /// ISO 3166-2: `CA-BC`.
    func jurisdiction() -> String? {
        guard let text = text(longest: 5) else { return nil }
        let letters = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy(letters.contains) }) else {
            fail("file.not_a_jurisdiction", "A country and province such as CA-BC are expected here.")
            return nil
        }
        return text
    }
}
