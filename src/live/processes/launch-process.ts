/** Launches members as processes of Node.js with a channel to this one, over which the passphrase goes: no other process sees it. */
import { spawn } from "node:child_process";
import type { News } from "./control.ts";
import type { Launch } from "./perform.ts";

/** The module that a process runs, and the options of Node.js for it. */
export interface Program {
  readonly filename: string;
  readonly execArgv: readonly string[];
}

/** The last bytes of what a process writes to its stderr that are kept. */
const MOST_WORDS = 2000;

/** Launches each member in a process. */
export function launchProcesses({ filename, execArgv }: Program): Launch {
  return (_, { hear, ended }) => {
    const child = spawn(process.execPath, [...execArgv, filename], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      serialization: "advanced",
    });
    let words = "";
    child.stderr?.on("data", (bytes: Buffer) => {
      words = `${words}${bytes.toString("utf8")}`.slice(-MOST_WORDS);
    });
    child.on("message", (news: News) => hear(news));
    const end = new Promise<void>((resolve) => {
      const settle = (how: string): void => {
        resolve();
        ended(how, words.trim().split("\n").at(-1) ?? "");
      };
      child.once("error", (error) => settle(error.message));
      child.once("exit", (code, signal) => settle(signal ?? `status ${String(code)}`));
    });
    return {
      pid: child.pid,
      // A process that has ended is started again, and told again.
      order: (order) => void (child.connected && child.send(order, () => undefined)),
      kill: () => void child.kill("SIGKILL"),
      end,
    };
  };
}
