// Forms in which a reader writes work without this. It adds: a draft that survives a lost page,
// one post for two clicks, a counter near the limit, and focus on what is wrong.

const RETRY_AFTER = 5000; // ms in which a second click is a slip, not a new attempt
const TYPED = "textarea, input:is([type=text], [type=email]):not([tabindex])"; // not the trap

function stored(action) {
  try {
    return action(sessionStorage);
  } catch {
    return null; // a browser that keeps nothing: the form goes on without
  }
}

function keepDraft(form) {
  const key = form.dataset.draft;
  const fields = [...form.querySelectorAll(TYPED)];
  const kept = stored((store) => JSON.parse(store.getItem(key))) || {};
  for (const field of fields) {
    if (!field.value && kept[field.name]) field.value = kept[field.name];
  }
  form.addEventListener("input", () => {
    const draft = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    stored((store) => store.setItem(key, JSON.stringify(draft)));
  });
  form.addEventListener("submit", () => {
    stored((store) => store.setItem(`${key}:sent`, store.getItem(key)));
  });
}

// The page after a post may be looked at again later, while the next words are being written.
function forgetSent(key) {
  stored((store) => {
    if (store.getItem(key) === store.getItem(`${key}:sent`)) store.removeItem(key);
    store.removeItem(`${key}:sent`);
  });
}

function postOnce(form) {
  let posted = 0;
  form.addEventListener("submit", (event) => {
    if (Date.now() - posted < RETRY_AFTER) event.preventDefault();
    else posted = Date.now();
  });
  window.addEventListener("pageshow", () => {
    posted = 0; // back from the next page: try again at once
  });
}

function count(line, field) {
  const most = Number(line.dataset.counter);
  const update = () => {
    const left = most - [...field.value].length;
    const words = left < 0 ? line.dataset.over : line.dataset.left;
    line.textContent = left > most / 10 ? "" : words.replace("%s", Math.abs(left));
  };
  field.addEventListener("input", update);
  update();
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  keepDraft(form);
  postOnce(form);
  count(form.querySelector("[data-counter]"), form.elements.body);
}
const sent = document.querySelector("[data-draft-sent]");
if (sent) forgetSent(sent.dataset.draftSent);
document.querySelector(".error-summary")?.focus();
