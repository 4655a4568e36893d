/** Services that hang, flood, close or talk nonsense: each is a failure with a name, within its time. */
import { createServer, type ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { Failed } from "../live/generic/failed.ts";
import { openService, readAddress } from "./http-channel.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Asks a service once that answers in a way. */
async function ask(answer: (response: ServerResponse) => void, milliseconds = 5_000): Promise<unknown> {
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => answer(response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const channel = await openService(new URL(`http://127.0.0.1:${port}/api`), undefined, ".", 1_000);
  closing.push(() => {
    channel.close();
    server.closeAllConnections();
    server.close();
  });
  return channel.ask({ do: "clock", now: 1 }, milliseconds).catch((error: unknown) => {
    if (error instanceof Failed) return error.failure;
    throw error;
  });
}

function closeWithin(response: ServerResponse): void {
  response.write("{", () => {
    response.destroy();
  });
}

const WAYS: readonly (readonly [kind: string, what: string, answer: (response: ServerResponse) => void])[] = [
  ["silent", "gives no answer", () => undefined],
  ["silent", "gives it drop by drop", (response) => void response.write("{")],
  ["nonsense", "answers with the status 404", (response) => response.writeHead(404).end("{}")],
  ["nonsense", "sends us elsewhere", (response) => response.writeHead(302, { location: "http://127.0.0.1:9/" }).end()],
  ["nonsense", "answers what is not JSON", (response) => response.end("<html>")],
  ["flood", "answers without end", (response) => response.end("x".repeat(2_000_000))],
  ["ended", "closes the connection", (response) => response.destroy()],
  ["ended", "closes it within an answer", closeWithin],
];

describe("a service", () => {
  it("answers a POST", async () => {
    expect(await ask((response) => response.end('{"is":"accepted"}'))).toEqual({ is: "accepted" });
  });

  it.each(WAYS)("is %s when it %s", async (kind, _, answer) => {
    expect(await ask(answer, kind === "silent" ? 200 : 5_000)).toMatchObject({ kind, at: "clock" });
  });

  it("that is not there, or ends at once, is a failure", async () => {
    const nobody = await openService(new URL("http://127.0.0.1:9/"), undefined, ".", 1_000);
    await expect(nobody.ask({ do: "clock", now: 1 }, 1_000)).rejects.toThrow("It cannot be reached");
    const command = [process.execPath, "-e", "console.error('no port'); process.exit(3)"];
    const opening = openService(new URL("http://127.0.0.1:9/"), command, ".", 20_000);
    await expect(opening).rejects.toThrow("Its process ended with status 3. It wrote: no port");
    await expect(openService(new URL("http://127.0.0.1:9/"), ["/no/such/program"], ".", 20_000)).rejects.toThrow(
      "There is no program /no/such/program",
    );
  });

  it("is on this machine, named by its number", () => {
    const here = ["http://127.0.0.1:80/", "http://127.0.0.1/a/b", "http://[::1]:8080/"];
    for (const text of here) expect(readAddress(text), text).toBeDefined();
    const elsewhere = [
      "http://localhost/",
      "http://0.0.0.0/",
      "http://127.0.0.2/",
      "http://[::]/",
      "https://127.0.0.1/",
      "file:///etc/passwd",
      "",
      "http://x@127.0.0.1/",
    ];
    for (const text of elsewhere) expect(readAddress(text), text).toBeUndefined();
  });
});
