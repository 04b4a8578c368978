// A call-out: a box beside the text, such as key points. Its first line, in bold, is its title.

import { Node, crel } from "django-prose-editor/editor";

function titled(title) {
  return ({ tr, state, dispatch }) => {
    const { $from } = tr.selection;
    for (let depth = $from.depth; dispatch && title && depth > 0; depth -= 1) {
      if ($from.node(depth).type.name !== "callOut") continue;
      const words = state.schema.text(title, [state.schema.marks.bold.create()]);
      tr.insert($from.start(depth), state.schema.nodes.paragraph.create(null, words));
      break;
    }
    return true;
  };
}

function ask(editor) {
  const dialog = document.querySelector("[data-call-out]");
  const form = dialog.querySelector("form");
  form.reset();
  form.onsubmit = () => {
    const title = form.elements.title.value.trim();
    dialog.close();
    editor.chain().focus().wrapIn("callOut").command(titled(title)).run();
  };
  dialog.showModal();
}

export const CallOut = Node.create({
  name: "callOut",
  group: "block",
  content: "(paragraph | heading | bulletList | orderedList | figure | table)+",
  defining: true,

  parseHTML: () => [{ tag: "aside" }],
  renderHTML: () => ["aside", 0],

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "callOut",
      groups: "nodes",
      button: buttons.material("sticky_note_2"),
      option: crel("p"),
      active: (editor) => editor.isActive("callOut"),
      enabled: (editor) => editor.isActive("callOut") || editor.can().wrapIn("callOut"),
      command(editor) {
        if (editor.isActive("callOut")) editor.chain().focus().lift("callOut").run();
        else ask(editor);
      },
    });
  },
});
