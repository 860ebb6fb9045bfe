import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Owner } from "@services/kit/testing/program";

type Behaviour = (request: IncomingMessage, response: ServerResponse, count: number) => void;

/** A stub of the subject service that counts requests. */
export class Peer {
  readonly requests: IncomingMessage[] = [];
  /** Handles a request. The parameter is its number, starting at 1. */
  behaviour: Behaviour = answerSubject;
  readonly url: string;

  private constructor(port: number) {
    this.url = `http://127.0.0.1:${String(port)}`;
  }

  static async start(owner: Owner): Promise<Peer> {
    const server = createServer((request, response) => {
      peer.requests.push(request);
      peer.behaviour(request, response, peer.requests.length);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string")
      throw new Error("A TCP server has a port.");
    const peer = new Peer(address.port);
    owner.after(() => {
      server.close();
      server.closeAllConnections();
    });
    return peer;
  }

  get count(): number {
    return this.requests.length;
  }
}

export const answerSubject: Behaviour = (request, response) => {
  const id = Number(request.url?.split("/")[2]);
  // The largest ID is the one that does not exist.
  if (id === 2_147_483_647) response.writeHead(404).end('{"message":"There is no such subject."}');
  else
    response.end(JSON.stringify({ subject_id: id, name: `Subject ${String(id)}`, teacher: null }));
};

export const answerStatus =
  (status: number): Behaviour =>
  (_request, response) => {
    response.writeHead(status).end('{"message":"stub"}');
  };

export const answerNothing: Behaviour = () => undefined;

export const breakOff: Behaviour = (request) => {
  request.socket.destroy();
};
