// Buttons that print the page; without this script they stay hidden.
for (const knop of document.querySelectorAll("[data-druk]")) {
  knop.hidden = false;
  knop.addEventListener("click", () => window.print());
}
