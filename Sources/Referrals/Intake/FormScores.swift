internal import Clinic

extension FormReader {
    /// Questionnaires that came with a form, each a total or all of its answers, filled in on the day on which it arrived.
    ///
    /// A question about danger that nobody answered is a doubt: intake asks it.
    mutating func assessments(_ form: ReferralForm, received: LocalDate?) -> [NewAssessment] {
        var assessments: [NewAssessment] = []
        for instrument in Instrument.allCases {
            guard let text = text(form.scores[instrument], instrument.rawValue, longest: 200) else { continue }
            do throws(AssessmentRefusal) {
                let entry = try InstrumentEntry(instrument, text: text)
                if entry.leavesSafetyOpen {
                    doubt(
                        instrument.rawValue, "safety_item_open",
                        "The answer to the last item of the \(instrument.title) is not known. Ask the client whether they are safe."
                    )
                }
                assessments.append(NewAssessment(entry, takenOn: received ?? rules.today))
            } catch {
                problem(IntakeProblem(field: instrument.rawValue, code: error.code, message: error.message))
            }
        }
        return assessments
    }
}
