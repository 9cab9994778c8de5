// The table of the workspace: with a caption, and without a trap for who uses the keyboard.
// Loaded by the editor as a module of its own; what it exports takes the place of what the editor brings.

import { Table as Gewoon, updateAttrsDialog } from "django-prose-editor/editor";

const LANGSTE = 200;
const VORM = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">
  <line x1="5" y1="4" x2="19" y2="4"/><rect x="3" y="9" width="18" height="12" rx="2"/><line x1="3" y1="15" x2="21" y2="15"/><line x1="12" y1="9" x2="12" y2="21"/>
</svg>`;

const bijschriftveld = { type: "string", title: "Bijschrift van de tabel" };
const vraagBijschrift = updateAttrsDialog(
  { bijschrift: bijschriftveld },
  { title: "Bijschrift van de tabel", submitText: "Bewaar" },
);
const vraagTabel = updateAttrsDialog(
  {
    bijschrift: bijschriftveld,
    rows: { type: "number", title: "Rijen", format: "number", default: "3", min: "1", max: "100" },
    cols: { type: "number", title: "Kolommen", format: "number", default: "3", min: "1", max: "20" },
    kop: { type: "boolean", title: "Met een rij koppen" },
  },
  { title: "Tabel toevoegen", submitText: "Voeg in" },
);

const alsRegel = (tekst) => (tekst ?? "").replace(/\s+/g, " ").trim().slice(0, LANGSTE);

export const Table = Gewoon.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      bijschrift: {
        default: "",
        rendered: false,
        parseHTML: (tabel) => alsRegel(tabel.querySelector(":scope > caption")?.textContent),
      },
    };
  },

  parseHTML() {
    // The words of the caption are read above: here they would become a row.
    return [{ tag: "table" }, { tag: "caption", ignore: true }];
  },

  renderHTML({ node }) {
    const { bijschrift } = node.attrs;
    return ["table", {}, ...(bijschrift ? [["caption", {}, bijschrift]] : []), ["tbody", 0]];
  },

  addNodeView() {
    const maak = this.parent?.();
    return (gegevens) => {
      const beeld = maak(gegevens);
      const bijschrift = document.createElement("caption");
      bijschrift.contentEditable = "false";
      const zet = ({ attrs }) => {
        bijschrift.textContent = attrs.bijschrift;
        if (attrs.bijschrift) beeld.table.prepend(bijschrift);
        else bijschrift.remove();
      };
      const werkBij = beeld.update.bind(beeld);
      beeld.update = (node) => {
        const gelukt = werkBij(node);
        if (gelukt) zet(node);
        return gelukt;
      };
      const negeer = beeld.ignoreMutation.bind(beeld);
      beeld.ignoreMutation = (wijziging) =>
        wijziging.target === beeld.table || bijschrift.contains(wijziging.target) || negeer(wijziging);
      zet(gegevens.node);
      return beeld;
    };
  },

  addKeyboardShortcuts() {
    return {
      ...this.parent?.(),
      // In the last cell Tab leaves the text; a row is added with the button.
      Tab: () => this.editor.commands.goToNextCell(),
    };
  },

  addCommands() {
    return {
      ...this.parent?.(),
      insertTableWithOptions:
        () =>
        ({ editor }) => {
          vraagTabel(editor, { bijschrift: "", rows: "3", cols: "3", kop: true }).then((keuze) => {
            if (!keuze) return;
            const rows = Number.parseInt(keuze.rows, 10) || 3;
            const cols = Number.parseInt(keuze.cols, 10) || 3;
            editor
              .chain()
              .focus()
              .insertTable({ rows, cols, withHeaderRow: keuze.kop })
              .updateAttributes("table", { bijschrift: alsRegel(keuze.bijschrift) })
              .run();
          });
        },
    };
  },

  addMenuItems(gegevens) {
    this.parent?.(gegevens);
    gegevens.menu.defineItem({
      name: "table:bijschrift",
      groups: "table",
      button: gegevens.buttons.svg(VORM, "Bijschrift van de tabel"),
      hidden: (editor) => !editor.isActive("table"),
      command(editor) {
        const { bijschrift } = editor.getAttributes("table");
        vraagBijschrift(editor, { bijschrift }).then((keuze) => {
          if (keuze) editor.chain().focus().updateAttributes("table", { bijschrift: alsRegel(keuze.bijschrift) }).run();
        });
      },
    });
  },
});
