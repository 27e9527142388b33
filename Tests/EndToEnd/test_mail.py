"""A message reaches a real SMTP server in neutral words, and only where writing is safe."""

import email
import email.policy
import time


def test_mail_arrives_neutral_addressed_to_one_safe_contact_and_dated(mail_room):
    deadline = mail_room.demo.started + 300
    arrived = lambda: [envelope for envelope in mail_room.envelopes if envelope.rcpt_tos == [mail_room.awake]]
    while not arrived() and time.monotonic() < deadline:
        time.sleep(0.5)
    assert arrived(), mail_room.demo.errors()[-3000:]
    for envelope in mail_room.envelopes:
        assert envelope.mail_from == "office@example.org"
        assert len(envelope.rcpt_tos) == 1 and envelope.rcpt_tos[0].endswith("@example.org")
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert message["message-id"] and message["date"] and message["auto-submitted"]
        body = message.get_body(preferencelist=("plain",)).get_content()
        text = (message["subject"] + "\n" + body).lower()
        for word in ("juniper", "counsel", "therap", "trauma", "okafor", "amara", "ptsd"):
            assert word not in text, text
        assert "utc" in text or "/h/" in text, text  # a time that says its zone, or a link
        assert " pst" not in text and " pdt" not in text and " mst" not in text
