// Nothing typed into the form of an article is lost: a second after it is typed it is in this
// browser, five seconds after it is with the server, and both are cleared once the form is saved.
// The form is looked at rather than listened to: what fills a field without an event counts too.

const LOOK = 1000; // ms
const SEND = 5000; // after the first word that was not sent
const BEAT = 20000; // between signs of life without words
const PATIENCE = 15000; // with the server
const SMALL = 20000; // characters; in any letters less than the 64 KiB that may outlive a page

function stored(action) {
  try {
    return action(localStorage);
  } catch {
    return undefined; // a browser that keeps nothing, or is full
  }
}

const person = document.querySelector("[data-person]").dataset.person;
const PREFIX = `unsaved:${person}:`;
const tokens = () => [...document.querySelectorAll("[name=csrfmiddlewaretoken]")];

async function ask(address, options) {
  const signal = AbortSignal.timeout(PATIENCE);
  const headers = { Accept: "application/json" };
  return fetch(address, { ...options, headers, redirect: "manual", signal });
}

// Say what came of a request: "" is good. A way to the sign-in page is no answer either.
function verdict(response) {
  if (response.type === "opaqueredirect" || response.status === 401) return "signed-out";
  if (response.status === 403) return "refused";
  if (response.status === 400 || response.status === 413) return "too-long";
  return response.ok ? "" : "unreachable";
}

function body(key, pairs) {
  const data = new FormData();
  for (const [name, value] of pairs) data.append(name, value);
  data.append("csrfmiddlewaretoken", tokens()[0].value);
  data.append("unsaved_key", key);
  return data;
}

async function post(address, key, pairs, keepalive = false) {
  const send = () => ask(address, { method: "POST", body: body(key, pairs), keepalive });
  let response = await send();
  if (response.status === 403 && (await renewTokens(address))) response = await send();
  const problem = verdict(response);
  return problem ? { problem } : { problem, ...(await response.json()) };
}

// After signing in anew in another window the token of this page is void.
async function renewTokens(address) {
  const response = await ask(address, {});
  if (verdict(response) === "signed-out") throw new SignedOut();
  if (!response.ok) return false;
  const { token } = await response.json();
  for (const field of tokens()) field.value = token;
  return true;
}

class SignedOut extends Error {}

// What an earlier window kept here and no server has; returns how many of them were unsaved.
async function sendLeftovers(own) {
  const names = stored((store) => Object.keys(store)) ?? [];
  let found = 0;
  for (const name of names.filter((one) => one.startsWith(PREFIX) && one !== own)) {
    const { address, pairs } = JSON.parse(stored((store) => store.getItem(name)));
    const answer = await post(address, name.slice(PREFIX.length), pairs);
    if (answer.problem) continue;
    stored((store) => store.removeItem(name));
    found += answer.is_saved ? 0 : 1;
  }
  return found;
}

class Keeper {
  constructor(form, mark) {
    this.form = form;
    this.address = mark.dataset.unsaved;
    this.keyField = form.elements.unsaved_key;
    this.lines = [form.querySelector("[data-kept]"), form.querySelector("[data-notices]")];
    this.here = this.kept = this.typed();
    this.isTouched = this.isBusy = this.isGoing = this.isLost = false;
    this.since = this.notBefore = this.spoke = 0;
    if ("posted" in mark.dataset) this.keepAtOnce();
  }

  // The form comes back with what is wrong with it: these words are nowhere else yet.
  keepAtOnce() {
    this.isTouched = true;
    this.kept = "";
    this.note(this.typed());
  }

  get place() {
    return PREFIX + this.keyField.value;
  }

  typed() {
    const left = new Set(["csrfmiddlewaretoken", "unsaved_key"]);
    const pairs = [...new FormData(this.form)].filter(
      ([name, value]) => typeof value === "string" && !left.has(name),
    );
    return JSON.stringify(pairs);
  }

  // Until somebody does something, what changes is the editor and the browser setting things up.
  touch(event) {
    if (this.isTouched) return;
    if (event.type !== "input") this.here = this.kept = this.typed();
    this.isTouched = true;
  }

  look() {
    if (this.isGoing) return;
    const typed = this.typed();
    if (!this.isTouched) this.here = this.kept = typed;
    if (typed !== this.here) this.note(typed);
    const now = Date.now();
    if (now < this.notBefore) return;
    if (typed !== this.kept && now - this.since >= SEND) this.send(typed);
    else if (now - this.spoke >= BEAT) this.send(this.isLost && typed !== this.kept ? typed : "[]");
  }

