public import Clinic

extension TeamFile {
    /// Reads a team file (`Config/sample/team.yaml` is a commented example).
    /// - Parameters:
    ///   - vocabulary: specialties must name its concepts.
    ///   - zones: every zone must be one that this machine has rules for.
    /// - Throws: everything that is wrong with the file, by line and column. Nothing was done with any of it.
    public static func parse(_ text: String, vocabulary: Vocabulary, zones: ZoneCatalogue) throws(FileRefusal) -> TeamFile {
        let document = try YAMLDocument(text)
        guard let top = document.root.mapping(["version", "clinic", "sites", "therapists"]) else {
            throw FileRefusal(document.problems.all)
        }
        top.checkVersion()
        let clinic = top.required("clinic")?.mapping(["name", "zone"])
        let zone = clinic?.required("zone")?.zone(of: zones) ?? .utc
        var sites: [Site] = []
        for value in top["sites"]?.items() ?? [] {
            guard let site = site(value, usual: zone, of: zones) else { continue }
            if sites.contains(where: { $0.code == site.code }) {
                value.fail("team.duplicate_site", "The site \(site.code) is there twice.")
            }
            sites.append(site)
        }
        let reader = TeamMemberReader(vocabulary: vocabulary, sites: sites, zones: zones, zone: zone)
        var members: [Member] = []
        for value in top.required("therapists")?.items() ?? [] {
            guard let member = reader.member(value) else { continue }
            if members.contains(where: { $0.slug == member.slug }) {
                value.fail("team.duplicate_therapist", "The slug \(member.slug) is there twice.")
            }
            members.append(member)
        }
        let name = clinic?.required("name")?.text() ?? ""
        return try document.finish(TeamFile(clinicName: name, zone: zone, sites: sites, therapists: members))
    }

    private static func site(_ value: YAMLValue, usual: ZoneID, of zones: ZoneCatalogue) -> Site? {
        guard let fields = value.mapping(["code", "name", "zone", "address", "rooms"]),
            let code = fields.required("code")?.code(separator: "_")
        else { return nil }
        var rooms: [Room] = []
        for room in fields["rooms"]?.items() ?? [] {
            guard let keys = room.mapping(["code", "name"]), let code = keys.required("code")?.code(separator: "_") else {
                continue
            }
            if rooms.contains(where: { $0.code == code }) { room.fail("team.duplicate_room", "The room \(code) is there twice.") }
            rooms.append(Room(code: code, name: keys.required("name")?.text() ?? code))
        }
        return Site(
            code: code, name: fields.required("name")?.text() ?? code, zone: fields["zone"]?.zone(of: zones) ?? usual,
            address: fields["address"]?.text(longest: 500) ?? "", rooms: rooms)
    }
}

extension YAMLValue {
    /// A list of one or more words, each once.
    package func words<Word: RawRepresentable & CaseIterable & Hashable>(_ type: Word.Type) -> [Word]?
    where Word.RawValue == String {
        distinct { $0.choice(type) }
    }

    /// A list of one or more values, each once.
    package func distinct<Value: Hashable>(_ read: (YAMLValue) -> Value?) -> [Value]? {
        let all = items()
        var found: [Value] = []
        for item in all {
            guard let value = read(item) else { continue }
            if found.contains(value) { item.fail("file.twice", "This is in the list twice.") } else { found.append(value) }
        }
        if all.isEmpty { fail("file.empty_list", "At least one is expected here.") }
        return found
    }

    /// A zone that this machine has rules for: one without them would stop every search for hours that meets it.
    package func zone(of zones: ZoneCatalogue) -> ZoneID? {
        guard let name = text(longest: 64) else { return nil }
        guard let zone = ZoneID(name), (try? zones.rules(zone)) != nil else {
            fail("file.not_a_zone", "A time zone that this machine knows, such as America/Vancouver, is expected here.")
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
