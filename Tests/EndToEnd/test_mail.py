"""A reminder reaches a real SMTP server in neutral words, and only where writing is safe."""

import email
import email.policy
import time

from aiosmtpd.controller import Controller

from conftest import Demo


class Sink:
    def __init__(self):
        self.envelopes = []

    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append(envelope)
        return "250 OK"


def test_mail_arrives_neutral_addressed_to_one_safe_contact_and_dated(folder):
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=0)
    controller.start()
    port = controller.server.sockets[0].getsockname()[1]
    demo = None
    try:
        demo = Demo(
            folder / "mail", "--port", "0",
            env={
                "ATTUNE_MESSAGES_DELIVERY": "smtp", "ATTUNE_MESSAGES_SMTP_HOST": "127.0.0.1", "ATTUNE_MESSAGES_SMTP_PORT": str(port),
                "ATTUNE_MESSAGES_SENDER": "office@example.org",
            })
        deadline = time.monotonic() + 240  # messages wait three minutes, in case somebody undoes what caused them
        while not sink.envelopes and time.monotonic() < deadline:
            time.sleep(0.5)
        assert sink.envelopes, demo.errors()[-3000:]
        for envelope in sink.envelopes:
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
    finally:
        if demo:
            assert demo.stop() == 0
        controller.stop()
