import Allocation
import Testing

@Suite("Files of fits and costs")
struct TableFileTests {
    private func table(_ text: String, piece: Int = 3) throws(TableProblem) -> AllocationProblem {
        var reader = TableReader()
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: piece) {
            var problem: TableProblem?
            bytes[start..<min(start + piece, bytes.count)].withUnsafeBytes { part in
                do throws(TableProblem) { try reader.read(part) } catch { problem = error }
            }
            if let problem { throw problem }
        }
        return try reader.finish()
    }

    private func library(_ text: String, sparse: Bool) throws(TableProblem) -> AllocationProblem {
        var reader = OrLibraryReader(sparse: sparse)
        var problem: TableProblem?
        Array(text.utf8).withUnsafeBytes { part in
            do throws(TableProblem) { try reader.read(part) } catch { problem = error }
        }
        if let problem { throw problem }
        return try reader.finish()
    }

    @Test("a table is read the same in pieces of any size, with and without a last line break")
    func pieces() throws {
        for piece in 1...40 {
            for end in ["", "\n", "\r\n\n"] {
                let problem = try table("3 2\n1 2\n10000 -\n0\t7\n\n- -" + end, piece: piece)
                #expect(problem.clients == 3 && problem.therapists == 2 && problem.caps == [[1, 2]])
                #expect(
                    [0, 1, 2].map { [problem.costs.fit($0, 0), problem.costs.fit($0, 1)] } == [
                        [10_000, nil], [0, 7], [nil, nil],
                    ])
            }
        }
    }

    @Test(
        "a table's fault is found in its line",
        arguments: [
            ("", 1, "empty"), ("3\n", 1, "two numbers"), ("3 2\n1\n", 2, "Write one for each"),
            ("3 2\n1 2 3\n", 2, "more numbers"),
            ("3 2\n1 -1\n", 2, "places"), ("1 2\n1 1\n5\n", 3, "has 1 fits"), ("1 2\n1 1\n5 6 7\n", 3, "more fits"),
            ("1 2\n1 1\n5 10001\n", 3, "whole number from 0 to 10,000"), ("1 2\n1 1\n5 -6\n", 3, "whole number"),
            ("1 2\n1 1\n5 x\n", 3, "whole number"), ("1 2\n1 1\n5 6\n1 2\n", 4, "more lines"), ("2 2\n1 1\n5 6\n", 4, "1 of 2"),
            ("2 x\n", 1, "whole number"), ("-1 2\n", 1, "cannot be"), ("99999999999 99999999999\n", 1, "pairs"),
            ("1 1\n1\n99999999999999999999999999\n", 3, "whole number"),
        ])
    func faults(text: String, line: Int, words: String) {
        let problem = #expect(throws: TableProblem.self) { try table(text) }
        #expect(problem?.line == line, "\(problem?.message ?? "")")
        #expect(problem?.message.contains(words) == true, "\(problem?.message ?? "")")
    }

    @Test("what is no text is refused at its first wrong byte, since it may never end")
    func endless() {
        // No word and no line ends in any of these.
        for bytes in [[UInt8](repeating: 0, count: 64), Array("3 2 é".utf8), Array("1234567890123456789".utf8), Array("3-".utf8)]
        {
            #expect(throws: TableProblem.self) {
                var reader = TableReader()
                var problem: TableProblem?
                bytes.withUnsafeBytes { part in
                    do throws(TableProblem) { try reader.read(part) } catch { problem = error }
                }
                if let problem { throw problem }
            }
        }
    }

    @Test("the library's two formats give one answer")
    func library() throws {
        let dense = try library("2\n 1 5\n7\n 3", sparse: false),
            sparse = try library("2\n1 1 1\n1 2 5\n2 1 7\n2 2 3\n", sparse: true)
        #expect(try dense.allocated().cost == 4)
        #expect(try sparse.allocated().cost == 4)
        #expect(throws: TableProblem.self) { try library("2\n1 2 3", sparse: false) }
        #expect(throws: TableProblem.self) { try library("2\n1 2 3 4 5", sparse: false) }
        #expect(throws: TableProblem.self) { try library("2\n1 3 1", sparse: true) }
        #expect(throws: TableProblem.self) { try library("2\n1 1", sparse: true) }
        #expect(throws: TableProblem.self) { try library("2\n1 1 1 1 1 2", sparse: true) }
    }
}
