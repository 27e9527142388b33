/// The pages' style and their one small script, both allowed by hash.
enum HandoutStyle {
    /// “Leave now” takes this page out of the tab's history as well; Shift pressed three times does the same. Without scripts the link still leads away.
    static let script = """
        (function(){var a=document.getElementById('leave');if(!a)return;var n=0,t;
        function go(){document.documentElement.hidden=true;document.title='';location.replace(a.href)}
        a.addEventListener('click',function(e){e.preventDefault();go()});
        document.addEventListener('keydown',function(e){if(e.key!=='Shift'){n=0;return}if(e.repeat)return;
        n+=1;clearTimeout(t);t=setTimeout(function(){n=0},5000);if(n===3)go()})})();
        """

    static let css = """
        :root{--paper:#faf7f1;--card:#fffdfa;--ink:#22302e;--soft:#4a5957;--line:#d9d3c6;--deep:#1d5a54;--on-deep:#fff;--mist:#e8f0ed;--sand:#f6ecdb;\
        --clay:#85452a;--size:1.1875rem;--lead:1.65;color-scheme:light dark}
        *,*::before,*::after{box-sizing:border-box}
        html{background:var(--paper);color:var(--ink);scroll-padding:5.5rem 0;-webkit-text-size-adjust:100%}
        html:has(#size-2:checked){--size:1.375rem}
        html:has(#size-3:checked){--size:1.625rem}
        html:has(#airy:checked){--lead:2;letter-spacing:.03em;word-spacing:.12em}
        body{margin:0;font:var(--size)/var(--lead) "Open Sans","Noto Sans","Segoe UI",system-ui,sans-serif;overflow-wrap:break-word}
        h1,h2,h3{font-family:"Iowan Old Style","Palatino Linotype",Palatino,"Noto Serif",Georgia,serif;line-height:1.25;font-weight:600;text-wrap:balance;margin:0}
        h1{font-size:clamp(1.9em,5vw,2.7em);letter-spacing:-.01em}
        h2{font-size:1.5em;margin:0 0 .7em}
        h3{font-size:1.25em;margin:0 0 .5em}
        p,ul,ol{margin:0 0 1.1em}
        ul,ol{padding-left:1.3em}
        li{margin-bottom:.5em}
        a{color:var(--deep);text-underline-offset:.18em;text-decoration-thickness:.08em}
        :focus-visible{outline:3px solid var(--clay);outline-offset:3px;border-radius:4px}
        .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        .page{max-width:44rem;margin:0 auto;padding:0 1.25rem}
        .leave{position:fixed;z-index:9;top:1rem;right:1rem;background:var(--clay);color:#fff;font-weight:700;font-size:1.0625rem;line-height:1.2;\
        text-decoration:none;padding:.85rem 1.35rem;border-radius:999px;box-shadow:0 2px 10px #0003;border:2px solid #fff}
        .leave:hover{background:#6d371f}
        .leave:focus-visible{outline:3px solid var(--ink);border-radius:999px}
        .skip{position:absolute;left:1rem;top:-6rem;background:var(--card);padding:.8rem 1.2rem;border-radius:8px;z-index:8}
        .skip:focus{top:1rem}
        .art svg{display:block;width:100%;height:clamp(150px,24vw,260px)}
        .top{margin-bottom:2.2rem}
        .top h1{margin:.15em 0 .7em}
        .eyebrow{font-size:.82em;color:var(--soft);margin:1.6rem 0 .2rem;letter-spacing:.02em}
        .comfort{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.6rem 1.4rem;align-items:center;color:var(--soft);font-size:1rem}
        .comfort legend{float:left;padding:0;margin-right:.3rem}
        .sizes{display:inline-flex;border:1px solid var(--soft);border-radius:999px;overflow:hidden;background:var(--card)}
        .sizes input{position:absolute;opacity:0;width:1px;height:1px}
        .sizes label{min-width:48px;min-height:44px;display:grid;place-items:center;cursor:pointer;color:var(--ink);font-weight:600;line-height:1}
        .sizes input:checked+label{background:var(--deep);color:var(--on-deep)}
        .sizes:focus-within{outline:3px solid var(--clay);outline-offset:3px}
        .a1{font-size:1rem}.a2{font-size:1.25rem}.a3{font-size:1.55rem}
        .airy{display:inline-flex;align-items:center;gap:.55rem;min-height:44px}
        input[type=checkbox]{width:1.5rem;height:1.5rem;accent-color:var(--deep);flex:none;margin:0}
        .note,.before,.contents,.settle,.practice,.tip{border-radius:18px;padding:1.5rem 1.6rem;margin:0 0 2rem}
        .note{background:var(--sand)}
        .before{background:var(--mist)}
        .note h2,.before h2,.contents h2{font-size:1.15em;margin-bottom:.5em}
        .before ul{margin:0}.note p:last-child{margin:0}
        .contents{border:1px solid var(--line);background:var(--card)}
        .contents ol{margin:0}.contents li{margin:0}
        .contents li{padding:.3rem 0}
        main>section{margin-bottom:2.6rem}
        .explain h2,.patterns h2,.practices h2,.support h2,.closing h2{padding-top:1.4rem}
        .explain h2::before,.patterns h2::before,.practices h2::before,.support h2::before,.closing h2::before{content:"";display:block;width:3.2rem;\
        height:4px;border-radius:2px;background:var(--deep);margin-bottom:1rem}
        .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),1fr));gap:1rem;margin:0 0 1.5rem}
        .card{background:var(--card);border:1px solid var(--line);border-radius:16px;padding:1.2rem 1.3rem}
        .card h3{font-size:1.1em;color:var(--deep)}.card p{margin:0;font-size:.95em;line-height:1.55}
        .practice{background:var(--card);border:1px solid var(--line);border-top:6px solid var(--deep)}
        .practice .eyebrow{margin:0}
        .prompt{border:0;margin:1.5rem 0;padding:0 0 0 1.1rem;border-left:4px solid var(--deep)}
        .prompt label,.prompt legend{font-weight:600;padding:0;margin-bottom:.6rem;display:block}
        .tag{display:inline-block;background:var(--mist);color:var(--ink);border-radius:999px;font-size:.8em;font-weight:600;padding:.1rem .8rem;margin:0 0 .4rem}
        textarea{display:block;width:100%;min-height:6.5rem;field-sizing:content;resize:vertical;font:inherit;color:var(--ink);background:var(--paper);\
        border:1.5px solid #7b8583;border-radius:12px;padding:.75rem .9rem}
        .checklist p{display:flex;gap:.8rem;align-items:flex-start;margin:0;padding:.45rem 0;min-height:44px}
        .checklist p label{font-weight:400;margin:0}
        .checklist input{margin-top:.2rem}
        .care{background:var(--sand);border-radius:14px;padding:1rem 1.2rem;margin:0 0 1.4rem;font-size:.95em}
        .care p{margin:0 0 .4rem}.care p:last-child{margin:0;display:flex;flex-wrap:wrap;gap:.3rem 1.6rem}
        .care a{padding:.35rem 0;font-weight:600}
        .fold>summary{cursor:pointer;display:inline-block;list-style:none;background:var(--deep);color:var(--on-deep);border-radius:999px;font-weight:600;\
        padding:.65rem 1.4rem;margin-bottom:1.2rem}
        .fold>summary::-webkit-details-marker{display:none}
        .kept{background:var(--mist);border-radius:14px;padding:1rem 1.2rem}
        .tip{background:var(--sand)}.tip h3{font-size:1.05em;margin-bottom:.3em}.tip p{margin:0}
        .settle{background:var(--mist)}.settle ol{margin:0}
        .cta{border-top:1px solid var(--line);padding-top:1.4rem}
        footer{border-top:1px solid var(--line);color:var(--soft);padding-top:2rem!important;padding-bottom:3rem!important;font-size:.92em}
        footer h2{font-size:1.1em;color:var(--ink)}
        footer .help{list-style:none;padding:0}footer strong{color:var(--ink)}
        .door{min-height:100vh;display:flex;flex-direction:column;align-items:center;text-align:center}
        .door .art{width:100%;margin-bottom:3rem}
        .door h1{padding:0 1.25rem}
        .door p{max-width:30rem;padding:1rem 1.25rem 0}
        button{font:inherit;font-weight:700;color:var(--on-deep);background:var(--deep);border:2px solid transparent;border-radius:999px;padding:.8rem 2.4rem;cursor:pointer}
        button:hover{background:#153f3b}
        @media (max-width:62rem){.leave{top:auto;bottom:0;left:0;right:0;border-radius:0;border:0;text-align:center;padding:1rem}\
        .leave:focus-visible{border-radius:0;outline-offset:-6px;outline-color:#fff}body{padding-bottom:4rem}html{scroll-padding:1rem 0 5rem}}\
        @media (max-width:40rem){.note,.before,.contents,.settle,.practice,.tip{padding:1.2rem 1.15rem}}
        @media (prefers-color-scheme:dark){:root{--paper:#171d1c;--card:#1e2625;--ink:#eceae4;--soft:#b7c2bf;--line:#3a4543;--deep:#8ec9c0;--on-deep:#10201e;\
        --mist:#21302e;--sand:#33291b;--clay:#f0b48f}.leave{color:#22130b}.leave:hover{background:#ffcfae}button:hover{background:#b5ded8}.art svg{opacity:.8}}
        @media (prefers-contrast:more){:root{--soft:var(--ink);--line:var(--ink)}}
        @media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#000;--deep:#000;--mist:#fff;--sand:#fff;--line:#888;--size:12pt;--lead:1.5}\
        .leave,.skip,.art,.comfort,.contents,.care p:last-child,.fold>summary{display:none}.fold::details-content{content-visibility:visible;display:block}\
        .note,.before,.settle,.practice,.tip,.care,.card{border:1px solid #888;break-inside:avoid-page}.practice{break-inside:auto}\
        .prompt,.card,li{break-inside:avoid}h2,h3{break-after:avoid}textarea{min-height:3cm;border:1px solid #888}.page{max-width:none}}
        """
}
