// The "Insert" group: what stands in a text as a marker, which articles/body reads.

import { Extension, pm } from "django-prose-editor/editor";

import { combobox } from "desk/combobox";

const ALONE = /^\[(exercise\s+[-\p{L}\p{N}_]+|newsletter|safety)\]$/iu;
const SOURCES = /\[\d{1,3}(?:\s*[,;\u2013-]\s*\d{1,3})*\]/g;

// A paragraph of its own after the block in which the cursor stands, or instead of an empty one.
function insertAlone(editor, marker) {
  const { $from, to } = editor.state.selection;
  const block = $from.depth ? $from.node(1) : null;
  const isEmpty = block?.type.name === "paragraph" && !block.content.size;
  const end = block ? $from.after(1) : to;
  const place = isEmpty ? { from: $from.before(1), to: end } : end;
  const content = [{ type: "paragraph", content: [{ type: "text", text: marker }] }];
  if (end === editor.state.doc.content.size) content.push({ type: "paragraph" });
  const start = isEmpty ? $from.before(1) : end;
  editor
    .chain()
    .insertContentAt(place, content)
    .setTextSelection(start + marker.length + 3)
    .focus()
    .run();
}

function has(editor, marker) {
  let found = false;
  editor.state.doc.forEach((node) => {
    if (node.isTextblock && node.textContent.trim().toLowerCase() === marker) found = true;
  });
  return found;
}

let exercises; // the window in which one is chosen

function chooseExercise(editor) {
  const dialog = document.querySelector("[data-exercise]");
  const form = dialog.querySelector("form");
  const field = form.elements.exercise;
  if (!exercises) {
    exercises = { editor };
    combobox(field, {
      choose(found) {
        dialog.close();
        insertAlone(exercises.editor, found.marker);
      },
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      field.setCustomValidity(dialog.dataset.unknown);
      form.reportValidity();
    });
    field.addEventListener("input", () => field.setCustomValidity(""));
  }
  exercises.editor = editor;
  form.reset();
  field.setCustomValidity("");
  dialog.showModal();
}

// The sources typed in the rows below the form, in the order in which they will be numbered.
function typedSources() {
  const rows = [...document.querySelectorAll("input[name^='sources-'][name$='-citation']")];
  return rows
    .filter((field) => field.value.trim() && !field.name.includes("__prefix__"))
    .map((field, order) => {
      const named = (name) => document.getElementsByName(field.name.replace("citation", name))[0];
      const isNew = !named("id")?.value;
      return { words: field.value.trim(), place: Number(named("position")?.value) || 0, isNew, order,
        isGone: named("DELETE")?.checked };
    })
    .filter((source) => !source.isGone)
    .sort((one, other) => one.place - other.place || one.isNew - other.isNew || one.order - other.order);
}

function choice({ words }, number) {
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.name = "source";
  box.value = number + 1;
  label.className = "found__choice";
  label.append(box, ` [${number + 1}] ${words}`);
  return label;
}

function chooseSource(editor) {
  const dialog = document.querySelector("[data-source]");
  const form = dialog.querySelector("form");
  const sources = typedSources();
  dialog.querySelector("[data-source-none]").hidden = sources.length > 0;
  dialog.querySelector("[type=submit]").hidden = sources.length === 0;
  dialog.querySelector("[data-source-list]").replaceChildren(...sources.map(choice));
  form.onsubmit = () => {
    const numbers = [...form.querySelectorAll(":checked")].map((box) => box.value);
    dialog.close();
    if (numbers.length) editor.chain().focus().insertContent(`[${numbers.join(", ")}]`).run();
  };
  dialog.showModal();
}

// Markers look like what they are, not like words.
function marks(doc) {
  const { Decoration, DecorationSet } = pm.view;
  const found = [];
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true;
    if (ALONE.test(node.textContent.trim())) {
      found.push(Decoration.node(position, position + node.nodeSize, { class: "marker" }));
    }
    node.forEach((inline, offset) => {
      for (const match of (inline.text ?? "").matchAll(SOURCES)) {
        const start = position + 1 + offset + match.index;
        found.push(Decoration.inline(start, start + match[0].length, { class: "marker-in-line" }));
      }
    });
    return false;
  });
  return DecorationSet.create(doc, found);
}

export const Insert = Extension.create({
  name: "insert",

  addMenuItems({ buttons, menu }) {
    const { labels } = this.options;
    const define = (name, command, enabled = () => true) =>
      menu.defineItem({
        name: `insert:${name}`,
        groups: "insert",
        button: buttons.text(labels[name]),
        command,
        enabled,
      });
    const once = (name) =>
      define(
        name,
        (editor) => insertAlone(editor, `[${name}]`),
        (editor) => !has(editor, `[${name}]`),
      );
    define("exercise", chooseExercise);
    define("source", chooseSource);
    once("newsletter");
    once("safety");
  },

  addProseMirrorPlugins() {
    return [
      new pm.state.Plugin({
        state: {
          init: (_, { doc }) => marks(doc),
          apply: (change, before) => (change.docChanged ? marks(change.doc) : before),
        },
        props: {
          decorations(state) {
            return this.getState(state);
          },
        },
      }),
    ];
  },
});
