// Making elements. Belongs here: the few shapes that every section uses. Does not belong here: what
// they say. Values become text nodes and attributes, never HTML.

function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "onclick") element.addEventListener("click", value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  // Undefined is null here.
  element.append(...children.flat(Infinity).filter((child) => child != null));
  return element;
}

const body = (id) => document.getElementById(`${id}-body`);

function fill(id, ...children) {
  body(id).replaceChildren(...children.flat(Infinity).filter(Boolean));
}

const lead = (...texts) => el("p", { class: "lead" }, ...texts);
const note = (...texts) => el("p", { class: "note" }, ...texts);
const heading = (text) => el("h3", {}, text);
const tag = (kind, text) => el("span", { class: `tag ${kind}` }, text);

// Met or Not met, and the like: a sign and the word, so that no colour has to be seen. Null: nobody
// knows.
const verdict = (isGood, text) =>
  el(
    "span",
    { class: `verdict ${isGood === null ? "unknown" : isGood ? "good" : "bad"}` },
    el("span", { "aria-hidden": "true" }, isGood === null ? "?" : isGood ? "✓" : "✗"),
    ` ${text}`,
  );

const more = (title, ...children) => el("details", {}, el("summary", {}, title), ...children);

// A bar of a figure up to a maximum, with an optional line to reach. `text` says the same in words.
// Between the figure and `open` lies what nobody knows.
function bar(figure, most, text, goal = null, kind = "", open = figure) {
  const share = (value) => `${Math.min(100, Math.max(0, (100 * Number(value)) / Number(most)))}%`;
  const filled = el("span", { class: "filled" });
  filled.style.inlineSize = share(figure);
  const element = el(
    "div",
    {
      class: `bar ${kind}`, role: "progressbar", "aria-label": text,
      "aria-valuemin": "0", "aria-valuemax": Number(most), "aria-valuenow": Number(figure),
      "aria-valuetext": text,
    },
    filled,
  );
  if (Number(open) > Number(figure)) {
    const unknown = el("span", { class: "open" });
    unknown.style.insetInlineStart = share(figure);
    unknown.style.inlineSize = share(Number(open) - Number(figure));
    element.append(unknown);
  }
  if (goal !== null) {
    const line = el("span", { class: "goal" });
    line.style.insetInlineStart = share(goal);
    element.append(line);
  }
  return element;
}

// Shows that something went wrong, to people and in the console.
function showFault(error) {
  console.error(error);
  const fault = document.getElementById("fault");
  fault.hidden = false;
  fault.textContent = `Something on this page could not be shown: ${error?.message ?? error}`;
}
