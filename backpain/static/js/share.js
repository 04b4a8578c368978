// Copies what stands in a field: the button appears only where a browser can do it.

function offer(button) {
  const field = document.getElementById(button.dataset.copy);
  const status = button.closest(".share").querySelector("[data-copy-status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    let words = button.dataset.copied;
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      words = button.dataset.failed; // refused: what is selected can still be copied by hand
    }
    status.textContent = words;
  });
}

if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach(offer);
