// Writing on a chapter: saves by itself, keeps a copy on this device while it cannot, and never sends over another.
// Without this script the form saves by its button. Stands before the editor in the page, to hear that it is ready.

(() => {
  const EERST = 3000; // milliseconds after the last key
  const HOOGSTENS = 8000; // after the first change that is not saved yet
  const OPNIEUW = [3000, 5000, 10000, 20000];
  const LANGSTE = 400000;

  const vorm = document.querySelector("[data-werkruimte]");
  const veld = vorm?.querySelector("textarea[name=tekst]");
  if (vorm && veld) begin();

  function begin() {
    const toestand = vorm.querySelector("[data-bewaarstand]");
    const anderen = vorm.querySelector("[data-anderen]");
    const basisveld = vorm.querySelector("input[name=basis]");
    const tokenveld = vorm.querySelector("input[name=csrfmiddlewaretoken]");
    const adres = vorm.dataset.bewaar;
    const sleutel = `cultuurnota:${vorm.dataset.wie}:${adres}`;
    let editor = null;
    let basis = Number(basisveld.value);
    let bewaard = null; // the text as it was last known to be kept
    let onderweg = null; // what was sent and not answered: sent again exactly so, and then it counts once
    let bezig = false;
    let sinds = 0; // when the first change came that is not kept
    let wekker = 0;
    let pogingen = 0;
    let stil = false; // after a refusal that waiting does not mend
    let vertrekt = false;

    const nu = () => (editor ? editor.getHTML() : veld.value);
    const isVuil = () => onderweg !== null || (bewaard !== null && nu() !== bewaard);

    const zeg = (tekst, link) => {
      if (toestand.textContent.trim() === tekst + (link ? ` ${link[0]}` : "")) return;
      toestand.textContent = tekst;
      if (link) {
        const a = document.createElement("a");
        [a.textContent, a.href] = link;
        if (link[2]) a.target = "_blank";
        toestand.append(" ", a);
      }
    };

    // --- the copy on this device ---
    const leg = () => {
      try {
        if (isVuil()) localStorage.setItem(sleutel, JSON.stringify({ tekst: nu(), basis, onderweg }));
        else localStorage.removeItem(sleutel);
      } catch {
        // A full or closed store: the page itself still holds the text.
      }
    };
    const neem = () => {
      try {
        return JSON.parse(localStorage.getItem(sleutel) ?? "null");
      } catch {
        return null;
      }
    };

    // Behind a table at the end there would be no place to type.
    const staart = () => {
      const { doc } = editor.state;
      if (doc.lastChild?.type.name !== "table") return;
      // Who just made the table stays in its first cell.
      editor.commands.insertContentAt(doc.content.size, "<p></p>", { updateSelection: false });
    };
    const zet = (tekst) => {
      if (editor) {
        editor.commands.setContent(tekst, { emitUpdate: false });
        staart();
      } else veld.value = tekst;
      veld.value = nu();
    };
    const zetBasis = (nummer) => {
      basis = nummer;
      basisveld.value = nummer;
    };

    // --- saving ---
    const plan = (wacht) => {
      clearTimeout(wekker);
      wekker = setTimeout(bewaar, wacht);
    };
    const gewijzigd = () => {
      if (bewaard === null) return;
      stil = false;
      if (!isVuil()) return leg();
      sinds ||= Date.now();
      leg();
      if (!bezig && pogingen === 0) plan(Math.max(0, Math.min(EERST, sinds + HOOGSTENS - Date.now())));
    };

    const vers = async () => {
      const antwoord = await fetch(adres, { headers: { Accept: "application/json" }, redirect: "error" });
      if (antwoord.ok) tokenveld.value = (await antwoord.json()).csrf;
      return antwoord.status;
    };
    const stuur = () =>
      fetch(adres, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": tokenveld.value },
        body: new URLSearchParams(onderweg),
        redirect: "error",
      });

    const opnieuw = (tekst, link) => {
      zeg(tekst, link);
      plan(OPNIEUW[Math.min(pogingen, OPNIEUW.length - 1)]);
      pogingen += 1;
    };
    const geefOp = (tekst) => {
      stil = true;
      onderweg = null;
      pogingen = 0;
      zeg(tekst);
    };

    async function bewaar() {
      if (bezig || stil || !isVuil()) return;
      bezig = true;
      onderweg ??= { tekst: nu(), basis: String(basis) };
      leg();
      if (pogingen === 0) zeg("We bewaren …");
      try {
        if (onderweg.tekst.length > LANGSTE) return geefOp("Je tekst is te lang voor één hoofdstuk. Maak hem korter.");
        let antwoord = await stuur();
        let status = antwoord.status;
        if (status === 403) {
          // Logged in again elsewhere, the token is another one; or the session is gone with its cookies.
          status = await vers();
          if (status === 200) {
            antwoord = await stuur();
            status = antwoord.status;
          }
        }
        await verwerk(status, antwoord);
      } catch {
        opnieuw("Nog niet opgeslagen, we proberen opnieuw. Je tekst staat op dit toestel.");
      } finally {
        bezig = false;
        leg();
      }
    }

    async function verwerk(status, antwoord) {
      if (status === 200 || status === 409) return gelukt(await antwoord.json());
      if (status === 401) {
        return opnieuw("Nog niet opgeslagen: je bent afgemeld. Je tekst staat op dit toestel.", [
          "Meld je aan in een nieuw venster",
          vorm.dataset.login,
          true,
        ]);
      }
      if (status === 403) return geefOp("Niet opgeslagen: je mag dit hoofdstuk niet meer wijzigen. Kopieer je tekst.");
      if (status === 404) return geefOp("Niet opgeslagen: je zit niet meer in het team van deze nota. Kopieer je tekst.");
      if (status === 413) return geefOp("Je tekst is te lang voor één hoofdstuk. Maak hem korter.");
      opnieuw("Nog niet opgeslagen, we proberen opnieuw. Je tekst staat op dit toestel.");
    }

    function gelukt(gegevens) {
      const verstuurd = onderweg.tekst;
      onderweg = null;
      pogingen = 0;
      sinds = 0;
      if (anderen && anderen.textContent !== gegevens.anderen) anderen.textContent = gegevens.anderen;
      if (gegevens.tekst !== undefined && nu() === verstuurd) {
        // Nobody typed meanwhile: what the other wrote comes in.
        zet(gegevens.tekst);
        bewaard = nu();
        zetBasis(gegevens.versie);
      } else {
        bewaard = verstuurd;
        zetBasis(gegevens.uitkomst === "gelijk" ? gegevens.versie : gegevens.eigen);
      }
      if (gegevens.beslis) {
        zeg(`Apart bewaard om ${gegevens.om}: iemand anders schreef aan dezelfde alinea.`, [
          "Leg de teksten naast elkaar",
          gegevens.beslis,
        ]);
      } else if (gegevens.tekst !== undefined) {
        zeg(`Bewaard om ${gegevens.om}, samen met wat iemand anders intussen schreef.`);
      } else {
        zeg(`Bewaard om ${gegevens.om}`);
      }
      if (isVuil()) {
        sinds = Date.now();
        plan(EERST);
      }
    }

    // --- beginning ---
    const start = () => {
      if (bewaard !== null) return;
      bewaard = nu();
      const net = new URLSearchParams(location.search).get("net");
      const kopie = neem();
      if (kopie && net !== "bewaard" && net !== "samengevoegd" && kopie.tekst !== bewaard) {
        zet(kopie.tekst);
        zetBasis(kopie.basis);
        onderweg = kopie.onderweg;
        zeg("We zetten terug wat op dit toestel stond en nog niet bewaard was.");
      } else if (vorm.dataset.opgepakt) {
        bewaard = "";
      }
      leg();
      if (isVuil()) plan(EERST);
      for (const knop of document.querySelectorAll("[data-figuur]")) {
        knop.hidden = false;
        knop.addEventListener("click", () => {
          if (editor) editor.chain().focus().insertContent(knop.dataset.figuur).run();
          else veld.value += knop.dataset.figuur;
          gewijzigd();
        });
      }
    };

    document.addEventListener("prose-editor:ready", (gebeurtenis) => {
      if (gebeurtenis.detail.textarea !== veld) return;
      editor = gebeurtenis.detail.editor;
      staart();
      start();
      editor.on("update", () => {
        staart();
        gewijzigd();
      });
    });
    veld.addEventListener("input", gewijzigd);
    // The editor may have been ready before us, or not come at all.
    setTimeout(start, 4000);

    window.addEventListener("online", () => {
      if (isVuil()) plan(0);
    });
    document.addEventListener("visibilitychange", () => {
      if (isVuil()) plan(0);
    });
    window.addEventListener("beforeunload", (gebeurtenis) => {
      leg();
      if (!vertrekt && isVuil()) gebeurtenis.preventDefault();
    });
    vorm.addEventListener("submit", async (gebeurtenis) => {
      veld.value = nu();
      if (bezig) {
        // What is on its way first: the form must say on which version it was written.
        gebeurtenis.preventDefault();
        while (bezig) await new Promise((klaar) => setTimeout(klaar, 50));
        vorm.requestSubmit(gebeurtenis.submitter);
        return;
      }
      clearTimeout(wekker);
      leg();
      vertrekt = true;
    });
  }
})();
