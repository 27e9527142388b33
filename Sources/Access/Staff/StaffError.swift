public import Clinic

/// Why somebody was not signed in, or an account not changed.
public enum StaffError: Refusal, Equatable {
    /// Unknown account, wrong password, wrong or used code: one answer for all.
    case signInFailed
    /// The same for known and unknown accounts.
    case tooManyTries(seconds: Int)
    /// As many passwords are being checked as this machine will take on.
    case busy
    case passwordTooShort, passwordTooLong, passwordCommon
    case codeWrong
    case nothingToConfirm
    case invitationEnded
    case noSuchStaff, noSuchSession, noSuchTherapist
    /// Only `enable` lets a disabled account in again.
    case disabled
    case emailWrong, emailTaken, nameWrong, therapistWrong
    case notStaffRole

    public var kind: RefusalKind {
        switch self {
        case .signInFailed: .notAllowed
        case .tooManyTries, .busy: .unavailable
        case .passwordTooShort, .passwordTooLong, .passwordCommon, .codeWrong: .invalid
        case .emailWrong, .nameWrong, .therapistWrong, .notStaffRole: .invalid
        case .nothingToConfirm, .emailTaken, .disabled: .conflict
        case .invitationEnded: .gone
        case .noSuchStaff, .noSuchSession, .noSuchTherapist: .notFound
        }
    }

    public var code: String {
        switch self {
        case .signInFailed: "access.sign_in_failed"
        case .tooManyTries: "access.too_many_tries"
        case .busy: "access.sign_in_busy"
        case .passwordTooShort: "access.password_too_short"
        case .passwordTooLong: "access.password_too_long"
        case .passwordCommon: "access.password_common"
        case .codeWrong: "access.code_wrong"
        case .nothingToConfirm: "access.nothing_to_confirm"
        case .invitationEnded: "access.invitation_ended"
        case .noSuchStaff: "access.no_such_staff"
        case .disabled: "access.account_disabled"
        case .noSuchSession: "access.no_such_session"
        case .noSuchTherapist: "access.no_such_therapist"
        case .emailWrong: "access.email_wrong"
        case .emailTaken: "access.email_taken"
        case .nameWrong: "access.name_wrong"
        case .therapistWrong: "access.staff_therapist"
        case .notStaffRole: "access.not_staff_role"
        }
    }

    public var message: String {
        switch self {
        case .signInFailed:
            "That did not work. Check address and password, and use a code that your app shows now and that you have not used yet."
        case .tooManyTries: "There were too many tries. Wait a while, then try again."
        case .busy: "Many people are signing in just now. Try again in a few seconds."
        case .passwordTooShort: "A password has at least 12 characters. A few words that only you would put together are good."
        case .passwordTooLong: "A password has at most 256 characters."
        case .passwordCommon: "This password is one of the first that anybody would try. Choose another."
        case .codeWrong: "This code does not fit. Use the one that your app shows now."
        case .nothingToConfirm: "There is no new second factor to confirm. Ask for one first."
        case .invitationEnded: "This link does not open anything any more. Ask your administrator for a new one."
        case .disabled: "This account is disabled. Let it in again with `attune access user enable`, if that is what you want."
        case .noSuchStaff: "There is no such account. List them with `attune access user list`."
        case .noSuchSession: "There is no such session, or it has ended already."
        case .noSuchTherapist: "There is no such therapist. List them with `attune therapists list`."
        case .emailWrong: "This is no e-mail address."
        case .emailTaken: "There is an account with this address already. List them with `attune access user list`."
        case .nameWrong: "A name has 1 to 120 characters."
        case .therapistWrong: "A therapist's account names the therapist, and no other role's does. Add or remove --therapist."
        case .notStaffRole: "An account's role is lead, intake, front_desk or therapist. A program gets a token instead."
        }
    }

    public var field: String? {
        switch self {
        case .passwordTooShort, .passwordTooLong, .passwordCommon: "new"
        case .codeWrong: "code"
        default: nil
        }
    }
}
