internal import ArgumentParser
internal import Clinic
internal import Foundation

/// `attune api GET /v1/…`: the HTTP API from the command line.
struct APICommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "api", abstract: "Call the HTTP API, as another program would.",
        discussion: """
            The token comes from ATTUNE_TOKEN or a file (--token-file, ATTUNE_TOKEN_FILE),
            never from an argument, which every user of the machine could read. A body is
            piped in. The answer's body goes to standard output; the status to standard
            error; the exit status tells them apart (3 not found, 4 login, 5 conflict).

            Examples:
              attune api GET /v1/therapists
              attune api POST /v1/referrals --key 7f3c < referral.json
              attune api POST /v1/appointments/01890a5d-ac96-774b-bcce-b302099a8057/cancel --if-match 3
            """)
    @Argument(help: "GET, POST, PUT, PATCH or DELETE.") var method: String
    @Argument(help: "Begins with a slash.") var path: String
    @Option(help: "Where Attune serves; ATTUNE_URL; http://127.0.0.1:8080 by default.") var url: String?
    @Option(help: "A file that holds the token.", completion: .file()) var tokenFile: String?
    @Option(help: "The Idempotency-Key of a request that creates; one is made when a body is sent without it.") var key: String?
    @Option(help: "The version that you read: its ETag, or the number alone.") var ifMatch: String?
    @Flag(help: "Kept for symmetry: answers are JSON anyway.") var json = false

    func validate() throws {
        if !["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"].contains(method.uppercased()) {
            throw ValidationError("“\(method.prefix(20))” is no method. Use GET, POST, PUT, PATCH or DELETE.")
        }
        if !path.hasPrefix("/") { throw ValidationError("The path begins with a slash: /v1/therapists.") }
    }

    func run(in shell: Shell) async throws {
        let base = url ?? shell.environment["ATTUNE_URL"] ?? "http://127.0.0.1:8080"
        let body = method.uppercased() == "GET" ? nil : shell.readInput()
        var fields = [("Accept", "application/json")]
        if let token = try token(in: shell) { fields.append(("Authorization", "Bearer \(token)")) }
        if let ifMatch { fields.append(("If-Match", Self.tag(ifMatch))) }
        if let body, !body.isEmpty { fields.append(("Content-Type", "application/json")) }
        if method.uppercased() == "POST" { fields.append(("Idempotency-Key", key ?? UUID().text)) }
        let answer = try await HTTPCall(base: base).send(method.uppercased(), path, fields, Array((body ?? "").utf8))
        shell.say("HTTP \(answer.status)")
        shell.output.write(String(decoding: answer.body, as: UTF8.self) + (answer.body.last == 10 ? "" : "\n"))
        guard let exit = Self.exit(of: answer.status) else { return }
        throw Failure(
            "api.\(answer.status)", "The server answered \(answer.status).", why: "Its reason is in the body.", exit: exit)
    }

    private func token(in shell: Shell) throws -> String? {
        if let file = tokenFile ?? shell.environment["ATTUNE_TOKEN_FILE"] {
            return try shell.text(ofFile: file).split(whereSeparator: \.isWhitespace).first.map { String($0) }
        }
        return shell.environment["ATTUNE_TOKEN"]
    }

    /// A shell takes the quotes of an ETag away, and answers show a version without them: 3 means "3".
    static func tag(_ text: String) -> String {
        !text.isEmpty && text.allSatisfy { ("0"..."9").contains($0) } ? "\"\(text)\"" : text
    }

    /// nil for success.
    static func exit(of status: Int) -> ExitStatus? {
        switch status {
        case 200..<400: nil
        case 401, 403: .needsLogin
        case 404, 410: .notFound
        case 409, 412: .conflict
        case 408, 429, 503: .retryLater
        case 400..<500: .usage
        default: .failed
        }
    }
}
