/// A stopwatch must not tell what an answer does not: what is hidden takes longer to refuse than what was never there, by the few
/// microseconds in which the database finds a row and looks whose it is.
///
/// So a refusal that could be either leaves on a beat, counted from its arrival: both leave on the same one. Whoever guesses is slowed down
/// besides, and whoever is served is not.
public enum EvenTime {
    /// Longer than nearly every refusal takes to find.
    static let beat = Duration.milliseconds(10)

    /// Returns on the next beat. Who is given up meanwhile is let go at once.
    public static func wait(since start: ContinuousClock.Instant) async {
        let elapsed = ContinuousClock.now - start
        let beats = (elapsed / beat).rounded(.up)
        try? await Task.sleep(until: start + beat * Int(beats), tolerance: .zero, clock: .continuous)
    }
}
