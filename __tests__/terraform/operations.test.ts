import { join } from "node:path";
import { Workplace } from "../../tools/rehearse/life/workplace";
import { select } from "../../tools/rehearse/synthesized/selection";
import { dev } from "../fixtures/environments/dev";
import { running } from "../support/environments";
import { rehearsedEnvironments } from "./rehearsed-environments";
import { synthesizeInto } from "./synthesize-into";

const workplace = Workplace.create();

afterAll(() => {
  workplace.remove();
});

test("budget, roles of GitHub and chats are applied, planned without a change, and destroyed without a rest", async () => {
  const synthesis = synthesizeInto(join(workplace.folder, "operations-out"), {
    dev: {
      ...running("worker", dev),
      notificationEmail: "operations@example.com",
      notifications: {
        slack: { workspaceId: "T0123ABCDEF", channelId: "C0123ABCDEF" },
        teams: {
          tenantId: "01234567-89ab-cdef-0123-456789abcdef",
          teamId: "01234567-89ab-cdef-0123-456789abcdef",
          channelId: "19%3Aab12cd34%40thread.tacv2",
        },
      },
      budget: { monthlyUsd: 100, anomalyUsd: 10 },
      github: { repository: "acme/shop", ownerId: 12, repositoryId: 34 },
    },
  });
  const names = ["spend-dev", "github-dev", "worker-dev"];
  const rehearsals = rehearsedEnvironments(select(synthesis, names), workplace);
  const { error, stacks, violations, leftBehind } = await rehearsals.get("dev")!;
  expect(error).toBeUndefined();
  expect(stacks.map((each) => each.stack)).toEqual(expect.arrayContaining(names));
  expect(violations).toEqual([]);
  expect(leftBehind).toEqual({});
});
