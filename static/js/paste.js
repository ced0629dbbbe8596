// A text field can only show the plain text of what is pasted. Word and Excel also put the table itself on the clipboard:
// it is kept in a hidden field beside, and given up as soon as somebody changes the text by hand. A form may be fetched
// into the page later, so the page listens, not the field.

const pasted = new WeakMap();

document.addEventListener("paste", (event) => {
  const field = event.target;
  if (!field.matches?.("textarea[data-paste]")) return;
  const kept = field.form.elements[field.dataset.paste];
  // LibreOffice Writer ends its HTML with a zero, which no form takes.
  const html = event.clipboardData.getData("text/html").replace(/\0+$/, "");
  const fragment = html.match(/<!--StartFragment-->([\s\S]*)<!--EndFragment-->/);
  // Where the part that was copied lies inside of the table, the table begins before it.
  const part = fragment && /<table/i.test(fragment[1]) ? fragment[1] : html;
  if (!/<(table|ul|ol|p)\b/i.test(part)) return;
  // Only into an empty field: pasted into other text, the text is what is meant.
  const alone = field.selectionEnd - field.selectionStart === field.value.length;
  kept.value = alone ? part : "";
  setTimeout(() => pasted.set(field, field.value));
});

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.matches?.("textarea[data-paste]") || event.inputType === "insertFromPaste") return;
  if (field.value !== pasted.get(field)) field.form.elements[field.dataset.paste].value = "";
});
