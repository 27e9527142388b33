import Access
import Clinic
import HTTPTypes

import struct Foundation.UUID

/// The pages themselves: values in, HTML out. Every value is escaped.
enum StaffPages {
    static func signIn(_ refusal: String? = nil, email: String = "") -> String {
        frame(
            "Sign in",
            """
            \(alert(refusal))<form method="post" action="/staff/sign-in" class="card">
            <label for="email">E-mail</label>
            <input id="email" name="email" type="email" autocomplete="username" required maxlength="254" value="\(escaped(email))">
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="1024">
            <label for="code">Code from your app</label>
            <input id="code" name="code" inputmode="text" autocomplete="one-time-code" required maxlength="40" spellcheck="false" aria-describedby="code-hint">
            <p class="hint" id="code-hint">Six digits, or one of your recovery codes.</p>
            <button type="submit">Sign in</button>
            </form>
            <p class="hint">Lost your password or your telephone? Ask your administrator for a new link; nobody can send it by e-mail.</p>
            """)
    }

    static func join(_ refusal: String? = nil) -> String {
        frame(
            "Welcome",
            """
            <p>Two steps: choose a password, then connect an app that shows codes. Have your telephone at hand.</p>
            \(alert(refusal))<form method="post" class="card">
            <label for="password">A password</label>
            <input id="password" name="password" type="password" autocomplete="new-password" required minlength="12" maxlength="256" aria-describedby="password-hint">
            <p class="hint" id="password-hint">At least 12 characters. A few words that only you would put together are good; nothing else is asked of it.</p>
            <label for="again">The same once more</label>
            <input id="again" name="again" type="password" autocomplete="new-password" required minlength="12" maxlength="256">
            <button type="submit">Go on</button>
            </form>
            """)
    }

    /// - Parameter offered: nil after a wrong code: the secret is shown once, and the app has it by then.
    static func confirm(_ offered: OfferedFactor?, _ refusal: String? = nil) -> String {
        let secret =
            offered.map {
                """
                <p>Open your authenticator app, choose “add an account”, and type this key; on this telephone, the link below does it.</p>
                <p class="secret"><code>\(escaped($0.secret))</code></p>
                <p><a href="\(escaped($0.address))">Open in the app on this device</a></p>
                """
            } ?? "<p>The key stays as it was shown. If your app does not have it, open your link again and begin anew.</p>"
        return frame(
            "Connect your app",
            """
            \(alert(refusal))\(secret)
            <form method="post" class="card">
            <label for="code">The code that it shows now</label>
            <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required maxlength="40" spellcheck="false">
            <button type="submit">Confirm</button>
            </form>
            """)
    }

    static func joined(_ codes: [String]) -> String {
        frame(
            "You are in",
            """
            <p>Ten recovery codes, for the day on which your telephone is lost. Each opens your account once, with your password. They are shown
            only now: write them down, and keep them apart from your telephone.</p>
            <ol class="codes">
            \(codes.map { "<li><code>\(escaped($0))</code></li>" }.joined(separator: "\n"))
            </ol>
            <p><a class="button" href="/staff/sign-in">Sign in</a></p>
            <p class="hint">Your app's last code was used to confirm it: wait for the next one.</p>
            """)
    }

    static func ended() -> String {
        frame(
            "This link does not open anything",
            "<p>It was used, has run out, or is not whole. Ask your administrator for a new one.</p>")
    }

    static func sessions(
        _ sessions: [StaffSession], own: UUID?, name: String, role: Role, zone: ZoneRules, formToken: String
    ) -> String {
        let token = "<input type=\"hidden\" name=\"form\" value=\"\(escaped(formToken))\">"
        let rows = sessions.map { session in
            let isOwn = session.id.uuid == own
            let end =
                isOwn
                ? "This one"
                : """
                <form method="post" action="/staff/sessions">\(token)<input type="hidden" name="session" value="\(session.id)">\
                <button type="submit" class="quiet">End<span class="unseen"> the session of \(time(session.createdAt, zone))</span></button></form>
                """
            return """
                <tr><th scope="row">\(session.door == .browser ? "Browser" : "Program")</th><td>\(time(session.createdAt, zone))</td>\
                <td>\(time(session.lastUsedAt, zone))</td><td>\(end)</td></tr>
                """
        }
        return frame(
            "Where you are signed in",
            """
            <p>\(escaped(name)), \(escaped(role.rawValue.replacing("_", with: " "))). A session ends after 30 minutes without use, and after 12 hours.</p>
            <table>
            <thead><tr><th scope="col">With</th><th scope="col">Since</th><th scope="col">Last used</th><th scope="col">End it</th></tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody>
            </table>
            <p>Do you not know one of them? End it, and tell your administrator.</p>
            <form method="post" action="/staff/sign-out">\(token)<button type="submit">Sign out</button></form>
            <p>\(places(role))<a href="/staff">What is here</a></p>
            """)
    }

    /// Where somebody of this role goes on from the page of their sessions.
    private static func places(_ role: Role) -> String {
        BoardPages.places(for: role).dropLast().map { "<a href=\"\($0.path)\">\($0.words)</a> · " }.joined()
    }

    // MARK: Answers

    /// What a page of ours may load and send: our own style sheet, our own forms, and nothing else.
    static let contentPolicy =
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    static func reply(_ html: String, _ status: HTTPResponse.Status = .ok) -> Reply {
        var reply = Reply.html(html, policy: contentPolicy)
        reply.status = status
        // Our own pages' forms say where they come from; nobody else hears of an address with a link's secret in it.
        reply.fields.append(HTTPField(name: .attune("Referrer-Policy"), value: "same-origin"))
        return reply
    }

    /// The page with the status that the refusal has everywhere.
    static func reply(_ html: String, refusing error: StaffError) -> Reply {
        let problem = Problem.describing(error)
        var reply = reply(html, problem.status)
        if let seconds = problem.retryAfter { reply.fields.append(HTTPField(name: .retryAfter, value: String(seconds))) }
        return reply
    }

    static func redirect(to path: String, cookie: HTTPField? = nil) -> Reply {
        var reply = reply("", .seeOther)
        reply.location = path
        if let cookie { reply.fields.append(cookie) }
        return reply
    }

    // MARK: Parts

    private static func frame(_ title: String, _ body: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>\(title)</title>
        <link rel="stylesheet" href="/attune.css">
        </head>
        <body>
        <main class="narrow">
        <p class="brand">Attune</p>
        <h1>\(title)</h1>
        \(body)
        </main>
        </body>
        </html>
        """
    }

    private static func alert(_ text: String?) -> String {
        text.map { "<p class=\"alert\" role=\"alert\">\(escaped($0))</p>\n" } ?? ""
    }

    private static func time(_ instant: Instant, _ zone: ZoneRules) -> String {
        let local = zone.local(of: instant)
        // To the minute: an exact moment tells nobody more.
        return "\(local.date), \(String("\(local.time)".prefix(5)))"
    }

    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.append(character)
            }
        }
    }
}
