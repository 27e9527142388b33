public import Clinic
internal import Mustache

/// The pages behind a link: the door that every link opens on, the handout itself, and the page that says it cannot be opened.
///
/// They work without scripts, ask no other server for anything, name no clinic, therapist or topic in what a passer-by can see (title,
/// history, preview), and send nothing anywhere: what a reader writes stays in the page. Made once, at start; rendering is pure.
public struct HandoutPages: Sendable {
    private let template: MustacheTemplate
    private let doorTemplate: MustacheTemplate
    private let settings: HandoutPageSettings
    /// What must accompany each of these pages, of any status: not stored, not indexed, not framed, no referrer, and a Content Security
    /// Policy that lets nothing run or load but the page's own style and its small script, by their hashes.
    public let headers: [(name: String, value: String)]

    /// - Throws: `MustacheTemplate.Error` when a template of ours does not parse, which a test rules out.
    public init(settings: HandoutPageSettings = HandoutPageSettings()) throws {
        template = try MustacheTemplate(string: HandoutTemplate.handout)
        doorTemplate = try MustacheTemplate(string: HandoutTemplate.door)
        self.settings = settings
        let style = base64(Secrets.sha256(HandoutStyle.css.utf8)), script = base64(Secrets.sha256(HandoutStyle.script.utf8))
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Cache-Control", "no-store"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Robots-Tag", "noindex, nofollow, noarchive, nosnippet"),
            (
                "Content-Security-Policy",
                "default-src 'none'; style-src 'sha256-\(style)'; script-src 'sha256-\(script)'; form-action 'self'; "
                    + "base-uri 'none'; frame-ancestors 'none'"
            ),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), interest-cohort=()"),
        ]
    }

    /// What `GET` answers for every link, known or not: nothing is looked up and nothing changes, because mail scanners and previews fetch
    /// links. Its button sends `POST` to the same address.
    public func door(language: Language = .english) -> String {
        plain(language) { words in
            ["heading": words["doorHeading"] ?? "", "text": words["doorText"] ?? "", "button": words["doorButton"] ?? ""]
        }
    }

    /// What `POST` answers, with status 404, for a link that is unknown, expired, used up or revoked: one page, byte for byte.
    public func closed(language: Language = .english) -> String {
        plain(language) { words in ["heading": words["closedHeading"] ?? "", "text": words["closedText"] ?? ""] }
    }

    /// The handout.
    public func handout(_ content: HandoutContent) -> String {
        let language = Language(content.language) ?? .english
        var view = frame(language)
        view.merge(HandoutView.make(content, words: PageWords.of(language))) { $1 }
        return template.render(view)
    }

    private func plain(_ language: Language, _ text: ([String: String]) -> [String: String]) -> String {
        var view = frame(language)
        view.merge(text(PageWords.of(language))) { $1 }
        return doorTemplate.render(view)
    }

    /// What all pages share.
    private func frame(_ language: Language) -> [String: Any] {
        [
            "lang": language.code, "words": PageWords.of(language), "css": HandoutStyle.css, "script": HandoutStyle.script,
            "art": HandoutArt.landscape, "exit": settings.exit(for: language), "help": settings.help(for: language),
        ]
    }
}

/// What a clinic may set about its pages.
public struct HandoutPageSettings: Hashable, Sendable {
    /// Whom a reader can reach at once, and how.
    public struct HelpLine: Hashable, Sendable {
        public var name: String
        public var text: String

        public init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// Where “Leave now” leads, by language: a page that anybody might have open. `https` only.
    public var exits: [String: String]
    /// Who can be reached at once, by language; shown at the end of a handout.
    public var helpLines: [String: [HelpLine]]

    public init(exits: [String: String] = Self.weather, helpLines: [String: [HelpLine]] = Self.canada) {
        self.exits = exits
        self.helpLines = helpLines
    }

    /// Canada's weather service.
    public static let weather = ["en": "https://weather.gc.ca/", "fr": "https://meteo.gc.ca/"]
    /// 911, and 9-8-8, Canada's line for people who think of suicide and those who worry about them.
    public static let canada = [
        "en": [
            HelpLine(name: "911", text: "when you or somebody else is in danger now"),
            HelpLine(name: "9-8-8", text: "Suicide Crisis Helpline: call or text, day and night, anywhere in Canada"),
        ],
        "fr": [
            HelpLine(name: "911", text: "quand vous ou quelqu'un d'autre êtes en danger maintenant"),
            HelpLine(
                name: "9-8-8", text: "Ligne d'aide en cas de crise de suicide : appel ou texto, jour et nuit, partout au Canada"),
        ],
    ]

    func exit(for language: Language) -> String {
        let address = exits[language.primary] ?? exits["en"] ?? ""
        return MarkdownReader.safe(address)?.hasPrefix("https://") == true ? address : "https://weather.gc.ca/"
    }

    func help(for language: Language) -> [[String: String]] {
        (helpLines[language.primary] ?? helpLines["en"] ?? []).map { ["name": $0.name, "text": $0.text] }
    }
}
