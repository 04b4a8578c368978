// A press on the picture says what must stay in sight; the two number fields say the same.

const STEP = 25; // of what pages show: articles.models.Picture.focal_class

function enhance(part) {
  const [x, y] = ["x", "y"].map((way) => document.querySelector(`#id_focal_${way}`));
  if (!x || !y) return; // whoever may only look
  const whole = part.querySelector("[data-focal-whole]");
  const mark = whole.appendChild(document.createElement("span"));
  mark.className = "focus__mark";

  const show = () => {
    mark.style.left = `${x.value}%`;
    mark.style.top = `${y.value}%`;
    const [left, top] = [x, y].map((field) => Math.round(field.value / STEP) * STEP);
    for (const crop of part.querySelectorAll("[data-focal-crop]")) {
      crop.style.objectPosition = `${left}% ${top}%`;
    }
  };
  whole.addEventListener("click", (event) => {
    const { left, top, width, height } = whole.getBoundingClientRect();
    x.value = Math.round(((event.clientX - left) / width) * 100);
    y.value = Math.round(((event.clientY - top) / height) * 100);
    show();
  });
  for (const field of [x, y]) field.addEventListener("input", show);
  show();
}

document.querySelectorAll("[data-focal-point]").forEach(enhance);
