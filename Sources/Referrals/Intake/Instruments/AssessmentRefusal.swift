public import Clinic

/// Why answers or a total cannot be kept. Names items by their codes and never repeats an answer.
public enum AssessmentRefusal: Refusal, Hashable {
    case wrongCount(Instrument, found: Int)
    case outOfRange(Instrument, item: String)
    case totalOutOfRange(Instrument)
    /// Its published results need each answer.
    case noTotal(Instrument)
    case notNumbers(Instrument)
    case nothingAnswered
    /// Both a total and answers.
    case oneOfTwo
    case dateInFuture

    public var kind: RefusalKind { .invalid }

    public var code: String {
        switch self {
        case .wrongCount: "assessment.wrong_count"
        case .outOfRange: "assessment.answer_out_of_range"
        case .totalOutOfRange: "assessment.total_out_of_range"
        case .noTotal: "assessment.no_total"
        case .notNumbers: "assessment.not_numbers"
        case .nothingAnswered: "assessment.nothing_answered"
        case .oneOfTwo: "assessment.one_of_two"
        case .dateInFuture: "assessment.date_in_future"
        }
    }

    public var message: String {
        switch self {
        case .wrongCount(let instrument, let found):
            "The \(instrument.title) has \(instrument.itemCount) items, and \(found) answers came. Give one for each, in its order; "
                + "leave one open where none was given."
        case .outOfRange(let instrument, let item):
            "The answer to \(item) is none of 0 to \(instrument.highestAnswer). Correct it, or leave it open."
        case .totalOutOfRange(let instrument):
            "A total of the \(instrument.title) is 0 to \(instrument.highestTotal ?? 0). Check which questionnaire it is."
        case .noTotal(let instrument): "The \(instrument.title) has no total score. Give its \(instrument.itemCount) answers."
        case .notNumbers(let instrument):
            "Give the \(instrument.title) as its total, or as \(instrument.itemCount) numbers with spaces between and - for an open one."
        case .nothingAnswered: "Nothing was answered. Give a total or at least one answer."
        case .oneOfTwo: "Give the answers or the total, not both: a total follows from the answers."
        case .dateInFuture: "This day is still to come. Check when it was filled in."
        }
    }

    public var field: String? {
        switch self {
        case .totalOutOfRange, .noTotal, .oneOfTwo: "/total"
        case .dateInFuture: "/taken_on"
        case .wrongCount, .outOfRange, .notNumbers, .nothingAnswered: "/answers"
        }
    }
}
