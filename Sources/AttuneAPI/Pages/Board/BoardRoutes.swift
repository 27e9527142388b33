import Access
import Clients
import Clinic
import HTTPTypes
import Referrals
import Therapists

/// The triage board as pages: who waits, how long, who is on it, why whom, and the forms with which a person decides. Everything works
/// without the script; that adds keys, and looks again by itself.
///
/// The doors are the session's cookie and `Policies.intake`: the same policy, functions and audit rows as below `/v1/referrals`.
extension RouteTable {
    static var boardPages: [Route] {
        [
            Route(
                method: .get, path: "/staff/board", operation: "seeBoard", tag: "staff", summary: "The triage board",
                notes: "For intake and the lead. The look is recorded.", door: .cookie,
                parameters: [
                    .query("status", .word(["open"] + ReferralStatus.allCases.map(\.rawValue)), "Only these."),
                    .query("urgency", .word(["any"] + Urgency.allCases.map(\.rawValue)), "Only these."),
                    .query("safety_hold", .boolean, "Only those on a safety hold."),
                    .query("mine", .boolean, "Only those that you have claimed."), .cursor,
                ],
                answers: BoardDoor.looks, problems: BoardDoor.refusals
            ) { exchange in
                try await exchange.onBoard { session, _ in
                    BoardPages.reply(BoardPage.html(try await exchange.boardView(session)))
                }
            },
            Route(
                method: .get, path: "/staff/board/stamp", operation: "getBoardStamp", tag: "staff",
                summary: "Changes whenever something on the board does",
                notes: "Says nothing about anybody, and is no use of the session.",
                door: .cookie,
                answers: [
                    .init(
                        status: .ok, summary: "The stamp.",
                        schema: .object("BoardStamp", [.required("stamp", .text(1...64))])), BoardDoor.seeOther,
                ], problems: BoardDoor.refusals
            ) { exchange in
                try await exchange.onBoard { session, _ in
                    let stamp = try await exchange.services.gate.onlooker(session.credential, Policies.intake).boardStamp()
                    return Reply.json { writer in writer.object { $0.member("stamp", stamp) } }
                }
            },
            Route(
                method: .get, path: "/staff/board/{id}", operation: "seeWhy", tag: "staff",
                summary: "One referral: what is asked for, and why whom", notes: "The look is recorded.", door: .cookie,
                parameters: [referral], answers: BoardDoor.looks, problems: BoardDoor.refusals
            ) { exchange in
                try await exchange.onBoard { session, _ in
                    BoardPages.reply(WhyPage.html(try await exchange.whyView(try exchange.pathID(), session)))
                }
            },
            Route(
                method: .post, path: "/staff/board/{id}/claim", operation: "claimByForm", tag: "staff",
                summary: "Claims a referral, takes it over, or lets it go", door: .cookie,
                parameters: [referral], body: BoardDoor.form, answers: BoardDoor.decisions, problems: BoardDoor.refusals
            ) { exchange in
                try await exchange.onBoard { session, fields in try await exchange.claim(session, fields) }
            },
            Route(
                method: .post, path: "/staff/board/{id}/triage", operation: "triageByForm", tag: "staff",
                summary: "Records what a person decided", door: .cookie, parameters: [referral], body: BoardDoor.form,
                answers: BoardDoor.decisions, problems: BoardDoor.refusals
            ) { exchange in
                try await exchange.onBoard { session, fields in try await exchange.triage(session, fields) }
            },
            Route(
                method: .post, path: "/staff/board/{id}/propose", operation: "proposeByForm", tag: "staff",
                summary: "Proposes a therapist", door: .cookie, parameters: [referral], body: BoardDoor.form,
                answers: BoardDoor.decisions, problems: BoardDoor.refusals
            ) { exchange in
                try await exchange.onBoard { session, fields in try await exchange.propose(session, fields) }
            },
            Route(
                method: .post, path: "/staff/board/{id}/answer", operation: "answerByForm", tag: "staff",
                summary: "Records an answer to what is proposed, another hour, or takes it back", door: .cookie,
                parameters: [referral], body: BoardDoor.form, answers: BoardDoor.decisions, problems: BoardDoor.refusals
            ) { exchange in
                try await exchange.onBoard { session, fields in try await exchange.answer(session, fields) }
            },
            Route(
                method: .post, path: "/staff/board/{id}/consent", operation: "consentByForm", tag: "staff",
                summary: "Records that the client agrees to be matched, or not any more", door: .cookie, parameters: [referral],
                body: BoardDoor.form, answers: BoardDoor.decisions, problems: BoardDoor.refusals
            ) { exchange in
                try await exchange.onBoard { session, fields in try await exchange.consent(session, fields) }
            },
            Route(
                method: .get, path: "/staff/board.css", operation: "getBoardStyle", tag: "staff", summary: "How the board looks",
                door: .open, answers: [.init(status: .ok, summary: "The style sheet.", mediaType: "text/css")]
            ) { _ in Reply(mediaType: "text/css; charset=utf-8", body: Array(BoardStyle.text.utf8)) },
            Route(
                method: .get, path: "/staff/board.js", operation: "getBoardScript", tag: "staff",
                summary: "Keys for the board, and the look that it takes by itself", door: .open,
                answers: [.init(status: .ok, summary: "The script.", mediaType: "text/javascript")]
            ) { _ in Reply(mediaType: "text/javascript; charset=utf-8", body: Array(BoardScript.text.utf8)) },
        ]
    }

