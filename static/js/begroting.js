// Counts along while somebody types in a form of the budget: the server applies the same rules as when it is kept.
// Without this script the button "Reken na" does the same.

const WACHT = 500; // milliseconds after the last key

const vorm = document.querySelector("form[data-begroting]");
const vak = document.querySelector("[data-toetsvak]");
const zin = document.querySelector("[data-zin]");
let wekker = 0;
let laatste = null;

// The outcome is read aloud: who sees the box needs no second text. That it failed is for everybody.
function zeg(tekst, zichtbaar = false) {
  zin.classList.toggle("verborgen", !zichtbaar);
  if (zin.textContent !== tekst) zin.textContent = tekst;
}

async function reken() {
  laatste?.abort();
  laatste = new AbortController();
  try {
    const antwoord = await fetch(vorm.dataset.begroting, {
      method: "POST",
      body: new FormData(vorm),
      headers: { Accept: "application/json" },
      signal: laatste.signal,
    });
    if (!antwoord.ok) throw new Error(antwoord.status);
    const uitkomst = await antwoord.json();
    const nieuw = new DOMParser().parseFromString(uitkomst.html, "text/html");
    vak.replaceChildren(...nieuw.body.childNodes);
    zeg(uitkomst.zin);
  } catch (fout) {
    if (fout.name !== "AbortError") zeg("Narekenen lukt nu niet. Wat je typte, staat er nog.", true);
  }
}

if (vorm && vak && zin) {
  vorm.addEventListener("input", () => {
    clearTimeout(wekker);
    wekker = setTimeout(reken, WACHT);
  });
}
