internal import Clinic
internal import Therapists

extension FormReader {
    /// `gender=woman; format=online`, or plain words. What contradicts itself is refused whole: nobody could be found, or nobody would know
    /// what is meant.
    mutating func needs(must: [String], wish: [String]) -> [ReferralNeed] {
        var needs: [ReferralNeed] = []
        for (items, strength, field) in [(must, Strength.must, "must"), (wish, .wish, "wish")] {
            for item in items {
                guard let text = present(item), let need = need(text, strength, field) else { continue }
                if let known = needs.first(where: { $0.kind == need.kind && $0.value == need.value }) {
                    if known.strength != need.strength {
                        fail(
                            field, "must_and_wish",
                            "One and the same \(need.kind.rawValue) is a must and a wish. Keep it in one of them.")
                    }
                } else {
                    needs.append(need)
                }
            }
        }
        let musts = needs.filter { $0.strength == .must }
        // A therapist is one person, at one site; several formats or languages are alternatives.
        for kind in [ReferralNeed.Kind.gender, .therapist, .site] where musts.count(where: { $0.kind == kind }) > 1 {
            fail(
                "must", "contradictory_needs",
                "More than one \(kind.rawValue) is a must, so nobody could be found. Keep one, or make them wishes.")
        }
        func times(_ kind: ReferralNeed.Kind) -> WeekTimes? {
            let all = musts.filter { $0.kind == kind }.compactMap { WeekTimes(code: $0.value) }
            return all.isEmpty ? nil : all.reduce(into: WeekTimes()) { $0.formUnion($1) }
        }
        if let days = times(.weekday), let parts = times(.timeOfDay), days.intersection(parts).isEmpty {
            fail(
                "must", "contradictory_needs", "No hour is on these days and at these times. Keep one of them, or make it a wish."
            )
        }
        return needs
    }

    private mutating func need(_ text: String, _ strength: Strength, _ field: String) -> ReferralNeed? {
        guard let sign = text.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
            if let plain = Self.plainWords[Self.code(text)] { return ReferralNeed(plain.0, plain.1, strength) }
            fail(field, "need_not_read", "Write each one as name=value, such as gender=woman or time_of_day=evening.")
            return nil
        }
        let name = Self.code(String(text[..<sign]))
        let names = ReferralNeed.Kind.allCases.map(\.rawValue)
        guard let kind = ReferralNeed.Kind(rawValue: Self.nameAliases[name] ?? name) else {
            let hint =
                nearest(to: name, among: names).map { "Was \($0) meant?" } ?? "Known are: \(names.joined(separator: ", "))."
            fail(field, "unknown_need", "This need is not known. \(hint)")
            return nil
        }
        let words = String(text[text.index(after: sign)...])
        guard let value = value(kind, words) else {
            fail(
                field, "unknown_value", "The value of \(kind.rawValue) is not known. \(Self.hints[kind] ?? "Write a short code.")"
            )
            return nil
        }
        return ReferralNeed(kind, value, strength)
    }

    private func value(_ kind: ReferralNeed.Kind, _ words: String) -> String? {
        let code = Self.code(words)
        guard !code.isEmpty, code.utf8.count <= 60 else { return nil }
        if let plain = Self.plainWords[code], plain.0 == kind { return plain.1 }
        switch kind {
        case .language:
            let language =
                Self.languageNames[words.trimmingWhitespace().lowercased()].flatMap { Language($0) }
                ?? Language(words.trimmingWhitespace())
            return language?.primary
        case .format: return SessionFormat(rawValue: code)?.rawValue
        case .weekday: return WeekTimes.dayNames.contains(code) ? code : nil
        case .timeOfDay: return WeekTimes(code: code) == nil ? nil : code
        case .therapist: return code.replacing("_", with: "-")
        case .gender, .modality, .site: return code
        }
    }

    private static let hints: [ReferralNeed.Kind: String] = [
        .language: "Write a code such as fr.", .format: "Use in_person, online or phone.", .weekday: "Use monday to sunday.",
        .timeOfDay: "Use morning, afternoon or evening.",
    ]
    private static let nameAliases = [
        "time": "time_of_day", "times": "time_of_day", "day": "weekday", "days": "weekday", "therapist_gender": "gender",
        "counsellor": "therapist", "approach": "modality", "place": "site", "location": "site",
    ]
    private static let plainWords: [String: (ReferralNeed.Kind, String)] = [
        "online": (.format, "online"), "video": (.format, "online"), "virtual": (.format, "online"),
        "telehealth": (.format, "online"),
        "in_person": (.format, "in_person"), "face_to_face": (.format, "in_person"), "in_office": (.format, "in_person"),
        "phone": (.format, "phone"), "telephone": (.format, "phone"), "by_phone": (.format, "phone"),
        "morning": (.timeOfDay, "morning"), "mornings": (.timeOfDay, "morning"), "afternoon": (.timeOfDay, "afternoon"),
        "afternoons": (.timeOfDay, "afternoon"), "evening": (.timeOfDay, "evening"), "evenings": (.timeOfDay, "evening"),
        "after_work": (.timeOfDay, "evening"),
        "monday": (.weekday, "monday"), "tuesday": (.weekday, "tuesday"), "wednesday": (.weekday, "wednesday"),
        "thursday": (.weekday, "thursday"), "friday": (.weekday, "friday"), "saturday": (.weekday, "saturday"),
        "sunday": (.weekday, "sunday"), "mondays": (.weekday, "monday"), "tuesdays": (.weekday, "tuesday"),
        "wednesdays": (.weekday, "wednesday"), "thursdays": (.weekday, "thursday"), "fridays": (.weekday, "friday"),
        "woman": (.gender, "woman"), "female": (.gender, "woman"), "female_therapist": (.gender, "woman"),
        "femme": (.gender, "woman"),
        "man": (.gender, "man"), "male": (.gender, "man"), "male_therapist": (.gender, "man"), "homme": (.gender, "man"),
        "french": (.language, "fr"), "français": (.language, "fr"), "english": (.language, "en"),
    ]
}

extension WeekTimes {
    /// `evening`, `thursday`, `thursday_evening`, `any`.
    init?(code: String) {
        if code == "any" {
            self = .any
            return
        }
        if let part = DayPart.allCases.first(where: { $0.code == code }) {
            self = .every(part)
            return
        }
        for (index, name) in Self.dayNames.enumerated() {
            guard code.hasPrefix(name), let weekday = Weekday(rawValue: index + 1) else { continue }
            if code == name {
                self = .day(weekday)
                return
            }
            guard let part = DayPart.allCases.first(where: { "\(name)_\($0.code)" == code }) else { return nil }
            self = WeekTimes(weekday, part)
            return
        }
        return nil
    }
}
