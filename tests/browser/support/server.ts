// One server of the real binary, with a folder and a port of its own.
//
// Owns: starting, stopping, killing and starting again on the same port and data. Must not: know what the app does.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { binary } from "../launch.mjs";

/** How long a server may take to answer; the demo's first start fills two years of data. */
const PATIENCE_MS = 90_000;

export interface Options {
  /** With the demo network. */
  demo?: boolean;
  /** Address without the port. */
  host?: string;
  /** The folder of the database; absent: a new one, removed at the end. */
  data?: string;
  /** Further flags. */
  flags?: string[];
}

export class Server {
  readonly data: string;
  port = 0;
  /** The demo's link that makes a browser a tablet; another one after each start. */
  tabletLink = "";
  /** The demo's link that signs in the chair. */
  chairLink = "";
  /** The one-time link of the first start without the demo. */
  setupLink = "";
  /** What the server has said, for the message of a test that fails. */
  log = "";
  private child?: ChildProcess;
  private readonly temporary: boolean;

  private constructor(private readonly options: Options) {
    this.temporary = options.data === undefined;
    this.data = options.data ?? mkdtempSync(join(tmpdir(), "digiverkosto-"));
  }

  /** A running server. */
  static async start(options: Options = {}): Promise<Server> {
    const server = new Server(options);
    await server.run();
    return server;
  }

  /** Its address as browsers on this machine reach it; a secure context. */
  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Its process, for reading what it uses. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Starts (again), on the port that it had. */
  async run(): Promise<void> {
    const listen = `${this.options.host ?? "127.0.0.1"}:${this.port}`;
    const flags = [this.options.demo ? "demo" : "serve", "--listen", listen, "--data", this.data];
    const child = spawn(binary, [...flags, ...(this.options.flags ?? [])], {
      stdio: ["ignore", "pipe", "pipe"],
      // Settings of the person who runs the tests must not reach the server.
      env: { PATH: process.env.PATH, DIGIVERKOSTO_LOG: process.env.DIGIVERKOSTO_LOG ?? "warn" },
    });
    this.child = child;
    let said = "";
    const ready = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no server after ${PATIENCE_MS} ms:\n${this.log}`)), PATIENCE_MS);
      child.stderr?.on("data", (text: Buffer) => (this.log += text.toString()));
      child.stdout?.on("data", (text: Buffer) => {
        said += text.toString();
        this.log += text.toString();
        this.tabletLink = /Tablet: +(\S+)/.exec(said)?.[1] ?? this.tabletLink;
        this.chairLink = /Chair: +(\S+)/.exec(said)?.[1] ?? this.chairLink;
        this.setupLink = /(\S+\/asennus#\S+)/.exec(said)?.[1] ?? this.setupLink;
        const port = /Listening on \S+?:(\d+)/.exec(said)?.[1];
        if (port) {
          this.port = Number(port);
          clearTimeout(timer);
          resolve();
        }
      });
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`the server ended (${code}):\n${this.log}`)));
    });
    await ready;
    await this.answers();
  }

  /** Waits until `/readyz` answers. */
  private async answers(): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const ok = await fetch(`http://127.0.0.1:${this.port}/readyz`, { headers: { host: `localhost:${this.port}` } })
        .then((answer) => answer.ok)
        .catch(() => false);
      if (ok) return;
      if (Date.now() > end) throw new Error(`/readyz does not answer:\n${this.log}`);
    }
  }

  /** Asks it to end and waits; open requests may finish. */
  async stop(): Promise<void> {
    await this.end("SIGTERM");
  }

  /** Ends it without a chance to do anything. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await gone;
  }

  /** Ends it and removes its folder. */
  async dispose(): Promise<void> {
    await this.kill();
    if (this.temporary) rmSync(this.data, { recursive: true, force: true });
  }
}
