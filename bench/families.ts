/**
 * Families of models that grow in one direction each: roles, messages, runs. They are made up for measuring and simple
 * enough that what grows is the search, not what is claimed.
 */

/** One member of a family, to be judged under a bound on runs. */
export interface Member {
  readonly size: number;
  readonly text: string;
  readonly maxRuns: number;
}

/** Models of growing size. */
export interface Family {
  readonly name: "roles" | "messages" | "runs";
  /** The unit of the axis. */
  readonly unit: string;
  readonly members: readonly Member[];
}

const BOUND = 5;

/** The families, each from its smallest to its largest member. */
export function makeFamilies(): readonly Family[] {
  return [
    {
      name: "roles",
      unit: "roles in a chain",
      members: range(2, 8).map((size) => ({ size, text: writeChain(size), maxRuns: BOUND })),
    },
    {
      name: "messages",
      unit: "rounds of challenge and response",
      members: range(1, 8).map((size) => ({ size, text: writeRounds(size), maxRuns: BOUND })),
    },
    {
      name: "runs",
      unit: "runs of the bound",
      members: range(1, 10).map((size) => ({ size, text: RELAY, maxRuns: size })),
    },
  ];
}

/** A value is handed on from role to role under public keys, and comes back to the first. */
function writeChain(size: number): string {
  const names = range(1, size).map((i) => `R${i}`);
  const hops = names.map((from, i) => ({ from, to: names[(i + 1) % size] as string, label: i + 1 }));
  const roles = names.map((name, i) => {
    const arriving = hops[(i + size - 1) % size] as (typeof hops)[number];
    const leaving = hops[i] as (typeof hops)[number];
    const send = `send_${leaving.label}(${name},${leaving.to}, {${names.join(",")},n}pk(${leaving.to}));`;
    const recv = `recv_${arriving.label}(${arriving.from},${name}, {${names.join(",")},n}pk(${name}));`;
    const body = i === 0 ? `fresh n: Nonce; ${send} ${recv}` : `var n: Nonce; ${recv} ${send}`;
    return `  role ${name} { ${body} ${claimAll(name)} }`;
  });
  return `protocol chain(${names.join(",")}) {\n${roles.join("\n")}\n}\n`;
}

/** Two roles answer each other's nonces, round after round. */
function writeRounds(size: number): string {
  const steps = range(1, 2 * size).map((i) => {
    const [from, to] = i % 2 === 1 ? ["A", "B"] : ["B", "A"];
    const parts = i === 1 ? [from, "n1"] : [from, `n${i - 1}`, `n${i}`];
    return { from, to, text: `_${i}(${from},${to}, {${parts.join(",")}}pk(${to}));` };
  });
  const writeRole = (name: "A" | "B"): string => {
    const own = range(1, 2 * size).filter((i) => (i % 2 === 1) === (name === "A"));
    const others = range(1, 2 * size).filter((i) => !own.includes(i));
    const events = steps.map(({ from, text }) => `${from === name ? "send" : "recv"}${text}`);
    const list = (numbers: readonly number[]): string => numbers.map((i) => `n${i}`).join(",");
    const names = `fresh ${list(own)}: Nonce; var ${list(others)}: Nonce;`;
    return `  role ${name} { ${names} ${events.join(" ")} ${claimAll(name)} }`;
  };
  return `protocol rounds(A,B) {\n${writeRole("A")}\n${writeRole("B")}\n}\n`;
}

function claimAll(role: string): string {
  const claims = role === "R1" || role === "A" ? [`Secret,n${role === "A" ? "1" : ""}`, "Nisynch"] : ["Nisynch"];
  return claims.map((claim) => `claim(${role},${claim});`).join(" ");
}

/**
 * A model in which A is sent the product of a run of B or C, which took it out of what another run sent: a tree of so
 * many runs.
 */
const RELAY = `secret k,m: SessionKey;
protocol relay(A,B,C) {
  role A { var x: Nonce; recv_1(B,A, {x}k); claim(A,Secret,x); }
  role B { var y: Ticket; recv_!2(C,B, {y,k}k); send_1(B,A, {y}k); }
  role C { var z: Ticket; recv_!3(B,C, {z,m}k); send_!4(C,B, {z}k); }
}
`;

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
