/** @returns why no request can be sent for this id, if so */
export function whyNotAnId(id: string): string | undefined {
  if (id === "") return "An id is needed.";
  if (id === "." || id === "..")
    return "Browsers take . and .. for a way through folders: no item can have such an id.";
  if (/\p{Surrogate}/u.test(id)) return "The id has half of a character.";
  const bytes = new TextEncoder().encode(id).length;
  if (bytes > 2048) return `The id has ${String(bytes)} bytes; 2048 is the most.`;
  return undefined;
}

export function itemUrl(apiUrl: string, path: string, id: string): string {
  return `${apiUrl}${path}/${encodeURIComponent(id)}`;
}
