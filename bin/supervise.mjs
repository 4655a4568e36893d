// Runs a command in a process of its own and ends that process when it takes longer, or more memory, than it may.
//
// The process writes down what it is busy with and what it finds (src/assess/journal.ts). Where it had to be ended, or
// died, another one goes on with what is written and leaves out what the first was busy with; so a result is printed,
// whatever the input does to one process. Light on purpose: it loads nothing that an analysis needs.
import { readFileSync } from "node:fs";
import { totalmem } from "node:os";
import { setFlagsFromString } from "node:v8";

/** Commands that read what others wrote. The others are interactive, or never end by themselves. */
const SUPERVISED = new Set([
  "verify",
  "audit",
  "check",
  "show",
  "derive",
  "expect",
  "generate",
  "explain",
  "report",
  "conformance",
]);

const MEBIBYTE = 1024 * 1024;
const DEFAULT_MEBIBYTES = 2048;
/** A claim ends when it has three quarters of the heap (src/cli/process-memory.ts), so the heap is a third larger. */
const HEAP_SHARE = 0.75;
/** Less than this, Node.js with Assay loaded cannot run in. */
const LEAST_HEAP_MEBIBYTES = 160;
/** The least memory for Node.js with Assay loaded. */
const LEAST_MEBIBYTES = 320;

/**
 * Code is optimised after nine times the work that V8 takes (for Node.js 20, 67,584 bytes of bytecode): a textbook protocol is
 * verified before that pays. Measured in seconds of CPU: needham-schroeder-lowe 0.55 -> 0.43, phr-sharing-hardened 1.42 -> 0.85
 * with Node.js 20; 0.41 -> 0.33 and 3.3 -> 2.6 with 22, on a busier machine. A Node.js ends at a flag that it does not know, so
 * of others nothing is asked.
 */
const OPTIMISE_LATE = {
  20: ["--interrupt-budget=600000"],
  22: ["--invocation-count-for-maglev=3600", "--invocation-count-for-turbofan=27000"],
  24: ["--invocation-count-for-maglev=3600", "--invocation-count-for-turbofan=27000"],
};
const LATE = OPTIMISE_LATE[process.versions.node.split(".")[0]] ?? [];

/** Until a command says what it does: a start that takes longer hangs on a configuration. */
const START_MILLISECONDS = 60_000;
/** After a signal, a process has so long to tell what it has found. */
const SIGNAL_MILLISECONDS = 1_000;
const LOOK_MILLISECONDS = 100;
/** No command is ended as often as this; one that were would not end. */
const MOST_PROCESSES = 1_000;

const INTERRUPTED = 130;
const INPUT = 2;

/** True when a command line is to be run by `supervise`. */
export function isSupervised(words) {
  return process.env.ASSAY_SUPERVISED === undefined && process.platform !== "win32" && SUPERVISED.has(words[0]);
}

/** True when a command line is first tried where it was started (src/cli/attempt.ts): what it asks for may be small. */
export function isTriedHere(words) {
  return words[0] === "verify" && !words.some((word) => NOT_TRIED.test(word));
}

const NOT_TRIED = /^--(engine|honest|max-memory|queue|redundancy|workers)\b/;

/** Has V8 take its time here as well, as it is asked to of the processes below. */
export function slowOptimiser() {
  for (const flag of LATE) setFlagsFromString(flag);
}

/** Runs a command line to its end; the exit status is for the caller to use. `entries`: what was found before. */
export async function supervise(program, words, { entries = [], cuts = [] } = {}) {
  const state = {
    /** The time of a command counts from here, whatever its processes take to start. */
    began: performance.timeOrigin,
    entries: [...entries],
    cuts: [...cuts],
    spawn: undefined,
    cancelled: false,
    mebibytes: chooseMemory(words),
    signals: 0,
    child: undefined,
  };
  const interrupt = () => {
    state.signals++;
    if (state.signals > 1) {
      state.child?.kill("SIGKILL");
      process.exit(INTERRUPTED);
    }
    state.child?.interrupt();
  };
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, interrupt);
  state.spawn = (await import("node:child_process")).spawn;
  if (state.signals > 0) {
    if (state.entries.length === 0) return INTERRUPTED;
    state.cancelled = true;
  }
  for (let processes = 1; ; processes++) {
    const ended = await runProcess(program, words, state);
    if (ended.status !== undefined) return ended.status;
    if (ended.restart) continue;
    const { work, why } = ended.cut;
    const wasCancelled = state.cancelled;
    // Whenever the signal came: the next process only tells what was found.
    if (state.signals > 0) state.cancelled = true;
    const isNew = !state.cuts.some((cut) => JSON.stringify(cut.work) === JSON.stringify(work));
    if (why === "cancelled" && state.entries.length === 0) return INTERRUPTED;
    // It ended while it was starting, and what others found is still to be told.
    if (why === "cancelled" && work.is === "other" && !wasCancelled) {
      process.stderr.write("Stopping; results so far are kept.\n");
      continue;
    }
    if (work.is === "other" || !isNew || processes >= MOST_PROCESSES) {
      process.stderr.write(explain(why));
      return why === "cancelled" ? INTERRUPTED : INPUT;
    }
    state.cuts.push(ended.cut);
  }
}

/** Explains that there is nothing to go on with. */
function explain(why) {
  const reasons = {
    timeout: "error AS134: The command takes longer than it may.",
    memory: "error AS134: The command takes more memory than it may.",
    exit: "error AS111: The process ended before Assay was done.",
    cancelled: "Interrupted before anything was found.",
  };
  const help = why === "cancelled" ? "" : "  help: Name fewer sources, or raise --timeout or --max-memory.\n";
  return `${reasons[why]}\n${help}`;
}

