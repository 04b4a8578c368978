// How many characters a field still takes, and how many of them a search engine shows.

const QUIET = 2500; // ms without a key until it is said
const words = document.querySelector("[data-count-words]").dataset;

function line(field) {
  const typed = [...field.value].length;
  const shown = Number(field.dataset.count);
  const left = words.left.replace("%s", field.maxLength - typed);
  return shown ? `${left} ${words.cut.replace("%s", shown)}` : left;
}

function count(field) {
  const text = document.createElement("div");
  const said = document.createElement("p");
  let saying;
  text.className = "help count"; // stands under the field, as its help does
  text.id = `${field.id}-count`;
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  const update = () => {
    text.textContent = line(field);
    const isCut = field.dataset.count && [...field.value].length > Number(field.dataset.count);
    text.classList.toggle("count--cut", Boolean(isCut));
  };
  field.addEventListener("input", () => {
    update();
    clearTimeout(saying);
    saying = setTimeout(() => {
      said.textContent = line(field);
    }, QUIET);
  });
  const described = [field.getAttribute("aria-describedby"), text.id].filter(Boolean);
  field.setAttribute("aria-describedby", described.join(" "));
  const place = field.parentElement.matches(".flex-container") ? field.parentElement : field;
  place.after(text, said);
  update();
}

for (const field of document.querySelectorAll("[data-count]")) {
  if (field.maxLength > 0) count(field);
}
