import { store } from "../../src/store";
import { startTable, type LocalTable } from "./dynamodb";
import { startProgram, type ListeningProgram, type Owner } from "./program";

export interface Answer {
  readonly status: number;
  /** As it came over the wire. */
  readonly text: string;
  readonly json: unknown;
}

/** The running program and its table. */
export class StoreClient {
  readonly program: ListeningProgram;
  readonly table: LocalTable;

  private constructor(program: ListeningProgram, table: LocalTable) {
    this.program = program;
    this.table = table;
  }

  static async start(
    owner: Owner,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<StoreClient> {
    const table = await startTable(owner);
    const program = await startProgram(owner, { ...table.environment, ...environment });
    return new StoreClient(program, table);
  }

  get(id: string): Promise<Answer> {
    return this.request(`${store.path}/${encodeURIComponent(id)}`);
  }

  /** Puts a value as JSON, or a text as it is. */
  put(id: string, body: unknown): Promise<Answer> {
    return this.request(`${store.path}/${encodeURIComponent(id)}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  }

  async request(path: string, init?: RequestInit): Promise<Answer> {
    const response = await fetch(this.program.url + path, init);
    const text = await response.text();
    return { status: response.status, text, json: text === "" ? undefined : JSON.parse(text) };
  }
}
