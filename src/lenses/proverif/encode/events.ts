/** Events of a model: their names and how many arguments they take, declared as they are used. */
import type { ProtocolScript, RoleScript } from "../../../core/protocol/ir/script.ts";
import type { Identifiers } from "./identifiers.ts";

/** An event; the first argument of some is a run, all others are terms. */
export interface EventName {
  readonly id: string;
  readonly takesRun: boolean;
  readonly terms: number;
  readonly means: string;
}

/** The events of a model. */
export interface Events {
  /** An agent plays some role. */
  readonly run: () => EventName;
  /** An agent plays a role of a run between so many agents. */
  readonly among: (size: number) => EventName;
  /** A run of a role has begun. */
  readonly begun: (script: RoleScript) => EventName;
  readonly message: (kind: "send" | "recv", protocol: ProtocolScript, label: string) => EventName;
  /** The signal at event `at` of a role. */
  readonly running: (script: RoleScript, at: number, terms: number) => EventName;
  readonly claim: (protocol: string, label: string, takesRun: "a run" | "no run", terms: number) => EventName;
  readonly all: () => readonly EventName[];
}

export function openEvents(identifiers: Identifiers): Events {
  const made = new Map<string, EventName>();
  const make = (key: string, wish: string, about: Omit<EventName, "id">): EventName => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const event = { ...about, id: identifiers.global("event", key, wish) };
    made.set(key, event);
    return event;
  };
  return {
    run: () => make("run", "runs", { takesRun: false, terms: 1, means: "this agent plays some role" }),
    among: (size) =>
      make(`among ${size}`, `runs_among_${size}`, {
        takesRun: false,
        terms: size + 1,
        means: "this agent plays a role of a run of these agents",
      }),
    begun: ({ protocol, role }) =>
      make(`begun ${protocol} ${role}`, `begun_${role}`, { takesRun: true, terms: 0, means: `a run of ${role}` }),
    message: (kind, { name }, label) =>
      make(`${kind} ${name} ${label}`, `${kind === "send" ? "sent" : "got"}_${label.replace(/^!/, "")}`, {
        takesRun: true,
        terms: 3,
        means: `${kind === "send" ? "sent" : "received"} ${label}: from, to, content`,
      }),
    running: ({ protocol, role }, at, terms) =>
      make(`running ${protocol} ${role} ${at}`, `running_${role}`, {
        takesRun: false,
        terms,
        means: `${role}'s signal`,
      }),
    claim: (protocol, label, takesRun, terms) =>
      make(`claim ${protocol} ${label}`, label, { takesRun: takesRun === "a run", terms, means: "" }),
    all: () => [...made.values()],
  };
}
