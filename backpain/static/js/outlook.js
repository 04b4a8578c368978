// What the first button below the form of an article will do: asked again while its dates change.

const PAUSE = 300; // milliseconds after the last change

export function enhance(acts) {
  const form = acts.closest("form");
  const words = acts.querySelector("[data-outlook-words]");
  const button = acts.querySelector("[name=_publish]");
  let asked = null;
  let timer = 0;

  function moments() {
    const typed = new URLSearchParams({ article: acts.dataset.article ?? "" });
    for (const name of ["publish_at", "unpublish_at", "change_at"]) {
      for (const part of [`${name}_0`, `${name}_1`]) {
        typed.set(part, form.elements[part]?.value ?? "");
      }
    }
    return typed.toString();
  }

  async function ask() {
    const now = moments();
    if (now === asked) return;
    asked = now;
    try {
      const answer = await fetch(`${acts.dataset.outlook}?${now}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const outlook = await answer.json();
      if (now !== asked) return;
      if (words.textContent !== outlook.words) words.textContent = outlook.words;
      if (outlook.button && button) button.textContent = outlook.button;
    } catch {
      asked = null; // the network is away: with the next change it is asked once more
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  }

  asked = moments();
  // The desk's calendar and clock fill fields without an event of their own, then give them focus.
  for (const event of ["input", "change", "click", "focusin"]) document.addEventListener(event, soon);
}

// A problem's link leads to its field, also where the editor stands in the place of it.
function lead(event) {
  const link = event.target.closest("a[data-field]");
  const editor = link && document.querySelector(`.field-${CSS.escape(link.dataset.field)} .ProseMirror`);
  if (!editor) return;
  event.preventDefault();
  editor.closest("details")?.setAttribute("open", "");
  editor.focus();
  editor.scrollIntoView({ block: "center" });
}

for (const acts of document.querySelectorAll("[data-outlook]")) enhance(acts);
const checklist = document.querySelector("#checklist");
checklist?.addEventListener("click", lead);
if (location.hash === "#checklist") {
  // The editor above it grew after the browser had gone there.
  addEventListener("load", () => checklist?.scrollIntoView());
}
