// The builder of the Regiocheck changes in place: a link of the map, a tick in the list or a removal fetches the next
// address and swaps the part that changed. Without this module each of them is a plain page.

const vak = () => document.querySelector("[data-regiocheck]");
const melder = document.querySelector("[data-meld]");
let laatste = null;

// What the focus is on, in words that hold after the swap too.
function plek(element) {
  if (!element || !vak()?.contains(element)) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.name === "g") return `input[type=checkbox][value="${CSS.escape(element.value)}"]`;
  return element.closest("svg a, [data-stil]") ? element.querySelector("title")?.textContent.split(":")[0] : null;
}

function zoekPlek(sleutel) {
  if (!sleutel) return null;
  if (/^(#|input)/.test(sleutel)) return document.querySelector(sleutel);
  const titels = [...document.querySelectorAll("svg a title")];
  return titels.find((titel) => titel.textContent.split(":")[0] === sleutel)?.parentElement;
}

function openDelen() {
  return [...vak().querySelectorAll("details[open] > summary")].map((kop) => kop.firstChild.textContent.trim());
}

async function ga(adres, { bewaar = true } = {}) {
  laatste?.abort();
  laatste = new AbortController();
  let antwoord;
  try {
    antwoord = await fetch(adres, { signal: laatste.signal });
  } catch (fout) {
    if (fout.name !== "AbortError") location.assign(adres);
    return;
  }
  const nieuw = new DOMParser().parseFromString(await antwoord.text(), "text/html");
  const deel = nieuw.querySelector("[data-regiocheck]");
  if (!antwoord.ok || !deel) return location.assign(adres);
  const sleutel = plek(document.activeElement);
  const open = openDelen();
  vak().replaceChildren(...deel.childNodes);
  for (const kop of vak().querySelectorAll("details > summary")) {
    if (open.includes(kop.firstChild.textContent.trim())) kop.parentElement.open = true;
  }
  document.title = nieuw.title;
  if (bewaar) history.pushState(null, "", antwoord.url + new URL(adres, location.href).hash);
  const doel = zoekPlek(sleutel) ?? document.querySelector("#gebied");
  doel.focus({ preventScroll: true });
  melder.textContent = nieuw.title.split(" – ")[0];
}

function noem(gebeurtenis) {
  const titel = gebeurtenis.target.closest?.("svg a")?.querySelector("title");
  const wijzer = document.querySelector("[data-kaartwijzer]");
  if (titel && wijzer) wijzer.textContent = titel.textContent;
}

if (vak()) {
  document.addEventListener("click", (gebeurtenis) => {
    const link = gebeurtenis.target.closest?.("[data-regiocheck] svg a, [data-regiocheck] a[data-stil]");
    const anders = gebeurtenis.metaKey || gebeurtenis.ctrlKey || gebeurtenis.shiftKey || gebeurtenis.button > 0;
    if (!link || anders) return;
    gebeurtenis.preventDefault();
    ga(link.getAttribute("href"));
  });
  document.addEventListener("change", (gebeurtenis) => {
    const lijst = gebeurtenis.target.closest?.("form[data-lijst]");
    if (lijst) ga(`?${new URLSearchParams(new FormData(lijst))}`);
  });
  addEventListener("popstate", () => ga(location.href, { bewaar: false }));
  document.addEventListener("pointerover", noem);
  document.addEventListener("focusin", noem);
}

const druk = document.querySelector("[data-druk]");
if (druk) {
  druk.hidden = false;
  druk.addEventListener("click", () => print());
}
