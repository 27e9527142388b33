import Clinic

/// What the page says, in plain words, English and French. Its title tells a passer-by nothing.
enum ReferWords {
    static func of(_ language: Language) -> [String: String] { language.primary == "fr" ? french : english }

    private static let english: [String: String] = [
        "tab": "Form",
        "leave": "Leave now",
        "leaveHint": "opens the weather",
        "exit": "https://weather.gc.ca/",
        "heading": "Ask to be seen",
        "other": "Français",
        "otherCode": "fr",
        "lead": """
        A person reads this and gets in touch in the way you choose. Answer what you want to; only what says\
         “needed” is needed.
        """,
        "history": """
        If somebody else uses this device: this page stays in its history, and what you write is kept \
        nowhere until you send it.
        """,
        "now": "If it is urgent",
        "you": "About you",
        "full_name": "Your name (needed)",
        "preferred_name": "What we should call you",
        "pronouns": "Your pronouns",
        "birth_date": "Your birth date",
        "birthHint": "Such as 1990-04-02.",
        "reach": "How to reach you safely",
        "reachHint": "At least one is needed. We write, call or leave a message only where you tick that it is safe.",
        "email": "E-mail address",
        "email_may_write": "It is safe to write there",
        "phone": "Telephone number",
        "phone_may_call": "It is safe to call",
        "phone_may_voicemail": "It is safe to leave a voice message",
        "phone_may_write": "It is safe to text",
        "safe_from": "Safe from (such as 09:00)",
        "safe_until": "Safe until (such as 16:30)",
        "what": "What brings you",
        "words": "In a few words of your own",
        "tick": "Or tick what fits",
        "narrative": "Anything else that you want us to know",
        "asks": "What you ask for",
        "asksHint": "A must narrows the choice and may lengthen the wait; a wish helps us choose.",
        "format": "How to meet",
        "gender": "Your counsellor",
        "language": "Language",
        "time_of_day": "Time of day",
        "any": "No matter",
        "wish": "A wish",
        "must": "A must",
        "strength": "How much it matters",
        "in_person": "In person",
        "online": "Online",
        "phoneFormat": "By telephone",
        "woman": "A woman",
        "man": "A man",
        "nonbinary": "Non-binary",
        "en": "English",
        "fr": "French",
        "morning": "Mornings",
        "afternoon": "Afternoons",
        "evening": "Evenings",
        "quiz": "Does any of this sound like you?",
        "quizHint": """
        This is not a test and nobody is given a score. It decides nothing: it is a place where a first \
        conversation may begin.
        """,
        "safetyHead": "Your safety",
        "safety": "Are you in danger, or do you think of ending your life or of hurting yourself? (needed)",
        "no": "No",
        "yes": "Yes",
        "unsure": "I would rather not say",
        "agreeHead": "Before you send it",
        "privacy": """
        What you write is read by the people who receive requests here, and is kept in your file, encrypted.\
         It is not used for anything else. You may ask to see it, to have it put right, or to take your \
        request back, at any time.
        """,
        "agree": "I have read this, and want to send my request (needed)",
        "consent_matching": """
        You may use my answers to look for a counsellor who fits. Without this, somebody asks you first.
        """,
        "send": "Send",
        "faults": "Please look at these answers again",
        "thanks": "Thank you. We have your request",
        "thanksText": "A person reads it, and gets in touch in the way that you said is safe. You can close this page.",
        "heldText": """
        Somebody here will look at it soon. You do not have to wait for us: these people can be reached at \
        once.
        """,
        "busy": "Too many requests came from here just now",
        "busyText": """
        Nothing was lost or kept. Wait a while, then send it again, or call us. If it is urgent, these \
        people can be reached at once.
        """,
        "fault_full_name": "Your name is needed.",
        "fault_email": "Check the e-mail address.",
        "fault_no_contact": "Give an e-mail address or a telephone number.",
        "fault_phone": "Check the telephone number.",
        "fault_birth_date": "Write your birth date as 1990-04-02, or leave it empty.",
        "fault_safe_from": "Write both times, such as 09:00 and 16:30, or neither.",
        "fault_safe_until": "Write both times, such as 09:00 and 16:30, or neither.",
        "fault_safety": "Answer the question about your safety. “I would rather not say” is an answer.",
        "fault_agree": "Tick that you want to send your request.",
        "fault_narrative": "This is too long to be kept. Shorten it.",
        "fault_form": "This page was open for a long time, so nothing was sent. What you wrote is here: look it over, send it.",
        "fault_other": "One answer cannot be kept as it is. Shorten or change it.",
    ]

