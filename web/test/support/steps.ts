import type { Locator, Page } from "playwright-core";

/** A field of the visible account form. */
export function accountField(page: Page, label: string): Locator {
  return page.locator("#account form:visible").getByLabel(label, { exact: true });
}

export async function createAccount(page: Page, email: string, password: string): Promise<void> {
  await page.getByRole("button", { name: "Create an account" }).click();
  await accountField(page, "E-mail").fill(email);
  await accountField(page, "Password").fill(password);
  await page.getByRole("button", { name: "Create the account" }).click();
  await page.getByText(`A code was sent to ${email}.`).waitFor();
}

export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await accountField(page, "E-mail").fill(email);
  await accountField(page, "Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

export interface Sent {
  readonly store: string;
  readonly id: string;
  /** The item to store under the ID. Without it, the item is read. */
  readonly item?: string;
}

/** Sends a request and waits for any response. */
export async function sendItem(page: Page, { store, id, item }: Sent): Promise<void> {
  await page.getByLabel(store).check();
  await page.getByLabel(item === undefined ? "GET read" : "PUT store").check();
  await page.getByLabel("Id (").fill(id);
  if (item !== undefined) await page.getByLabel("Item, a JSON object").fill(item);
  const entries = page.getByRole("list").getByRole("button");
  const before = await entries.count();
  await page.getByRole("button", { name: /^(Read|Store) the item$/ }).click();
  await entries.nth(before).waitFor();
}

/** Waits until the text is visible. */
export async function see(page: Page, text: string | RegExp): Promise<void> {
  await page.locator("main :visible", { hasText: text }).first().waitFor();
}
