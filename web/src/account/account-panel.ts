import { byId } from "../dom";
import { inWords } from "./account-words";
import { showAppKey } from "./app-key-view";
import type { AppKey, Cognito, SignedIn } from "./cognito";
import type { Settings } from "../settings";

const views = [
  "sign-in",
  "first-password",
  "second-factor",
  "sign-up",
  "confirm",
  "forgot",
  "reset",
  "signed-in",
] as const;
type View = (typeof views)[number];

/** The account forms, one of which is visible. */
export class AccountPanel {
  private readonly cognito: Cognito;
  private readonly notice = byId("account-notice", HTMLElement);
  private readonly error = byId("account-error", HTMLElement);
  private readonly who = byId("who", HTMLElement);
  private isBusy = false;
  /** Email address of the user who is about to sign in. */
  private email = "";
  /** What the code of an authenticator app is for: a sign-in, or the account that is signed in. */
  private codeIsFor: "sign-in" | "account" = "sign-in";

  constructor(cognito: Cognito, { selfSignUp, mfa }: Pick<Settings, "selfSignUp" | "mfa">) {
    this.cognito = cognito;
    for (const link of document.querySelectorAll<HTMLElement>("[data-view=sign-up]"))
      link.hidden = !selfSignUp;
    // Cognito's own pages ask for a second factor, and add one, themselves.
    byId("add-app", HTMLButtonElement).hidden = mfa === "off" || cognito.hasPages;
    this.addSignUp();
    this.addSignIn();
    this.addSteps();
    if (cognito.hasPages) this.signInOnPages();
    this.addReset();
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-view]"))
      button.addEventListener("click", () => {
        this.show(button.dataset.view as View);
      });
  }

  /** Shows who is already signed in, for example after a reload. */
  async start(): Promise<void> {
    const failure = await this.cognito.finishRedirect().then(() => undefined, inWords);
    const email = await this.cognito.user().catch(() => undefined);
    this.showUser(email);
    this.show(email === undefined ? "sign-in" : "signed-in", { focus: false });
    if (failure !== undefined) this.fail(failure);
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
      if (this.cognito.hasPages) await this.cognito.openPages();
      else await this.goOn(email, await this.cognito.signIn(email, password));
    });
    this.onSubmit("signed-in", async () => {
      await this.cognito.signOut();
      this.showUser(undefined);
      this.show("sign-in", { notice: "You are signed out." });
    });
  }

  /** Leaves only the button, which leads to Cognito's own pages. */
  private signInOnPages(): void {
    const form = byId("sign-in", HTMLFormElement);
    for (const part of form.querySelectorAll(".field, .turns")) part.remove();
  }

  /** Steps between the password and the end of a sign-in. */
  private addSteps(): void {
    this.onSubmit("first-password", async ({ email, password }) => {
      await this.goOn(email, await this.cognito.answer(email, password));
    });
    this.onSubmit("second-factor", async ({ email, code }) => {
      if (this.codeIsFor === "sign-in") {
        await this.goOn(email, await this.cognito.answer(email, code));
        return;
      }
      await this.cognito.addApp(code);
      this.show("signed-in", { notice: "From now on, each sign-in asks for a code of the app." });
    });
    const add = byId("add-app", HTMLButtonElement);
    add.addEventListener("click", () => {
      void this.run(add, async () => {
        this.askForCode("the authenticator app", "account", await this.cognito.newAppKey());
      });
    });
  }

  /** Shows the form for the step that a sign-in has come to. */
  private async goOn(email: string, step: SignedIn): Promise<void> {
    switch (step.kind) {
      case "done":
        this.showUser((await this.cognito.user()) ?? email);
        this.show("signed-in", { notice: "You are signed in. You can now store items with PUT." });
        break;
      case "unconfirmed":
        this.show("confirm", {
          email,
          notice: "Your e-mail is not confirmed yet. Enter the code, or request a new one.",
        });
        break;
      case "reset":
        this.show("forgot", { email, notice: "You have to set a new password." });
        break;
      case "first-password":
        this.show("first-password", { email, notice: "Choose a password of your own." });
        break;
      case "code":
        this.askForCode(step.from, "sign-in", undefined, email);
        break;
      case "set-up":
        this.askForCode("the authenticator app", "sign-in", step.key, email);
        break;
      default:
        this.fail(
          `This account requires a sign-in step that this page does not support: ${step.step}.`,
        );
    }
  }

  private askForCode(
    from: string,
    codeIsFor: "sign-in" | "account",
    key: AppKey | undefined,
    email?: string,
  ): void {
    this.codeIsFor = codeIsFor;
    showAppKey(key);
    byId("second-factor-label", HTMLElement).textContent = `Code from ${from}`;
    byId("second-factor-back", HTMLElement).dataset.view =
      codeIsFor === "account" ? "signed-in" : "sign-in";
    this.show("second-factor", { email });
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
        email: read("email").trim() || this.email,
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
    this.email = typed;
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
    return field instanceof HTMLInputElement ? field.value.trim() : this.email;
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
