/// What keeps a spreadsheet from running what a stranger wrote (OWASP, "CSV Injection"): an apostrophe before the cell.
public enum CSVFormulaGuard {
    private static let starters: Set<Character> = ["=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "＝", "＋", "－", "＠"]

    /// The text as it was before a spreadsheet, or whoever wrote the file, guarded it. Text that looked guarded got one more apostrophe, so
    /// that one is taken and nothing is lost.
    public static func removed(from text: String) -> String {
        text.hasPrefix("'") && startsFormula(text) ? String(text.dropFirst()) : text
    }

    private static func startsFormula(_ text: String) -> Bool {
        text.first { $0 != "'" }.map(starters.contains) ?? false
    }
}
