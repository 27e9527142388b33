internal import Access
internal import ArgumentParser
internal import Clinic
internal import Handouts

internal import struct Foundation.UUID

struct HandoutsShow: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one handout. The look is on record.",
        discussion: """
            Examples:
              attune handouts show 01890a5d-ac96-774b-bcce-b302099a8057
              attune handouts show 01890a5d-ac96-774b-bcce-b302099a8057 --json
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Its id, from attune handouts list.") var id: String

    func run(in shell: Shell) async throws {
        guard let id = UUID(uuidString: id) else { throw HandoutRefusal.noSuchHandout }
        let handout = try await options.with(shell) { clinic in
            try await clinic.act("handouts.show") { act in
                guard let handout = try await act.handout(Handout.ID(id)) else { throw HandoutRefusal.noSuchHandout }
                try await act.record("handout.seen", subject: id, client: handout.client.uuid)
                return handout
            }
        }
        let rows = [
            ["id", handout.id.uuid.text], ["client", handout.client.uuid.text], ["therapist", handout.therapist.uuid.text],
            ["title", handout.title], ["status", handout.status.rawValue], ["given", handout.givenAt.description],
        ]
        options.print(Table(["field", "value"], rows), json: handout.json, in: shell)
    }
}
