package import Clinic

/// Reads one therapist of a team file. A field that is wrong is reported and stands in as empty, so that the rest is read as well.
struct TeamMemberReader {
    let vocabulary: Vocabulary
    let sites: [TeamFile.Site]
    let zones: ZoneCatalogue
    let zone: ZoneID

    private static let keys = [
        "slug", "name", "pronouns", "gender", "profile", "status", "zone", "languages", "formats", "client_kinds", "modalities",
        "funding", "fee_cents", "capacity", "intense_capacity", "sliding_places", "sliding_fee_cents", "supervised_by",
        "supervised_until", "published", "published_on", "credentials", "specialties", "hours", "exceptions",
    ]

    func member(_ value: YAMLValue) -> TeamFile.Member? {
        guard let fields = value.mapping(Self.keys), let slug = fields.required("slug")?.code(separator: "-") else { return nil }
        let capacity = fields.required("capacity")?.whole(0...500) ?? 0
        let intense = fields["intense_capacity"]
        let intenseCapacity = intense?.whole(0...500)
        if let intenseCapacity, intenseCapacity > capacity {
            intense?.fail("team.intense_over_capacity", "intense_capacity must not exceed capacity.")
        }
        let sliding = sliding(fields, capacity: capacity)
        let profile = TherapistProfile(
            displayName: fields.required("name")?.text() ?? slug, pronouns: fields["pronouns"]?.text(longest: 60),
            gender: fields["gender"]?.text(longest: 60), text: fields["profile"]?.text(longest: 8_000) ?? "",
            languages: fields.required("languages")?.distinct { $0.language() } ?? [],
            formats: fields.required("formats")?.words(SessionFormat.self) ?? [],
            clientKinds: fields["client_kinds"]?.words(ClientKind.self) ?? [.adult],
            modalities: fields["modalities"]?.distinct { $0.code(separator: "_") } ?? [],
            funding: fields["funding"]?.distinct { $0.code(separator: "_") } ?? [],
            feeCents: fields["fee_cents"]?.present?.whole(0...10_000_000),
            capacity: capacity, intenseCapacity: intenseCapacity, zone: fields["zone"]?.zone(of: zones) ?? zone,
            status: fields["status"]?.choice(TherapistStatus.self) ?? .active, slidingPlaces: sliding.places,
            slidingFeeCents: sliding.fee, supervision: supervision(fields), publication: publication(fields))
        return TeamFile.Member(
            slug: slug, profile: profile, credentials: fields["credentials"].map(credentials) ?? [],
            specialties: fields["specialties"].map(specialties) ?? [],
            hours: fields["hours"].map { hours($0, usual: profile.formats) } ?? [],
            exceptions: fields["exceptions"].map { exceptions($0, usual: profile.formats) } ?? [])
    }

    /// Places at a lower fee, and that fee: both or neither.
    private func sliding(_ fields: YAMLMapping, capacity: Int) -> (places: Int, fee: Int?) {
        let places = fields["sliding_places"]?.whole(0...500) ?? 0
        let fee = fields["sliding_fee_cents"]?.present?.whole(0...10_000_000)
        if places > capacity {
            fields["sliding_places"]?.fail("team.sliding_over_capacity", "sliding_places must not exceed capacity.")
        }
        if (places > 0) != (fields["sliding_fee_cents"]?.present != nil) {
            (fields["sliding_places"] ?? fields["sliding_fee_cents"])?.fail(
                "team.half_sliding",
                "Sliding places have a fee of their own. Give sliding_places and sliding_fee_cents, or neither.")
        }
        if let fee, let usual = fields["fee_cents"]?.present?.whole(0...10_000_000), fee > usual {
            fields["sliding_fee_cents"]?.fail("team.sliding_over_fee", "sliding_fee_cents must not exceed fee_cents.")
        }
        return (places, fee)
    }

