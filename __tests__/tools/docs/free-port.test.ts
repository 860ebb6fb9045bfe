import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { requireFreePort } from "../../../tools/docs/free-port";
import { UserError } from "../../../tools/terminal/user-error";

it("refuses a port that another program listens on, and takes it once it is free", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const outcome = requireFreePort(port);
    await expect(outcome).rejects.toBeInstanceOf(UserError);
    await expect(outcome).rejects.toThrow(`--port must be a free port, got ${port}`);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
  await expect(requireFreePort(port)).resolves.toBeUndefined();
});