    private static let referral = BoardDoor.id("The referral's id.")
}

extension Exchange {
    func onBoard(_ body: (PageSession, FormFields) async throws -> Reply) async throws -> Reply {
        try await onPage(
            whose: "The board is for intake and the clinical lead.", home: (path: "/staff/board", words: "To the board"), body)
    }

    /// What the list shows: a page of the board, on record.
    fileprivate func boardView(_ session: PageSession) async throws -> BoardPage.View {
        let page = try page
        let after = try page.afterGroupInstantAndID.map { BoardCursor(group: $0.0, due: $0.1, id: $0.2) }
        let filter = BoardFilter(
            statuses: text("status").flatMap(ReferralStatus.init(rawValue:)).map { [$0] } ?? [],
            urgency: text("urgency").flatMap(Urgency.init(rawValue:)), onlySafetyHolds: query["safety_hold"] == .bool(true),
            onlyMine: query["mine"] == .bool(true))
        let zone = try services.zones.rules(services.configuration.clinic.zone)
        let sent = head.path.map { String($0.drop { $0 != "?" }.dropFirst()) } ?? ""
        let stamp = try await services.gate.onlooker(session.credential, Policies.intake).boardStamp()
        return try await services.gate.look(session.credential, Policies.intake, request) { look in
            let rows = try await look.referralBoard(filter, after: after, limit: page.limit)
            try await look.record("referral.listed", clients: rows.map(\.referral.client.uuid))
            return BoardPage.View(
                rows: rows, filter: filter, isContinued: after != nil, now: try await look.now, me: try await look.actor.id,
                zone: zone, formToken: session.formToken, query: sent, stamp: stamp,
                next: rows.count == page.limit
                    ? rows.last.map { next(Page.cursor(group: $0.cursor.group, $0.cursor.due, $0.cursor.id)) } : nil)
        }
    }

    /// What one referral's page shows, on record like the two reads of the API that it is made of.
    func whyView(_ id: Referral.ID, _ session: PageSession, _ kept: KeptWords = KeptWords()) async throws -> WhyPage.View {
        let (settings, zones, team) = (services.configuration.clinic, services.zones, services.team)
        let zone = try zones.rules(settings.zone)
        return try await services.gate.act(session.credential, Policies.intake, request) { act in
            let folder = try await act.referral(id)
            try await act.record("referral.read", subject: id.uuid, client: folder.referral.client.uuid)
            var matches: ReferralMatches?
            var unranked: String?
            do {
                let service = try await settings.firstSession(nil, act)
                matches = try await act.matches(for: id, service: service, memory: team, zones: zones)
                try await act.record("referral.matched", subject: id.uuid, client: folder.referral.client.uuid)
            } catch let why as ReferralRefusal { unranked = why.message } catch let why as Problem {
                unranked = why.advice
            }
            let scores = try await act.assessments(of: id)
            if !scores.isEmpty {
                try await act.record("referral.scores_read", subject: id.uuid, client: folder.referral.client.uuid)
            }
            let vocabulary = try await act.vocabulary()
            var held: HeldHour?
            if let open = folder.proposals.first(where: { $0.status.isOpen }) {
                held = try await HeldHour(of: open, act, zones: zones)
            }
            let contacts = try await act.contactPoints(of: folder.referral.client)
            let refusesMessages = try await act.consents(of: folder.referral.client).refuseMessages(at: act.now)
            try await act.record("contact_point.read", client: folder.referral.client.uuid)
            return WhyPage.View(
                folder: folder, claim: try await act.claim(of: id), matches: matches, unranked: unranked,
                tasks: try await act.safetyTasks(of: id), scores: scores,
                reach: ReachPart.View(
                    contacts: contacts, refusesMessages: refusesMessages, zone: try? zones.rules(folder.zone),
                    now: try await act.now),
                targets: try await act.waitTargets(),
                held: held, now: try await act.now, me: try await act.actor.id, role: try await act.actor.role, zone: zone,
                formToken: session.formToken, kept: kept,
                label: { code in vocabulary[code]?.labelEnglish ?? code })
        }
    }
}
