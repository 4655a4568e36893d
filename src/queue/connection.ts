/**
 * A connection to the Redis behind a queue. When it is lost, everything that waits for it waits until it is back; that is
 * said once for each time, however often it is tried again.
 */
import { Redis } from "ioredis";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { diagnose } from "../files/diagnostics.ts";

/** The queue of all tasks. */
export const QUEUE_NAME = "assay-tasks";

/** Nobody begins a task later than this, in milliseconds. */
export const LIFE = 3_600_000;
/** For how many seconds it counts that somebody said to wait for a campaign. */
export const SIGN_LASTS = 60;

const FIRST_ANSWER = 5_000;
const LONGEST_WAIT = 2_000;

/** Connects. Throws DiagnosticError (AS124) where no Redis answers at first. */
export async function connectQueue(url: string, note: (text: string) => void): Promise<Redis> {
  if (!/^rediss?:\/\/[^\s]+$/.test(url)) {
    throw new DiagnosticError([diagnose("AS124", "The address of a queue begins with redis:// or rediss://.")]);
  }
  const redis = new Redis(url, {
    // What is asked while the connection is down waits, as BullMQ wants it.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(times * 100, LONGEST_WAIT),
    lazyConnect: true,
  });
  let state: "new" | "up" | "down" = "new";
  redis.on("error", () => undefined);
  redis.on("ready", () => {
    if (state === "down") note("The queue is back; going on.");
    state = "up";
  });
  redis.on("close", () => {
    if (state === "up") note("The queue is lost; waiting until it is back.");
    if (state === "up") state = "down";
  });
  if (await answers(redis)) return redis;
  redis.disconnect();
  throw new DiagnosticError([diagnose("AS124", `No Redis answers at ${withoutSecret(url)}.`)]);
}

/** Closes a connection that is no longer needed: that it is gone is no news then. */
export function closeConnection(redis: Redis): void {
  redis.removeAllListeners("close");
  redis.disconnect();
}

async function answers(redis: Redis): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), FIRST_ANSWER);
  });
  const asked = redis.connect().then(
    () => redis.ping().then(() => true),
    () => false,
  );
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** An address that can be shown: without user and password. */
function withoutSecret(url: string): string {
  return url.replace(/\/\/[^@/]*@/, "//");
}

/** A clock that does not jump with this machine's: that of the Redis, in milliseconds since 1970. */
export async function openClock(redis: Redis): Promise<() => number> {
  const [seconds, microseconds] = await redis.time();
  const offset = Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000) - performance.now();
  return () => Math.floor(offset + performance.now());
}

/** Where it stands whether a campaign is wanted still. */
export function nameCampaignKey(campaign: string): string {
  return `assay:campaign:${campaign}`;
}
