// The registration form's script: shows what applies, keeps a draft, sends once. The form works without it.
//
// Owns: the draft in this browser. The parts that hang on a choice are `parts.js`'s. It must not judge what is typed (the server does)
// or keep anything on a tablet that others use: there the page names no draft.
"use strict";

import { lead, show as showParts } from "./parts.js";

const PREFIX = "dv-draft:";
/** A draft is forgotten after this time, milliseconds. */
const KEEP = 7 * 24 * 60 * 60 * 1000;

const form = document.querySelector("form.register");
const draftName = form?.dataset.draft && PREFIX + form.dataset.draft;

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
  const show = () => showParts(form);
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

document.querySelector(".error-summary")?.addEventListener("click", lead);
document.querySelector("[autofocus]")?.focus();

// Sent: every draft of this form's path is done.
if (document.querySelector("[data-clear-draft]")) {
  safely(() => {
    for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
  });
}
