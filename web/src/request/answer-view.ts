import { byId } from "../dom";
import { pathOf, type Call } from "./call";
import { explanationOf, isGood, readableBody, verdictOf } from "./call-words";

/** Shows one call: status, time, body and explanation. */
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

  // The answer may be outside the visible area: below on a phone, or above after a choice from the history.
  byId("answer", HTMLElement).scrollIntoView({ block: "nearest" });
  const spoken = [`${verdictOf(call)} in ${String(call.durationMs)} milliseconds.`, explanation];
  byId("answer-live", HTMLElement).textContent = spoken.join(" ");
}
