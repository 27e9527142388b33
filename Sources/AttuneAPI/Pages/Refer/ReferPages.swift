import Clinic
import HTTPTypes

/// What accompanies the page: its style, allowed by hash, and headers that keep it out of caches, indexes and frames.
enum ReferPages {
    static func reply(_ html: String, _ status: HTTPResponse.Status = .ok, retryAfter: Int? = nil) -> Reply {
        var reply = Reply.html(html, policy: policy)
        reply.status = status
        // Our own form says where it comes from; the page that somebody leaves for hears of nothing.
        reply.fields.append(HTTPField(name: .attune("Referrer-Policy"), value: "same-origin"))
        reply.fields.append(HTTPField(name: .attune("X-Robots-Tag"), value: "noindex, nofollow, noarchive, nosnippet"))
        if let retryAfter { reply.fields.append(HTTPField(name: .retryAfter, value: String(retryAfter))) }
        return reply
    }

    private static let policy: String = {
        let hash = base64(Secrets.sha256(style.utf8))
        return
            "default-src 'none'; img-src data:; style-src 'sha256-\(hash)'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    }()

    static let style = """
        :root{color-scheme:light dark;--paper:#faf7f1;--card:#fffdfa;--ink:#22302e;--soft:#4a5957;--line:#c9d2cf;--edge:#7b8583;--deep:#1d5a54;\
        --on-deep:#fff;--sand:#f6ecdb;--clay:#85452a}
        *,*::before,*::after{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:1.125rem/1.6 system-ui,sans-serif;overflow-wrap:break-word}
        main{max-width:40rem;margin:0 auto;padding:1rem 1.1rem 6rem}
        h1{font-size:1.8rem;line-height:1.2;margin:.4rem 0 1rem}h2{font-size:1.25rem;margin:.2rem 0 .4rem}
        a{color:var(--deep)}.other{margin:0}
        .now,.alert{background:var(--sand);border-left:5px solid var(--clay);border-radius:10px;padding:.8rem 1rem;margin:0 0 1rem}
        .alert p{margin:0;font-weight:700}.alert ul{margin:.4rem 0 0;padding-left:1.2rem}.alert a{color:var(--ink)}
        .hint{color:var(--soft);font-size:1rem;margin:.2rem 0 .6rem}
        .card{background:var(--card);border:1px solid var(--line);border-radius:16px;padding:1rem 1.1rem 1.2rem;margin:1.2rem 0}
        label,legend{display:block;font-weight:600;margin-top:.9rem;padding:0}
        fieldset{border:0;margin:0;padding:0}
        input:not([type=checkbox]):not([type=radio]),select,textarea{display:block;width:100%;min-height:48px;font:inherit;color:var(--ink);\
        background:var(--paper);border:1.5px solid var(--edge);border-radius:10px;padding:.5rem .8rem;margin-top:.3rem}
        [aria-invalid=true]{border-color:var(--clay);border-width:3px}
        .wish{display:grid;grid-template-columns:3fr 2fr;gap:0 .6rem}.wish legend{margin-bottom:.1rem}
        .tick{display:flex;gap:.8rem;align-items:flex-start;margin:0;padding:.5rem 0;min-height:48px}
        .tick label{font-weight:400;margin:0}.tick input{width:1.5rem;height:1.5rem;flex:none;margin:.15rem 0 0;accent-color:var(--deep)}
        button{min-height:52px;width:100%;font:inherit;font-weight:700;color:var(--on-deep);background:var(--deep);border:2px solid transparent;\
        border-radius:999px;padding:.6rem 2rem;cursor:pointer}
        :focus-visible{outline:3px solid var(--clay);outline-offset:3px;border-radius:4px}
        .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        .leave{position:fixed;z-index:9;bottom:0;left:0;right:0;background:var(--clay);color:#fff;font-weight:700;text-align:center;\
        text-decoration:none;padding:1rem}
        .leave:focus-visible{outline-color:#fff;outline-offset:-6px}html{scroll-padding-bottom:5rem}
        @media (min-width:44rem){.leave{top:1rem;right:1rem;bottom:auto;left:auto;border-radius:999px;padding:.85rem 1.35rem;border:2px solid #fff}\
        main{padding-bottom:3rem}button{width:auto}}
        @media (prefers-color-scheme:dark){:root{--paper:#171d1c;--card:#1e2625;--ink:#eceae4;--soft:#b7c2bf;--line:#3a4543;--edge:#8b9694;\
        --deep:#8ec9c0;--on-deep:#10201e;--sand:#33291b;--clay:#f0b48f}.leave{color:#22130b}}
        """
}
