// Dutch for the rich text editor, and names that a screen reader can say. Loaded before the editor itself.

(() => {
  const nl = {
    URL: "Adres",
    Title: "Titel",
    Update: "Bewaar",
    Insert: "Voeg in",
    Cancel: "Annuleer",
    "Image URL": "Adres van de foto (begint met /media/)",
    "Alternative Text": "Wat zie je op de foto?",
    Caption: "Bijschrift",
    "Edit Image": "Foto aanpassen",
    "Add caption": "Bijschrift toevoegen",
    "Remove caption": "Bijschrift weghalen",
    "Edit Figure": "Foto aanpassen",
    "Insert Figure": "Foto invoegen",
    "Edit Link": "Link aanpassen",
    "Open in new window": "Openen in een nieuw venster",
    "List properties": "Eigenschappen van de lijst",
    "Start at": "Begin bij",
    "List type": "Soort lijst",
    "Decimal numbers": "Cijfers",
    "Lowercase letters": "Kleine letters",
    "Uppercase letters": "Hoofdletters",
    "Lowercase Roman numerals": "Kleine Romeinse cijfers",
    "Uppercase Roman numerals": "Romeinse cijfers",
    bold: "Vet",
    italic: "Cursief",
    heading: "Kop",
    "heading 1": "Kop 1",
    "heading 2": "Kop 2",
    "heading 3": "Kop 3",
    paragraph: "Gewone tekst",
    "Heading 2": "Kop 2",
    "Heading 3": "Kop 3",
    Paragraph: "Gewone tekst",
    "unordered list": "Lijst met punten",
    bulletList: "Lijst met punten",
    "bullet list": "Lijst met punten",
    orderedList: "Lijst met nummers",
    "ordered list": "Lijst met nummers",
    listProperties: "Eigenschappen van de lijst",
    blockquote: "Citaat",
    link: "Link",
    unlink: "Link weghalen",
    "insert link": "Link toevoegen",
    "remove link": "Link weghalen",
    figure: "Foto",
    "insert figure": "Foto invoegen",
    undo: "Ongedaan maken",
    redo: "Opnieuw doen",
    hardBreak: "Nieuwe regel",
  };
  const vroeger = window.gettext;
  window.gettext = (tekst) => nl[tekst] ?? (vroeger ? vroeger(tekst) : tekst);

  const vertaal = (knop) => {
    const naam = knop.getAttribute("aria-label") ?? knop.getAttribute("title") ?? knop.dataset.name ?? "";
    const dutch = nl[naam] ?? nl[knop.textContent.trim()] ?? naam;
    knop.setAttribute("aria-label", dutch);
    knop.setAttribute("title", dutch);
  };

  // The kinds of text in the list: a screen reader and the eye read the same words.
  const vertaalKeuze = (keuze) => {
    const tekst = keuze.firstElementChild ?? keuze;
    tekst.textContent = nl[tekst.textContent.trim()] ?? tekst.textContent;
  };

  // A search list of the admin is named after what was chosen in it, so an empty one has no name: add the label.
  const benoemZoeklijst = (lijst) => {
    const label = lijst.closest(".form-row")?.querySelector("label");
    if (!label) return;
    label.id ||= `label-${label.htmlFor}`;
    lijst.dataset.benoemd = "";
    lijst.setAttribute("aria-labelledby", `${label.id} ${lijst.getAttribute("aria-labelledby")}`);
    lijst.querySelector('[role="textbox"]')?.setAttribute("aria-labelledby", label.id);
  };

  // A day and an hour belong to one question: without this they are called "Datum" and "Tijd", whatever they are of.
  const benoemMoment = (moment) => {
    const rij = moment.closest(".form-row");
    const label = [...(rij?.querySelectorAll("label") ?? [])].find((een) => !moment.contains(een));
    moment.dataset.benoemd = "";
    moment.setAttribute("role", "group");
    if (label) moment.setAttribute("aria-label", label.textContent.replace(/:$/, "").trim());
  };

  const benoem = () => {
    document.querySelectorAll("p.datetime:not([data-benoemd])").forEach(benoemMoment);
    document.querySelectorAll(".select2-selection[aria-labelledby]:not([data-benoemd])").forEach(benoemZoeklijst);
    for (const vak of document.querySelectorAll(".prose-menubar__option:not([data-benoemd])")) {
      vak.dataset.benoemd = "";
      vertaalKeuze(vak);
    }
    for (const vak of document.querySelectorAll(".prose-editor")) {
      const veld = vak.querySelector("textarea") ?? vak.nextElementSibling ?? vak.previousElementSibling;
      const label = veld?.id ? document.querySelector(`label[for="${veld.id}"]`) : null;
      const tekst = vak.querySelector("[contenteditable]");
      if (tekst && !tekst.hasAttribute("aria-label")) {
        tekst.setAttribute("role", "textbox");
        tekst.setAttribute("aria-multiline", "true");
        tekst.setAttribute("aria-label", label?.textContent.replace(/:$/, "").trim() ?? "Tekst");
        const uitleg = veld?.getAttribute("aria-describedby");
        if (uitleg) tekst.setAttribute("aria-describedby", uitleg);
      }
      vak.querySelectorAll(".prose-menubar__button:not([data-benoemd])").forEach((knop) => {
        knop.dataset.benoemd = "";
        vertaal(knop);
      });
    }
  };
  new MutationObserver(benoem).observe(document.documentElement, { childList: true, subtree: true });

  // In a list or a table Tab belongs to the text. After Escape it leaves the text, forwards or back.
  let los = false;
  document.addEventListener(
    "keydown",
    (toets) => {
      if (!toets.target.closest?.(".prose-editor [contenteditable=true]")) return;
      if (toets.key === "Tab" && los) toets.stopImmediatePropagation();
      if (toets.key !== "Shift") los = toets.key === "Escape";
    },
    true,
  );
})();
