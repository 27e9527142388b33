import Clients
import Clinic
import Foundation
import Testing

@testable import AttuneAdmin
@testable import Referrals

@Suite("The board in a terminal")
struct BoardScreenTests {
    private static let me = UUID(), other = UUID()

    private static func row(
        _ number: Int, urgency: Urgency? = .soon, hold: Bool = false, waitedDays: Int = 9, claim: ReferralClaim? = nil
    ) throws -> BoardRow {
        try TestRows.row(number, urgency: urgency, hold: hold, waitedDays: waitedDays, claim: claim)
    }

    private static func claim(_ by: UUID, _ name: String) -> ReferralClaim {
        ReferralClaim(by: by, role: "intake", name: name, since: .epoch, until: .latest, takenFrom: nil)
    }

    private static func screen(_ rows: [BoardRow], coloured: Bool = false) -> BoardScreen {
        var screen = BoardScreen(me: me, isRevealed: false, ink: Ink(isColoured: coloured))
        screen.replace(rows, at: .epoch)
        return screen
    }

    @Test("says age against target, safety holds and who is on it in words, and masks names")
    func words() throws {
        let screen = Self.screen([
            try Self.row(1, urgency: nil, hold: true, waitedDays: 0), try Self.row(2, claim: Self.claim(Self.me, "amara")),
            try Self.row(3, waitedDays: 17, claim: Self.claim(Self.other, "Kim")),
        ])
        let lines = screen.lines(width: 100, height: 12)
        #expect(lines[0].hasPrefix("Referrals: 3 · 1 on safety hold · 1 over target"))
        #expect(lines[2].contains("R-1 ") && lines[2].contains("SAFETY HOLD"))
        #expect(lines[3].contains("9 d of 14 d") && lines[3].contains("you"))
        #expect(lines[4].contains("3 d over") && lines[4].contains("Kim"))
        #expect(lines[2].contains("E… T…") && !lines.joined().contains("Elo"))
        #expect(!lines.joined().contains("\u{1B}"))
    }

    @Test("colour adds to the words and takes none away", arguments: [30, 40, 50, 80, 132])
    func colour(width: Int) throws {
        let rows = [try Self.row(1, hold: true), try Self.row(2, waitedDays: 20), try Self.row(3, waitedDays: 13)]
        let plain = Self.screen(rows).lines(width: width, height: 10)
        let coloured = Self.screen(rows, coloured: true).lines(width: width, height: 10)
        #expect(coloured.joined().contains("\u{1B}[31;1m"))
        #expect(coloured.map { $0.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") } == plain)
    }

    @Test(
        "fits every terminal: as many lines as it has, none wider than it is",
        arguments: [1, 8, 20, 37, 38, 47, 48, 75, 76, 80, 200])
    func fits(width: Int) throws {
        let rows = try (1...60).map { try Self.row($0, claim: Self.claim(Self.other, "Somebody with a very long name indeed")) }
        for height in [1, 3, 5, 24, 80] {
            var screen = Self.screen(rows)
            screen.move(40)
            for mode in [BoardScreen.Mode.list, .help, .filtering] {
                screen.mode = mode
                let lines = screen.lines(width: width, height: height)
                #expect(lines.count == height || height < 3)
                #expect(lines.allSatisfy { $0.count <= width }, "\(width)x\(height): \(lines.map(\.count))")
                if mode == .list, height > 5, width > 20 { #expect(lines.joined().contains("› R-41")) }
            }
        }
    }

    @Test("a refreshed board keeps its place; a row that has gone hands it to the next")
    func keepsPlace() throws {
        var screen = Self.screen(try (1...5).map { try Self.row($0) })
        screen.move(2)
        #expect(screen.selectedRow?.referral.reference == "R-3")
        screen.replace(try [9, 1, 2, 3, 4, 5].map { try Self.row($0) }, at: .epoch)
        #expect(screen.selectedRow?.referral.reference == "R-3")
        screen.replace(try [9, 1, 2, 4, 5].map { try Self.row($0) }, at: .epoch)
        #expect(screen.selectedRow?.referral.reference == "R-4")
        screen.replace([], at: .epoch)
        #expect(screen.selectedRow == nil)
        #expect(screen.lines(width: 80, height: 10).joined().contains("Nobody is waiting. New referrals appear here."))
    }

    @Test("filters by words that must all be there, and by a name only where names are shown")
    func filters() throws {
        var screen = Self.screen([try Self.row(1, hold: true), try Self.row(2, waitedDays: 20), try Self.row(3)])
        for (words, count) in [("over", 1), ("hold", 1), ("soon free", 2), ("r-3", 1), ("elo", 0), ("nothing", 0)] {
            screen.filter = words
            #expect(screen.shown.count == count, "\(words)")
        }
        #expect(screen.lines(width: 80, height: 10).joined().contains("Nothing matches"))
    }

    @Test("keys: letters, arrows, control and nothing for what is neither")
    func keys() {
        #expect(Key.parse(Array("jk".utf8)) == [.character("j"), .character("k")])
        #expect(Key.parse(Array("\u{1B}[A\u{1B}[B\u{1B}OA\u{1B}[5~\u{1B}[1~".utf8)) == [.up, .down, .up, .pageUp, .home])
        #expect(Key.parse([0x1B]) == [.escape])
        #expect(Key.parse([0x0D, 0x7F, 0x03, 0x1A]) == [.enter, .backspace, .control("c"), .control("z")])
        #expect(Key.parse(Array("é\u{1B}[1;5Xx".utf8)) == [.character("é"), .character("x")])
        #expect(Key.parse([0xFF, 0xC3, 0x80, 0x00]).count <= 1)
    }

    @Test("wraps at spaces, cuts what is longer, and lets no text move the cursor")
    func ink() {
        #expect(Ink.wrap("one two three four", 13, indent: 2) == ["one two three", "  four"])
        #expect(Ink.wrap("abcdefghijklmnop", 10) == ["abcdefghij", "klmnop"])
        #expect(Ink.fit("a\u{1B}[2Jb", 8) == "a [2Jb  ")
        #expect(Ink.fit("longer", 4) == "lon…")
        #expect(BoardPanel.bar(0, of: 0, 10).isEmpty && BoardPanel.bar(2_000, of: 4_000, 4) == "██··")
    }
}

/// Invented rows.
enum TestRows {
    static func row(
        _ number: Int, urgency: Urgency?, hold: Bool, waitedDays: Int, claim: ReferralClaim?
    ) throws -> BoardRow {
        let id = Referral.ID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 9, UInt8(number))))
        let received = Instant.epoch - .hours(24 * waitedDays)
        let hours = WaitTargets.standard[urgency?.level ?? .untriaged], due = received + .hours(hours)
        let referral = Referral(
            id: id, reference: "R-\(number)", sourceKey: nil, client: Client.ID(id.uuid), source: .staff, receivedAt: received,
            standing: ReferralStanding(
                status: hold ? .onHold : urgency == nil ? .draft : .active, safetyHold: hold, urgency: urgency,
                matchingConsent: true),
            safetyReason: nil, intensity: .standard, kind: "adult", funding: nil, feeCeilingCents: nil, version: 1)
        return BoardRow(
            referral: referral, clientReference: "C-\(1_000 + number)", clientName: "Elo Test", due: due,
            targetHours: hours, cursor: BoardCursor(group: hold ? 0 : 1, due: due, id: id.uuid), claim: claim)
    }
}
