import { byId } from "../dom";

/** What the page shows while services start, and the way to end the wait. */
export class WaitingView {
  private readonly minutes: number;
  private readonly box = byId("waiting", HTMLElement);
  private readonly stopButton = byId("waiting-stop", HTMLButtonElement);

  constructor(minutes: number) {
    this.minutes = minutes;
  }

  /** @param onStop called if the user wants no further request */
  show(sent: number, seconds: number, onStop: () => void): void {
    const minutes = `${String(this.minutes)} minutes`;
    const text = `The service is starting. This takes about ${minutes}. Your request is sent again until the service answers, for ${String(2 * this.minutes)} minutes at most.`;
    if (this.box.hidden) {
      byId("answer-none", HTMLElement).hidden = true;
      byId("answer", HTMLElement).hidden = true;
      byId("waiting-text", HTMLElement).textContent = text;
      // Once, and not at each request.
      byId("answer-live", HTMLElement).textContent = text;
      this.box.hidden = false;
      this.box.scrollIntoView({ block: "nearest" });
    }
    this.stopButton.onclick = onStop;
    const next = new Date(Date.now() + 1000 * seconds).toLocaleTimeString();
    byId("waiting-next", HTMLElement).textContent =
      `Sent ${sent === 1 ? "once" : `${String(sent)} times`} so far. Next at ${next}.`;
  }

  hide(): void {
    this.box.hidden = true;
  }
}
