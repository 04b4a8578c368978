// The comment form works without this. It adds: a draft that survives a lost page, one post for
// two clicks, a counter near the limit, and focus on what is wrong.

const RETRY_AFTER = 5000; // ms in which a second click is a slip, not a new attempt
const FIELDS = ["body", "name", "email"];

function stored(action) {
  try {
    return action(sessionStorage);
  } catch {
    return null; // a browser that keeps nothing: the form goes on without
  }
}

function keepDraft(form) {
  const key = `comment:${form.dataset.commentForm}`;
  const kept = stored((store) => JSON.parse(store.getItem(key))) || {};
  for (const name of FIELDS) {
    const field = form.elements[name];
    if (!field.value && kept[name]) field.value = kept[name];
  }
  form.addEventListener("input", () => {
    const draft = Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]));
    stored((store) => store.setItem(key, JSON.stringify(draft)));
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

const form = document.querySelector("form[data-comment-form]");
if (form) {
  keepDraft(form);
  postOnce(form);
  count(form.querySelector("[data-counter]"), form.elements.body);
}
const sent = document.querySelector("[data-draft-sent]");
if (sent) stored((store) => store.removeItem(`comment:${sent.dataset.draftSent}`));
document.querySelector(".error-summary")?.focus();
