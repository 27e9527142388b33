internal import Clinic

extension Candidate {
    /// The same facts in the one order that is hashed, ranked and kept, whatever order they came in: credentials by id, specialties by
    /// concept, openings by start, format and site, words by their letters.
    var inOrder: Candidate {
        // The database gives most of them so already: a list is looked through before it is sorted, and copied only where one must be.
        let credentials = credentials.ordered { UUIDKey($0.id) < UUIDKey($1.id) }
        let specialties = specialties.ordered { ($0.concept, $1.level) < ($1.concept, $0.level) }
        let clientKinds = clientKinds.ordered(by: <), languages = languages.ordered(by: <)
        let formats = formats.ordered { $0.bit < $1.bit }
        let modalities = modalities.ordered(by: <), funding = funding.ordered(by: <)
        let openings = openings.ordered { one, other in
            if one.start != other.start { return one.start < other.start }
            if one.format != other.format { return one.format.bit < other.format.bit }
            return (one.site ?? "") < (other.site ?? "")
        }
        return Candidate(
            id: id, credentials: credentials, specialties: specialties, clientKinds: clientKinds, languages: languages,
            formats: formats, modalities: modalities, funding: funding, feeCents: feeCents, slidingFeeCents: slidingFeeCents,
            gender: gender, caseload: caseload, lastAssigned: lastAssigned, openings: openings)
    }
}

extension Array {
    /// Sorted; itself where it is already.
    fileprivate func ordered(by areInOrder: (Element, Element) -> Bool) -> [Element] {
        var place = 1
        while place < count {
            if areInOrder(self[place], self[place - 1]) { return sorted(by: areInOrder) }
            place += 1
        }
        return self
    }
}
