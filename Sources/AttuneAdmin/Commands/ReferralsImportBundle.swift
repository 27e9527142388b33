internal import Access
internal import AttuneAPI
internal import Clinic
internal import Referrals

extension ReferralsImport {
    /// A FHIR bundle: all of it or none, each fault by its FHIRPath.
    func importBundle(_ bytes: [UInt8], in shell: Shell) async throws {
        let (bundle, done, crisis) = try await options.with(shell) { clinic -> (FHIRBundle, FHIRImport?, String) in
            let crisis = clinic.crisisText.text(in: clinic.language)
            let rules = try await clinic.intakeRules()
            do {
                let bundle = try FHIRBundle(bytes, vocabulary: rules.vocabulary)
                _ = try bundle.checked(by: rules)
                if check { return (bundle, nil, crisis) }
                let zone = try clinic.clinicRules().zone
                try await clinic.loadVocabularyOnce()
                return (
                    bundle,
                    try await clinic.act("referrals.import") { act in try await act.importBundle(bundle, rules: rules, zone: zone)
                    },
                    crisis
                )
            } catch let unreadable as UnreadableBundle {
                throw Failure(
                    "referrals.bundle", "The bundle was not read; nothing was stored.",
                    why: unreadable.faults.map { "\($0.expression): \($0.message)" }.joined(separator: "\n  "),
                    next: "correct these elements, then the same command")
            }
        }
        for note in done?.notes ?? bundle.requests.flatMap(\.notes) {
            shell.say("to settle: \(note.expression): \(note.message)")
        }
        if done?.isHeld == true { shell.say(crisis) }
        let added = (done?.items ?? []).compactMap(\.outcome.added)
        let known = (done?.items ?? []).count { $0.outcome == .known }
        options.print(
            Table(
                ["outcome", "count"],
                [
                    ["good requests", String(bundle.requests.count)], ["added", String(added.count)],
                    ["on a safety hold", String(added.count { $0.isHeld })], ["known already", String(known)],
                ]),
            json: .object([
                ("good", .int(bundle.requests.count)), ("added", .array(added.map { .string($0.reference) })),
                ("held", .int(added.count { $0.isHeld })), ("known", .int(known)),
            ]), in: shell)
    }
}
