// A button beside each password field that shows what was typed.

for (const veld of document.querySelectorAll("input[type=password]")) {
  const label = veld.labels[0]?.textContent.trim() || "Wachtwoord";
  const naam = label[0].toLowerCase() + label.slice(1);
  const knop = document.createElement("button");
  knop.type = "button";
  knop.className = "knop tweede";
  knop.textContent = `Toon ${naam}`;
  knop.setAttribute("aria-controls", veld.id);
  knop.addEventListener("click", () => {
    const toon = veld.type === "password";
    veld.type = toon ? "text" : "password";
    knop.textContent = toon ? `Verberg ${naam}` : `Toon ${naam}`;
  });
  const rij = document.createElement("p");
  rij.className = "knoppen wenk";
  rij.append(knop);
  veld.after(rij);
  // Nothing readable goes to the browser's memory of forms.
  veld.form?.addEventListener("submit", () => {
    veld.type = "password";
  });
}
