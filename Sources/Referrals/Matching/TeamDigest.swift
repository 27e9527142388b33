internal import Clinic

/// How the facts about a team are hashed. Every decision names the hash that it rested on, so an old form is never given up.
enum DigestForm: Int, Sendable {
    /// All bytes at once: decisions until November 2026.
    case atOnce = 1
    /// Each therapist by herself and then all hashes, so that a change of one costs one.
    case byTherapist = 2
}

extension Team {
    static func leaf(_ candidate: Candidate) -> [UInt8] {
        var bytes = CanonicalBytes()
        // Mostly openings.
        bytes.reserve(2_048)
        bytes.append("attune.therapist.1")
        bytes.append(candidate)
        return Secrets.sha256(bytes.bytes)
    }

    /// - Parameter leaves: ``leaf(_:)`` of each therapist in the order of their ids.
    func root(_ leaves: [UInt8]) -> [UInt8] {
        var bytes = CanonicalBytes()
        bytes.append("attune.team.3")
        bytes.append(policy)
        appendVocabulary(to: &bytes)
        bytes.append(leaves.count / 32)
        return Secrets.sha256(bytes.bytes + leaves)
    }

    func digest(root: [UInt8]) -> [UInt8] {
        var bytes = CanonicalBytes()
        bytes.append("attune.team.at.1")
        bytes.append(asOf.microseconds)
        bytes.append(today.dayNumber)
        return Secrets.sha256(bytes.bytes + root)
    }

    var digestAtOnce: [UInt8] {
        var bytes = CanonicalBytes()
        bytes.append("attune.team.2")
        bytes.append(policy)
        bytes.append(asOf.microseconds)
        bytes.append(today.dayNumber)
        appendVocabulary(to: &bytes)
        for candidate in candidates { bytes.append(candidate) }
        return Secrets.sha256(bytes.bytes)
    }

    private func appendVocabulary(to bytes: inout CanonicalBytes) {
        for (index, code) in concepts.codes.enumerated() {
            bytes.append(code)
            bytes.append(concepts.ancestors[index].map { concepts.codes[$0] })
        }
    }
}
