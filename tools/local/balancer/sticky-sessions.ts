import type { IncomingMessage } from "node:http";
import type { StickinessModel } from "../../synthesized/system/target-group";
import type { Pace } from "../pace";
import type { RawHeaders } from "./forwarded-headers";
import type { Target } from "./target-group";

/**
 * The cookies by which clients of a target group keep their target. A client without a cookie, or with one of a target that is
 * gone, gets another target and another cookie. With each response, the time starts anew.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#sticky-sessions
 */
export class StickySessions {
  private readonly model: StickinessModel;
  private readonly milliseconds: number;

  constructor(model: StickinessModel, pace: Pace) {
    this.model = model;
    this.milliseconds = pace.milliseconds(model.durationSeconds);
  }

  /** The target of a request's session, if it is among those that may get requests. */
  targetOf(request: IncomingMessage, targets: readonly Target[]): Target | undefined {
    const cookies = cookiesOf(request);
    const { cookieName } = this.model;
    if (cookieName !== undefined && !cookies.has(cookieName)) return undefined;
    const [id, ends] = (cookies.get(this.name) ?? "").split(".");
    return Number(ends) > Date.now() ? targets.find((target) => target.id === id) : undefined;
  }

  /** What a response adds for the client to come back. */
  headersFor(target: Target, reply: RawHeaders, request: IncomingMessage): readonly string[] {
    const { cookieName } = this.model;
    const starts =
      cookieName === undefined ||
      cookiesOf(request).has(cookieName) ||
      setsCookie(reply, cookieName);
    if (!starts) return [];
    const ends = Date.now() + this.milliseconds;
    return [
      "Set-Cookie",
      `${this.name}=${target.id}.${ends}; Expires=${new Date(ends).toUTCString()}; Path=/`,
    ];
  }

  private get name(): string {
    return this.model.cookieName === undefined ? "AWSALB" : "AWSALBAPP-0";
  }
}

function cookiesOf({ headers }: IncomingMessage): ReadonlyMap<string, string> {
  return new Map(
    (headers.cookie ?? "").split(";").flatMap((pair): [string, string][] => {
      const at = pair.indexOf("=");
      return at < 0 ? [] : [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()]];
    }),
  );
}

function setsCookie(raw: RawHeaders, name: string): boolean {
  return raw.some(
    (value, index) =>
      index % 2 === 1 &&
      raw[index - 1]?.toLowerCase() === "set-cookie" &&
      value.startsWith(`${name}=`),
  );
}
