/** @returns the reason why no request can be sent for this ID, or undefined */
export function whyNotAnId(id: string): string | undefined {
  if (id === "") return "Enter an id.";
  if (id === "." || id === "..")
    return "The id cannot be . or .., because browsers resolve these as folders.";
  if (/\p{Surrogate}/u.test(id)) return "The id contains half a character.";
  const bytes = new TextEncoder().encode(id).length;
  if (bytes > 2048) return `The id has ${String(bytes)} bytes. The maximum is 2048.`;
  return undefined;
}

export function itemUrl(apiUrl: string, path: string, id: string): string {
  return `${apiUrl}${path}/${encodeURIComponent(id)}`;
}
