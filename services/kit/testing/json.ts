export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

export async function get(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return read(await fetch(url, { headers }));
}

/** @param body a string, which is sent unchanged, or a value, which is sent as JSON */
export async function post(url: string, body: unknown): Promise<Answer> {
  const text = typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
  const headers = { "content-type": "application/json" };
  return read(await fetch(url, { method: "POST", headers, body: text }));
}

async function read(response: Response): Promise<Answer> {
  const body = (await response.json()) as Readonly<Record<string, unknown>>;
  return { status: response.status, headers: response.headers, body };
}
