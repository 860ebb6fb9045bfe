import { randomUUID } from "node:crypto";
import { callAws } from "../../tools/local/gateway/aws/emulated-resources";
import { see, sendItem } from "../../web/test/support/steps";
import { describeInBrowser, type PageVisit, PageWorld } from "./page-visit";

const STORES = [
  { service: "food-store", store: "Food store", path: "/foodstore/foods", idName: "foodId" },
  { service: "pet-store", store: "Pet store", path: "/petstore/pets", idName: "petId" },
];

describeInBrowser("somebody who is signed in at the page of http-api", () => {
  let world: PageWorld;
  let visit: PageVisit;
  beforeAll(async () => {
    world = await PageWorld.start();
    visit = await world.visit();
    const email = `${randomUUID()}@example.com`;
    await visit.signUp(email);
    await visit.signIn(email);
  });
  afterAll(() => world.stop());
  afterEach(() => {
    expect(visit.complaints).toEqual([]);
  });

  describe.each(STORES)("of the $service", ({ service, store, path, idName }) => {
    let id: string;
    beforeEach(() => {
      id = randomUUID();
    });

    const send = async (item?: string) => {
      await sendItem(visit.page, { store, id, ...(item === undefined ? {} : { item }) });
      return visit.answer();
    };

    /** PUT by the browser, past the form that would refuse the body. */
    async function put(body: string): Promise<[number, unknown]> {
      const url = `${world.run.url("stage $default")}${path}/${id}`;
      const headers = {
        authorization: await visit.accessToken(),
        "content-type": "application/json",
      };
      return visit.page.evaluate(
        async ({ url, ...init }) => {
          const answer = await fetch(url, { method: "PUT", ...init });
          return [answer.status, await answer.json()];
        },
        { url, headers, body },
      );
    }

    const isMessage = { message: expect.stringMatching(/\w/) as string };

    it("[http-api 25, 32] reads the item that was stored, with its id", async () => {
      const stored = { status: "200 OK", body: { x: 1, [idName]: id } };
      expect(await send('{"x":1}')).toMatchObject(stored);
      expect(await send()).toMatchObject(stored);
    });

    it("[http-api 26, 32] reads nothing where nothing was stored", async () => {
      const answer = { status: "200 OK", explanation: "There is no item with this id.", body: {} };
      expect(await send()).toEqual(answer);
    });

    it("[http-api 27, 32] stores no item under an id that differs from its own", async () => {
      const answer = await send(`{"${idName}":"other"}`);
      expect(answer).toMatchObject({ status: "400 Bad Request" });
      expect(answer.body).toEqual({ message: expect.stringContaining(idName) as string });
      expect(await send()).toMatchObject({ status: "200 OK", body: {} });
    });

    it("[http-api 28, 32] stores no array, nothing broken, nothing above 100 kB", async () => {
      const sent = visit.requests.length;
      for (const [item, complaint] of [
        ["[1]", "An item must be an object, {…}, not an array"],
        ['{"x":}', "Line 1, column 6: a value is expected here."],
      ] as const) {
        await visit.page.getByLabel("PUT store").check();
        await visit.page.getByLabel("Id (").fill(id);
        await visit.page.getByLabel("Item, a JSON object").fill(item);
        await visit.click("Store the item");
        await see(visit.page, complaint);
      }
      expect(visit.requests).toHaveLength(sent);
      expect(await put("[1]")).toEqual([400, isMessage]);
      expect(await put('{"x":')).toEqual([400, isMessage]);
      expect(await put(JSON.stringify({ x: "x".repeat(100 * 1024) }))).toEqual([413, isMessage]);
      expect(await send()).toMatchObject({ status: "200 OK", body: {} });
    });

    it("[http-api 29, 32] replaces the whole item", async () => {
      await send('{"x":1,"y":2}');
      await send('{"y":3}');
      expect(await send()).toMatchObject({ body: { y: 3, [idName]: id } });
      expect((await send()).body).not.toHaveProperty("x");
    });

    it("[http-api 30, 32] has tasks that answer 404 to what is no item", async () => {
      const { tasks } = await world.run.service(service);
      for (const { ports } of tasks) {
        for (const [method, route] of [
          ["GET", "/"],
          ["POST", `${path}/${id}`],
        ] as const) {
          const answer = await fetch(`http://127.0.0.1:${ports[0]}${route}`, { method });
          expect([answer.status, await answer.json()]).toEqual([404, { message: "Not found" }]);
        }
      }
    });

    it("[http-api 31, 32] learns that the table is gone, of tasks that stay up", async () => {
      const { tasks } = await world.run.service(service);
      await deleteTable(idName);
      for (const item of ['{"x":1}', undefined]) {
        const { status, body } = await send(item);
        expect(status).toMatch(/^[45]\d\d /);
        expect(body).toEqual(isMessage);
      }
      const after = await world.run.service(service);
      expect(after.tasks.map(({ pids }) => pids)).toEqual(tasks.map(({ pids }) => pids));
    });
  });

  /** The emulated one whose items have that id. */
  async function deleteTable(idName: string): Promise<void> {
    const { region, cognitoEndpoint: endpoint } = await world.settings();
    const call = (action: string, body: object) =>
      callAws({ endpoint, region }, "dynamodb", action, body) as Promise<any>;
    for (const TableName of (await call("ListTables", {})).TableNames as string[]) {
      const { Table } = await call("DescribeTable", { TableName });
      if (Table.KeySchema[0].AttributeName === idName) await call("DeleteTable", { TableName });
    }
  }
});
