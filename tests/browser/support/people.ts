// People who use the interface without a page: the chair sets a network up, makes codes, reads figures.
//
// Owns: requests with a session cookie. Must not: be used for what a spec wants to see a person do in a page.
import { randomBytes } from "node:crypto";
import type { BrowserContext } from "@playwright/test";
import type { Server } from "./server.mjs";

const SESSION = "__Host-dv_session";
export const PASSWORD = "varmasti pitkä salasana";
export const CHAIR = "pj@kirjasto.example";

/** What the specs read of an entry. */
export interface Row {
  id: string;
  of: string;
  library: string;
  set: Record<string, unknown>;
}

/** What the specs read of the overview. */
export interface Overview {
  position: number;
  held: number;
  this_year: { tally: Tally };
  today_tally: Tally;
  devices: { id: string; name: string; pending: number; last_contact?: number }[];
}

export interface Tally {
  customer: number;
  customer_people: number;
  peer: number;
  peer_people: number;
  sessions: number;
  participants: number;
}

export class Person {
  private constructor(
    private readonly server: Server,
    private readonly token: string,
  ) {}

  /** Uses the set-up link of a new server: the network and its chair, who is signed in. */
  static async setUp(server: Server): Promise<Person> {
    const token = server.setupLink.split("#")[1];
    const answer = await fetch(`${server.url}/api/v1/setup`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        token,
        network_name: "Koeverkosto",
        contacts: {
          controller: "Koekaupunki",
          controller_contact: "kirjasto@koekaupunki.example",
          dpo_contact: "tietosuoja@koekaupunki.example",
          accessibility_contact: "saavutettavuus@koekaupunki.example",
          accessibility_phone: "02 123 4567",
        },
        chair: { name: "Petra Puheenjohtaja", email: CHAIR, password: PASSWORD },
      }),
    });
    return new Person(server, sessionOf(await good(answer)));
  }

  /** Signs in through the interface. */
  static async signIn(server: Server, email = CHAIR, password = PASSWORD): Promise<Person> {
    const answer = await fetch(`${server.url}/api/v1/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password }),
    });
    return new Person(server, sessionOf(await good(answer)));
  }

  /** The demo's chair. */
  static async demoChair(server: Server): Promise<Person> {
    const answer = await fetch(server.chairLink, { redirect: "manual" });
    return new Person(server, sessionOf(answer));
  }

  /** Signs the person in in a browser, without the form. */
  async enter(context: BrowserContext): Promise<void> {
    await context.addCookies([
      { name: SESSION, value: this.token, url: this.server.url.replace("http:", "https:"), httpOnly: true, secure: true, sameSite: "Lax" },
    ]);
  }

  async get<T>(path: string): Promise<T> {
    return (await good(await fetch(this.server.url + path, { headers: this.headers }))).json() as Promise<T>;
  }

  async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await good(
      await fetch(this.server.url + path, {
        method,
        headers: { ...this.headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
        body: body === undefined ? undefined : JSON.stringify(body),
      }),
    );
    const text = await answer.text();
    return (text ? JSON.parse(text) : undefined) as T;
  }

  /** Invites a contact of a library, who sets a password. */
  async contact(library: string): Promise<Person> {
    const id = mint();
    const email = `${id}@kirjasto.example`;
    await this.send("POST", "/api/v1/members", { id, name: "Yrsa Yhteys", library, role: "contact", email });
    const { url } = await this.send<{ url: string }>("POST", `/api/v1/members/${id}/link`, {});
    const answer = await fetch(`${this.server.url}/api/v1/links/${url.split("#")[1]}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ password: PASSWORD }),
    });
    return new Person(this.server, sessionOf(await good(answer)));
  }

  /** A new enrolment code for a tablet. */
  async code(library = "turku", point = "main"): Promise<string> {
    const issued = await this.send<{ code: string }>("POST", "/api/v1/enrolments", { library, point });
    return issued.code;
  }

  overview(): Promise<Overview> {
    return this.get("/api/v1/overview");
  }

  /** The library's entries that are not deleted. */
  async entries(library = "turku"): Promise<Row[]> {
    const { rows } = await this.get<{ rows: Row[] }>(`/api/v1/entries?library=${library}&days=70`);
    return rows.filter((row) => row.set["deleted"] !== true);
  }

  async devices(): Promise<{ id: string; name: string; revoked_at?: number; pending: number }[]> {
    return (await this.get<{ devices: { id: string; name: string; pending: number }[] }>("/api/v1/devices")).devices;
  }

  private get headers(): Record<string, string> {
    return { cookie: `${SESSION}=${this.token}` };
  }
}

/** A new id, as browsers mint them: the time, then chance. */
function mint(): string {
  const chance = randomBytes(10).toString("hex");
  const hex = `${Date.now().toString(16).padStart(12, "0")}7${chance.slice(0, 3)}8${chance.slice(3, 18)}`;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

async function good(answer: Response): Promise<Response> {
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`);
  return answer;
}

function sessionOf(answer: Response): string {
  for (const cookie of answer.headers.getSetCookie()) {
    if (cookie.startsWith(`${SESSION}=`)) return cookie.slice(SESSION.length + 1).split(";")[0] ?? "";
  }
  throw new Error(`${answer.url}: no session cookie (${answer.status})`);
}
