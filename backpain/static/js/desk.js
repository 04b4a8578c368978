// The stock desk leaves some fields without a name for people who cannot see where they stand.

function name(element, words) {
  if (element && words && !element.hasAttribute("aria-label")) {
    element.setAttribute("aria-label", words.textContent.replace(/:\s*$/, "").trim());
  }
}

function nameFields() {
  for (const editor of document.querySelectorAll(".tiptap")) {
    name(editor, editor.closest(".form-row")?.querySelector("label"));
  }
  for (const cell of document.querySelectorAll(".tabular td[class*='field-']")) {
    const column = [...cell.classList].find((part) => part.startsWith("field-")).slice(6);
    const heading = cell.closest("table").querySelector(`th.column-${column}`);
    name(cell.querySelector("input, select, textarea"), heading);
  }
  for (const box of document.querySelectorAll(".tabular td.delete input")) {
    name(box, box.closest("table").querySelector("thead th:last-child"));
  }
}

new MutationObserver(nameFields).observe(document.body, { childList: true, subtree: true });
nameFields();
