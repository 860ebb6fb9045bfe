import { ProgramStarter, type ListeningProgram, type Owner } from "@services/kit/testing/program";
import { startTable, type LocalTable } from "./dynamodb";
import { foodStore, type Store } from "./stores";

export interface Answer {
  readonly status: number;
  /** The body as received. */
  readonly text: string;
  readonly json: unknown;
}

export const storeProgram = new ProgramStarter("store");

/** The running program and its table. */
export class StoreClient {
  readonly program: ListeningProgram;
  readonly table: LocalTable;
  private readonly store: Store;

  private constructor(program: ListeningProgram, table: LocalTable, store: Store) {
    this.program = program;
    this.table = table;
    this.store = store;
  }

  static async start(
    owner: Owner,
    environment: Readonly<Record<string, string>> = {},
    store = foodStore,
  ): Promise<StoreClient> {
    const table = await startTable(owner, store.STORE_ID_NAME);
    const program = await storeProgram.start(owner, {
      ...store,
      ...table.environment,
      ...environment,
    });
    return new StoreClient(program, table, store);
  }

  get(id: string): Promise<Answer> {
    return this.request(`${this.store.STORE_PATH}/${encodeURIComponent(id)}`);
  }

  /** Puts a value as JSON, or a string unchanged. */
  put(id: string, body: unknown): Promise<Answer> {
    return this.request(`${this.store.STORE_PATH}/${encodeURIComponent(id)}`, {
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
