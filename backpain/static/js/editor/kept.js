// Elements that older texts have and that no button makes: the editor keeps them as they are.
// And lists with numbers of one kind, as pages show them.

import * as library from "django-prose-editor/editor";

const silent = {
  addMenuItems: () => {},
  addKeyboardShortcuts: () => ({}),
  addInputRules: () => [],
  addPasteRules: () => [],
};

export const Code = library.Code.extend(silent);
export const CodeBlock = library.CodeBlock.extend({ ...silent, addKeyboardShortcuts: undefined });
export const OrderedList = library.OrderedList.extend({
  addAttributes: () => ({
    start: { default: 1, parseHTML: (list) => Number(list.getAttribute("start")) || 1 },
  }),
  addNodeView: null,
});
// By another name, since the library makes buttons for all marks that it knows by theirs
export const Strike = library.Strike.extend({ ...silent, name: "keptStrike" });
export const Underline = library.Underline.extend({ ...silent, name: "keptUnderline" });
