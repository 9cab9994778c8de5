// Dutch for the rich text editor, and a name for it that a screen reader can say. Loaded before the editor itself.

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
    bulletList: "Lijst met punten",
    "bullet list": "Lijst met punten",
    orderedList: "Lijst met nummers",
    "ordered list": "Lijst met nummers",
    listProperties: "Eigenschappen van de lijst",
    blockquote: "Citaat",
    link: "Link",
    unlink: "Link weghalen",
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

  const benoem = () => {
    for (const vak of document.querySelectorAll(".prose-editor")) {
      const veld = vak.querySelector("textarea") ?? vak.nextElementSibling ?? vak.previousElementSibling;
      const label = veld?.id ? document.querySelector(`label[for="${veld.id}"]`) : null;
      const tekst = vak.querySelector("[contenteditable]");
      if (tekst && !tekst.hasAttribute("aria-label")) {
        tekst.setAttribute("role", "textbox");
        tekst.setAttribute("aria-multiline", "true");
        tekst.setAttribute("aria-label", label?.textContent.replace(/:$/, "").trim() ?? "Tekst");
      }
      vak.querySelectorAll(".prose-menubar__button:not([data-benoemd])").forEach((knop) => {
        knop.dataset.benoemd = "";
        vertaal(knop);
      });
    }
  };
  new MutationObserver(benoem).observe(document.documentElement, { childList: true, subtree: true });
})();
