import { type ServerResponse, STATUS_CODES } from "node:http";

/** An answer of the balancer itself, worded as an Application Load Balancer does. */
export function answerStatus(response: ServerResponse, status: number): void {
  const title = `${status} ${STATUS_CODES[status] ?? ""}`;
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
  answer(response, status, { "Content-Type": "text/html" }, body);
}

export function answer(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): void {
  if (response.headersSent) {
    // Half an answer is out: only a broken connection tells the client.
    response.destroy();
    return;
  }
  response.writeHead(status, {
    Server: "awselb/2.0",
    ...headers,
    "Content-Length": Buffer.byteLength(body),
  });
  response.end(body);
}
