/// What a reader sees of a handout: one version of an article, with the counsellor's note.
public struct HandoutContent: Hashable, Sendable {
    public var title: String
    /// BCP 47, of the article and of the words around it.
    public var language: String
    public var sections: [ArticleDraft.Section]
    public var links: [ArticleDraft.Link]
    /// Plain text by the therapist; shown as it is.
    public var note: String?
    /// Whether prompts of intensity 3 are shown. Without a therapist's release they are kept for a conversation.
    public var released: Bool

    public init(
        title: String, language: String, sections: [ArticleDraft.Section], links: [ArticleDraft.Link], note: String? = nil,
        released: Bool
    ) {
        self.title = title
        self.language = language
        self.sections = sections
        self.links = links
        self.note = note
        self.released = released
    }

    /// A draft as its readers would see it: for a preview.
    public init(preview draft: ArticleDraft, note: String? = nil, released: Bool = true) {
        self.init(
            title: draft.title, language: draft.language, sections: draft.sections, links: draft.links, note: note,
            released: released)
    }
}
