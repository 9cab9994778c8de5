// Says under the map which area the pointer or the focus is on. The link itself already has that name.

for (const vak of document.querySelectorAll("[data-kaart]")) {
  const wijzer = vak.querySelector("[data-kaartwijzer]");
  const noem = (gebeurtenis) => {
    const naam = gebeurtenis.target.closest("a")?.querySelector("title")?.textContent;
    if (naam) wijzer.textContent = naam;
  };
  vak.addEventListener("pointerover", noem);
  vak.addEventListener("focusin", noem);
}
