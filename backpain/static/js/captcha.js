// Nobody else is contacted before the reader starts to write: the first focus in the form loads
// the captcha. If it does not load, or fails, the form posts without it and the comment waits.

function show(slot, words) {
  slot.parentElement.hidden = false;
  const box = window.grecaptcha.render(slot, {
    sitekey: slot.dataset.sitekey,
    "expired-callback": () => {
      window.grecaptcha.reset(box);
      words.textContent = words.dataset.captchaWords;
    },
    callback: () => {
      words.textContent = "";
    },
    "error-callback": () => {},
  });
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) window.grecaptcha.reset(box); // back from the next page: an answer counts once
  });
}

function load(slot, words) {
  window.captchaIsLoaded = () => show(slot, words);
  const script = document.createElement("script");
  const options = new URLSearchParams({
    render: "explicit",
    onload: "captchaIsLoaded",
    hl: document.documentElement.lang,
  });
  script.src = `https://${slot.dataset.domain}/recaptcha/api.js?${options}`;
  script.async = true;
  document.head.append(script);
}

const slot = document.querySelector("[data-captcha]");
slot?.closest("form").addEventListener(
  "focusin",
  () => load(slot, document.querySelector("[data-captcha-words]")),
  { once: true },
);
