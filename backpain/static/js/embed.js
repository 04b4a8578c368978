// A video's player is loaded when the reader asks for it; without this the link leads to its page.

function play(event) {
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const link = event.currentTarget;
  const frame = document.createElement("iframe");
  frame.className = "embed__frame";
  frame.title = link.dataset.title;
  frame.allow = "autoplay; fullscreen; picture-in-picture; encrypted-media";
  frame.referrerPolicy = "strict-origin-when-cross-origin"; // YouTube refuses a player without one
  frame.src = link.dataset.player;
  link.closest("figure").replaceChildren(frame);
  frame.focus();
}

for (const link of document.querySelectorAll("[data-player]")) link.addEventListener("click", play);