    private func supervision(_ fields: YAMLMapping) -> Supervision? {
        let by = fields["supervised_by"]?.present?.text(), until = fields["supervised_until"]?.present?.date()
        if (fields["supervised_by"]?.present == nil) != (fields["supervised_until"]?.present == nil) {
            (fields["supervised_by"] ?? fields["supervised_until"])?.fail(
                "team.half_supervision",
                "Supervision is by somebody, until a day. Give supervised_by and supervised_until, or neither.")
        }
        guard let by, let until else { return nil }
        return Supervision(by: by, until: until)
    }

    /// What she agreed to have published. An empty list: nothing.
    private func publication(_ fields: YAMLMapping) -> Publication? {
        guard let value = fields["published"]?.present else {
            fields["published_on"]?.present?.fail("team.nothing_published", "published_on needs published: what she agreed to.")
            return nil
        }
        let facts = value.items().compactMap { $0.choice(Publication.Fact.self) }
        let day = fields["published_on"]?.present?.date()
        if !facts.isEmpty, fields["published_on"]?.present == nil {
            value.fail("team.not_agreed", "Give published_on: the day on which she agreed to have this published.")
        }
        return day.flatMap { Publication(facts, on: $0) }
    }

    private func credentials(_ value: YAMLValue) -> [TeamFile.CredentialEntry] {
        var found: [TeamFile.CredentialEntry] = []
        for item in value.items() {
            guard let fields = item.mapping(["kind", "issuer", "number", "jurisdiction", "valid_from", "expires_on"]) else {
                continue
            }
            let kind = fields.required("kind")?.text(longest: 60)
            let issuer = fields.required("issuer")?.text(longest: 120)
            let number = fields.required("number")?.text(longest: 60)
            let jurisdiction = fields.required("jurisdiction")?.jurisdiction()
            let validFrom = fields.required("valid_from")?.date()
            let expiresOn = fields["expires_on"]?.present?.date()
            guard let kind, let issuer, let number, let jurisdiction, let validFrom else { continue }
            if let expiresOn, expiresOn <= validFrom {
                fields["expires_on"]?.fail("team.dates_not_in_order", "expires_on must be after valid_from.")
            }
            if found.contains(where: { $0.issuer == issuer && $0.number == number }) {
                item.fail("team.duplicate_credential", "This issuer and number are there twice.")
            }
            found.append(
                TeamFile.CredentialEntry(
                    kind: kind, issuer: issuer, number: number, jurisdiction: jurisdiction, validFrom: validFrom,
                    expiresOn: expiresOn))
        }
        return found
    }

    private func specialties(_ value: YAMLValue) -> [Specialty] {
        var found: [Specialty] = []
        for item in value.items() {
            let keys = ["concept", "level", "verified_by", "verified_on", "expires_on", "focus"]
            guard let fields = item.mapping(keys) else { continue }
            let concept = fields.required("concept")?.concept(in: vocabulary)
            let level = fields.required("level")?.whole(0...4).flatMap { EvidenceLevel(rawValue: $0) }
            if let level, level.needsVerification {
                for key in ["verified_by", "verified_on"] where fields[key] == nil {
                    item.fail("team.not_verified", "Evidence from level 2 on needs \(key).")
                }
            }
            let specialty = Specialty(
                concept: concept ?? "", recorded: level ?? .none, isFocus: fields["focus"]?.flag() ?? false,
                verifiedBy: fields["verified_by"]?.text(longest: 120), verifiedOn: fields["verified_on"]?.date(),
                expiresOn: fields["expires_on"]?.present?.date())
            guard concept != nil, level != nil else { continue }
            if found.contains(where: { $0.concept == specialty.concept }) {
                item.fail("team.duplicate_specialty", "\(specialty.concept) is there twice.")
            }
            found.append(specialty)
        }
        if found.count(where: \.isFocus) > Specialty.focusLimit {
            value.fail("team.too_many_focuses", "At most \(Specialty.focusLimit) specialties may have focus: true.")
        }
        return found
    }

