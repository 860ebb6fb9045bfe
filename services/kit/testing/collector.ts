import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import type { Owner } from "./program";

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: number };
}

/** The part of OTLP's JSON that tests read. */
interface Body {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[];
  }[];
}

interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly status: { readonly code: number };
  readonly attributes: readonly Attribute[];
}

/**
 * A collector on loopback that remembers what it is sent.
 * @see https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
export class Collector {
  readonly bodies: Body[] = [];
  readonly url: string;

  private constructor(url: string) {
    this.url = url;
  }

  /** @param isMute whether it never responds */
  static async start(owner: Owner, { isMute = false } = {}): Promise<Collector> {
    const server = createServer((request, response) => {
      void json(request).then((body) => {
        if (request.url === "/v1/traces") collector.bodies.push(body as Body);
        if (!isMute) response.setHeader("content-type", "application/json").end("{}");
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    owner.after(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const collector = new Collector(`http://127.0.0.1:${String(port)}`);
    return collector;
  }

  /** The spans, in the order in which they ended. */
  get spans() {
    return this.bodies
      .flatMap(({ resourceSpans }) => resourceSpans)
      .flatMap(({ scopeSpans }) => scopeSpans)
      .flatMap(({ spans }) => spans)
      .map(({ attributes, ...span }) => ({ ...span, attributes: valuesOf(attributes) }));
  }

  /** The name of the service that each batch is from. */
  get services(): readonly unknown[] {
    return this.bodies
      .flatMap(({ resourceSpans }) => resourceSpans)
      .map(({ resource }) => valuesOf(resource.attributes)["service.name"]);
  }
}

function valuesOf(attributes: readonly Attribute[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]),
  );
}
