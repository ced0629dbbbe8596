// Figures typed as in a spreadsheet, on top of a form that works without any of this: Enter goes down, Shift and Enter up,
// arrows up and down, Alt with arrows anywhere, Escape takes a cell back, and a pasted block fills the cells from here on.

const table = document.querySelector(".cells")
if (table) {
    const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].slice(1).map((cell) => cell.querySelector("input")))
    const place = (input) => {
        for (let down = 0; down < rows.length; down++) {
            const across = rows[down].indexOf(input)
            if (across >= 0) return [down, across]
        }
        return null
    }
    const go = (down, across) => {
        const input = rows[down]?.[across]
        if (!input) return
        input.focus()
        input.select()
        input.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" })
    }
    const typed = (input, words) => {
        input.value = words
        input.dispatchEvent(new Event("input", { bubbles: true }))
    }
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

    table.addEventListener("keydown", (event) => {
        const at = event.target instanceof HTMLInputElement && place(event.target)
        if (!at || event.isComposing) return
        const step = event.key === "Enter" && !event.ctrlKey ? [event.shiftKey ? -1 : 1, 0] : steps[event.key]
        if (event.key === "Escape" && event.target.value !== event.target.defaultValue) {
            event.preventDefault()
            typed(event.target, event.target.defaultValue)
        } else if (event.key === "Enter" && event.ctrlKey) {
            event.preventDefault()
            event.target.form.requestSubmit()
        } else if (step && (event.key === "Enter" || event.altKey || !step[1])) {
            event.preventDefault()
            go(at[0] + step[0], at[1] + step[1])
        }
    })
    table.addEventListener("paste", (event) => {
        const at = event.target instanceof HTMLInputElement && place(event.target)
        const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "")
        if (!at || !/[\t\n]/.test(text)) return
        event.preventDefault()
        const lines = text.split(/\r?\n/).map((line) => line.split("\t"))
        let left = 0
        lines.forEach((line, down) =>
            line.forEach((words, across) => {
                const input = rows[at[0] + down]?.[at[1] + across]
                if (input) typed(input, words.trim())
                else if (words.trim()) left++
            }),
        )
        const note = table.closest("form").querySelector(".keys")
        note.textContent = left
            ? `${left} of the pasted cells found no place in the table and were left out.`
            : `Pasted: ${lines.length} rows.`
        note.setAttribute("role", "status")
    })
    table.closest("form").querySelector(".keys").textContent =
        "Enter goes down, Tab across, Escape takes a cell back, Ctrl and Enter saves. A block from a spreadsheet fills the cells."
}
