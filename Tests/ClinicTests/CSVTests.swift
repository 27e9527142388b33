import Clinic
import Testing

@Suite("Reading CSV")
struct CSVTests {
    private func read(_ text: String) -> CSVDocument { CSVDocument(Array(text.utf8)) }
    private func cells(_ text: String) -> [[String]] { read(text).rows.map(\.cells) }

    @Test("line ends CRLF, LF and CR, a byte order mark, and quotes, delimiters and line ends within cells are read")
    func shapes() {
        for end in ["\r\n", "\n", "\r"] {
            let text = "\u{FEFF}name,note" + end + "\"Ruiz, Ana\",\"said \"\"hello\"\"" + end + "twice\"" + end + end + "Bo,"
            #expect(cells(text) == [["name", "note"], ["Ruiz, Ana", "said \"hello\"" + end + "twice"], ["Bo", ""]])
            #expect(read(text).rows.map(\.line) == [1, 2, 5])
            #expect(read(text).problems == [])
        }
    }

    @Test("the delimiter is the one that the first line shows, or the one that Excel names")
    func delimiters() {
        #expect(cells("a;b\n1,5;2") == [["a", "b"], ["1,5", "2"]])
        #expect(cells("a\tb\n1;2\t3") == [["a", "b"], ["1;2", "3"]])
        #expect(cells("\"a;b;c\",d\n1,2") == [["a;b;c", "d"], ["1", "2"]])
        #expect(cells("sep=;\r\na,x;b\r\n1;2") == [["a,x", "b"], ["1", "2"]])
        #expect(read("sep=;\r\na;b\r\n1;2").rows.map(\.line) == [2, 3])
        #expect(cells("name\nRuiz; Ana") == [["name"], ["Ruiz; Ana"]])
    }

    @Test(
        "a row that breaks the rules is reported with line and column, and its neighbours are kept",
        arguments: [
            (Array("a,b\n1,x\"y\n3,4".utf8), "csv.stray_quote", 2, 2),
            (Array("a,b\n1,\"x\"y\n3,4".utf8), "csv.text_after_quote", 2, 2),
            (Array("a,b\n1,".utf8) + [0xFF, 0xFE] + Array("\n3,4".utf8), "csv.not_utf8", 2, 2),
            (Array("a,b\n1,x\0y\n3,4".utf8), "csv.nul", 2, 2),
            (Array("a,b\n1,\"x\n\0y\"\n3,4".utf8), "csv.nul", 2, 2),
        ])
    func badRows(bytes: [UInt8], code: String, line: Int, column: Int) {
        let document = CSVDocument(bytes)
        #expect(document.rows.map(\.cells) == [["a", "b"], ["3", "4"]])
        #expect(document.problems.map(\.code) == [code])
        #expect(document.problems.map { [$0.line, $0.column] } == [[line, column]])
    }

    @Test("a quote that never closes ends the reading where it opened: what follows could be one cell or many rows")
    func unclosed() {
        let document = read("a,b\n1,2\n3,\"4\n5,6\n")
        #expect(document.rows.map(\.cells) == [["a", "b"], ["1", "2"]])
        #expect(document.problems.map(\.code) == ["csv.unclosed_quote"])
        #expect(document.problems.map { [$0.line, $0.column] } == [[3, 2]])
    }

    @Test("files that are empty, UTF-16 or over a limit are refused with what to do")
    func limits() {
        #expect(read("").problems.map(\.code) == ["csv.empty"])
        #expect(read("\n\r\n").problems.map(\.code) == ["csv.empty"])
        #expect(CSVDocument([0xFF, 0xFE, 0x61, 0]).problems.map(\.code) == ["csv.not_utf8"])
        var limits = CSVLimits()
        limits.bytes = 40
        limits.rows = 2
        limits.columns = 2
        limits.cellBytes = 5
        let read = { (text: String) in CSVDocument(Array(text.utf8), limits: limits) }
        #expect(read(String(repeating: "a", count: 41)).problems.map(\.code) == ["csv.too_large"])
        #expect(read("a,b\n1,2\n3,4\n5,6\n7,8").problems.map(\.code) == ["csv.too_many_rows"])
        #expect(read("a,b\n1,2\n3,4\n5,6\n7,8").rows.count == 3)
        #expect(read("a,b\n1,2,3,4\n5,6").problems.map { [$0.line, $0.column] } == [[2, 3]])
        #expect(read("a,b\n1,123456\n5,6").problems.map(\.code) == ["csv.cell_too_large"])
    }

