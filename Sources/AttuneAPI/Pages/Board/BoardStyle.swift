/// How the board looks. Colours come in pairs that keep a contrast of 4.5 and more on their own ground, in light and dark; none says what no
/// word says. Widths go down to 320 pixels, where each row is a card.
enum BoardStyle {
    static let text = """
        :root { --over: #9c1c12; --near: #6d4300; --calm: #1d5a54; --fill: #1d5a54; --room: #dbe3e0; }
        @media (prefers-color-scheme: dark) { :root { --over: #ffb3a6; --near: #f2c879; --calm: #8ec9c0; --fill: #8ec9c0; --room: #33423f; } }
        .wide main { max-width: 72rem; padding-top: 1rem; }
        .skip { position: absolute; left: -100vw; }
        .skip:focus { position: static; display: inline-block; padding: .6rem 1rem; }
        .top { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; justify-content: space-between;
               max-width: 72rem; margin: 0 auto; padding: .75rem 1.25rem 0; }
        .top .brand { margin: 0; }
        .top a { display: inline-block; padding: .4rem .3rem; }
        .crumb { margin: 0; }
        h1 .soft { font-size: 1.1rem; font-weight: 400; display: inline-block; }
        h3 { font-size: 1.0625rem; margin: 1.25rem 0 .35rem; }
        .soft { color: var(--soft); }
        .filters fieldset { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: end; border: 1px solid var(--line);
                            border-radius: 12px; padding: .5rem 1rem .9rem; margin: 0; }
        .filters label { margin: 0; }
        legend { font-weight: 600; padding: 0 .4rem; }
        select, textarea { display: block; width: 100%; font: inherit; color: var(--ink); background: var(--paper);
                           border: 1.5px solid var(--edge); border-radius: 10px; padding: .5rem .8rem; margin-top: .3rem; }
        select { min-height: 44px; font-weight: 400; }
        textarea { resize: vertical; }
        .tick { display: flex; align-items: center; gap: .6rem; min-height: 44px; font-weight: 400; margin: 0; }
        .tick input { display: inline-block; width: 1.25rem; height: 1.25rem; min-height: 0; margin: 0; flex: none; }
        #told { min-height: 1.6rem; margin: .5rem 0 0; color: var(--soft); }
        .summary { margin: 0 0 .25rem; color: var(--soft); }
        .empty { font-size: 1.15rem; padding: 2.5rem 0; text-align: center; }
        .board td, .board th { padding: .45rem .9rem .45rem .4rem; vertical-align: middle; }
        .board a.open { display: inline-block; padding: .55rem .2rem; font-weight: 600; }
        .board tbody tr:focus-within { background: var(--card); box-shadow: inset 4px 0 0 var(--deep); }
        .clock { font-variant-numeric: tabular-nums; white-space: nowrap; } .clock .soft { display: block; white-space: normal; }
        .age { font-variant-numeric: tabular-nums; white-space: nowrap; }
        .age.over { color: var(--over); font-weight: 700; }
        .age.near { color: var(--near); font-weight: 600; }
        .hold { color: var(--over); white-space: nowrap; }
        .board .soft { white-space: nowrap; }
        .reach { overflow-wrap: anywhere; } .reach .hold { white-space: normal; }
        .who { font-weight: 600; }
        .who.you { color: var(--calm); }
        .claim { display: inline-block; }
        .acts { margin: .5rem 0 1rem; }
        button.quiet { min-height: 40px; }
        .claim button { margin: .1rem 0; }
        .keys { margin-top: 2rem; color: var(--soft); }
        summary { cursor: pointer; padding: .5rem 0; }
        .keys dl, .facts { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.25rem; margin: .25rem 0 0; }
        dt { font-weight: 600; } dd { margin: 0; }
        .sides { display: grid; grid-template-columns: 1fr 1fr; gap: 0 3rem; }
        .sides h2 { margin-top: 1.25rem; }
        .words { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--card); border: 1px solid var(--line); border-radius: 12px;
                 padding: .8rem 1rem; }
        .decide fieldset { border: 1px solid var(--line); border-radius: 12px; padding: .25rem 1rem .5rem; margin: 1rem 0 0; }
        .match h3 { margin: .25rem 0; font-size: 1.2rem; }
        .match p { margin: .25rem 0; }
        .match .decide button { margin-top: .6rem; }
        .why th { font-weight: 600; width: 12rem; }
        .points { width: 11rem; }
        .points .number { font-weight: 700; }
        .number, .why tfoot td { font-variant-numeric: tabular-nums; }
        .why tfoot th, .why tfoot td { border-bottom: 0; font-weight: 700; }
        .bar { display: block; width: 10rem; max-width: 100%; height: 10px; margin-top: .3rem; }
        .bar .room { fill: var(--room); } .bar .full { fill: var(--fill); }
        .facts-of { margin: .2rem 0 0; padding-left: 1.1rem; color: var(--soft); font-size: .95rem; }
        .spaced li { margin-bottom: .5rem; } .spaced ul { margin: .1rem 0; }
        ul { padding-left: 1.2rem; margin: .25rem 0; }
        @media (max-width: 48rem) {
          .sides { grid-template-columns: 1fr; }
          .board thead, .why thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          .board, .board tbody, .board tr, .board td, .board th, .why, .why tbody, .why tfoot, .why tr, .why td, .why th { display: block; width: auto; }
          .board tr { border: 1px solid var(--line); border-radius: 14px; background: var(--card); padding: .35rem .9rem .6rem; margin: .6rem 0; }
          .board td, .board th { border: 0; padding: .15rem 0; }
          .board td[data-label]::before { content: attr(data-label) ": "; color: var(--soft); }
          .why tr { border-bottom: 1px solid var(--line); padding: .5rem 0; }
          .why td, .why th { border: 0; padding: .1rem 0; }
          .card { padding: .6rem .9rem .9rem; }
          .decide button { width: 100%; padding: .5rem 1rem; }
          .bar { width: 100%; }
        }
        @media (max-width: 26rem) {
          .facts { grid-template-columns: 1fr; }
          .facts dd { margin-bottom: .35rem; }
        }
        @media (max-width: 48rem) { main, .top { padding-left: 1rem; padding-right: 1rem; } h1 { font-size: 1.6rem; } }
        @media (prefers-reduced-motion: reduce) { *, *::before, *::after { transition: none; animation: none; scroll-behavior: auto; } }
        @media (forced-colors: active) { .bar .full { fill: CanvasText; } .bar .room { fill: GrayText; } }
        """
}
