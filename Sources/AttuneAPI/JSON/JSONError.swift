/// Why a text is not JSON that Attune reads, and where.
struct JSONError: Error, Equatable, Sendable {
    enum Reason: Equatable, Sendable {
        case empty, incomplete, trailing, unexpected, controlCharacter, hiddenCharacter, notUTF8, nul, loneSurrogate,
            duplicateName
        case tooDeep(Int)
    }

    let reason: Reason
    let pointer: JSONPointer
    /// Both from 1; columns count characters, not bytes.
    let line: Int, column: Int

    /// `code` is retired, not renamed; `message` says what to do.
    var wording: (code: String, message: String) {
        let place = "line \(line), column \(column)"
        return switch reason {
        case .empty: ("json.empty", "The body is empty. Send a JSON document.")
        case .incomplete: ("json.incomplete", "The JSON stops before it is complete, at \(place). Send the whole document.")
        case .trailing: ("json.trailing", "Something follows the JSON document at \(place). Send one document only.")
        case .unexpected: ("json.syntax", "The JSON cannot be read at \(place). Correct it there.")
        case .controlCharacter:
            ("json.control_character", "A text has a control character at \(place). Write it as an escape, such as \\n.")
        case .hiddenCharacter:
            (
                "json.hidden_character",
                "A text at \(place) has a character that is not read but obeyed: a control character, or one that turns the direction of writing. Remove it."
            )
        case .notUTF8: ("json.not_utf8", "A text at \(place) is not UTF-8. Save or send it as UTF-8.")
        case .nul: ("json.nul", "A text has the character U+0000 at \(place), which cannot be kept. Remove it.")
        case .loneSurrogate: ("json.lone_surrogate", "An escape at \(place) is half of a character. Send both halves.")
        case .duplicateName: ("json.duplicate_name", "The same name occurs twice at \(place). Keep one of them.")
        case .tooDeep(let limit): ("json.too_deep", "The JSON is nested more than \(limit) levels deep. Make it flatter.")
        }
    }
}
