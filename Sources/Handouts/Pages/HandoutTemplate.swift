/// The templates. `{{…}}` is escaped; `{{{…}}}` stands only where the value is our own style, script or drawing, or comes from `ArticleHTML`.
enum HandoutTemplate {
    /// The way out comes first: before anything else can take the focus.
    private static let head = """
        <!DOCTYPE html>
        <html lang="{{lang}}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex, nofollow, noarchive">
        <meta name="referrer" content="no-referrer">
        <meta name="color-scheme" content="light dark">
        <title>{{words.tab}}</title>
        <style>{{{css}}}</style>
        </head>
        <body>
        <a class="leave" id="leave" href="{{exit}}" rel="noreferrer noopener nofollow">{{words.leave}}<span class="unseen"> {{words.leaveHint}}</span></a>
        """

    static let door =
        head + """

            <main class="door">
            <div class="art" aria-hidden="true">{{{art}}}</div>
            <h1>{{heading}}</h1>
            <p>{{text}}</p>
            {{#button}}<form method="post"><button type="submit">{{button}}</button></form>{{/button}}
            </main>
            <script>{{{script}}}</script>
            </body>
            </html>

            """

    static let handout =
        head + """

            <a class="skip" href="#text">{{words.skip}}</a>
            <header class="top">
            <div class="art" aria-hidden="true">{{{art}}}</div>
            <div class="page">
            <p class="eyebrow">{{words.forYou}} · {{words.about}} {{minutes}} {{words.minutes}}</p>
            <h1>{{title}}</h1>
            <fieldset class="comfort">
            <legend>{{words.textSize}}</legend>
            <span class="sizes">
            <input type="radio" name="size" id="size-1" autocomplete="off" checked><label for="size-1" class="a1"><span aria-hidden="true">A</span><span class="unseen">{{words.size1}}</span></label>
            <input type="radio" name="size" id="size-2" autocomplete="off"><label for="size-2" class="a2"><span aria-hidden="true">A</span><span class="unseen">{{words.size2}}</span></label>
            <input type="radio" name="size" id="size-3" autocomplete="off"><label for="size-3" class="a3"><span aria-hidden="true">A</span><span class="unseen">{{words.size3}}</span></label>
            </span>
            <span class="airy"><input type="checkbox" id="airy" autocomplete="off"><label for="airy">{{words.airy}}</label></span>
            </fieldset>
            </div>
            </header>
            <main class="page" id="text">
            {{#note}}
            <section class="note" aria-labelledby="note-h">
            <h2 id="note-h">{{words.note}}</h2>
            {{#paragraphs}}<p>{{.}}</p>{{/paragraphs}}
            </section>
            {{/note}}
            <section class="before" aria-labelledby="before-h">
            <h2 id="before-h">{{words.before}}</h2>
            <ul>
            <li>{{words.before1}}</li>
            {{#reflect}}<li id="private">{{words.before2}}</li>{{/reflect}}
            <li>{{words.before3}} <a href="#settle">{{words.settleLink}}</a></li>
            </ul>
            </section>
            {{#contents}}
            <nav class="contents" aria-labelledby="contents-h">
            <h2 id="contents-h">{{words.contents}}</h2>
            <ol>{{#list}}<li><a href="#{{id}}">{{heading}}</a></li>{{/list}}</ol>
            </nav>
            {{/contents}}
            {{#sections}}
            <section class="{{kind}}" id="{{id}}">
            {{#practice}}<p class="eyebrow">{{words.practice}} {{practice}}</p>{{/practice}}
            {{#h2}}<h2>{{h2}}</h2>{{/h2}}{{#h3}}<h3>{{h3}}</h3>{{/h3}}
            {{#care}}
            <div class="care">
            <p>{{words.care}} {{themes}}. {{words.choice}}</p>
            <p><a href="#{{next}}">{{words.skipPart}}</a> <a href="#settle">{{words.settleLink}}</a></p>
            </div>
            {{/care}}
            {{#folded}}<details class="fold"><summary>{{words.open}}</summary>{{/folded}}
            {{#blocks}}
            {{#html}}{{{html}}}{{/html}}
            {{#list}}<ul>{{#items}}<li>{{{html}}}</li>{{/items}}</ul>{{/list}}
            {{#patterns}}<div class="cards">{{#list}}<div class="card"><h3>{{label}}</h3>{{{html}}}</div>{{/list}}</div>{{/patterns}}
            {{#prompt}}
            <div class="prompt {{kind}}">
            {{#notice}}<p class="tag">{{words.notice}}</p>{{/notice}}{{#action}}<p class="tag">{{words.action}}</p>{{/action}}
            <label for="{{id}}">{{{html}}}</label>
            <textarea id="{{id}}" rows="3" autocomplete="off" autocapitalize="sentences" spellcheck="false" data-gramm="false" aria-describedby="private"></textarea>
            </div>
            {{/prompt}}
            {{#checklist}}
            <fieldset class="prompt checklist">
            <legend>{{#hasLead}}{{{lead}}} …{{/hasLead}}{{^hasLead}}{{words.checklist}}{{/hasLead}}</legend>
            {{#items}}<p><input type="checkbox" id="{{id}}" autocomplete="off"><label for="{{id}}">{{{html}}}</label></p>{{/items}}
            </fieldset>
            {{/checklist}}
            {{/blocks}}
            {{#kept}}<p class="kept">{{words.kept}}</p>{{/kept}}
            {{#folded}}</details>{{/folded}}
            </section>
            {{/sections}}
            <section class="settle" id="settle" aria-labelledby="settle-h">
            <h2 id="settle-h">{{words.settle}}</h2>
            <ol>
            <li>{{words.settle1}}</li><li>{{words.settle2}}</li><li>{{words.settle3}}</li><li>{{words.settle4}}</li>
            </ol>
            </section>
            </main>
            <footer class="page">
            <h2>{{words.now}}</h2>
            <ul class="help">{{#help}}<li><strong>{{name}}</strong> {{text}}</li>{{/help}}</ul>
            <h2>{{words.aboutPage}}</h2>
            <p>{{words.aboutText}}</p>
            <p>{{words.aboutLeave}}</p>
            </footer>
            <script>{{{script}}}</script>
            </body>
            </html>

            """
}
