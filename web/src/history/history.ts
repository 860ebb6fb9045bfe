import { byId, make } from "../dom";
import { pathOf, type Call } from "../request/call";
import { isGood, verdictOf } from "../request/call-words";

const key = "store-page.history";
/** Small enough for a tab's memory: 50 items of 100 kB. */
const maxCalls = 50;

/** The calls of this tab, newest first. You can select each to see it again. */
export class History {
  private readonly list = byId("history", HTMLOListElement);
  private readonly clear = byId("history-clear", HTMLButtonElement);
  private readonly onChoose: (call: Call) => void;
  private calls: readonly Call[] = restored();

  constructor(onChoose: (call: Call) => void) {
    this.onChoose = onChoose;
    this.clear.addEventListener("click", () => {
      this.keep([]);
      byId("history-title", HTMLElement).focus();
    });
    this.keep(this.calls);
  }

  add(call: Call): void {
    this.keep([call, ...this.calls].slice(0, maxCalls));
  }

  private keep(calls: readonly Call[]): void {
    this.calls = calls;
    try {
      sessionStorage.setItem(key, JSON.stringify(calls));
    } catch {
      // The storage of a tab is limited to 5 MB. Calls that do not fit are kept until the page is reloaded.
      sessionStorage.removeItem(key);
    }
    this.clear.hidden = calls.length === 0;
    byId("history-none", HTMLElement).hidden = calls.length > 0;
    this.list.replaceChildren(...calls.map((call) => this.entry(call)));
  }

  private entry(call: Call): HTMLLIElement {
    const sentAt = new Date(call.sentAt);
    const button = make(
      "button",
      { type: "button", className: "entry" },
      make(
        "span",
        { className: isGood(call) ? "status" : "status status-bad" },
        call.answer === undefined ? "none" : String(call.answer.status),
      ),
      " ",
      make("span", { className: "path" }, `${call.method} ${pathOf(call)}`),
      " ",
      make("span", { className: "time duration" }, `${String(call.durationMs)} ms`),
      " ",
      make(
        "time",
        { className: "time", dateTime: sentAt.toISOString() },
        sentAt.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
      ),
    );
    button.title = `${verdictOf(call)}: look at this answer again`;
    button.addEventListener("click", () => {
      this.onChoose(call);
    });
    return make("li", {}, button);
  }
}

/** Data of another version of the page is ignored. */
function restored(): readonly Call[] {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "[]") as Call[];
  } catch {
    return [];
  }
}
