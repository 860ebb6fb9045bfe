import { byId } from "../dom";
import { inWords } from "./account-words";
import type { Cognito } from "./cognito";

const views = ["sign-in", "sign-up", "confirm", "forgot", "reset", "signed-in"] as const;
type View = (typeof views)[number];

/** The forms around an account, of which one is shown. */
export class AccountPanel {
  private readonly cognito: Cognito;
  private readonly notice = byId("account-notice", HTMLElement);
  private readonly error = byId("account-error", HTMLElement);
  private readonly who = byId("who", HTMLElement);
  private isBusy = false;

  constructor(cognito: Cognito) {
    this.cognito = cognito;
    this.addSignUp();
    this.addSignIn();
    this.addReset();
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-view]"))
      button.addEventListener("click", () => {
        this.show(button.dataset.view as View);
      });
  }

  /** Shows who is signed in already, as after loading the page again. */
  async start(): Promise<void> {
    const email = await this.cognito.user().catch(() => undefined);
    this.showUser(email);
    this.show(email === undefined ? "sign-in" : "signed-in", { focus: false });
  }

  /** For when Cognito has ended the session, which shows only when a token is wanted. */
  lose(): void {
    if (byId("signed-in", HTMLFormElement).hidden) return;
    this.showUser(undefined);
    this.show("sign-in", { focus: false });
    this.fail("Your session has ended. Sign in again.");
  }

  private addSignUp(): void {
    this.onSubmit("sign-up", async ({ email, password }) => {
      await this.cognito.signUp(email, password);
      this.show("confirm", { email, notice: `A code was sent to ${email}.` });
    });
    this.onSubmit("confirm", async ({ email, code }) => {
      await this.cognito.confirm(email, code);
      this.show("sign-in", { email, notice: "Your e-mail is confirmed. Now sign in." });
    });
    const resend = byId("resend", HTMLButtonElement);
    resend.addEventListener("click", () => {
      const email = byId("confirm-email", HTMLInputElement);
      if (!this.isFilled([email])) return;
      void this.run(resend, async () => {
        await this.cognito.resendCode(email.value.trim());
        this.tell(`A new code was sent to ${email.value.trim()}.`);
      });
    });
  }

  private addSignIn(): void {
    this.onSubmit("sign-in", async ({ email, password }) => {
      const signedIn = await this.cognito.signIn(email, password);
      if (signedIn.kind === "unconfirmed") {
        const notice = "Your e-mail is not confirmed yet. Enter the code, or have a new one sent.";
        this.show("confirm", { email, notice });
      } else if (signedIn.kind === "other") {
        this.fail(`This account asks for a step that this page does not have: ${signedIn.step}.`);
      } else {
        this.showUser((await this.cognito.user()) ?? email);
        this.show("signed-in", { notice: "You are signed in, and may store items with PUT." });
      }
    });
    this.onSubmit("signed-in", async () => {
      await this.cognito.signOut();
      this.showUser(undefined);
      this.show("sign-in", { notice: "You are signed out." });
    });
  }

  private addReset(): void {
    this.onSubmit("forgot", async ({ email }) => {
      await this.cognito.forgot(email);
      this.show("reset", { email, notice: `If ${email} has an account, a code was sent there.` });
    });
    this.onSubmit("reset", async ({ email, code, password }) => {
      await this.cognito.reset(email, code, password);
      this.show("sign-in", { email, notice: "The password is set. Now sign in." });
    });
  }

  private onSubmit(view: View, submit: (fields: Fields) => Promise<void>): void {
    const form = byId(view, HTMLFormElement);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const inputs = [...form.querySelectorAll("input")];
      if (!this.isFilled(inputs)) return;
      const read = (name: string) => String(new FormData(form).get(name) ?? "");
      const fields = {
        email: read("email").trim(),
        code: read("code").trim(),
        password: read("password"),
      };
      const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
      if (button !== null) void this.run(button, () => submit(fields));
    });
  }

  /** Tells about the first input that isn't as it should be, and goes there. */
  private isFilled(inputs: readonly HTMLInputElement[]): boolean {
    for (const input of inputs) input.removeAttribute("aria-invalid");
    const wrong = inputs.find((input) => !input.checkValidity());
    if (wrong === undefined) return true;
    const label = wrong.labels?.[0]?.textContent.trim() ?? wrong.name;
    this.fail(wrong.validity.valueMissing ? `${label} is missing.` : wrong.validationMessage);
    wrong.setAttribute("aria-invalid", "true");
    wrong.focus();
    return false;
  }

  /** One at a time: the button stays where the focus is, and does nothing until the answer is there. */
  private async run(button: HTMLButtonElement, action: () => Promise<void>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    button.setAttribute("aria-disabled", "true");
    this.tell("");
    try {
      await action();
    } catch (error) {
      this.fail(inWords(error));
    } finally {
      this.isBusy = false;
      button.removeAttribute("aria-disabled");
    }
  }

  private show(view: View, { email, notice = "", focus = true }: Shown = {}): void {
    const typed = email ?? this.typedEmail();
    for (const name of views) {
      const form = byId(name, HTMLFormElement);
      form.hidden = name !== view;
      form.reset();
      const field = form.elements.namedItem("email");
      if (field instanceof HTMLInputElement) field.value = typed;
    }
    this.tell(notice);
    if (!focus) return;
    const inputs = [...byId(view, HTMLFormElement).querySelectorAll("input")];
    const next = inputs.find(({ value }) => value === "") ?? byId("account-title", HTMLElement);
    next.focus();
  }

  private typedEmail(): string {
    const shown = views.map((name) => byId(name, HTMLFormElement)).find(({ hidden }) => !hidden);
    const field = shown?.elements.namedItem("email");
    return field instanceof HTMLInputElement ? field.value.trim() : "";
  }

  private showUser(email: string | undefined): void {
    byId("signed-in-email", HTMLElement).textContent = email ?? "";
    byId("who-name", HTMLElement).textContent = email ?? "Not signed in";
    this.who.classList.toggle("who-known", email !== undefined);
    this.who.hidden = false;
  }

  private tell(text: string): void {
    this.notice.textContent = text;
    this.error.textContent = "";
  }

  private fail(text: string): void {
    this.notice.textContent = "";
    this.error.textContent = text;
  }
}

interface Fields {
  readonly email: string;
  readonly code: string;
  readonly password: string;
}

interface Shown {
  /** @default what was typed into the form before */
  readonly email?: string;
  readonly notice?: string;
  /** Whether the focus goes to the first input that is empty. @default true */
  readonly focus?: boolean;
}
