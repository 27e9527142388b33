import Clinic
import Referrals
import Therapists

/// The directory for clients: a form without scripts, a list, and a way out that comes first. The title tells nobody what it is about.
enum DirectoryPage {
    /// - Parameter query: what was asked, for the link to the same in the other language: without `lang`.
    static func html(_ found: PublicDirectory, _ filter: DirectoryFilter, _ words: DirectoryWords, query: String) -> String {
        let count = found.therapists.count
        let result =
            count == 0
            ? "<p class=\"alert\">\(words(.nobody))</p>" : "<p>\(words.found(count))</p>"
        return """
            <!doctype html>
            <html lang="\(words.code)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>\(words(.tab))</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="/attune.css">
            </head>
            <body>
            <a class="leave" href="https://weather.gc.ca/" rel="noreferrer noopener nofollow">\(words(.leave))<span class="unseen"> (\(words(.leaveHint)))</span></a>
            <main>
            <p class="hint"><a href="/directory?\(StaffPages.escaped(query))lang=\(words.other.code)" lang="\(words.other.code)" hreflang="\(words.other.code)">\(words.other.name)</a></p>
            <h1>\(words(.heading))</h1>
            <p>\(words(.lead))</p>
            \(form(found, filter, words))
            <section aria-labelledby="found">
            <h2 id="found">\(words(.whoIsHere))</h2>
            \(result)
            <ul class="people">
            \(found.therapists.map { person($0, found.vocabulary, words) }.joined(separator: "\n"))
            </ul>
            </section>
            </main>
            </body>
            </html>
            """
    }

    // MARK: The form

    private static func form(_ found: PublicDirectory, _ filter: DirectoryFilter, _ words: DirectoryWords) -> String {
        let concerns = found.concerns.compactMap { found.vocabulary[$0] }.filter { $0.status == .active }
            .map { ($0.code, words.label($0)) }.sorted { $0.1 < $1.1 }
        func select(_ name: String, _ key: DirectoryWords.Key, _ choices: [(String, String)], _ chosen: String?) -> String {
            Self.select(name, words(key), choices, chosen, anything: words(.anything))
        }
        return """
            <form method="get" action="/directory" class="card facets"><input type="hidden" name="lang" value="\(words.code)">
            \(select("concern", .concern, concerns, filter.concern))
            \(select("language", .language, found.languages.map { ($0.primary, $0.ownName) }, filter.language))
            \(select("format", .how, SessionFormat.allCases.map { ($0.rawValue, words.format($0)) }, filter.format?.rawValue))
            \(select("kind", .kind, ClientKind.allCases.map { ($0.rawValue, words.kind($0)) }, filter.clientKind?.rawValue))
            \(select("funding", .funding, found.funding.map { ($0, DirectoryWords.code($0)) }, filter.funding))
            <fieldset>
            <legend>\(words(.when))</legend>
            \(check("evening", words(.evening), filter.evening))
            \(check("weekend", words(.weekend), filter.weekend))
            </fieldset>
            <p><button type="submit">\(words(.look))</button> <a class="again" href="/directory?lang=\(words.code)">\(words(.again))</a></p>
            </form>
            """
    }

    private static func select(
        _ name: String, _ label: String, _ choices: [(String, String)], _ chosen: String?, anything: String
    ) -> String {
        let options = choices.map { code, words in
            "<option value=\"\(StaffPages.escaped(code))\"\(code == chosen ? " selected" : "")>\(StaffPages.escaped(words))</option>"
        }
        return """
            <div><label for="\(name)">\(label)</label>
            <select id="\(name)" name="\(name)"><option value="">\(anything)</option>\(options.joined())</select></div>
            """
    }

    private static func check(_ name: String, _ label: String, _ isChosen: Bool) -> String {
        "<label class=\"check\"><input type=\"checkbox\" name=\"\(name)\" value=\"yes\"\(isChosen ? " checked" : "")> \(label)</label>"
    }

    // MARK: The list

    private static func person(_ one: PublicTherapist, _ vocabulary: Vocabulary, _ words: DirectoryWords) -> String {
        var facts: [(String, String)] = []
        func add(_ key: DirectoryWords.Key, _ values: [String]?) {
            if let values, !values.isEmpty { facts.append((words(key), values.joined(separator: ", "))) }
        }
        add(.worksWith, one.specialties?.map { vocabulary.current($0).map(words.label) ?? DirectoryWords.code($0) })
        add(.sees, one.clientKinds?.map { words.kind($0).lowercased() })
        add(.speaks, one.languages?.map(\.ownName))
        add(.format, one.formats?.map { words.format($0).lowercased() })
        add(.place, one.sites)
        let times = [one.evening == true ? words(.evenings) : nil, one.weekend == true ? words(.weekends) : nil].compactMap { $0 }
        add(.also, times)
        add(.modalities, one.modalities?.map(DirectoryWords.code))
        add(.paidBy, one.funding?.map(DirectoryWords.code))
        if let fee = one.feeCents { facts.append((words(.fee), words.fees(fee, sliding: one.slidingFeeCents))) }
        add(.licence, one.credentials?.map(DirectoryWords.code))
        let list = facts.map { "<dt>\($0.0)</dt><dd>\(StaffPages.escaped($0.1))</dd>" }.joined()
        let pronouns = one.pronouns.map { " <span class=\"pronouns\">\(StaffPages.escaped($0))</span>" } ?? ""
        let profile = one.profile.map { "<p>\(StaffPages.escaped($0))</p>" } ?? ""
        return """
            <li class="card"><h3>\(StaffPages.escaped(one.name))\(pronouns)</h3>
            <p class="places \(one.hasPlaces ? "yes" : "wait")">\(words(one.hasPlaces ? .hasPlaces : .waitingList))</p>
            \(profile)
            <dl>\(list)</dl>
            <p><a href="/directory/\(one.slug).vcf" download>\(words(.card))<span class="unseen"> \(words(.cardOf)) \(StaffPages.escaped(one.name))</span></a></p></li>
            """
    }
}
