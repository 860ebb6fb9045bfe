import { byId } from "../dom";
import { pathOf, type Call } from "./call";
import { explanationOf, isGood, readableBody, verdictOf } from "./call-words";

/** Shows one call: status, time, body, and what it means. */
export function showAnswer(call: Call): void {
  const explanation = explanationOf(call);
  byId("answer-none", HTMLElement).hidden = true;
  byId("answer", HTMLElement).hidden = false;
  const status = byId("answer-status", HTMLElement);
  status.textContent = verdictOf(call);
  status.classList.toggle("status-bad", !isGood(call));
  byId("answer-time", HTMLElement).textContent = `${String(call.durationMs)} ms`;
  byId("answer-request", HTMLElement).textContent = `${call.method} ${pathOf(call)}`;

  const notice = byId("answer-explanation", HTMLElement);
  notice.textContent = explanation;
  notice.classList.toggle("notice-bad", !isGood(call));
  const body = byId("answer-body", HTMLElement);
  body.textContent = readableBody(call.answer?.body ?? "");
  body.hidden = body.textContent === "";

  // On a phone it may be below, or, after a choice from the history, above what is seen.
  byId("answer", HTMLElement).scrollIntoView({ block: "nearest" });
  const spoken = [`${verdictOf(call)} in ${String(call.durationMs)} milliseconds.`, explanation];
  byId("answer-live", HTMLElement).textContent = spoken.join(" ");
}
