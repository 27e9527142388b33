public import Clinic

/// A CSV file of other services: good rows are kept, bad ones told by line and column. Lists within a cell are separated by `;`.
public struct ExternalServiceFile: Sendable {
    public let rows: [ExternalService.Facts]
    public let problems: [CSVProblem]
    public let notes: [CSVProblem]

    static let columns = [
        CSVColumn("name", required: true), CSVColumn("kind", required: true),
        CSVColumn("contact", aliases: ["phone"], required: true),
        CSVColumn("region", aliases: ["city"], required: true), CSVColumn("concepts"), CSVColumn("languages"),
        CSVColumn("funding"),
        CSVColumn("checked_on", required: true),
    ]

    public init(_ bytes: [UInt8]) {
        let sheet = CSVDocument(bytes).sheet(Self.columns)
        var rows: [ExternalService.Facts] = []
        var problems = sheet.problems
        for row in sheet.rows {
            do { rows.append(try Self.read(row)) } catch { problems.append(error) }
        }
        self.rows = rows
        self.problems = problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
        notes = sheet.notes
    }

    private static func read(_ row: CSVRow) throws(CSVProblem) -> ExternalService.Facts {
        func list(_ name: String) -> [String] {
            (row.text(name) ?? "").split(separator: ";").map { $0.trimmingWhitespace() }.filter { !$0.isEmpty }
        }
        guard let kind = row.text("kind").flatMap(ExternalService.Kind.init(rawValue:)) else {
            let words = ExternalService.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw row.problem("kind", code: "external.kind_unknown", "Write one of \(words).")
        }
        guard let checked = row.text("checked_on").flatMap({ try? LocalDate($0) }) else {
            throw row.problem("checked_on", code: "external.no_such_date", "There is no such date. Write it as 2026-03-31.")
        }
        let languages = list("languages")
        do {
            return try ExternalService.Facts(
                name: row.text("name") ?? "", kind: kind, contact: row.text("contact") ?? "", region: row.text("region") ?? "",
                concepts: list("concepts"), languages: languages.isEmpty ? ["en"] : languages, funding: list("funding"),
                checkedOn: checked)
        } catch {
            guard case .invalid(let field, let problem) = error else {
                throw row.problem("name", code: error.code, error.message)
            }
            throw row.problem(field, code: "external.invalid", problem)
        }
    }
}
