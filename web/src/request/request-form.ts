import { byId, make } from "../dom";
import type { Settings, Store } from "../settings";
import { send, type Call } from "./call";
import { itemUrl, whyNotAnId } from "./item-id";
import { problemOf } from "./item-text";
import { sendPatiently } from "./patience";
import { WaitingView } from "./waiting-view";

export interface RequestFormProps {
  readonly settings: Settings;
  readonly accessToken: () => Promise<string | undefined>;
  readonly onCall: (call: Call) => void;
}

/** The form of a request: validates the input and sends it. */
export class RequestForm {
  private readonly props: RequestFormProps;
  private readonly form = byId("request", HTMLFormElement);
  private readonly id = byId("item-id", HTMLInputElement);
  private readonly item = byId("item", HTMLTextAreaElement);
  private readonly button = byId("send", HTMLButtonElement);
  private isSending = false;

  constructor(props: RequestFormProps) {
    this.props = props;
    this.addStores();
    this.form.addEventListener("input", () => {
      this.refresh();
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit();
    });
    this.item.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.form.requestSubmit();
    });
    this.refresh();
  }

  private addStores(): void {
    const choices = this.props.settings.stores.map(({ name }, index) =>
      make(
        "label",
        { className: "segment" },
        make("input", { type: "radio", name: "store", value: String(index), checked: index === 0 }),
        make("span", {}, name),
      ),
    );
    byId("stores", HTMLElement).replaceChildren(...choices);
  }

  private get store(): Store {
    const { stores } = this.props.settings;
    return stores[Number(new FormData(this.form).get("store"))] ?? stores[0];
  }

  private get method(): "GET" | "PUT" {
    return new FormData(this.form).get("method") === "PUT" ? "PUT" : "GET";
  }

  /** Updates everything that depends on the choices above. */
  private refresh(): void {
    const { store, method } = this;
    byId("item-field", HTMLElement).hidden = method === "GET";
    byId("id-name", HTMLElement).textContent = store.idName;
    byId("item-hint", HTMLElement).textContent =
      `Replaces an existing item. ${store.idName} is added to it. Press Ctrl+Enter to send.`;
    byId("target-method", HTMLElement).textContent = method;
    byId("target-url", HTMLElement).textContent =
      `${store.path}/${this.id.value === "" ? "…" : encodeURIComponent(wellFormed(this.id.value))}`;
    if (!this.isSending)
      this.button.textContent = method === "GET" ? "Read the item" : "Store the item";
    complain(this.id, undefined);
    complain(this.item, undefined);
  }

  private async submit(): Promise<void> {
    if (this.isSending || !this.isComplete()) return;
    const { method, store } = this;
    const url = itemUrl(this.props.settings.apiUrl, store.path, this.id.value);
    const item = method === "PUT" ? this.item.value : undefined;
    this.isSending = true;
    this.button.setAttribute("aria-disabled", "true");
    this.button.textContent = "Sending …";
    try {
      const call = await this.sendUntilStarted(async () => {
        // Reading is public, so the token is not sent. A wait may outlast a token.
        const token = method === "PUT" ? await this.props.accessToken() : undefined;
        return send({ method, url, ...(item !== undefined && { item }), ...(token && { token }) });
      });
      this.props.onCall(call);
    } finally {
      this.isSending = false;
      this.button.removeAttribute("aria-disabled");
      this.refresh();
    }
  }

  private async sendUntilStarted(sendOnce: () => Promise<Call>): Promise<Call> {
    const { wakeUpMinutes: minutes } = this.props.settings;
    const stop = new AbortController();
    const view = new WaitingView(minutes ?? 0);
    try {
      return await sendPatiently(sendOnce, {
        minutes,
        signal: stop.signal,
        onPause: (sent, seconds) => {
          this.button.textContent = "Waiting …";
          view.show(sent, seconds, () => {
            // The button that has the focus goes.
            this.button.focus();
            stop.abort();
          });
        },
      });
    } finally {
      view.hide();
    }
  }

  private isComplete(): boolean {
    const idProblem = whyNotAnId(this.id.value);
    const problem = this.method === "PUT" ? problemOf(this.item.value) : undefined;
    complain(this.id, idProblem);
    complain(this.item, problem?.message);
    if (idProblem !== undefined) this.id.focus();
    else if (problem !== undefined) {
      this.item.focus();
      this.item.setSelectionRange(problem.offset, problem.offset + problem.length);
    }
    return idProblem === undefined && problem === undefined;
  }
}

function complain(
  field: HTMLInputElement | HTMLTextAreaElement,
  problem: string | undefined,
): void {
  const place = byId(`${field.id}-error`, HTMLElement);
  if (place.textContent !== (problem ?? "")) place.textContent = problem ?? "";
  if (problem === undefined) field.removeAttribute("aria-invalid");
  else field.setAttribute("aria-invalid", "true");
}

/** While it is being typed, an ID may end in half a character, which a URL cannot contain. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}
