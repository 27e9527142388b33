/// A published questionnaire whose answers or total a clinic may write down beside a referral. Only item codes and scoring are here, no
/// item's text: `docs/instruments.md` says whose each is and under which terms.
///
/// These screen, they do not diagnose, and no code reads a score to set an urgency or a rank: a person may read one, among other things.
public enum Instrument: String, Sendable, Hashable, CaseIterable {
    /// Patient Health Questionnaire, nine items of 0 to 3. Kroenke, Spitzer and Williams, J Gen Intern Med 2001; 16: 606-613. Developed by
    /// Drs Spitzer, Williams, Kroenke and colleagues with a grant from Pfizer Inc.; no permission needed to reproduce or use it.
    case phq9
    /// Generalised Anxiety Disorder scale, seven items of 0 to 3. Spitzer, Kroenke, Williams and Löwe, Arch Intern Med 2006; 166:
    /// 1092-1097. Terms as for the PHQ-9.
    case gad7
    /// PTSD Checklist for DSM-5, twenty items of 0 to 4. Weathers and others, National Center for PTSD, 2013; in the public domain as a
    /// work of the government of the United States.
    case pcl5
    /// International Trauma Questionnaire, eighteen items of 0 to 4. Cloitre and others, Acta Psychiatr Scand 2018; 138: 536-546. Its
    /// authors call it freely available; under which licence they do not say, so none of its text is here.
    case itq

    /// The codes of its items, in their published order: `phq9_1`; those of the ITQ are `p1` to `p9`, then `c1` to `c9`.
    public var items: [String] {
        switch self {
        case .phq9: (1...9).map { "phq9_\($0)" }
        case .gad7: (1...7).map { "gad7_\($0)" }
        case .pcl5: (1...20).map { "pcl5_\($0)" }
        case .itq: (1...9).map { "p\($0)" } + (1...9).map { "c\($0)" }
        }
    }

    public var itemCount: Int {
        switch self {
        case .phq9: 9
        case .gad7: 7
        case .pcl5: 20
        case .itq: 18
        }
    }

    /// An item's answers are 0 up to this.
    public var highestAnswer: Int {
        switch self {
        case .phq9, .gad7: 3
        case .pcl5, .itq: 4
        }
    }

    /// Nil for the ITQ, whose published results need each answer.
    public var highestTotal: Int? { self == .itq ? nil : itemCount * highestAnswer }

    /// As people write it.
    public var title: String {
        switch self {
        case .phq9: "PHQ-9"
        case .gad7: "GAD-7"
        case .pcl5: "PCL-5"
        case .itq: "ITQ"
        }
    }
}
