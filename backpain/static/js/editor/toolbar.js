// The toolbar by keyboard and by ear: w3.org/WAI/ARIA/apg/patterns/toolbar. And the list of keys.

import { Extension } from "django-prose-editor/editor";

const TOGGLES = /^(heading\d|paragraph|bulletList|orderedList|bold|italic|subscript|superscript|blockquote|callOut|link|table:toggleHeaderCell)$/;
const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform);

function shown(bar) {
  return [...bar.querySelectorAll("button")].filter((button) => button.checkVisibility());
}

// One stop for the Tab key; the arrows go on from there.
function rove(bar) {
  const stop = (button) => {
    for (const other of bar.querySelectorAll("button")) other.tabIndex = other === button ? 0 : -1;
  };
  stop(bar.querySelector("button"));
  bar.addEventListener("focusin", (event) => stop(event.target.closest("button")));
  bar.addEventListener("keydown", (event) => {
    const buttons = shown(bar);
    const place = buttons.indexOf(event.target);
    const isRtl = getComputedStyle(bar).direction === "rtl";
    const step = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1 }[event.key];
    const next = { Home: 0, End: buttons.length - 1 }[event.key] ?? (step && place + step);
    if (next === undefined) return;
    event.preventDefault();
    buttons[(next + buttons.length) % buttons.length].focus();
  });
}

function name(bar, labels) {
  for (const button of bar.querySelectorAll("[data-name]")) {
    const words = labels[button.dataset.name] ?? button.title;
    button.title = words;
    if (button.textContent && !button.classList.contains("material-icons")) {
      button.removeAttribute("aria-label"); // its own words
    } else button.setAttribute("aria-label", words);
  }
}

function tell(bar) {
  for (const button of bar.querySelectorAll("[data-name]")) {
    button.setAttribute("aria-disabled", String(button.classList.contains("disabled")));
    if (TOGGLES.test(button.dataset.name)) {
      button.setAttribute("aria-pressed", String(button.classList.contains("active")));
    }
  }
}

function showShortcuts() {
  const dialog = document.querySelector("[data-shortcuts]");
  if (IS_MAC) {
    for (const key of dialog.querySelectorAll("kbd")) {
      key.textContent = { Ctrl: "⌘", Alt: "⌥" }[key.textContent] ?? key.textContent;
    }
  }
  if (!dialog.open) dialog.showModal();
}

export const Toolbar = Extension.create({
  name: "toolbar",

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "shortcuts",
      groups: "utility",
      button: buttons.material("keyboard"),
      command: showShortcuts,
    });
  },

  addKeyboardShortcuts() {
    return {
      "Mod-/": () => {
        showShortcuts();
        return true;
      },
      "Alt-F10": ({ editor }) => {
        editor.storage.menu.dom.querySelector("button[tabindex='0']").focus();
        return true;
      },
    };
  },

  onCreate() {
    const { editor, options } = this;
    const bar = editor.storage.menu.dom;
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", options.name);
    name(bar, options.buttons);
    const insert = bar.querySelector("[data-name^='insert:']")?.parentElement;
    insert?.setAttribute("role", "group");
    insert?.setAttribute("aria-label", options.insert);
    rove(bar);
    tell(bar);
    editor.on("transaction", () => tell(bar));
  },
});