    private func hours(_ value: YAMLValue, usual: [SessionFormat]) -> [TeamFile.Hours] {
        var found: [TeamFile.Hours] = []
        for item in value.items() {
            let keys = ["weekday", "from", "until", "formats", "site", "valid_from", "valid_until"]
            guard let fields = item.mapping(keys) else { continue }
            let day = fields.required("weekday")?.weekday()
            let from = fields.required("from")?.time()
            let until = fields.required("until")?.time()
            let formats = fields["formats"]?.words(SessionFormat.self) ?? usual
            let site = fields["site"].flatMap { $0.choice(sites.map { ($0.code, $0.code) }) }
            let validFrom = fields["valid_from"]?.date()
            let validUntil = fields["valid_until"]?.present?.date()
            guard let day, let from, let until else { continue }
            if from >= until {
                fields["until"]?.fail("team.hours_not_in_order", "until must be after from. A night is two lines.")
            }
            if let validFrom, let validUntil, validFrom >= validUntil {
                fields["valid_until"]?.fail("team.dates_not_in_order", "valid_until must be after valid_from.")
            }
            if formats.contains(.inPerson), fields["site"] == nil {
                item.fail("team.no_site", "Hours in person need a site. Name one, or give these hours formats: [online].")
            }
            let hours = TeamFile.Hours(
                weekday: day, from: from, until: until, formats: formats, site: site, validFrom: validFrom, validUntil: validUntil
            )
            if found.contains(where: { $0.overlaps(hours) }) {
                item.fail("team.hours_overlap", "These hours overlap others on \(day.code).")
            }
            found.append(hours)
        }
        return found
    }

    private func exceptions(_ value: YAMLValue, usual: [SessionFormat]) -> [TeamFile.Exception] {
        value.items().compactMap { item in
            guard let fields = item.mapping(["day", "kind", "from", "until", "formats", "site", "note"]) else { return nil }
            let day = fields.required("day")?.date()
            let isOpen = fields.required("kind")?.choice([("open", true), ("closed", false)])
            let from = fields["from"]?.time()
            let until = fields["until"]?.time()
            if (fields["from"] == nil) != (fields["until"] == nil) || (isOpen == true && fields["from"] == nil) {
                item.fail("team.half_hours", "Give both from and until, or, for a whole closed day, neither.")
            }
            if let from, let until, from >= until {
                fields["until"]?.fail("team.hours_not_in_order", "until must be after from.")
            }
            let formats = fields["formats"]?.words(SessionFormat.self) ?? (isOpen == true ? usual : [])
            if isOpen == true, formats.contains(.inPerson), fields["site"] == nil {
                item.fail("team.no_site", "Hours in person need a site. Name one, or give these hours formats: [online].")
            }
            guard let day, let isOpen else { return nil }
            return TeamFile.Exception(
                day: day, isOpen: isOpen, from: from, until: until, formats: formats,
                site: fields["site"].flatMap { $0.choice(sites.map { ($0.code, $0.code) }) }, note: fields["note"]?.text())
        }
    }
}

extension TeamFile.Hours {
    func overlaps(_ other: TeamFile.Hours) -> Bool {
        guard weekday == other.weekday, from < other.until, other.from < until else { return false }
        let startsBeforeOtherEnds = validFrom.map { start in other.validUntil.map { start < $0 } ?? true } ?? true
        let otherStartsBeforeThisEnds = other.validFrom.map { start in validUntil.map { start < $0 } ?? true } ?? true
        return startsBeforeOtherEnds && otherStartsBeforeThisEnds
    }
}

extension YAMLValue {
    /// `mon` or `monday`, in any case.
    package func weekday() -> Weekday? {
        guard let text = text(longest: 12) else { return nil }
        guard let day = Weekday(code: text) else {
            fail("file.not_a_weekday", "A day such as mon or monday is expected here.")
            return nil
        }
        return day
    }
}
