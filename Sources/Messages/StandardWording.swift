/// The words of `Config/wording/en.yaml` and `fr.yaml`, as compile-time literals; a test holds the two equal.
extension Wording {
    static let standardTemplates: [String: [String: Template]] = ["en": english, "fr": french]

    private static let english: [String: Template] = [
        "appointment_booked": Template(
            neutral: Text(
                subject: "Your appointment",
                body: """
                    Your appointment is set for {{when}}.

                    It lasts {{minutes}} minutes. If you need another time, please reply or call the number you were given.
                    """),
            clinicNamed: Text(
                subject: "Your appointment with {{clinic}}",
                body: """
                    Your appointment with {{clinic}} is set for {{when}}. It lasts {{minutes}} minutes.

                    If you need another time, please reply or call us.
                    """)),
        "appointment_reminder": Template(
            neutral: Text(
                subject: "Reminder",
                body: """
                    This is a reminder for {{when}}.

                    If you cannot make it, please let us know as soon as you can.
                    """),
            clinicNamed: Text(
                subject: "Reminder from {{clinic}}",
                body: """
                    This is a reminder of your appointment with {{clinic}} on {{when}}.

                    If you cannot make it, please let us know as soon as you can.
                    """)),
        "appointment_moved": Template(
            neutral: Text(
                subject: "A new time",
                body: """
                    Your appointment has a new time: {{when}}.

                    If that does not suit you, please let us know.
                    """),
            clinicNamed: Text(
                subject: "A new time with {{clinic}}",
                body: """
                    Your appointment with {{clinic}} has a new time: {{when}}.

                    If that does not suit you, please let us know.
                    """)),
        "appointment_cancelled": Template(
            neutral: Text(
                subject: "Your appointment",
                body: """
                    Your appointment on {{when}} will not take place. We are in touch about another time.
                    """),
            clinicNamed: Text(
                subject: "Your appointment with {{clinic}}",
                body: """
                    Your appointment with {{clinic}} on {{when}} will not take place. We are in touch about another time.
                    """)),
        "proposal_made": Template(
            neutral: Text(
                subject: "A time for you",
                body: """
                    We have a time for you: {{when}}. Please let us know by {{expires}} whether it suits you.
                    """),
            clinicNamed: Text(
                subject: "A time for you at {{clinic}}",
                body: """
                    {{clinic}} has a time for you: {{when}}. Please let us know by {{expires}} whether it suits you.
                    """)),
        "handout_shared": Template(
            neutral: Text(
                subject: "Something to read",
                body: """
                    Here is the page that was mentioned to you: {{link}}

                    It can be opened until {{expires}}. Open it where you are comfortable reading.
                    """),
            clinicNamed: Text(
                subject: "Something to read from {{clinic}}",
                body: """
                    Here is the page from {{clinic}}: {{link}}

                    It can be opened until {{expires}}. Open it where you are comfortable reading.
                    """)),
        "check_in": Template(
            neutral: Text(
                subject: "A short question",
                body: """
                    How are things going for you? A short reply is enough. If something should be different, please tell us: it can be changed.
                    """),
            clinicNamed: Text(
                subject: "A short question from {{clinic}}",
                body: """
                    How are things going for you at {{clinic}}? A short reply is enough. If something should be different, please tell us: it can be changed.
                    """)),
    ]

    private static let french: [String: Template] = [
        "appointment_booked": Template(
            neutral: Text(
                subject: "Votre rendez-vous",
                body: """
                    Votre rendez-vous est fixé au {{when}}.

                    Il dure {{minutes}} minutes. S'il vous faut un autre moment, répondez à ce message ou composez le numéro qu'on vous a donné.
                    """),
            clinicNamed: Text(
                subject: "Votre rendez-vous avec {{clinic}}",
                body: """
                    Votre rendez-vous avec {{clinic}} est fixé au {{when}}. Il dure {{minutes}} minutes.

                    S'il vous faut un autre moment, répondez à ce message ou appelez-nous.
                    """)),
        "appointment_reminder": Template(
            neutral: Text(
                subject: "Rappel",
                body: """
                    Ceci est un rappel pour le {{when}}.

                    Si vous ne pouvez pas venir, dites-le-nous dès que possible.
                    """),
            clinicNamed: Text(
                subject: "Rappel de {{clinic}}",
                body: """
                    Ceci est un rappel de votre rendez-vous avec {{clinic}}, le {{when}}.

                    Si vous ne pouvez pas venir, dites-le-nous dès que possible.
                    """)),
        "appointment_moved": Template(
            neutral: Text(
                subject: "Un nouveau moment",
                body: """
                    Votre rendez-vous est déplacé au {{when}}.

                    Si ce moment ne vous convient pas, dites-le-nous.
                    """),
            clinicNamed: Text(
                subject: "Un nouveau moment avec {{clinic}}",
                body: """
                    Votre rendez-vous avec {{clinic}} est déplacé au {{when}}.

                    Si ce moment ne vous convient pas, dites-le-nous.
                    """)),
        "appointment_cancelled": Template(
            neutral: Text(
                subject: "Votre rendez-vous",
                body: """
                    Votre rendez-vous du {{when}} n'aura pas lieu. Nous vous proposerons un autre moment.
                    """),
            clinicNamed: Text(
                subject: "Votre rendez-vous avec {{clinic}}",
                body: """
                    Votre rendez-vous avec {{clinic}}, le {{when}}, n'aura pas lieu. Nous vous proposerons un autre moment.
                    """)),
        "proposal_made": Template(
            neutral: Text(
                subject: "Un moment pour vous",
                body: """
                    Nous avons un moment pour vous : {{when}}. Dites-nous avant le {{expires}} s'il vous convient.
                    """),
            clinicNamed: Text(
                subject: "Un moment pour vous chez {{clinic}}",
                body: """
                    {{clinic}} a un moment pour vous : {{when}}. Dites-nous avant le {{expires}} s'il vous convient.
                    """)),
        "handout_shared": Template(
            neutral: Text(
                subject: "Un texte à lire",
                body: """
                    Voici la page dont on vous a parlé : {{link}}

                    Elle reste ouverte jusqu'au {{expires}}. Ouvrez-la là où vous êtes à l'aise pour lire.
                    """),
            clinicNamed: Text(
                subject: "Un texte à lire, de {{clinic}}",
                body: """
                    Voici la page de {{clinic}} : {{link}}

                    Elle reste ouverte jusqu'au {{expires}}. Ouvrez-la là où vous êtes à l'aise pour lire.
                    """)),
        "check_in": Template(
            neutral: Text(
                subject: "Une courte question",
                body: """
                    Comment cela se passe-t-il pour vous ? Une courte réponse suffit. Si quelque chose devrait être différent, dites-le-nous : cela peut changer.
                    """),
            clinicNamed: Text(
                subject: "Une courte question de {{clinic}}",
                body: """
                    Comment cela se passe-t-il pour vous chez {{clinic}} ? Une courte réponse suffit. Si quelque chose devrait être différent, dites-le-nous : cela peut changer.
                    """)),
    ]
}
