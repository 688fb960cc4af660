// Larger text. The choice is kept as long as the tab, like the answers; no cookie.

const KEY = "text size";
const group = document.getElementById("text-size");

function stored() {
  try {
    return sessionStorage.getItem(KEY) || "";
  } catch {
    return ""; // Storage may be switched off; the choice then holds for this page.
  }
}

function store(size) {
  try {
    if (size) sessionStorage.setItem(KEY, size);
    else sessionStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}

export function startTextSize() {
  if (!group) return;
  const buttons = Array.from(group.querySelectorAll("button"));
  const apply = (size) => {
    document.documentElement.dataset.size = size;
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.value === size)));
  };
  buttons.forEach((button) =>
    button.addEventListener("click", () => {
      // The element at the top of the window stays there while the text above it grows.
      const top = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
      const before = top ? top.getBoundingClientRect().top : 0;
      apply(button.value);
      store(button.value);
      if (top && scrollY > 0) scrollBy(0, top.getBoundingClientRect().top - before);
    }),
  );
  apply(stored());
  group.hidden = false;
}
