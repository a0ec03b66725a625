// The registration form's script: shows what applies, keeps a draft, sends once. The form works without it.
//
// Owns: the parts that hang on a choice, and the draft in this browser. It must not judge what is typed (the server does)
// or keep anything on a tablet that others use: there the page names no draft.
"use strict";

const PREFIX = "dv-draft:";
/** A draft is forgotten after this time, milliseconds. */
const KEEP = 7 * 24 * 60 * 60 * 1000;

const form = document.querySelector("form.register");
const draftName = form?.dataset.draft && PREFIX + form.dataset.draft;

/** What a part hangs on: `mode=onsite`, `ride=offer,need`, several joined by `&`. */
function applies(when) {
  return when.split("&").every((one) => {
    const [name, values] = one.split("=");
    const control = form.elements.namedItem(name);
    if (control === null || !values.split(",").includes(control.value)) return false;
    // What is not asked has no answer, whatever was chosen before. Parts come after what they hang on.
    return !(control instanceof Element ? control : control[0]).closest("[hidden]");
  });
}

/** Parts that do not apply are hidden; what was typed there stays, and the server leaves it out. */
function show() {
  for (const part of form.querySelectorAll("[data-when]")) part.hidden = !applies(part.dataset.when);
}

/** Storage may be full, or forbidden: then there is no draft, and nothing else is lost. */
function safely(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function keep() {
  const pairs = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  safely(() => localStorage.setItem(draftName, JSON.stringify({ at: Date.now(), pairs })));
}

/** Puts a draft back, the form's stamp too: what is sent again is the same registration. */
function restore() {
  const text = safely(() => localStorage.getItem(draftName));
  const draft = text && safely(() => JSON.parse(text));
  if (!draft) return;
  if (Date.now() - draft.at > KEEP) {
    safely(() => localStorage.removeItem(draftName));
    return;
  }
  const values = new Map();
  for (const [name, value] of draft.pairs) values.set(name, [...(values.get(name) ?? []), value]);
  for (const control of form.elements) {
    const kept = values.get(control.name);
    if (control.name === "lang") continue;
    if (control.type === "checkbox" || control.type === "radio") {
      if (kept || control.type === "checkbox") control.checked = kept?.includes(control.value) ?? false;
    } else if (kept) {
      control.value = kept[0];
    }
  }
}

if (form) {
  if (draftName && form.dataset.fresh !== undefined) restore();
  show();
  form.addEventListener("change", show);
  if (draftName) {
    form.addEventListener("input", keep);
    // The server has answered with faults: what it shows is newer than the draft.
    if (form.dataset.fresh === undefined) keep();
  }
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  // Back from another page, the form may be sent again.
  window.addEventListener("pageshow", () => {
    sent = false;
  });
}

// A link of the summary leads to a group: its first control takes the focus.
document.querySelector(".error-summary")?.addEventListener("click", (event) => {
  const id = event.target.closest?.("a")?.hash.slice(1);
  const target = id && document.getElementById(id);
  const control = target?.matches("fieldset") ? target.querySelector("input") : target;
  if (control) {
    event.preventDefault();
    control.focus();
  }
});
document.querySelector("[autofocus]")?.focus();

// Sent: every draft of this form's path is done.
if (document.querySelector("[data-clear-draft]")) {
  safely(() => {
    for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
  });
}
