extension ZoneID {
    /// What people there call it: `Pacific Time`, `heure du Pacifique`; `Lisbon time` for a zone outside Canada.
    ///
    /// Never an abbreviation: PST, PDT and MST say a season, and since 2026 the season is not what the clock does.
    public func spoken(in language: Language = .english) -> String {
        if self == .utc { return "UTC" }
        let french = language.primary == "fr"
        guard let area = Self.canadianAreas[name] else { return french ? "heure de \(city)" : "\(city) time" }
        return french ? area.french : area.english
    }

    private typealias Area = (english: String, french: String)
    private static let pacific: Area = ("Pacific Time", "heure du Pacifique")
    private static let mountain: Area = ("Mountain Time", "heure des Rocheuses")
    private static let central: Area = ("Central Time", "heure du Centre")
    private static let eastern: Area = ("Eastern Time", "heure de l’Est")
    private static let atlantic: Area = ("Atlantic Time", "heure de l’Atlantique")
    private static let yukon: Area = ("Yukon Time", "heure du Yukon")
    private static let newfoundland: Area = ("Newfoundland Time", "heure de Terre-Neuve")

    /// Source: tzdata's `zone.tab` for CA, and its links.
    private static let canadianAreas: [String: Area] = [
        "America/Vancouver": pacific, "Canada/Pacific": pacific,
        "America/Creston": mountain, "America/Dawson_Creek": mountain, "America/Fort_Nelson": mountain,
        "America/Edmonton": mountain, "America/Yellowknife": mountain, "America/Inuvik": mountain,
        "America/Cambridge_Bay": mountain,
        "Canada/Mountain": mountain,
        "America/Whitehorse": yukon, "America/Dawson": yukon, "Canada/Yukon": yukon,
        "America/Winnipeg": central, "America/Regina": central, "America/Swift_Current": central, "America/Rainy_River": central,
        "America/Rankin_Inlet": central, "America/Resolute": central, "Canada/Central": central, "Canada/Saskatchewan": central,
        "America/Toronto": eastern, "America/Montreal": eastern, "America/Iqaluit": eastern, "America/Pangnirtung": eastern,
        "America/Nipigon": eastern, "America/Thunder_Bay": eastern, "America/Atikokan": eastern, "America/Coral_Harbour": eastern,
        "Canada/Eastern": eastern,
        "America/Halifax": atlantic, "America/Moncton": atlantic, "America/Glace_Bay": atlantic, "America/Goose_Bay": atlantic,
        "America/Blanc-Sablon": atlantic, "Canada/Atlantic": atlantic,
        "America/St_Johns": newfoundland, "Canada/Newfoundland": newfoundland,
    ]
}
