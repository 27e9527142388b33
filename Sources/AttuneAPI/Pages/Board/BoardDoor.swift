import HTTPTypes

/// What the routes of the board's and the plans' pages have in common.
enum BoardDoor {
    static let page = Route.Answer(status: .ok, summary: "A page.", mediaType: "text/html")
    static let seeOther = Route.Answer(status: .seeOther, summary: "On to the next page.", mediaType: "text/html")
    /// Of who looks, and of who decides.
    static let looks = [page, seeOther], decisions = [seeOther, page]
    static let form = Route.Body(schema: .any, otherTypes: ["application/x-www-form-urlencoded"], isJSON: false)
    static let refusals: [(status: HTTPResponse.Status, when: String)] = [
        (.forbidden, "Not for this role; sent from another site, or without the form's token."),
        (.notFound, "There is nothing here, or not for you."),
        (.conflict, "The page says what stands against it."),
        (.preconditionFailed, "Somebody changed it; the page keeps what was typed."),
        (.unprocessableContent, "The page says what to correct, and keeps what was typed."),
    ]

    /// Any text: whoever has no session is led to the sign-in first, whatever it names.
    static func id(_ summary: String) -> Parameter {
        Parameter(name: "id", place: .path, schema: .anyText, summary: summary, required: true)
    }
}

extension Exchange {
    /// In a session, with refusals as pages: a person reads them, and nothing that identifies anybody is in them.
    /// - Parameters:
    ///   - whose: what somebody reads whose role has no business here.
    ///   - home: where to go on from what is not there.
    func onPage(
        whose: String, home: (path: String, words: String), _ body: (PageSession, FormFields) async throws -> Reply
    ) async throws -> Reply {
        try await inSession { session, fields in
            do { return try await body(session, fields) } catch {
                let problem = Problem.describing(error)
                switch problem.status {
                case .forbidden where problem.code == Problem.notAllowed.code:
                    let own = (path: "/staff/sessions", words: "To what is yours")
                    return BoardPages.reply(BoardPages.notice("Not for your role", whose, onward: own), .forbidden)
                case .notFound:
                    return BoardPages.reply(BoardPages.notice("Nothing here", problem.detail, onward: home), .notFound)
                default: throw error
                }
            }
        }
    }
}
