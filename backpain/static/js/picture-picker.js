// The library in a window that the editor opened: a press on a picture hands it over and closes.

const number = Number(new URLSearchParams(location.search).get("CKEditorFuncNum"));

function choose({ dataset }) {
  const tools = window.opener?.CKEDITOR?.tools;
  if (!tools) {
    document.querySelector("[data-picture-lost]").hidden = false;
    return;
  }
  tools.callFunction(number, dataset.address, {
    id: dataset.picture,
    alternative_text: dataset.alternativeText,
    caption: dataset.caption,
  });
  window.close();
}

for (const button of document.querySelectorAll("[data-picture]")) {
  button.addEventListener("click", () => choose(button));
  if ("pictureChosen" in button.dataset) choose(button);
}