/** One process, to its end. */
function runProcess(program, words, state) {
  return new Promise((resolve) => {
    const heap = Math.max(LEAST_HEAP_MEBIBYTES, Math.ceil(state.mebibytes / HEAP_SHARE));
    const flags = [...process.execArgv, ...LATE, `--max-old-space-size=${heap}`];
    const child = state.spawn(process.execPath, [...flags, program, ...words], {
      stdio: ["inherit", "inherit", "pipe", "pipe"],
      env: { ...process.env, ASSAY_SUPERVISED: "1" },
    });
    let work = { is: "other" };
    let killed;
    let status;
    let wanted;
    let most = Math.max(LEAST_MEBIBYTES, 2 * state.mebibytes);
    const cutOff = (why) => {
      killed ??= why;
      child.kill("SIGKILL");
    };
    let timer = setTimeout(cutOff, START_MILLISECONDS, "timeout");
    const hear = (message) => {
      if (message.keep !== undefined) state.entries.push(message.keep);
      if (message.done !== undefined) {
        status = message.done;
        clearTimeout(timer);
      }
      if (message.begin !== undefined) {
        work = message.begin;
        clearTimeout(timer);
        if (message.until !== null) timer = setTimeout(cutOff, Math.max(0, message.until - Date.now()), "timeout");
      }
      if (message.memory !== undefined && message.memory !== state.mebibytes) {
        const isMore = message.memory > state.mebibytes;
        state.mebibytes = message.memory;
        most = Math.max(LEAST_MEBIBYTES, 2 * state.mebibytes);
        wanted = isMore;
        if (isMore) child.kill("SIGKILL");
      }
    };
    const looking = setInterval(() => {
      if (measureMemory(child.pid) > most) cutOff("memory");
    }, LOOK_MILLISECONDS);
    const channel = child.stdio[3];
    channel.on("error", () => undefined);
    readLines(channel, (line) => hear(JSON.parse(line)));
    const { began, entries, cuts, cancelled, mebibytes } = state;
    const columns = process.stderr.isTTY ? (process.stderr.columns ?? 80) : undefined;
    channel.write(`${JSON.stringify({ began, entries, cuts, cancelled, mebibytes, columns })}\n`);
    const notes = passOn(child.stderr);
    let late;
    state.child = {
      kill: (signal) => child.kill(signal),
      interrupt: () => {
        child.kill("SIGTERM");
        late = setTimeout(cutOff, SIGNAL_MILLISECONDS, "cancelled");
      },
    };
    child.on("error", () => resolve({ cut: { work: { is: "other" }, why: "exit" } }));
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      clearTimeout(late);
      clearInterval(looking);
      state.child = undefined;
      const isOver = status !== undefined && code === status;
      notes.end(isOver);
      if (isOver) return resolve({ status });
      if (wanted) return resolve({ restart: true });
      const isFull = isOutOfMemory(code, signal, notes.tellOfMemory());
      const why = killed ?? (state.signals > 0 ? "cancelled" : isFull ? "memory" : "exit");
      resolve({ cut: { work, why } });
    });
  });
}

/** V8 says so and aborts when its heap is full, code may just abort; a system that has no memory left kills. */
function isOutOfMemory(code, signal, isSaid) {
  const isAborted = signal === "SIGABRT" || signal === "SIGTRAP" || code === 134;
  return signal === "SIGKILL" || (isAborted && isSaid);
}

function readLines(stream, take) {
  let chunks = [];
  stream.on("data", (data) => {
    let from = 0;
    for (let end = data.indexOf(0x0a); end >= 0; end = data.indexOf(0x0a, from)) {
      take(Buffer.concat([...chunks, data.subarray(from, end)]).toString("utf8"));
      chunks = [];
      from = end + 1;
    }
    if (from < data.length) chunks.push(data.subarray(from));
  });
}

/** Beginnings of Node.js's own last words, which are no message of Assay's and help nobody else. */
const LAST_WORDS = ["\n<--- Last few GCs --->", "FATAL ERROR: ", "----- Native stack trace -----", "#\n# Fatal "];
const OF_FULL_MEMORY = /Last few GCs|out of memory|Allocation failed/i;
const TAIL_CHARACTERS = 4_096;

/** Passes on what a process notes, but for the last words of one that was not over. */
function passOn(stream) {
  let held;
  let tail = "";
  stream.on("data", (data) => {
    tail = (tail + data.toString("latin1")).slice(-TAIL_CHARACTERS);
    if (held !== undefined) return void held.push(data);
    const found = LAST_WORDS.map((words) => data.indexOf(words)).filter((at) => at >= 0);
    if (found.length === 0) return void process.stderr.write(data);
    const at = Math.min(...found);
    process.stderr.write(data.subarray(0, at));
    held = [data.subarray(at)];
  });
  return {
    end: (isOver) => {
      if (isOver && held !== undefined) process.stderr.write(Buffer.concat(held));
    },
    tellOfMemory: () => OF_FULL_MEMORY.test(tail),
  };
}

/** The memory of a process in MiB, where the system says it; else 0. */
function measureMemory(pid) {
  try {
    const kibibytes = /^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? "0";
    return Number(kibibytes) / 1024;
  } catch {
    return 0;
  }
}

/**
 * Chooses the memory from what the command line asks for, as far as it is easily seen; the process itself knows
 * better, and says so.
 */
function chooseMemory(words) {
  const asked = words.flatMap((word, i) => {
    if (word === "--max-memory") return [Number(words[i + 1])];
    return word.startsWith("--max-memory=") ? [Number(word.slice("--max-memory=".length))] : [];
  });
  const last = asked.at(-1);
  const all = totalmem() / MEBIBYTE;
  return last !== undefined && last > 0 && last <= all ? last : Math.min(DEFAULT_MEBIBYTES, all / 2);
}
