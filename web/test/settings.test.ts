import assert from "node:assert/strict";
import { test } from "node:test";
import { readSettings, SettingsError } from "../src/settings";

const whole = {
  region: "us-east-2",
  apiUrl: "https://a1b2c3.execute-api.us-east-2.amazonaws.com",
  userPoolId: "us-east-2_AbCdEf123",
  userPoolClientId: "1h57kf5cpq17m0eml12EXAMPLE",
  selfSignUp: false,
  mfa: "optional",
  signInPages: { domain: "stores.auth.us-east-2.amazoncognito.com", scopes: ["openid"] },
  wakeUpMinutes: 5,
  stores: [{ name: "Food store", path: "/foodstore/foods", idName: "foodId" }],
};

test("reads what the deployment wrote", () => {
  assert.deepEqual(readSettings(JSON.stringify(whole)), whole);
});

test("lets users sign up and in on the page, with a password alone, where nothing else is said", () => {
  const least = { ...whole, selfSignUp: undefined, mfa: undefined, signInPages: undefined };
  const { selfSignUp, mfa, signInPages } = readSettings(JSON.stringify(least));
  assert.deepEqual(
    { selfSignUp, mfa, signInPages },
    { selfSignUp: true, mfa: "off", signInPages: undefined },
  );
});

test("takes addresses of this machine, and slashes behind the API's off", () => {
  const local = {
    ...whole,
    apiUrl: "http://127.0.0.1:8080/",
    cognitoEndpoint: "http://localhost:1",
  };
  assert.deepEqual(readSettings(JSON.stringify(local)), {
    ...local,
    apiUrl: "http://127.0.0.1:8080",
  });
});

test("ignores fields that it does not know", () => {
  assert.deepEqual(readSettings(JSON.stringify({ ...whole, later: 1 })), whole);
});

test("names everything that is wrong at once", () => {
  const wrong = {
    region: "here",
    apiUrl: "http://example.com",
    userPoolId: 5,
    cognitoEndpoint: "cognito",
    mfa: "sms",
    wakeUpMinutes: 0,
    signInPages: { domain: "https://stores" },
    stores: [{ name: " ", path: "foods" }],
  };
  assert.deepEqual(problemsOf(JSON.stringify(wrong)), [
    'region must be a region, as in "us-east-2", got "here".',
    'apiUrl must be an https address, or an http address of this machine, got "http://example.com".',
    'userPoolId must be the id of a user pool, as in "us-east-2_AbCdEf123", got 5.',
    "userPoolClientId must be the id of an app client: letters and digits, and is missing.",
    'cognitoEndpoint must be an https address, or an http address of this machine, got "cognito".',
    'mfa must be "off", "optional" or "required", got "sms".',
    'signInPages.domain must be a host name, as in "stores.auth.us-east-2.amazoncognito.com", got "https://stores".',
    "wakeUpMinutes must be a number from 1 to 60, got 0.",
    'stores[0].name must be a text, got " ".',
    'stores[0].path must be a path, as in "/foodstore/foods", got "foods".',
    "stores[0].idName must be a text, and is missing.",
  ]);
});

for (const stores of [undefined, [], {}, "none"]) {
  test(`wants a store at least, and gets ${String(JSON.stringify(stores))}`, () => {
    assert.match(problemsOf(JSON.stringify({ ...whole, stores })).join(), /^stores must be a list/);
  });
}

for (const text of ["", "<html>", "[]", "null", '"text"']) {
  test(`refuses the text ${JSON.stringify(text)}`, () => {
    assert.match(problemsOf(text).join(), /^settings\.json must be (a )?JSON/);
  });
}

function problemsOf(text: string): readonly string[] {
  try {
    readSettings(text);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}
