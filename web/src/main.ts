import { AccountPanel } from "./account/account-panel";
import { Cognito } from "./account/cognito";
import { byId, make } from "./dom";
import { History } from "./history/history";
import { showAnswer } from "./request/answer-view";
import { RequestForm } from "./request/request-form";
import { loadSettings, SettingsError, type Settings } from "./settings";

function start(settings: Settings): void {
  const cognito = new Cognito(settings);
  const account = new AccountPanel(cognito, settings);
  const history = new History(showAnswer);
  new RequestForm({
    settings,
    accessToken: async () => {
      const token = await cognito.accessToken().catch(() => undefined);
      if (token === undefined) account.lose();
      return token;
    },
    onCall: (call) => {
      showAnswer(call);
      history.add(call);
    },
  });
  byId("foot-api", HTMLElement).textContent = settings.apiUrl;
  byId("foot-pool", HTMLElement).textContent = settings.userPoolId;
  for (const id of ["page", "foot"]) byId(id, HTMLElement).hidden = false;
  void account.start();
}

function explain(error: unknown): void {
  const problems = error instanceof SettingsError ? error.problems : [String(error)];
  byId("problem-list", HTMLElement).replaceChildren(
    ...problems.map((problem) => make("li", {}, problem)),
  );
  byId("problem", HTMLElement).hidden = false;
  document.querySelector(".skip")?.remove();
}

loadSettings().then(start).catch(explain);
