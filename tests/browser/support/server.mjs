// One server of the real binary, with a folder and a port of its own. Plain JavaScript, so that the benchmarks,
// which Node runs as they are, start it in the same way as the specs.
//
// Owns: starting, stopping, killing and starting again on the same port and data. Must not: know what the app does.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { binary } from "../launch.mjs";

/** How long a server may take to answer; the demo's first start fills two years of data. */
const PATIENCE_MS = 90_000;

/**
 * @typedef {object} Options
 * @property {boolean} [demo] With the demo network.
 * @property {string} [host] Address without the port.
 * @property {string} [data] The folder of the database; absent: a new one, removed at the end.
 * @property {Record<string, string>} [settings] Settings of the server by the names of environment variables.
 */

export class Server {
  port = 0;
  /** The demo's link that makes a browser a tablet; another one after each start. */
  tabletLink = "";
  /** The demo's link that signs in the chair. */
  chairLink = "";
  /** The one-time link of the first start without the demo. */
  setupLink = "";
  /** What the server has said, for the message of a test that fails. */
  log = "";
  /** @type {import("node:child_process").ChildProcess | undefined} */
  #child;
  #options;
  #temporary;

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
    this.#temporary = options.data === undefined;
    this.data = options.data ?? mkdtempSync(join(tmpdir(), "digiverkosto-"));
  }

  /**
   * A running server.
   * @param {Options} options
   */
  static async start(options = {}) {
    const server = new Server(options);
    await server.run();
    return server;
  }

  /** Its address as browsers on this machine reach it; a secure context. */
  get url() {
    return `http://localhost:${this.port}`;
  }

  /** Whether it runs now. */
  get running() {
    return this.#child !== undefined;
  }

  /** Starts (again), on the port that it had. */
  async run() {
    const listen = `${this.#options.host ?? "127.0.0.1"}:${this.port}`;
    const child = spawn(binary, [this.#options.demo ? "demo" : "serve", "--listen", listen, "--data", this.data], {
      stdio: ["ignore", "pipe", "pipe"],
      // Settings of the person who runs the tests must not reach the server.
      env: { PATH: process.env.PATH, DIGIVERKOSTO_LOG: "warn", ...this.#options.settings },
    });
    this.#child = child;
    let said = "";
    await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no server after ${PATIENCE_MS} ms:\n${this.log}`)), PATIENCE_MS);
      child.stderr?.on("data", (text) => (this.log += text.toString()));
      child.stdout?.on("data", (text) => {
        said += text.toString();
        this.log += text.toString();
        this.tabletLink = /Tablet: +(\S+)/.exec(said)?.[1] ?? this.tabletLink;
        this.chairLink = /Chair: +(\S+)/.exec(said)?.[1] ?? this.chairLink;
        this.setupLink = /(\S+\/asennus#\S+)/.exec(said)?.[1] ?? this.setupLink;
        const port = /Listening on \S+?:(\d+)/.exec(said)?.[1];
        if (port) {
          this.port = Number(port);
          clearTimeout(timer);
          resolve(undefined);
        }
      });
      const failed = (why) => {
        clearTimeout(timer);
        reject(new Error(`the server ended (${why}):\n${this.log}`));
      };
      child.once("error", failed);
      child.once("exit", failed);
    });
    await this.#answers();
  }

  /** Waits until `/readyz` answers. */
  async #answers() {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const ok = await fetch(`${this.url}/readyz`).then((answer) => answer.ok).catch(() => false);
      if (ok) return;
      if (Date.now() > end) throw new Error(`/readyz does not answer:\n${this.log}`);
    }
  }

  /**
   * Runs another command of the binary on this server's data; fails with what the command says.
   * @param {string[]} command
   */
  async command(...command) {
    const child = spawn(binary, [...command, "--data", this.data], { env: { PATH: process.env.PATH, DIGIVERKOSTO_LOG: "warn" } });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text.toString()));
    const status = await new Promise((resolve) => child.once("close", resolve));
    if (status !== 0) throw new Error(`${command.join(" ")}: status ${status}\n${said}`);
  }

  /** Asks it to end and waits; open requests may finish. */
  async stop() {
    await this.#end("SIGTERM");
  }

  /** Ends it without a chance to do anything. */
  async kill() {
    await this.#end("SIGKILL");
  }

  /** @param {NodeJS.Signals} signal */
  async #end(signal) {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await gone;
  }

  /** Ends it and removes its folder. */
  async dispose() {
    await this.kill();
    if (this.#temporary) rmSync(this.data, { recursive: true, force: true });
  }
}
