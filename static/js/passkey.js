// Passkeys on forms that carry data-passkey: the browser makes or uses one, the form sends what came of it.
// Without passkeys in the browser those forms stay hidden and the page says so.

const IP_ADRES = /^(\d+\.){3}\d+$|^\[/;
const NIET_GELUKT = "Het is niet gelukt met je passkey. Probeer het opnieuw.";
const GESTOPT = "Je stopte, of het duurde te lang. Probeer het opnieuw.";
const BESTAAT = "Op dit toestel staat al een passkey voor je account.";

function gegevens() {
  return JSON.parse(document.getElementById("passkeygegevens").textContent);
}

async function haalVraag(adres) {
  const antwoord = await fetch(adres, { headers: { Accept: "application/json" } });
  if (!antwoord.ok) throw new Error(antwoord.statusText);
  return (await antwoord.json()).request_options;
}

function maak(opties) {
  // One that finds the account by itself, and that is opened by finger, face or PIN.
  const keuze = opties.publicKey.authenticatorSelection;
  keuze.residentKey = "required";
  keuze.requireResidentKey = true;
  keuze.userVerification = "required";
  return webauthnJSON.create(opties);
}

const WERK = {
  aanmelden: async (form) => webauthnJSON.get(await haalVraag(form.action)),
  bevestigen: () => webauthnJSON.get(gegevens().request_options),
  toevoegen: () => maak(gegevens().creation_options),
};

function uitleg(fout) {
  if (fout.name === "NotAllowedError" || fout.name === "AbortError") return GESTOPT;
  if (fout.name === "InvalidStateError") return BESTAAT;
  return NIET_GELUKT;
}

function verbeter(form) {
  const melding = form.querySelector("[data-passkeyfout]");
  let bezig = false;
  form.addEventListener("submit", async (gebeurtenis) => {
    gebeurtenis.preventDefault();
    if (bezig) return;
    bezig = true;
    melding.textContent = "";
    try {
      const passkey = await WERK[form.dataset.passkey](form);
      form.elements.credential.value = JSON.stringify(passkey);
      form.submit(); // does not fire the event again
    } catch (fout) {
      melding.textContent = uitleg(fout);
      bezig = false;
    }
  });
  form.hidden = false;
}

if (webauthnJSON.supported() && !IP_ADRES.test(location.hostname)) {
  document.querySelectorAll("form[data-passkey]").forEach(verbeter);
  document.querySelector("[data-zonder-passkey]")?.remove();
} else if (IP_ADRES.test(location.hostname)) {
  const melding = document.querySelector("[data-zonder-passkey]");
  if (melding) melding.textContent = `Passkeys werken niet op een adres met cijfers: open deze site met een naam, zoals localhost.`;
}
