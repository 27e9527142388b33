public import Clinic

/// When a reminder should leave.
public enum ReminderPlan {
    /// A day ahead, so that there is time to answer.
    public static let ahead = Duration.hours(24)
    /// Later than this it would only alarm.
    public static let latest = Duration.hours(2)
    /// Up to two hours earlier, by chance: a message at the same minute of every week would tell of a weekly appointment.
    public static let jitterMinutes = 120

    /// The wanted moment; the safe-contact gate moves it into safe hours.
    public static func wanted(start: Instant, using random: inout some RandomNumberGenerator) -> Instant {
        start - ahead - .minutes(Int.random(in: 0...jitterMinutes, using: &random))
    }
}
