// Suggestions under the finder: an ARIA combobox on top of a form that works without it.

const WACHT = 150;
const MINSTENS = 2;

function maakLijst(veld) {
  const lijst = document.createElement("ul");
  lijst.className = "voorstellen";
  lijst.id = `${veld.id}-voorstellen`;
  lijst.setAttribute("role", "listbox");
  lijst.setAttribute("aria-label", "Voorstellen");
  lijst.hidden = true;
  veld.after(lijst);
  return lijst;
}

function maakMelder(veld) {
  const melder = document.createElement("span");
  melder.className = "verborgen";
  melder.setAttribute("role", "status");
  veld.parentElement.append(melder);
  return melder;
}

function verbeter(form) {
  const veld = form.querySelector("input[name=q]");
  const lijst = maakLijst(veld);
  const melder = maakMelder(veld);
  let gekozen = -1;
  let klok = 0;
  let laatste = null;

  veld.setAttribute("role", "combobox");
  veld.setAttribute("aria-autocomplete", "list");
  veld.setAttribute("aria-controls", lijst.id);
  veld.setAttribute("aria-expanded", "false");

  function sluit() {
    lijst.hidden = true;
    gekozen = -1;
    veld.setAttribute("aria-expanded", "false");
    veld.removeAttribute("aria-activedescendant");
  }

  function kies(nummer) {
    const keuzes = [...lijst.children];
    gekozen = (nummer + keuzes.length) % keuzes.length;
    keuzes.forEach((keuze, i) => keuze.setAttribute("aria-selected", String(i === gekozen)));
    veld.setAttribute("aria-activedescendant", keuzes[gekozen].id);
  }

  function toon(voorstellen) {
    lijst.replaceChildren(
      ...voorstellen.map((voorstel, i) => {
        const regel = document.createElement("li");
        regel.id = `${lijst.id}-${i}`;
        regel.setAttribute("role", "option");
        regel.setAttribute("aria-selected", "false");
        regel.dataset.pad = voorstel.pad;
        regel.textContent = voorstel.naam;
        if (voorstel.uitleg) {
          const uitleg = document.createElement("small");
          uitleg.textContent = ` ${voorstel.uitleg}`;
          regel.append(uitleg);
        }
        return regel;
      }),
    );
    if (!voorstellen.length) return sluit();
    gekozen = -1;
    lijst.hidden = false;
    veld.setAttribute("aria-expanded", "true");
    melder.textContent = voorstellen.length === 1 ? "1 voorstel" : `${voorstellen.length} voorstellen`;
  }

  async function haal() {
    const vraag = veld.value.trim();
    if (vraag.length < MINSTENS) return sluit();
    laatste?.abort();
    laatste = new AbortController();
    try {
      const antwoord = await fetch(`${form.dataset.zoekvak}?q=${encodeURIComponent(vraag)}`, { signal: laatste.signal });
      if (antwoord.ok) toon(await antwoord.json());
    } catch {
      sluit(); // no network, or overtaken by a newer question: the form itself still works
    }
  }

  veld.addEventListener("input", () => {
    clearTimeout(klok);
    klok = setTimeout(haal, WACHT);
  });
  veld.addEventListener("keydown", (gebeurtenis) => {
    if (lijst.hidden) return;
    if (gebeurtenis.key === "ArrowDown") kies(gekozen + 1);
    else if (gebeurtenis.key === "ArrowUp") kies(gekozen < 0 ? -1 : gekozen - 1);
    else if (gebeurtenis.key === "Escape") sluit();
    else if (gebeurtenis.key === "Enter" && gekozen >= 0) location.assign(lijst.children[gekozen].dataset.pad);
    else return;
    gebeurtenis.preventDefault();
  });
  veld.addEventListener("blur", () => setTimeout(sluit, WACHT));
  lijst.addEventListener("mousedown", (gebeurtenis) => {
    const regel = gebeurtenis.target.closest("li");
    if (regel) location.assign(regel.dataset.pad);
  });
}

document.querySelectorAll("form[data-zoekvak]").forEach(verbeter);
