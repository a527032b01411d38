// Opening the page and changing the partner. Belongs here: what is shown in which order, and the
// address. Does not belong here: what a section says.

let shared;
let shownPartner;
let showing = Promise.resolve();
let rulesShown;

// `#partner=…&section=…`; a bare `#section` is understood too.
function address() {
  // Anyone can make a link: what stands in it is read as it is, and nothing here can throw.
  const hash = location.hash.slice(1);
  return hash.includes("=") ? Object.fromEntries(new URLSearchParams(hash)) : { section: hash };
}

function setAddress(changes) {
  const now = { partner: shownPartner?.partner_id, ...changes };
  const entries = Object.entries(now).filter(([, value]) => value);
  history.replaceState(null, "", `#${new URLSearchParams(entries)}`);
}

function goTo(section) {
  const title = document.getElementById(`${section}-title`);
  if (!title) return;
  document.getElementById(section).scrollIntoView();
  title.focus({ preventScroll: true });
}

// Partners are shown one after the other, and only the newest choice: sections are filled as their
// data opens, and two partners at once would leave a mixture.
function showPartner(partner) {
  shownPartner = partner;
  delete document.documentElement.dataset.ready;
  showing = showing.catch(() => {}).then(() => partner === shownPartner && fillSections(partner));
  return showing;
}

async function fillSections(partner) {
  const root = document.documentElement;
  const number = shared.partners.indexOf(partner);
  const tables = { ...tablesOf(await readBlock(`partner-${number}`)), partner };
  document.getElementById("name").textContent = partner.partner_name;
  document.getElementById("meta").textContent =
    [partner.partner_id, partner.country, month(partner.as_of_month)].filter(Boolean).join(" · ");
  document.title = `${partner.partner_name} – Solutions Partner for Security – `
    + `${month(partner.as_of_month)}${shared.release[0].is_demo ? " – DEMO" : ""}`;
  showOverview(partner, tables, shared);
  showMetrics(tables);
  showTrend(tables);
  showMovements(tables);
  showCertificates(tables);
  await drawCharts();
  await showNear(number, tables);
  showData(tables, shared);
  await showReport(number, tables);
  await rulesShown;
  if (partner !== shownPartner) return;
  root.dataset.ready = "true";
}

function choosePartner() {
  const wanted = address().partner;
  return shared.partners.find((partner) => partner.partner_id === wanted) ?? shared.partners[0];
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
    showPartner(partner).catch(showFault);
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
  sayRestated();
  followLinks();
  const { section } = address();
  const partner = choosePartner();
  const select = document.getElementById("partner");
  if (select) select.value = partner.partner_id;
  rulesShown = showRules(shared);
  await showPartner(partner);
  if (section) goTo(section);
}

addEventListener("error", (event) => showFault(event.error ?? new Error(event.message)));
addEventListener("unhandledrejection", (event) => showFault(event.reason));
addEventListener("hashchange", () => {
  const partner = choosePartner();
  const select = document.getElementById("partner");
  if (shared && partner !== shownPartner) {
    if (select) select.value = partner.partner_id;
    showPartner(partner).catch(showFault);
  }
  if (address().section) goTo(address().section);
});
open().catch(showFault);
