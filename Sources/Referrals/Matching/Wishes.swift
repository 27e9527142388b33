internal import Clinic

extension Ranking {
    /// A wish by its name in ``Fact`` ids, and whether it is met; nil when nobody knows.
    struct WishMet {
        let name: String
        let met: Bool?
    }

    /// In the order in which they are counted: times, gender, ways of working.
    func wishesMet(_ scored: Scored, _ candidate: Candidate) -> [WishMet] {
        var wishes: [WishMet] = []
        if let times = need.wants.times, times.strength == .wish {
            let chosen = WeekTimes(rawValue: team.columns.when[Int(scored.opening)])
            wishes.append(WishMet(name: "times", met: !chosen.isDisjoint(with: times.value)))
        }
        if let gender = need.wants.gender, gender.strength == .wish {
            wishes.append(WishMet(name: "gender", met: candidate.gender.map { $0 == gender.value }))
        }
        if let site = need.wants.site, site.strength == .wish {
            let bits = team.columns.site[Int(scored.opening)]
            wishes.append(WishMet(name: "site:\(site.value)", met: bits == 0 || bits & team.sites.known([site.value]) != 0))
        }
        if let therapist = need.wants.therapist, therapist.strength == .wish {
            wishes.append(WishMet(name: "therapist", met: therapist.value == candidate.id))
        }
        for modality in need.wants.modalities where modality.strength == .wish {
            let met: Bool? = candidate.modalities.isEmpty ? nil : candidate.modalities.contains(modality.value)
            wishes.append(WishMet(name: "modality:\(modality.value)", met: met))
        }
        return wishes
    }

    func unmetWishes(_ scored: Scored, _ candidate: Candidate) -> [String] {
        var unmet = wishesMet(scored, candidate).filter { $0.met == false }.map(\.name)
        if let first = need.wants.formats.first, team.columns.when[Int(scored.opening)] >> 21 & first.bit == 0 {
            unmet.append("format:\(first.rawValue)")
        }
        return unmet
    }
}
