import Access
import Clinic
import HTTPTypes

/// What the board's pages have in common. Values in, HTML out; every value is escaped.
enum BoardPages {
    /// Our own script and nobody else's, on these pages alone; it may ask this host.
    private static let policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'"

    static func reply(_ html: String, _ status: HTTPResponse.Status = .ok) -> Reply {
        var reply = Reply.html(html, policy: policy)
        reply.status = status
        // Our own forms say where they come from; nobody else hears an address.
        reply.fields.append(HTTPField(name: .attune("Referrer-Policy"), value: "same-origin"))
        return reply
    }

    /// - Parameters:
    ///   - title: without a name: a window's title is read over shoulders.
    ///   - main: the name of the part to which the skip link leads.
    ///   - places: where the reader may go, as path and words; intake's where nothing is said.
    static func frame(
        _ title: String, main: String, places: [(path: String, words: String)] = intakePlaces, _ body: String
    ) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>\(title) – Attune</title>
        <link rel="stylesheet" href="/attune.css">
        <link rel="stylesheet" href="/staff/board.css">
        <script src="/staff/board.js" defer></script>
        </head>
        <body class="wide">
        <a class="skip" href="#\(main)">Skip to the \(main)</a>
        <header class="top">
        <p class="brand">Attune</p>
        <nav aria-label="Staff">\(places.map { "<a href=\"\($0.path)\">\($0.words)</a>" }.joined(separator: " "))</nav>
        </header>
        <main>
        \(body)
        </main>
        </body>
        </html>
        """
    }

    /// Where somebody of this role works; the first is where they are led when they have signed in.
    static func places(for role: Role) -> [(path: String, words: String)] {
        let own: [(path: String, words: String)] =
            switch role {
            case .lead, .intake:
                [
                    (path: "/staff/board", words: "Board"), (path: "/staff/plans", words: "Plans"),
                    (path: DayPage.path, words: "Day"),
                ]
            case .therapist: [(path: DayPage.path, words: "Day"), (path: "/staff/proposals", words: "Proposals")]
            case .frontDesk: [(path: DayPage.path, words: "Day")]
            default: []
            }
        return own + [(path: "/staff/sessions", words: "Sessions")]
    }
    static let intakePlaces = places(for: .intake)

    /// - Parameter onward: where to go from here.
    static func notice(
        _ title: String, _ text: String, onward: (path: String, words: String) = (path: "/staff/board", words: "To the board")
    ) -> String {
        frame(
            title, main: "page", places: [onward, (path: "/staff/sessions", words: "Sessions")],
            "<div id=\"page\"><h1>\(escaped(title))</h1>\n<p>\(escaped(text))</p>\n<p><a href=\"\(onward.path)\">\(escaped(onward.words))</a></p></div>"
        )
    }

    /// To whoever decided on what is not so any more.
    static let changedMeanwhile =
        "Somebody changed this since you opened it. It is shown as it is now, and what you typed is kept: look, then send it again."

    static func alert(_ text: String?) -> String {
        text.map { "<p class=\"alert\" role=\"alert\">\(escaped($0))</p>\n" } ?? ""
    }

    static func hidden(_ values: (String, String)...) -> String {
        values.map { "<input type=\"hidden\" name=\"\($0.0)\" value=\"\(escaped($0.1))\">" }.joined()
    }

    /// `2026-11-23`, on the clinic's calendar.
    static func day(_ instant: Instant, _ zone: ZoneRules) -> String { "\(zone.local(of: instant).date)" }

    /// `14:05`, on the clinic's clock.
    static func clock(_ instant: Instant, _ zone: ZoneRules) -> String { String("\(zone.local(of: instant).time)".prefix(5)) }

    static func escaped(_ text: String) -> String { StaffPages.escaped(text) }
}
