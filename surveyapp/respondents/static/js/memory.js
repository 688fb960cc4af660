// What was typed lives as long as the tab: a reload or a wrong tap on Back loses nothing, a new visitor finds nothing.

import { form, questions, controlsOf, filled } from "./answers.js";

const KEY = "ballot " + location.pathname;

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) || {};
  } catch {
    return {}; // Storage may be switched off; the form works without it.
  }
}

/** 128 random bits that name this sheet: however often it is sent, it counts once. */
function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function remember() {
  const fields = {};
  questions.forEach((question) =>
    filled(question).forEach(([control, value]) => (fields[control.name] = (fields[control.name] || []).concat(value))),
  );
  const kept = { fields, nonce: form.elements.nonce.value, variant: form.elements.variant.value };
  if (form.elements.code) kept.code = form.elements.code.value;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // As above.
  }
}

export function forget() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // As above.
  }
  form.reset();
}

/** Put back what this tab knows. False when the page is leaving for the variant that was begun. */
export function recall() {
  const kept = stored();
  if (kept.variant && kept.variant !== form.elements.variant.value) {
    const address = new URL(location.href);
    if (address.searchParams.get("v") !== kept.variant) {
      address.searchParams.set("v", kept.variant);
      location.replace(address);
      return false;
    }
  }
  form.elements.nonce.value = kept.nonce || randomName();
  if (form.elements.code && kept.code) form.elements.code.value = kept.code;
  const fields = kept.fields || {};
  questions.forEach((question) =>
    controlsOf(question).forEach((control) => {
      const values = fields[control.name] || [];
      if (/radio|checkbox/.test(control.type)) control.checked = values.includes(control.value);
      else if (values.length) control.value = values[0];
    }),
  );
  return true;
}
