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
