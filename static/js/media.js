// Sound and film of elsewhere: the player comes after a press of the button that names the provider, and not before.
// Nothing is remembered. Without this module the link beside it does the work.

function toon(figuur, voor) {
  const kader = document.createElement("iframe");
  kader.src = figuur.dataset.speler;
  kader.title = figuur.dataset.titel;
  kader.allow = "encrypted-media; fullscreen; picture-in-picture";
  // The provider learns which site asks, not which page. YouTube plays nothing when it learns nothing.
  kader.referrerPolicy = "strict-origin-when-cross-origin";
  // No forms, no downloads, and it cannot lead this page elsewhere.
  kader.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation");
  kader.tabIndex = 0;
  voor.replaceWith(kader);
  kader.focus();
}

for (const figuur of document.querySelectorAll("[data-speler]")) {
  const voor = figuur.querySelector("[data-voor]");
  voor.hidden = false;
  voor.querySelector("button").addEventListener("click", () => toon(figuur, voor), { once: true });
}