    @Test("headers are found by name or alias whatever their case and spacing; unknown ones are noted, not repeated")
    func headers() {
        let columns = [CSVColumn("given_name", aliases: ["First Name"], required: true), CSVColumn("email")]
        let sheet = read("FIRST-NAME ;E-mail; emial\n Ana ;'+x@example.org;\n;;\nBo\n").sheet(columns)
        #expect(sheet.rows.map { $0.text("given_name") } == ["Ana"])
        #expect(sheet.rows.map { $0.text("email") } == ["+x@example.org"])
        #expect(sheet.problems.map(\.code) == ["csv.cell_count"])
        #expect(sheet.notes.map(\.message) == ["Column 3 is not one that is read; was email meant?"])
        #expect(read("email\na").sheet(columns).problems.map(\.code) == ["csv.missing_column"])
        #expect(read("email,e mail,first name\na,b,c").sheet(columns).problems.map(\.code) == ["csv.duplicate_column"])
        #expect(read("first \"name,email\nAna,x").sheet(columns).rows.isEmpty, "a broken header refuses the file")
    }

    @Test("whatever is written is read back, in every dialect")
    func roundTrip() {
        let seed = UInt64.random(in: .min ... .max)
        var random = Seeded(seed)
        let alphabet: [String] = [
            "a", "é", "\"", ",", ";", "\t", "\r", "\n", "\r\n", " ", "=", "+", "-", "@", "'", "\u{FEFF}", "sep=", "日", "🙂",
            "e\u{301}",
        ]
        for _ in 0..<2_000 {
            let width = Int.random(in: 1...4, using: &random)
            let rows = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                (0..<width).map { _ in
                    (0..<Int.random(in: 0...6, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "" }.joined()
                }
            }
            for delimiter in [",", ";", "\t"].compactMap(\.utf8.first) where width > 1 || delimiter == UInt8(ascii: ",") {
                for guarded in [false, true] {
                    var writer = CSVWriter(
                        delimiter: delimiter, byteOrderMark: Bool.random(using: &random), guardsFormulas: guarded)
                    for row in rows { writer.append(row) }
                    let document = CSVDocument(writer.bytes)
                    let back = document.rows.map { $0.cells.map { guarded ? CSVFormulaGuard.removed(from: $0) : $0 } }
                    #expect(back.map { $0.map { Array($0.utf8) } } == rows.map { $0.map { Array($0.utf8) } }, "seed \(seed)")
                    #expect(document.problems == [], "seed \(seed)")
                }
            }
        }
    }

    @Test("an apostrophe that kept a spreadsheet from running a cell is taken off again, and no other")
    func formulas() {
        let cells = ["'=1+1", "'+1 250 555 0100", "'@x", "''-2", "it's", "'plain", "plain"]
        #expect(
            cells.map(CSVFormulaGuard.removed(from:)) == ["=1+1", "+1 250 555 0100", "@x", "'-2", "it's", "'plain", "plain"])
    }

    @Test("random bytes never trap, and every problem has a place in the file")
    func fuzz() {
        let seed = UInt64.random(in: .min ... .max)
        var random = Seeded(seed)
        let likely = Array("a,;\"\r\n\t\0=".utf8) + [0xEF, 0xBB, 0xBF, 0xFF]
        for _ in 0..<5_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in likely.randomElement(using: &random) ?? 0 }
            let document = CSVDocument(bytes)
            let lineCount = bytes.count { $0 == 10 || $0 == 13 } + 1
            #expect(document.problems.allSatisfy { (1...lineCount).contains($0.line) && $0.column >= 0 }, "seed \(seed)")
            _ = document.sheet([CSVColumn("a", required: true)])
        }
    }

    @Test("the nearest word is the one that was probably meant, and none when nothing is near")
    func nearestWord() {
        #expect(nearest(to: "teh", among: ["other", "the"]) == "the")
        #expect(nearest(to: "capasity", among: ["capacity", "caseload"]) == "capacity")
        #expect(nearest(to: "xyz", among: ["capacity"]) == nil)
        #expect(nearest(to: "", among: ["", "a"]) == "")
    }
}

/// SplitMix64: the same numbers for the same seed, so that a failure can be run again.
private struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
