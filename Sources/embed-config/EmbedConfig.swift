import Foundation

/// `embed-config ROOT OUTPUT FILE…` writes one Swift file that holds the text of each file. See `Plugins/EmbedConfig`.
@main
struct EmbedConfigTool {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3 else {
            FileHandle.standardError.write(Data("usage: embed-config ROOT OUTPUT FILE…\n".utf8))
            exit(64)
        }
        let entries = try arguments.dropFirst(3).map { path in
            let name = String(path.dropFirst(arguments[1].count + 1))
            return "        \(literal(name)): \(literal(try String(contentsOfFile: path, encoding: .utf8))),"
        }
        let source = """
            // swift-format-ignore-file
            /// The files of `Config/`, by their path below it.
            enum EmbeddedConfig {
                static let files: [String: String] = [
            \(entries.isEmpty ? "        :" : entries.joined(separator: "\n"))
                ]
            }

            """
        try source.write(toFile: arguments[2], atomically: true, encoding: .utf8)
    }

    /// One line with every control character escaped: a multi-line literal would turn CRLF into LF, and a clinic's export has CRLF.
    static func literal(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0xFEFF:
                out += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
