import Access
import Clinic
import HTTPTypes

import struct Foundation.UUID

/// Signing in, and one's own account. What these take and give is secret, so none of it is kept for a retry.
extension RouteTable {
    static var sessions: [Route] {
        [
            Route(
                method: .post, path: "/v1/sessions", operation: "openSession", tag: "sessions",
                summary: "Sign in: address, password and code together",
                notes:
                    "An unknown account, a wrong password and a wrong or used code have one answer. A recovery code may stand for a code.",
                door: .signIn, body: .init(schema: SessionWire.signInSchema, example: SessionWire.signInExample),
                answers: [
                    .init(status: .created, summary: "Signed in. The token is shown once.", schema: SessionWire.openedSchema)
                ],
                problems: [(.unauthorized, "Not signed in."), tooMany], traits: [.needsNoKey]
            ) { exchange in
                let body = try exchange.body
                let attempt = SignInAttempt(
                    email: try body.text("email"), password: try body.text("password"), code: try body.text("code"),
                    address: exchange.address, door: .api)
                return SessionWire.reply(try await exchange.services.gate.signIn(attempt, exchange.request), .created)
            },
            Route(
                method: .get, path: "/v1/sessions", operation: "listSessions", tag: "sessions",
                summary: "Open sessions, one's own",
                notes: "The lead may ask for somebody else's.", door: .bearer(Policies.sessions),
                parameters: [.query("staff", .uuid, "Whose; one's own where it is not given.")],
                answers: [.init(status: .ok, summary: "The newest first.", schema: SessionWire.listSchema)]
            ) { exchange in
                let reader = try exchange.reader()
                let own = try await reader.actor
                let asked: StaffMember.ID = exchange.queryID("staff") ?? StaffMember.ID(own.id)
                let sessions = try await reader.sessions(of: asked)
                return Reply.json { writer in
                    writer.object { writer in
                        writer.key("data")
                        writer.array(sessions) { SessionWire.write($1, isOwn: $1.id.uuid == own.session, into: &$0) }
                    }
                }
            },
            Route(
                method: .delete, path: "/v1/sessions/{id}", operation: "endSession", tag: "sessions",
                summary: "End a session: the next request with its token is refused", door: .bearer(Policies.sessions),
                parameters: [.id("The session's id.")], answers: [.init(status: .noContent, summary: "Ended.")],
                traits: [.needsNoKey]
            ) { exchange in
                let id: StaffSession.ID = try exchange.pathID()
                return try await exchange.act { act in
                    try await act.endSession(id)
                    return Reply(status: .noContent)
                }
            },
            Route(
                method: .post, path: "/v1/sessions/step-up", operation: "stepUp", tag: "sessions",
                summary: "Confirm this session for five minutes", notes: "Gives a new token; the one that was shown ends.",
                door: .bearer(Policies.ownAccount),
                body: .init(schema: SessionWire.proofSchema, example: SessionWire.proofExample),
                answers: [.init(status: .ok, summary: "Confirmed.", schema: SessionWire.openedSchema)], problems: [tooMany],
                traits: [.needsNoKey]
            ) { exchange in
                let body = try exchange.body
                let (credential, policy) = try exchange.proving()
                return SessionWire.reply(
                    try await exchange.services.gate.stepUp(
                        credential, policy, password: try body.text("password"), code: try body.text("code"),
                        from: exchange.address,
                        exchange.request))
            },
            Route(
                method: .post, path: "/v1/password", operation: "changePassword", tag: "sessions",
                summary: "Change one's own password: the old one and a code prove it",
                notes: "Every other session ends; this one gets a new token.", door: .bearer(Policies.ownAccount),
                body: .init(schema: SessionWire.passwordSchema, example: SessionWire.passwordExample),
                answers: [.init(status: .ok, summary: "Changed.", schema: SessionWire.openedSchema)], problems: [tooMany],
                traits: [.needsNoKey]
            ) { exchange in
                let body = try exchange.body
                let (credential, policy) = try exchange.proving()
                return SessionWire.reply(
                    try await exchange.services.gate.changePassword(
                        credential, policy, old: try body.text("old"), new: try body.text("new"), code: try body.text("code"),
                        from: exchange.address, exchange.request))
            },
            Route(
                method: .post, path: "/v1/factors", operation: "offerFactor", tag: "sessions",
                summary: "Ask for a new second factor", notes: "The old one goes on until a code confirms the new one.",
                door: .bearer(Policies.ownFactor),
                answers: [.init(status: .created, summary: "The secret, shown once.", schema: SessionWire.factorSchema)],
                traits: [.needsNoKey]
            ) { exchange in
                try await exchange.act { act in
                    let offered = try await act.offerFactor()
                    return Reply.json(.created) { writer in
                        writer.object { writer in
                            writer.member("secret", offered.secret)
                            writer.member("uri", offered.address)
                        }
                    }
                }
            },
            Route(
                method: .post, path: "/v1/factors/confirm", operation: "confirmFactor", tag: "sessions",
                summary: "Put the new second factor in the old one's place", notes: "Every other session ends.",
                door: .bearer(Policies.ownFactor), body: .init(schema: SessionWire.codeSchema, example: SessionWire.codeExample),
                answers: [.init(status: .ok, summary: "New recovery codes, shown once.", schema: SessionWire.recoverySchema)],
                traits: [.needsNoKey]
            ) { exchange in
                let code = try exchange.body.text("code")
                return try await exchange.act { act in
                    let codes = try await act.confirmFactor(code)
                    return Reply.json { writer in
                        writer.object { writer in
                            writer.key("recovery_codes")
                            writer.array(codes) { $0.value($1) }
                        }
                    }
                }
            },
            Route(
                method: .get, path: "/v1/me", operation: "getMe", tag: "sessions", summary: "Whoever asks",
                door: .bearer(Policies.me), answers: [.init(status: .ok, summary: "You.", schema: SessionWire.meSchema)]
            ) { exchange in
                let reader = try exchange.reader()
                let actor = try await reader.actor
                let account = actor.session == nil ? nil : try await reader.staffMember(StaffMember.ID(actor.id))
                return Reply.json { SessionWire.write(actor, account, into: &$0) }
            },
        ]
    }

