/// Keys for the board, and the look that it takes by itself. Without it everything works by forms and links.
///
/// It keeps nothing about anybody: only whether single keys are wanted stays in the browser. It asks every four seconds whether something
/// changed, which is no look at a client, and reads the list anew only then, which is one and is on record. When nobody has touched
/// anything for ten minutes it stops, so that an open page keeps no session alive.
enum BoardScript {
    static let text = """
        "use strict";
        (() => {
          const list = () => document.getElementById("list");
          const told = document.getElementById("told");
          if (!list() || !told) return;
          const patience = 10 * 60 * 1000, pause = 4000;
          let touched = Date.now(), isBusy = false, isOver = false;
          const say = text => { told.textContent = text; };

          // Single keys can be switched off, for those whose speech or hands would press them by accident.
          const box = document.getElementById("keys-on");
          box.disabled = false;
          box.parentElement.lastChild.textContent = " single keys";
          box.checked = localStorage.getItem("keys") !== "off";
          box.addEventListener("change", () => localStorage.setItem("keys", box.checked ? "on" : "off"));

          const rows = () => [...list().querySelectorAll("tr[data-id]")];
          const current = () => document.activeElement && document.activeElement.closest("tr[data-id]");

          async function read(address, options) {
            const answer = await fetch(address, Object.assign({ redirect: "manual", cache: "no-store" }, options));
            return answer;
          }

          function signedOut() {
            isOver = true;
            say("You are signed out. Open the page again to sign in.");
          }

          // Puts the new list in the old one's place, and the focus where it was: on the same part of the same row, or of the row that took its
          // place.
          async function refresh(words) {
            const answer = await read(location.href);
            if (answer.type === "opaqueredirect") return signedOut();
            if (!answer.ok) return say("The list could not be read. Press r to try again.");
            const page = new DOMParser().parseFromString(await answer.text(), "text/html");
            const fresh = page.getElementById("list");
            if (!fresh) return;
            const row = current(), id = row && row.dataset.id, place = row ? rows().indexOf(row) : -1;
            const part = document.activeElement.matches("button") ? "button" : "a.open";
            list().replaceWith(document.adoptNode(fresh));
            if (place >= 0) {
              const next = rows().find(one => one.dataset.id === id) || rows()[Math.min(place, rows().length - 1)];
              const target = next && (next.querySelector(part) || next.querySelector("a.open"));
              (target || list()).focus({ preventScroll: true });
            }
            say(words);
          }

          async function guarded(work) {
            if (isBusy || isOver) return;
            isBusy = true;
            try { await work(); } catch { say("The server does not answer. It is tried again."); } finally { isBusy = false; }
          }

          async function look() {
            if (document.visibilityState !== "visible" || isOver) return;
            if (Date.now() - touched > patience) return say("Paused, since nobody was here for a while. Press a key to go on.");
            await guarded(async () => {
              const answer = await read("/staff/board/stamp");
              if (answer.type === "opaqueredirect") return signedOut();
              if (!answer.ok) return say("The server does not answer. It is tried again.");
              const { stamp } = await answer.json();
              if (stamp !== list().dataset.stamp) await refresh("The list has changed.");
            });
          }

          // The row's own form, sent without leaving the list.
          async function send(form) {
            await guarded(async () => {
              const answer = await read(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
              if (answer.type === "opaqueredirect") return refresh("");
              const page = new DOMParser().parseFromString(await answer.text(), "text/html");
              const alert = page.querySelector("[role=alert]");
              await refresh(alert ? alert.textContent : "That did not work. Open the referral to see why.");
            });
          }

          function move(step) {
            const all = rows();
            if (!all.length) return;
            const place = all.indexOf(current());
            const next = place < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(place + step, 0), all.length - 1);
            all[next].querySelector("a.open").focus();
          }

          const isTyping = target => target.closest("input:not([type=checkbox]), select, textarea");
          document.addEventListener("keydown", event => {
            touched = Date.now();
            if (!box.checked || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
            const form = current() && current().querySelector("form.claim");
            switch (event.key) {
              case "j": move(1); break;
              case "k": move(-1); break;
              case "r": guarded(() => refresh("Looked again.")); break;
              case "c": if (form) send(form); break;
              default: return;
            }
            event.preventDefault();
          });
          document.addEventListener("pointerdown", () => { touched = Date.now(); });
          document.addEventListener("submit", event => {
            if (!event.target.matches("#list form.claim")) return;
            event.preventDefault();
            send(event.target);
          });
          setInterval(look, pause);
        })();
        """
}
