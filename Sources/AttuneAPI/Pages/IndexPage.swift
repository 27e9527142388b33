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
            <li><a href="/staff/board">The board</a>: who waits, how long, who is on it, and why whom (intake and the lead, signed in)</li>
            <li><a href="/staff/day">The day</a>: who comes to whom, when and where, and who is not there (whoever books, signed in)</li>
            <li><a href="/staff/proposals">What is proposed to you</a> (a therapist, signed in)</li>
            <li><a href="/staff/sign-in">Sign in</a>, or see <a href="/staff/sessions">where you are signed in</a></li>
            <li><a href="/openapi.json">The API, as OpenAPI 3.1</a></li>
            <li><a href="/readyz">Is everything ready?</a></li>
            </ul>
            <h2>What can be read</h2>
            <p>Each of these needs a bearer token: <code>POST /v1/sessions</code> gives a person one, <code>attune access token</code> a program, and
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
        :root { color-scheme: light dark; --ink: #1d2a2f; --soft: #4a5957; --paper: #fbfaf6; --card: #fffdfa; --line: #c9d2cf; --edge: #7b8583;
                --link: #0b5a68; --deep: #1d5a54; --on-deep: #fff; --sand: #f6ecdb; --clay: #85452a; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8ecea; --soft: #b7c2bf; --paper: #14201f; --card: #1e2625; --line: #3a4a49;
                --edge: #8b9694; --link: #8fd3df; --deep: #8ec9c0; --on-deep: #10201e; --sand: #33291b; --clay: #f0b48f; } }
        *, *::before, *::after { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 system-ui, sans-serif; }
        main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
        h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 1rem; }
        h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
        a { color: var(--link); }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
        thead th { font-weight: 600; }
        code { font: .95em ui-monospace, monospace; overflow-wrap: anywhere; }
        :focus-visible { outline: 3px solid var(--clay); outline-offset: 3px; border-radius: 4px; }
        .narrow { max-width: 34rem; }
        .brand { margin: 0 0 .25rem; color: var(--soft); }
        .hint { color: var(--soft); font-size: .95rem; margin: .25rem 0 0; }
        .alert { background: var(--sand); border-left: 5px solid var(--clay); border-radius: 8px; padding: .75rem 1rem; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 16px; padding: .75rem 1.4rem 1.4rem; margin: 1.25rem 0; }
        label { display: block; font-weight: 600; margin-top: 1rem; }
        input { display: block; width: 100%; min-height: 48px; font: inherit; color: var(--ink); background: var(--paper);
                border: 1.5px solid var(--edge); border-radius: 10px; padding: .5rem .8rem; margin-top: .3rem; }
        button, .button { display: inline-block; min-height: 48px; font: inherit; font-weight: 700; color: var(--on-deep); background: var(--deep);
                border: 2px solid transparent; border-radius: 999px; padding: .5rem 1.8rem; margin-top: 1.4rem; cursor: pointer; text-decoration: none; }
        button.quiet { color: var(--deep); background: transparent; border-color: var(--deep); min-height: 44px; padding: .3rem 1.1rem; margin: 0; }
        .secret { font-size: 1.15rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .8rem 1rem; }
        .codes { columns: 2; column-gap: 2rem; padding-left: 1.8rem; }
        .codes li { padding: .2rem 0; break-inside: avoid; }
        .leave { position: fixed; z-index: 9; top: 1rem; right: 1rem; background: #85452a; color: #fff; font-weight: 700; border-radius: 999px;
                 min-height: 48px; padding: .6rem 1.3rem; text-decoration: none; }
        .facets { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: 0 1.25rem; }
        .facets fieldset { border: 0; margin: 1rem 0 0; padding: 0; }
        .facets legend { font-weight: 600; }
        .facets p { grid-column: 1 / -1; margin: 0; }
        .again { margin-left: 1rem; }
        select { display: block; width: 100%; min-height: 48px; font: inherit; color: var(--ink); background: var(--paper);
                 border: 1.5px solid var(--edge); border-radius: 10px; padding: .5rem .8rem; margin-top: .3rem; }
        label.check { font-weight: 400; margin-top: .3rem; min-height: 32px; }
        label.check input { display: inline-block; width: 1.3rem; height: 1.3rem; min-height: 0; margin: 0 .4rem 0 0; vertical-align: -.2rem; }
        .people { list-style: none; margin: 0; padding: 0; }
        .people h3 { font-size: 1.25rem; margin: .6rem 0 .2rem; }
        .pronouns { font-weight: 400; font-size: 1rem; color: var(--soft); }
        .places { display: inline-block; margin: 0 0 .4rem; padding: .1rem .8rem; border-radius: 999px; border: 1.5px solid var(--edge); font-size: .95rem; }
        .places.yes { background: var(--deep); border-color: var(--deep); color: var(--on-deep); font-weight: 600; }
        .people dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .2rem 1rem; margin: .6rem 0; }
        .people dt { color: var(--soft); }
        .people dd { margin: 0; overflow-wrap: anywhere; }
        .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        @media (max-width: 34rem) { .codes { columns: 1; } }
        @media (max-width: 62rem) { .leave { top: auto; bottom: 0; left: 0; right: 0; border-radius: 0; text-align: center; padding: .9rem; }
                html:has(.leave) { scroll-padding-bottom: 5rem; } body:has(.leave) main { padding-bottom: 7rem; } }
        """
}
