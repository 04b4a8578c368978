// Links: words find our own pages, anything else is an address.

import { Link as LibraryLink } from "django-prose-editor/editor";

import { combobox } from "desk/combobox";

const WHOLE = /^(https?:\/\/|mailto:|tel:|\/(?!\/)|#)/i;
const HOST = /^[\w-]+(\.[\w-]+)+([/?#]\S*)?$/;
const MAILBOX = /^[^\s@/]+@[\w-]+(\.[\w-]+)+$/;
const NUMBER = /^\+?[\d ()/-]{5,}$/;

// The address that was typed, as a link needs it; "" for what is none.
export function completed(typed) {
  if (WHOLE.test(typed) && !/\s/.test(typed)) return typed;
  if (MAILBOX.test(typed)) return `mailto:${typed}`;
  if (HOST.test(typed)) return `https://${typed}`;
  return NUMBER.test(typed) ? `tel:${typed.replace(/[^\d+]/g, "")}` : "";
}

function put(editor, href, words) {
  const chain = editor.chain().focus();
  if (editor.isActive("link")) chain.extendMarkRange("link").updateAttributes("link", { href });
  else if (!editor.state.selection.empty) chain.setLink({ href });
  else chain.insertContent({ type: "text", text: words, marks: [{ type: "link", attrs: { href } }] });
  chain.run();
}

let picker; // the page has one window for all its editors

function prepare(dialog) {
  const form = dialog.querySelector("form");
  const { address, words } = form.elements;
  combobox(address, {
    choose(found) {
      address.value = found.address;
      if (!words.value) words.value = found.words;
      address.setCustomValidity("");
    },
  });
  address.addEventListener("input", () => address.setCustomValidity(""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const href = completed(address.value.trim());
    address.setCustomValidity(href ? "" : dialog.dataset.unknown);
    if (!form.reportValidity()) return;
    dialog.close();
    put(picker.editor, href, words.value.trim() || address.value.trim());
  });
  return { dialog, form, editor: null };
}

function open(editor) {
  picker ??= prepare(document.querySelector("[data-link]"));
  const { dialog, form } = picker;
  picker.editor = editor;
  form.reset();
  form.elements.address.setCustomValidity("");
  form.elements.address.value = editor.getAttributes("link").href ?? "";
  const needsWords = editor.state.selection.empty && !editor.isActive("link");
  form.querySelector("[data-link-words]").hidden = !needsWords;
  dialog.showModal();
  form.elements.address.select();
}

export const Link = LibraryLink.extend({
  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "link",
      groups: "link",
      button: buttons.material("insert_link"),
      active: (editor) => editor.isActive("link"),
      command: open,
    });
    menu.defineItem({
      name: "unlink",
      groups: "link",
      button: buttons.material("link_off"),
      hidden: (editor) => !editor.isActive("link"),
      command: (editor) => editor.chain().focus().extendMarkRange("link").unsetLink().run(),
    });
  },

  addKeyboardShortcuts() {
    return {
      "Mod-k": ({ editor }) => {
        open(editor);
        return true; // the browser's own search stays closed
      },
    };
  },
});