    private static let french: [String: String] = [
        "tab": "Formulaire",
        "leave": "Quitter",
        "leaveHint": "ouvre la météo",
        "exit": "https://meteo.gc.ca/",
        "heading": "Demander un rendez-vous",
        "other": "English",
        "otherCode": "en",
        "lead": """
        Une personne lit ceci et vous contacte de la façon que vous choisissez. Répondez à ce que vous \
        voulez ; seul ce qui est marqué « nécessaire » l'est.
        """,
        "history": """
        Si quelqu'un d'autre utilise cet appareil : cette page reste dans son historique, et rien n'est \
        gardé avant l'envoi.
        """,
        "now": "Si c'est urgent",
        "you": "À propos de vous",
        "full_name": "Votre nom (nécessaire)",
        "preferred_name": "Comment vous appeler",
        "pronouns": "Vos pronoms",
        "birth_date": "Votre date de naissance",
        "birthHint": "Par exemple 1990-04-02.",
        "reach": "Comment vous joindre sans danger",
        "reachHint": """
        Au moins un moyen est nécessaire. Nous n'écrivons, n'appelons et ne laissons de message que là où \
        vous cochez que c'est sûr.
        """,
        "email": "Adresse courriel",
        "email_may_write": "On peut m'y écrire sans danger",
        "phone": "Numéro de téléphone",
        "phone_may_call": "On peut m'appeler sans danger",
        "phone_may_voicemail": "On peut laisser un message vocal sans danger",
        "phone_may_write": "On peut m'envoyer un texto sans danger",
        "safe_from": "Sans danger dès (par exemple 09:00)",
        "safe_until": "Sans danger jusqu'à (par exemple 16:30)",
        "what": "Ce qui vous amène",
        "words": "En quelques mots à vous",
        "tick": "Ou cochez ce qui convient",
        "narrative": "Ce que vous voulez que nous sachions aussi",
        "asks": "Ce que vous demandez",
        "asksHint": "Une exigence réduit le choix et peut allonger l'attente ; un souhait nous aide à choisir.",
        "format": "Comment se rencontrer",
        "gender": "Votre conseillère ou conseiller",
        "language": "Langue",
        "time_of_day": "Moment de la journée",
        "any": "Peu importe",
        "wish": "Un souhait",
        "must": "Une exigence",
        "strength": "À quel point cela compte",
        "in_person": "En personne",
        "online": "En ligne",
        "phoneFormat": "Par téléphone",
        "woman": "Une femme",
        "man": "Un homme",
        "nonbinary": "Une personne non binaire",
        "en": "Anglais",
        "fr": "Français",
        "morning": "Le matin",
        "afternoon": "L'après-midi",
        "evening": "Le soir",
        "quiz": "Vous reconnaissez-vous ici ?",
        "quizHint": """
        Ce n'est pas un test et personne ne reçoit de note. Cela ne décide de rien : c'est un point de \
        départ possible pour une première conversation.
        """,
        "safetyHead": "Votre sécurité",
        "safety": "Êtes-vous en danger, ou pensez-vous à mettre fin à vos jours ou à vous faire du mal ? (nécessaire)",
        "no": "Non",
        "yes": "Oui",
        "unsure": "Je préfère ne pas répondre",
        "agreeHead": "Avant l'envoi",
        "privacy": """
        Ce que vous écrivez est lu par les personnes qui reçoivent les demandes ici, et gardé dans votre \
        dossier, chiffré. Rien d'autre n'en est fait. Vous pouvez demander à le voir, à le corriger ou à \
        retirer votre demande, à tout moment.
        """,
        "agree": "J'ai lu ceci et je veux envoyer ma demande (nécessaire)",
        "consent_matching": """
        Vous pouvez utiliser mes réponses pour chercher une personne qui convient. Sinon, quelqu'un vous le \
        demande d'abord.
        """,
        "send": "Envoyer",
        "faults": "Regardez encore ces réponses, s'il vous plaît",
        "thanks": "Merci. Nous avons votre demande",
        "thanksText": """
        Une personne la lit et vous contacte de la façon que vous avez dite sûre. Vous pouvez fermer cette \
        page.
        """,
        "heldText": """
        Quelqu'un ici la regardera bientôt. Vous n'avez pas à nous attendre : ces personnes répondent tout \
        de suite.
        """,
        "busy": "Trop de demandes sont venues d'ici à l'instant",
        "busyText": """
        Rien n'est perdu ni gardé. Attendez un peu, puis renvoyez, ou appelez-nous. Si c'est urgent, ces \
        personnes répondent tout de suite.
        """,
        "fault_full_name": "Votre nom est nécessaire.",
        "fault_email": "Vérifiez l'adresse courriel.",
        "fault_no_contact": "Donnez une adresse courriel ou un numéro de téléphone.",
        "fault_phone": "Vérifiez le numéro de téléphone.",
        "fault_birth_date": "Écrivez votre date de naissance comme 1990-04-02, ou laissez vide.",
        "fault_safe_from": "Écrivez les deux heures, comme 09:00 et 16:30, ou aucune.",
        "fault_safe_until": "Écrivez les deux heures, comme 09:00 et 16:30, ou aucune.",
        "fault_safety": "Répondez à la question sur votre sécurité. « Je préfère ne pas répondre » est une réponse.",
        "fault_agree": "Cochez que vous voulez envoyer votre demande.",
        "fault_narrative": "C'est trop long pour être gardé. Raccourcissez.",
        "fault_form": "Page restée ouverte longtemps : rien n'a été envoyé. Ce que vous avez écrit est ici, relisez et envoyez.",
        "fault_other": "Une réponse ne peut pas être gardée telle quelle. Raccourcissez-la ou changez-la.",
    ]
}
