import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import type { LocalSystem } from "../local-system";
import { UserError } from "../../terminal/user-error";
import { runCommand } from "./commands";
import { statusOf } from "./status";
import { STATUS_PAGE } from "./status-page";

/** Serves the status page, and accepts commands from this user's other terminals. */
export class ControlServer {
  readonly token = randomBytes(24).toString("hex");
  private readonly server: Server;
  private readonly system: () => LocalSystem | undefined;

  /** @param system undefined while the system starts */
  constructor(system: () => LocalSystem | undefined) {
    this.system = system;
    this.server = createServer((request, response) => void this.handle(request, response));
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(0, "127.0.0.1", resolve);
    });
    return this.url;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => {
        resolve();
      });
      this.server.closeAllConnections();
    });
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Rejects other host names for loopback, through which a foreign page could read this data (DNS rebinding).
    if (request.headers.host !== new URL(this.url).host) {
      send(response, 421, "text/plain", "This server accepts requests to 127.0.0.1 only.\n");
      return;
    }
    const system = this.system();
    const place = `${request.method ?? ""} ${request.url ?? ""}`;
    if (place === "GET /") {
      send(response, 200, "text/html; charset=utf-8", STATUS_PAGE);
    } else if (system === undefined) {
      send(response, 503, "text/plain", "The system is starting.\n");
    } else if (place === "GET /status.json") {
      send(response, 200, "application/json", JSON.stringify(statusOf(system)));
    } else if (request.method === "POST") {
      await this.command(system, request, response);
    } else {
      send(response, 404, "text/plain", "Not found. Available pages: / and /status.json.\n");
    }
  }

  /** The response streams lines of JSON. The last line has the outcome. */
  private async command(
    system: LocalSystem,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (request.headers.authorization !== `Bearer ${this.token}`) {
      send(response, 401, "text/plain", "A command must send the token in the instance file.\n");
      return;
    }
    const write = (line: object): unknown => response.write(`${JSON.stringify(line)}\n`);
    const stopListening = system.events.listen((line) => write({ line }));
    response.writeHead(200, { "content-type": "application/x-ndjson" });
    try {
      const args = (await json(request)) as Readonly<Record<string, string>>;
      const problem = await runCommand(system, (request.url ?? "").slice(1), args);
      write(problem === undefined ? { isDone: true } : { isDone: false, problem });
    } catch (error) {
      const problem = error instanceof UserError ? error.message : String((error as Error).stack);
      write({ isDone: false, problem });
    } finally {
      stopListening();
      response.end();
    }
  }
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    "content-type": type,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(body);
}
