import { encode } from "uqr";
import { byId, make } from "../dom";
import type { AppKey } from "./cognito";

const SVG = "http://www.w3.org/2000/svg";
/** Modules of empty space around a QR code, which scanners need. */
const BORDER = 4;

/** Shows a key of an authenticator app as a picture to scan, a link to open, and a text to type. */
export function showAppKey(key: AppKey | undefined): void {
  const view = byId("app-key", HTMLElement);
  view.hidden = key === undefined;
  view.replaceChildren(...(key === undefined ? [] : partsOf(key)));
}

function partsOf({ secret, uri }: AppKey): Node[] {
  const link = make("a", { href: uri }, "open it in an app");
  const typed = make("code", { id: "app-key-secret" }, secret.replaceAll(/.{4}(?=.)/g, "$& "));
  return [
    make("p", {}, "Scan this code with an authenticator app, or ", link, " on this device."),
    picture(uri),
    make("p", { className: "hint" }, "Key to type: ", typed),
  ];
}

function picture(text: string): SVGElement {
  const { data, size } = encode(text, { border: BORDER });
  const path = document.createElementNS(SVG, "path");
  const squares = data.flatMap((row, y) =>
    row.map((on, x) => (on ? `M${String(x)} ${String(y)}h1v1h-1z` : "")),
  );
  path.setAttribute("d", squares.join(""));
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${String(size)} ${String(size)}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", "QR code of the key");
  svg.append(path);
  return svg;
}
