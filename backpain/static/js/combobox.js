// A field whose words are looked up while they are typed: the combobox of
// w3.org/WAI/ARIA/apg/patterns/combobox, with a list to choose from.

const CALM = 180; // ms without a key until it is looked up

function option(found, number, list) {
  const item = document.createElement("li");
  const words = document.createElement("span");
  const note = document.createElement("span");
  item.id = `${list.id}-${number}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.className = "found__item";
  words.textContent = found.words;
  note.textContent = found.note;
  note.className = "found__note";
  item.append(words, " ", note);
  return item;
}

// `choose` is told which of the things that data-find's address knows was chosen.
export function combobox(input, { choose }) {
  const list = document.getElementById(input.getAttribute("aria-controls"));
  const status = document.getElementById(input.dataset.status);
  let found = [];
  let active = -1;
  let waiting;
  let asked = 0;

  function close() {
    clearTimeout(waiting);
    asked += 1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function point(number) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = (number + found.length) % found.length;
    const item = list.children[active];
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", item.id);
  }

  function take(number) {
    const chosen = found[number];
    close();
    choose(chosen);
  }

  function show(results) {
    found = results;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(...found.map((one, number) => option(one, number, list)));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
    const words = found.length ? input.dataset.some : input.dataset.none;
    status.textContent = words.replace("%s", found.length);
  }

  async function look() {
    const typed = input.value.trim();
    const number = (asked += 1);
    if (!typed || /^([a-z]+:|\/|#)/i.test(typed)) return close();
    const address = new URL(input.dataset.find, location.href);
    address.searchParams.set("q", typed);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      const { results } = answer.ok ? await answer.json() : { results: [] };
      if (number === asked) show(results);
    } catch {
      if (number === asked) show([]);
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, CALM);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") point(active + 1);
    else if (event.key === "ArrowUp") point(active < 0 ? found.length - 1 : active - 1);
    else if (event.key === "Enter" && active >= 0) take(active);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault(); // nor does Escape close the window around it
    event.stopPropagation();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) take([...list.children].indexOf(item));
  });
  input.addEventListener("blur", close);
  input.closest("dialog")?.addEventListener("close", close);
}
