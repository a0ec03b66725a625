// The registration form's parts that hang on a choice. The page that the server draws and the tablet's page use it.
//
// Owns: which parts are shown, and where a link of the summary leads. It must not keep or send anything.

/** What a part hangs on: `mode=onsite`, `ride=offer,need`, several joined by `&`. */
function applies(form, when) {
  return when.split("&").every((one) => {
    const [name, values] = one.split("=");
    const control = form.elements.namedItem(name);
    if (control === null || !values.split(",").includes(control.value)) return false;
    // What is not asked has no answer, whatever was chosen before. Parts come after what they hang on.
    return !(control instanceof Element ? control : control[0]).closest("[hidden]");
  });
}

/** Parts that do not apply are hidden; what was typed there stays, and whoever reads the form leaves it out. */
export function show(form) {
  for (const part of form.querySelectorAll("[data-when]")) part.hidden = !applies(form, part.dataset.when);
}

/** A link of the summary leads to a group: its first control takes the focus. */
export function lead(event) {
  const id = event.target.closest?.(".error-summary a")?.hash.slice(1);
  const target = id && document.getElementById(id);
  const control = target?.matches("fieldset") ? target.querySelector("input") : target;
  if (control) {
    event.preventDefault();
    control.focus();
  }
}
