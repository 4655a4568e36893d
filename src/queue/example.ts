/** A Redis of their own for tests: on 127.0.0.1 and a free port, in a folder that nobody else has. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const REDIS = "/usr/bin/redis-server";

/** False: tests that need one are not run. */
export const HAS_REDIS = existsSync(REDIS);

const children: ChildProcess[] = [];

/** Ends what was started. */
export function endAll(): void {
  for (const child of children) child.kill("SIGKILL");
}

/** Starts a program; what it says on stderr is kept, and never more than this. */
export function start(
  program: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): { readonly child: ChildProcess; readonly said: () => string } {
  const env = { ...process.env, ...environment };
  const child = spawn(program, [...words], { stdio: ["ignore", "ignore", "pipe"], env });
  children.push(child);
  let said = "";
  child.stderr?.on("data", (data: Buffer) => {
    if (said.length < 10_000) said += data.toString();
  });
  return { child, said: () => said };
}

/** A port that is free now. */
export async function findPort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A Redis that answers; `more` are further options of it. */
export async function startRedis(port: number, more: readonly string[] = []): Promise<ChildProcess> {
  const folder = mkdtempSync(join(tmpdir(), "assay-redis-"));
  const words = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--dir", folder, ...more];
  const { child } = start(REDIS, words);
  while (!(await isOpen(port))) await new Promise((resolve) => setTimeout(resolve, 50));
  return child;
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}
