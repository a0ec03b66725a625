// A real mail server for the specs and benchmarks: tests/smtp/server.py, with the Python that `cargo xtask test` makes.
//
// Owns: starting and ending it, and what it has taken. Must not: know what a mail says.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const PYTHON = process.env.SMTP_PYTHON ?? new URL("../../../target/smtp/bin/python", import.meta.url).pathname;
const SCRIPT = new URL("../../smtp/server.py", import.meta.url).pathname;
const PATIENCE_MS = 30_000;

export class Smtp {
  port = 0;
  /** @type {{ recipients: string[], subject: string, text: string, id: string }[]} */
  letters = [];
  /** @type {(() => void)[]} */
  #waiting = [];
  #child = spawn(PYTHON, [SCRIPT, "0"], { stdio: ["pipe", "pipe", "inherit"] });

  /** A running one. */
  static async start() {
    const smtp = new Smtp();
    await new Promise((resolve, reject) => {
      smtp.#child.once("error", reject);
      smtp.#child.once("exit", (status) => reject(new Error(`the mail server ended: ${status}`)));
      createInterface({ input: smtp.#child.stdout }).on("line", (line) => {
        const said = JSON.parse(line);
        if (said.port) {
          smtp.port = said.port;
          resolve(undefined);
        } else {
          smtp.letters.push(said);
          for (const wake of smtp.#waiting.splice(0)) wake();
        }
      });
    });
    return smtp;
  }

  /** The settings of a server that sends through it. */
  get settings() {
    return {
      DIGIVERKOSTO_SMTP_URL: `smtp://127.0.0.1:${this.port}`,
      DIGIVERKOSTO_MAIL_FROM: "Digiverkosto <digi@verkosto.example>",
    };
  }

  /**
   * The n-th letter to an address, counted from 1; waits for it.
   * @param {string} address
   */
  async letter(address, n = 1) {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = this.letters.filter(({ recipients }) => recipients.includes(address))[n - 1];
      if (found) return found;
      if (Date.now() > end) throw new Error(`no letter ${n} to ${address}`);
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, end - Date.now());
        this.#waiting.push(() => (clearTimeout(timer), resolve(undefined)));
      });
    }
  }

  /** The personal link of the n-th letter to an address. */
  async link(address, n = 1) {
    const { text } = await this.letter(address, n);
    const link = /\S+\/ilmoittautuminen\/\S+/.exec(text)?.[0];
    if (!link) throw new Error(`no link in: ${text}`);
    return link;
  }

  stop() {
    this.#child.kill("SIGKILL");
  }
}
