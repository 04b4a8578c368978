// The windows of the desk: a button within closes them.

for (const dialog of document.querySelectorAll("dialog.window")) {
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) dialog.close();
  });
}
