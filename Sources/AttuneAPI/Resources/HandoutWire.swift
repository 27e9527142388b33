import Access
import Clinic
import HTTPTypes
import Handouts
import Messages

/// Handouts as JSON. Titles say what somebody struggles with: no route that uses these lets the front desk in.
enum HandoutWire {
    static func reply(_ handout: Handout, _ status: HTTPResponse.Status = .ok) -> Reply {
        Reply.json(status) { write(handout, into: &$0) }.tagged(handout.version)
    }

    static func write(_ handout: Handout, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", handout.id)
            writer.member("client", handout.client)
            writer.member("therapist", handout.therapist)
            writer.member("article", handout.article)
            writer.member("title", handout.title)
            writer.member("language", handout.language.code)
            writer.member("note", handout.note)
            writer.member("released", handout.released)
            writer.member("status", handout.status.rawValue)
            writer.member("version", handout.version)
            writer.member("given_at", handout.givenAt)
        }
    }

    static func reply(_ link: HandoutLink, _ services: Services, _ message: MessageOutcome? = nil) -> Reply {
        Reply.json(.created) { writer in
            writer.object { writer in
                writer.member("id", link.id)
                writer.member("url", "\(services.base)/h/\(link.token.text)")
                writer.member("expires_at", link.expires)
                writer.member("uses", link.uses)
                writer.key("message")
                switch message {
                case .queued: writer.value("queued")
                case .withheld(let reason): writer.value(reason.rawValue)
                case .nothingToTell: writer.value("nothing_to_tell")
                case nil: writer.null()
                }
            }
        }
    }

    static let schema = Schema.object(
        "Handout",
        [
            .required("id", .uuid), .required("client", .uuid), .required("therapist", .uuid),
            .required("article", Schema.uuid.described("The version, which never changes.")), .required("title", .text(1...300)),
            .required("language", .text(2...35)), .required("note", .text(0...2_000).orNull),
            .required("released", Schema.boolean.described("Whether prompts that go back to what happened are shown.")),
            .required("status", .word(Handout.Status.allCases.map(\.rawValue))),
            .required("version", .integer(1...Int64(Int32.max))),
            .required("given_at", .instant),
        ])

    static let newSchema = Schema.object(
        "NewHandout",
        [
            .required("client", .uuid), .required("article", Schema.uuid.described("Id of the version.")),
            .optional("therapist", Schema.uuid.orNull.described("Who gives it; the therapist who acts, where not given.")),
            .optional("note", Schema.text(1...2_000, .visible).orNull.described("To the client.")),
            .optional("released", .boolean),
        ])
    static let example = JSON.object([
        .init(name: "client", value: .string("01931f0e-6f00-7000-8000-000000000002")),
        .init(name: "article", value: .string("01931f0e-6f00-7000-8000-000000000009")),
    ])

    static let linkSchema = Schema.object(
        "NewLink",
        [
            .optional("lasts_hours", Schema.integer(1...2_160).described("Two weeks, where not given.")),
            .optional("uses", Schema.integer(1...100).described("How often it opens; 10, where not given.")),
            .optional("send", Schema.boolean.described("Queue a message with it, if there is a safe way.")),
        ])
    static let linkExample = JSON.object([.init(name: "lasts_hours", value: .integer(72))])

    static let madeLinkSchema = Schema.object(
        "Link",
        [
            .required("id", .uuid), .required("url", .text(1...2_000)), .required("expires_at", .instant),
            .required("uses", .integer(1...100)),
            .required("message", Schema.text(1...40).orNull.described("`queued`, or why it has to be handed over by hand.")),
        ])
}
