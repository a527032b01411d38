// Opening the page and changing partner and area. Belongs here: what is shown in which order, and
// the address. Does not belong here: what a section says.

let shared;
// The partner, and the area that someone asked for: if none, the first that the partner plays in.
let chosen = {};
let showing = Promise.resolve();
let rules = {};

// `#partner=…&area=…&section=…`; a bare `#section` is understood too.
function address() {
  // Anyone can make a link: what stands in it is read as it is, and nothing here can throw.
  const hash = location.hash.slice(1);
  return hash.includes("=") ? Object.fromEntries(new URLSearchParams(hash)) : { section: hash };
}

function addressOf(changes) {
  const now = { partner: chosen.partner?.partner_id, area: chosen.area, ...changes };
  return new URLSearchParams(Object.entries(now).filter(([, value]) => value)).toString();
}

const setAddress = (changes) => history.replaceState(null, "", `#${addressOf(changes)}`);

function goTo(section) {
  const title = document.getElementById(`${section}-title`);
  if (!title) return;
  document.getElementById(section).scrollIntoView();
  title.focus({ preventScroll: true });
}

// Choices are shown one after the other, and only the newest: sections are filled as their data
// opens, and two partners at once would leave a mixture.
function show(partner, area) {
  const choice = { partner, area };
  chosen = choice;
  delete document.documentElement.dataset.ready;
  showing = showing.catch(() => {}).then(() => choice === chosen && fillSections(choice));
  return showing;
}

// Rules are the same for every partner, and long.
function showRulesOf(area) {
  if (rules.area !== area) {
    rules = { area, shown: showRules(ofArea(shared, area.solution_area)) };
  }
  return rules.shown;
}

async function fillSections(choice) {
  const { partner } = choice;
  const root = document.documentElement;
  const number = shared.partners.indexOf(partner);
  const all = tablesOf(await readBlock(`partner-${number}`));
  const of = new Map(all.areas.map((row) => [row.solution_area, row]));
  const areas = shared.areas.filter((area) => of.has(area.solution_area));
  const area = areas.find((each) => each.solution_area === choice.area)
    ?? areas.find((each) => of.get(each.solution_area).is_played) ?? areas[0];
  const tables = { ...ofArea(all, area.solution_area), partner };
  const scope = `${number}-${area.solution_area}`;
  document.getElementById("name").textContent = partner.partner_name;
  document.getElementById("meta").textContent =
    [partner.partner_id, partner.country, month(partner.as_of_month)].filter(Boolean).join(" · ");
  document.title = `${partner.partner_name} – Solutions Partner for ${area.label} – `
    + `${month(partner.as_of_month)}${shared.release[0].is_demo ? " – DEMO" : ""}`;
  showAreas(areas, all, area);
  showOverview(tables, shared, area);
  showMetrics(tables);
  showTrend(tables);
  showMovements(tables);
  showCertificates(tables);
  await drawCharts();
  await showNear(scope, tables);
  showData(tables, shared);
  await showReport(scope, tables, area);
  await showRulesOf(area);
  if (choice !== chosen) return;
  root.dataset.ready = "true";
}

function choosePartner() {
  const wanted = address().partner;
  return shared.partners.find((partner) => partner.partner_id === wanted) ?? shared.partners[0];
}

const chooseArea = () =>
  shared.areas.find((area) => area.solution_area === address().area)?.solution_area;

function offerAreas() {
  const select = document.getElementById("area");
  select?.addEventListener("change", () => {
    show(chosen.partner, select.value).catch(showFault);
    setAddress({});
  });
}

function offerPartners() {
  const select = document.getElementById("partner");
  if (shared.partners.length < 2) {
    document.getElementById("choice").remove();
    return;
  }
  select.replaceChildren(...shared.partners.map((partner) =>
    el("option", { value: partner.partner_id }, `${partner.partner_name} (${partner.partner_id})`)));
  document.getElementById("choice").hidden = false;
  select.addEventListener("change", () => {
    const partner = shared.partners.find((each) => each.partner_id === select.value);
    show(partner, chosen.area).catch(showFault);
    setAddress({});
  });
}

function followLinks() {
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    link.addEventListener("click", (event) => {
      const section = link.getAttribute("href").slice(1);
      event.preventDefault();
      goTo(section);
      setAddress({ section });
    });
  }
  const links = new Map([...document.querySelectorAll(".sections a")]
    .map((link) => [link.getAttribute("href").slice(1), link]));
  const inSight = new Set();
  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) inSight.add(target.id);
      else inSight.delete(target.id);
    }
    const current = [...links.keys()].find((section) => inSight.has(section));
    if (!current) return;
    for (const [section, link] of links) {
      if (section === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }, { rootMargin: "-20% 0px -70% 0px" });
  for (const section of document.querySelectorAll("main section")) seen.observe(section);
}

function sayRestated() {
  const place = document.getElementById("restated");
  const [restated] = shared.restated ?? [];
  if (place && restated) {
    place.textContent = `${count(restated.changed)} of ${count(restated.compared)} metric scores `
      + "are different in the current release.";
  }
}

async function open() {
  shared = tablesOf(await readBlock("shared"));
  setLabels(shared.labels);
  if (!shared.partners.length) throw new Error("This release holds no partner.");
  offerPartners();
  offerAreas();
  sayRestated();
  followLinks();
  const { section } = address();
  const partner = choosePartner();
  const select = document.getElementById("partner");
  if (select) select.value = partner.partner_id;
  await show(partner, chooseArea());
  if (section) goTo(section);
}

addEventListener("error", (event) => showFault(event.error ?? new Error(event.message)));
addEventListener("unhandledrejection", (event) => showFault(event.reason));
addEventListener("hashchange", () => {
  const partner = choosePartner();
  const area = chooseArea();
  const select = document.getElementById("partner");
  if (shared && (partner !== chosen.partner || area !== chosen.area)) {
    if (select) select.value = partner.partner_id;
    show(partner, area).catch(showFault);
  }
  if (address().section) goTo(address().section);
});
open().catch(showFault);
