// All solution areas of a partner, and the choice of one. Belongs here: a row per area, and the
// switch. Does not belong here: what an area consists of (overview.js and the sections after it).

function areaFigures(path) {
  return el(
    "div",
    { class: "area-figures" },
    el("p", { class: "total" },
      el("span", { class: "large" }, String(path.total_points_shown)),
      el("span", { class: "of" }, ` / ${points(path.max_points)} points`)),
    pathBar(path, ""),
    openNote(path),
  );
}

function areaStatus(path, status) {
  return el("div", { class: "area-status" },
    el("p", { class: "area-word" }, status ? status.designation_status : "Not known"),
    // A designation looks at more months than this one.
    pathVerdict(path, " this month"));
}

// Of the class only what a reader has to know: that nobody computed it.
const classNote = (basis) => ({
  declared: note("Class declared, not computed"), unknown: note("Class not known"),
}[basis]);

function areaRow(area, tables, isShown) {
  const { areas: [facts], paths, status: [status] } = tables;
  const best = paths.find((path) => path.is_best_path);
  const link = el("a", {
    href: `#${addressOf({ area: area.solution_area, section: "overview" })}`,
    "aria-current": isShown ? "true" : null,
    // Also where the address is this one already.
    onclick: () => goTo("overview"),
  }, area.label);
  return facts.is_played
    ? el("li", {
      class: "area", "data-area": area.solution_area, "data-total-of": best.path,
      "data-area-total": best.total_points,
    },
    el("div", { class: "area-name" }, link, note(best.label), classNote(facts.class_basis)),
    areaFigures(best), areaStatus(best, status))
    : el("li", { class: "area idle", "data-area": area.solution_area },
      el("span", {}, link, ": no points from usage, and nobody is certified."));
}

// Does nothing where the release has one area: the page has no place for the others then.
function showAreas(areas, tables, shown) {
  if (!document.getElementById("areas")) return;
  fill("areas", el("ul", { class: "card areas" }, areas.map((area) =>
    areaRow(area, ofArea(tables, area.solution_area), area === shown))));
  const select = document.getElementById("area");
  select.replaceChildren(...areas.map((area) =>
    el("option", { value: area.solution_area }, area.label)));
  select.value = shown.solution_area;
  document.getElementById("area-shown").textContent =
    `All that follows is about ${shown.label}.`;
}
