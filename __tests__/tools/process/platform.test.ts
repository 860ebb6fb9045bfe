import { cpuSecondsByGroup } from "../../../tools/local/autoscale/process-cpu";
import {
  listOfCommands,
  listOfStarts,
  programInShell,
  shellCommand,
  signalGroup,
} from "../../../tools/process/platform";

function callsOf(platform: NodeJS.Platform) {
  const calls: unknown[] = [];
  const keep = (...args: unknown[]) => calls.push(args);
  signalGroup(42, "SIGTERM", platform, keep, keep);
  return calls;
}

it("signals a process group, and ends a tree of processes on Windows", () => {
  expect(callsOf("linux")).toEqual([[-42, "SIGTERM"]]);
  expect(callsOf("darwin")).toEqual([[-42, "SIGTERM"]]);
  expect(callsOf("win32")).toEqual([["taskkill", ["/pid", "42", "/T", "/F"]]]);
});

it("ignores a group that has ended, and reports one that it may not signal", () => {
  const failing = (code: string) => () => {
    throw Object.assign(new Error(code), { code });
  };
  expect(() => {
    signalGroup(42, "SIGTERM", "linux", failing("ESRCH"));
  }).not.toThrow();
  expect(() => {
    signalGroup(42, "SIGTERM", "linux", failing("EPERM"));
  }).toThrow("EPERM");
});

it("runs commands in the shell that the machine has", () => {
  expect(programInShell("npm start", "linux")).toEqual(["/bin/sh", "-c", "exec npm start"]);
  expect(programInShell("npm start", "win32")).toEqual(["cmd.exe", "/d", "/s", "/c", "npm start"]);
  expect(shellCommand("curl x || exit 1", "linux")).toEqual(["/bin/sh", "-c", "curl x || exit 1"]);
});

it("lists the starts of processes by what the machine has", () => {
  expect(listOfStarts("darwin")[0]).toBe("ps");
  expect(listOfStarts("win32")[0]).toBe("powershell.exe");
  expect(listOfCommands("linux")[0]).toBe("ps");
  expect(listOfCommands("win32")[0]).toBe("powershell.exe");
});

it("says that Windows cannot autoscale by CPU time", () => {
  expect(() => cpuSecondsByGroup("win32")).toThrow("Run it in WSL");
});
