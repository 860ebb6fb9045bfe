import { RouteTable } from "../../../../../tools/local/gateway/http-api/route-table";

function table(...keys: string[]): RouteTable {
  return new RouteTable(keys.map((key) => ({ key, authorization: { kind: "none" } })));
}

describe("route priority of an HTTP API", () => {
  // @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
  const keys = [
    "$default",
    "ANY /{proxy+}",
    "GET /pets/{proxy+}",
    "GET /pets/dog/{id}",
    "GET /pets/dog/1",
  ];

  it.each([
    ["GET", "/pets/dog/1", "GET /pets/dog/1"],
    ["GET", "/pets/dog/2", "GET /pets/dog/{id}"],
    ["GET", "/pets/cat/1", "GET /pets/{proxy+}"],
    ["POST", "/test/5", "ANY /{proxy+}"],
    ["POST", "/pets/dog/1", "ANY /{proxy+}"],
    ["GET", "/", "$default"],
  ])("%s %s goes to %s", (method, path, key) => {
    expect(table(...keys).match(method, path)?.route.key).toBe(key);
    expect(table(...keys.reverse()).match(method, path)?.route.key).toBe(key);
  });

  it("prefers a method's own route to ANY on the same path", () => {
    const routes = table("ANY /pets", "GET /pets");
    expect(routes.match("GET", "/pets")?.route.key).toBe("GET /pets");
    expect(routes.match("DELETE", "/pets")?.route.key).toBe("ANY /pets");
  });

  it("finds nothing without a route that fits", () => {
    expect(table("GET /pets").match("POST", "/pets")).toBeUndefined();
    expect(table("GET /pets").match("GET", "/pets/")).toBeUndefined();
    expect(table("GET /pets/{id}").match("GET", "/pets/")).toBeUndefined();
    expect(table("GET /pets/{proxy+}").match("GET", "/pets")).toBeUndefined();
  });

  it("decodes path variables; a greedy one takes all that follows", () => {
    expect(table("GET /a/{id}").match("GET", "/a/x%20y")?.pathVariables).toEqual({ id: "x y" });
    expect(table("GET /a/{id}").match("GET", "/a/%zz")?.pathVariables).toEqual({ id: "%zz" });
    expect(table("GET /a/{rest+}").match("GET", "/a/b/c%20d")?.pathVariables).toEqual({
      rest: "b/c d",
    });
  });

  it("refuses a key that is no route", () => {
    expect(() => table("GET")).toThrow('A route\'s key must be a method and a path, got "GET".');
  });
});
