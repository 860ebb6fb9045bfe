import { byId } from "../dom";
import { inWords } from "./account-words";
import type { Cognito } from "./cognito";

const views = ["sign-in", "sign-up", "confirm", "forgot", "reset", "signed-in"] as const;
type View = (typeof views)[number];

/** The account forms, one of which is visible. */
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

  /** Shows who is already signed in, for example after a reload. */
  async start(): Promise<void> {
    const email = await this.cognito.user().catch(() => undefined);
    this.showUser(email);
    this.show(email === undefined ? "sign-in" : "signed-in", { focus: false });
  }

  /** Handles a session that Cognito has ended. The page notices this only when it needs a token. */
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
      this.show("sign-in", { email, notice: "Your e-mail is confirmed. You can sign in now." });
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
        const notice = "Your e-mail is not confirmed yet. Enter the code, or request a new one.";
        this.show("confirm", { email, notice });
      } else if (signedIn.kind === "other") {
        this.fail(
          `This account requires a sign-in step that this page does not support: ${signedIn.step}.`,
        );
      } else {
        this.showUser((await this.cognito.user()) ?? email);
        this.show("signed-in", { notice: "You are signed in. You can now store items with PUT." });
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
      this.show("sign-in", { email, notice: "The new password is set. You can sign in now." });
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

  /** Reports the first invalid input and moves the focus to it. */
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

  /** Runs one action at a time. The button keeps the focus, and does nothing until the response arrives. */
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
    const title = byId("account-title", HTMLElement);
    title.textContent = byId(view, HTMLFormElement).dataset.title ?? "";
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
    const next = inputs.find(({ value }) => value === "") ?? title;
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
  /** @default - the email of the previous form */
  readonly email?: string;
  readonly notice?: string;
  /** Whether the focus moves to the first empty input. @default true */
  readonly focus?: boolean;
}
