// Dutch for what the editor of the workspace has besides that of the admin: tables.

(() => {
  const nl = {
    "Insert table": "Tabel toevoegen",
    insertTable: "Tabel toevoegen",
    "Add row": "Rij toevoegen",
    "Add column": "Kolom toevoegen",
    "Add row after": "Rij eronder",
    "Add column after": "Kolom erachter",
    "Add row before": "Rij erboven",
    "Add column before": "Kolom ervoor",
    "Delete row": "Rij weghalen",
    "Delete column": "Kolom weghalen",
    "Delete table": "Tabel weghalen",
    "Merge cells": "Cellen samenvoegen",
    "Split cell": "Cel splitsen",
    "Toggle header cell": "Kopcel aan of uit",
    "Table Properties": "Eigenschappen van de tabel",
    "Insert Table": "Tabel toevoegen",
    Rows: "Rijen",
    Columns: "Kolommen",
    "Include header row": "Met een rij koppen",
    Yes: "Ja",
    No: "Nee",
  };
  const vroeger = window.gettext;
  window.gettext = (tekst) => nl[tekst] ?? (vroeger ? vroeger(tekst) : tekst);

  // The buttons of the bar carry English names of their own.
  const benoem = () => {
    for (const knop of document.querySelectorAll(".prose-menubar__button[data-benoemd]:not([data-werkwoord])")) {
      knop.dataset.werkwoord = "";
      const naam = nl[knop.getAttribute("aria-label")];
      if (!naam) continue;
      knop.setAttribute("aria-label", naam);
      knop.setAttribute("title", naam);
    }
  };
  new MutationObserver(benoem).observe(document.documentElement, { childList: true, subtree: true, attributes: true });
})();
