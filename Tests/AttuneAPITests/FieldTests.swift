import Access
import TestKit
import Testing

import struct Foundation.Data
import class Foundation.FileManager
import class Foundation.ProcessInfo

@testable import AttuneAPI

/// What each role receives, member by member, against a list that is read before it is changed (`Tests/Golden/fields.txt`): a member that
/// is added to an answer does not reach anybody unnoticed.
@Suite("What each role receives")
struct FieldTests {
    /// Words of members that the front desk never receives, from any route.
    private static let neverAtTheDesk = [
        "narrative", "reason", "title", "note", "concern", "need", "score", "explanation", "kept_apart", "triage", "safety",
    ]

    @Test("each role receives from each route the members that the list says, and no other")
    func golden() async throws {
        try await AuthorisationClinic.with { clinic in
            let asks = AuthorisationAsks.all(clinic.tokens).filter { $0.expectation == .allowed && !$0.isHead && $0.isRead }
            var found: [String: [String: Set<String>]] = [:]
            for (ask, answer) in zip(asks, try await clinic.answers(to: asks)) where answer.status == 200 {
                let role = try #require(ask.asker.role?.rawValue)
                Self.collect(answer.json, at: "", into: &found[ask.operation, default: [:]][role, default: []])
            }
            let text = Self.text(found)
            let path = "\(#filePath)".replacing("AttuneAPITests/FieldTests.swift", with: "Golden/fields.txt")
            if ProcessInfo.processInfo.environment["ATTUNE_WRITE_GOLDEN"] != nil {
                try Data(text.utf8).write(to: .init(filePath: path))
            }
            let known = String(decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self)
            let (lines, expected) = (text.split(separator: "\n"), known.split(separator: "\n"))
            for line in lines where !expected.contains(line) { Issue.record("not in the list: \(line)") }
            for line in expected where !lines.contains(line) { Issue.record("only in the list: \(line)") }
            for (operation, roles) in found {
                for member in roles["front_desk"] ?? [] {
                    #expect(!Self.neverAtTheDesk.contains { member.contains($0) }, "\(operation): \(member)")
                }
            }
        }
    }

    /// `data[].id`: members by their path, whatever their value.
    private static func collect(_ json: JSON, at path: String, into found: inout Set<String>) {
        switch json {
        case .object(let members):
            for member in members {
                let place = path.isEmpty ? member.name : path + "." + member.name
                found.insert(place)
                collect(member.value, at: place, into: &found)
            }
        case .array(let items): for item in items { collect(item, at: path + "[]", into: &found) }
        default: break
        }
    }

    /// A line for each route and each group of roles that receive the same.
    private static func text(_ found: [String: [String: Set<String>]]) -> String {
        found.sorted { $0.key < $1.key }.flatMap { operation, roles in
            Dictionary(grouping: roles.keys.sorted(), by: { roles[$0] ?? [] }).sorted { $0.value[0] < $1.value[0] }.map {
                "\(operation) | \($0.value.joined(separator: " ")) | \($0.key.sorted().joined(separator: " "))\n"
            }
        }.joined()
    }
}
