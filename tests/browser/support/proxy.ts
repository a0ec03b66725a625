// A reverse proxy between browser and server, where a test needs something to go wrong or to be newer.
//
// Owns: passing requests through, streams included, and changing what a test asks for. Host stays as it is, so that
// the server sees the browser's origin.
import { createServer, request as send, type IncomingMessage, type Server as Listener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Server } from "./server.mjs";

/** What an answer becomes, and when: the browser gets it no sooner. */
export type Change = (body: Buffer) => Buffer | Promise<Buffer>;
/** Decides what happens to a request; `undefined`: nothing special. */
export type Rule = (path: string, request: IncomingMessage, response: ServerResponse) => "answered" | Change | undefined;

export class Proxy {
  private constructor(
    private readonly listener: Listener,
    private readonly server: Server,
    public rule: Rule,
  ) {}

  static async start(server: Server, rule: Rule = () => undefined): Promise<Proxy> {
    const listener = createServer();
    const proxy = new Proxy(listener, server, rule);
    listener.on("request", (request, response) => proxy.pass(request, response));
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    return `http://localhost:${(this.listener.address() as AddressInfo).port}`;
  }

  private pass(request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const wish = this.rule(path, request, response);
    if (wish === "answered") return;
    const headers = { ...request.headers };
    // What is to be changed must come unpacked.
    if (wish) delete headers["accept-encoding"];
    const onward = send(
      { host: "127.0.0.1", port: this.server.port, method: request.method, path: request.url, headers },
      (answer) => {
        if (!wish) {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
          return;
        }
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("end", async () => {
          const body = await wish(Buffer.concat(parts));
          const { "content-length": _, etag: __, "transfer-encoding": ___, ...kept } = answer.headers;
          response.writeHead(answer.statusCode ?? 502, { ...kept, "content-length": body.length });
          response.end(body);
        });
      },
    );
    onward.on("error", () => {
      if (!response.headersSent) response.writeHead(502, { "content-type": "text/plain" });
      response.end();
    });
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  }

  async stop(): Promise<void> {
    this.listener.closeAllConnections();
    await new Promise((resolve) => this.listener.close(resolve));
  }
}
