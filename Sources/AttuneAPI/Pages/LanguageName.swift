import Clinic

extension Language {
    /// In the language itself, for those that a Canadian team is likely to speak; its code otherwise.
    var ownName: String { Self.ownNames[primary] ?? code }

    private static let ownNames = [
        "en": "English", "fr": "Français", "es": "Español", "uk": "Українська", "zh": "中文", "pa": "ਪੰਜਾਬੀ", "ar": "العربية",
        "de": "Deutsch", "hi": "हिन्दी", "fa": "فارسی", "ko": "한국어", "ja": "日本語", "pt": "Português", "tl": "Tagalog",
        "vi": "Tiếng Việt",
        "ru": "Русский", "it": "Italiano", "nl": "Nederlands", "pl": "Polski", "ase": "American Sign Language",
    ]
}
