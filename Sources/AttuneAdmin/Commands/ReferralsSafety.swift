internal import Access
internal import ArgumentParser
internal import Clinic
internal import Foundation
internal import Referrals

struct ReferralsSafety: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "safety", abstract: "Flags that wait for a person: list, acknowledge, clear.",
        discussion: """
            A ticked box, words that name danger or an answer in a questionnaire opens a
            task with a clock. Nothing about its referral is ranked or proposed until a
            named person has cleared it.

            Examples:
              attune referrals safety
              attune referrals safety acknowledge 01890a5d-ac96-774b-bcce-b302099a8059
              attune referrals safety clear 01890a5d-ac96-774b-bcce-b302099a8059 < reason.txt
            """,
        subcommands: [SafetyList.self, SafetyAcknowledge.self, SafetyClear.self], defaultSubcommand: SafetyList.self)
}

struct SafetyList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List tasks, the longest overdue first.",
        discussion: """
            Examples:
              attune referrals safety list
              attune referrals safety list --all --json
            """)
    @OptionGroup var options: ClinicOptions
    @Flag(help: "Also those that were cleared.") var all = false

    func run(in shell: Shell) async throws {
        let (tasks, now) = try await options.with(shell) { clinic in
            try await clinic.act("referrals.safety") { [all] act in
                let tasks = try await act.safetyTasks(alsoCleared: all, limit: 1_000)
                try await act.record("referral.safety_listed", clients: tasks.map(\.client.uuid))
                return (tasks, try await act.now)
            }
        }
        options.print(tasks, at: now, in: shell)
    }
}

struct SafetyAcknowledge: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "acknowledge", abstract: "Take a task: you will look now.",
        discussion: """
            Examples:
              attune referrals safety acknowledge 01890a5d-ac96-774b-bcce-b302099a8059
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Its id, from attune referrals safety.", transform: Arguments.id) var id: UUID

    func run(in shell: Shell) async throws {
        let (task, now) = try await options.with(shell) { clinic in
            try await clinic.act("referrals.safety_acknowledge") { [id] act in
                (try await act.acknowledgeSafetyTask(SafetyTask.ID(id)), try await act.now)
            }
        }
        options.print([task], at: now, in: shell)
    }
}

struct SafetyClear: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear", abstract: "Clear a task: you have looked, and say why it may go on.",
        discussion: """
            The reason comes from standard input, for it may say something about somebody.
            With its last task a referral's hold ends, and it waits for triage.

            Examples:
              attune referrals safety clear 01890a5d-ac96-774b-bcce-b302099a8059 < reason.txt
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Its id, from attune referrals safety.", transform: Arguments.id) var id: UUID

    func run(in shell: Shell) async throws {
        guard let reason = shell.readInput() else {
            throw Failure(
                "safety.no_reason", "No reason was piped in.", next: "attune referrals safety clear \(id.text) < reason.txt")
        }
        let (task, now) = try await options.with(shell) { clinic in
            try await clinic.act("referrals.safety_clear") { [id] act in
                (try await act.clearSafetyTask(SafetyTask.ID(id), because: reason), try await act.now)
            }
        }
        options.print([task], at: now, in: shell)
    }
}

struct ReferralsTargets: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "targets", abstract: "How soon, by level; the clinic may set others.",
        discussion: """
            From arrival to a person's look at a flag (safety), to the first triage
            (untriaged), and to a first session by urgency. What is due moves at once.

            Examples:
              attune referrals targets
              attune referrals targets --level urgent=5d --level safety=2h
            """)
    @OptionGroup var options: ClinicOptions
    @Option(name: .customLong("level"), help: "A level and its hours or days: soon=10d.") var changes: [String] = []

    func run(in shell: Shell) async throws {
        let wanted = try parsed()
        let targets = try await options.with(shell) { clinic -> WaitTargets in
            if wanted.isEmpty { return try await clinic.reader("referrals.targets").waitTargets() }
            return try await clinic.act("referrals.targets") { act in try await act.setWaitTargets(wanted) }
        }
        options.print(
            Table(["level", "target"], WaitLevel.allCases.map { [$0.rawValue, WaitTargets.words(targets[$0])] }),
            json: .object(WaitLevel.allCases.map { ($0.rawValue, .int(targets[$0])) }), in: shell)
    }

    private func parsed() throws -> [WaitLevel: Int] {
        var wanted: [WaitLevel: Int] = [:]
        for change in changes {
            let parts = change.split(separator: "=", maxSplits: 1).map(String.init)
            let names = WaitLevel.allCases.map(\.rawValue)
            guard parts.count == 2, let hours = WaitTargets.hours(parts[1]) else {
                throw ValidationError("--level takes a level and a time: soon=10d, safety=4h.")
            }
            guard let level = WaitLevel(rawValue: parts[0]) else {
                let hint =
                    nearest(to: parts[0], among: names).map { "Did you mean \($0)?" } ?? "It is \(names.joined(separator: ", "))."
                throw ValidationError("This level is not known. \(hint)")
            }
            if wanted.updateValue(hours, forKey: level) != nil { throw ValidationError("\(level.rawValue) is set twice.") }
        }
        return wanted
    }
}

extension ClinicOptions {
    fileprivate func print(_ tasks: [SafetyTask], at now: Instant, in shell: Shell) {
        let rows = tasks.map { task in
            let state =
                task.cleared != nil
                ? "cleared" : task.acknowledged != nil ? "taken" : task.isOverdue(at: now) ? "OVERDUE" : "waits"
            return [task.id.uuid.text, task.reference, task.clientReference, task.reason, task.dueAt.description, state]
        }
        let document = JSON.array(
            tasks.map { task in
                .object([
                    ("id", .string(task.id.uuid.text)), ("reference", .string(task.reference)),
                    ("client", .string(task.clientReference)), ("reason", .string(task.reason)),
                    ("opened_at", .string(task.openedAt.description)), ("due_at", .string(task.dueAt.description)),
                    ("overdue", .bool(task.isOverdue(at: now))), ("acknowledged_at", .text(task.acknowledged?.at.description)),
                    ("acknowledged_by", .text(task.acknowledged?.by.text)), ("cleared_at", .text(task.cleared?.at.description)),
                    ("cleared_by", .text(task.cleared?.by.text)),
                ])
            })
        print(Table(["task", "referral", "client", "flag", "due", "state"], rows), json: document, in: shell)
    }
}
