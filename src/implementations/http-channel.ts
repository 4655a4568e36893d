/** A service on this machine: each request is a POST to a path of its name, with the request as JSON. */
import { Agent, request as ask } from "node:http";
import { Failed } from "../live/generic/failed.ts";
import { type Channel, MOST_ANSWER } from "./channel.ts";
import { type Child, failSilent, startChild } from "./child.ts";

/** Milliseconds between two attempts to reach a service that is starting. */
const PAUSE = 50;

/** The address of a service; undefined where it is not one of this machine by number. */
export function readAddress(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHere = url?.hostname === "127.0.0.1" || url?.hostname === "[::1]";
  return url?.protocol === "http:" && isHere && url.username === "" ? url : undefined;
}

/** Reaches the service, starting it by its command if it has one. */
export async function openService(
  url: URL,
  command: readonly string[] | undefined,
  folder: string,
  milliseconds: number,
): Promise<Channel> {
  const child = command === undefined ? undefined : startChild(command, folder);
  child?.process.stdin.end();
  child?.process.stdout.resume();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const close = (): void => {
    agent.destroy();
    child?.end();
  };
  const channel: Channel = {
    close,
    ask: async (request, limit) => {
      try {
        return await post(
          agent,
          new URL(`${url.pathname.replace(/\/?$/, "/")}${request.do}`, url),
          request,
          limit,
          child,
        );
      } catch (error) {
        close();
        throw error;
      }
    },
  };
  // A service that Assay starts takes requests when it is ready to.
  for (const until = Date.now() + milliseconds; child !== undefined && !(await isReachable(url)); ) {
    const ended = child.explainEnd();
    if (ended === undefined && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      continue;
    }
    close();
    throw failSilent(child, "start", milliseconds);
  }
  return channel;
}

function isReachable(url: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = ask(url, { method: "GET", timeout: 1_000 }, (response) => {
      response.destroy();
      resolve(true);
    });
    probe.on("timeout", () => probe.destroy());
    probe.on("error", () => resolve(false));
    probe.end();
  });
}

function post(
  agent: Agent,
  url: URL,
  content: { readonly do: string },
  limit: number,
  child: Child | undefined,
): Promise<unknown> {
  const at = content.do;
  return new Promise((resolve, reject) => {
    const body = JSON.stringify(content);
    const sent = ask(
      url,
      {
        agent,
        method: "POST",
        headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) },
      },
      (response) => {
        const parts: Buffer[] = [];
        let length = 0;
        response.on("data", (part: Buffer) => {
          length += part.length;
          parts.push(part);
          if (length > MOST_ANSWER) fail(new Failed("flood", at, `Its answer has more than ${MOST_ANSWER} bytes.`));
        });
        response.on("error", () => fail(failEnded(child, at)));
        response.on("close", () => {
          if (!response.complete) fail(failEnded(child, at));
        });
        response.on("end", () => {
          clearTimeout(timer);
          if (response.statusCode !== 200) {
            return fail(new Failed("nonsense", at, `It answers with the status ${response.statusCode ?? 0}.`));
          }
          try {
            resolve(JSON.parse(Buffer.concat(parts).toString("utf8")) as unknown);
          } catch {
            fail(new Failed("nonsense", at, "Its answer is not JSON."));
          }
        });
      },
    );
    const fail = (failure: Failed): void => {
      clearTimeout(timer);
      sent.destroy();
      reject(failure);
    };
    // Of the whole answer: one that trickles in is none.
    const timer = setTimeout(() => fail(failSilent(child, at, limit)), limit);
    sent.on("error", () => fail(failEnded(child, at)));
    sent.end(body);
  });
}

function failEnded(child: Child | undefined, at: string): Failed {
  return new Failed("ended", at, child?.explainEnd() ?? "It cannot be reached, or has closed the connection.");
}