    private static let tooMany: (status: HTTPResponse.Status, when: String) = (
        .tooManyRequests, "Too many tries: see Retry-After. The same for known and unknown accounts."
    )
}

extension Exchange {
    /// What a proof of the asker's own identity is checked under.
    fileprivate func proving() throws(Problem) -> (Credential, Policy) {
        guard let credential, let policy = route.policy else { throw .unauthorized }
        return (credential, policy)
    }
}

/// Sessions and accounts as JSON.
enum SessionWire {
    static func write(_ session: StaffSession, isOwn: Bool, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", session.id)
            writer.member("door", session.door.rawValue)
            writer.member("created_at", session.createdAt)
            writer.member("last_used_at", session.lastUsedAt)
            writer.member("expires_at", session.expiresAt)
            writer.member("is_this_one", isOwn)
        }
    }

    static func write(_ actor: Actor, _ account: StaffMember?, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", actor.id)
            writer.member("role", actor.role.rawValue)
            writer.member("therapist", actor.therapist)
            writer.member("session", actor.session)
            writer.member("email", account?.email)
            writer.member("name", account?.name)
        }
    }

    static func reply(_ opened: OpenedSession, _ status: HTTPResponse.Status = .ok) -> Reply {
        Reply.json(status) { writer in
            writer.object { writer in
                writer.member("id", opened.id)
                writer.member("token", opened.token.text)
                writer.member("expires_at", opened.expiresAt)
                writer.member("idle_minutes", 30)
            }
        }
    }

    private static let password = Schema.text(1...1_024)
    private static let code = Schema.text(1...40).described("From the app, or a recovery code.")

    static let signInSchema = Schema.object(
        "SignIn", [.required("email", .text(1...254)), .required("password", password), .required("code", code)])
    static let signInExample = JSON.object([
        .init(name: "email", value: .string("robin@clinic.example")),
        .init(name: "password", value: .string("seven quiet herons wade")), .init(name: "code", value: .string("492039")),
    ])
    static let proofSchema = Schema.object("Proof", [.required("password", password), .required("code", code)])
    static let proofExample = JSON.object([
        .init(name: "password", value: .string("seven quiet herons wade")), .init(name: "code", value: .string("492039")),
    ])
    static let passwordSchema = Schema.object(
        "NewPassword", [.required("old", password), .required("new", password), .required("code", code)])
    static let passwordExample = JSON.object([
        .init(name: "old", value: .string("seven quiet herons wade")),
        .init(name: "new", value: .string("eight loud geese leave")),
        .init(name: "code", value: .string("492039")),
    ])
    static let codeSchema = Schema.object("Code", [.required("code", .text(1...40))])
    static let codeExample = JSON.object([.init(name: "code", value: .string("492039"))])
    static let openedSchema = Schema.object(
        "OpenedSession",
        [
            .required("id", .uuid), .required("token", .text(1...100)),
            .required("expires_at", Schema.instant.described("Twelve hours after signing in, however much it is used.")),
            .required("idle_minutes", Schema.integer(1...60).described("It ends after so long without a request.")),
        ])
    static let listSchema = Schema.object(
        "Sessions",
        [
            .required(
                "data",
                .list(
                    .object(
                        "Session",
                        [
                            .required("id", .uuid), .required("door", .word(["api", "browser"])),
                            .required("created_at", .instant), .required("last_used_at", .instant),
                            .required("expires_at", .instant), .required("is_this_one", .boolean),
                        ])))
        ])
    static let factorSchema = Schema.object(
        "OfferedFactor",
        [.required("secret", Schema.text().described("For typing in.")), .required("uri", .text(1...1_000))])
    static let recoverySchema = Schema.object("RecoveryCodes", [.required("recovery_codes", .list(.text(), 10...10))])
    static let meSchema = Schema.object(
        "Me",
        [
            .required("id", .uuid), .required("role", .text()), .required("therapist", Schema.uuid.orNull),
            .required("session", Schema.uuid.orNull), .required("email", Schema.text(1...254).orNull),
            .required("name", Schema.text(1...120).orNull),
        ])
}
