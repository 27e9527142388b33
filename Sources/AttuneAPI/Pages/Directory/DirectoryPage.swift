import Clinic
import Referrals
import Therapists

/// The directory for clients: a form without scripts, a list, and a way out that comes first. The title tells nobody what it is about.
enum DirectoryPage {
    static func html(_ found: PublicDirectory, _ filter: DirectoryFilter, address: String) -> String {
        let count = found.therapists.count
        let result =
            count == 0
            ? "<p class=\"alert\">Nobody here matches all of this. Choose less, or ask us: there may be a way.</p>"
            : "<p>\(count == 1 ? "One person matches." : "\(count) people match.") Those with places come first.</p>"
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>Directory</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="/attune.css">
            </head>
            <body>
            <a class="leave" href="https://weather.gc.ca/" rel="noreferrer noopener nofollow">Leave now<span class="unseen"> (opens the weather)</span></a>
            <main>
            <h1>Find somebody who fits</h1>
            <p>Choose what matters to you. Nothing you choose here is kept.</p>
            \(form(found, filter))
            <section aria-labelledby="found">
            <h2 id="found">Who is here</h2>
            \(result)
            <ul class="people">
            \(found.therapists.map { person($0, found.vocabulary) }.joined(separator: "\n"))
            </ul>
            </section>
            </main>
            </body>
            </html>
            """
    }

    // MARK: The form

    private static func form(_ found: PublicDirectory, _ filter: DirectoryFilter) -> String {
        let concerns = found.concerns.compactMap { found.vocabulary[$0] }.filter { $0.status == .active }
            .map { ($0.code, $0.labelEnglish) }.sorted { $0.1 < $1.1 }
        return """
            <form method="get" action="/directory" class="card facets">
            \(select("concern", "What it is about", concerns, filter.concern))
            \(select("language", "Language", found.languages.map { ($0.primary, languageName($0)) }, filter.language))
            \(select("format", "How", SessionFormat.allCases.map { ($0.rawValue, formatName($0)) }, filter.format?.rawValue))
            \(select("kind", "For whom", ClientKind.allCases.map { ($0.rawValue, kindName($0)) }, filter.clientKind?.rawValue))
            \(select("funding", "Paid by", found.funding.map { ($0, words($0)) }, filter.funding))
            <fieldset>
            <legend>When</legend>
            \(check("evening", "In the evening", filter.evening))
            \(check("weekend", "At the weekend", filter.weekend))
            </fieldset>
            <p><button type="submit">Look</button> <a class="again" href="/directory">Start again</a></p>
            </form>
            """
    }

    private static func select(_ name: String, _ label: String, _ choices: [(String, String)], _ chosen: String?) -> String {
        let options = choices.map { code, words in
            "<option value=\"\(StaffPages.escaped(code))\"\(code == chosen ? " selected" : "")>\(StaffPages.escaped(words))</option>"
        }
        return """
            <div><label for="\(name)">\(label)</label>
            <select id="\(name)" name="\(name)"><option value="">It does not matter</option>\(options.joined())</select></div>
            """
    }

    private static func check(_ name: String, _ label: String, _ isChosen: Bool) -> String {
        "<label class=\"check\"><input type=\"checkbox\" name=\"\(name)\" value=\"yes\"\(isChosen ? " checked" : "")> \(label)</label>"
    }

    // MARK: The list

    private static func person(_ one: PublicTherapist, _ vocabulary: Vocabulary) -> String {
        var facts: [(String, String)] = []
        func add(_ name: String, _ values: [String]?) {
            if let values, !values.isEmpty { facts.append((name, values.joined(separator: ", "))) }
        }
        add("Works with", one.specialties?.map { vocabulary.current($0)?.labelEnglish ?? words($0) })
        add("Sees", one.clientKinds?.map { kindName($0).lowercased() })
        add("Speaks", one.languages?.map(languageName))
        add("How", one.formats?.map { formatName($0).lowercased() })
        add("Where", one.sites)
        let times = [one.evening == true ? "evenings" : nil, one.weekend == true ? "weekends" : nil].compactMap { $0 }
        add("Also", times)
        add("Ways of working", one.modalities?.map(words))
        add("Paid by", one.funding?.map(words))
        if let fee = one.feeCents {
            let lower = one.slidingFeeCents.map { "; some places from \(dollars($0))" } ?? ""
            facts.append(("Fee", dollars(fee) + lower))
        }
        add("Licence", one.credentials?.map(words))
        let list = facts.map { "<dt>\($0.0)</dt><dd>\(StaffPages.escaped($0.1))</dd>" }.joined()
        let pronouns = one.pronouns.map { " <span class=\"pronouns\">\(StaffPages.escaped($0))</span>" } ?? ""
        let profile = one.profile.map { "<p>\(StaffPages.escaped($0))</p>" } ?? ""
        return """
            <li class="card"><h3>\(StaffPages.escaped(one.name))\(pronouns)</h3>
            <p class="places \(one.hasPlaces ? "yes" : "wait")">\(one.hasPlaces ? "Has places now" : "Waiting list")</p>
            \(profile)
            <dl>\(list)</dl>
            <p><a href="/directory/\(one.slug).vcf" download>Keep this card<span class="unseen"> of \(StaffPages.escaped(one.name))</span></a></p></li>
            """
    }

    private static func dollars(_ cents: Int) -> String {
        cents % 100 == 0 ? "$\(cents / 100)" : "$\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
    }

    /// A code as words: `low_fee` is "low fee".
    private static func words(_ code: String) -> String { code.replacing("_", with: " ") }

    private static func formatName(_ format: SessionFormat) -> String {
        switch format {
        case .inPerson: "In person"
        case .online: "Online"
        case .phone: "By phone"
        }
    }

    private static func kindName(_ kind: ClientKind) -> String {
        words(kind.rawValue).prefix(1).uppercased() + words(kind.rawValue).dropFirst()
    }

    /// In its own language, for those that a Canadian team is likely to speak; its code otherwise.
    private static func languageName(_ language: Language) -> String {
        let names = [
            "en": "English", "fr": "Français", "es": "Español", "uk": "Українська", "zh": "中文", "pa": "ਪੰਜਾਬੀ", "ar": "العربية",
            "de": "Deutsch", "hi": "हिन्दी", "fa": "فارسی", "ko": "한국어", "ja": "日本語", "pt": "Português", "tl": "Tagalog",
            "vi": "Tiếng Việt",
            "ru": "Русский", "it": "Italiano", "nl": "Nederlands", "pl": "Polski", "ase": "American Sign Language",
        ]
        return names[language.primary] ?? language.code
    }
}
