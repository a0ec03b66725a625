// An activity day for the specs and benchmarks, whose server has the real clock: sixty days ahead, registration open.
//
// Owns: what such a day holds. Must not: know who saves it.

/** A date so many days from today, YYYY-MM-DD. */
const ahead = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The day's year. */
export const YEAR = Number(ahead(60).slice(0, 4));

/** A published day; `change` replaces some of it. */
export function day(change = {}) {
  const session = (n, begins, ends, fi, sv, en, more = {}) => ({
    id: `018f0000-0000-7000-8000-00000000000${n}`, begins, ends, title: { fi, sv, en }, room: "", speaker: "", remote: false, ...more,
  });
  return {
    status: "published",
    date: ahead(60),
    begins: "09:30",
    ends: "15:30",
    title: { fi: "Digiverkoston toimintapäivä", sv: "Digiverkostos verksamhetsdag", en: "The network’s activity day" },
    intro: {
      fi: "Kokoonnumme kuulemaan, miten naapurikirjastoissa digituetaan. Tule mukaan koko päiväksi!",
      sv: "Vi samlas för att höra hur grannbiblioteken ger digitalt stöd. Kom med för hela dagen!",
      en: "We meet to hear how neighbouring libraries give digital support. Join us for the whole day!",
    },
    place: "Porin pääkirjasto",
    address: "Gallen-Kallelankatu 12, Pori",
    directions: { fi: "Sisään pihan puolelta.", sv: "Ingång från gården.", en: "Enter from the yard." },
    remote_link: "https://meet.example.org/paiva",
    on_site: 60,
    remote: 40,
    opens: { on: ahead(-10), at: "08:00" },
    closes: { on: ahead(50), at: "16:00" },
    lunch: true,
    programme: [
      session(1, "09:30", "10:00", "Kahvit", "Kaffe", "Coffee", { room: "Aula" }),
      session(2, "10:00", "11:30", "Tekoäly lainaustiskillä", "AI vid lånedisken", "AI at the desk", { room: "Sali", speaker: "Tiina Taituri", remote: true }),
      session(3, "12:30", "15:30", "Työpajat", "Verkstäder", "Workshops", { room: "Neuvotteluhuone" }),
    ],
    questions: [
      {
        id: "018f0000-0000-7000-8000-0000000000a1", answer: "choice", required: true, of: "onsite",
        label: { fi: "Kumpaan työpajaan tulet?", sv: "Vilken verkstad väljer du?", en: "Which workshop do you choose?" },
        choices: [{ fi: "Älypuhelin", sv: "Smarttelefon", en: "Smartphone" }, { fi: "Tekoäly", sv: "AI", en: "AI" }],
      },
    ],
    ...change,
  };
}
