import Access
import Clinic
import HTTPTypes

import struct Foundation.UUID

/// Pages on which staff sign in, join by their link, and see where they are signed in. They work without scripts.
///
/// A `__Host-` cookie is kept by a browser only from https, or from this machine itself (`localhost`): Attune stands behind a proxy with
/// TLS otherwise.
extension RouteTable {
    static var staffPages: [Route] {
        [
            Route(
                method: .get, path: "/staff/sign-in", operation: "seeSignIn", tag: "staff", summary: "The page to sign in at",
                door: .open, answers: [page]
            ) { _ in StaffPages.reply(StaffPages.signIn()) },
            Route(
                method: .post, path: "/staff/sign-in", operation: "signInByForm", tag: "staff",
                summary: "Signs in, and sets the cookie",
                door: .signIn, body: form, answers: [seeOther, page], problems: refusals
            ) { exchange in
                try exchange.checkOrigin()
                let fields = try FormFields(exchange.bytes)
                do {
                    let opened = try await exchange.services.gate.signIn(
                        SignInAttempt(
                            email: fields["email"], password: fields["password"], code: fields["code"], address: exchange.address,
                            door: .browser), exchange.request)
                    let actor = try await exchange.services.gate.reader(.token(opened.token.hash), Policies.sessions).actor
                    let home = BoardPages.places(for: actor.role).first?.path ?? "/staff/sessions"
                    return StaffPages.redirect(to: home, cookie: SessionCookie.set(opened.token))
                } catch let error as StaffError {
                    return StaffPages.reply(StaffPages.signIn(error.message, email: fields["email"]), refusing: error)
                }
            },
            Route(
                method: .post, path: "/staff/sign-out", operation: "signOut", tag: "staff", summary: "Ends this session",
                door: .cookie, body: form, answers: [seeOther], problems: refusals
            ) { exchange in
                try await exchange.inSession { session, _ in
                    try await exchange.services.gate.act(session.credential, Policies.sessions, exchange.request) { act in
                        if let id = try await act.actor.session { try await act.endSession(StaffSession.ID(id)) }
                    }
                    return StaffPages.redirect(to: "/staff/sign-in", cookie: SessionCookie.end)
                }
            },
            Route(
                method: .get, path: "/staff/sessions", operation: "seeSessions", tag: "staff", summary: "Where one is signed in",
                door: .cookie, answers: [page, seeOther]
            ) { exchange in
                try await exchange.inSession { session, _ in
                    let reader = exchange.services.gate.reader(session.credential, Policies.sessions)
                    let actor = try await reader.actor
                    let account = try await reader.staffMember(StaffMember.ID(actor.id))
                    let sessions = try await reader.sessions(of: StaffMember.ID(actor.id))
                    let zone = try exchange.services.zones.rules(exchange.services.configuration.clinic.zone)
                    return StaffPages.reply(
                        StaffPages.sessions(
                            sessions, own: actor.session, name: account?.name ?? "", role: actor.role, zone: zone,
                            formToken: session.formToken))
                }
            },
            Route(
                method: .post, path: "/staff/sessions", operation: "endSessionByForm", tag: "staff",
                summary: "Ends one of one's sessions",
                door: .cookie, body: form, answers: [seeOther], problems: refusals
            ) { exchange in
                try await exchange.inSession { session, fields in
                    guard let id = UUIDText.parse(fields["session"]) else { throw Problem.notFound }
                    try await exchange.services.gate.act(session.credential, Policies.sessions, exchange.request) { act in
                        try await act.endSession(StaffSession.ID(id))
                    }
                    return StaffPages.redirect(to: "/staff/sessions")
                }
            },
            Route(
                method: .get, path: "/staff/join/{token}", operation: "seeJoin", tag: "staff",
                summary: "The page behind a one-use link",
                notes: "The same for every link, known or not: nothing is looked up and nothing changes.", door: .link,
                parameters: [.token], answers: [page]
            ) { _ in StaffPages.reply(StaffPages.join()) },
            Route(
                method: .post, path: "/staff/join/{token}", operation: "join", tag: "staff",
                summary: "Sets a password, then confirms the second factor", door: .link, parameters: [.token], body: form,
                answers: [page], problems: refusals + [(.notFound, "The link does not open anything.")]
            ) { exchange in
                try exchange.checkOrigin()
                return try await exchange.join(try FormFields(exchange.bytes))
            },
        ]
    }

    private static let page = Route.Answer(status: .ok, summary: "A page.", mediaType: "text/html")
    private static let seeOther = Route.Answer(status: .seeOther, summary: "On to the next page.", mediaType: "text/html")
    private static let form = Route.Body(
        schema: .any, otherTypes: ["application/x-www-form-urlencoded"], isJSON: false)
    private static let refusals: [(status: HTTPResponse.Status, when: String)] = [
        (.unauthorized, "Not signed in; the page says so."), (.forbidden, "Sent from another site, or without the form's token."),
        (.tooManyRequests, "Too many tries: see Retry-After."), (.unprocessableContent, "The page says what to correct."),
        (.notFound, "There is nothing here, or not for you."),
    ]
}

extension Exchange {
    /// Both halves of using a one-use link: which one it is, the form says.
    fileprivate func join(_ fields: FormFields) async throws -> Reply {
        let link = TokenHash(of: captures.first ?? "")
        do {
            if fields.has("code") {
                let codes = try await services.gate.confirmInvitation(link, code: fields["code"], request)
                return StaffPages.reply(StaffPages.joined(codes))
            }
            guard fields["password"] == fields["again"] else {
                return StaffPages.reply(StaffPages.join("The two passwords differ. Type them again."), .unprocessableContent)
            }
            let offered = try await services.gate.prepareInvitation(link, password: fields["password"], request)
            return StaffPages.reply(StaffPages.confirm(offered))
        } catch StaffError.invitationEnded {
            return StaffPages.reply(StaffPages.ended(), .notFound)
        } catch StaffError.codeWrong {
            return StaffPages.reply(StaffPages.confirm(nil, StaffError.codeWrong.message), .unprocessableContent)
        } catch let error as StaffError {
            return StaffPages.reply(StaffPages.join(error.message), refusing: error)
        }
    }
}
