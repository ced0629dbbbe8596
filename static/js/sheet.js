// A button that opens the browser's own print window. Without this the page says which keys do.

const hint = document.querySelector(".print-hint")
const button = document.createElement("button")
button.className = "button"
button.textContent = "Print this sheet"
button.addEventListener("click", () => window.print())
hint.before(button)
hint.textContent = "It is laid out for A4, and needs no colour."
