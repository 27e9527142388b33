internal import Clinic

/// The words around a handout, in English and French. What a passer-by could see (`tab`, the door) says nothing about what is inside.
enum PageWords {
    static func of(_ language: Language) -> [String: String] { language.primary == "fr" ? french : english }

    private static let english = [
        "tab": "A note for you",
        "leave": "Leave now", "leaveHint": "(opens the weather)", "skip": "Go to the text",
        "forYou": "For you", "about": "about", "minutes": "minutes to read",
        "textSize": "Text size", "size1": "Normal", "size2": "Large", "size3": "Largest", "airy": "More space between the lines",
        "note": "A note from your counsellor",
        "before": "Before you start",
        "before1": "Take what helps and leave the rest. You can stop at any point.",
        "before2":
            "What you write here stays on this page. It is not sent and not saved: it is gone when you close the page. You can print it.",
        "before3": "If it becomes too much:", "settleLink": "A moment to settle",
        "contents": "On this page",
        "practice": "Practice",
        "care": "This part speaks of", "choice": "You choose whether to read it now, later, or with your counsellor.",
        "skipPart": "Skip this part", "open": "Open this part",
        "theme_childhood_harm": "being hurt, rejected or neglected as a child",
        "theme_going_back": "going back to what happened", "theme_violence": "violence",
        "theme_self_harm": "self-harm and thoughts of suicide",
        "theme_sexual_harm": "sexual harm",
        "notice": "Notice", "action": "Try this", "checklist": "Tick what fits",
        "kept": "The questions of this part are kept for a conversation with your counsellor. You do not have to go there alone.",
        "settle": "A moment to settle",
        "settle1": "Feel both feet on the floor. Press them down a little.",
        "settle2": "Look around slowly and name five things that you can see.",
        "settle3": "Breathe out for longer than you breathe in, three times.",
        "settle4": "Remind yourself of the day and the year, and of where you are now.",
        "now": "If you need somebody now",
        "aboutPage": "About this page",
        "aboutText": "It loads nothing from anywhere else and tells nobody what you read or write.",
        "aboutLeave":
            "“Leave now”, or pressing Shift three times, takes you to the weather. It cannot hide that you were here: your browser's history may keep this page's address, which says nothing about what it is. A private window keeps no history.",
        "doorHeading": "A note for you",
        "doorText": "Something has been left here for you to read. Open it when you are somewhere comfortable and on your own.",
        "doorButton": "Open it",
        "closedHeading": "This page cannot be opened",
        "closedText":
            "The address may be incomplete, or its time may be over. If somebody gave it to you, ask them for a new one.",
    ]

    private static let french = [
        "tab": "Un mot pour vous",
        "leave": "Quitter", "leaveHint": "(ouvre la météo)", "skip": "Aller au texte",
        "forYou": "Pour vous", "about": "environ", "minutes": "minutes de lecture",
        "textSize": "Taille du texte", "size1": "Normale", "size2": "Grande", "size3": "Très grande",
        "airy": "Plus d'espace entre les lignes",
        "note": "Un mot de votre thérapeute",
        "before": "Avant de commencer",
        "before1": "Prenez ce qui vous aide et laissez le reste. Vous pouvez vous arrêter à tout moment.",
        "before2":
            "Ce que vous écrivez ici reste dans cette page. Rien n'est envoyé ni enregistré : tout disparaît quand vous la fermez. Vous pouvez l'imprimer.",
        "before3": "Si c'est trop :", "settleLink": "Un moment pour se poser",
        "contents": "Dans cette page",
        "practice": "Exercice",
        "care": "Cette partie parle de ceci :",
        "choice": "À vous de choisir : la lire maintenant, plus tard ou avec votre thérapeute.",
        "skipPart": "Passer cette partie", "open": "Ouvrir cette partie",
        "theme_childhood_harm": "avoir été blessé, rejeté ou négligé dans l'enfance",
        "theme_going_back": "revenir sur ce qui s'est passé", "theme_violence": "la violence",
        "theme_self_harm": "l'automutilation et les idées de suicide", "theme_sexual_harm": "les violences sexuelles",
        "notice": "Remarquez", "action": "Essayez", "checklist": "Cochez ce qui vous ressemble",
        "kept":
            "Les questions de cette partie sont gardées pour une conversation avec votre thérapeute. Vous n'avez pas à y aller sans personne.",
        "settle": "Un moment pour se poser",
        "settle1": "Sentez vos deux pieds au sol. Appuyez un peu.",
        "settle2": "Regardez lentement autour de vous et nommez cinq choses que vous voyez.",
        "settle3": "Expirez plus longtemps que vous n'inspirez, trois fois.",
        "settle4": "Rappelez-vous le jour et l'année, et l'endroit où vous êtes maintenant.",
        "now": "Si vous avez besoin de quelqu'un maintenant",
        "aboutPage": "À propos de cette page",
        "aboutText": "Elle ne charge rien d'ailleurs et ne dit à personne ce que vous lisez ou écrivez.",
        "aboutLeave":
            "« Quitter », ou la touche Maj trois fois, mène à la météo. Cela ne peut pas cacher votre passage : l'historique du navigateur peut garder l'adresse de cette page, qui ne dit rien de son contenu. Une fenêtre privée ne garde pas d'historique.",
        "doorHeading": "Un mot pour vous",
        "doorText": "Un texte vous attend ici. Ouvrez-le quand vous êtes à l'aise, sans personne autour.",
        "doorButton": "Ouvrir",
        "closedHeading": "Cette page ne peut pas être ouverte",
        "closedText":
            "L'adresse est peut-être incomplète, ou son temps est passé. Si quelqu'un vous l'a donnée, demandez-lui-en une nouvelle.",
    ]
}
