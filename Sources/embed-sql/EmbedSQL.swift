import Foundation

/// `embed-sql MODULE OUTPUT FILE…` writes one Swift file that holds the text of each SQL file. See `Plugins/EmbedSQL`.
@main
struct EmbedSQLTool {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3 else {
            FileHandle.standardError.write(Data("usage: embed-sql MODULE OUTPUT FILE…\n".utf8))
            exit(64)
        }
        let module = arguments[1]
        let files = try arguments.dropFirst(3).map { path in
            let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
            return (name: name, text: try String(contentsOfFile: path, encoding: .utf8))
        }
        let source = module == "Database" ? migrations(files) : queries(files, of: module)
        try source.write(toFile: arguments[2], atomically: true, encoding: .utf8)
    }

    /// Four hashes: no SQL text contains `"""####`.
    static func literal(_ text: String) -> String { "####\"\"\"\n\(text)\n\"\"\"####" }

    static func queries(_ files: [(name: String, text: String)], of module: String) -> String {
        let members = files.map { file in
            """
            /// `SQL/Queries/\(module)/\(file.name).sql`
            static let \(camelCase(file.name)) = Statement(
                "\(module)/\(file.name)", sent: .\(sent(file.text)),
            \(literal(file.text)))
            """
        }
        let list = files.map { camelCase($0.name) }.joined(separator: ", ")
        return """
            internal import Database

            enum SQL {
            \(members.joined(separator: "\n"))
                /// Every statement of this module, for the test that prepares them all.
                static let all: [Statement] = [\(list)]
            }

            """
    }

    static func migrations(_ files: [(name: String, text: String)]) -> String {
        let numbered = files.filter { $0.name.first?.isNumber == true }
        let members = numbered.map { "Migration(name: \"\($0.name)\", text: \n\(literal($0.text)))" }
        let roles = files.first { $0.name == "Roles" }?.text ?? ""
        return """
            public enum EmbeddedMigrations {
                /// In the order in which they are applied.
                public static let all: [Migration] = [\(members.joined(separator: ",\n"))]
                /// Creates the database roles; run once for each server.
                public static let roles =
            \(literal(roles))
            }

            """
    }

    /// How a statement travels: the file says so in a line `-- sent: lane`. A lease, where it does not.
    static func sent(_ text: String) -> String {
        for way in ["lane", "shared"] where text.contains("\n-- sent: \(way)") || text.hasPrefix("-- sent: \(way)") { return way }
        return "lease"
    }

    static func camelCase(_ name: String) -> String {
        let words = name.split(separator: "_")
        return words.prefix(1).joined() + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
