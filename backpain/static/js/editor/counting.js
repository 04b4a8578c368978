// Words and reading time of the text, as articles/reading_time.py counts them.

import { Extension, crel } from "django-prose-editor/editor";

const MARKER = /\[\d{1,3}(?:\s*[,;\u2013-]\s*\d{1,3})*\]/g;
const EXERCISE = /^\[exercise\s+([-\p{L}\p{N}_]+)\]$/iu;
const PLACE = /^\[(newsletter|safety)\]$/i;
const VIDEO = /^https?:\/\/([\w-]+\.)*(youtube(-nocookie)?\.com|youtu\.be|vimeo\.com)\/\S+$/i;
const CALM = 400; // ms without a key until the line changes
const QUIET = 2500; // ms until it is said

export function measure(doc) {
  let words = 0;
  const pictures = new Set();
  const exercises = new Set();
  doc.descendants((node) => {
    if (node.type.name === "image" && node.attrs.src?.startsWith("/media/")) {
      pictures.add(node.attrs.src);
    }
    if (!node.isTextblock) return true;
    const line = node.textBetween(0, node.content.size, "\n", "\n").trim();
    const exercise = EXERCISE.exec(line);
    if (exercise) exercises.add(exercise[1]);
    else if (!PLACE.test(line) && !VIDEO.test(line)) {
      words += line.replace(MARKER, "").split(/\s+/).filter(Boolean).length;
    }
    return true;
  });
  return { words, pictures: pictures.size, exercises: exercises.size };
}

function minutes({ words, pictures, exercises }, options) {
  const seconds =
    (words * 60) / options.wordsAMinute +
    pictures * options.secondsAPicture +
    exercises * options.secondsAnExercise;
  return Math.max(1, Math.round(seconds / 60));
}

export const Counting = Extension.create({
  name: "counting",

  onCreate() {
    const shown = crel("p", { className: "count" });
    const said = crel("p", { className: "visually-hidden", role: "status" });
    const line = () => {
      const found = measure(this.editor.state.doc);
      return this.options.words
        .replace("%(words)s", found.words)
        .replace("%(minutes)s", minutes(found, this.options));
    };
    const show = () => (shown.textContent = line());
    this.storage.changed = () => {
      clearTimeout(this.storage.showing);
      clearTimeout(this.storage.saying);
      this.storage.showing = setTimeout(show, CALM);
      this.storage.saying = setTimeout(() => (said.textContent = line()), QUIET);
    };
    this.editor.view.dom.after(shown, said);
    show();
  },

  onUpdate() {
    this.storage.changed();
  },
});
