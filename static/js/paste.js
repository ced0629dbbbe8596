// A text field can only show the plain text of what is pasted. Word and Excel also put the table itself on the clipboard:
// it is kept in a hidden field beside, and given up as soon as somebody changes the text by hand.

for (const field of document.querySelectorAll("textarea[data-paste]")) {
  const kept = field.form.elements[field.dataset.paste];
  let text = null;

  field.addEventListener("paste", (event) => {
    // LibreOffice Writer ends its HTML with a zero, which no form takes.
    const html = event.clipboardData.getData("text/html").replace(/\0+$/, "");
    const fragment = html.match(/<!--StartFragment-->([\s\S]*)<!--EndFragment-->/);
    // Where the part that was copied lies inside of the table, the table begins before it.
    const part = fragment && /<table/i.test(fragment[1]) ? fragment[1] : html;
    if (!/<(table|ul|ol|p)\b/i.test(part)) return;
    // Only into an empty field: pasted into other text, the text is what is meant.
    const alone = field.selectionEnd - field.selectionStart === field.value.length;
    kept.value = alone ? part : "";
    setTimeout(() => { text = field.value; });
  });

  field.addEventListener("input", (event) => {
    if (event.inputType === "insertFromPaste") return;
    if (field.value !== text) kept.value = "";
  });
}
