// A call-out: a box beside the text, such as key points. Its first line, in bold, is its title.

import { Node, crel, pm } from "django-prose-editor/editor";

const { TextSelection } = pm.state;

function depthOf({ $from }) {
  let depth = $from.depth;
  while (depth > 0 && $from.node(depth).type.name !== "callOut") depth -= 1;
  return depth;
}

function titled(title) {
  return ({ tr, state, dispatch }) => {
    const depth = depthOf(tr.selection);
    if (dispatch && title && depth) {
      const words = state.schema.text(title, [state.schema.marks.bold.create()]);
      const line = state.schema.nodes.paragraph.create(null, words);
      tr.insert(tr.selection.$from.start(depth), line);
    }
    return true;
  };
}

// The box goes, all that stood in it stays.
function unboxed({ tr, dispatch }) {
  const depth = depthOf(tr.selection);
  if (!depth) return false;
  const { $from, from } = tr.selection;
  const place = $from.before(depth);
  const box = $from.node(depth);
  if (dispatch) {
    tr.replaceWith(place, place + box.nodeSize, box.content);
    tr.setSelection(TextSelection.near(tr.doc.resolve(from - 1)));
  }
  return true;
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
        if (editor.isActive("callOut")) editor.chain().focus().command(unboxed).run();
        else ask(editor);
      },
    });
  },
});
