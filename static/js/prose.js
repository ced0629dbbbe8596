// Narratives are written as they will look: paragraphs, sub-headings, bold, italics, lists, links, and nothing else.
// Without this script the same words are written as plain text.

const EDITOR = "../django_prose_editor/editor.js"

// The editor would add a stylesheet of its own, which our policy refuses: what it needs stands in office.css.
const placeholder = document.createElementNS("urn:kept", "style")
placeholder.setAttribute("data-tiptap-style", "")
document.head.append(placeholder)

// Pasted from Word: lists are paragraphs that say so, bold is a style, headings are of any size.
export function fromWord(html) {
    // Renamed before it is parsed: an inline style would be refused, and reported.
    const page = new DOMParser().parseFromString(html.replace(/\sstyle=/gi, " data-style="), "text/html")
    const renamed = (element, name) => {
        const fresh = page.createElement(name)
        fresh.append(...element.childNodes)
        element.replaceWith(fresh)
        return fresh
    }
    for (const heading of page.querySelectorAll("h1, h2, h4, h5, h6")) renamed(heading, "h3")
    for (const element of page.querySelectorAll("[data-style]")) {
        const style = element.dataset.style.toLowerCase()
        if (element.tagName !== "SPAN") continue
        if (/mso-list:\s*ignore/.test(style)) element.remove()
        else if (/font-weight:\s*(bold|[6-9]00)/.test(style)) renamed(element, "strong")
        else if (/font-style:\s*italic/.test(style)) renamed(element, "em")
    }
    for (const item of page.querySelectorAll("p[class*=MsoListParagraph]")) {
        const words = item.textContent.trimStart()
        const kind = /^(\d+|[a-z])[.)]\s/i.test(words) ? "ol" : "ul"
        const before = item.previousElementSibling
        const list = before?.dataset.pasted && before.localName === kind ? before : page.createElement(kind)
        if (list !== before) {
            list.dataset.pasted = "yes"
            item.before(list)
        }
        const mark = page.createTreeWalker(item, NodeFilter.SHOW_TEXT).nextNode()
        if (mark) mark.data = mark.data.replace(/^\s*([·•o§-]|\d+[.)]|[a-z][.)])\s+/i, "")
        list.append(renamed(item, "li"))
    }
    for (const link of page.querySelectorAll("a"))
        if (!/^(https?:|mailto:)/i.test(link.getAttribute("href") ?? "")) link.replaceWith(...link.childNodes)
    return page.body.innerHTML
}

async function start(textarea) {
    if (textarea.dataset.started) return
    textarea.dataset.started = "yes"
    const parts = await import(EDITOR)
    const { createTextareaEditor, Document, Dropcursor, Gapcursor, Paragraph, HardBreak, Text, History, Menu, NoSpellCheck, Bold, Italic, Heading, BulletList, OrderedList, ListItem, Link } = parts
    const made = createTextareaEditor(
        textarea,
        [Document, Dropcursor, Gapcursor, Paragraph, HardBreak, Text, History, Menu, NoSpellCheck, Bold, Italic]
            .concat(Heading.configure({ levels: [3] }), BulletList, OrderedList, ListItem, Link.configure({ openOnClick: false }))
            .filter(Boolean),
    )
    const label = document.querySelector(`label[for="${textarea.id}"]`)
    const field = textarea.closest(".field")?.querySelector(".ProseMirror[contenteditable]")
    if (label && field) {
        label.id ||= `${textarea.id}_label`
        field.setAttribute("role", "textbox")
        field.setAttribute("aria-multiline", "true")
        field.setAttribute("aria-labelledby", label.id)
        if (textarea.getAttribute("aria-describedby")) field.setAttribute("aria-describedby", textarea.getAttribute("aria-describedby"))
        label.addEventListener("click", () => field.focus())
    }
    made?.setOptions?.({ editorProps: { ...made.options.editorProps, transformPastedHTML: fromWord } })
    made?.on?.("update", () => textarea.dispatchEvent(new Event("input", { bubbles: true })))
}

const startAll = () => document.querySelectorAll("textarea[data-prose]").forEach(start)
startAll()
document.addEventListener("htmx:load", startAll)