  note(typed) {
    this.here = typed;
    if (typed === this.kept) {
      this.since = 0;
      stored((store) => store.removeItem(this.place));
    } else {
      this.since ||= Date.now();
      this.store(typed);
    }
  }

  store(typed) {
    const entry = JSON.stringify({ address: this.address, pairs: JSON.parse(typed) });
    this.isStored = stored((store) => store.setItem(this.place, entry) ?? true) ?? false;
  }

  async send(typed) {
    if (this.isBusy) return;
    this.isBusy = true;
    this.spoke = Date.now();
    const isWords = typed !== "[]";
    const slow = isWords && setTimeout(() => this.say("saving"), LOOK);
    const answer = await this.answer(isWords ? JSON.parse(typed) : this.base(), typed.length);
    clearTimeout(slow);
    this.isBusy = false;
    if (!this.isGoing) this.take(answer, isWords ? typed : "");
  }

  base() {
    const { base } = this.form.elements;
    return base ? [["base", base.value]] : [];
  }

  async answer(pairs, length) {
    try {
      return await post(this.address, this.keyField.value, pairs, length < SMALL);
    } catch (error) {
      if (error instanceof SignedOut) return { problem: "signed-out" };
      return { problem: navigator.onLine ? "unreachable" : "offline" };
    }
  }

  take(answer, typed) {
    this.isLost = Boolean(answer.problem);
    if (answer.problem) {
      this.notBefore = Date.now() + SEND;
      this.complain(answer.problem);
      return;
    }
    this.tell(this.lines[1], answer.notices.join(" "));
    if (answer.is_saved) this.beginAnew();
    else if (typed) this.confirm(answer, typed);
    else if (this.complaint) this.tell(this.lines[0], "");
  }

  confirm(answer, typed) {
    this.kept = typed;
    this.since = 0;
    if (this.typed() === typed) stored((store) => store.removeItem(this.place));
    else this.note(this.typed());
    this.tell(this.lines[0], answer.kept);
  }

  // The form was saved, and its page came back from the browser's memory: this is another text.
  beginAnew() {
    stored((store) => store.removeItem(this.place));
    this.keyField.value = crypto.getRandomValues(new Uint32Array(4)).reduce(
      (key, part) => key + part.toString(16).padStart(8, "0"),
      "",
    );
    this.store(this.typed());
  }

  complain(problem) {
    const isUnwritten = this.typed() !== this.kept && !this.isStored;
    if (problem === "signed-out" || this.typed() !== this.kept) {
      this.say(isUnwritten ? "nowhere" : problem);
      this.complaint = true;
    }
  }

  say(name) {
    const words = this.form.querySelector(`template[data-words="${name}"]`).content;
    if (this.lines[0].textContent !== words.textContent) {
      this.lines[0].replaceChildren(words.cloneNode(true));
    }
  }

  tell(line, words) {
    if (line === this.lines[0]) this.complaint = false;
    if (line.textContent !== words) line.textContent = words;
  }

  // The page may be about to end: what was typed last is written down now.
  leave() {
    if (this.isGoing || !this.isTouched) return;
    const typed = this.typed();
    if (typed !== this.here) this.note(typed);
    if (typed !== this.kept) this.send(typed);
  }

  submit(event) {
    if (event.defaultPrevented || event.submitter?.formTarget) return; // a preview: the form stays
    this.isGoing = true;
    if (this.isTouched) this.store(this.typed());
    setTimeout(() => (this.isGoing = false), PATIENCE); // it stayed, whatever the reason
  }

  // Whoever comes back may have been elsewhere to sign in: ask at once, for a new token too.
  speak() {
    this.notBefore = this.spoke = 0;
    this.look();
  }

  watch() {
    const touch = (event) => this.touch(event);
    for (const type of ["keydown", "pointerdown", "input", "paste", "drop"]) {
      document.addEventListener(type, touch, { capture: true });
    }
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.leave();
      else this.speak();
    });
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", () => (this.isGoing = false));
    addEventListener("focus", () => this.speak());
    addEventListener("online", () => this.speak());
    this.form.addEventListener("submit", (event) => this.submit(event));
    setInterval(() => this.look(), LOOK);
  }
}

const mark = document.querySelector("[data-unsaved]");
const keeper = mark && new Keeper(mark.closest("form"), mark);
keeper?.watch();
try {
  if ((await sendLeftovers(keeper?.place)) && !keeper?.isTouched) location.reload();
} catch {
  // offline or signed out: they stay where they are
}
