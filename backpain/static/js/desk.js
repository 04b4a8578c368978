// The editor is a box without a name for people who cannot see its label: give it the label's.

function nameEditors() {
  for (const box of document.querySelectorAll(".tiptap:not([aria-label])")) {
    const label = box.closest(".form-row")?.querySelector("label");
    box.setAttribute("aria-label", label ? label.textContent.replace(/:\s*$/, "").trim() : "");
    box.setAttribute("aria-multiline", "true");
  }
}

new MutationObserver(nameEditors).observe(document.body, { childList: true, subtree: true });
nameEditors();
