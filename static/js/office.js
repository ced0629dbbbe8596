// The office's forms in place of their rows, on top of pages that work without any of this.
// One row is edited at a time; what is typed is kept; what happened is said.

const EVERY = 3000 // milliseconds of typing between two drafts
const editor = () => document.querySelector(".office form.editor")
const kept = new WeakMap() // form -> {sent: text as last kept, failed: whether it couldn't be}

// What happened, said and shown.
const live = document.createElement("p")
live.className = "said-aloud"
live.setAttribute("role", "status")
document.body.append(live)
let quiet
function say(words) {
    live.textContent = words
    clearTimeout(quiet)
    quiet = setTimeout(() => (live.textContent = ""), 6000)
}

// Forms

const typed = (form) => {
    const data = new URLSearchParams()
    for (const [name, value] of new FormData(form))
        if (!name.startsWith("_") && name !== "csrfmiddlewaretoken" && typeof value === "string") data.append(name, value)
    return data.toString()
}
const watched = (form) => {
    if (!kept.has(form)) kept.set(form, { sent: typed(form), failed: false })
    return kept.get(form)
}
const isChanged = (form) => typed(form) !== watched(form).sent || form.dataset.changed === "yes"

let timer
function soon(form) {
    watched(form)
    form.dataset.changed = "yes"
    clearTimeout(timer)
    timer = setTimeout(() => keep(form), EVERY)
}

// What is kept is text: a chosen file stays with the browser until it is saved.
const texts = (form) => {
    const body = new FormData(form)
    for (const [name, value] of [...body]) if (typeof value !== "string") body.delete(name)
    return body
}

async function keep(form, leaving = false) {
    const state = watched(form)
    const now = typed(form)
    if (!form.isConnected || now === state.sent) return
    const body = texts(form)
    body.set("_deed", "keep")
    const where = form.querySelector(".kept")
    try {
        const answer = await fetch(form.action, { method: "POST", body, keepalive: leaving })
        const told = answer.ok ? await answer.json() : {}
        if (!told.kept) throw new Error("not kept")
        Object.assign(state, { sent: now, failed: false })
        if (where) where.textContent = `Your text is kept, ${told.kept}. It is not saved yet.`
    } catch {
        state.failed = true
        if (where) where.textContent = "Your text can’t be kept at the moment. Save it soon."
    }
}

document.addEventListener("focusin", ({ target }) => {
    const form = target.closest?.("form[data-keeps]")
    if (form) watched(form)
})
document.addEventListener("input", ({ target }) => {
    const form = target.closest?.("form[data-keeps]")
    if (form) soon(form)
})
// What is just being saved isn't kept beside it: the page is hidden too while its answer comes.
let sending = false
addEventListener("pageshow", () => (sending = false))
document.addEventListener("visibilitychange", () => {
    const form = document.querySelector("form[data-keeps]")
    if (!sending && document.visibilityState === "hidden" && form && kept.has(form)) keep(form, true)
})
addEventListener("beforeunload", (event) => {
    const form = document.querySelector("form[data-keeps]")
    if (!sending && form && kept.has(form) && kept.get(form).failed && typed(form) !== kept.get(form).sent) event.preventDefault()
})
document.addEventListener("submit", ({ target }) => {
    sending = !target.hasAttribute("hx-post")
    clearTimeout(timer)
})

// In place of the row

function forget(form) {
    const body = texts(form)
    body.set("_deed", "throw-away")
    if (form.dataset.changed === "yes") fetch(form.action, { method: "POST", body, redirect: "manual" })
}

function close(form, { discard = true } = {}) {
    clearTimeout(timer)
    if (discard) forget(form)
    const row = form.closest(".entry") ?? form.closest("tr")?.previousElementSibling
    const opener = row?.querySelector("[data-opens]") ?? form.previousElementSibling?.querySelector("[data-opens]")
    ;(form.closest(".editor-row") ?? form).remove()
    opener?.focus()
}

document.addEventListener("click", (event) => {
    const opens = event.target.closest?.("[data-opens]")
    const open = editor()
    if (opens && open && !open.contains(opens)) {
        if (isChanged(open)) {
            event.preventDefault()
            event.stopImmediatePropagation()
            say("Save or cancel what you are writing first.")
            open.querySelector("input:not([type=hidden]), textarea, select")?.focus()
            return
        }
        ;(open.closest(".editor-row") ?? open).remove()
    }
    if (opens && window.htmx && !event.ctrlKey && !event.metaKey) {
        event.preventDefault()
        const row = opens.closest(".add, tr, .entry")
        window.htmx.ajax("GET", opens.href, { source: opens, target: row, swap: row.matches("li") ? "afterbegin" : "afterend" })
    }
    const cancels = event.target.closest?.("[data-cancels]")
    if (cancels && cancels.closest(".office")) {
        event.preventDefault()
        close(cancels.closest("form"))
    }
    for (const menu of document.querySelectorAll("details.more[open]")) if (!menu.contains(event.target)) menu.open = false
}, true)

document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return
    const menu = event.target.closest?.("details.more[open]")
    if (menu) {
        menu.open = false
        menu.querySelector("summary").focus()
        return
    }
    const form = event.target.closest?.(".office form.editor")
    if (!form) return
    // What was typed stays kept and is offered the next time: Escape is easily hit.
    if (isChanged(form)) keep(form)
    close(form, { discard: false })
    say(form.dataset.changed === "yes" ? "Closed. Your text is kept." : "Closed.")
})

document.addEventListener("htmx:afterSwap", ({ detail }) => {
    const form = editor()
    // Sums that are reckoned anew while somebody types leave the focus where it is.
    if (!form || !detail.elt || detail.target?.closest("[data-aside]")) return
    const wrong = form.querySelector(".error-summary, .message[role=alert]")
    const first = wrong ?? form.querySelector("input:not([type=hidden]), textarea, select")
    first?.focus()
    watched(form)
    form.scrollIntoView({ block: "nearest" })
})
document.addEventListener("htmx:sendError", () => say("The server can’t be reached. Your text is still here."))
document.addEventListener("htmx:responseError", ({ detail }) => {
    say(
        detail.xhr.status === 403
            ? "You are not signed in any more, or may not do this. Your text is still here."
            : "That didn’t work. Your text is still here.",
    )
})

// After a save the page is fetched again, so that every total and every other row is right.
document.addEventListener("row-saved", async ({ detail }) => {
    clearTimeout(timer)
    const was = document.activeElement?.id
    const there = document.getElementById(detail.anchor)
    const open = [...document.querySelectorAll("details.parts[open]")].map((each) => each.closest(".entry")?.id)
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } })
    if (!answer.ok) return location.reload()
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const [now, next] = [document.querySelector("main"), page.querySelector("main")]
    now.replaceChildren(...document.adoptNode(next).childNodes)
    for (const id of open) document.getElementById(id)?.querySelector(":scope > details.parts")?.setAttribute("open", "")
    window.htmx.process(now)
    const row = document.getElementById(detail.anchor)
    // A new row may be on another page.
    if (!(row ?? there)) return location.assign(detail.address)
    for (let around = row?.closest("details.parts"); around; around = around.parentElement.closest("details.parts")) around.open = true
    const moved = row && was?.startsWith(`${detail.anchor}-`) && /-(up|down)$/.test(was)
    if (moved) row.querySelector("details.more").open = true
    const back = moved
        ? document.getElementById(was) ?? row.querySelector("details.more button")
        : document.getElementById(`${detail.anchor}-edit`)
    ;(back ?? document.querySelector("h1"))?.focus()
    row?.scrollIntoView({ block: "nearest" })
    say(detail.words)
})
