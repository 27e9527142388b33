public import Clinic

/// A way out for mail.
public protocol MailTransport: Sendable {
    /// Returns once the next system has taken responsibility for the mail.
    func send(_ mail: Mail) async throws(MailFailure)
}

/// Why a mail did not leave. Codes only: no address, no text.
public struct MailFailure: CodedError, Hashable {
    /// `smtp.550`, `smtp.timeout`, `folder.write`.
    public let code: String
    /// Whether trying again may help.
    public let isTemporary: Bool

    public init(_ code: String, isTemporary: Bool) {
        self.code = code
        self.isTemporary = isTemporary
    }
}
