internal import Glibc

/// The account that PostgreSQL runs under. It refuses to run as root, so root hands it to `postgres`, or `nobody` where that is absent.
struct ServerAccount: Sendable {
    let name: String
    let userID: uid_t
    let groupID: gid_t
    /// Whether it is another than the one that started Attune.
    let isAnother: Bool
    /// The account that started Attune.
    let starter: String

    static func choose() throws(PrivateServerError) -> ServerAccount {
        let own = geteuid()
        guard let me = named({ getpwuid(own) }) else {
            throw .failed(
                "The account with number \(own) has no name on this machine, and PostgreSQL needs one. Add it to /etc/passwd.")
        }
        guard own == 0 else {
            return ServerAccount(name: me.name, userID: own, groupID: getegid(), isAnother: false, starter: me.name)
        }
        for candidate in ["postgres", "nobody"] {
            guard let other = named({ getpwnam(candidate) }) else { continue }
            return ServerAccount(name: other.name, userID: other.user, groupID: other.group, isAnother: true, starter: me.name)
        }
        throw .failed(
            "PostgreSQL does not run as root, and there is neither an account postgres nor nobody. Add one, or start Attune as another user."
        )
    }

    private static func named(_ look: () -> UnsafeMutablePointer<passwd>?) -> (name: String, user: uid_t, group: gid_t)? {
        guard let entry = look(), let name = entry.pointee.pw_name else { return nil }
        return (String(cString: name), entry.pointee.pw_uid, entry.pointee.pw_gid)
    }

    /// `setpriv` and its arguments in front of a program: changes to this account, and sends `signal` to it when its parent's thread ends.
    func wrapping(_ command: [String], parentDeathSignal signal: String?) -> [String] {
        var words = ["/usr/bin/setpriv"]
        if isAnother { words += ["--reuid=\(userID)", "--regid=\(groupID)", "--init-groups"] }
        if let signal { words.append("--pdeathsig=\(signal)") }
        return words.count == 1 ? command : words + ["--"] + command
    }
}
