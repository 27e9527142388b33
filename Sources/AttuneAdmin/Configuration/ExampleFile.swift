/// The commented configuration file, `Config/attune.yaml`: every key with its meaning and its default, all of them switched off.
enum ExampleFile {
    static var text: String {
        var lines = [
            "# Attune's configuration. Every line is a default: remove the “# ” before a key to change it.",
            "# A flag beats a variable, a variable (in brackets) beats this file, this file beats the default.",
            "# Found as --config, ATTUNE_CONFIG, ./attune.yaml, ~/.config/attune/attune.yaml or /etc/attune/attune.yaml, whichever is first.",
            "# `attune config check` names a wrong line; `attune config explain` shows which source each value came from.",
        ]
        var group: Substring?
        for key in SettingKeys.all {
            let words = key.name.split(separator: ".")
            let isGrouped = words.count == 2
            if isGrouped, words[0] != group { lines += ["", "\(words[0]):"] }
            if !isGrouped { lines.append("") }
            group = isGrouped ? words[0] : nil
            let indent = isGrouped ? "  " : ""
            lines.append("\(indent)# \(key.doc) [\(key.variable)]")
            let remark = "Must be \(key.expects)."
            lines.append("\(indent)# \(remark)" + (key.absence.map { " Not set: \($0)." } ?? ""))
            if key.isSecret { lines.append("\(indent)# A secret: prefer the variable, so that it is in no file.") }
            lines.append("\(indent)# \(words.last ?? ""):\(key.fallback.map { " " + $0 } ?? "")")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
