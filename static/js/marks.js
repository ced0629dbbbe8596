// A letter marks the seat and goes on to the next; Enter goes on, Shift and Enter back; what is marked is counted.
// Without this each mark is chosen with Tab and the arrows.

const form = document.querySelector("form[data-least]")
const groups = [...document.querySelectorAll(".marks")]
const count = document.querySelector("#count")
const rest = document.querySelector("#rest")
const words = { P: "present", O: "online", D: "with a deputy", A: "apologies", N: "no apologies", V: "nobody in post", Y: "not yet members" }
const chosen = (group) => group.querySelector("input:checked")
const mark = (group) => (chosen(group)?.value ?? "-").replace("-", "")
const seat = (at) => groups[at] && (chosen(groups[at]) ?? groups[at].querySelector("input"))

// At once, not smoothly: whoever types fast would outrun it. The count below must not lie over the row.
function go(field) {
    field?.focus({ preventScroll: true })
    field?.closest("tr").scrollIntoView({ block: "center", behavior: "instant" })
}

// How many heads are needed, as the records have it. Who has to be among them is said when the marks are saved.
function heads() {
    const rule = form.dataset
    const counted = groups.filter((group) => group.hasAttribute("data-counts") && !"VY".includes(mark(group) || "-"))
    const here = counted.filter((group) => mark(group) === "P" || (mark(group) === "O" && rule.online) || (mark(group) === "D" && rule.deputies))
    const share = rule.share ? Math.ceil((Number(rule.share) * counted.length) / 100 - 1e-9) : 0
    const needed = Math.max(Number(rule.least), share)
    return needed ? ` ${here.length} members here, ${needed} needed.` : ""
}

function tell() {
    const marks = groups.map(mark).filter(Boolean)
    const each = Object.entries(words).map(([letter, said]) => [marks.filter((one) => one === letter).length, said])
    const told = each.filter(([number]) => number).map(([number, said]) => `${number} ${said}`)
    count.textContent = `${marks.length} of ${groups.length} marked${told.length ? `: ${told.join(", ")}` : ""}.${heads()} Not saved yet.`
    if (rest) rest.hidden = marks.length === groups.length
}

// What is chosen by a key is kept like anything that is typed.
const changed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }))

document.addEventListener("keydown", (event) => {
    const group = event.target.closest?.("fieldset.acts")?.querySelector(".marks")
    if (!group || event.ctrlKey || event.metaKey || event.altKey) return
    const at = groups.indexOf(group)
    const key = event.key === "Backspace" || event.key === "Delete" ? "-" : event.key.toUpperCase()
    const choice = event.target.type === "radio" && key.length === 1 && group.querySelector(`[value="${CSS.escape(key)}"]`)
    if (choice) {
        event.preventDefault()
        choice.checked = true
        changed(choice)
        tell()
        go(choice.value === "D" ? group.nextElementSibling : seat(at + 1) ?? choice)
    } else if (event.key === "Enter") {
        event.preventDefault()
        const next = seat(at + (event.shiftKey ? -1 : 1))
        next ? go(next) : form.querySelector(".visiting input")?.focus()
    }
})
document.addEventListener("change", ({ target }) => target.closest(".marks") && tell())
if (rest) {
    rest.hidden = groups.every(mark)
    rest.addEventListener("click", () => {
        for (const group of groups) if (!mark(group)) group.querySelector("input").checked = true
        changed(groups[0].querySelector("input"))
        tell()
    })
}
