// Narratives are written as they will look: paragraphs, sub-headings, bold, italics, lists, links, and nothing else.
// Without this script the same words are written as plain text.

const EDITOR = "../django_prose_editor/editor.js"

// The editor would add a stylesheet of its own, which our policy refuses: what it needs stands in office.css.
const placeholder = document.createElementNS("urn:kept", "style")
placeholder.setAttribute("data-tiptap-style", "")
document.head.append(placeholder)

// An element that no narrative holds: other programs are made of this editor, too.
const OTHERS = /<(?!\/|(?:p|h3|strong|em|ul|ol|li|a|br|meta)\b)[a-z]/i

// What a clipboard holds is made clean by the program, by the same rules as a pasted table.
async function cleaned(form, html) {
    const body = new FormData()
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
    body.set("_deed", "clean")
    body.set("_clipboard", html.replace(/\0+$/, "").replace(/src\s*=\s*(["'])data:.*?\1/gis, ""))
    const answer = await fetch(form.action, { method: "POST", body })
    if (!answer.ok || answer.redirected) throw new Error("not read")
    return answer.json()
}

// What wasn't passed on is said under the field, as soon as it is pasted.
function tell(place, { said, tables, paste }) {
    place.replaceChildren(
        ...said.map((words) => {
            const line = document.createElement("p")
            line.textContent = words
            return line
        }),
    )
    if (!tables) return
    const link = document.createElement("a")
    link.href = paste
    link.textContent = "Paste a table into a list of its own"
    place.lastChild.append(" ", link, ".")
}

async function paste(editor, form, place, html, plain) {
    place.textContent = "Reading what you pasted …"
    let found
    try {
        found = await cleaned(form, html)
    } catch {
        found = { said: ["This could not be read just now: it is pasted as plain text."] }
    }
    if (editor.isDestroyed) return
    editor.view.focus()
    if (found.html === undefined) editor.view.pasteText(plain)
    else if (found.html) editor.view.pasteHTML(found.html)
    tell(place, found)
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
        for (const name of ["aria-describedby", "aria-invalid"]) {
            if (textarea.hasAttribute(name)) field.setAttribute(name, textarea.getAttribute(name))
        }
        // The textarea is hidden from now on: what leads to it by its id, such as a line of what is wrong, leads here.
        field.id = textarea.id
        textarea.removeAttribute("id")
        label.addEventListener("click", () => field.focus())
    }
    const place = document.createElement("div")
    place.className = "left-out"
    place.setAttribute("role", "status")
    textarea.closest(".field")?.append(place)
    // What comes from this editor, or is only text, is its own business.
    const isForeign = (data) => {
        const html = data?.getData("text/html")
        const isOurs = html?.includes("data-pm-slice") && !OTHERS.test(html)
        return html && !isOurs && textarea.form
    }
    // Before the editor reads it itself: an inline style would be refused, and reported.
    const taken = (view, event, data) => {
        if (view.dragging || !isForeign(data)) return false
        event.preventDefault()
        const at = event.type === "drop" && view.posAtCoords({ left: event.clientX, top: event.clientY })
        if (at) made.commands.setTextSelection(at.pos)
        paste(made, textarea.form, place, data.getData("text/html"), data.getData("text/plain"))
        return true
    }
    const handleDOMEvents = {
        paste: (view, event) => taken(view, event, event.clipboardData),
        drop: (view, event) => taken(view, event, event.dataTransfer),
    }
    made?.setOptions?.({ editorProps: { ...made.options.editorProps, handleDOMEvents } })
    made?.on?.("update", () => textarea.dispatchEvent(new Event("input", { bubbles: true })))
}

const startAll = () => document.querySelectorAll("textarea[data-prose]").forEach(start)
startAll()
document.addEventListener("htmx:load", startAll)
