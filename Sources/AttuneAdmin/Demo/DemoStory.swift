internal import Foundation
internal import SystemPackage

/// What the demonstration did, remembered beside its database so that a second run tells the same story.
///
/// The file holds a working link to a handout, so only its owner may read it; everybody in it is invented.
struct DemoStory: Codable, Sendable {
    struct Line: Codable, Sendable {
        let title: String
        /// In plain words, one fact a line.
        let text: [String]
    }

    var referral: String
    var referralReference: String
    var client: String
    var therapist: String
    var otherTherapist: String
    var proposal: String
    var appointment: String
    var appointmentReference: String
    var room: String?
    var start: String
    var article: String
    var handout: String
    /// Opens the handout; a page's address is made from it and the port of the day.
    var handoutToken: String
    /// The story as it is printed, step by step.
    var lines: [Line]

    static func file(in folder: FilePath) -> FilePath { folder.appending("demo-story.json") }

    /// nil when the demonstration was never completed there.
    static func read(in folder: FilePath) -> DemoStory? {
        FileManager.default.contents(atPath: file(in: folder).string).flatMap {
            try? JSONDecoder().decode(DemoStory.self, from: $0)
        }
    }

    func write(in folder: FilePath) throws {
        let path = Self.file(in: folder)
        let draft = path.string + ".new"
        guard
            FileManager.default.createFile(
                atPath: draft, contents: try JSONEncoder().encode(self), attributes: [.posixPermissions: 0o600]),
            rename(draft, path.string) == 0
        else { throw Failure("demo.story_not_written", "\(path) cannot be written.", next: "ls -ld \(folder)", exit: .failed) }
    }

    /// For programs: ids and addresses.
    func json(url: String) -> JSON {
        .object([
            (
                "referral",
                .object([
                    ("id", .string(referral)), ("reference", .string(referralReference)),
                    ("url", .string("\(url)/v1/referrals/\(referral)")),
                ])
            ),
            ("client", .object([("id", .string(client)), ("url", .string("\(url)/v1/clients/\(client)"))])),
            ("therapist", .object([("id", .string(therapist)), ("url", .string("\(url)/v1/therapists/\(therapist)"))])),
            ("proposal", .object([("id", .string(proposal))])),
            (
                "appointment",
                .object([
                    ("id", .string(appointment)), ("reference", .string(appointmentReference)), ("start", .string(start)),
                    ("room", .text(room)), ("url", .string("\(url)/v1/appointments/\(appointment)")),
                ])
            ),
            ("article", .object([("id", .string(article))])),
            ("handout", .object([("id", .string(handout)), ("link", .string("\(url)/h/\(handoutToken)"))])),
        ])
    }
}
