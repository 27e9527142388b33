internal import Access
internal import Therapists

internal import struct Foundation.UUID

/// Bearer tokens of the demonstration: new ones with each start, the old ones revoked.
struct DemoTokens: Sendable {
    /// In the order in which they are shown: role as the document names it, and the token.
    let all: [(role: String, token: String)]
    private static let label = "demonstration"

    static func issue(in clinic: OpenClinic, _ story: DemoStory) async throws -> DemoTokens {
        guard let therapist = UUID(uuidString: story.therapist), let other = UUID(uuidString: story.otherTherapist) else {
            throw Failure(
                "demo.story_malformed", "The demonstration's notes cannot be read.", next: "attune up --demo --reset",
                exit: .failed)
        }
        let tokens = try await clinic.act("demo.tokens") { act in
            try await act.revokeTokens(labelled: label)
            var tokens: [(role: String, token: String)] = []
            for actor in [DemoActors.lead, DemoActors.intake, DemoActors.frontDesk] {
                tokens.append(
                    (actor.role.rawValue, try await act.issueToken(role: actor.role, subject: actor.id, label: label).token.text))
            }
            tokens.append(
                ("therapist", try await act.issueToken(role: .therapist, therapist: therapist, label: label).token.text))
            tokens.append(
                ("other_therapist", try await act.issueToken(role: .therapist, therapist: other, label: label).token.text))
            return tokens
        }
        return DemoTokens(all: tokens)
    }

    func token(_ role: String) -> String { all.first { $0.role == role }?.token ?? "" }
}
