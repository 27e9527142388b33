/// One row of the configuration table: what may be set, how its text is read, and what holds when nobody sets it.
///
/// The table (``SettingKeys/all``) is the only list of keys: the file, the environment, `--set`, `attune config explain` and
/// the commented file `Config/attune.yaml` all come from it.
public struct SettingKey: Sendable {
    /// `http.port`: groups separated by dots, words by underscores. Retired, never renamed.
    public let name: String
    /// One sentence for the person who edits the file.
    public let doc: String
    /// The text that holds when no source gives one; nil where absence has a meaning of its own (``absence``).
    public let fallback: String?
    /// What it means when the key is not set at all: "a private PostgreSQL under data_dir".
    public let absence: String?
    /// Never printed, and not accepted as a flag, since every user of the machine can read a process's arguments.
    public let isSecret: Bool
    /// What a valid value looks like: "a whole number from 1 to 65535".
    public let expects: String
    /// The words that are accepted, where there is a short list of them.
    public let choices: [String]
    let accepts: @Sendable (String) -> Bool

    /// `ATTUNE_HTTP_PORT`
    public var variable: String { "ATTUNE_" + name.uppercased().replacing(".", with: "_") }
}

/// A row of the table together with the type that its text becomes.
struct Setting<Value: Sendable>: Sendable {
    let row: SettingKey
    let parse: @Sendable (String) -> Value?

    init(
        _ name: String, _ kind: SettingKind<Value>, fallback: String? = nil, absence: String? = nil, secret: Bool = false,
        _ doc: String
    ) {
        let parse = kind.parse
        self.parse = parse
        self.row = SettingKey(
            name: name, doc: doc, fallback: fallback, absence: absence, isSecret: secret, expects: kind.expects,
            choices: kind.choices, accepts: { parse($0) != nil })
    }
}
