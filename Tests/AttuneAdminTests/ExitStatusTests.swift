import Clinic
import Database
import Testing

@testable import AttuneAdmin

@Suite("How a command ends")
struct ExitStatusTests {
    @Test("the numbers are a promise to scripts")
    func numbers() {
        #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 64, 69, 75])
    }

    @Test("every kind of refusal has its number", arguments: zip(RefusalKind.allCases, [64, 3, 5, 4, 5, 3, 75] as [Int32]))
    func refusals(kind: RefusalKind, number: Int32) {
        struct Refused: Refusal {
            let kind: RefusalKind
            let code = "test.refused"
            let message = "It was refused. Do something else."
        }
        let failure = Failure(explaining: Refused(kind: kind))
        #expect(failure.exit.rawValue == number)
        #expect(failure.code == "test.refused" && failure.what == "It was refused. Do something else.")
    }

    static let troubles: [(DatabaseError.Kind, Int32)] = [
        (.connectionLost, 69), (.timeout, 75), (.queueFull, 75), (.cancelled, 2), (.unknownOutcome, 1), (.rowCount(2), 1),
        (.closed, 1),
        (.server(sqlState: "28P01", constraint: nil, table: nil), 69),
        (.server(sqlState: "57P03", constraint: nil, table: nil), 69),
        (.server(sqlState: "53300", constraint: nil, table: nil), 75),
        (.server(sqlState: "40P01", constraint: nil, table: nil), 75),
        (.server(sqlState: "42P01", constraint: nil, table: nil), 1),
        (.server(sqlState: "23514", constraint: nil, table: nil), 1),
    ]

    @Test("every trouble of the database has its number", arguments: troubles)
    func database(kind: DatabaseError.Kind, number: Int32) {
        #expect(Failure(explaining: DatabaseError(kind)).exit.rawValue == number)
    }

    @Test("an error that nobody foresaw shows its type and never its text")
    func unforeseen() {
        struct Odd: Error, CustomStringConvertible { let description = "Amara Osei, 250 555 0142" }
        let failure = Failure(explaining: Odd())
        #expect(failure.exit == .failed && failure.what.contains("Odd") && !failure.lines(coloured: false).contains("Amara"))
    }
}
