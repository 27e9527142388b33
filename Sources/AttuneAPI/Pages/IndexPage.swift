import HTTPTypes

/// What a person finds who opens the server's address. `/` says nothing at all, because a client's link lies on the same host: whoever
/// shortens one that they found on a shared phone learns nothing. Staff find what is here, and how to go on, at `/staff`.
extension RouteTable {
    static var pages: [Route] {
        [
            Route(
                method: .get, path: "/", operation: "seeNothing", tag: "service", summary: "For people: a page that says nothing",
                door: .open, answers: [.init(status: .ok, summary: "A page.", mediaType: "text/html")]
            ) { _ in
                Reply.html(doorPage)
            },
            Route(
                method: .get, path: "/staff", operation: "seeIndex", tag: "service", summary: "For staff: what is here",
                door: .open,
                answers: [.init(status: .ok, summary: "A page.", mediaType: "text/html")]
            ) { _ in
                Reply.html(indexPage)
            },
            Route(
                method: .get, path: "/attune.css", operation: "getStyle", tag: "service", summary: "How pages for staff look",
                door: .open, answers: [.init(status: .ok, summary: "The style sheet.", mediaType: "text/css")]
            ) { _ in
                Reply(mediaType: "text/css; charset=utf-8", body: Array(style.utf8))
            },
        ]
    }

    private static let doorPage = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>Page</title>
        <link rel="icon" href="data:,">
        <style>body { margin: 0; font: 1.0625rem/1.6 system-ui, sans-serif; color-scheme: light dark } main { max-width: 40rem; margin: 0 auto; padding: 3rem 1.25rem }</style>
        </head>
        <body>
        <main>
        <h1>Nothing to read here</h1>
        <p>If you were given an address, open it whole, as it was given.</p>
        </main>
        </body>
        </html>
        """

    private static let indexPage: String = {
        let nouns = all.filter { $0.path.hasPrefix("/v1/") && $0.method == .get && !$0.path.contains("{") }
        let rows = nouns.map { "<tr><th scope=\"row\"><code>\($0.path)</code></th><td>\($0.summary)</td></tr>" }.joined(
            separator: "\n")
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Attune</title>
            <link rel="stylesheet" href="/attune.css">
            </head>
            <body>
            <main>
            <h1>Attune</h1>
            <p>Referrals, matching, appointments and handouts of a counselling team. This address is for programs and for staff; clients use
            the links that they are given.</p>
            <h2>Start here</h2>
            <ul>
            <li><a href="/openapi.json">The API, as OpenAPI 3.1</a></li>
            <li><a href="/readyz">Is everything ready?</a></li>
            </ul>
            <h2>What can be read</h2>
            <p>Each of these needs a bearer token: <code>attune access token</code> issues one, and
            <code>attune api GET /v1/therapists</code> asks with it.</p>
            <table>
            <thead><tr><th scope="col">Address</th><th scope="col">What it answers</th></tr></thead>
            <tbody>
            \(rows)
            </tbody>
            </table>
            </main>
            </body>
            </html>
            """
    }()

    private static let style = """
        :root { color-scheme: light dark; --ink: #1d2a2f; --paper: #fbfaf6; --line: #c9d2cf; --link: #0b5a68; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8ecea; --paper: #14201f; --line: #3a4a49; --link: #8fd3df; } }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 system-ui, sans-serif; }
        main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
        h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 1rem; }
        h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
        a { color: var(--link); }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
        thead th { font-weight: 600; }
        code { font: .95em ui-monospace, monospace; overflow-wrap: anywhere; }
        """
}
