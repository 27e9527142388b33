/// Names on a screen that others may see. Ids and references are enough for most work; `--reveal` shows the rest, and is on record.
enum Mask {
    /// `E… M…` for "Elowen Marsh": initials, whatever the length, so that a name's length tells nothing either.
    static func name(_ name: String, revealed: Bool) -> String {
        revealed ? name : name.split(separator: " ").map { "\($0.prefix(1))…" }.joined(separator: " ")
    }
}
