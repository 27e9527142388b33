internal import Clinic
internal import Therapists

/// A need in the numbers of one team: what the inner loop of ranking reads instead of words.
struct NeedMasks {
    /// A wish of the client and how much it matters.
    struct Wish {
        enum Kind {
            case gender(UInt64)
            case modality(UInt64)
            case times
            case site(UInt64)
            case therapist(Int32)
        }
        let kind: Kind
        let importance: Int32
    }

    /// First cell of a concern's column in ``Team/Columns/worth``, and its weight.
    var concerns: [(column: Int, weight: Int)] = []
    /// Column of the primary concern; nil when no concern is known to the vocabulary.
    var primary: Int?
    var requiredLevel: UInt8
    var kind: UInt64
    var languages: UInt64
    /// Format bits that the client can use.
    var formats: UInt32
    /// Format bits in the client's order of preference; empty when none was stated.
    var preferredFormats: [UInt32]
    /// Times at which the client can come.
    var times: UInt32
    /// Times that the client would rather have.
    var wishedTimes: UInt32 = 0
    var mustGender: UInt64?
    /// Every one of these bits is needed; nil when a needed way of working is known to nobody.
    var mustModalities: UInt64? = 0
    /// Sites at which the client can come; all, where no site is a must.
    var sites: UInt64 = .max
    /// Place of the only therapist whom the client would have; -1 for one who is not on the team.
    var mustTherapist: Int32?
    var funding: UInt64?
    var feeCeiling: Int32?
    var highIntensity: Bool
    var wishes: [Wish] = []
    var credentials: [ClosedRange<Int32>]?
    var laterCredentials: [Int: [ClosedRange<Int32>]]
    /// By therapist: bit 0 kept apart, bit 1 declined, bit 2 worked with before.
    var relations: [UInt8]

    init(_ need: MatchNeed, for team: Team) {
        let wants = need.wants
        requiredLevel = UInt8(clamping: need.highIntensity ? team.policy.requiredLevelHighIntensity : team.policy.requiredLevel)
        kind = team.kinds.known([need.clientKind])
        languages = team.languages.known(wants.languages.isEmpty ? ["en"] : wants.languages)
        formats = wants.formats.isEmpty ? 7 : wants.formats.bits
        preferredFormats = wants.formats.map(\.bit)
        times = WeekTimes.any.rawValue
        funding = wants.funding.map { team.funding.known([$0]) }
        feeCeiling = wants.feeCeilingCents.map { Int32(clamping: $0) }
        highIntensity = need.highIntensity
        credentials = team.columns.credentials[need.jurisdiction]
        laterCredentials = team.columns.laterCredentials[need.jurisdiction] ?? [:]
        relations = Array(repeating: 0, count: team.count)
        for (bit, group) in [need.keptApart, need.declined, need.workedWith].enumerated() {
            for id in group { if let place = team.position(of: id) { relations[place] |= 1 << UInt8(bit) } }
        }
        for concern in need.concerns {
            guard let concept = team.concepts.index[concern.concept] else { continue }
            let column = concept * team.count
            primary = primary ?? column
            concerns.append((column, concern.weight))
        }
        if let wanted = wants.times {
            switch wanted.strength {
            case .must: times = wanted.value.rawValue
            case .wish:
                wishedTimes = wanted.value.rawValue
                wishes.append(Wish(kind: .times, importance: Int32(wanted.importance)))
            case .noMatter: break
            }
        }
        if let wanted = wants.gender {
            let bits = team.genders.known([wanted.value])
            switch wanted.strength {
            case .must: mustGender = bits
            case .wish: wishes.append(Wish(kind: .gender(bits), importance: Int32(wanted.importance)))
            case .noMatter: break
            }
        }
        if let wanted = wants.site {
            let bits = team.sites.known([wanted.value])
            switch wanted.strength {
            case .must: sites = bits
            case .wish: wishes.append(Wish(kind: .site(bits), importance: Int32(wanted.importance)))
            case .noMatter: break
            }
        }
        if let wanted = wants.therapist {
            let place = Int32(team.position(of: wanted.value) ?? -1)
            switch wanted.strength {
            case .must: mustTherapist = place
            case .wish: wishes.append(Wish(kind: .therapist(place), importance: Int32(wanted.importance)))
            case .noMatter: break
            }
        }
        for wanted in wants.modalities {
            let bits = team.modalities.known([wanted.value])
            switch wanted.strength {
            case .must: mustModalities = bits == 0 ? nil : mustModalities.map { $0 | bits }
            case .wish: wishes.append(Wish(kind: .modality(bits), importance: Int32(wanted.importance)))
            case .noMatter: break
            }
        }
    }
}

extension NeedMasks {
    /// Whether a credential for the client's province is valid on a day.
    func isLicensed(_ index: Int, on day: Int32) -> Bool {
        guard let credentials else { return false }
        if credentials[index].contains(day) { return true }
        if laterCredentials.isEmpty { return false }
        return laterCredentials[index]?.contains { $0.contains(day) } ?? false
    }
}

extension Team {
    /// Where a therapist stands in the columns.
    func position(of id: Therapist.ID) -> Int? {
        let (key, place) = (UUIDKey(id.uuid), firstPosition(from: UUIDKey(id.uuid)))
        return place < count && columns.keys[place] == key ? place : nil
    }

    /// Where the first stands whose id comes after this one; ``count`` where there is none.
    func firstPosition(after id: Therapist.ID) -> Int {
        let key = UUIDKey(id.uuid)
        let place = firstPosition(from: key)
        return place < count && columns.keys[place] == key ? place + 1 : place
    }

    private func firstPosition(from key: UUIDKey) -> Int {
        var low = 0, high = count
        while low < high {
            let middle = (low + high) / 2
            if columns.keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
